"""Findings, determination, election, appeal, execution (DESIGN §5 rules 6–9; REMEDY §3).

The program computes the award; people only find facts. So a determination is refused when a finding is missing, lacks
its reason, leaves an exhibit unanswered, or when its sums are not what the remedy computes.
"""

from datetime import datetime

from msgspec.structs import replace

from gongdao import remedy
from gongdao.remedy.explore import kept_by

from ..acts import (
    Appeal,
    Close,
    Determine,
    Elect,
    Execute,
    Find,
    FindCause,
    SeatFinders,
    WaiveAppeal,
)
from ..award import award_of, entitlement, finders_of, included, result_of, shares
from ..clocks import missing_findings, seats_wanted
from ..clocks import to_find as to_find
from ..custody import settle_custody, settle_phase
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import DISPUTED, PARTIES, Rule
from ..state import Decision, Found, Order, Phase, Seat, party_of, with_item
from ..values import Actor, Role
from .work import contest


def may_seat_finders(order: Order, actor: Actor, act: SeatFinders, at: datetime) -> Refusal | None:
    agreed = order.agreement.terms.finders if order.agreement else 1
    needed = max(3, agreed) if order.appeal_seq is not None else agreed
    if len(act.finders) != needed or len({p.id for p in act.finders}) != needed:
        return refuse("finders_wrong_number", needed=needed, given=len({p.id for p in act.finders}))
    if order.finders or not (seats_wanted(order) or missing_findings(order)):
        return refuse("finders_seated")
    for person in act.finders:
        # Who talks with the parties in confidence cannot find blind; who found before has no fresh eyes.
        involved = order.role_of(person.id) in ("buyer", "seller") or person.id in order.mediated_by
        found_before = any(f.by == person.id and f.panel <= order.panel for f in order.findings.values())
        if involved or (order.appeal_seq is not None and found_before):
            return refuse("conflict_of_interest", person=person.id)
    return None


def do_seat_finders(order: Order, entry: Entry, act: SeatFinders) -> Order:
    seats = {k: s for k, s in order.seats.items() if s.role != "finder"}
    for person in act.finders:
        if person.id not in seats:
            seats[person.id] = Seat(person=person, role="finder")
    panel = order.panel + 1 if order.appeal_seq is not None else 0
    finders = tuple(p.id for p in act.finders)
    # What others found in this instance and did not finish is found afresh.
    findings = {
        k: f
        for k, f in order.findings.items()
        if f.panel != panel or f.by in finders or f.act.requirement not in order.contested
    }
    return replace(order, seats=seats, finders=finders, panel=panel, findings=findings)


def may_find(order: Order, actor: Actor, act: Find, at: datetime) -> Refusal | None:
    if actor.person not in finders_of(order) or seats_wanted(order):
        return refuse("finder_not_seated", person=actor.person)
    if order.curing:
        return refuse("wrong_phase", phase=order.phase)
    if act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    if act.requirement not in to_find(order):
        return refuse("not_contested", requirement=act.requirement)
    if not act.reason.strip():
        return refuse("reason_missing")
    if act.delivered_bp + act.prevented_bp > 10_000:
        return refuse("delivered_and_prevented_exceed_whole", requirement=act.requirement)
    answered = [answer.exhibit for answer in act.exhibits]
    for answer in act.exhibits:
        shown = order.exhibits.get(answer.exhibit)
        if shown is None:
            return refuse("exhibit_unknown", exhibit=answer.exhibit)
        if shown.act.requirement not in (None, act.requirement):
            return refuse("exhibit_not_this_item", exhibit=answer.exhibit)
        if answered.count(answer.exhibit) > 1:
            return refuse("exhibit_answered_twice", exhibit=answer.exhibit)
        if not answer.text.strip():
            return refuse("reason_missing")
    for cite in act.checks:
        if cite.check not in order.checks:
            return refuse("check_unknown", check=cite.check)
    for exhibit, shown in order.exhibits.items():
        if shown.act.requirement == act.requirement and exhibit not in answered:
            return refuse("exhibit_unanswered", exhibit=exhibit, requirement=act.requirement)
    return None


def do_find(order: Order, entry: Entry, act: Find) -> Order:
    panel = order.panel
    # One's own earlier finding is replaced; by a mediator alone also that of the one who handed the case to him.
    findings = {
        k: f
        for k, f in order.findings.items()
        if f.act.requirement != act.requirement or f.panel != panel or (f.by != entry.actor.person and order.finders)
    }
    findings[entry.seq] = Found(act=act, by=entry.actor.person, panel=panel)
    return replace(order, findings=findings)


