"""How often one side was reminded of a requirement, since when, and how much of that came before the work (R14).

A repeated reminder is notice: whoever got it cannot say later that he did not know. It is a fact a finder may weigh in
his reasons, like any other; no sum is computed from it, and this module hands none to anybody.
"""

from datetime import datetime

from .state import Order
from .values import Party, Shape


class Reminded(Shape, frozen=True, kw_only=True):
    """One side's reminders of one requirement: their entries, the first and the last, and how many came `before` the
    entry that first delivered it. Custody's refusal of a delivery delivers nothing. `delivery` is None until then.
    """

    by: Party
    entries: tuple[int, ...]
    first: datetime
    last: datetime
    before: int
    delivery: int | None


def reminded(order: Order, requirement: str) -> tuple[Reminded, ...]:
    """What either side reminded the other of, for one requirement; the side that began comes first."""
    delivery = first_delivery(order, requirement)
    found: dict[Party, list[int]] = {}
    for seq, reminder in order.reminders.items():
        if reminder.requirement == requirement:
            found.setdefault(reminder.by, []).append(seq)
    return tuple(
        Reminded(
            by=by,
            entries=tuple(entries),
            first=order.reminders[entries[0]].at,
            last=order.reminders[entries[-1]].at,
            before=sum(delivery is None or seq < delivery for seq in entries),
            delivery=delivery,
        )
        for by, entries in found.items()
    )


def first_delivery(order: Order, requirement: str) -> int | None:
    """The entry that first delivered a requirement, unless custody refused it; None where nothing has."""
    return next(
        (
            seq
            for seq, delivery in order.deliveries.items()
            if requirement in delivery.act.requirements and delivery.status != "refused"
        ),
        None,
    )
