"""Stories of handing in, trying, accepting and rejecting, and of where the files go."""

from datetime import timedelta

from gongdao.kernel.values import CheckCite
from tests.scenarios.story import SHA, Story, file, founding_agreement, yuan


def test_the_seller_who_is_right_is_paid_in_full() -> None:
    """The buyer says "it does not work". The check says it does, the finding says so too: 400, whatever he says."""
    story = Story().working()
    delivery = story.delivers("template", "changes", "data")
    checks = [story.checked(delivery, r, "passed") for r in ("template", "changes", "data")]
    for requirement in ("template", "changes", "data"):
        story.rejects(delivery, requirement, "打不开，不能用")
    story.disputed(by="Qiao").mediated()
    story.does("Lin", "claim", requirement="template", text="不能用", demand=0)
    for requirement, check in zip(("template", "changes", "data"), checks, strict=True):
        story.finds(requirement, 10_000, checks=(CheckCite(check=check, ground="starts"),))
    story.determined().executed()
    assert story.order.phase == "closed"
    assert story.money() == (400, 0, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_a_buyer_who_never_answers_has_accepted_when_the_agreed_period_ends() -> None:
    story = Story().working()
    delivery = story.delivers("template", "changes", "data")
    assert story.order.phase == "inspecting"
    assert story.nobody_acts("inspect") == "deemed_accepted"
    assert {item.verdict for item in story.order.items.values()} == {"deemed"}
    assert story.order.phase == "closed"
    assert story.money() == (400, 0, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_silence_accepts_nothing_that_a_check_found_wanting() -> None:
    story = Story().working()
    delivery = story.delivers("template", "changes", "data")
    story.checked(delivery, "template", "passed")
    story.checked(delivery, "changes", "failed", kind="changes")
    story.checked(delivery, "data", "cannot_tell", kind="dataset")
    story.nobody_acts("inspect")
    assert story.order.items["template"].verdict == "deemed"
    assert story.order.items["data"].verdict == "deemed"
    assert story.order.contested == ("changes",)
    # The undisputed items are paid at once (the deposit counts first), only the contested one stays locked.
    assert story.money() == (300, 0, 100)
    assert story.custody(delivery) == "held"
    story.mediated().finds("changes", 0, cure_refused=True)
    story.determined().executed()
    assert story.money() == (300, 100, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_agreed_items_are_paid_while_others_are_disputed() -> None:
    story = Story().working()
    first = story.delivers("template")
    second = story.delivers("changes", sha="cd" * 32)
    story.rejects(second, "changes")
    story.disputed("changes")
    story.accepts(first, "template")
    assert story.order.phase == "disputed"
    assert story.order.items["template"].paid
    assert story.custody(first) == "with_buyer"
    third = story.delivers("data", sha="ef" * 32)
    story.accepts(third, "data")
    assert story.money() == (300, 0, 100)
    story.mediated().finds("changes", 5_000)
    story.determined().executed("reduce")
    assert story.money() == (350, 50, 0)
    assert story.custody(second) == "with_buyer"
    story.check()


def test_what_custody_refuses_was_never_delivered() -> None:
    """The seller hands in a broken archive on the last day. His clock did not stop, and he is not late before custody
    has spoken."""
    story = Story().working()
    until = story.turn_of("work").due
    assert until is not None
    story.now = until - timedelta(minutes=1)
    broken = story.does("Qiao", "deliver", requirements=("template", "changes", "data"), files=(file(),))
    story.now = until + timedelta(minutes=1)
    story.is_refused("Platform", "lapse", "custody_silent", clock="work:0")
    story.does("Platform", "refuse_delivery", delivery=broken, code="bomb", detail="42 TB")
    assert story.order.items["template"].delivery is None
    story.is_refused("Lin", "inspect", "not_delivered", delivery=broken, requirement="template", verdict="accepted")
    assert story.nobody_acts("work") == "marked_late"
    assert story.order.late
    assert story.nobody_acts("late") == "contested"
    assert set(story.order.contested) == {"template", "changes", "data"}
    story.check()


def test_a_rejected_delivery_is_mended_and_the_old_files_go_back() -> None:
    story = Story().working()
    first = story.delivers("template", "changes", "data")
    story.accepts(first, "data")
    story.rejects(first, "template", "颜色不对")
    story.rejects(first, "changes", "栏目没改")
    story.is_refused("Lin", "inspect", "already_inspected", delivery=first, requirement="template", verdict="accepted")
    assert story.agenda() == {"cure"}
    second = story.delivers("template", "changes", sha="cd" * 32)
    story.is_refused("Lin", "inspect", "delivery_replaced", delivery=first, requirement="template", verdict="accepted")
    story.accepts(second, "template", "changes")
    assert story.money() == (400, 0, 0)
    assert story.custody(second) == "with_buyer"
    # The first one still holds the data he accepted, so he gets it too.
    assert story.custody(first) == "with_buyer"
    story.check()


def test_revisions_are_counted_and_then_the_matter_is_disputed() -> None:
    story = Story().working(founding_agreement(revisions=1))
    for number in range(2):
        delivery = story.delivers("template", sha=f"{number:064x}")
        story.rejects(delivery, "template")
    story.is_refused("Qiao", "deliver", "no_revision_left", requirements=("template",), files=(file(),))
    assert story.nobody_acts("cure") == "contested"
    assert story.order.contested == ("template",)
    story.check()


def test_a_promise_of_help_is_witnessed_by_the_one_it_was_given_to() -> None:
    story = Story().working()
    promise = story.does(
        "Qiao",
        "promise",
        text="协助安装和调试",
        test="买家的服务器上首页能打开",
        until=story.now + timedelta(days=20),
        requirement="template",
    )
    idle = story.does(
        "Qiao", "promise", text="一年内免费修", test="报修后三天内处理", until=story.now + timedelta(days=30)
    )
    delivery = story.delivers("template", "changes", "data")
    story.accepts(delivery, "template", "changes", "data")
    assert story.order.phase == "closed"
    story.is_refused("Qiao", "witness_promise", "own_promise", promise=promise, kept=True)
    story.does("Lin", "witness_promise", promise=promise, kept=True, text="当天装好")
    assert story.order.promises[promise].status == "kept"
    # A promise outlives the order; nobody said anything of the other one.
    assert story.nobody_acts("promise") == "unwitnessed"
    assert story.order.promises[idle].status == "unwitnessed"
    story.check()


def test_files_are_handed_only_to_the_one_entitled() -> None:
    story = Story().working()
    delivery = story.delivers("template", "changes", "data")
    handing = {"delivery": delivery, "to": "buyer", "person": "lin", "files": (SHA,)}
    story.is_refused("Platform", "hand_over", "not_entitled", **handing)
    story.accepts(delivery, "template", "changes", "data")
    story.does("Platform", "hand_over", **handing)
    story.is_refused("Platform", "hand_over", "not_entitled", **{**handing, "to": "seller", "person": "qiao"})
    story.is_refused("Platform", "hand_over", "not_entitled", **{**handing, "person": "qiao"})
    story.is_refused("Platform", "hand_over", "files_differ", **{**handing, "files": ("00" * 32,)})
    story.check()


def test_custody_confirms_only_the_very_bytes_that_were_handed_in() -> None:
    story = Story().working()
    delivery = story.does("Qiao", "deliver", requirements=("template",), files=(file(),))
    story.is_refused("Platform", "receipt", "files_differ", delivery=delivery, files=(file(sha="00" * 32),))
    story.is_refused("Qiao", "receipt", "role_may_not", delivery=delivery, files=(file(),))
    story.does("Platform", "receipt", delivery=delivery, files=(file(),))
    story.is_refused("Platform", "receipt", "delivery_closed", delivery=delivery, files=(file(),))
    assert story.order.held == yuan(200)
    story.check()


def test_what_custody_has_confirmed_it_cannot_refuse_any_more() -> None:
    story = Story().working()
    delivery = story.delivers("template")
    story.is_refused("Platform", "refuse_delivery", "delivery_closed", delivery=delivery, code="bomb")
    assert story.custody(delivery) == "held"
    story.check()


def test_an_item_taken_out_of_the_order_goes_back_to_the_seller() -> None:
    """Its files lay in custody, not looked at yet; nobody pays for them and nobody keeps them."""
    story = Story().working()
    dropped, kept = story.delivers("data"), story.delivers("template", sha="cd" * 32)
    change = story.does("Qiao", "propose_change", drops=("data",), price=yuan(300), reason="不需要数据了")
    story.does("Lin", "accept_change", change=change)
    assert story.custody(dropped) == "returned"
    assert story.custody(kept) == "held"
    story.check()


def test_a_cure_that_succeeds_leaves_the_order_as_if_nothing_had_been_decided() -> None:
    """The next dispute has its evidence period and its mediator's clock like the first one."""
    story = Story().working().disputed("changes").mediated()
    story.finds("changes", 0)
    story.determined().does("Lin", "elect", option="cure")
    story.accepts(story.delivers("changes"), "changes")
    assert story.agenda() == {"work"}
    story.is_refused("Qiao", "waive_evidence", "wrong_phase")
    story.disputed("data")
    assert {"evidence", "work"} <= story.agenda()
    story.rests()
    assert "find" in story.agenda()
    story.check()
