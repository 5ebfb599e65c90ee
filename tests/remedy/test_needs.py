"""Groups of requirements that need each other, against a search from every requirement."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.remedy.needs import least_needed, plan


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 7))
    links = st.lists(st.integers(0, count - 1), max_size=3)
    return draw(st.lists(links, min_size=count, max_size=count))


def reached(needs, start):
    found, frontier = set(), {start}
    while frontier:
        frontier = {j for i in frontier for j in needs[i]} - found
        found |= frontier
    return found


@settings(max_examples=600, deadline=None)
@given(graphs())
def test_groups_are_the_circles_and_come_after_what_they_need(needs):
    groups = plan(needs)
    members = [set(group) for group, _ in groups]
    assert sorted(i for group, _ in groups for i in group) == list(range(len(needs)))
    for number, (group, earlier) in enumerate(groups):
        assert all(0 <= before < number for before in earlier)
        for i in group:
            circle = {i} | {j for j in reached(needs, i) if i in reached(needs, j)}
            assert members[number] == circle
            outside = {j for j in needs[i] if j not in circle}
            assert outside <= set().union(*(members[before] for before in earlier))


@settings(max_examples=600, deadline=None)
@given(graphs(), st.data())
def test_the_least_of_all_that_is_needed(needs, data):
    values = data.draw(st.lists(st.integers(0, 9), min_size=len(needs), max_size=len(needs)))
    expected = [min([values[i], *(values[j] for j in reached(needs, i))]) for i in range(len(needs))]
    assert least_needed(plan(needs), values) == expected


def test_a_long_chain_needs_no_recursion():
    needs = [[n + 1] for n in range(20_000)] + [[]]
    values = list(range(20_001, 0, -1))
    assert least_needed(plan(needs), values) == [1] * 20_001
