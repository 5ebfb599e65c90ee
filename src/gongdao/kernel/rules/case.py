"""The conduct of a case: mediators, meetings, extensions, feedback, clocks that ran out, erasure.

The rules bind the mediator too: he declares that he has no interest, he may be challenged, his clocks run, and a clock
he misses takes the case from him.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from ..acts import (
    AnswerFeedback,
    Challenge,
    ConsentMeeting,
    DecideChallenge,
    Erase,
    Extend,
    Feedback,
    HandOverCase,
    ProposeMeeting,
    RecordMinutes,
    Take,
)
from ..calendars import within_hours
from ..clocks import wanted
from ..entry import Entry
from ..erasure import is_skeleton
from ..refusals import Refusal, refuse
from ..rule import ANY, DISPUTED, LIVE, PARTIES, PEOPLE, Rule, fault_of_instant
from ..state import Meeting, Objection, Order, Phase, Rated, Seat, party_of
from ..values import Actor

MEDIATED: tuple[Phase, ...] = ("disputed", "determined", "working", "inspecting")
MAX_EXTENSIONS = 2
"""How often one clock may be extended."""


# -- mediators ---------------------------------------------------------------------------------------------------------


def may_take(order: Order, actor: Actor, act: Take, at: datetime) -> Refusal | None:
    if act.mediator.id != actor.person:
        return refuse("not_yourself", person=act.mediator.id)
    if order.mediator:
        return refuse("mediator_seated", mediator=order.mediator)
    if order.role_of(actor.person) in ("buyer", "seller") or actor.person in order.finders:
        return refuse("conflict_of_interest", person=actor.person)
    if not act.no_conflict:
        return refuse("conflict_of_interest", person=actor.person)
    if actor.person in order.mediators_before:
        return refuse("mediator_barred", person=actor.person)
    if order.handed_to and order.handed_to != actor.person:
        return refuse("mediator_seated", mediator=order.handed_to)
    return None


def do_take(order: Order, entry: Entry, act: Take) -> Order:
    seats = {**order.seats, act.mediator.id: Seat(person=act.mediator, role="mediator")}
    heard = (*(p for p in order.mediated_by if p != act.mediator.id), act.mediator.id)
    return replace(order, seats=seats, mediator=act.mediator.id, mediated_by=heard, handed_to="")


def unseat_mediator(order: Order, barred: bool) -> Order:
    """The case goes back to the pool; the one who lost it cannot take it again unless he handed it over."""
    seats = {k: s for k, s in order.seats.items() if k != order.mediator}
    before = (*order.mediators_before, order.mediator) if barred else order.mediators_before
    findings = order.findings
    if order.decision is None:
        # What he found for a determination that stands stays with it; what he left half done binds nobody.
        findings = {
            k: f for k, f in findings.items() if f.by != order.mediator or f.act.requirement not in order.contested
        }
        if barred and order.cause_by == order.mediator:
            order = replace(order, cause=None, cause_by="")
    return replace(
        order,
        seats=seats,
        mediator="",
        mediators_before=before,
        findings=findings,
        take_round=order.take_round + 1,
    )


def may_challenge(order: Order, actor: Actor, act: Challenge, at: datetime) -> Refusal | None:
    if not order.mediator:
        return refuse("no_mediator")
    if not act.text.strip():
        return refuse("reason_missing")
    for seq, challenge in order.challenges.items():
        if challenge.status == "open":
            return refuse("challenge_open", challenge=seq)
    return None


def do_challenge(order: Order, entry: Entry, act: Challenge) -> Order:
    objection = Objection(by=party_of(entry.actor), mediator=order.mediator, ground=act.ground)
    return replace(order, challenges={**order.challenges, entry.seq: objection})


def may_decide_challenge(order: Order, actor: Actor, act: DecideChallenge, at: datetime) -> Refusal | None:
    challenge = order.challenges.get(act.challenge)
    if challenge is None:
        return refuse("challenge_unknown", challenge=act.challenge)
    if challenge.status != "open":
        return refuse("challenge_closed", challenge=act.challenge)
    if not act.reason.strip():
        return refuse("reason_missing")
    return None


def do_decide_challenge(order: Order, entry: Entry, act: DecideChallenge) -> Order:
    return settle_challenge(order, act.challenge, act.replaced)


def settle_challenge(order: Order, seq: int, replaced: bool) -> Order:
    """Keeps or replaces the challenged mediator, if it is still he who has the case."""
    challenge = replace(order.challenges[seq], status="replaced" if replaced else "kept")
    order = replace(order, challenges={**order.challenges, seq: challenge})
    return unseat_mediator(order, barred=True) if replaced and order.mediator == challenge.mediator else order


def may_hand_over_case(order: Order, actor: Actor, act: HandOverCase, at: datetime) -> Refusal | None:
    if act.to.id == actor.person:
        return refuse("not_yourself", person=act.to.id)
    seated = order.role_of(act.to.id) in ("buyer", "seller") or act.to.id in order.finders
    if seated or act.to.id in order.mediators_before:
        return refuse("conflict_of_interest", person=act.to.id)
    if not act.notes.strip():
        return refuse("reason_missing")
    return None


def do_hand_over_case(order: Order, entry: Entry, act: HandOverCase) -> Order:
    # His findings stay: he made them with reasons, and the one who takes over may replace them.
    findings = order.findings
    heard = (*order.mediated_by, act.to.id)
    return replace(unseat_mediator(order, barred=False), handed_to=act.to.id, mediated_by=heard, findings=findings)


# -- meetings ----------------------------------------------------------------------------------------------------------


def may_propose_meeting(order: Order, actor: Actor, act: ProposeMeeting, at: datetime) -> Refusal | None:
    for time in act.times:
        fault = fault_of_instant(time, at)
        if fault is not None:
            return fault
        for seat in order.seats.values():
            if not within_hours(time, act.length, seat.person):
                return refuse("quiet_hours", person=seat.person.id, instant=time.isoformat())
    return None


def do_propose_meeting(order: Order, entry: Entry, act: ProposeMeeting) -> Order:
    meeting = Meeting(act=act, by=entry.actor.role)
    return replace(order, meetings={**order.meetings, entry.seq: meeting})


def may_consent_meeting(order: Order, actor: Actor, act: ConsentMeeting, at: datetime) -> Refusal | None:
    meeting = order.meetings.get(act.meeting)
    if meeting is None:
        return refuse("meeting_unknown", meeting=act.meeting)
    if meeting.minutes is not None or meeting.lapsed or meeting.time is not None:
        return refuse("meeting_closed", meeting=act.meeting)
    if act.time not in meeting.act.times:
        return refuse("time_not_proposed", instant=act.time.isoformat())
    if act.time <= at:
        return refuse("instant_past", instant=act.time.isoformat())
    return None


def do_consent_meeting(order: Order, entry: Entry, act: ConsentMeeting) -> Order:
    meeting = order.meetings[act.meeting]
    consents = {**meeting.consents, entry.actor.role: act.time}
    needed = {"buyer", "seller"} | ({"mediator"} if order.mediator else set())
    agreed = act.time if needed <= {role for role, time in consents.items() if time == act.time} else None
    meeting = replace(meeting, consents=consents, time=agreed)
    return replace(order, meetings={**order.meetings, act.meeting: meeting})


def may_minutes(order: Order, actor: Actor, act: RecordMinutes, at: datetime) -> Refusal | None:
    meeting = order.meetings.get(act.meeting)
    if meeting is None:
        return refuse("meeting_unknown", meeting=act.meeting)
    if meeting.minutes is not None:
        return refuse("meeting_closed", meeting=act.meeting)
    if meeting.time is None or meeting.time > at:
        return refuse("meeting_not_held", meeting=act.meeting)
    return None


def do_minutes(order: Order, entry: Entry, act: RecordMinutes) -> Order:
    meeting = replace(order.meetings[act.meeting], minutes=entry.seq)
    return replace(order, meetings={**order.meetings, act.meeting: meeting})


def meeting_now(order: Order, at: datetime) -> int | None:
    """A meeting whose time has come and whose minutes are not there yet. Nothing can be agreed during it (rule 5).

    Without a mediator nobody writes minutes; then only the agreed length counts.
    """
    for seq, meeting in order.meetings.items():
        if meeting.time is None or meeting.time > at or meeting.minutes is not None or meeting.lapsed:
            continue
        if order.mediator or at < meeting.time + timedelta(minutes=meeting.act.length):
            return seq
    return None


# -- extensions ---------------------------------------------------------------------------------------------


def may_extend(order: Order, actor: Actor, act: Extend, at: datetime) -> Refusal | None:
    clock = wanted(order).get(act.clock)
    if clock is None or act.clock not in order.due:
        return refuse("clock_unknown", clock=act.clock)
    if not act.reason.strip():
        return refuse("reason_missing")
    if not clock.extendable or (actor.role in PARTIES and not set(clock.whose) & set(PARTIES)):
        # Neither side may slow down those who decide.
        return refuse("clock_cannot_be_extended", clock=act.clock)
    if order.extensions.get(act.clock, 0) >= MAX_EXTENSIONS:
        return refuse("extension_used_up", clock=act.clock, most=MAX_EXTENSIONS)
    own = actor.role in clock.whose
    if own and actor.role in ("buyer", "seller") and len(clock.whose) == 1:
        # A side may extend its own clock only by days it has earned when the other side's was extended.
        if order.credit.get(actor.role, 0) < act.days:
            return refuse("own_clock", clock=act.clock, credit=order.credit.get(actor.role, 0))
    elif own and actor.role != "operator":
        return refuse("own_clock", clock=act.clock, credit=0)
    return None


def do_extend(order: Order, entry: Entry, act: Extend) -> Order:
    clock = wanted(order)[act.clock]
    credit = dict(order.credit)
    if entry.actor.role in clock.whose and entry.actor.role in ("buyer", "seller"):
        credit[entry.actor.role] = credit.get(entry.actor.role, 0) - act.days
    elif len(clock.whose) == 1 and clock.whose[0] in ("buyer", "seller"):
        gains = "seller" if clock.whose[0] == "buyer" else "buyer"
        credit[gains] = credit.get(gains, 0) + act.days
    extensions = {**order.extensions, act.clock: order.extensions.get(act.clock, 0) + 1}
    # The new instant stands among the clocks this entry started.
    return replace(order, credit=credit, extensions=extensions)


# -- feedback ----------------------------------------------------------------------------------------------------------


def may_feedback(order: Order, actor: Actor, act: Feedback, at: datetime) -> Refusal | None:
    if not order.mediator and not order.mediators_before:
        return refuse("no_mediator")
    if any(f.by == actor.role for f in order.feedback.values()):
        return refuse("feedback_given")
    return None


def do_feedback(order: Order, entry: Entry, act: Feedback) -> Order:
    return replace(order, feedback={**order.feedback, entry.seq: Rated(by=party_of(entry.actor))})


def may_answer_feedback(order: Order, actor: Actor, act: AnswerFeedback, at: datetime) -> Refusal | None:
    feedback = order.feedback.get(act.feedback)
    if feedback is None:
        return refuse("feedback_unknown", feedback=act.feedback)
    if feedback.answered:
        return refuse("feedback_answered", feedback=act.feedback)
    return None


def do_answer_feedback(order: Order, entry: Entry, act: AnswerFeedback) -> Order:
    answered = replace(order.feedback[act.feedback], answered=True)
    return replace(order, feedback={**order.feedback, act.feedback: answered})


# -- erasure -----------------------------------------------------------------------------------------------------------


def may_erase(order: Order, actor: Actor, act: Erase, at: datetime) -> Refusal | None:
    if act.entry > order.seq:
        return refuse("entry_unknown", entry=act.entry)
    if act.entry in order.erased:
        return refuse("already_erased", entry=act.entry)
    if act.skeleton is None:
        return refuse("entry_not_erasable", entry=act.entry)
    if not is_skeleton(act.skeleton):
        return refuse("skeleton_differs", entry=act.entry)
    if not act.reason.strip():
        return refuse("reason_missing")
    return None


def do_erase(order: Order, entry: Entry, act: Erase) -> Order:
    return replace(order, erased=(*order.erased, act.entry))


RULES = (
    Rule(Take, ("mediator",), DISPUTED, may_take, do_take, lambda o, a: not o.mediator),
    Rule(
        Challenge,
        PARTIES,
        MEDIATED,
        may_challenge,
        do_challenge,
        lambda o, a: bool(o.mediator) and all(c.status != "open" for c in o.challenges.values()),
    ),
    Rule(
        DecideChallenge,
        ("operator",),
        (*MEDIATED, "executed", "closed"),
        may_decide_challenge,
        do_decide_challenge,
        lambda o, a: any(c.status == "open" for c in o.challenges.values()),
    ),
    Rule(HandOverCase, ("mediator",), MEDIATED, may_hand_over_case, do_hand_over_case, lambda o, a: bool(o.mediator)),
    Rule(ProposeMeeting, PEOPLE, LIVE, may_propose_meeting, do_propose_meeting),
    Rule(
        ConsentMeeting,
        PEOPLE,
        LIVE,
        may_consent_meeting,
        do_consent_meeting,
        lambda o, a: any(m.time is None and not m.lapsed for m in o.meetings.values()),
    ),
    Rule(
        RecordMinutes,
        ("mediator",),
        (*LIVE, "executed", "closed"),
        may_minutes,
        do_minutes,
        lambda o, a: any(m.time is not None and m.minutes is None for m in o.meetings.values()),
    ),
    Rule(Extend, (*PEOPLE, "operator"), (*LIVE, "proposed"), may_extend, do_extend, lambda o, a: bool(o.due)),
    Rule(
        Feedback,
        PARTIES,
        (*MEDIATED, "executed", "closed"),
        may_feedback,
        do_feedback,
        lambda o, a: bool(o.mediator or o.mediators_before) and all(f.by != a.role for f in o.feedback.values()),
    ),
    Rule(
        AnswerFeedback,
        ("operator",),
        (*MEDIATED, "executed", "closed"),
        may_answer_feedback,
        do_answer_feedback,
        lambda o, a: any(not f.answered for f in o.feedback.values()),
    ),
    Rule(Erase, ("operator",), (*ANY, "withdrawn"), may_erase, do_erase),
)
