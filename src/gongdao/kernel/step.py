"""One act lived through: decided, its clocks stamped, applied, and everything the platform must do because of it.

Pure. Services load the order before and append the entries after; a verifier replays the same function.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from .acts import Act, Extend
from .calendars import Calendars, due_of, working_days_after
from .clocks import Clock, wanted
from .decide import decide, follow_up
from .entry import Body, Entry
from .fold import CLOCKLESS, timed, transition
from .money import Transfer, transfers
from .quiet import quiet_day
from .refusals import Refusal
from .state import Order
from .values import Actor, Due, Person, Shape

FOLLOW_UPS_MAX = 16
"""More than this in a row would be a loop of ours, so it stops loudly."""


class Step(Shape, frozen=True, kw_only=True):
    """What an act came to: the new entries (its own first), the order after them, and the money that moves."""

    entries: tuple[Entry, ...]
    order: Order
    transfers: tuple[Transfer, ...]


def perform(order: Order, actor: Actor, act: Act, at: datetime, calendars: Calendars) -> Step | Refusal:
    """The step an act makes, or its refusal. A refused act changes nothing."""
    decided = decide(order, actor, act, at)
    if isinstance(decided, Refusal):
        return decided
    quiet = quiet_day(order, actor, decided, calendars)
    if quiet is not None:
        return quiet
    entries: list[Entry] = []
    moved: list[Transfer] = []
    todo: tuple[Actor, Act] | None = (actor, decided)
    while todo is not None:
        if len(entries) > FOLLOW_UPS_MAX:
            raise AssertionError(f"the platform does not come to rest on order {order.id}")
        entry, after = stamped(order, todo[0], todo[1], at, calendars)
        entries.append(entry)
        moved.extend(transfers(order, after))
        order = after
        todo = follow_up(order)
    return Step(entries=tuple(entries), order=order, transfers=tuple(moved))


def stamped(order: Order, actor: Actor, act: Act, at: datetime, calendars: Calendars) -> tuple[Entry, Order]:
    """The next entry, with the instant every newly started clock runs out, and the order after it."""
    bare = Entry(order=order.id, seq=order.seq + 1, at=at, actor=actor, body=Body(act=act))
    after = transition(order, bare)
    if type(act) in CLOCKLESS:
        return bare, after
    clocks = wanted(after)
    due = tuple(_stamps(order, after, act, at, clocks, calendars))
    entry = replace(bare, body=Body(act=act, due=due)) if due else bare
    return entry, timed(after, clocks, due)


def _stamps(
    before: Order, after: Order, act: Act, at: datetime, clocks: dict[str, Clock], calendars: Calendars
) -> Iterator[Due]:
    """What the act starts: the clocks that run after it and did not before, and the one it extends."""
    extension = act if isinstance(act, Extend) else None
    for name, clock in clocks.items():
        if extension is not None and name == extension.clock:
            yield Due(clock=name, at=_extended(after, clock, before.due[name], extension.days, calendars))
        elif name in after.due:
            continue
        elif name.startswith("work:") and after.extra_days > before.extra_days:
            # The days a change order adds are added to those already running, they do not begin anew.
            extra = after.extra_days - before.extra_days
            running = next((ran for ran in before.due if ran.startswith("work:")), None)
            since = before.due[running] if running else at
            yield Due(clock=name, at=_extended(after, clock, since, extra, calendars))
        else:
            yield Due(clock=name, at=due_of(after, clock, at, calendars))


def _extended(order: Order, clock: Clock, until: datetime, days: int, calendars: Calendars) -> datetime:
    calendar = calendars.calendar(order.agreement.terms.calendar if order.agreement else "CN")
    bound = [seat.person for seat in order.seats.values() if seat.role in clock.whose] or [Person(id="-", name="-")]
    return max(working_days_after(until, days, person, calendar) for person in bound)
