"""Stories of days off: nobody is called, or made to decide, on a weekend or a public holiday (R98)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace as with_values

from gongdao.kernel.calendars import Calendar, PlainCalendars
from gongdao.kernel.values import OfferItem
from gongdao.record.days import Table, TableCalendars, Year
from gongdao.record.faults import VerificationError
from gongdao.record.replay import replay
from tests.scenarios.story import Story, founding_agreement, person, yuan

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY: Table = {
    "CN": (
        Year(
            year=2026,
            known=datetime(2025, 11, 4, tzinfo=UTC),
            off=(date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)),
            work=(date(2026, 5, 9),),
        ),
    )
}
"""China's May holiday of 2026: Friday 1 to Tuesday 5 May are free, Saturday 9 May is worked (notice of the State
Council's General Office, 4 November 2025)."""


def at(day: int, hour: int = 10, month: int = 5) -> datetime:
    """An hour of a day in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


def in_april() -> Story:
    """A mediated dispute in the week before the holiday."""
    story = Story(start=at(27, month=4), calendars=TableCalendars(MAY, at(27, month=4)))
    return story.working().disputed().mediated()


def offer(lapses: datetime) -> dict[str, object]:
    return {"covers": (OfferItem(requirement="template", sum=yuan(200)),), "lapses_at": lapses}


@pytest.mark.parametrize("day", [1, 2, 5], ids=["holiday", "weekend", "last free day"])
def test_no_talk_is_proposed_for_a_day_off(day: int) -> None:
    story = in_april()
    agenda = {"length": 30, "agenda": "逐项过一遍"}
    refusal = story.is_refused("Mediator", "propose_meeting", "quiet_hours", times=(at(6), at(day)), **agenda)
    assert refusal.data["instant"] == at(day).isoformat()
    story.does("Mediator", "propose_meeting", times=(at(6),), **agenda)
    story.check()


def test_no_offer_lapses_while_the_other_side_is_on_holiday() -> None:
    story = in_april()
    story.is_refused("Qiao", "offer", "quiet_hours", **offer(at(4)))
    story.does("Qiao", "offer", **offer(at(6)))
    story.check()


def test_a_saturday_worked_for_the_holiday_is_a_working_day_and_the_next_one_is_not() -> None:
    story = in_april()
    story.is_refused("Qiao", "offer", "quiet_hours", **offer(at(16)))
    story.does("Qiao", "offer", **offer(at(9)))
    story.does("Mediator", "propose_meeting", times=(at(9, 14),), length=30, agenda="逐项过一遍")
    story.check()


def test_an_offer_slipped_into_a_holiday_is_found_by_whoever_has_the_calendars() -> None:
    """The platform let it through; a stranger with the bundle's own calendars does not."""
    story = in_april()
    seq = story.does("Qiao", "offer", **offer(at(6)))
    entries = list(story.entries)
    body = entries[seq - 1].body
    assert body is not None
    moved = with_values(body.act, lapses_at=at(4))
    due = tuple(with_values(d, at=at(4)) if d.clock == f"offer:{seq}" else d for d in body.due)
    entries[seq - 1] = with_values(entries[seq - 1], body=with_values(body, act=moved, due=due))
    with pytest.raises(VerificationError) as caught:
        replay("o-1", entries, frozenset(), MAY)
    assert (caught.value.code, caught.value.refusal) == ("act_refused", "quiet_hours")
    replay("o-1", story.entries, frozenset(), MAY)


@pytest.mark.parametrize("name", ["Lin", "Qiao", "Mediator"])
def test_no_offer_of_anyone_lapses_on_a_day_off_of_those_who_are_to_answer(name: str) -> None:
    story = in_april()
    story.is_refused(name, "offer", "quiet_hours", reason="折中", **offer(at(4)))
    story.does(name, "offer", reason="折中", **offer(at(6)))
    story.check()


def test_only_the_days_of_those_who_are_to_answer_count() -> None:
    """Late on the 30th in Honolulu is a holiday's morning in Shanghai: an offer may lapse then for one of the two."""
    for name, far, fine in (("Qiao", "buyer", True), ("Lin", "buyer", False), ("Lin", "seller", True)):
        story = Story(start=at(27, month=4), calendars=TableCalendars(MAY, at(27, month=4)))
        away = {"tz": "Pacific/Honolulu", "hours": (0, 1439)}
        buyer = with_values(person("Lin"), **(away if far == "buyer" else {}))
        seller = with_values(person("Qiao"), **(away if far == "seller" else {}))
        story.does("Lin", "draft", buyer=buyer, seller=seller, agreement=founding_agreement())
        story.does("Lin", "propose", hash=story.order.hash)
        for both in ("Lin", "Qiao"):
            story.does(both, "accept", hash=story.order.hash)
        story.pays(yuan(400)).does("Qiao", "start", hash=story.order.hash)
        holiday = offer(at(1, 10))
        if fine:
            story.does(name, "offer", **holiday)
        else:
            story.is_refused(name, "offer", "quiet_hours", **holiday)


class AskedFor(PlainCalendars):
    """Calendars that remember of which country they were asked for."""

    def __init__(self) -> None:
        self.codes: set[str] = set()

    def calendar(self, code: str) -> Calendar:
        self.codes.add(code)
        return super().calendar(code)


def test_every_day_is_counted_in_the_country_the_agreement_names() -> None:
    """Clocks, extensions and days off alike."""
    calendars = AskedFor()
    story = Story(calendars=calendars).working(founding_agreement(calendar="DE"))
    story.does("Lin", "extend", clock=story.turn_of("work").clock, days=3, reason="同意顺延")
    story.offers("Qiao", {"template": yuan(200)})
    assert calendars.codes == {"DE"}
