"""Days on which nobody is asked to talk or to decide: weekends and holidays of the order's calendar (DESIGN §5 rule 5).

The hours of a day are judged by the rules, which know each person's. Days need a calendar, which rules have not, so
they are judged here, beside `decide`; weekends worked for a holiday count as working days, as everywhere.
"""

from collections.abc import Iterator
from datetime import datetime

from .acts import Act, Offer, ProposeMeeting
from .calendars import Calendars, zone
from .refusals import Refusal, refuse
from .state import Order
from .values import Actor, Person


def quiet_day(order: Order, actor: Actor, act: Act, calendars: Calendars) -> Refusal | None:
    """Why an instant this act names is no use: it lies on a day off, in the zone of somebody it binds."""
    if not isinstance(act, Offer | ProposeMeeting):
        return None
    calendar = calendars.calendar(order.agreement.terms.calendar if order.agreement else "CN")
    for instant, person in _named(order, actor, act):
        if not calendar.is_working(instant.astimezone(zone(person.tz)).date()):
            return refuse("quiet_hours", person=person.id, instant=instant.isoformat())
    return None


def _named(order: Order, actor: Actor, act: Offer | ProposeMeeting) -> Iterator[tuple[datetime, Person]]:
    """The instants the act names, each with everyone who would be called or would have to have decided by then."""
    for seat in order.seats.values():
        if isinstance(act, ProposeMeeting):
            yield from ((time, seat.person) for time in act.times)
        elif seat.role in ("buyer", "seller") and seat.role != actor.role:
            yield act.lapses_at, seat.person