def _finds_cause(order: Order, actor: Actor) -> bool:
    """The mediator and the finders say whose breach it was; after an appeal only the panel says it again."""
    if actor.person in order.finders:
        return True
    return actor.person == order.mediator and order.appeal_seq is None


def may_find_cause(order: Order, actor: Actor, act: FindCause, at: datetime) -> Refusal | None:
    if not act.reason.strip():
        return refuse("reason_missing")
    if not _finds_cause(order, actor):
        return refuse("finder_not_seated", person=actor.person)
    if order.curing:
        return refuse("wrong_phase", phase=order.phase)
    if not order.contested:
        return refuse("not_contested", requirement="")
    return None


def do_find_cause(order: Order, entry: Entry, act: FindCause) -> Order:
    return replace(order, cause=act, cause_by=entry.actor.person)


def missing(order: Order) -> Refusal | None:
    """The first thing that is still missing before a determination, or None. The bench page shows exactly this."""
    if seats_wanted(order):
        needed: int = order.agreement.terms.finders if order.agreement else 1
        if order.appeal_seq is not None:
            return refuse("finder_not_seated", person="")
        return refuse("finders_wrong_number", needed=needed, given=0)
    gaps = missing_findings(order)
    for _, requirement in gaps[:1]:
        needed = max(1, len(order.finders))
        given = needed - sum(r == requirement for _, r in gaps)
        return refuse("finding_missing", requirement=requirement, needed=needed, given=given)
    if order.cause is None:
        return refuse("cause_missing")
    answered = {a.exhibit for f in order.findings.values() for a in f.act.exhibits}
    for exhibit, shown in order.exhibits.items():
        about = shown.act.requirement
        if exhibit not in answered and (about is None or about in to_find(order)):
            return refuse("exhibit_unanswered", exhibit=exhibit, requirement=about or "")
    for challenge, objection in order.challenges.items():
        if objection.status == "open":
            return refuse("challenge_pending", challenge=challenge)
    if not order.evidence_closed:
        return _evidence_open(order)
    return None


def still_showing(order: Order) -> str:
    """Who has not said that he has no more evidence: "buyer", "seller" or "both"."""
    waiting = [party for party in PARTIES if party not in order.evidence_waived]
    return waiting[0] if len(waiting) == 1 else "both"


def _evidence_open(order: Order) -> Refusal:
    """Until when evidence may come in, and who has not said that he has no more."""
    until = order.due.get(f"evidence:{order.dispute_seq}")
    return refuse("evidence_open", until=until.isoformat() if until else "", waiting=still_showing(order))


def may_determine(order: Order, actor: Actor, act: Determine, at: datetime) -> Determine | Refusal:
    if actor.person != order.mediator and actor.person not in order.finders:
        return refuse("finder_not_seated", person=actor.person)
    if order.curing:
        return refuse("wrong_phase", phase=order.phase)
    if not order.contested:
        return refuse("not_contested", requirement="")
    gap = missing(order)
    if gap is not None:
        return gap
    try:
        award = award_of(order)
    except LookupError as lookup:
        return refuse("finding_missing", requirement=str(lookup.args[0]), needed=1, given=0)
    except remedy.AssessmentError as error:
        return refuse("assessment_invalid", path=error.path, expected=error.expected)
    if act.award is not None and act.award != award:
        return refuse("award_not_computed", computed=award.derivation_sha256)
    return replace(act, award=award)


def do_determine(order: Order, entry: Entry, act: Determine) -> Order:
    if act.award is None:
        raise AssertionError("a determination in the record carries its award")
    result = result_of(order)
    kept = {o.id: kept_by(o, order.contested) for o in result.options}
    decision = Decision(
        award=act.award,
        covers=order.contested,
        counted=tuple(r for r in included(order) if order.items[r].accepted),
        kept={option: tuple(r for r, by in keeps.items() if by == "buyer") for option, keeps in kept.items()},
        elected=act.award.default if len(act.award.options) == 1 else "",
        final=order.appeal is not None,
    )
    offers = {k: replace(o, status="lapsed") if o.status == "open" else o for k, o in order.offers.items()}
    return replace(order, phase="determined", decision=decision, decision_seq=entry.seq, offers=offers)


def may_elect(order: Order, actor: Actor, act: Elect, at: datetime) -> Refusal | None:
    decision = order.decision
    if decision is None:
        return refuse("not_decided")
    if decision.elected:
        return refuse("already_elected", option=decision.elected)
    option = next((o for o in decision.award.options if o.id == act.option), None)
    if option is None or (act.option == "cure" and order.cure_used):
        return refuse("option_unknown", option=act.option)
    if option.elects == "nobody" or (option.elects == "buyer" and actor.role != "buyer"):
        return refuse("option_not_yours", option=act.option)
    return None


