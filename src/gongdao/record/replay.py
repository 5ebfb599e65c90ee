"""Living a record again: was every act one that the kernel would have let this person do, at that time, in that state?

The platform is not believed here. Its own acts must be what the kernel says they are, its sums what the remedy
computes, its clocks what the calendars give; and the books are kept a second time beside it.

A reader may lack bodies. An erased one is replaced by the skeleton its erasure left; a withheld one cannot be judged,
and from there on what seems to contradict the rules may only contradict what this reader can see. Such findings are
reported as not verifiable, never as verified, and never as false.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import msgspec

from gongdao import remedy
from gongdao.kernel.acts import Act, ActBase, Bid, Determine, Erase, MatchBids, OpenBids, tag_of
from gongdao.kernel.award import award_of, result_of
from gongdao.kernel.calendars import Calendars
from gongdao.kernel.clocks import wanted
from gongdao.kernel.decide import decide, follow_up
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import apply, empty, restored
from gongdao.kernel.money import Account, balances, transfers
from gongdao.kernel.quiet import quiet_day
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.step import stamped
from gongdao.kernel.values import Actor, Role, Shape

from .days import EveryDay, Lean, Table, TableCalendars
from .faults import VerificationError

BLOCK_OF_HOLIDAYS = timedelta(days=10)
"""Longer than any run of free days in a published Chinese year (9, Spring Festival 2026)."""

Broken = (ArithmeticError, AssertionError, LookupError, TypeError, ValueError)
"""What a pure function may raise on a record that nothing has vouched for. It is then the record that is at fault."""


Answer = TypeVar("Answer")


class Unverifiable(Shape, frozen=True, kw_only=True):
    """Something this reader cannot judge, because bodies before it are withheld from him."""

    entry: int
    code: str
    detail: str


class Awarded(Shape, frozen=True, kw_only=True):
    """A determination and the result computed again from its findings, derivation and all."""

    entry: int
    result: remedy.Result


class Replayed:
    """What living the record again came to."""

    def __init__(self, order_id: str) -> None:
        self.order: Order = empty(order_id)
        self.judged = 0
        self.clocks = 0
        self.books: dict[Account, int] = {"rail": 0, "held": 0, "seller": 0, "buyer": 0}
        self.transfers = 0
        self.awards: list[Awarded] = []
        self.erased: list[int] = []
        self.withheld: list[int] = []
        self.unverifiable: list[Unverifiable] = []


def replay(
    order_id: str,
    entries: Iterable[Entry],
    withheld: frozenset[int],
    table: Table | None,
    viewer: Actor | None = None,
) -> Replayed:
    """Lives a record again. `table` are the calendars it was counted with, None when the bundle has none; `viewer` is
    the reader from whom the `withheld` bodies are kept, if it is known.

    Raises VerificationError `act_refused` (with the kernel's refusal), `act_not_computed`, `award_mismatch`,
    `follow_up_missing`, `follow_up_unexpected`, `clock_missing`, `clock_unexpected`, `clock_mismatch`,
    `skeleton_missing`, `skeleton_differs`, `withheld_wrongly`, `money_not_conserved`.
    """
    listed = list(entries)
    bodies = {entry.seq: entry.body for entry in listed}
    done = Replayed(order_id)
    excused: list[Excused] = []
    hidden: dict[int, Role] = {}
    erasures = [e.seq for e in listed if e.seq in withheld and e.actor.role == "operator"]
    for entry in restored(listed):
        if bodies[entry.seq] is None:
            (done.withheld if entry.seq in withheld else done.erased).append(entry.seq)
        if entry.body is None:
            if entry.seq not in withheld:
                # The erasure of what this reader was never shown is withheld from him as well, and stands for one.
                if not erasures or erasures.pop() < entry.seq:
                    raise VerificationError("skeleton_missing", entry=entry.seq, expected="an erasure that names it")
                done.withheld.append(done.erased.pop())
            hidden[entry.seq] = entry.actor.role
            done.order = apply(done.order, entry)
            continue
        try:
            _live(done, entry, entry.body, table)
        except VerificationError as fault:
            _weigh(done, fault, excused, entry.body.act)
            _follow_blindly(done, entry)
        if isinstance(entry.body.act, Erase):
            _check_skeleton(entry.seq, entry.body.act, bodies)
    pending = _ask(done.order.seq, lambda: follow_up(done.order))
    if pending is not None:
        place, missing = done.order.seq + 1, tag_of(pending[1])
        ended = VerificationError("follow_up_missing", entry=place, expected=missing, got="end of the record")
        _weigh(done, ended, excused, pending[1])
    if viewer is not None and viewer.role in ALL_BUT_CONFIDENCES and done.order.phase != "disputed":
        _check_excuses(viewer, hidden, excused)
    return done


class Excused(NamedTuple):
    """A fault that something withheld was taken to explain, and the act it was found at."""

    fault: VerificationError
    act: Act


ALL_BUT_CONFIDENCES: tuple[Role, ...] = ("buyer", "seller", "operator")
"""Who is shown everything but confidences and sealed bids once no finding is under way (`kernel.visibility`)."""
SEALED_TALK: tuple[type[ActBase], ...] = (Bid, MatchBids, OpenBids)
SEAT_OF_A_MEDIATOR = frozenset(
    ("mediator_seated", "not_seated", "no_mediator", "finder_not_seated", "conflict_of_interest", "clock_unknown")
)
"""Refusals that a case handed over unseen explains: another mediator sits there, under clocks of another name."""


def _check_excuses(viewer: Actor, hidden: Mapping[int, Role], excused: Sequence[Excused]) -> None:
    """Raises what nothing withheld from this reader explains; `hidden` says who wrote the entries he cannot read.

    Otherwise a single confidence, which nobody can look into, would excuse any award that comes after it. From these
    readers only few kinds of acts are ever withheld then: confidences, which change nothing; the other side's sealed
    bids, which only their matching rests on; and a mediator's handing over of his case.
    """
    for seq, role in hidden.items():
        if role in ("platform", "finder") or (role == viewer.role and role != "operator"):
            raise VerificationError("withheld_wrongly", entry=seq, expected=f"shown to a {viewer.role}", got=role)
    for fault, act in excused:
        before = {role for seq, role in hidden.items() if seq < (fault.entry or 0)}
        by_bids = isinstance(act, SEALED_TALK) and bool(before & {"buyer", "seller"})
        by_seat = "mediator" in before and (
            fault.refusal in SEAT_OF_A_MEDIATOR or fault.code in ("clock_missing", "clock_unexpected", "clock_mismatch")
        )
        if not (by_bids or by_seat):
            raise fault


def _weigh(done: Replayed, fault: VerificationError, excused: list[Excused], act: Act) -> None:
    """Raises the fault, unless something withheld from this reader might explain it."""
    if not done.withheld:
        raise fault
    excused.append(Excused(fault, act))
    done.unverifiable.append(
        Unverifiable(entry=fault.entry or 0, code=fault.code, detail=fault.refusal or fault.expected)
    )


def _live(done: Replayed, entry: Entry, body: Body, table: Table | None) -> None:
    """One entry: admissible, as computed, with the right clocks. Moves the order on when all holds."""
    order, act = done.order, body.act
    pending = _ask(entry.seq, lambda: follow_up(order))
    if pending is not None:
        _check_follow_up(order, entry, act, pending)
    else:
        if isinstance(act, Determine):
            _compare_award(done, order, entry, act)
        _check_decision(order, entry, act, table)
    _check_clocks(order, entry, body, table)
    after = _ask(entry.seq, lambda: apply(order, entry))
    _keep_books(done, order, after)
    done.order = after
    done.judged += 1
    done.clocks += len(body.due)


def _check_follow_up(order: Order, entry: Entry, act: Act, pending: tuple[Actor, Act]) -> None:
    """What the platform had to do now is what was done, by it, at once."""
    who, due = pending
    if type(act) is not type(due) or entry.actor != who or entry.at != order.at:
        raise VerificationError(
            "follow_up_missing",
            entry=entry.seq,
            expected=f"{tag_of(due)} by {who.role} at {_text(order.at)}",
            got=f"{tag_of(act)} by {entry.actor.role} at {_text(entry.at)}",
        )
    if act != due:
        raise VerificationError(
            "act_not_computed", entry=entry.seq, expected=_difference(due, act), got=_difference(act, due)
        )


def _check_decision(order: Order, entry: Entry, act: Act, table: Table | None) -> None:
    """The kernel lets this actor do this now, and the act is the completed one. Days off need the bundle's table."""
    decided = _ask(entry.seq, lambda: decide(order, entry.actor, act, entry.at))
    if table is not None and not isinstance(decided, Refusal):
        days = TableCalendars(table, entry.at)
        decided = _ask(entry.seq, lambda: quiet_day(order, entry.actor, act, days)) or decided
    if isinstance(decided, Refusal):
        own_accord = entry.actor.role == "platform" and tag_of(act) in ("match_bids", "execute", "release", "close")
        raise VerificationError(
            "follow_up_unexpected" if own_accord else "act_refused",
            entry=entry.seq,
            expected=f"{tag_of(act)} allowed to {entry.actor.role} {entry.actor.person}",
            got=decided.code,
            refusal=decided.code,
            data=decided.data,
        )
    if decided != act:
        raise VerificationError(
            "act_not_computed", entry=entry.seq, expected=_difference(decided, act), got=_difference(act, decided)
        )


def _compare_award(done: Replayed, order: Order, entry: Entry, act: Determine) -> None:
    """The award written down is the one computed from the findings; the derivation is kept for printing."""
    try:
        result, award = result_of(order), award_of(order)
    except (LookupError, remedy.AssessmentError):
        return  # Something is missing: the kernel refuses the act by name a moment later.
    if act.award is None or act.award != award:
        recorded = {option.id: option.due for option in act.award.options} if act.award else {}
        computed = {option.id: option.due for option in award.options}
        raise VerificationError(
            "award_mismatch",
            entry=entry.seq,
            expected=_sums(computed) if computed != recorded else award.derivation_sha256,
            got=_sums(recorded) if computed != recorded else getattr(act.award, "derivation_sha256", ""),
        )
    done.awards.append(Awarded(entry=entry.seq, result=result))


def _check_clocks(order: Order, entry: Entry, body: Body, table: Table | None) -> None:
    """Exactly the clocks the kernel asks for, running out when the calendars say."""
    if table is None:
        soonest, latest = _stamps(order, entry, body, EveryDay()), _stamps(order, entry, body, Lean())
    else:
        soonest = latest = _stamps(order, entry, body, TableCalendars(table, entry.at))
    given = {due.clock: due.at for due in body.due}
    for name in soonest:
        if name not in given:
            raise VerificationError("clock_missing", entry=entry.seq, expected=name, got=", ".join(given))
    for due in body.due:
        if due.clock not in soonest:
            raise VerificationError("clock_unexpected", entry=entry.seq, expected=", ".join(soonest), got=due.clock)
    if len(given) != len(body.due):
        raise VerificationError("clock_unexpected", entry=entry.seq, expected="each clock once", got=", ".join(given))
    if table is None and given:
        fixed = {name for name, clock in wanted(apply(order, entry)).items() if clock.fixed is not None}
        latest = {name: at if name in fixed else at + BLOCK_OF_HOLIDAYS for name, at in latest.items()}
    for name, at in given.items():
        if not soonest[name] <= at <= latest[name]:
            raise VerificationError(
                "clock_mismatch",
                entry=entry.seq,
                expected=f"{name} {_text(soonest[name])}"
                + ("" if soonest[name] == latest[name] else f" .. {_text(latest[name])}"),
                got=_text(at),
            )


def _stamps(order: Order, entry: Entry, body: Body, calendars: Calendars) -> dict[str, datetime]:
    """The clocks this entry has to start, by these calendars."""
    made, _ = _ask(entry.seq, lambda: stamped(order, entry.actor, body.act, entry.at, calendars))
    return {due.clock: due.at for due in made.body.due} if made.body is not None else {}


def _keep_books(done: Replayed, before: Order, after: Order) -> None:
    """The order's money a second time, from its transfers: none negative, all of it from confirmed payments."""
    try:
        moves = transfers(before, after)
    except AssertionError as fault:
        raise VerificationError(
            "money_not_conserved", entry=after.seq, expected="money goes forward", got=fault
        ) from None
    books = done.books
    for move in moves:
        # The rail is an asset and grows by debits; what is owed to the three others grows by credits.
        books[move.debit] += move.amount if move.debit == "rail" else -move.amount
        books[move.credit] += -move.amount if move.credit == "rail" else move.amount
    done.transfers += len(moves)
    confirmed = sum(payment.amount for payment in after.payments.values() if payment.status == "confirmed")
    owed = books["held"] + books["seller"] + books["buyer"]
    paid = sum(payout.amount for payout in after.payouts.values() if payout.status == "paid")
    if min(books.values()) < 0 or books != balances(after) or not owed == books["rail"] == confirmed - paid:
        raise VerificationError(
            "money_not_conserved", entry=after.seq, expected=_sums(balances(after)), got=_sums(books)
        )


def _check_skeleton(seq: int, act: Erase, bodies: dict[int, Body | None]) -> None:
    """Where the body an erasure names is still here, the skeleton must be what is left of it."""
    body = bodies.get(act.entry)
    if body is not None and (skeleton(body.act) != act.skeleton or body.due != act.due):
        raise VerificationError(
            "skeleton_differs", entry=seq, expected=f"what is left of entry {act.entry}", got=tag_of(act)
        )


def _follow_blindly(done: Replayed, entry: Entry) -> None:
    """Moves the order on over an act that could not be judged, as far as that can be done."""
    before = done.order
    try:
        done.order = apply(before, entry)
        _keep_books(done, before, done.order)
    except VerificationError:
        # Books that what was withheld has put out of balance are weighed with the next act that moves money.
        return
    except Broken:
        done.order = apply(before, Entry(order=entry.order, seq=entry.seq, at=entry.at, actor=entry.actor, body=None))


def _text(at: datetime | None) -> str:
    return "" if at is None else at.isoformat().replace("+00:00", "Z")


def _sums(sums: object) -> str:
    """Named sums in minor units, in one line."""
    return ", ".join(f"{name} {amount}" for name, amount in sums.items()) if isinstance(sums, dict) else str(sums)


def _difference(act: Act, other: Act) -> str:
    """The fields in which an act differs from another of its kind, in one line."""
    return ", ".join(
        f"{tag_of(act)}.{name} {msgspec.json.encode(getattr(act, name)).decode()[:120]}"
        for name in act.__struct_fields__
        if type(act) is not type(other) or getattr(act, name) != getattr(other, name)
    )


def _ask(seq: int, question: Callable[[], Answer]) -> Answer:
    """What the kernel says; a record it cannot even be asked about is at fault itself."""
    try:
        return question()
    except Broken as fault:
        raise VerificationError(
            "act_unjudgeable", entry=seq, expected="an act the rules can judge", got=type(fault).__name__
        ) from None
