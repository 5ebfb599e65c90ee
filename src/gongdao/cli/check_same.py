"""`gongdao check same`: which files of a delivery were seen before, without a server or a database."""

from __future__ import annotations

import re
from pathlib import Path

from gongdao.cli.check_common import answer


def check_same(
    delivery: Path,
    against: list[Path],
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check and print its result; `against` are earlier deliveries or the reference.

    Returns 0 (it states facts and never fails a delivery), 2 if it could not be run, 64 no such file.
    """
    inputs = {"delivery": delivery}
    for number, path in enumerate(against, 1):
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-")[:60]
        inputs[f"{plain or 'earlier'}-{number}"] = path
    return answer("same", inputs, {}, report, as_json, lang)