def do_elect(order: Order, entry: Entry, act: Elect) -> Order:
    if order.decision is None:
        return order
    decision = replace(order.decision, elected=act.option)
    if act.option != "cure":
        return replace(order, decision=decision)
    # The work is to be finished after all: the items may be delivered again, once.
    for requirement in decision.covers:
        order = with_item(order, requirement, verdict="none")
    return replace(order, decision=decision, phase="disputed", curing=True, cure_used=True)


def may_waive_appeal(order: Order, actor: Actor, act: WaiveAppeal, at: datetime) -> Refusal | None:
    if order.decision is None or order.decision.final or actor.role in order.decision.appeals_waived:
        return refuse("appeal_closed")
    return None


def do_waive_appeal(order: Order, entry: Entry, act: WaiveAppeal) -> Order:
    if order.decision is None:
        return order
    waived = (*order.decision.appeals_waived, party_of(entry.actor))
    return replace(order, decision=replace(order.decision, appeals_waived=waived))


def may_appeal(order: Order, actor: Actor, act: Appeal, at: datetime) -> Refusal | None:
    decision = order.decision
    if decision is None:
        return refuse("not_decided")
    if decision.final or order.appeal is not None:
        return refuse("appeal_used")
    if decision.appeal_lapsed or actor.role in decision.appeals_waived:
        return refuse("appeal_closed")
    if not act.reason.strip():
        return refuse("reason_missing")
    for requirement in act.requirements:
        if requirement not in decision.covers:
            return refuse("not_contested", requirement=requirement)
    return None


def do_appeal(order: Order, entry: Entry, act: Appeal) -> Order:
    """The case opens again for the appealed items only; new finders will look at them with fresh eyes."""
    order = replace(order, appeal=act, appeal_seq=entry.seq, finders=(), decision=None, decision_seq=None)
    return contest(order, entry.seq, ())


# -- execution ---------------------------------------------------------------------------------------------------------


def ready_to_execute(order: Order) -> Execute | None:
    """What the platform must execute now, with computed sums: a match of bids, an accepted offer, a determination."""
    if order.bids_matched is not None and order.phase == "disputed":
        to_seller = min(order.held, max(0, order.bids_matched - order.released))
        return Execute(basis="bids", to_seller=to_seller, to_buyer=order.held - to_seller)
    for seq, offered in order.offers.items():
        if offered.status == "accepted" and any(
            not order.items[c.requirement].finished for c in offered.act.covers if c.requirement in order.items
        ):
            paid = tuple(r for r, i in order.items.items() if i.paid)
            owed = max(0, entitlement(order, paid) + offered.total - order.released)
            to_seller = min(order.held, owed)
            to_buyer = order.held - to_seller if offered.act.ends else 0
            return Execute(basis="offer", to_seller=to_seller, to_buyer=to_buyer, offer=seq)
    decision = order.decision
    if decision is None or order.phase != "determined" or not decision.elected:
        return None
    if not (decision.final or decision.appeal_lapsed or len(decision.appeals_waived) == 2):
        return None
    option = next(o for o in decision.award.options if o.id == decision.elected)
    # Money agreed on for other items since is gone from escrow with both sides' consent.
    to_seller = min(option.to_seller, order.held)
    to_buyer = min(option.to_buyer, order.held - to_seller)
    return Execute(basis="determination", to_seller=to_seller, to_buyer=to_buyer, option=option.id)


def may_execute(order: Order, actor: Actor, act: Execute, at: datetime) -> Refusal | None:
    computed = ready_to_execute(order)
    if computed is None:
        return refuse("nothing_to_execute")
    if act != computed:
        return refuse("amount_not_computed", yours=act.to_seller, computed=computed.to_seller)
    return None


def do_execute(order: Order, entry: Entry, act: Execute) -> Order:
    if act.basis == "determination":
        order = _execute_determination(order)
    elif act.basis == "offer" and act.offer is not None:
        order = _execute_offer(order, act.offer)
    else:
        order = _execute_bids(order)
    order = replace(
        order,
        held=order.held - act.to_seller - act.to_buyer,
        released=order.released + act.to_seller,
        refunded=order.refunded + act.to_buyer,
    )
    return settle_custody(_settled(order, entry.seq))


def _execute_determination(order: Order) -> Order:
    if order.decision is None or order.agreement is None:
        return order
    decision = order.decision
    option = next(o for o in decision.award.options if o.id == decision.elected)
    by_item = shares(order.agreement)
    for requirement in decision.counted:
        order = with_item(order, requirement, paid=True, keeper="buyer")
    kept = decision.kept.get(decision.elected, ())
    for requirement in decision.covers:
        order = with_item(order, requirement, decided=True, keeper="buyer" if requirement in kept else "seller")
    # What the buyer owes beyond the escrow is a claim outside it and never taken from what other items are owed.
    moved = option.due - option.buyer_owes - sum(by_item[r] for r in decision.counted)
    return replace(order, disposed=order.disposed + moved)


