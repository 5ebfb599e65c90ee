"""Dated rule sets: numbers and articles as data, read once, so that an old order keeps computing under its own.

A rule set never changes after an order was agreed under it; a new reading of the law is a new rule set.
"""

from __future__ import annotations

import datetime
import tomllib
from importlib.resources import files
from typing import Any

import msgspec


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published number, its source, and whether that was read (V), second-hand (S), from memory (M), ours (O)."""

    value: int
    source: str
    status: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule stands in this law. `compare` names texts that say the same or differ, outside this law."""

    article: str
    status: str
    compare: str = ""


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One law at one time: its causes of an end, its published parameters and its rules by id."""

    id: str
    law: str
    in_force: datetime.date
    causes: tuple[str, ...]
    parameters: dict[str, Parameter]
    rules: dict[str, Rule]
    until: datetime.date | None = None
    extends: str = ""
    supersedes: str = ""

    def parameter(self, name: str) -> int:
        """The published value; KeyError if this law has no such parameter."""
        return self.parameters[name].value

    def article(self, rule: str) -> str:
        """The article a derivation cites for the rule, "" where this law has none."""
        found = self.rules.get(rule)
        return found.article if found else ""


DEFAULT = "cn-2021"
_NAMES = ("cn-2021", "cn-2021-undiscounted", "cn-1999", "cisg-1980")


def _load() -> dict[str, RuleSet]:
    """Read the data files that ship with the code. A set that extends another states only what differs."""
    raw: dict[str, dict[str, Any]] = {}
    for name in _NAMES:
        raw[name] = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    sets: dict[str, RuleSet] = {}
    for name, own in raw.items():
        base = raw.get(own.get("extends", ""), {})
        whole = {
            **{key: value for key, value in base.items() if key != "supersedes"},
            **own,
            "parameters": {**base.get("parameters", {}), **own["parameters"]},
            "rules": {**base.get("rules", {}), **own["rules"]},
        }
        sets[name] = msgspec.convert(whole, RuleSet)
    return sets


rule_sets: dict[str, RuleSet] = _load()
"""Every rule set this program can compute under, by id. The first is the default for new orders."""
