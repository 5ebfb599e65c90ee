"""What is contested, what each side says of it, and the exhibits (DESIGN §5 rules 4–7)."""

from datetime import datetime

from msgspec.structs import replace

from ..acts import (
    AnswerExhibit,
    CaucusNote,
    Claim,
    ConfirmIssues,
    Dispute,
    Exhibit,
    Remind,
    Respond,
    Statement,
    WaiveEvidence,
)
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import ANY, BEFORE, DISPUTED, LIVE, PARTIES, PEOPLE, Rule
from ..state import Claimed, Order, Reminder, Shown, party_of
from ..values import Actor, Role
from .work import contest


def may_dispute(order: Order, actor: Actor, act: Dispute, at: datetime) -> Refusal | None:
    for requirement in act.requirements:
        item = order.items.get(requirement)
        if item is None:
            return refuse("requirement_unknown", requirement=requirement)
        if item.finished or item.accepted:
            return refuse("requirement_closed", requirement=requirement)
        if item.contested:
            return refuse("already_contested", requirement=requirement)
    if not act.reason.strip():
        return refuse("reason_missing")
    return None


def do_dispute(order: Order, entry: Entry, act: Dispute) -> Order:
    return contest(order, entry.seq, act.requirements)


def may_claim(order: Order, actor: Actor, act: Claim, at: datetime) -> Refusal | None:
    if act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    if act.requirement not in order.contested:
        return refuse("not_contested", requirement=act.requirement)
    return None


def do_claim(order: Order, entry: Entry, act: Claim) -> Order:
    return replace(order, claims={**order.claims, entry.seq: Claimed(act=act, by=party_of(entry.actor))})


def may_respond(order: Order, actor: Actor, act: Respond, at: datetime) -> Refusal | None:
    claim = order.claims.get(act.claim)
    if claim is None:
        return refuse("claim_unknown", claim=act.claim)
    if claim.by == actor.role:
        return refuse("own_claim", claim=act.claim)
    if claim.stance not in ("", "silent"):
        return refuse("claim_answered", claim=act.claim)
    return None


def do_respond(order: Order, entry: Entry, act: Respond) -> Order:
    claim = replace(order.claims[act.claim], stance=act.stance, response=act.text)
    return replace(order, claims={**order.claims, act.claim: claim})


def may_statement(order: Order, actor: Actor, act: Statement, at: datetime) -> Refusal | None:
    if act.continues is not None and act.continues > order.seq:
        return refuse("entry_unknown", entry=act.continues)
    for exhibit in act.supported_by:
        if exhibit not in order.exhibits:
            return refuse("exhibit_unknown", exhibit=exhibit)
    return None


def do_statement(order: Order, entry: Entry, act: Statement) -> Order:
    return order


def may_remind(order: Order, actor: Actor, act: Remind, at: datetime) -> Refusal | None:
    item = order.items.get(act.requirement)
    if item is None:
        return refuse("requirement_unknown", requirement=act.requirement)
    if item.finished:
        return refuse("requirement_closed", requirement=act.requirement)
    return None


def do_remind(order: Order, entry: Entry, act: Remind) -> Order:
    reminder = Reminder(requirement=act.requirement, by=party_of(entry.actor), person=entry.actor.person, at=entry.at)
    return replace(order, reminders={**order.reminders, entry.seq: reminder})


def may_confirm_issues(order: Order, actor: Actor, act: ConfirmIssues, at: datetime) -> Refusal | None:
    for requirement in act.requirements:
        if requirement not in order.items:
            return refuse("requirement_unknown", requirement=requirement)
        if requirement not in order.contested:
            return refuse("not_contested", requirement=requirement)
    for requirement in order.contested:
        if requirement not in act.requirements:
            return refuse("issues_incomplete", requirement=requirement)
    if confirmed_issues(order, party_of(actor)):
        return refuse("issues_already_confirmed")
    return None


def do_confirm_issues(order: Order, entry: Entry, act: ConfirmIssues) -> Order:
    return replace(order, issues={**order.issues, party_of(entry.actor): act.requirements})


def confirmed_issues(order: Order, party: Role) -> bool:
    """Whether this side has confirmed every item that is contested now. One contested later asks for it anew."""
    return set(order.contested) <= set(order.issues.get(party, ()))