def _execute_offer(order: Order, seq: int) -> Order:
    for item in order.offers[seq].act.covers:
        order = with_item(order, item.requirement, decided=True, settled=item.sum, keeper=item.deliverable)
    return replace(order, executed_offer=seq)


def _execute_bids(order: Order) -> Order:
    open_items = tuple(r for r, i in order.items.items() if not i.finished)
    for requirement in open_items:
        order = with_item(order, requirement, decided=True, keeper="buyer")
    return replace(order, disposed=order.disposed + (order.bids_matched or 0))


def _settled(order: Order, seq: int) -> Order:
    """Where the order goes on after money moved: to its end, back to work, or on with what is still contested."""
    lapsed = {k: replace(o, status="lapsed") if o.status == "open" else o for k, o in order.offers.items()}
    if all(item.finished for item in order.items.values()):
        return replace(order, phase="executed", curing=False, offers=lapsed)
    decided = order.decision.covers if order.decision else ()
    if order.phase == "determined" and not any(order.items[r].finished for r in decided):
        # Something else was settled meanwhile; the determination stands.
        return order
    # Sealed bids were for the whole as it stood.
    over = not order.contested or (bool(decided) and all(order.items[r].finished for r in decided))
    order = replace(order, bids={}, decision=None, decision_seq=None, curing=False)
    if not over:
        return replace(order, phase="disputed")
    # What is contested from here on is another case, with facts and finders of its own.
    order = replace(order, appeal=None, appeal_seq=None, panel=0, finders=(), cause=None, cause_by="")
    if order.contested:
        return contest(replace(order, phase="working"), seq, ())
    return settle_phase(replace(order, phase="working"))


def may_close(order: Order, actor: Actor, act: Close, at: datetime) -> Refusal | None:
    if not finished(order):
        return refuse("not_finished")
    return None


def finished(order: Order) -> bool:
    """Every item is paid or disposed of, and nothing is left in escrow that is not owed back."""
    return order.phase == "executed" or (
        order.phase in ("working", "inspecting")
        and bool(order.items)
        and all(item.finished for item in order.items.values())
    )


def do_close(order: Order, entry: Entry, act: Close) -> Order:
    # Rounding leaves nothing; what may remain is money for items dropped by a change, and it is the buyer's.
    return replace(order, phase="closed", held=0, refunded=order.refunded + order.held)


FOUND_BY: tuple[Role, ...] = ("mediator", "finder")
DECIDED: tuple[Phase, ...] = ("determined",)

RULES = (
    Rule(
        SeatFinders,
        ("operator",),
        DISPUTED,
        may_seat_finders,
        do_seat_finders,
        lambda o, a: not o.finders and (seats_wanted(o) or bool(missing_findings(o))),
    ),
    Rule(
        Find,
        FOUND_BY,
        DISPUTED,
        may_find,
        do_find,
        lambda o, a: a.person in finders_of(o) and bool(to_find(o)) and not o.curing and not seats_wanted(o),
    ),
    Rule(
        FindCause,
        FOUND_BY,
        DISPUTED,
        may_find_cause,
        do_find_cause,
        lambda o, a: bool(o.contested) and not o.curing and _finds_cause(o, a),
    ),
    Rule(
        Determine,
        FOUND_BY,
        DISPUTED,
        may_determine,
        do_determine,
        lambda o, a: bool(o.contested) and not o.curing and missing(o) is None,
    ),
    Rule(Elect, PARTIES, DECIDED, may_elect, do_elect, lambda o, a: o.decision is not None and not o.decision.elected),
    Rule(
        WaiveAppeal,
        PARTIES,
        DECIDED,
        may_waive_appeal,
        do_waive_appeal,
        lambda o, a: o.decision is not None and not o.decision.final and a.role not in o.decision.appeals_waived,
    ),
    Rule(
        Appeal,
        PARTIES,
        DECIDED,
        may_appeal,
        do_appeal,
        lambda o, a: o.decision is not None and not o.decision.final and o.appeal is None,
    ),
    Rule(
        Execute,
        ("platform",),
        ("working", "inspecting", "disputed", "determined"),
        may_execute,
        do_execute,
        lambda o, a: ready_to_execute(o) is not None,
    ),
    Rule(
        Close,
        ("platform",),
        ("working", "inspecting", "executed"),
        may_close,
        do_close,
        lambda o, a: finished(o),
    ),
)
