"""Stories of what was said more than once, and of agreeing on what is contested before anyone proposes a sum."""

from msgspec.structs import replace

from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import fold
from gongdao.kernel.reminders import Reminded, reminded
from gongdao.kernel.rules.dispute import confirmed_issues
from gongdao.kernel.visibility import sees, view
from tests.scenarios.story import SHA, Story, actor, file, founding_agreement, person, yuan


def once(story: Story, requirement: str, by: str = "buyer") -> Reminded:
    """What one side reminded the other of, for one requirement."""
    return next(r for r in reminded(story.order, requirement) if r.by == by)


def test_a_requirement_said_three_times_before_the_delivery_is_notice_three_times() -> None:
    """The buyer says again and again that the template is not all; the seller delivers the template all the same."""
    story = Story().working()
    story.does("Lin", "add_person", party="buyer", person=person("Lin's assistant"))
    first = story.now
    said = [story.does("Lin", "remind", requirement="changes", text="栏目要照修改文档改")]
    story.passes(days=1)
    said.append(story.does("Lin's assistant", "remind", requirement="changes", text="模板之外，还有修改"))
    story.passes(days=2)
    last = story.now
    said.append(story.does("Lin", "remind", requirement="changes", text="第三次提醒：不只是模板"))
    assert once(story, "changes").delivery is None
    delivery = story.delivers("template", "changes")
    assert reminded(story.order, "changes") == (
        Reminded(by="buyer", entries=tuple(said), first=first, last=last, before=3, delivery=delivery),
    )
    assert [story.order.reminders[seq].person for seq in said] == ["lin", "lin2", "lin"]
    assert reminded(story.order, "template") == ()
    # What is said again after the delivery is counted as well, and told apart.
    story.does("Lin", "remind", requirement="changes", text="交付里仍然没有")
    assert (len(once(story, "changes").entries), once(story, "changes").before) == (4, 3)
    story.check()


def test_both_sides_may_remind_and_are_counted_apart() -> None:
    story = Story().working()
    story.does("Qiao", "remind", requirement="data", text="采集要用的账号还没有给我")
    story.does("Lin", "remind", requirement="data", text="采集也是约定的一项")
    story.does("Qiao", "remind", requirement="data", text="再次请提供账号")
    assert [(r.by, len(r.entries)) for r in reminded(story.order, "data")] == [("seller", 2), ("buyer", 1)]
    for name in ("Mediator", "Operator"):
        story.is_refused(name, "remind", "role_may_not", requirement="data", text="请注意")
    story.is_refused("Stranger", "remind", "not_seated", requirement="data", text="请注意")


def test_what_was_said_before_the_quote_counts_too() -> None:
    """He was told twice, and still he accepted and began."""
    story = Story()
    story.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=founding_agreement())
    story.does("Lin", "remind", requirement="changes", text="改栏目是要紧的一项")
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "remind", requirement="changes", text="请看清楚，有三项")
    story.is_refused("Lin", "remind", "requirement_unknown", requirement="chat", text="没有这一项")
    assert len(once(story, "changes").entries) == 2
    assert once(story, "changes").delivery is None


def test_a_delivery_that_custody_refused_delivered_nothing() -> None:
    story = Story().working()
    broken = story.does("Qiao", "deliver", requirements=("changes",), files=(file(sha="cd" * 32),))
    story.does("Platform", "refuse_delivery", delivery=broken, code="bomb")
    story.does("Lin", "remind", requirement="changes", text="还没有收到")
    delivery = story.delivers("changes", sha=SHA)
    assert (once(story, "changes").before, once(story, "changes").delivery) == (1, delivery)


def test_there_is_nothing_to_be_reminded_of_once_an_item_is_done_with() -> None:
    story = Story().working()
    story.accepts(story.delivers("template"), "template")
    story.is_refused("Lin", "remind", "requirement_closed", requirement="template", text="x")


