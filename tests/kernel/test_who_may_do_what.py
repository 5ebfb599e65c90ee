"""Every act × every role × every phase against a table kept by hand, and what is open to whom in every state."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from gongdao.kernel.acts import ACTS
from gongdao.kernel.clocks import turns
from gongdao.kernel.decide import admitted, allowed, decide
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Phase
from gongdao.kernel.values import PLATFORM, Actor, Role
from tests.kernel.states import PHASE_OF, STATES
from tests.properties.walk import Content
from tests.scenarios.story import Story

HERE = Path(__file__).parent
SEATED = {
    "buyer": Actor(person="lin", role="buyer"),
    "seller": Actor(person="qiao", role="seller"),
    "mediator": Actor(person="med", role="mediator"),
    "finder": Actor(person="f1", role="finder"),
    "operator": Actor(person="op", role="operator"),
    "platform": PLATFORM,
}
PHASES = get_args(Phase)


@cache
def law() -> dict[str, dict[str, list[str]]]:
    """Roles and phases of every act, from the table."""
    tables = tomllib.loads((HERE / "law.toml").read_text(encoding="utf-8"))
    return {
        tag: {key: words.split() for key, words in row.items()}
        for family in tables.values()
        for tag, row in family.items()
    }


@cache
def order_in(phase: str) -> Story:
    return PHASE_OF[phase]()


def content(story: Story, tag: str, actor: Actor) -> Any:
    """Some content for an act: whether it fits is not the question here."""
    walk = SimpleNamespace(order=story.order, now=story.now, entries=story.entries)
    for seed in range(50):
        try:
            act = Content(Random(seed), walk).of(tag, actor)  # type: ignore[arg-type]
        except TypeError as error:
            pytest.fail(f"{tag}: {error}; give it content by a method {tag}() of Content in tests/properties/walk.py")
        if act is not None:
            return act
    raise AssertionError(f"no content for {tag}: Content.{tag}() in tests/properties/walk.py answers None for 50 seeds")


def expected(tag: str, actor: Actor, story: Story) -> str:
    """What the table says: a code, or "content" where role, seat and phase are right."""
    row = law().get(tag)
    if row is None:
        pytest.fail(f"tests/kernel/law.toml has no row for {tag}: say there by whom and in which phases it may be done")
    if actor.role not in row["by"]:
        return "role_may_not"
    seated = actor.role in ("operator", "platform") or (actor.role == "mediator" and tag == "take")
    if not seated and story.order.role_of(actor.person) != actor.role:
        return "not_seated"
    if tag == "draft":
        return "order_exists"
    return "content" if story.order.phase in row["in"] else "wrong_phase"


def test_the_table_knows_every_act_and_no_other() -> None:
    new, gone = sorted(set(ACTS) - set(law())), sorted(set(law()) - set(ACTS))
    assert not new, f"add to tests/kernel/law.toml, by hand, by whom and in which phases these may be done: {new}"
    assert not gone, f"tests/kernel/law.toml has acts the kernel does not know: {gone}; a tag is for ever"
    for tag, row in law().items():
        assert set(row["by"]) <= set(get_args(Role)), tag
        assert set(row["in"]) <= set(PHASES), tag


@pytest.mark.parametrize("phase", PHASES)
def test_every_act_by_every_role(phase: str) -> None:
    story = order_in(phase)
    assert story.order.phase == phase
    wrong = []
    for tag in ACTS:
        for role in get_args(Role):
            actor = SEATED[role]
            refusal = admitted(story.order, actor, ACTS[tag])
            got = refusal.code if refusal else "content"
            if got != expected(tag, actor, story):
                wrong.append(f"{tag} by {role}: {got}, the table says {expected(tag, actor, story)}")
            if refusal is not None:
                answer = decide(story.order, actor, content(story, tag, actor), story.now)
                if not isinstance(answer, Refusal) or answer.code != refusal.code:
                    wrong.append(f"{tag} by {role} went past the door")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("role", ["buyer", "seller", "mediator", "finder"])
def test_a_stranger_may_do_nothing_in_any_role_that_has_a_seat(phase: str, role: Role) -> None:
    story = order_in(phase)
    stranger = Actor(person="stranger", role=role)
    may = allowed(story.order, stranger, story.now)
    assert set(may) <= ({"take"} if role == "mediator" else set())
    for tag in set(ACTS) - {"take"}:
        answer = decide(story.order, stranger, content(story, tag, stranger), story.now)
        assert isinstance(answer, Refusal)
        assert answer.code in ("role_may_not", "not_seated"), tag


def test_before_the_first_entry_only_a_party_may_draft() -> None:
    story = Story()
    for role, actor in SEATED.items():
        assert allowed(story.order, actor, story.now) == (("draft",) if role in ("buyer", "seller") else ())


def standing(story: Story) -> dict[str, Any]:
    """What an order in this state asks of whom, and lets whom do."""
    by = {role: sorted(allowed(story.order, actor, story.now)) for role, actor in SEATED.items()}
    return {
        "phase": story.order.phase,
        "turns": sorted({f"{t.who} {t.what} else {t.default}" for t in turns(story.order)}),
        **{role: " ".join(tags) for role, tags in by.items()},
    }


def words_of(value: Any) -> set[str]:
    """The entries of a cell of the table: tags in a text, or lines in a list."""
    return set(value.split() if isinstance(value, str) else value)


@pytest.mark.parametrize("name", STATES)
def test_what_is_open_to_whom(name: str) -> None:
    """`states.toml` is kept by hand as well; what the code says differently stands in the message."""
    table = tomllib.loads((HERE / "states.toml").read_text(encoding="utf-8"))[name]
    wrong = [
        f"  {key}: the code has more: {sorted(more)}, and lacks: {sorted(less)}"
        for key, now in standing(STATES[name]()).items()
        if (more := words_of(now) - words_of(table[key])) | (less := words_of(table[key]) - words_of(now))
    ]
    assert not wrong, "\n".join(
        [f'if the law was meant to change, change ["{name}"] in tests/kernel/states.toml:', *wrong]
    )
    assert standing(STATES[name]()) == table


def test_the_table_of_states_knows_every_state_and_no_other() -> None:
    assert set(tomllib.loads((HERE / "states.toml").read_text(encoding="utf-8"))) == set(STATES)
