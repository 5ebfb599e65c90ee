"""Acts through the services, on the real tables as the application's role."""

import pytest

from gongdao.cli import sample
from gongdao.cli.sample import Walk


@pytest.mark.parametrize("outcome", [200, 300, 400])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_founding_case_ends_in_its_award(walk: Walk, language: sample.Language, outcome: sample.Outcome) -> None:
    order = sample.founding(walk, language, outcome)
    assert order.phase == "closed"
    assert order.released == outcome * 100
    assert order.refunded == (400 - outcome) * 100
    assert order.held == 0
