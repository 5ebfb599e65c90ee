"""Who may see what. Pages, exports and notices all go through here; a stranger sees nothing, not even that an order is.

Finders see requirement, delivery, checks and exhibits: no demand, no offer, no bid, no price, nobody's confidences, and
nobody else's finding until all are in. A mediator who alone finds the facts is a finder until he has found them.
"""

from msgspec.structs import replace

from .acts import (
    AcceptOffer,
    ActBase,
    Bid,
    CaucusNote,
    Claim,
    DeclineOffer,
    Find,
    FindCause,
    MatchBids,
    Offer,
    OpenBids,
    Statement,
    WithdrawOffer,
)
from .award import finders_of, findings_on
from .entry import Entry
from .rules.decision import to_find
from .state import Order
from .values import Actor, Role

Viewer = Actor
"""Who looks: a person in a role, just as who acts."""

SETTLEMENT: tuple[type[ActBase], ...] = (Offer, AcceptOffer, DeclineOffer, WithdrawOffer, MatchBids, OpenBids)
OVERSEERS: tuple[Role, ...] = ("operator", "platform")


def may_look(order: Order, viewer: Viewer) -> bool:
    """Whether the viewer may know this order at all.

    A mediator without a seat may look at a contested order nobody has taken, to decide whether he can.
    """
    if viewer.role in OVERSEERS:
        return True
    if viewer.role == "finder":
        return viewer.person in order.finders
    if viewer.role == "mediator" and not order.mediator and order.phase == "disputed":
        return viewer.person not in order.mediators_before and order.role_of(viewer.person) is None
    return order.role_of(viewer.person) == viewer.role


def all_found(order: Order) -> bool:
    """Whether every finder has found every contested item, so that nothing can sway anyone any more."""
    finders = finders_of(order)
    if not finders or order.cause is None:
        return False
    return all(set(finders) <= {f.by for f in findings_on(order, r) if f.panel == order.panel} for r in to_find(order))


def blind(order: Order, viewer: Viewer) -> bool:
    """Whether this viewer must not see demands, offers and prices now."""
    if viewer.role == "finder":
        return True
    if viewer.role != "mediator":
        return False
    finds_now = viewer.person in finders_of(order) and order.phase == "disputed" and not all_found(order)
    return finds_now or not order.mediator


def sees(order: Order, viewer: Viewer, entry: Entry) -> bool:
    """Whether the viewer may read the body of an entry. The entry itself (who, when, its hash) stays in the chain."""
    if not may_look(order, viewer) or entry.body is None:
        return False
    act = entry.body.act
    own = entry.actor.person == viewer.person
    if viewer.role == "platform":
        return True
    if isinstance(act, CaucusNote):
        return viewer.role == act.party or (viewer.role == "mediator" and viewer.person == order.mediator)
    if isinstance(act, Bid):
        return entry.actor.role == viewer.role or len(order.bids_opened_by) == 2
    if isinstance(act, Find | FindCause):
        return own or findings_shown(order)
    if blind(order, viewer):
        if isinstance(act, SETTLEMENT):
            return False
        if isinstance(act, Claim):
            return act.demand is None
        if isinstance(act, Statement):
            return act.label not in ("proposal", "ultimatum")
    return True


def findings_shown(order: Order) -> bool:
    """Findings stay closed to everyone but their author until all are in."""
    return order.decision is not None or order.phase in ("executed", "closed") or all_found(order) or order.panel > 0


def view(order: Order, viewer: Viewer) -> Order | None:
    """The order as this viewer may see it, or None for a stranger."""
    if not may_look(order, viewer):
        return None
    if viewer.role == "platform":
        return order
    opened = len(order.bids_opened_by) == 2
    order = replace(
        order,
        bids={k: v for k, v in order.bids.items() if opened or k.endswith(f":{viewer.role}")},
        findings=order.findings
        if findings_shown(order)
        else {k: f for k, f in order.findings.items() if f.by == viewer.person},
    )
    if not blind(order, viewer):
        return order
    claims = {k: replace(c, act=replace(c.act, demand=None)) for k, c in order.claims.items()}
    order = replace(order, claims=claims, offers={}, bids={}, bids_matched=None)
    if viewer.role == "finder":
        order = _without_amounts(order)
    return order


def _without_amounts(order: Order) -> Order:
    """Finders get requirement, evidence and deliverable, never amounts (REMEDY §7)."""
    if order.agreement is None:
        return order
    requirements = tuple(replace(r, price=None, quotes=()) for r in order.agreement.requirements)
    agreement = replace(order.agreement, requirements=requirements, price=None)
    return replace(order, agreement=agreement, held=0, released=0, refunded=0, deposit_paid=0, payments={}, changes={})
