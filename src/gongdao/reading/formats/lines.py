"""A source cut into lines, each a passage without its line end."""

import re

from ..passage import Passage

_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")


def of(source: str, start: int = 0, end: int | None = None) -> list[Passage]:
    """The lines between two offsets."""
    stop = len(source) if end is None else end
    found: list[Passage] = []
    at = start
    while at < stop:
        match = _LINE.match(source, at, stop)
        assert match is not None
        text = match.group().rstrip("\r\n\u2028\u2029")
        found.append(Passage.of(source, at, at + len(text)))
        if match.end() == at:
            break
        at = match.end()
    return found


def block(lines: list[Passage]) -> Passage:
    """Several neighbouring lines as one passage, line ends included as they stand, stripped at both ends."""
    return Passage.join(lines).strip()
