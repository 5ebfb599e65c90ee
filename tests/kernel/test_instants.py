"""Instants that acts name themselves: with a zone, ahead, and not beyond anyone's reach."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from gongdao.kernel.acts import Act
from tests.scenarios.story import Story


def test_an_instant_without_a_zone_is_refused_when_it_is_read() -> None:
    raw = {"act": "promise", "text": "help", "test": "it runs", "until": "2026-05-01T09:00:00"}
    with pytest.raises(msgspec.ValidationError, match=r"until"):
        msgspec.convert(raw, type=Act)


@pytest.mark.parametrize("year", [2040, 9999])
def test_an_instant_nobody_will_see_is_refused_by_name(year: int) -> None:
    story = Story().working()
    far = datetime(year, 12, 31, 2, tzinfo=UTC)
    story.is_refused("Qiao", "promise", "instant_too_far", text="help", test="it runs", until=far)
    story.is_refused("Lin", "propose_meeting", "instant_too_far", times=(far,), length=30, agenda="talk")


def test_an_instant_that_has_passed_is_refused_by_name() -> None:
    story = Story().working()
    past = story.now - timedelta(days=1)
    story.is_refused("Qiao", "promise", "instant_past", text="help", test="it runs", until=past)
