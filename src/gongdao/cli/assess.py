"""`gongdao assess FILE`: compute an award from a file of findings, without a database, a network or an account.

Exit 0 and the award on standard output; exit 2 and the key's path on standard error if the file cannot be computed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from gongdao.remedy import Assessment, AssessmentError, Option, Result, assess, read_assessment
from gongdao.remedy.read import parse_json, parse_toml
from gongdao.words.lookup import Table, say
from gongdao.words.remedy import (
    ELECTORS,
    KEEPERS,
    METHODS,
    OPTION_SAYS,
    OPTIONS,
    REASONS,
    RULE_SETS,
    amount,
    cite,
    fault_text,
    step_text,
    step_working,
)

TEXTS: Table = {
    "price": {"zh-hans": "总价 {price}", "en": "Price {price}"},
    "rules": {"zh-hans": "规则：{id}，{name}", "en": "Rules: {id}, {name}"},
    "shares": {"zh-hans": "各项份额（{method}）", "en": "Shares of the price ({method})"},
    "default": {"zh-hans": "（没有人选择时，按此执行）", "en": " (what applies if nobody chooses)"},
    "what": {"zh-hans": "步骤", "en": "Step"},
    "article": {"zh-hans": "依据", "en": "Article"},
    "working": {"zh-hans": "计算", "en": "Calculation"},
    "amount": {"zh-hans": "金额", "en": "Amount"},
    "due": {"zh-hans": "应付卖家合计", "en": "Due to the seller in all"},
    "released": {"zh-hans": "此前已付给卖家", "en": "Already with the seller"},
    "to_seller": {"zh-hans": "托管款付给卖家", "en": "From escrow to the seller"},
    "to_buyer": {"zh-hans": "托管款退给买家", "en": "From escrow back to the buyer"},
    "buyer_owes": {"zh-hans": "买家另欠卖家", "en": "The buyer still owes the seller"},
    "seller_returns": {"zh-hans": "卖家另须退还买家", "en": "The seller has to return to the buyer"},
    "range": {
        "zh-hans": "如果改用别的办法分摊总价，“{option}”会是：",
        "en": "“{option}” under the other ways to divide the price:",
    },
    "notice": {
        "zh-hans": "金额只由认定的事实算出；任何一方要多少，不在计算之内。本结果不是法律意见。",
        "en": "The sums follow from the findings alone; what anyone asks for is no input. This is not legal advice.",
    },
}

BYTES_MAX = 16 * 1024 * 1024
"""No order's findings come near it; a larger file is a mistake or an attack."""


def assess_file(file: str, json: bool = False, lang: str = "zh-hans") -> int:
    """Print the award for FILE (.toml or .json; "-" is JSON on standard input). Returns the exit code."""
    try:
        assessment = read_assessment(_parse(file))
        result = assess(assessment)
    except AssessmentError as error:
        print(_printable(fault_text(error, lang)), file=sys.stderr)
        return 2
    if json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n")
    else:
        print_page(assessment, result, lang)
    return 0


def _parse(file: str) -> object:
    """The plain contents of a file. AssessmentError also where it cannot be read or is neither TOML nor JSON."""
    if file == "-" and sys.stdin is None:
        raise AssessmentError("file_missing", file, "JSON on standard input", "none")
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(BYTES_MAX + 1)
        else:
            with Path(file).open("rb") as stream:
                raw = stream.read(BYTES_MAX + 1)
    except FileNotFoundError:
        raise AssessmentError("file_missing", file, "a file", "none") from None
    except IsADirectoryError:
        raise AssessmentError("file_is_folder", file, "a file", "a folder") from None
    except PermissionError:
        raise AssessmentError("file_denied", file, "a file that may be read", "no permission") from None
    except (OSError, ValueError) as error:  # ValueError: a name no file can have, with a zero byte in it
        raise AssessmentError("file_unreadable", file, "a file", str(error)) from None
    if len(raw) > BYTES_MAX:
        raise AssessmentError("file_too_large", file, f"at most {BYTES_MAX >> 20} MiB", "more")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssessmentError("file_not_utf8", file, "a text in UTF-8", f"byte {error.start}") from None
    return parse_toml(text) if file.lower().endswith(".toml") else parse_json(text)


def print_page(a: Assessment, result: Result, lang: str) -> None:
    """The award for people: how the price was divided, then every option as a table of steps."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=False)
    titles = {r.id: _printable(r.title) for r in a.requirements}

    def money(minor: int) -> str:
        return amount(minor, a.currency, lang)

    console.print(say(TEXTS, "price", lang, price=money(result.price)), markup=False)
    name = say(RULE_SETS, result.rules, lang)
    console.print(say(TEXTS, "rules", lang, id=result.rules, name=name), markup=False)
    console.print()
    method = say(METHODS, result.allocation.method, lang)
    console.print(say(TEXTS, "shares", lang, method=method), markup=False)
    console.print(say(REASONS, result.allocation.reason, lang), markup=False)
    for id, share in result.allocation.shares.items():
        console.print(f"  {titles[id]}  {money(share)}", markup=False)
    for option in result.options:
        console.print()
        _print_option(console, a, result, option, titles, lang)
    if len(result.range) > 1:
        console.print()
        console.print(say(TEXTS, "range", lang, option=say(OPTIONS, result.default, lang)), markup=False)
        for method, due in result.range.items():
            console.print(f"  {say(METHODS, method, lang)}  {money(due)}", markup=False)
    console.print()
    console.print(say(TEXTS, "notice", lang), markup=False)


def _printable(text: str) -> str:
    """A title from a stranger's file, without characters that would move a terminal's cursor."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _print_option(
    console: Console, a: Assessment, result: Result, option: Option, titles: dict[str, str], lang: str
) -> None:
    default = say(TEXTS, "default", lang) if option.id == result.default else ""
    console.print(f"■ {say(OPTIONS, option.id, lang)}{default}", markup=False, style="bold")
    console.print(say(OPTION_SAYS, option.id, lang), markup=False)
    separator = "；" if lang == "zh-hans" else "; "
    who = separator.join([say(ELECTORS, option.elects, lang), say(KEEPERS, option.deliverable, lang)])
    console.print(who, markup=False)
    grid = Grid(show_edge=False, pad_edge=False)
    for column in ("what", "article", "working"):
        grid.add_column(say(TEXTS, column, lang), overflow="fold")
    grid.add_column(say(TEXTS, "amount", lang), justify="right", no_wrap=True)
    for step in option.steps:
        grid.add_row(
            Text(step_text(step, lang, a.currency, titles.get(step.item))),
            Text(f"{cite(step.article, lang)} [{step.rule}]" if step.rule else ""),
            Text(step_working(step, lang, a.currency)),
            Text(amount(step.amount, a.currency, lang)),
        )
    grid.add_section()
    for key, value in (
        ("due", option.due),
        ("released", a.released),
        ("to_seller", option.to_seller),
        ("to_buyer", option.to_buyer),
        ("buyer_owes", option.buyer_owes),
        ("seller_returns", option.seller_returns),
    ):
        if value or key == "due":
            grid.add_row(say(TEXTS, key, lang), "", "", amount(value, a.currency, lang))
    console.print(grid, markup=False)