def may_exhibit(order: Order, actor: Actor, act: Exhibit, at: datetime) -> Refusal | None:
    if act.requirement is not None and act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    if act.file is None and not act.link and not act.text.strip():
        return refuse("exhibit_empty")
    return None


def do_exhibit(order: Order, entry: Entry, act: Exhibit) -> Order:
    shown = Shown(
        act=act,
        by=entry.actor.role,
        person=entry.actor.person,
        at=entry.at,
        late=order.phase == "disputed" and order.evidence_closed,
    )
    # Something new may need something new against it, so every waiver is taken back; what is closed stays closed.
    waived = () if order.phase == "disputed" and not order.evidence_closed else order.evidence_waived
    return replace(order, exhibits={**order.exhibits, entry.seq: shown}, evidence_waived=waived)


def may_waive_evidence(order: Order, actor: Actor, act: WaiveEvidence, at: datetime) -> Refusal | None:
    if order.evidence_closed or order.curing:
        return refuse("evidence_already_closed")
    if actor.role in order.evidence_waived:
        return refuse("evidence_already_waived")
    return None


def do_waive_evidence(order: Order, entry: Entry, act: WaiveEvidence) -> Order:
    waived = (*order.evidence_waived, party_of(entry.actor))
    return replace(order, evidence_waived=waived, evidence_closed=len(waived) == len(PARTIES))


def may_answer_exhibit(order: Order, actor: Actor, act: AnswerExhibit, at: datetime) -> Refusal | None:
    shown = order.exhibits.get(act.exhibit)
    if shown is None:
        return refuse("exhibit_unknown", exhibit=act.exhibit)
    if shown.by == actor.role:
        return refuse("own_exhibit", exhibit=act.exhibit)
    if shown.stance:
        return refuse("exhibit_answered", exhibit=act.exhibit)
    return None


def do_answer_exhibit(order: Order, entry: Entry, act: AnswerExhibit) -> Order:
    shown = replace(order.exhibits[act.exhibit], stance=act.stance, answer_text=act.text)
    return replace(order, exhibits={**order.exhibits, act.exhibit: shown})


def may_caucus(order: Order, actor: Actor, act: CaucusNote, at: datetime) -> Refusal | None:
    if not order.mediator:
        return refuse("no_mediator")
    if actor.role in ("buyer", "seller") and act.party != actor.role:
        return refuse("not_this_caucus", party=act.party)
    return None


def do_caucus(order: Order, entry: Entry, act: CaucusNote) -> Order:
    return order


RULES = (
    Rule(
        Dispute,
        PARTIES,
        ("working", "inspecting", "disputed"),
        may_dispute,
        do_dispute,
        lambda o, a: any(not (i.finished or i.accepted or i.contested) for i in o.items.values()),
    ),
    Rule(Claim, PARTIES, DISPUTED, may_claim, do_claim, lambda o, a: bool(o.contested)),
    Rule(
        Respond,
        PARTIES,
        DISPUTED,
        may_respond,
        do_respond,
        lambda o, a: any(c.by != a.role and c.stance in ("", "silent") for c in o.claims.values()),
    ),
    Rule(Statement, (*PEOPLE, "operator"), ANY, may_statement, do_statement),
    Rule(
        Remind,
        PARTIES,
        (*BEFORE, *LIVE),
        may_remind,
        do_remind,
        lambda o, a: any(not i.finished for i in o.items.values()),
    ),
    Rule(
        ConfirmIssues,
        PARTIES,
        DISPUTED,
        may_confirm_issues,
        do_confirm_issues,
        lambda o, a: bool(o.contested) and not confirmed_issues(o, a.role),
    ),
    Rule(Exhibit, PEOPLE, LIVE, may_exhibit, do_exhibit),
    Rule(
        AnswerExhibit,
        PARTIES,
        LIVE,
        may_answer_exhibit,
        do_answer_exhibit,
        lambda o, a: any(x.by != a.role and not x.stance for x in o.exhibits.values()),
    ),
    Rule(
        WaiveEvidence,
        PARTIES,
        DISPUTED,
        may_waive_evidence,
        do_waive_evidence,
        lambda o, a: not o.evidence_closed and not o.curing and a.role not in o.evidence_waived,
    ),
    Rule(
        CaucusNote,
        PEOPLE,
        ("working", "inspecting", "disputed", "determined"),
        may_caucus,
        do_caucus,
        lambda o, a: bool(o.mediator),
    ),
)
