"""Who may see what. Pages, exports and notices all go through here; a stranger sees nothing, not even that an order is.

Finders see requirement, delivery, checks and exhibits: no demand, no offer, no bid, no price, nobody's confidences, and
nobody else's finding until all are in. A mediator who alone finds the facts is a finder until he has found them.
"""

from msgspec.structs import replace

from .acts import (
    AcceptItem,
    AcceptOffer,
    ActBase,
    AddPerson,
    Answer,
    AnswerExhibit,
    AskMore,
    Bid,
    CaucusNote,
    CheckResult,
    Claim,
    ConfirmIssues,
    DeclineOffer,
    Deliver,
    Dispute,
    Erase,
    Exhibit,
    Find,
    FindCause,
    HandOverCase,
    Inspect,
    MatchBids,
    Object,
    Offer,
    OpenBids,
    Overrun,
    Promise,
    Question,
    Receipt,
    RefuseDelivery,
    Remind,
    Respond,
    SeatFinders,
    Start,
    Statement,
    Take,
    WaiveEvidence,
    WithdrawOffer,
    WitnessPromise,
)
from .award import finders_of
from .clocks import missing_findings, seats_wanted
from .entry import Entry
from .state import Found, Order
from .values import Actor, DepositTerms, Role

Viewer = Actor
"""Who looks: a person in a role, just as who acts."""

SETTLEMENT: tuple[type[ActBase], ...] = (Offer, AcceptOffer, DeclineOffer, WithdrawOffer, MatchBids, OpenBids)
"""Acts of the settlement talks, which may not reach whoever finds."""
FOR_FINDERS: tuple[type[ActBase], ...] = (
    AcceptItem,
    AddPerson,
    Answer,
    AnswerExhibit,
    CheckResult,
    Claim,
    ConfirmIssues,
    Deliver,
    Dispute,
    Exhibit,
    Find,
    FindCause,
    Inspect,
    Object,
    Promise,
    Question,
    Receipt,
    RefuseDelivery,
    Remind,
    Respond,
    SeatFinders,
    Start,
    Statement,
    Take,
    WaiveEvidence,
    WitnessPromise,
)
"""Acts that carry no amount, so that a finder may read them; the agreement he reads without its prices."""
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
    if not finders_of(order) or order.cause is None or seats_wanted(order):
        return False
    return not missing_findings(order)


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
    return _reads(order, viewer, entry, entry.body.act)


def _reads(order: Order, viewer: Viewer, entry: Entry, act: ActBase) -> bool:
    own = entry.actor.person == viewer.person
    if viewer.role == "platform":
        return True
    if isinstance(act, Erase) and act.skeleton is not None:
        # What is left of an act is shown to whom the act itself would be.
        return viewer.role != "finder" and _reads(order, viewer, entry, act.skeleton)
    if isinstance(act, HandOverCase):
        # The notes for the next mediator may hold what was said in confidence.
        return own or (viewer.role == "mediator" and viewer.person in (order.mediator, act.to.id))
    if isinstance(act, CaucusNote):
        return viewer.role == act.party or (viewer.role == "mediator" and viewer.person == order.mediator)
    if isinstance(act, Bid):
        # Opened by both, a bid is still a sum somebody wants.
        return entry.actor.role == viewer.role or (len(order.bids_opened_by) == 2 and not blind(order, viewer))
    if isinstance(act, Find):
        return own or _find_shown(order, viewer, entry.seq, act)
    if isinstance(act, FindCause):
        before_appeal = order.appeal_seq is not None and entry.seq < order.appeal_seq
        return own or findings_shown(order) or (before_appeal and viewer.role != "finder")
    if viewer.role == "finder" and not isinstance(act, FOR_FINDERS):
        return False
    if blind(order, viewer):
        if isinstance(act, (*SETTLEMENT, AskMore)):
            return False
        if isinstance(act, Overrun):
            # What it will cost him more is what he would like to have.
            return not act.amount
        if isinstance(act, Claim):
            return act.demand is None
        if isinstance(act, Statement):
            return act.label not in ("proposal", "ultimatum")
    return True


def findings_shown(order: Order) -> bool:
    """Findings stay closed to everyone but their author until all are in."""
    return order.decision is not None or order.phase != "disputed" or all_found(order)


def _find_shown(order: Order, viewer: Viewer, seq: int, act: Find) -> bool:
    """Whether one finding is open to this viewer: all are in, or it belongs to what was decided before.

    A panel sees the findings of the first instance only once it has made its own.
    """
    if findings_shown(order):
        return True
    if viewer.role == "finder":
        return False
    item = order.items.get(act.requirement)
    found = order.findings.get(seq)
    first_instance = found is not None and order.appeal_seq is not None and seq < order.appeal_seq
    return first_instance or (item is not None and item.finished)


def _findings_for(order: Order, viewer: Viewer) -> dict[int, Found]:
    return {k: f for k, f in order.findings.items() if f.by == viewer.person or _find_shown(order, viewer, k, f.act)}


def view(order: Order, viewer: Viewer) -> Order | None:
    """The order as this viewer may see it, or None for a stranger."""
    if not may_look(order, viewer):
        return None
    if viewer.role == "platform":
        return order
    opened, shown = len(order.bids_opened_by) == 2, findings_shown(order)
    hidden = blind(order, viewer)
    order = replace(
        order,
        bids={k: v for k, v in order.bids.items() if opened or k.endswith(f":{viewer.role}")},
        findings=_findings_for(order, viewer),
    )
    # A cause of the first instance was open before the appeal; one a panel member finds is not until all have found.
    open_cause = order.appeal_seq is not None and order.cause_by not in order.finders and viewer.role != "finder"
    if order.cause_by != viewer.person and not shown and not open_cause:
        order = replace(order, cause=None, cause_by="")
    if not hidden:
        return order
    claims = {k: replace(c, act=replace(c.act, demand=None)) for k, c in order.claims.items()}
    due = {name: at for name, at in order.due.items() if not name.startswith("offer:")}
    order = replace(
        order, claims=claims, offers={}, bids={}, bids_opened_by=(), bids_matched=None, executed_offer=None, due=due
    )
    if viewer.role == "finder":
        order = _without_amounts(order)
    return order


def _without_amounts(order: Order) -> Order:
    """Finders get requirement, evidence and deliverable, never amounts (REMEDY §7)."""
    if order.agreement is None:
        return order
    requirements = tuple(
        replace(r, price=None, weight=None, quotes=(), effort=None) for r in order.agreement.requirements
    )
    terms = replace(order.agreement.terms, deposit=DepositTerms(), delay=None)
    return replace(
        order,
        agreement=replace(order.agreement, requirements=requirements, price=None, terms=terms),
        items={r: replace(item, settled=None) for r, item in order.items.items()},
        held=0,
        released=0,
        refunded=0,
        returned=0,
        deposit_paid=0,
        disposed=0,
        payments={},
        payouts={},
        changes={},
        requests={},
        decision=None,
        appeal=replace(order.appeal, reason="") if order.appeal else None,
    )
