"""Stories of how a case is led: mediators with clocks of their own, equal extensions, erasure that keeps the fold."""

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from gongdao.kernel.acts import Take
from gongdao.kernel.decide import decide
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import Actor
from gongdao.kernel.visibility import sees
from tests.scenarios.story import Story, founding_agreement, person, yuan


def test_a_mediator_who_misses_his_clock_loses_the_case() -> None:
    story = Story().working().disputed().mediated()
    story.finds("template", 10_000)
    story.does("Mediator", "find_cause", cause="buyer_breach", reason="草草认定")
    assert story.rests().nobody_acts("find") == "mediator_replaced"
    assert story.order.mediator == ""
    # Nothing he left half done binds the next one, and he cannot take it again.
    assert story.order.findings == {}
    assert story.order.cause is None
    story.is_refused("Mediator", "take", "mediator_barred", mediator=person("Mediator"), no_conflict=True)
    assert story.nobody_acts("take") == "operator_told"
    assert "take" in story.agenda()
    story.mediated("Other mediator")
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000, by="Other mediator")
    story.determined(by="Other mediator").executed("reduce")
    assert story.money() == (400, 0, 0)
    story.check()


def test_a_mediator_is_challenged_and_replaced_on_grounds() -> None:
    story = Story().working().disputed().mediated()
    story.is_refused("Lin", "challenge", "reason_missing", ground="conduct")
    challenge = story.does("Lin", "challenge", ground="conduct", text="下班时间打电话逼我当场决定")
    story.is_refused("Qiao", "challenge", "challenge_open", ground="delay", text="太慢")
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 0)
    story.does("Mediator", "find_cause", cause="seller", reason="x")
    story.is_refused("Mediator", "determine", "challenge_pending")
    story.is_refused("Mediator", "decide_challenge", "role_may_not", challenge=challenge, replaced=False, reason="x")
    story.does("Operator", "decide_challenge", challenge=challenge, replaced=True, reason="通话记录属实")
    assert story.order.mediator == ""
    story.mediated("Other mediator")
    again = story.does("Qiao", "challenge", ground="competence", text="不懂网站")
    story.does("Operator", "decide_challenge", challenge=again, replaced=False, reason="有网站类资质")
    assert story.order.mediator == "med2"
    story.check()


def test_a_challenge_nobody_decides_succeeds() -> None:
    story = Story().working().disputed().mediated()
    story.does("Qiao", "challenge", ground="acquaintance", text="与买家认识")
    assert story.nobody_acts("challenge") == "mediator_replaced"
    assert story.order.mediator == ""
    story.check()


def test_a_case_is_handed_over_with_notes_only_the_next_mediator_reads() -> None:
    story = Story().working().disputed().mediated()
    story.finds("template", 10_000)
    note = story.does("Lin", "caucus_note", party="buyer", text="底线是两百")
    handed = story.does("Mediator", "hand_over_case", to=person("Other mediator"), notes="买家底线两百，勿透露")
    third = Actor(person="med3", role="mediator")
    assert not sees(story.order, third, story.entry(handed))
    story.mediated("Other mediator")
    # His finding is kept, and the one who takes over may replace it.
    assert [f.by for f in story.order.findings.values()] == ["med"]
    for name, role, reads in (("lin", "buyer", False), ("qiao", "seller", False), ("med2", "mediator", True)):
        assert sees(story.order, Actor(person=name, role=role), story.entry(handed)) is reads  # type: ignore[arg-type]
    assert sees(story.order, Actor(person="lin", role="buyer"), story.entry(note))
    assert not sees(story.order, Actor(person="qiao", role="seller"), story.entry(note))
    assert not sees(story.order, Actor(person="op", role="operator"), story.entry(note))
    story.finds("template", 5_000, by="Other mediator")
    assert [f.by for f in story.order.findings.values()] == ["med2"]
    for requirement in ("changes", "data"):
        story.finds(requirement, 0, by="Other mediator")
    story.determined(by="Other mediator").executed("reduce")
    assert story.order.released == yuan(200)  # the deposit he already has; 100 is a claim outside the escrow
    story.check()


def test_extensions_are_equal() -> None:
    """A side gets more time from the other or the mediator, and the other earns the same days; nobody extends alone."""
    story = Story().working()
    work = story.turn_of("work")
    story.is_refused("Qiao", "extend", "own_clock", clock=work.clock, days=3, reason="生病")
    story.is_refused("Lin", "extend", "reason_missing", clock=work.clock, days=3)
    story.does("Lin", "extend", clock=work.clock, days=3, reason="同意顺延")
    assert story.order.credit == {"buyer": 3}
    later = story.turn_of("work").due
    assert later is not None
    assert work.due is not None
    assert later > work.due
    delivery = story.delivers("template", "changes", "data")
    inspect = story.turn_of("inspect")
    story.is_refused("Lin", "extend", "own_clock", clock=inspect.clock, days=4, reason="出差")
    story.does("Lin", "extend", clock=inspect.clock, days=3, reason="出差")
    assert story.order.credit == {"buyer": 0}
    story.does("Qiao", "extend", clock=inspect.clock, days=1, reason="可以")
    story.is_refused("Qiao", "extend", "extension_used_up", clock=inspect.clock, days=1, reason="再延")
    story.accepts(delivery, "template", "changes", "data")
    assert story.money() == (400, 0, 0)
    story.check()


