"""Messages into the order of time: what each stamp means, how the file stood, what continues what.

The order is stable: messages of the same minute keep the order in which they were written, which in a
newest-first file is the reverse of the file's. A message without a resolvable time stays beside its neighbour.
"""

import itertools
from dataclasses import dataclass
from datetime import date, datetime

from . import lexicon, stamps
from .formats.document import Entry
from .shapes import ThreadOrder
from .stamps import Resolved


@dataclass(frozen=True)
class Timed:
    """An entry with the meaning of its time and the number of the entry it continues (in the sorted list)."""

    entry: Entry
    when: Resolved | None
    continues: int | None = None


@dataclass(frozen=True)
class Timeline:
    """All entries, oldest first, and how they stood in the file."""

    timed: tuple[Timed, ...]
    order: ThreadOrder


def build(entries: tuple[Entry, ...], base: date | None) -> Timeline:
    """Resolves, orders and links the entries of a document."""
    resolved = _resolved(entries, base)
    keys = [_key(r) for r in resolved]
    order = _direction(entries, keys)
    numbers = list(range(len(entries)))
    if order.found == "newest_first":
        numbers.reverse()
    numbers = _sorted(numbers, keys, by_minute=any(r and r.precision == "minute" for r in resolved))
    timed = [Timed(entries[n], resolved[n]) for n in numbers]
    return Timeline(tuple(_linked(timed)), order)


def speaker(entry: Entry) -> str:
    """What tells one speaker from another: the name, else the word for the role."""
    named = entry.sender or entry.label
    return named.folded.strip().lower() if named else ""


def _resolved(entries: tuple[Entry, ...], base: date | None) -> list[Resolved | None]:
    written = [entry.stamp for entry in entries if entry.stamp]
    written += [entry.day for entry in entries if entry.day]
    order, why = stamps.day_month_order(written)
    found: list[Resolved | None] = []
    for entry in entries:
        if entry.stamp is None:
            found.append(None)
            continue
        day = None
        if entry.day is not None:
            day = stamps.resolve(entry.day, order=order, order_why=why).day
        found.append(stamps.resolve(entry.stamp, order=order, order_why=why, day=day, base=base))
    return found


def _key(when: Resolved | None) -> datetime | None:
    if when is None or when.key is None:
        return None
    shift = stamps.utc_shift(when.zone)
    if shift is None:
        return when.key
    try:
        return when.key - shift
    except OverflowError:
        return when.key


def _direction(entries: tuple[Entry, ...], keys: list[datetime | None]) -> ThreadOrder:
    times = [key for key in keys if key is not None]
    rises = sum(b > a for a, b in itertools.pairwise(times))
    falls = sum(b < a for a, b in itertools.pairwise(times))
    if rises != falls:
        return ThreadOrder(found="newest_first" if falls > rises else "oldest_first", why=("order_from_times",))
    if len(entries) < 2:
        return ThreadOrder(found="oldest_first" if entries else "unknown")
    backward = _continuations(entries)
    if backward:
        return ThreadOrder(found="newest_first" if backward < 0 else "oldest_first", why=("order_from_continuation",))
    return ThreadOrder(found="unknown", why=("order_unclear",))


def _continuations(entries: tuple[Entry, ...]) -> int:
    """Votes of the "continued" marks: above zero if what they continue stands before them in the file."""
    votes = 0
    for number, entry in enumerate(entries):
        if not _continues(entry):
            continue
        who = speaker(entry)
        before = number > 0 and speaker(entries[number - 1]) == who
        after = number + 1 < len(entries) and speaker(entries[number + 1]) == who
        votes += int(before) - int(after)
    return votes


def _sorted(numbers: list[int], keys: list[datetime | None], by_minute: bool) -> list[int]:
    """A stable sort; an entry without a time takes that of the one before it, at the start that of the one after."""
    filled: dict[int, datetime] = {}
    last: datetime | None = None
    for number in numbers:
        last = keys[number] or last
        if last is not None:
            filled[number] = last
    following: datetime | None = None
    for number in reversed(numbers):
        following = filled.get(number, following)
        if number not in filled and following is not None:
            filled[number] = following
    if not filled:
        return numbers

    def moment(number: int) -> datetime:
        return filled[number].replace(second=0) if by_minute else filled[number]

    return sorted(numbers, key=moment)


def _continues(entry: Entry) -> bool:
    """Whether a body begins with a mark that it continues an earlier message, in brackets or not."""
    head = entry.body.folded.lstrip()[:40]
    mark = lexicon.find("chat.continuation")
    return bool(mark.match(head)) or (head[:1] in ("(", "[", "【") and bool(mark.match(head, 1)))


def _linked(timed: list[Timed]) -> list[Timed]:
    """Ties each message that says it continues to the last one of the same speaker before it."""
    linked: list[Timed] = []
    last: dict[str, int] = {}
    for number, one in enumerate(timed):
        who = speaker(one.entry)
        before = last.get(who) if _continues(one.entry) and not _is_first_part(one.entry) else None
        linked.append(Timed(one.entry, one.when, before))
        if not one.entry.system:
            last[who] = number
    return linked


def _is_first_part(entry: Entry) -> bool:
    return entry.body.folded.lstrip(" ([【").startswith(("1/", "part 1"))
