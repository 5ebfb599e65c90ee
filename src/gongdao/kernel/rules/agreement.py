"""Drafting, proposing, answering item by item, and accepting by hash (CC 480, 484, 488, 490, 510, 770)."""

from collections import Counter
from datetime import datetime
from statistics import median_low

from msgspec.structs import replace

from gongdao import remedy

from ..acts import (
    Accept,
    AcceptItem,
    AddPerson,
    Amend,
    Answer,
    Draft,
    Object,
    Propose,
    Question,
    Withdraw,
)
from ..award import all_done
from ..canonical import digest
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import ANY, BEFORE, LIVE, PARTIES, PEOPLE, Rule
from ..state import Asked, Item, Order, Seat, party_of, with_item
from ..values import Actor, Agreement

MIN_QUOTES = 3
"""Market references an item needs when they decide (DESIGN §5 rule 2)."""


def price_of(agreement: Agreement) -> int | None:
    """The price: agreed, else the sum of item prices, else of market references (CC 510, 511(2)); None if unknown."""
    if agreement.price is not None:
        return agreement.price
    if all(r.price is not None for r in agreement.requirements):
        return sum(r.price or 0 for r in agreement.requirements)
    if all(r.quotes for r in agreement.requirements):
        return sum(median_low(r.quotes) for r in agreement.requirements)
    return None


def fault_of(agreement: Agreement) -> Refusal | None:
    """The first reason why an agreement cannot be proposed, or None."""
    requirements = agreement.requirements
    if not requirements:
        return refuse("no_requirements")
    ids = Counter(r.id for r in requirements)
    for requirement in requirements:
        if ids[requirement.id] > 1:
            return refuse("requirement_id_twice", requirement=requirement.id)
        if requirement.id in requirement.needs:
            return refuse("needs_itself", requirement=requirement.id)
        for needed in requirement.needs:
            if needed not in ids:
                return refuse("needs_unknown_requirement", requirement=requirement.id, needs=needed)
    return _price_fault(agreement) or _terms_fault(agreement) or _award_fault(agreement)


def _price_fault(agreement: Agreement) -> Refusal | None:
    requirements = agreement.requirements
    priced = [r for r in requirements if r.price is not None]
    weighted = [r for r in requirements if r.weight is not None]
    if len(priced) == len(requirements):
        total = sum(r.price or 0 for r in requirements)
        if agreement.price is not None and agreement.price != total:
            return refuse("prices_do_not_add_up", price=agreement.price, sum=total)
    elif priced:
        missing = next(r.id for r in requirements if r.price is None)
        return refuse("price_missing", requirement=missing)
    elif weighted:
        if len(weighted) < len(requirements) or not sum(r.weight or 0 for r in requirements):
            return refuse("weights_incomplete")
        if agreement.price is None:
            return refuse("price_missing", requirement="")
    elif not agreement.terms.market_decides:
        return refuse("market_needs_both")
    else:
        for requirement in requirements:
            if len(requirement.quotes) < MIN_QUOTES:
                return refuse(
                    "quotes_too_few", requirement=requirement.id, quotes=len(requirement.quotes), needed=MIN_QUOTES
                )
    if not price_of(agreement):
        return refuse("price_zero")
    return None


def _terms_fault(agreement: Agreement) -> Refusal | None:
    deposit = agreement.terms.deposit
    if deposit.amount and deposit.kind == "none":
        return refuse("deposit_without_kind", amount=deposit.amount)
    if deposit.amount > (price_of(agreement) or 0):
        return refuse("deposit_exceeds_price", deposit=deposit.amount, price=price_of(agreement) or 0)
    if agreement.rules not in remedy.rule_sets:
        return refuse("rules_unknown", rules=agreement.rules)
    return None


def _award_fault(agreement: Agreement) -> Refusal | None:
    """Nothing may be agreed on that no award could ever be computed for."""
    try:
        remedy.validate(all_done(agreement))
    except remedy.AssessmentError as error:
        return refuse("assessment_invalid", path=error.path, expected=error.expected)
    return None


