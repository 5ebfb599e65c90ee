"""The block of fields at the head of a Markdown or WordPress export, with the place of every value.

Reads the part of YAML that such blocks use: `key: value` at the margin, quoted values, block scalars (`>` and `|`),
lists and comments. Anything deeper is passed over. What is not even that is refused by name: a block that is never
closed, a line at the margin without a key, a quote that does not end.
"""

import re
from dataclasses import dataclass

from ..faults import ReadingError
from ..passage import Passage
from . import lines

_FENCE = re.compile(r"---[ \t]*\r?\n")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*$")
_SCALAR = re.compile(r"[>|][+-]?\d?$")


@dataclass(frozen=True)
class FrontMatter:
    """The fields by lower-case key, and where the body begins."""

    fields: dict[str, Passage]
    body_at: int


def present(source: str) -> bool:
    """Whether the file begins with a fence that something like a field follows."""
    match = _FENCE.match(source)
    if not match:
        return False
    head = source[match.end() : match.end() + 400].lstrip()
    return bool(re.match(r"[A-Za-z_][\w .-]*[ \t]*:", head)) or head.startswith(("---", "#"))


def read(source: str) -> FrontMatter:
    """Reads the block. Raises ReadingError("front_matter_broken") with the line and what is wrong."""
    match = _FENCE.match(source)
    if match is None:
        return FrontMatter({}, 0)
    rows = lines.of(source, match.end())
    close = next((n for n, row in enumerate(rows) if row.text.rstrip() in ("---", "...")), None)
    if close is None:
        raise ReadingError("front_matter_broken", line=1, reason="not_closed")
    body_at = rows[close].ends[-1] if rows[close].text else match.end()
    fields: dict[str, Passage] = {}
    number = 0
    while number < close:
        row = rows[number]
        if not row.text.strip() or row.text.lstrip().startswith("#"):
            number += 1
            continue
        key = _KEY.match(row.text)
        if row.text[0] in " \t-" and not key:
            number += 1
            continue
        if key is None:
            raise ReadingError("front_matter_broken", line=number + 2, reason="no_key")
        below = _indented(rows, number + 1, close)
        fields.setdefault(key["key"].strip().lower(), _value(row, key, rows[number + 1 : below], number + 2))
        number = below
    return FrontMatter(fields, body_at)


def _indented(rows: list[Passage], number: int, close: int) -> int:
    while number < close and (not rows[number].text.strip() or rows[number].text[0] in " \t-"):
        number += 1
    return number


def _value(row: Passage, key: "re.Match[str]", below: list[Passage], number: int) -> Passage:
    written = key["value"] or ""
    if _SCALAR.fullmatch(written) or not written:
        return lines.block([part.strip() for part in below if part.text.strip()])
    start, end = key.span("value")
    if written[0] in "\"'":
        close = written.find(written[0], 1)
        if close < 0:
            raise ReadingError("front_matter_broken", line=number, reason="quote_not_closed")
        return row.cut(start + 1, start + close)
    if written[0] in "[{" and written.rstrip()[-1] not in "]}":
        raise ReadingError("front_matter_broken", line=number, reason="bracket_not_closed")
    return row.cut(start, end).strip()
