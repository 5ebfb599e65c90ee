"""Writes a page for every rule, in both languages, from the rule tables: `python -m gongdao.cli.rule_pages`.

A page says what the rule is about, its formula, a worked example that the engine computes there and then, where the
rule stands in each law, whether that text was read, and what a lawyer must still confirm. The pages are kept in
`docs/rules`; a test holds that they are fresh.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongdao.remedy import Option, Result, assess, read_assessment, rule_sets
from gongdao.remedy.steps import FORMULAS
from gongdao.words.lookup import LANGS, Table, say
from gongdao.words.remedy import (
    CAUSES,
    DEPOSITS,
    METHODS,
    OPTIONS,
    RULE_SETS,
    STATUSES,
    amount,
    cite,
    per_cent,
    step_text,
    step_working,
)
from gongdao.words.rules import CONFIRM, CONFIRM_ALWAYS, SAYS, TITLES

TEXTS: Table = {
    "index": {"zh-hans": "规则", "en": "Rules"},
    "index_says": {
        "zh-hans": "处理决定的金额由下列规则从认定算出。每条一页。以下内容由程序生成，不是法律意见。",
        "en": "The sums of a determination follow from the findings by these rules, a page each. The pages "
        "are generated "
        "and are not legal advice.",
    },
    "says": {"zh-hans": "内容", "en": "What it says"},
    "formula": {"zh-hans": "公式", "en": "Formula"},
    "no_formula": {
        "zh-hans": "这条规则没有算式。它决定什么能成为要求、证据怎样看、程序怎样走，或者作为对照。",
        "en": "This rule has no arithmetic. It decides what becomes a requirement, how evidence is seen or how the "
        "procedure runs, or it stands here for comparison.",
    },
    "example": {"zh-hans": "算例", "en": "Worked example"},
    "price": {
        "zh-hans": "总价 {price}，{cause}，份额按{method}。",
        "en": "Price {price}; {cause}; shares by {method}.",
    },
    "deposit": {"zh-hans": "已付{kind} {paid}。", "en": "{kind} paid: {paid}."},
    "item": {"zh-hans": "要求", "en": "Requirement"},
    "share": {"zh-hans": "份额", "en": "Share"},
    "delivered": {"zh-hans": "认定完成", "en": "Found delivered"},
    "also": {"zh-hans": "其他认定", "en": "Also found"},
    "accepted": {"zh-hans": "已验收", "en": "accepted"},
    "cure_refused": {"zh-hans": "拒绝补做", "en": "cure refused"},
    "prevented": {"zh-hans": "买家原因未做 {bp}", "en": "{bp} prevented by the buyer"},
    "cure_cost": {"zh-hans": "补做费用 {sum}", "en": "cost of cure {sum}"},
    "cover_quote": {"zh-hans": "替代履行报价 {sum}", "en": "quote for cover {sum}"},
    "needs": {"zh-hans": "依赖“{items}”，离开它保留 {bp}", "en": "needs “{items}”, {bp} of its use without"},
    "option": {"zh-hans": "方案：{option}", "en": "Option: {option}"},
    "step": {"zh-hans": "步骤", "en": "Step"},
    "rule": {"zh-hans": "规则", "en": "Rule"},
    "working": {"zh-hans": "计算", "en": "Calculation"},
    "amount": {"zh-hans": "金额", "en": "Amount"},
    "due": {"zh-hans": "**应付卖家**", "en": "**Due to the seller**"},
    "menu": {"zh-hans": "可选方案：{options}。", "en": "Options available: {options}."},
    "range": {"zh-hans": "改用别的分摊办法：{range}。", "en": "Under other ways to divide the price: {range}."},
    "source": {"zh-hans": "出处", "en": "Source"},
    "law": {"zh-hans": "规则集", "en": "Rule set"},
    "article": {"zh-hans": "条文", "en": "Article"},
    "status": {"zh-hans": "核对情况", "en": "Was the text read"},
    "compare": {"zh-hans": "对照：{article}。", "en": "Compare: {article}."},
    "confirm": {"zh-hans": "须由律师确认", "en": "What a lawyer must confirm"},
    "confirm_general": {
        "zh-hans": "条文的现行有效与本案适用。",
        "en": "That the article is in force and applies to the case at hand.",
    },
}

NAMES: Table = {
    "a": {"zh-hans": "页面模板", "en": "Page template"},
    "b": {"zh-hans": "栏目修改", "en": "Changes to sections"},
    "c": {"zh-hans": "数据采集", "en": "Collected data"},
    "d": {"zh-hans": "站内搜索", "en": "Site search"},
}


def _case(findings: dict[str, dict[str, Any]], markets: tuple[int, ...] = (20_000, 10_000, 10_000), **more: Any) -> Any:
    requirements: list[dict[str, Any]] = [
        {"id": id, "title": id, "market": market} for id, market in zip("abcd", markets, strict=False)
    ]
    if len(requirements) > 1:
        requirements[1].update(needs=["a"], salvage_bp=0, essential=True)
    return {"price": sum(markets), "requirements": requirements, "findings": findings, **more}


_DONE, _NOT = {"delivered_bp": 10_000}, {"delivered_bp": 0}
_FAILED = {"delivered_bp": 0, "cure_refused": True}
_EARNEST = {"kind": "earnest", "paid": 20_000}
_ONE = (40_000,)

EXAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "L04": (
        {
            **_case({"a": _DONE, "b": _NOT, "c": _NOT, "d": _DONE}, wasted_cost=1_500),
            "price": 48_000,
            "requirements": [*_case({})["requirements"], {"id": "d", "title": "d", "price": 8_000}],
        },
        "reduce",
    ),
    "L05": (_case({"a": _DONE, "b": _NOT, "c": _NOT}, price=36_000), "reduce"),
    "L06": (_case({"a": _DONE, "b": _DONE, "c": _NOT}), "reduce"),
    "L08": (_case({"a": _DONE, "b": _NOT, "c": _NOT}), "cure"),
    "L09": (_case({"a": _DONE, "b": {"delivered_bp": 7_000}, "c": _DONE}), "reduce"),
    "L11": (_case({"a": {"delivered_bp": 5_000, "cure_cost": 3_000}}, _ONE), "reduce"),
    "L12": (
        _case(
            {
                "a": _DONE,
                "b": {"delivered_bp": 0, "cover_quote": 15_000},
                "c": {"delivered_bp": 0, "cover_quote": 12_000},
            }
        ),
        "cover",
    ),
    "L13": (
        _case({"a": _DONE, "b": _DONE, "c": _DONE}, loss=9_000, unmitigated=3_000, buyer_fault_bp=2_500),
        "reduce",
    ),
    "L14": (
        _case({"a": _DONE, "b": _FAILED, "c": _NOT}, cause="both", deposit=_EARNEST, loss=4_000, buyer_fault_bp=5_000),
        "reduce",
    ),
    "L16": (
        _case(
            {"a": _DONE, "b": _DONE, "c": _DONE},
            delay={"rate_bp": 100, "late_days": 10, "buyer_days": 3, "review": True},
            loss=2_000,
        ),
        "reduce",
    ),
    "L17": (_case({"a": _DONE, "b": _FAILED, "c": _NOT}, deposit=_EARNEST), "rescind_earnest"),
    "L18": (_case({"a": _NOT, "b": _FAILED, "c": _NOT}, deposit=_EARNEST), "rescind_earnest"),
    "L19": (_case({"a": _DONE, "b": _FAILED, "c": _DONE}, deposit=_EARNEST), "reduce_earnest"),
    "L20": (
        _case({"a": _DONE, "b": _FAILED, "c": _NOT}, deposit={"kind": "advance", "paid": 20_000}),
        "rescind",
    ),
    "L21": (_case({"a": _DONE, "b": _FAILED, "c": _NOT}, deposit=_EARNEST, loss=11_000), "rescind_earnest"),
    "L22": (_case({"a": _DONE, "b": _FAILED, "c": _NOT}), "rescind"),
    "L23": (_case({"a": _DONE, "b": _FAILED, "c": _NOT}, loss=2_500), "rescind"),
    "L24": (_case({"a": {"delivered_bp": 4_000, "cure_refused": True}, "b": _DONE, "c": _DONE}), "reject_items"),
    "L25": (
        _case({"a": _DONE, "b": {"delivered_bp": 5_000}, "c": _NOT}, cause="buyer_at_will", margin_bp=2_000),
        "at_will",
    ),
    "L26": (_case({"a": {"delivered_bp": 5_000}}, _ONE, cause="buyer_at_will"), "at_will"),
    "L27": (
        _case(
            {"a": _DONE, "b": _DONE, "c": {"delivered_bp": 0, "prevented_bp": 10_000}},
            margin_bp=3_000,
        ),
        "reduce",
    ),
    "L29": (_case({"a": {"delivered_bp": 3_000, "accepted": True}}, _ONE), "reduce"),
    "L35": (
        _case(
            {"a": {"delivered_bp": 8_000}},
            (60_000,),
            price=40_000,
            cause="buyer_at_will",
            margin_bp=0,
            rules="cn-2021-undiscounted",
        ),
        "at_will",
    ),
    "L36": (
        {
            **_case({"a": _DONE, "b": _NOT, "c": _NOT}),
            "requirements": [{**r, "effort": e} for r, e in zip(_case({})["requirements"], (4, 2, 1), strict=True)],
        },
        "reduce",
    ),
    "L43": (
        _case({"a": {"delivered_bp": 5_000, "cure_cost": 5_591}}, (75_000,), currency="GBP", rules="cisg-1980"),
        "reduce",
    ),
    "L44": (_case({"a": _DONE, "b": _FAILED, "c": _NOT}, deposit=_EARNEST, rules="cn-1999"), "reduce_earnest"),
}
"""Findings that bring a rule to bear, and the option to show. What comes out is computed when the page is written."""


def render(id: str, lang: str) -> str:
    """The page of a rule as Markdown."""
    parts = [f"# {id} {say(TITLES, id, lang)}", f"## {say(TEXTS, 'says', lang)}", say(SAYS, id, lang)]
    formulas = {formula: code for code, (rule, formula) in FORMULAS.items() if rule == id}
    parts.append(f"## {say(TEXTS, 'formula', lang)}")
    if formulas:
        parts.append("\n".join(f"- `{code}`: `{formula}`" for formula, code in formulas.items()))
    elif id not in EXAMPLES:
        parts.append(say(TEXTS, "no_formula", lang))
    else:
        parts.append("–")
    if id in EXAMPLES:
        parts.append(f"## {say(TEXTS, 'example', lang)}")
        parts += _example(*EXAMPLES[id], lang)
    parts.append(f"## {say(TEXTS, 'source', lang)}")
    parts.append(_sources(id, lang))
    compared = rule_sets["cn-2021"].rules[id].compare
    if compared:
        parts.append(say(TEXTS, "compare", lang, article=cite(compared, lang)))
    parts.append(f"## {say(TEXTS, 'confirm', lang)}")
    if id in CONFIRM:
        parts.append(say(CONFIRM, id, lang))
    parts.append(say(TEXTS, "confirm_general", lang))
    return "\n\n".join(parts) + "\n"


def render_index(lang: str) -> str:
    """The list of all rules."""
    rows = [_row(say(TEXTS, key, lang) for key in ("rule", "says", "article", "status")), "|---|---|---|---|"]
    for id, rule in rule_sets["cn-2021"].rules.items():
        rows.append(
            _row(
                (
                    f"[{id}]({id}.md)",
                    say(TITLES, id, lang),
                    cite(rule.article, lang),
                    f"{rule.status} {say(STATUSES, rule.status, lang)}",
                )
            )
        )
    return (
        "\n\n".join(
            [
                f"# {say(TEXTS, 'index', lang)}",
                say(TEXTS, "index_says", lang),
                "\n".join(rows),
                f"## {say(TEXTS, 'confirm', lang)}",
                CONFIRM_ALWAYS[lang],
            ]
        )
        + "\n"
    )


def pages() -> dict[str, str]:
    """Every page by its path below `docs/rules`."""
    found: dict[str, str] = {}
    for lang in LANGS:
        found[f"{lang}/README.md"] = render_index(lang)
        for id in rule_sets["cn-2021"].rules:
            found[f"{lang}/{id}.md"] = render(id, lang)
    return found


def write(folder: Path) -> None:
    """Write all pages below `folder` and take away pages of rules that are gone."""
    wanted = pages()
    for path in folder.glob("*/*.md"):
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def _example(raw: dict[str, Any], chosen: str, lang: str) -> list[str]:
    a = read_assessment(raw)
    result = assess(a)
    option = result.option(chosen)
    if option is None:
        raise LookupError(f"the example does not offer {chosen}")

    def money(minor: int) -> str:
        return amount(minor, a.currency, lang)

    facts = [
        say(
            TEXTS,
            "price",
            lang,
            price=money(result.price),
            cause=say(CAUSES, a.cause, lang),
            method=say(METHODS, result.allocation.method, lang),
        )
    ]
    if a.deposit.paid:
        facts.append(say(TEXTS, "deposit", lang, kind=say(DEPOSITS, a.deposit.kind, lang), paid=money(a.deposit.paid)))
    items = [_row(say(TEXTS, key, lang) for key in ("item", "share", "delivered", "also")), "|---|---:|---:|---|"]
    for r in a.requirements:
        f = a.findings[r.id]
        also = [say(TEXTS, key, lang) for key in ("accepted", "cure_refused") if getattr(f, key)]
        if f.prevented_bp:
            also.append(say(TEXTS, "prevented", lang, bp=per_cent(f.prevented_bp)))
        also += [
            say(TEXTS, key, lang, sum=money(getattr(f, key)))
            for key in ("cure_cost", "cover_quote")
            if getattr(f, key) is not None
        ]
        if r.needs:
            names = "、".join(say(NAMES, need, lang) for need in r.needs)
            also.append(say(TEXTS, "needs", lang, items=names, bp=per_cent(r.salvage_bp)))
        share = money(result.allocation.shares[r.id])
        separator = "；" if lang == "zh-hans" else "; "
        items.append(_row((say(NAMES, r.id, lang), share, per_cent(f.delivered_bp), separator.join(also))))
    return [
        (" " if lang == "en" else "").join(facts),
        "\n".join(items),
        say(TEXTS, "option", lang, option=say(OPTIONS, option.id, lang)),
        _steps(option, a.currency, lang),
        *_around(result, a.currency, lang),
    ]


def _steps(option: Option, currency: str, lang: str) -> str:
    rows = [_row(say(TEXTS, key, lang) for key in ("step", "rule", "working", "amount")), "|---|---|---|---:|"]
    for step in option.steps:
        title = say(NAMES, step.item, lang) if step.item else None
        rows.append(
            _row(
                (
                    step_text(step, lang, currency, title),
                    step.rule,
                    step_working(step, lang, currency),
                    amount(step.amount, currency, lang),
                )
            )
        )
    rows.append(_row((say(TEXTS, "due", lang), "", "", f"**{amount(option.due, currency, lang)}**")))
    return "\n".join(rows)


def _around(result: Result, currency: str, lang: str) -> list[str]:
    separator = "、" if lang == "zh-hans" else ", "
    options = separator.join(f"{say(OPTIONS, o.id, lang)} {amount(o.due, currency, lang)}" for o in result.options)
    said = [say(TEXTS, "menu", lang, options=options)]
    if len(result.range) > 1:
        found = separator.join(
            f"{say(METHODS, method, lang)} {amount(due, currency, lang)}" for method, due in result.range.items()
        )
        said.append(say(TEXTS, "range", lang, range=found))
    return said


def _sources(id: str, lang: str) -> str:
    rows = [_row(say(TEXTS, key, lang) for key in ("law", "article", "status")), "|---|---|---|"]
    for name, rules in rule_sets.items():
        rule = rules.rules.get(id)
        if rule is not None and not rules.extends:
            status = f"{rule.status} {say(STATUSES, rule.status, lang)}"
            rows.append(_row((f"`{name}` {say(RULE_SETS, name, lang)}", cite(rule.article, lang), status)))
    return "\n".join(rows)


def _row(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    write(Path("docs/rules"))
