"""The golden vectors, each by its name."""

import pytest

from gongdao import remedy
from tests.remedy.vectors import VECTORS, check, founding, nine_and_one


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name):
    check(name, remedy)


@pytest.mark.parametrize("demand", [40_000, 60_000, 100_000_000])
def test_g01_a_demand_of_any_size_has_nowhere_to_go(demand):
    for key in ("demand", "claim", "offer", "seller_demand"):
        with pytest.raises(remedy.AssessmentError) as error:
            remedy.read_assessment({**founding(), key: demand})
        assert (error.value.code, error.value.path) == ("unknown_key", key)
    assert remedy.assess(remedy.read_assessment(founding())).option("reduce").due == 20_000


@pytest.mark.parametrize("author", ["seller", "buyer"])
def test_g15_equal_shares_are_refused_where_one_side_wrote_the_list(author):
    with pytest.raises(remedy.AssessmentError) as error:
        remedy.read_assessment(nine_and_one(list_written_by=author))
    assert (error.value.code, error.value.path) == ("equal_shares_refused", "list_written_by")


def test_g15_equal_shares_are_not_used_where_market_prices_are_known():
    result = remedy.assess(remedy.read_assessment(founding(list_written_by="seller")))
    assert result.allocation.method == "market"
    assert "equal" not in result.range


def test_g18_the_silently_added_extra_is_no_requirement():
    raw = founding(price=48_000)
    raw["findings"]["e-extra"] = {"delivered_bp": 10_000}
    with pytest.raises(remedy.AssessmentError) as error:
        remedy.read_assessment(raw)
    assert error.value.path == "findings.e-extra"
