"""Message threads inside a page: which lines are messages, and what is left as the author's own telling.

Forums, shops and blogs show a message as an element (list item, table row, block) that holds exactly one time of
day. The message is the largest element around a time line that holds no second one; lines before the time are its
head (role, name, presence), lines after it its body. Where a page has no such elements, lines that look like heads
(`heads`) open messages instead.
"""

import itertools
from dataclasses import dataclass

from .. import lexicon
from ..passage import Passage
from ..stamps import Stamp, whole
from . import heads, lines
from .document import Entry
from .markup import Row
from .wechat import entry_of

_ITEMS = frozenset(("li", "tr", "article", "blockquote", "dd", "section", "div", "details"))
_RULES = ("---", "***", "===", "~~", "++", "——", "___")


@dataclass(frozen=True)
class Thread:
    """The messages found and the numbers of the rows they use."""

    entries: tuple[Entry, ...]
    rows: frozenset[int]


def find(rows: list[Row]) -> Thread:
    """The thread of a page; empty where there is none."""
    boxed = _boxed(rows)
    if boxed.entries:
        return boxed
    headed = _headed(rows)
    return headed if headed.entries else _labelled(rows)


def _boxed(rows: list[Row]) -> Thread:
    stamps = {number: stamp for number, row in enumerate(rows) if (stamp := _time_line(row))}
    holders: dict[int, list[int]] = {}
    members: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for element, _ in row.path:
            members.setdefault(element, []).append(number)
            if number in stamps:
                holders.setdefault(element, []).append(number)
    entries: list[Entry] = []
    used: set[int] = set()
    boxes = 0
    for number, (found, found_at) in stamps.items():
        box = next((e for e, tag in rows[number].path if len(holders[e]) == 1 and tag in _ITEMS), None)
        if box is None or len([n for n in members[box] if rows[n].text.text.strip()]) < 2:
            continue
        inside = [rows[n] for n in members[box] if rows[n].text.text.strip()]
        before = [
            r for n, r in zip(members[box], [rows[n] for n in members[box]], strict=True) if n < number and r.text
        ]
        after = [rows[n] for n in members[box] if n > number]
        entries.append(_entry(rows[number], found, found_at, before, after))
        used.update(members[box])
        boxes += len(inside) > 1
    known = any(entry.label for entry in entries)
    if boxes < 2 and not (boxes == 1 and known):
        return Thread((), frozenset())
    return Thread(tuple(entries), frozenset(used))


def _time_line(row: Row) -> tuple[Stamp, Passage] | None:
    """The time a short line consists of, or ends with after a name, or that stands in it between seams."""
    text = row.text.strip()
    if not text or len(text) > 120 or not any(c.isdigit() for c in text.folded):
        return None
    stamp = whole(text.folded)
    if stamp and stamp.has_time:
        return stamp, text
    found = heads.scan([text])
    if found and found[0].body is None:
        return found[0].stamp, found[0].stamp_at
    for piece in _pieces(row):
        stamp = whole(piece.folded)
        if stamp and stamp.has_time:
            return stamp, piece
    return None


def _pieces(row: Row) -> list[Passage]:
    cuts = sorted({0, *(c for c in row.seams if 0 < c < len(row.text)), len(row.text)})
    pieces = [row.text.cut(a, b).strip() for a, b in itertools.pairwise(cuts)]
    return [piece for piece in pieces if piece]


def _entry(row: Row, stamp: Stamp, stamp_at: Passage, before: list[Row], after: list[Row]) -> Entry:
    head = [piece for r in before for piece in _pieces(r)]
    place = stamp_at.whole()
    own = [piece for piece in _pieces(row) if piece.whole()[1] <= place[0] or piece.whole()[0] >= place[1]]
    if not own and row.text.strip().whole() != place:
        text = row.text
        size = next((n for n in range(len(text)) if text.starts[n] >= place[0]), 0)
        own = [piece for piece in [text.cut(0, size).strip()] if piece]
    if not any(r.text.text.strip() for r in after) and len(head) > 1:
        after, head = [r for r in before if len(r.text) > 24][-1:], [p for p in head if len(p) <= 24]
    label = sender = presence = None
    for piece in head + own:
        word = piece.folded.strip("*_:：()[] |·-")
        if not word:
            continue
        if lexicon.find("chat.presence").fullmatch(word):
            presence = presence or piece
        elif label is None and heads.role_word(word):
            label = piece
        elif sender is None and len(word) <= 40:
            sender = piece
    body = lines.block([r.text for r in after])
    return Entry(body, stamp, stamp_at, sender=sender, label=label, presence=presence)


def _headed(rows: list[Row]) -> Thread:
    """Messages opened by head lines. The last one ends at a rule, a heading, or its first empty line if no other
    message has one."""
    texts = [row.text for row in rows]
    found = heads.scan(texts)
    known = [head for head in found if heads.role_word(head.name.folded)]
    if len(found) < 2 and not known:
        return Thread((), frozenset())
    entries: list[Entry] = []
    used: set[int] = set()
    ends = [head.line for head in found[1:]] + [len(rows)]
    gaps = 0
    for place, (head, end) in enumerate(zip(found, ends, strict=True)):
        last = place == len(found) - 1
        stop = _stop(texts, head.line + 1, end, tight=last and gaps == 0, begun=head.body is not None)
        body = texts[head.line + 1 : stop]
        gaps += sum(not row.text.strip() for row in body[: _solid(body)])
        entries.append(entry_of(head, body))
        used.update(range(head.line, stop))
    return Thread(tuple(entries), frozenset(used))


def _labelled(rows: list[Row]) -> Thread:
    """Messages without any time: lines that begin with a word for a role and a colon, at least two of them."""
    starts = []
    for number, row in enumerate(rows):
        name, colon, _ = row.text.folded.partition(":")
        if colon and len(name) <= 24 and heads.role_word(name.strip(" -*_>•")) and name.strip().lower() != "system":
            starts.append((number, len(name) + 1))
    if len(starts) < 2 or len({rows[n].text.folded[: c - 1].strip(" -*_>•").lower() for n, c in starts}) < 2:
        return Thread((), frozenset())
    entries: list[Entry] = []
    used: set[int] = set()
    ends = [number for number, _ in starts[1:]] + [len(rows)]
    for (number, body_at), end in zip(starts, ends, strict=True):
        text = rows[number].text
        stop = _stop([row.text for row in rows], number + 1, end, tight=True, begun=True)
        body = lines.block([text.cut(body_at, len(text)), *(row.text for row in rows[number + 1 : stop])])
        word = text.cut(0, body_at - 1).strip()
        bare = word.text.strip(" -*_>•")
        at = word.text.find(bare)
        entries.append(Entry(body, label=word.cut(at, at + len(bare))))
        used.update(range(number, stop))
    return Thread(tuple(entries), frozenset(used))


def _solid(body: list[Passage]) -> int:
    """The number of lines up to the last one that is not empty."""
    return max((number + 1 for number, row in enumerate(body) if row.text.strip()), default=0)


def _stop(texts: list[Passage], start: int, end: int, tight: bool, begun: bool) -> int:
    for number in range(start, end):
        line = texts[number].text.strip()
        if line.startswith(_RULES) or line.startswith("#"):
            return number
        if tight and not line and (begun or any(row.text.strip() for row in texts[start:number])):
            return number
    return end
