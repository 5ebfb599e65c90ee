"""WhatsApp's "Export chat" text, from iOS and Android, in whatever locale the telephone had.

iOS writes `[date, time] Name: text`, Android `date, time - Name: text`. Date order, clock and separators follow the
telephone's locale, which the file does not name; `stamps.day_month_order` finds it out. A line without a head
continues the message above it. A head without a name is a system line; so is the notice of encryption, which iOS
puts into the mouth of the other side.
"""

import re

from .. import lexicon
from ..passage import Passage
from ..stamps import STAMP, Stamp, from_match
from . import lines, markup
from .document import Document, Entry

KIND = "whatsapp"

_MARKS = r"[\u200e\u200f\u202a-\u202e\ufeff]*"
_HEAD = re.compile(
    rf"{_MARKS}(?P<open>\[\s*)?(?P<stamp>{STAMP})\s*(?P<close>\]\s{{0,2}}|[ ][-–][ ]){_MARKS}", re.X | re.I
)
_NAME = re.compile(rf"{_MARKS}(?P<name>[^:\n]{{1,60}}?):(?:\s|$)")
_CHEAP = re.compile(r"[\u200e\u200f\u202a-\u202e\ufeff]*\[?\s*(?:\d|[A-Za-z]{3})")


def sniff(source: str) -> float:
    """How surely this is a WhatsApp export: heads with names, and whether the file begins with one."""
    sample = [p for p in lines.of(source, 0, min(len(source), 40_000)) if p.text.strip()][:200]
    found = [entry for entry in map(_entry, sample) if entry]
    named = sum(not entry.system for entry in found)
    if not named:
        return 0.0
    if sample and _entry(sample[0]):
        return 0.95
    return 0.85 if len(found) >= 2 else 0.4


def read(source: str) -> Document:
    """Messages in the order of the file; text before the first head is kept as narrative."""
    entries: list[Entry] = []
    preface: list[Passage] = []
    head: Entry | None = None
    body: list[Passage] = []
    for line in lines.of(source):
        found = _entry(line)
        if found is None:
            (preface if head is None else body).append(line)
            continue
        if head is not None:
            entries.append(_closed(head, body))
        head, body = found, [found.body]
    if head is not None:
        entries.append(_closed(head, body))
    told = lines.block(preface)
    addresses = tuple(address for entry in entries for address in markup.bare(entry.body))
    return Document(KIND, entries=tuple(entries), narrative=(told,) if told else (), addresses=addresses)


def _entry(line: Passage) -> Entry | None:
    """The head of a message with the rest of its line as body, or None where the line continues another."""
    text = line.folded
    if not _CHEAP.match(text):
        return None
    head = _HEAD.match(text)
    stamp = _stamp(head)
    if head is None or stamp is None:
        return None
    stamp_at = line.cut(*head.span("stamp"))
    name = _NAME.match(text, head.end())
    if name is None or lexicon.find("chat.encryption").search(text, name.end()):
        return Entry(line.cut(head.end(), len(text)).strip(), stamp, stamp_at, system=True)
    sender = line.cut(*name.span("name")).strip()
    return Entry(line.cut(name.end(), len(text)), stamp, stamp_at, sender=sender)


def _stamp(head: "re.Match[str] | None") -> Stamp | None:
    if head is None or bool(head["open"]) != head["close"].startswith("]"):
        return None
    stamp = from_match(head)
    return stamp if stamp and stamp.has_day and stamp.has_time else None


def _closed(head: Entry, body: list[Passage]) -> Entry:
    whole = lines.block(body)
    return Entry(whole, head.stamp, head.stamp_at, sender=head.sender, system=head.system)
