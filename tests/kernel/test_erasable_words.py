"""Erasure takes every word of an act and every name, and nothing a decision reads."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from gongdao.kernel.acts import ACTS, ActBase, Exhibit
from gongdao.kernel.erasure import ERASED, is_skeleton, skeleton

WORD = "电话138"
NAME = "林某某"

WORDS_GO = """question answer claim respond statement remind confirm_issues exhibit answer_exhibit caucus_note challenge
decline_change decline_offer feedback answer_feedback hand_over_case minutes"""
"""Acts of which no word is left."""
NAMES_GO = "draft add_person take hand_over_case seat_finders"
"""Acts of which no person's name is left; what a draft agrees on stays."""
WORDS_STAY = """amend object withdraw propose_change overrun ask_more ask_early refuse_request end promise
witness_promise deliver receipt refuse_delivery check_result inspect dispute decide_challenge propose_meeting extend
offer find find_cause appeal determine execute lapse confirm_funds confirm_payout"""
"""Acts that agree, move money or decide: their words are the reasons of it, and stay with it."""
ERASABLE = {*WORDS_GO.split(), *NAMES_GO.split()}


def example(kind: inspect.Type, name: str = "") -> Any:
    """A value of a type with a word of somebody's wherever it takes words."""
    match kind:
        case inspect.Metadata():
            return example(kind.type, name)
        case inspect.StrType(pattern=None):
            return {"Person.name": NAME, "Person.tz": "Asia/Shanghai"}.get(name, WORD)
        case inspect.StrType():
            return "ab" * 32
        case inspect.LiteralType():
            return kind.values[-1]
        case inspect.IntType():
            return max(kind.ge or 0, 1)
        case inspect.BoolType():
            return True
        case inspect.DateTimeType():
            return datetime(2026, 3, 2, 1, tzinfo=UTC)
        case inspect.TupleType():
            return tuple(example(item, name) for item in kind.item_types)
        case inspect.VarTupleType():
            return (example(kind.item_type, name),)
        case inspect.DictType():
            return {}
        case inspect.UnionType():
            return example(next(t for t in kind.types if not isinstance(t, inspect.NoneType)), name)
        case inspect.StructType():
            return kind.cls(**{f.name: example(f.type, f"{kind.cls.__name__}.{f.name}") for f in kind.fields})
    raise AssertionError(f"no example of {kind} for {name}")


def act_of(tag: str) -> ActBase:
    act = example(inspect.type_info(ACTS[tag]))
    assert isinstance(act, ActBase)
    return act


def encoded(act: ActBase | None) -> str:
    return msgspec.json.encode(act).decode()


def test_every_act_that_holds_words_or_names_is_in_one_of_the_lists() -> None:
    """So that a new act cannot be forgotten. An erasure itself holds what is left of an act, and the reason."""
    assert not ERASABLE & set(WORDS_STAY.split())
    examples = {tag: encoded(act_of(tag)) for tag in ACTS if tag != "erase"}
    holding = {tag for tag, text in examples.items() if WORD in text or NAME in text}
    assert holding == ERASABLE | set(WORDS_STAY.split())


@pytest.mark.parametrize("tag", sorted(ERASABLE))
def test_nothing_that_was_said_is_left(tag: str) -> None:
    act = act_of(tag)
    left = skeleton(act)
    assert NAME not in encoded(left)
    assert (WORD in encoded(left)) is (tag == "draft")
    # The rest is as it was.
    gone = encoded(act).replace(NAME, ERASED)
    assert encoded(left) == (gone if tag == "draft" else gone.replace(WORD, ERASED))
    assert left is not None
    assert is_skeleton(left)
    assert not is_skeleton(act)


@pytest.mark.parametrize("tag", sorted(set(ACTS) - ERASABLE - {"erase"}))
def test_what_moves_money_or_decides_cannot_be_erased(tag: str) -> None:
    assert skeleton(act_of(tag)) is None


def test_an_exhibit_without_a_file_is_erased_as_well() -> None:
    left = skeleton(Exhibit(kind="chat_log", title=WORD, text=WORD))
    assert left == Exhibit(kind="chat_log", title=ERASED, text=ERASED, source=ERASED, link=ERASED)
