"""The shape every rule has: who may act, in which phases, what is checked, and what the act then does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .acts import ActBase, tag_of
from .entry import Entry
from .refusals import Refusal, refuse
from .state import Order, Phase
from .values import Actor, Role

Ladder = Callable[[Order, Actor, Any, datetime], "ActBase | Refusal | None"]
"""Guards in a row. None lets the act through as it is; an act is the completed one; a Refusal stops it."""


HORIZON = timedelta(days=5 * 366)
"""How far ahead an instant may lie that an act names itself."""


def fault_of_instant(instant: datetime, at: datetime) -> Refusal | None:
    """Why an instant named by an act is no use: it has passed, or nobody will be there."""
    if instant <= at:
        return refuse("instant_past", instant=instant.isoformat())
    if instant > at + HORIZON:
        return refuse("instant_too_far", instant=instant.isoformat(), latest=(at + HORIZON).isoformat())
    return None


def always(order: Order, actor: Actor) -> bool:
    """The act is possible whenever role and phase are right."""
    return True


class Rule(NamedTuple):
    """One act's law. `ready` is what `allowed` asks besides role and phase; content is judged by `may` alone."""

    act: type[ActBase]
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]
    may: Ladder
    do: Callable[[Order, Entry, Any], Order]
    ready: Callable[[Order, Actor], bool] = always

    @property
    def tag(self) -> str:
        """The tag of the act this rule is about."""
        return str(self.act.__struct_config__.tag)


PARTIES: tuple[Role, ...] = ("buyer", "seller")
PEOPLE: tuple[Role, ...] = ("buyer", "seller", "mediator")
BEFORE: tuple[Phase, ...] = ("draft", "proposed")
WORK: tuple[Phase, ...] = ("working", "inspecting", "disputed", "determined")
"""Phases in which items nobody contests are worked on: a dispute, or its decision, locks only what it is about."""
LIVE: tuple[Phase, ...] = ("agreed", "funded", "working", "inspecting", "disputed", "determined")
DISPUTED: tuple[Phase, ...] = ("disputed",)
AFTER: tuple[Phase, ...] = ("executed", "closed")
ANY: tuple[Phase, ...] = (*BEFORE, *LIVE, *AFTER)

__all__ = [
    "AFTER",
    "ANY",
    "BEFORE",
    "DISPUTED",
    "LIVE",
    "PARTIES",
    "PEOPLE",
    "WORK",
    "Ladder",
    "Rule",
    "always",
    "fault_of_instant",
    "tag_of",
]
