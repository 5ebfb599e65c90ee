"""Stories of reasons: whoever takes something from another, or decides about him, says why, in words."""

from collections.abc import Callable
from typing import Any

import pytest

from gongdao.kernel.erasure import skeleton
from gongdao.kernel.values import OfferItem
from tests.kernel import states
from tests.scenarios.story import Story, person


def extension(story: Story) -> dict[str, Any]:
    return {"clock": story.turn_of("work").clock, "days": 3}


def offer(story: Story) -> dict[str, Any]:
    return {"covers": (OfferItem(requirement="changes", sum=1),), "lapses_at": story.now.replace(day=story.now.day + 3)}


def rejection(story: Story) -> dict[str, Any]:
    return {"delivery": next(iter(story.order.deliveries)), "requirement": "changes", "verdict": "rejected"}


def erasure(story: Story) -> dict[str, Any]:
    draft = story.entry(1).body
    assert draft is not None
    return {"entry": 1, "skeleton": skeleton(draft.act), "due": draft.due}


@pytest.mark.parametrize(
    ("lived", "name", "tag", "content", "words"),
    [
        (lambda: Story().working(), "Lin", "extend", extension, "reason"),
        (lambda: Story().working(), "Qiao", "end", {"ground": "impossible"}, "reason"),
        (lambda: Story().working(), "Qiao", "propose_change", {"extra_days": 3, "price": 40_000}, "reason"),
        (states.inspecting, "Lin", "inspect", rejection, "reason"),
        (states.inspecting, "Lin", "dispute", {"requirements": ("changes",)}, "reason"),
        (states.mediated, "Lin", "challenge", {"ground": "delay"}, "text"),
        (states.challenged, "Operator", "decide_challenge", {"replaced": True}, "reason"),
        (states.mediated, "Mediator", "hand_over_case", {"to": person("Other mediator")}, "notes"),
        (states.mediated, "Mediator", "offer", offer, "reason"),
        (states.mediated, "Mediator", "find", {"requirement": "changes", "delivered_bp": 0}, "reason"),
        (states.mediated, "Mediator", "find_cause", {"cause": "seller"}, "reason"),
        (states.determined, "Qiao", "appeal", {"ground": "bias", "requirements": ("changes",)}, "reason"),
        (lambda: Story().working(), "Operator", "erase", erasure, "reason"),
    ],
)
def test_it_is_refused_without_a_reason_and_stands_with_one(
    lived: Callable[[], Story], name: str, tag: str, content: Any, words: str
) -> None:
    story = lived()
    given = content(story) if callable(content) else dict(content)
    if tag == "decide_challenge":
        given["challenge"] = next(iter(story.order.challenges))
    for blank in ("", " \n"):
        story.is_refused(name, tag, "reason_missing", **given, **{words: blank})
    story.does(name, tag, **given, **{words: "见记录"})
