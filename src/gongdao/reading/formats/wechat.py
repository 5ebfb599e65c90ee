"""Plain-text copies of Chinese chat programs: WeChat on a PC, QQ's message export, Wangwang, e-mailed chats.

A line with a name and a time opens a message, the lines below are its body. Times may be bare or relative (昨天);
a line that is only a date tells the day of those below it. Without either a base date must be given, else the time
stays unresolved.
"""

from .. import lexicon
from ..passage import Passage
from ..stamps import Stamp
from . import heads, lines, markup
from .document import Document, Entry

KIND = "wechat"


def sniff(source: str) -> float:
    """How surely the file is a thread of headed messages: at least two heads, and little before the first."""
    rows = lines.of(source, 0, min(len(source), 40_000))
    found = heads.scan(rows)
    if len(found) < 2:
        return 0.6 if len(found) == 1 and found[0].line == 0 and len(rows) > 1 else 0.0
    before = sum(len(row) for row in rows[: found[0].line])
    return 0.8 if before < 400 else 0.3


def read(source: str) -> Document:
    """Messages in the order of the file; the lines above the first are narrative, a header line is its title."""
    rows = lines.of(source)
    found = heads.scan(rows)
    entries, day = [], _last_day(rows[: found[0].line] if found else rows)
    ends = [head.line for head in found[1:]] + [len(rows)]
    for head, end in zip(found, ends, strict=False):
        below = rows[head.line + 1 : end]
        marks = [number for number, row in enumerate(below) if heads.day_separator(row)]
        body = [row for number, row in enumerate(below) if number not in marks]
        entries.append(entry_of(head, body).with_day(day))
        day = _last_day(below) or day
    preface = [row for row in rows[: found[0].line if found else len(rows)] if not heads.day_separator(row)]
    title = next((row.strip() for row in preface if lexicon.find("chat.header").search(row.folded)), None)
    told = lines.block([row for row in preface if title is None or row.strip().text != title.text])
    addresses = tuple(address for row in rows for address in markup.bare(row))
    return Document(KIND, title=title, entries=tuple(entries), narrative=(told,) if told else (), addresses=addresses)


def entry_of(head: heads.Head, body: list[Passage]) -> Entry:
    """The message under a head. A name that is a word for a role is its label."""
    parts = ([head.body] if head.body else []) + body
    text = lines.block(parts)
    name = head.name
    bare = name.text.strip("*_ ")
    at = name.text.find(bare)
    name = name.cut(at, at + len(bare)) if bare else name
    system = bool(lexicon.find("role.label.platform").fullmatch(name.folded)) and is_system(text)
    if heads.role_word(name.folded):
        return Entry(text, head.stamp, head.stamp_at, label=name, system=system)
    return Entry(text, head.stamp, head.stamp_at, sender=name)


def is_system(body: Passage) -> bool:
    """Whether a body is a notice of the program, not something a person wrote."""
    text = body.folded.strip()
    return len(text) < 160 and bool(lexicon.find("chat.system", "chat.encryption").search(text))


def _last_day(rows: list[Passage]) -> Stamp | None:
    found = [stamp for row in rows if (stamp := heads.day_separator(row))]
    return found[-1] if found else None
