"""The state of an order is a fold over its record. Small, total, and the same everywhere."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from .acts import ActBase, AnswerExhibit, CaucusNote, Erase, Exhibit, Remind, Statement
from .clocks import Clock, wanted
from .entry import Body, Entry
from .money import with_payouts
from .rules import RULES
from .state import Order
from .values import Due

CLOCKLESS: tuple[type[ActBase], ...] = (Statement, Remind, Exhibit, AnswerExhibit, CaucusNote)
"""Acts that can neither start nor stop a clock, and are the bulk of a long record."""


def empty(order_id: str) -> Order:
    """An order before its first entry."""
    return Order(id=order_id)


def transition(order: Order, entry: Entry) -> Order:
    """What the act itself does, clocks aside. An entry without a body only moves the sequence on."""
    if entry.body is None:
        return replace(order, seq=entry.seq, at=entry.at)
    act = entry.body.act
    after = RULES[type(act)].do(order, entry, act)
    if after.released != order.released or after.refunded != order.refunded:
        after = with_payouts(order, after, entry.seq)
    return replace(after, seq=entry.seq, at=entry.at)


def apply(order: Order, entry: Entry) -> Order:
    """The order after one more entry: the act, then the clocks that still run with the instants they were given."""
    after = transition(order, entry)
    if entry.body is None or (type(entry.body.act) in CLOCKLESS and not entry.body.due):
        return after
    return timed(after, wanted(after), entry.body.due)


def timed(after: Order, clocks: Mapping[str, Clock], started: Iterable[Due]) -> Order:
    """The order with the instants of the clocks that run in it: those that ran before, and those just started."""
    known = {**after.due, **{due.clock: due.at for due in started}}
    due = {name: known[name] for name in clocks if name in known}
    return after if due == after.due else replace(after, due=due)


def restored(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, with the skeleton of every erased act in its place."""
    listed = list(entries)
    left: dict[int, Body] = {}
    for entry in listed:
        if entry.body is not None and isinstance(entry.body.act, Erase) and entry.body.act.skeleton is not None:
            left[entry.body.act.entry] = Body(act=entry.body.act.skeleton, due=entry.body.act.due)
    if not left:
        return listed
    return [replace(e, body=left[e.seq]) if e.body is None and e.seq in left else e for e in listed]


def fold(order_id: str, entries: Iterable[Entry]) -> Order:
    """The order after all its entries, oldest first."""
    order = empty(order_id)
    for entry in restored(entries):
        order = apply(order, entry)
    return order
