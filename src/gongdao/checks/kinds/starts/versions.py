"""Version constraints as composer.json writes them: does the interpreter that is here satisfy one?

The grammar is Composer's (getcomposer's "Versions and constraints"): `>=7.2`, `^7.4 || ^8.0`, `~5.6`, `7.*`,
`5.3 - 7.4`, several joined by a space or comma. One thing is read more kindly than Composer does: a bare `7.2` means
any 7.2, as people mean it, where Composer takes 7.2.0 alone. A stability suffix (`@stable`, `-dev`) is passed over.
"""

from __future__ import annotations

import re

Version = tuple[int, ...]
_PART = re.compile(
    r"(>=|<=|!=|==|=|>|<|\^|~)?\s*v?(\d+(?:\.(?:\d+|[x*]))*(?:\.[x*])?|[x*])(?:[-@+][\w.-]*)?", re.IGNORECASE
)
_HYPHEN = re.compile(r"v?(\d+(?:\.\d+)*)\s+-\s+v?(\d+(?:\.\d+)*)")


def allows(constraint: str, present: str) -> bool | None:
    """Whether the version `present` satisfies the constraint; None for one that cannot be read."""
    here = _numbers(present)
    if not here or len(constraint) > 300:
        return None
    answers = [_every(part.strip(), here) for part in re.split(r"\|\|?", constraint)]
    if any(answer is None for answer in answers):
        return None
    return any(answers)


def _every(text: str, here: Version) -> bool | None:
    hyphen = _HYPHEN.fullmatch(text)
    if hyphen is not None:
        low, high = _numbers(hyphen[1]), _numbers(hyphen[2])
        return _compare(here, low) >= 0 and here[: len(high)] <= high
    held, at = True, 0
    if not text:
        return None
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        held = held and _holds(part[1] or "", part[2], here)
        at = part.end()
        gap = re.compile(r"[\s,]*").match(text, at)
        assert gap is not None
        if gap.end() == at and at < len(text):
            return None
        at = gap.end()
    return held


def _holds(operator: str, version: str, here: Version) -> bool:
    wanted = _numbers(version)
    if operator in ("^", "~"):
        return _compare(here, wanted) >= 0 and here < _next(operator, wanted)
    if operator in ("", "=", "=="):
        return here[: len(wanted)] == wanted
    if operator == "!=":
        return here[: len(wanted)] != wanted
    order = _compare(here, wanted)
    return {">=": order >= 0, "<=": order <= 0, ">": order > 0, "<": order < 0}[operator]


def _next(operator: str, wanted: Version) -> Version:
    """The first version that is too new: for `~` the last part but one goes up, for `^` the first that is not 0."""
    at = max(0, len(wanted) - 2)
    if operator == "^":
        at = next((n for n, part in enumerate(wanted) if part), len(wanted) - 1)
    return (*wanted[:at], wanted[at] + 1)


def _compare(here: Version, wanted: Version) -> int:
    width = max(len(here), len(wanted))
    a, b = (v + (0,) * (width - len(v)) for v in (here, wanted))
    return (a > b) - (a < b)


def _numbers(text: str) -> Version:
    return tuple(int(part) for part in re.findall(r"\d{1,9}", text.split("-")[0]))