def test_words_that_were_erased_were_said_all_the_same() -> None:
    story = Story().working()
    seq = story.does("Lin", "remind", requirement="changes", text="我的电话是一三八……")
    body = story.entry(seq).body
    assert body is not None
    left = skeleton(body.act)
    story.does("Operator", "erase", entry=seq, reason="当事人申请删除", skeleton=left, due=body.due)
    erased = [replace(e, body=None) if e.seq == seq else e for e in story.entries]
    after = fold(story.order.id, erased)
    assert after == story.order
    assert reminded(after, "changes")[0].entries == (seq,)


def test_a_reminder_moves_no_sum_and_can_be_cited_by_who_finds() -> None:
    """The finder reads the reminders beside the item, and names them in his reasons; the award is 200 still."""
    story = Story().working()
    said = [story.does("Lin", "remind", requirement="changes", text="不只是模板") for _ in range(3)]
    story.delivers("template", "changes", "data")
    story.disputed().mediated()
    mediator = actor("Mediator")
    seen = view(story.order, mediator)
    assert seen is not None
    assert once(story, "changes") == reminded(seen, "changes")[0]
    assert all(sees(story.order, mediator, story.entry(seq)) for seq in said)
    story.finds("template", 10_000)
    answered = f"交付前已三次提醒（#{said[0]}、#{said[1]}、#{said[2]}），不能说不知道有这一项"
    story.does("Mediator", "find", requirement="changes", delivered_bp=0, reason=answered)
    story.finds("data", 0)
    story.determined().executed("reduce")
    assert story.money() == (200, 200, 0)
    story.check()


def test_both_sides_first_agree_on_what_is_contested() -> None:
    story = Story().working()
    story.delivers("template", "changes", "data")
    story.disputed("template", "changes")
    story.is_refused("Lin", "confirm_issues", "issues_incomplete", requirements=("changes",))
    story.is_refused("Lin", "confirm_issues", "not_contested", requirements=("changes", "template", "data"))
    story.is_refused("Lin", "confirm_issues", "requirement_unknown", requirements=("changes", "price"))
    story.does("Lin", "confirm_issues", requirements=("changes", "template"), text="改没改，不是做没做模板")
    assert confirmed_issues(story.order, "buyer")
    assert not confirmed_issues(story.order, "seller")
    story.is_refused("Lin", "confirm_issues", "issues_already_confirmed", requirements=("template", "changes"))
    story.does("Qiao", "confirm_issues", requirements=("template", "changes"))
    assert confirmed_issues(story.order, "seller")
    # It is the sides' own list: nobody else confirms it for them.
    story.mediated()
    story.is_refused("Mediator", "confirm_issues", "role_may_not", requirements=("template", "changes"))
    story.check()


def test_one_more_contested_item_asks_both_anew_and_one_fewer_does_not() -> None:
    story = Story().working()
    story.disputed("template", "changes")
    for name in ("Lin", "Qiao"):
        story.does(name, "confirm_issues", requirements=("template", "changes"))
    offer = story.offers("Qiao", {"template": yuan(200)})
    story.does("Lin", "accept_offer", offer=offer)
    assert story.order.contested == ("changes",)
    assert all(confirmed_issues(story.order, party) for party in ("buyer", "seller"))
    story.disputed("data")
    assert not any(confirmed_issues(story.order, party) for party in ("buyer", "seller"))
    story.does("Qiao", "confirm_issues", requirements=("changes", "data"))
    assert [confirmed_issues(story.order, party) for party in ("buyer", "seller")] == [False, True]
    story.check()


def test_a_proposal_needs_no_list_and_a_decision_neither() -> None:
    """The list is a courtesy to clear thought: who never confirms it stops nothing."""
    story = Story().working()
    story.delivers("template", "changes", "data")
    story.disputed().mediated()
    story.offers("Mediator", {"changes": yuan(50)}, reason="按完成情况提出")
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000)
    story.determined(cause="none").executed("reduce")
    assert story.money() == (400, 0, 0)
