"""`gongdao check starts`: run what was delivered in the sandbox and say what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongdao.cli.check_common import answer


def check_starts(
    delivery: Path,
    run: str | None = None,
    command: str | None = None,
    path: str = "/",
    expect_text: str | None = None,
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check and print its result. `run` is static, python, node or php; None goes by the delivery's files.

    Returns 0 passed, 1 failed, 2 cannot tell (or a `run` that is none of these), 64 no such file.
    """
    settings: dict[str, Any] = {}
    if run is not None:
        settings["run"] = {"kind": run, "path": path} | ({"command": command} if command is not None else {})
    if expect_text is not None:
        settings["expect_text"] = expect_text
    return answer("starts", {"delivery": delivery}, settings, report, as_json, lang)
