"""Stories of coming to an agreement: item by item, in words or by conduct, and by more than one person."""

import msgspec

from tests.scenarios.story import Story, founding_agreement, person, yuan


def drafted() -> Story:
    story = Story()
    story.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=founding_agreement())
    return story


def test_an_agreement_is_formed_by_conduct() -> None:
    """The buyer accepts and pays; the seller says nothing, but answers each item and starts. That is acceptance."""
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    story.pays(yuan(400))
    story.is_refused("Qiao", "start", "requirement_unanswered", hash=story.order.hash)
    story.does("Qiao", "accept_item", requirement="template")
    story.does("Qiao", "accept_item", requirement="data")
    question = story.does("Qiao", "question", requirement="changes", text="栏目改哪几个？")
    story.does("Lin", "answer", question=question, text="见修改文档第二页")
    story.does("Qiao", "start", hash=story.order.hash)
    assert story.order.phase == "working"
    assert story.order.agreed
    assert all(item.answer == "accepted" for item in story.order.items.values())
    assert story.money() == (0, 0, 400)
    story.check()


def test_paying_alone_forms_nothing_and_comes_back() -> None:
    """The seller never answers a buyer who has already paid. His silence is no acceptance, and the money returns."""
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    story.pays(yuan(400))
    assert story.nobody_acts("answer_proposal") == "withdrawn"
    assert story.order.phase == "withdrawn"
    assert story.money() == (0, 400, 0)
    story.check()


def test_an_objection_needs_an_amendment_and_every_acceptance_falls() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    before = story.order.hash
    story.does("Qiao", "object", requirement="changes", text="改这么多，100 元做不了")
    story.is_refused("Qiao", "accept", "requirement_objected", hash=before)
    agreement = founding_agreement()
    dearer = msgspec.structs.replace(agreement.requirements[1], price=yuan(150))
    requirements = (agreement.requirements[0], dearer, agreement.requirements[2])
    amended = msgspec.structs.replace(agreement, requirements=requirements, price=yuan(450))
    story.does("Lin", "amend", agreement=amended, reason="修改部分加到 150")
    assert story.order.accepted_by == ()
    assert story.order.phase == "draft"
    story.does("Qiao", "propose", hash=story.order.hash)
    story.is_refused("Lin", "accept", "hash_differs", hash=before)
    story.does("Lin", "accept", hash=story.order.hash)
    story.does("Qiao", "accept", hash=story.order.hash)
    assert story.order.phase == "agreed"
    story.check()


def test_an_unanswered_question_blocks_acceptance_until_its_clock_has_run() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    asked = story.does("Qiao", "question", requirement="data", text="采集多少条？")
    story.is_refused("Qiao", "accept", "question_open", hash=story.order.hash)
    assert story.nobody_acts("question") == "unanswered"
    assert story.order.questions[asked].lapsed
    # The silence answers nothing: the seller may still take the item on as it is written, or object.
    story.does("Lin", "accept", hash=story.order.hash)
    story.does("Qiao", "accept", hash=story.order.hash)
    assert story.order.phase == "agreed"
    story.check()


def test_two_named_persons_act_for_one_party() -> None:
    """The seller's engineer joins, is named in the record, and delivers; nobody can sit on both sides."""
    story = drafted()
    story.does("Qiao", "add_person", party="seller", person=person("Qiao's engineer"))
    story.is_refused("Lin", "add_person", "person_in_both_parties", party="buyer", person=person("Qiao's engineer"))
    story.is_refused("Lin", "add_person", "not_your_party", party="seller", person=person("Lin's assistant"))
    story.is_refused("Lin's assistant", "propose", "not_seated", hash=story.order.hash)
    story.does("Lin", "add_person", party="buyer", person=person("Lin's assistant"))
    story.does("Lin's assistant", "propose", hash=story.order.hash)
    story.does("Lin's assistant", "accept", hash=story.order.hash)
    # One acceptance per side: the second person of a party cannot accept a second time.
    story.is_refused("Lin", "accept", "already_accepted", hash=story.order.hash)
    accepted = story.does("Qiao", "accept", hash=story.order.hash)
    story.pays(yuan(200), "deposit").pays(yuan(200))
    started = story.does("Qiao's engineer", "start", hash=story.order.hash)
    assert story.entry(accepted).actor.person == "qiao"
    assert story.entry(started).actor.person == "qiao2"
    assert story.order.phase == "working"
    story.check()


def test_a_buyer_who_paid_early_may_still_amend_within_what_he_paid() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    story.pays(yuan(400))
    story.does("Qiao", "object", requirement="data", text="采集量太大")
    agreement = founding_agreement()
    smaller = msgspec.structs.replace(agreement, requirements=agreement.requirements[:2], price=yuan(300))
    story.is_refused("Lin", "amend", "overfunded", agreement=smaller)
    clearer = msgspec.structs.replace(agreement.requirements[2], what="首页 50 条新闻")
    same_price = msgspec.structs.replace(agreement, requirements=(*agreement.requirements[:2], clearer))
    story.does("Lin", "amend", agreement=same_price)
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    story.does("Qiao", "accept", hash=story.order.hash)
    assert story.order.phase == "funded"
    assert story.money() == (0, 0, 400)
    story.check()


def test_nobody_walks_away_while_money_is_on_its_way() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Lin", "accept", hash=story.order.hash)
    fund = story.does("Lin", "fund", purpose="escrow", amount=yuan(400))
    for name in ("Lin", "Qiao"):
        story.is_refused(name, "withdraw", "wrong_phase", reason="算了")
    story.does("Platform", "confirm_funds", fund=fund, rail="sandbox", reference="r")
    story.does("Qiao", "withdraw", reason="算了")
    assert story.money() == (0, 400, 0)
    story.check()


def test_an_amended_draft_has_its_time_anew() -> None:
    story = drafted()
    until = story.turn_of("draft").due
    assert until is not None
    shorter = msgspec.structs.replace(founding_agreement(), title="仿站")
    story.passes(days=14).does("Lin", "amend", agreement=shorter)
    later = story.turn_of("draft").due
    assert later is not None
    assert (later - until).days >= 14
    story.check()


def test_accepting_the_list_takes_on_every_item_of_it() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    question = story.does("Qiao", "question", requirement="data", text="多少条？")
    story.does("Lin", "answer", question=question, text="三百条")
    assert story.order.questions[question].answer_text == "三百条"
    assert story.order.items["data"].answer == "questioned"
    story.does("Qiao", "accept", hash=story.order.hash)
    assert {item.answer for item in story.order.items.values()} == {"accepted"}
    story.check()


def test_an_item_whose_question_lapsed_can_be_accepted_alone() -> None:
    story = drafted()
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Qiao", "question", requirement="data", text="多少条？")
    story.is_refused("Qiao", "accept_item", "question_open", requirement="data")
    story.nobody_acts("question")
    story.does("Qiao", "accept_item", requirement="data")
    assert story.order.items["data"].answer == "accepted"
    story.is_refused("Qiao", "accept_item", "requirement_unknown", requirement="nothing")
    story.is_refused("Qiao", "object", "requirement_unknown", requirement="nothing", text="做不了")
    story.check()
