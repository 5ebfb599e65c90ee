"""Every clock: whose it is, how many working days it has, and whether it can be made longer. Kept by hand."""

from collections.abc import Callable
from datetime import timedelta

from gongdao.kernel.clocks import wanted
from gongdao.kernel.rules.lapses import LAPSES
from gongdao.kernel.values import Requirement
from tests.kernel import states
from tests.kernel.states import STATES
from tests.scenarios.story import Story, founding_agreement, person, yuan

FIXED = 0
"""The act itself names the instant."""

TABLE: dict[str, set[tuple[str, int, bool]]] = {
    "draft": {("buyer", 30, True), ("seller", 30, True)},
    "answer_proposal": {("buyer seller", 5, True), ("buyer", 5, True), ("seller", 5, True)},
    "fund": {("buyer", 5, True)},
    "start": {("seller", 5, True)},
    "question": {("seller", 3, True), ("buyer", 3, True), ("buyer seller", 3, True)},
    "change": {("seller", 3, True), ("buyer", 3, True)},
    "fund_change": {("buyer", 5, True)},
    "work": {("seller", 30, True), ("seller", 12, True)},
    "late": {("seller", 10, True)},
    "inspect": {("buyer", 3, True), ("buyer", 9, True)},
    "cure": {("seller", 7, True), ("seller", 4, True)},
    "promise": {("seller", FIXED, False)},
    "offer": {("buyer", FIXED, False), ("seller", FIXED, False), ("buyer seller", FIXED, False)},
    "take": {("mediator operator", 1, False)},
    "challenge": {("operator", 2, False)},
    "meeting": {("buyer seller", 2, True)},
    "minutes": {("mediator", FIXED, False)},
    "evidence": {("buyer seller", 5, True)},
    "respond": {("buyer", 3, True), ("seller", 3, True)},
    "seat": {("operator", 2, False)},
    "find": {("mediator", 10, True), ("finder", 10, True)},
    "elect": {("buyer", 5, True)},
    "appeal": {("buyer seller", 5, False)},
    "cure_award": {("seller", 7, True), ("seller", 4, True)},
}


def seller_drafts() -> Story:
    story = Story()
    agreement = founding_agreement()
    story.does("Qiao", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=agreement)
    return story


def one_side_accepted(name: str) -> Story:
    story = states.proposed()
    story.does(name, "accept", hash=story.order.hash)
    return story


def asked_by(name: str) -> Story:
    story = states.mediated()
    story.does(name, "question", requirement="data", text="多少条？")
    return story


def offered_by(name: str) -> Story:
    story = states.mediated()
    story.offers(name, {"changes": yuan(50)}, reason="折中")
    return story


def buyer_proposes_a_change() -> Story:
    story = Story().working()
    extra = Requirement(id="search", title="站内搜索", price=yuan(80))
    story.does("Lin", "propose_change", adds=(extra,), price=yuan(480), reason="加搜索")
    return story


def late() -> Story:
    story = Story().working()
    story.nobody_acts("work")
    return story


def own_terms() -> Story:
    return Story().working(founding_agreement(work_days=12, inspection_days=9, cure_days=4))


def own_terms_rejected() -> Story:
    story = own_terms()
    delivery = story.delivers("template", "changes")
    story.rejects(delivery, "changes")
    return story


def own_terms_curing() -> Story:
    story = own_terms().disputed("changes").mediated()
    story.finds("changes", 0)
    story.determined().does("Lin", "elect", option="cure")
    return story


def claimed_by(name: str) -> Story:
    story = states.mediated()
    story.does(name, "claim", requirement="changes", text="见记录")
    return story


def a_talk_is_fixed() -> Story:
    story = states.mediated()
    time = story.now + timedelta(days=1)
    meeting = story.does("Mediator", "propose_meeting", times=(time,), length=30, agenda="逐项过一遍")
    for name in ("Lin", "Qiao", "Mediator"):
        story.does(name, "consent_meeting", meeting=meeting, time=time)
    return story


def finders_find() -> Story:
    return states.finders_blind().rests()


def mediator_finds() -> Story:
    return states.mediated().rests()


MORE: tuple[Callable[[], Story], ...] = (
    seller_drafts,
    lambda: one_side_accepted("Lin"),
    lambda: one_side_accepted("Qiao"),
    *((lambda name=name: asked_by(name)) for name in ("Lin", "Qiao", "Mediator")),
    *((lambda name=name: offered_by(name)) for name in ("Lin", "Qiao", "Mediator")),
    *((lambda name=name: claimed_by(name)) for name in ("Lin", "Qiao")),
    buyer_proposes_a_change,
    late,
    own_terms,
    own_terms_rejected,
    own_terms_curing,
    a_talk_is_fixed,
    finders_find,
    mediator_finds,
)


def test_every_clock_is_whose_and_as_long_as_the_table_says() -> None:
    met: dict[str, set[tuple[str, int, bool]]] = {}
    for make in (*STATES.values(), *MORE):
        for name, clock in wanted(make().order).items():
            kind = name.partition(":")[0]
            met.setdefault(kind, set()).add((" ".join(clock.whose), clock.days, clock.extendable))
            assert (clock.fixed is not None) is (clock.days == FIXED), name
    assert met == TABLE


def test_the_table_knows_every_clock_and_no_other() -> None:
    assert set(TABLE) == set(LAPSES)