def earnest_share(agreement: Agreement) -> tuple[int, int]:
    """Of a deposit called 定金: the part that has its effect, at most a fifth of the price, and the rest (CC 586)."""
    deposit = agreement.terms.deposit
    if deposit.kind != "earnest":
        return 0, deposit.amount
    effective = min(deposit.amount, (price_of(agreement) or 0) // 5)
    return effective, deposit.amount - effective


# -- draft -------------------------------------------------------------------------------------------------------------


def may_draft(order: Order, actor: Actor, act: Draft, at: datetime) -> Refusal | None:
    if act.buyer.id == act.seller.id:
        return refuse("person_in_both_parties", person=act.buyer.id)
    own = act.buyer if actor.role == "buyer" else act.seller
    if own.id != actor.person:
        return refuse("not_seated", person=actor.person)
    return fault_of(act.agreement)


def do_draft(order: Order, entry: Entry, act: Draft) -> Order:
    seats = {p.id: Seat(person=p, role=role) for p, role in ((act.buyer, "buyer"), (act.seller, "seller"))}  # type: ignore[arg-type]
    return _with_agreement(replace(order, seats=seats, drafted_by=party_of(entry.actor)), act.agreement)


def _with_agreement(order: Order, agreement: Agreement) -> Order:
    """A new version: acceptances fall, answers stay only for items that are word for word the same."""
    before = {r.id: r for r in order.agreement.requirements} if order.agreement else {}
    items = {r.id: order.items[r.id] if before.get(r.id) == r else Item() for r in agreement.requirements}
    return replace(
        order, agreement=agreement, version=order.version + 1, hash=digest(agreement), items=items, accepted_by=()
    )


def may_amend(order: Order, actor: Actor, act: Amend, at: datetime) -> Refusal | None:
    if act.agreement == order.agreement:
        return refuse("agreement_unchanged")
    if any(p.status == "pending" for p in order.payments.values()):
        return refuse("wrong_phase", phase=order.phase)
    fault = fault_of(act.agreement)
    if fault is not None:
        return fault
    price = price_of(act.agreement) or 0
    if price < order.confirmed or (order.confirmed and act.agreement.currency != _currency(order)):
        # What is already paid in stays in escrow for the new version, so it must fit into its price.
        return refuse("overfunded", amount=order.confirmed, missing=price)
    return None


def _currency(order: Order) -> str:
    return order.agreement.currency if order.agreement else ""


def do_amend(order: Order, entry: Entry, act: Amend) -> Order:
    return replace(_with_agreement(order, act.agreement), phase="draft", proposed_by=None)


def may_propose(order: Order, actor: Actor, act: Propose, at: datetime) -> Refusal | None:
    if act.hash != order.hash:
        return refuse("hash_differs", yours=act.hash, current=order.hash)
    return None


def do_propose(order: Order, entry: Entry, act: Propose) -> Order:
    return replace(order, phase="proposed", proposed_by=party_of(entry.actor))


# -- item by item ------------------------------------------------------------------------------------------------------


def may_question(order: Order, actor: Actor, act: Question, at: datetime) -> Refusal | None:
    if act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    return None


def do_question(order: Order, entry: Entry, act: Question) -> Order:
    asked = Asked(requirement=act.requirement, by=entry.actor.role, text=act.text)
    order = replace(order, questions={**order.questions, entry.seq: asked})
    if entry.actor.role == "seller" and order.phase in BEFORE:
        return with_item(order, act.requirement, answer="questioned")
    return order


def may_answer(order: Order, actor: Actor, act: Answer, at: datetime) -> Refusal | None:
    question = order.questions.get(act.question)
    if question is None:
        return refuse("question_unknown", question=act.question)
    if question.by == actor.role:
        return refuse("own_question", question=act.question)
    if question.answer is not None:
        return refuse("question_answered", question=act.question)
    return None


def do_answer(order: Order, entry: Entry, act: Answer) -> Order:
    asked = replace(order.questions[act.question], answer=entry.seq, answer_text=act.text)
    return replace(order, questions={**order.questions, act.question: asked})


def may_accept_item(order: Order, actor: Actor, act: AcceptItem, at: datetime) -> Refusal | None:
    item = order.items.get(act.requirement)
    if item is None:
        return refuse("requirement_unknown", requirement=act.requirement)
    if item.answer == "accepted":
        return refuse("already_accepted", requirement=act.requirement)
    return _open_question(order, act.requirement)


def _open_question(order: Order, requirement: str | None = None) -> Refusal | None:
    for seq, question in order.questions.items():
        asked_here = requirement is None or question.requirement == requirement
        if asked_here and question.by == "seller" and question.answer is None and not question.lapsed:
            return refuse("question_open", question=seq, requirement=question.requirement)
    return None


def do_accept_item(order: Order, entry: Entry, act: AcceptItem) -> Order:
    return with_item(order, act.requirement, answer="accepted")


def may_object(order: Order, actor: Actor, act: Object, at: datetime) -> Refusal | None:
    if act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    return None


def do_object(order: Order, entry: Entry, act: Object) -> Order:
    accepted_by = tuple(p for p in order.accepted_by if p != "seller")
    return with_item(replace(order, accepted_by=accepted_by), act.requirement, answer="objected")


# -- accept ------------------------------------------------------------------------------------------------------------


def may_accept(order: Order, actor: Actor, act: Accept, at: datetime) -> Refusal | None:
    if act.hash != order.hash:
        return refuse("hash_differs", yours=act.hash, current=order.hash)
    if party_of(actor) in order.accepted_by:
        return refuse("already_accepted", requirement="")
    for requirement, item in order.items.items():
        if item.answer == "objected":
            return refuse("requirement_objected", requirement=requirement)
    return _open_question(order)


def do_accept(order: Order, entry: Entry, act: Accept) -> Order:
    party = party_of(entry.actor)
    order = replace(order, accepted_by=(*order.accepted_by, party))
    if party == "seller":
        # Accepting the whole list takes on every item on it.
        order = replace(order, items={r: replace(item, answer="accepted") for r, item in order.items.items()})
    return conclude(order) if set(order.accepted_by) == {"buyer", "seller"} else order


def conclude(order: Order) -> Order:
    """Both sides have accepted the same hash: the order is agreed, and funded if the money is already there."""
    price = price_of(order.agreement) if order.agreement else None
    funded = price is not None and order.covered >= price
    return replace(order, agreed=True, phase="funded" if funded else "agreed")


def may_withdraw(order: Order, actor: Actor, act: Withdraw, at: datetime) -> Refusal | None:
    if any(p.status == "pending" for p in order.payments.values()):
        return refuse("wrong_phase", phase=order.phase)
    return None


def do_withdraw(order: Order, entry: Entry, act: Withdraw) -> Order:
    return refund_all(replace(order, phase="withdrawn"))


def refund_all(order: Order) -> Order:
    """Everything still held goes back to the buyer."""
    return replace(order, held=0, refunded=order.refunded + order.held)


def may_add_person(order: Order, actor: Actor, act: AddPerson, at: datetime) -> Refusal | None:
    if act.party != actor.role:
        return refuse("not_your_party", party=act.party)
    seat = order.seats.get(act.person.id)
    if seat is not None and seat.role == act.party:
        return refuse("person_already_seated", person=act.person.id)
    if seat is not None:
        return refuse("person_in_both_parties", person=act.person.id)
    if act.person.id in order.mediated_by or any(f.by == act.person.id for f in order.findings.values()):
        return refuse("conflict_of_interest", person=act.person.id)
    return None


def do_add_person(order: Order, entry: Entry, act: AddPerson) -> Order:
    return replace(order, seats={**order.seats, act.person.id: Seat(person=act.person, role=act.party)})


RULES = (
    Rule(Draft, PARTIES, ("draft",), may_draft, do_draft),
    Rule(Amend, PARTIES, BEFORE, may_amend, do_amend),
    Rule(Propose, PARTIES, ("draft",), may_propose, do_propose),
    Rule(Question, PEOPLE, (*BEFORE, *LIVE), may_question, do_question),
    Rule(
        Answer,
        # What a requirement means is for the two sides to say, not for the mediator.
        PARTIES,
        (*BEFORE, *LIVE),
        may_answer,
        do_answer,
        lambda o, a: any(q.answer is None and q.by != a.role for q in o.questions.values()),
    ),
    Rule(
        AcceptItem,
        ("seller",),
        ("proposed",),
        may_accept_item,
        do_accept_item,
        lambda o, a: any(i.answer != "accepted" for i in o.items.values()),
    ),
    Rule(Object, ("seller",), ("proposed",), may_object, do_object),
    Rule(Accept, PARTIES, ("proposed",), may_accept, do_accept, lambda o, a: a.role not in o.accepted_by),
    Rule(Withdraw, PARTIES, BEFORE, may_withdraw, do_withdraw),
    Rule(AddPerson, PARTIES, ANY, may_add_person, do_add_person),
)
