"""What lists show of an order, computed from its state: nothing here is a truth of its own."""

from datetime import datetime
from typing import NamedTuple

from gongdao.kernel.award import finders_of, findings_on
from gongdao.kernel.clocks import Turn, turns
from gongdao.kernel.rules.agreement import price_of
from gongdao.kernel.rules.decision import to_find
from gongdao.kernel.state import Order
from gongdao.services.models import FAR

YOUR_TURN, WAITING, OVER = 0, 1, 2
GONE = -1
"""Rank of a seat that no longer exists."""


class Row(NamedTuple):
    """An order as lists show it (see `models.OrderRow`)."""

    title: str
    phase: str
    currency: str
    price: int
    next_due: datetime | None
    wants: str


class Place(NamedTuple):
    """A person's place in an order (see `models.ParticipantRow`)."""

    rank: int
    code: str
    due: datetime
    name: str


Places = dict[tuple[str, str], Place]
"""By (person, role)."""


def row_of(order: Order, whose: tuple[Turn, ...]) -> Row:
    """The order's line in a list."""
    agreement = order.agreement
    unseated = [turn.who for turn in whose if turn.who == "operator" or (turn.who == "mediator" and not order.mediator)]
    if any(payout.status == "failed" for payout in order.payouts.values()):
        unseated.append("operator")
    return Row(
        title=_column(agreement.title) if agreement else "",
        phase=order.phase,
        currency=agreement.currency if agreement else "",
        price=(price_of(agreement) if agreement else None) or 0,
        next_due=min(order.due.values(), default=None),
        wants="mediator" if "mediator" in unseated else "operator" if unseated else "",
    )


def places_of(order: Order, whose: tuple[Turn, ...]) -> Places:
    """Everyone seated, with what is asked of him."""
    over = order.phase in ("executed", "closed", "withdrawn")
    first: dict[str, Turn] = {}
    for turn in whose:
        first.setdefault(turn.who, turn)
    places: Places = {}
    for person, seat in order.seats.items():
        name = _column(seat.person.name)
        his = first.get(seat.role) if seat.role != "finder" else _finder_turn(order, person, whose)
        if over:
            place = Place(OVER, "", FAR, name)
        elif his is None:
            place = Place(WAITING, "", FAR, name)
        else:
            place = Place(YOUR_TURN, his.what, his.due or FAR, name)
        places[person, seat.role] = place
    return places


def _column(text: str) -> str:
    """Words as a column of text takes them: without NUL, which the record, being JSON, may hold."""
    return text.replace("\0", "\ufffd")


def _finder_turn(order: Order, person: str, whose: tuple[Turn, ...]) -> Turn | None:
    """A finder's turn lasts until he has found every contested item; the mediator's clock is his too."""
    find = next((turn for turn in whose if turn.what == "find"), None)
    if find is None or person not in finders_of(order):
        return None
    done = all(any(f.by == person for f in findings_on(order, r) if f.panel == order.panel) for r in to_find(order))
    return None if done else find


class Listing(NamedTuple):
    """Everything lists show of an order."""

    row: Row
    places: Places


def of(order: Order) -> Listing:
    """What lists show of an order."""
    whose = turns(order)
    return Listing(row_of(order, whose), places_of(order, whose))


def after(listing: Listing | None, before: Order, order: Order) -> Listing:
    """What lists show of an order after more entries, given what they showed before.

    An act that moves no clock, no seat, no finding and no version, as most statements and exhibits do, changes no list.
    """
    if (
        listing is not None
        and order.due is before.due
        and order.seats is before.seats
        and order.findings is before.findings
        and order.agreement is before.agreement
        and order.payouts is before.payouts
        and order.phase == before.phase
    ):
        return listing
    return of(order)


def changed(listing: Listing | None, new: Listing) -> tuple[Places, Places]:
    """The places to write so that one listing becomes the other: those to be added, and those to be changed.

    A seat that is gone is changed to the rank `GONE`.
    """
    if listing is new:
        return {}, {}
    before, after = (listing.places if listing else {}), new.places
    seated = {seat: place for seat, place in after.items() if seat not in before}
    moved = {seat: place for seat, place in after.items() if seat in before and before[seat] != place}
    moved.update({seat: Place(GONE, "", FAR, "") for seat in before if seat not in after})
    return seated, moved
