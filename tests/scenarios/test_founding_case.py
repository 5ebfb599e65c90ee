"""The founding case, with our own parties: three items, one delivered, and demands that move nothing."""

import pytest

from tests.scenarios.story import Story, yuan


def disputed(done: tuple[str, ...], demand: int) -> Story:
    """400 for three items, 200 paid as earnest money; the seller delivers some of it and asks for more."""
    story = Story().working()
    story.does("Qiao", "ask_more", amount=yuan(100), reason="工作量超出预期")
    story.delivers("template")
    story.does("Lin", "dispute", requirements=("template", "changes", "data"), reason="三项只做了一项")
    story.does("Lin", "claim", requirement="changes", text="修改没有做", demand=yuan(200))
    story.does("Qiao", "claim", requirement="template", text="已经做完了", demand=demand)
    story.does("Qiao", "exhibit", kind="screenshot", title="需求截图", requirement="changes", text="三项需求")
    story.mediated()
    for requirement in ("template", "changes", "data"):
        refused = requirement == "changes"
        story.finds(requirement, 10_000 if requirement in done else 0, cure_refused=refused and requirement not in done)
    return story.determined().executed()


@pytest.mark.parametrize("demand", [yuan(400), yuan(600), yuan(10_000)])
def test_template_alone_is_worth_200_whatever_is_demanded(demand: int) -> None:
    story = disputed(("template",), demand)
    assert story.order.phase == "closed"
    assert (story.order.released, story.order.refunded, story.order.held) == (yuan(200), yuan(200), 0)
    story.check()


def test_template_and_data_are_worth_300() -> None:
    story = disputed(("template", "data"), yuan(400))
    assert (story.order.released, story.order.refunded) == (yuan(300), yuan(100))
    story.check()


def test_all_three_parts_are_worth_400() -> None:
    story = disputed(("template", "changes", "data"), yuan(400))
    assert (story.order.released, story.order.refunded) == (yuan(400), 0)
    story.check()
