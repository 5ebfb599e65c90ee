"""`gongdao check works`: does the delivered site work, page by page, without a server or a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongdao.cli.check_common import answer, complain
from gongdao.cli.check_imitation import USAGE_ERROR


def check_works(
    delivery: Path,
    widths: str = "1440,390",
    forms: list[str] | None = None,
    weight_max: int | None = None,
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check and print its result. `forms` are "page" or "page:field,field"; `weight_max` is in bytes.

    Returns 0 passed, 1 failed, 2 cannot tell, 64 not understood.
    """
    try:
        wanted = [int(width) for width in widths.split(",")]
    except ValueError:
        wanted = []
    if not wanted or any(not 200 <= width <= 4000 for width in wanted):
        return complain("bad_widths", lang, USAGE_ERROR, widths=widths)
    settings: dict[str, Any] = {"widths": wanted, "forms": [_form(form) for form in forms or []]}
    if weight_max is not None:
        settings["weight_max"] = weight_max
    return answer("works", {"delivery": delivery}, settings, report, as_json, lang)


def _form(text: str) -> dict[str, Any]:
    page, _, fields = text.partition(":")
    return {"page": page, "fields": [field.strip() for field in fields.split(",") if field.strip()]}
