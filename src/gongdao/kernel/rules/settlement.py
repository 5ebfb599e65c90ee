"""Offers, counter-offers, sealed bids: ways to agree before anyone decides (DESIGN §5 rules 5 and 6, R104, R123)."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from gongdao import remedy

from ..acts import AcceptOffer, Bid, DeclineOffer, MatchBids, Offer, OpenBids, WithdrawOffer
from ..award import entitlement, included, result_of, shares
from ..bids import match
from ..calendars import within_hours
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import DISPUTED, LIVE, PARTIES, PEOPLE, Rule, fault_of_instant
from ..state import Offered, Order, Phase, party_of
from ..values import Actor, Money, Party
from .agreement import price_of
from .case import meeting_now

THINKING_TIME = timedelta(hours=24)
"""The least time an offer stays open, so that nobody is made to decide on the spot (R98)."""
SETTLING: tuple[Phase, ...] = ("working", "inspecting", "disputed", "determined")


def open_items(order: Order) -> tuple[str, ...]:
    """Items a settlement may cover: everything nobody has paid or disposed of."""
    return tuple(r for r, i in order.items.items() if not i.finished)


def may_offer(order: Order, actor: Actor, act: Offer, at: datetime) -> Refusal | None:
    covered = [item.requirement for item in act.covers]
    for requirement in covered:
        if requirement not in order.items:
            return refuse("requirement_unknown", requirement=requirement)
        if covered.count(requirement) > 1:
            return refuse("offer_item_twice", requirement=requirement)
        if requirement not in open_items(order):
            return refuse("requirement_closed", requirement=requirement)
    price = (price_of(order.agreement) if order.agreement else None) or 0
    total = sum(item.sum for item in act.covers)
    if total > price or total > affordable(order, tuple(covered)):
        return refuse("offer_too_high", total=total, price=price, held=order.held)
    if act.ends and set(covered) != set(open_items(order)):
        missing = next(r for r in open_items(order) if r not in covered)
        return refuse("offer_leaves_items_open", requirement=missing)
    if act.lapses_at < at + THINKING_TIME:
        return refuse("offer_lapses_too_soon", earliest=(at + THINKING_TIME).isoformat())
    fault = fault_of_instant(act.lapses_at, at)
    if fault is not None:
        return fault
    for seat in order.seats.values():
        addressed = seat.role in PARTIES and seat.role != actor.role
        if addressed and not within_hours(act.lapses_at, 0, seat.person):
            return refuse("quiet_hours", person=seat.person.id, instant=act.lapses_at.isoformat())
    if act.reply_to is not None:
        return _may_answer_offer(order, actor, act.reply_to)
    if actor.role == "mediator" and not act.reason.strip():
        return refuse("reason_missing")
    return None


def affordable(order: Order, covered: tuple[str, ...]) -> int:
    """The most a settlement of these items can give the seller, what the other open items are owed left in escrow."""
    if order.agreement is None:
        return 0
    by_item = shares(order.agreement)
    reserve = sum(by_item[r] for r in open_items(order) if r not in covered)
    paid = tuple(r for r, i in order.items.items() if i.paid)
    return order.held + order.released - entitlement(order, paid) - reserve


def do_offer(order: Order, entry: Entry, act: Offer) -> Order:
    offers = dict(order.offers)
    if act.reply_to is not None:
        # A counter-offer is a refusal with a new offer (CC 488).
        offers[act.reply_to] = replace(offers[act.reply_to], status="countered")
    offers[entry.seq] = Offered(act=act, by=entry.actor.role)
    return replace(order, offers=offers)


def _may_answer_offer(order: Order, actor: Actor, seq: int) -> Refusal | None:
    offered = order.offers.get(seq)
    if offered is None:
        return refuse("offer_unknown", offer=seq)
    if offered.status != "open":
        return refuse("offer_closed", offer=seq, status=offered.status)
    if offered.by == actor.role:
        return refuse("own_offer", offer=seq)
    if actor.role == "mediator":
        return refuse("not_addressed", offer=seq)
    return None


def may_accept_offer(order: Order, actor: Actor, act: AcceptOffer, at: datetime) -> Refusal | None:
    talk = meeting_now(order, at)
    if talk is not None:
        return refuse("meeting_in_progress", meeting=talk)
    refusal = _may_answer_offer(order, actor, act.offer)
    if refusal is not None:
        return refusal
    offered = order.offers[act.offer]
    if offered.act.lapses_at <= at:
        return refuse("offer_closed", offer=act.offer, status="lapsed")
    if actor.role in offered.accepted_by:
        return refuse("already_agreed", offer=act.offer)
    for item in offered.act.covers:
        if item.requirement not in open_items(order):
            return refuse("requirement_closed", requirement=item.requirement)
    if offered.act.ends and {c.requirement for c in offered.act.covers} != set(open_items(order)):
        return refuse("offer_closed", offer=act.offer, status="overtaken")
    if offered.total > affordable(order, tuple(c.requirement for c in offered.act.covers)):
        return refuse("offer_too_high", total=offered.total, price=0, held=order.held)
    given_up = sacrifice(order, party_of(actor), act.offer)
    if given_up and act.waives is None:
        return refuse("waiver_needed", sum=given_up)
    if (act.waives or 0) != given_up:
        return refuse("waiver_differs", yours=act.waives or 0, computed=given_up)
    return None


def sacrifice(order: Order, party: Party, seq: int) -> Money:
    """What accepting an offer would cost this side against the computed award, if it bears no fault; else 0 (R104).

    Only where everything contested is found; before that there is nothing to compare with. An offer for some of the
    items is held against what the award says of them, one for all of them against the whole.
    """
    offered = order.offers[seq]
    covered = {item.requirement for item in offered.act.covers}
    cause = order.cause
    if cause is None or not covered <= set(included(order)):
        return 0
    at_fault = {"seller": ("seller",), "both": PARTIES, "none": ()}.get(cause.cause, ("buyer",))
    if party in at_fault:
        return 0
    try:
        result = result_of(order)
    except (LookupError, remedy.AssessmentError):
        return 0
    default = result.option(result.default)
    if default is None:
        return 0
    if covered >= {r for r in included(order) if not order.items[r].paid}:
        computed = default.due - sum(step.amount for step in default.steps if step.item and order.items[step.item].paid)
    else:
        computed = sum(step.amount for step in default.steps if step.item in covered)
    return max(0, offered.total - computed if party == "buyer" else computed - offered.total)


def do_accept_offer(order: Order, entry: Entry, act: AcceptOffer) -> Order:
    offered = order.offers[act.offer]
    accepted_by = (*offered.accepted_by, party_of(entry.actor))
    needed: tuple[Party, ...] = ("buyer", "seller") if offered.by == "mediator" else (party_of(entry.actor),)
    status = "accepted" if set(needed) <= set(accepted_by) else "open"
    offered = replace(offered, accepted_by=accepted_by, status=status)
    return replace(order, offers={**order.offers, act.offer: offered})


def may_decline_offer(order: Order, actor: Actor, act: DeclineOffer, at: datetime) -> Refusal | None:
    return _may_answer_offer(order, actor, act.offer)


def do_decline_offer(order: Order, entry: Entry, act: DeclineOffer) -> Order:
    offered = replace(order.offers[act.offer], status="declined")
    return replace(order, offers={**order.offers, act.offer: offered})


def may_withdraw_offer(order: Order, actor: Actor, act: WithdrawOffer, at: datetime) -> Refusal | None:
    offered = order.offers.get(act.offer)
    if offered is None or offered.by != actor.role:
        return refuse("offer_unknown", offer=act.offer)
    if offered.status != "open" or offered.accepted_by:
        return refuse("offer_closed", offer=act.offer, status=offered.status)
    return None


def do_withdraw_offer(order: Order, entry: Entry, act: WithdrawOffer) -> Order:
    offered = replace(order.offers[act.offer], status="withdrawn")
    return replace(order, offers={**order.offers, act.offer: offered})


# -- sealed bids -------------------------------------------------------------------------------------------------------


def bidding_round(order: Order) -> int:
    """The round now open: the first one in which not both sides have bid; 4 when all three are over."""
    for number in (1, 2, 3):
        if not {f"{number}:buyer", f"{number}:seller"} <= set(order.bids):
            return number
    return 4


def _bidding(order: Order) -> bool:
    """Bids are for the whole and come before findings: nothing open may be in work, nothing contested found."""
    found = any(f.act.requirement in order.contested for f in order.findings.values())
    return not found and set(order.contested) == set(open_items(order))


def may_bid(order: Order, actor: Actor, act: Bid, at: datetime) -> Refusal | None:
    talk = meeting_now(order, at)
    if talk is not None:
        return refuse("meeting_in_progress", meeting=talk)
    if order.bids_matched is not None:
        return refuse("already_agreed", offer=0)
    if not _bidding(order):
        return refuse("bids_too_late")
    if f"{act.round}:{actor.role}" in order.bids:
        return refuse("bid_given", round=act.round)
    if act.round != bidding_round(order):
        return refuse("bid_round_differs", round=bidding_round(order))
    price = (price_of(order.agreement) if order.agreement else None) or 0
    most = min(price, order.held + order.released)
    if act.amount > most:
        return refuse("bid_too_high", price=most)
    return None


def do_bid(order: Order, entry: Entry, act: Bid) -> Order:
    return replace(order, bids={**order.bids, f"{act.round}:{entry.actor.role}": act.amount})


def matched(order: Order) -> MatchBids | None:
    """The match the platform must record: the last complete round, where the bids meet; None otherwise."""
    if order.bids_matched is not None:
        return None
    for number in (1, 2, 3):
        buyer, seller = order.bids.get(f"{number}:buyer"), order.bids.get(f"{number}:seller")
        price = match(buyer, seller) if buyer is not None and seller is not None else None
        if price is not None and price <= order.released + order.held:
            return MatchBids(round=number, price=price)
    return None


def may_match_bids(order: Order, actor: Actor, act: MatchBids, at: datetime) -> Refusal | None:
    if not order.bids:
        return refuse("no_bids")
    if matched(order) != act:
        return refuse("bids_do_not_meet", round=act.round)
    return None


def do_match_bids(order: Order, entry: Entry, act: MatchBids) -> Order:
    return replace(order, bids_matched=act.price)


def may_open_bids(order: Order, actor: Actor, act: OpenBids, at: datetime) -> Refusal | None:
    if not order.bids:
        return refuse("no_bids")
    if actor.role in order.bids_opened_by:
        return refuse("already_agreed", offer=0)
    return None


def do_open_bids(order: Order, entry: Entry, act: OpenBids) -> Order:
    return replace(order, bids_opened_by=(*order.bids_opened_by, party_of(entry.actor)))


def _offer_for(order: Order, actor: Actor) -> bool:
    return any(o.status == "open" and o.by != actor.role for o in order.offers.values())


RULES = (
    Rule(Offer, PEOPLE, SETTLING, may_offer, do_offer, lambda o, a: bool(open_items(o))),
    Rule(AcceptOffer, PARTIES, SETTLING, may_accept_offer, do_accept_offer, _offer_for),
    Rule(DeclineOffer, PARTIES, SETTLING, may_decline_offer, do_decline_offer, _offer_for),
    Rule(
        WithdrawOffer,
        PEOPLE,
        SETTLING,
        may_withdraw_offer,
        do_withdraw_offer,
        lambda o, a: any(x.status == "open" and x.by == a.role for x in o.offers.values()),
    ),
    Rule(
        Bid,
        PARTIES,
        DISPUTED,
        may_bid,
        do_bid,
        lambda o, a: _bidding(o) and bidding_round(o) < 4 and f"{bidding_round(o)}:{a.role}" not in o.bids,
    ),
    Rule(MatchBids, ("platform",), DISPUTED, may_match_bids, do_match_bids, lambda o, a: matched(o) is not None),
    Rule(
        OpenBids,
        PARTIES,
        (*LIVE, "executed", "closed"),
        may_open_bids,
        do_open_bids,
        lambda o, a: bool(o.bids) and a.role not in o.bids_opened_by,
    ),
)
