"""`gongdao rules`: the rule sets an order can pin, their published numbers, every rule with its article."""

from __future__ import annotations

import sys

import msgspec
from rich.console import Console
from rich.table import Table as Grid

from gongdao.remedy import RuleSet, rule_sets
from gongdao.words.lookup import Table, say
from gongdao.words.remedy import PARAMETERS, RULE_SETS, STATUSES, cite, per_cent
from gongdao.words.rules import TITLES

TEXTS: Table = {
    "from": {"zh-hans": "自 {date} 起", "en": "from {date}"},
    "until": {"zh-hans": "自 {date} 至 {until}", "en": "{date} to {until}"},
    "parameter": {"zh-hans": "参数", "en": "Parameter"},
    "value": {"zh-hans": "数值", "en": "Value"},
    "source": {"zh-hans": "出处", "en": "Source"},
    "status": {"zh-hans": "核对情况", "en": "Status"},
    "rule": {"zh-hans": "规则", "en": "Rule"},
    "says": {"zh-hans": "内容", "en": "What it is about"},
    "article": {"zh-hans": "条文", "en": "Article"},
    "unknown": {"zh-hans": "没有这套规则：{id}。有：{known}", "en": "no rule set {id}; there are {known}"},
    "on": {"zh-hans": "开", "en": "on"},
    "off": {"zh-hans": "关", "en": "off"},
    "more": {
        "zh-hans": "看一套规则的全部条目：gongdao rules <编号>",
        "en": "To see the rules of one set: gongdao rules ID",
    },
}


def list_rules(id: str | None = None, json: bool = False, lang: str = "zh-hans") -> int:
    """Print all rule sets, or one with its parameters and rules. Returns the exit code (2: no such rule set)."""
    if id is not None and id not in rule_sets:
        print(say(TEXTS, "unknown", lang, id=id, known=", ".join(rule_sets)), file=sys.stderr)
        return 2
    chosen = list(rule_sets.values()) if id is None else [rule_sets[id]]
    if json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(chosen), indent=2).decode() + "\n")
        return 0
    console = Console(file=sys.stdout, highlight=False)
    for rules in chosen:
        console.print(rules.id, style="bold", markup=False)
        console.print(f"  {say(RULE_SETS, rules.id, lang)}  {_dates(rules, lang)}", markup=False)
        if id is not None:
            console.print(_parameters(rules, lang), markup=False)
            console.print(_rules(rules, lang), markup=False)
    if id is None:
        console.print(say(TEXTS, "more", lang), markup=False)
    return 0


def shown_value(name: str, value: int, lang: str) -> str:
    """A parameter's value as people write it: a per cent, a number, or yes and no for a switch."""
    if name in ("cover_by_market", "at_will_undiscounted"):
        return say(TEXTS, "on" if value else "off", lang)
    return per_cent(value) if name.endswith("_bp") else str(value)


def _dates(rules: RuleSet, lang: str) -> str:
    if rules.until is None:
        return say(TEXTS, "from", lang, date=rules.in_force.isoformat())
    return say(TEXTS, "until", lang, date=rules.in_force.isoformat(), until=rules.until.isoformat())


def _parameters(rules: RuleSet, lang: str) -> Grid:
    grid = Grid(*(say(TEXTS, key, lang) for key in ("parameter", "value", "source", "status")), show_edge=False)
    for name, parameter in rules.parameters.items():
        grid.add_row(
            f"{name} {say(PARAMETERS, name, lang)}",
            shown_value(name, parameter.value, lang),
            cite(parameter.source, lang),
            f"{parameter.status} {say(STATUSES, parameter.status, lang)}",
        )
    return grid


def _rules(rules: RuleSet, lang: str) -> Grid:
    grid = Grid(*(say(TEXTS, key, lang) for key in ("rule", "says", "article", "status")), show_edge=False)
    for id, rule in rules.rules.items():
        grid.add_row(
            id,
            say(TITLES, id, lang),
            cite(rule.article, lang),
            f"{rule.status} {say(STATUSES, rule.status, lang)}",
        )
    return grid
