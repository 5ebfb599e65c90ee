"""What the record of one order says of its persons: promises kept and broken, and breaches found (R108, R109, R112).

Counted from what happened, never from opinions. A breach counts when a determination that found it was executed: not
while it can be appealed, and not where the parties settled instead. Buyers and sellers are counted alike.

While an order is in dispute its count rests: what one side says of the other's promise in the heat of it counts when
the dispute is over, and not before. What counted before it began goes on counting.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from .acts import Execute, FindCause, WitnessPromise
from .entry import Entry
from .fold import apply, empty
from .state import Order, Phase
from .values import Party, Shape

BREACHED_BY: dict[str, tuple[Party, ...]] = {
    "seller": ("seller",),
    "both": ("buyer", "seller"),
    "buyer_breach": ("buyer",),
    "buyer_at_will": (),
    "none": (),
}
"""Whose breach a cause is. Ending at will is the buyer's right, for which he pays (CC 787); it is no breach."""


IN_DISPUTE: tuple[Phase, ...] = ("disputed", "determined")


class Tally(Shape, frozen=True, kw_only=True):
    """A person's conduct in one order."""

    kept: int = 0
    broken: int = 0
    breaches: int = 0


def tallies(order: Order, entries: Iterable[Entry]) -> dict[str, Tally]:
    """Everyone of the two sides who has something to his name in this order, by person.

    A promise is his who gave it; a breach is that of the person the party was drafted with. `entries` are all of the
    order's, with the skeletons of erased acts in their places.
    """
    entries = list(entries)
    resting = _resting_since(order, entries)
    authors = {entry.seq: entry.actor.person for entry in entries}
    witnessed = {
        entry.body.act.promise: entry.seq
        for entry in entries
        if entry.body is not None and isinstance(entry.body.act, WitnessPromise)
    }
    found: dict[str, Tally] = {}

    def count(person: str, **more: int) -> None:
        tally = found.get(person, Tally())
        found[person] = replace(tally, **{name: getattr(tally, name) + n for name, n in more.items()})

    for seq, promised in order.promises.items():
        if promised.status in ("kept", "broken") and (resting is None or witnessed[seq] < resting):
            count(authors[seq], **{promised.status: 1})
    for party in (party for cause in _executed_causes(entries) for party in BREACHED_BY[cause]):
        count(next(person for person, seat in order.seats.items() if seat.role == party), breaches=1)
    return found


def _resting_since(order: Order, entries: Iterable[Entry]) -> int | None:
    """The entry with which the dispute began that is not over yet; None where there is none.

    Asked of the history, because a state forgets it: an item contested later renews `dispute_seq`.
    """
    if order.phase not in IN_DISPUTE:
        return None
    since: int | None = None
    past = empty(order.id)
    for entry in entries:
        past = apply(past, entry)
        if past.phase not in IN_DISPUTE:
            since = None
        elif since is None:
            since = entry.seq
    return since


def _executed_causes(entries: Iterable[Entry]) -> Iterable[str]:
    """The cause each executed determination rests on: the last one found before it."""
    cause = ""
    for entry in entries:
        act = entry.body.act if entry.body else None
        if isinstance(act, FindCause):
            cause = act.cause
        elif isinstance(act, Execute) and act.basis == "determination" and cause:
            yield cause