def test_neither_side_can_slow_down_those_who_decide() -> None:
    story = Story().working().disputed().mediated().rests()
    clock = story.turn_of("find").clock
    for name in ("Lin", "Qiao"):
        story.is_refused(name, "extend", "clock_cannot_be_extended", clock=clock, days=30, reason="不急")
    story.is_refused("Mediator", "extend", "own_clock", clock=clock, days=30, reason="忙")
    story.does("Operator", "extend", clock=clock, days=2, reason="节假日")
    # Time that both sides get alike is nobody's credit.
    both = Story().working().disputed().mediated()
    both.does("Mediator", "extend", clock=both.turn_of("evidence").clock, days=2, reason="材料多")
    assert both.order.credit == {}
    story.check()


def test_erasure_takes_the_words_and_leaves_the_order_as_it_was() -> None:
    story = Story().working().disputed()
    claim = story.does("Lin", "claim", requirement="changes", text="我的电话是 138…", demand=yuan(100))
    money = next(e.seq for e in story.entries if e.body and type(e.body.act).__name__ == "ConfirmFunds")
    body = story.entry(claim).body
    assert body is not None
    left = skeleton(body.act)
    assert left is not None
    story.is_refused("Operator", "erase", "entry_not_erasable", entry=money, reason="申请删除", skeleton=None)
    story.is_refused("Operator", "erase", "skeleton_differs", entry=claim, reason="申请删除", skeleton=body.act)
    story.is_refused("Lin", "erase", "role_may_not", entry=claim, reason="x", skeleton=left)
    story.does("Operator", "erase", entry=claim, reason="当事人申请删除", skeleton=left, due=body.due)
    story.is_refused("Operator", "erase", "already_erased", entry=claim, reason="x", skeleton=left)
    erased = [replace(e, body=None) if e.seq == claim else e for e in story.entries]
    after = fold(story.order.id, erased)
    assert after.claims[claim].act.text == "[erased]"
    expected = dict(story.order.claims)
    expected[claim] = replace(expected[claim], act=left)  # type: ignore[arg-type]
    assert after == replace(story.order, claims=expected)


def test_feedback_is_given_once_per_side_and_answered() -> None:
    story = Story().working()
    story.is_refused("Lin", "feedback", "no_mediator", courtesy=5, correctness=1)
    story.disputed().mediated()
    given = story.does("Lin", "feedback", courtesy=5, correctness=1, text="口气还不错，事情没弄清")
    story.is_refused("Lin", "feedback", "feedback_given", courtesy=1, correctness=1)
    story.does("Operator", "answer_feedback", feedback=given, adopted=True, text="已改流程：先列争点")
    story.is_refused("Operator", "answer_feedback", "feedback_answered", feedback=given, adopted=True, text="x")
    story.check()


def test_a_case_is_handed_only_to_somebody_who_can_take_it() -> None:
    """Not to a party, not to a finder, not to one it was taken from; and it waits for the one it was handed to."""
    story = Story().working(founding_agreement(finders=3)).disputed().mediated()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.does("Lin", "challenge", ground="delay", text="太慢")
    story.nobody_acts("challenge")
    story.mediated("Other mediator")
    for name in ("Lin", "Qiao", "Finder 1", "Mediator"):
        story.is_refused("Other mediator", "hand_over_case", "conflict_of_interest", to=person(name), notes="见记录")
    story.is_refused("Other mediator", "hand_over_case", "not_yourself", to=person("Other mediator"), notes="见记录")
    story.is_refused("Other mediator", "hand_over_case", "reason_missing", to=person("Finder 6"), notes=" ")
    story.does("Other mediator", "hand_over_case", to=person("Finder 5"), notes="见记录")
    take = Take(mediator=person("Finder 6"), no_conflict=True)
    someone = Actor(person="f6", role="mediator")
    refusal = decide(story.order, someone, take, story.now)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "mediator_seated"
    # Who was handed the case and does not take it has let it go: it is open to everybody again.
    story.nobody_acts("take")
    assert decide(story.order, someone, take, story.now) == take
    story.check()


def test_whoever_has_heard_a_side_in_confidence_cannot_find_later() -> None:
    """Neither one who gave the case away nor one it was taken from, however many had it after him."""
    story = Story().working(founding_agreement(finders=3)).disputed().mediated()
    story.does("Lin", "caucus_note", party="buyer", text="底线两百")
    story.does("Mediator", "caucus_note", party="seller", text="卖家说不出理由")
    story.is_refused("Lin", "caucus_note", "not_this_caucus", party="seller", text="卖家的底线")
    story.does("Mediator", "hand_over_case", to=person("Other mediator"), notes="见记录")
    story.mediated("Other mediator")
    for name in ("Mediator", "Other mediator"):
        panel = (person("Finder 1"), person("Finder 2"), person(name))
        story.is_refused("Operator", "seat_finders", "conflict_of_interest", finders=panel)
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.check()


def test_an_extension_ends_in_the_hours_of_those_whose_time_it_is() -> None:
    """The seller lives in Honolulu: his longer day ends at six in the evening there, not in Shanghai."""
    story = Story()
    seller = replace(person("Qiao"), tz="Pacific/Honolulu")
    story.does("Lin", "draft", buyer=person("Lin"), seller=seller, agreement=founding_agreement())
    story.does("Lin", "propose", hash=story.order.hash)
    for name in ("Lin", "Qiao"):
        story.does(name, "accept", hash=story.order.hash)
    story.pays(yuan(400)).does("Qiao", "start", hash=story.order.hash)
    for _ in range(2):
        until = story.turn_of("work").due
        assert until is not None
        assert until.astimezone(ZoneInfo("Pacific/Honolulu")).hour == 18
        if not story.order.extensions:
            story.does("Lin", "extend", clock=story.turn_of("work").clock, days=3, reason="同意顺延")
    story.check()
