"""Writes the reference pages of the kernel from the code and its tables: acts, refusals, and the 125 requirements.

    python tools/docs.py            write docs/reference/*.md
    python tools/docs.py --check    exit 1 and name the pages that are out of date

The pages are never edited by hand. Their words come from `gongdao.words`, so a page cannot say what the product does
not; a test holds that they are fresh and that everything they name exists.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec

from gongdao.kernel import clocks, refusals, state, values
from gongdao.kernel.acts import ACTS
from gongdao.kernel.rules import RULES
from gongdao.kernel.rules.lapses import LAPSES
from gongdao.kernel.state import Phase
from gongdao.remedy import rule_sets
from gongdao.words.acts import NAMES, SAYS
from gongdao.words.lookup import LANGS, Lang
from gongdao.words.phases import PHASES, ROLES
from gongdao.words.refusals import REFUSALS
from gongdao.words.turns import CLOCKS, DEFAULTS, DUTIES

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
TABLE = ROOT / "tests" / "kernel" / "requirements.toml"

MADE = {
    "en": "*Made by `python tools/docs.py` from the code; do not edit.*",
    "zh-hans": "*本页由 `python tools/docs.py` 从代码生成，请勿手工修改。*",
}


# -- acts --------------------------------------------------------------------------------------------------------------


OF_PLATFORM = {
    "confirm_funds": "支付渠道确认款项到账。自此该款项才算已托管。",
    "funds_failed": "支付渠道告知款项未到账。",
    "confirm_payout": "支付渠道确认：某一条目归于一方的款项已经打出。自此该款项才算已打款。",
    "payout_failed": "支付渠道告知一笔打款未成功。款项仍然欠付，换新的业务号重试。",
    "release": "其他项目仍在争议时，先付已验收的项目。金额由规则计算，不能另填。",
    "receipt": "托管方按哈希确认收到交付的全部字节。验收期由此起算。",
    "refuse_delivery": "托管方无法收下交付件，并以代码说明原因。视同没有交付，卖家的期限不停。",
    "check_result": "机器将交付件与约定的某项要求比对的结果。分值以百分之一分计，0 至 10000。",
    "hand_over": "托管方已将交付件移交给有权取得的一方，或在退回后删除平台所存副本。",
    "match_bids": "平台发现某一轮密封出价相合，成交价按公布的规则计算。",
    "execute": "付款和移交在同一行为中完成。金额由规则计算，不能另填。",
    "close": "再无待办事项，订单结束。",
    "lapse": "期限届满，事先写明的后果生效。",
}
"""In Chinese, what the platform's own acts say; those of people have their sentences in `gongdao.words`."""


def acts(lang: Lang) -> str:
    """Every act: who may do it, in which phases, what it carries."""
    zh = lang == "zh-hans"
    lines = ["# 行为" if zh else "# Acts", "", MADE[lang], ""]
    lines.append(
        "卷宗由下列行为组成。每一行为由标签区分，写入后不可更改。"
        "字段名与存入卷宗的 JSON 一致。金额以最小货币单位计，时间为 UTC。"
        if zh
        else "A record is made of these acts. Each is told apart by its tag and never changes once written. "
        "Field names are those of the JSON in the record; amounts are in minor units, instants in UTC."
    )
    every = tuple(get_args(Phase))
    lines += ["", "阶段：" if zh else "Phases:", ""]
    lines += [f"- `{p}` {PHASES[p][lang]}" for p in every]
    for tag, cls in ACTS.items():
        rule = RULES[cls]
        by = "、" if zh else ", "
        roles = by.join(ROLES[role][lang] for role in rule.roles)
        where = tuple(p for p in every if p in rule.phases)
        phases = by.join(f"`{p}`" for p in where)
        if set(where) == set(every):
            phases = "任何阶段" if zh else "every phase"
        lines += ["", f"## `{tag}` {NAMES[tag][lang]}", ""]
        lines.append((SAYS[tag][lang] if tag in SAYS else OF_PLATFORM[tag]) if zh else _sentence(cls))
        lines += [
            "",
            f"- {'谁' if zh else 'by'}: {roles}",
            f"- {'阶段' if zh else 'in'}: {phases}",
        ]
        lines += _fields(cls, zh)
    lines += ["", "## 由哪些值组成" if zh else "## The values they are made of"]
    for cls in _shapes():
        lines += ["", f"### {cls.__name__}", ""]
        lines += [] if zh else [_sentence(cls)]
        lines += _fields(cls, zh)
    return _page(lines)


def _shapes() -> list[type]:
    """Every struct that a field of an act holds, directly or not, in the order met."""
    met: dict[type, None] = {}
    todo = list(ACTS.values())
    while todo:
        info = msgspec.inspect.type_info(todo.pop(0))
        for cls in [c for field in info.fields for c in _structs(field.type)]:  # type: ignore[union-attr]
            if cls not in met and cls not in ACTS.values():
                met[cls] = None
                todo.append(cls)
    return list(met)


def _structs(kind: Any) -> list[type]:
    if isinstance(kind, msgspec.inspect.StructType):
        return [kind.cls]
    if isinstance(kind, msgspec.inspect.UnionType):
        return [cls for t in kind.types for cls in _structs(t)]
    return _structs(kind.item_type) if isinstance(kind, msgspec.inspect.VarTupleType) else []


def _sentence(cls: type) -> str:
    return " ".join((cls.__doc__ or "").split())


def _fields(cls: type, zh: bool) -> list[str]:
    info = msgspec.inspect.type_info(cls)
    head = f"| {'字段' if zh else 'field'} | {'类型' if zh else 'type'} | {'默认' if zh else 'default'} |"
    rows = ["", head, "|---|---|---|"] if info.fields else []  # type: ignore[union-attr]
    for field in info.fields:  # type: ignore[union-attr]
        default = "" if field.required else f"`{_short(field.default)}`"
        rows.append(f"| `{field.encode_name}` | {_type(field.type)} | {default} |")
    return rows


def _short(value: Any) -> str:
    return "()" if value is msgspec.NODEFAULT else {True: "true", False: "false", None: "null"}.get(value, repr(value))


def _type(kind: Any) -> str:
    """A type in few words, with its bounds."""
    name = type(kind).__name__
    if isinstance(kind, msgspec.inspect.LiteralType):
        return " \\| ".join(f"`{v!r}`" if v == "" else f"`{v}`" for v in kind.values)
    if isinstance(kind, msgspec.inspect.UnionType):
        return " \\| ".join(_type(t) for t in kind.types)
    if isinstance(kind, msgspec.inspect.StructType):
        return f"[{kind.cls.__name__}](#{kind.cls.__name__.lower()})" if kind.cls not in ACTS.values() else "act"
    if isinstance(kind, msgspec.inspect.VarTupleType):
        return f"list of {_type(kind.item_type)}"
    plain = {
        "IntType": "integer",
        "StrType": "text",
        "BoolType": "boolean",
        "DateTimeType": "instant",
        "NoneType": "null",
    }
    word = plain.get(name, name.removesuffix("Type").lower())
    bounds = [getattr(kind, key, None) for key in ("ge", "le")]
    if word == "integer" and bounds[0] is not None:
        word += f" {bounds[0]}..{bounds[1]}" if bounds[1] is not None else f" ≥ {bounds[0]}"
    longest = getattr(kind, "max_length", None)
    return f"{word} ≤ {longest}" if longest else word


# -- refusals and clocks -----------------------------------------------------------------------------------------------


def codes(lang: Lang) -> str:
    """Every refusal code in order of precedence, and every clock with its default."""
    zh = lang == "zh-hans"
    head = "| 代码 | 事实 | 原因 | 下一步 |" if zh else "| code | what | why | what next |"
    lines = ["# 拒绝理由与期限" if zh else "# Refusals and clocks", "", MADE[lang], ""]
    lines.append(
        "不被允许的行为不会改变任何东西，只得到一个代码。同时适用两个代码时，给出排在前面的一个。"
        if zh
        else "An act that is not allowed changes nothing and gets a code. Where two apply, the earlier one is given."
    )
    lines += ["", head, "|---|---|---|---|"]
    for code in refusals.CODES:
        what, why, following = REFUSALS[code][lang]
        lines.append(f"| `{code}` | {what} | {why} | {following} |")
    lines += ["", "## 期限" if zh else "## Clocks", ""]
    lines.append(
        "每个阶段都有期限，到期按下列规定处理。期限按当事人所在地的工作日计算，起算时写入卷宗。"
        if zh
        else "Every state has a clock and a stated default. Clocks run in working days of those they bind, and the "
        "instant is written into the record by the entry that starts them."
    )
    lines += ["", "| 期限 | 该做什么 |" if zh else "| clock | what is to be done |", "|---|---|"]
    lines += [f"| `{kind}` {CLOCKS[kind][lang]} | {DUTIES[kind][lang]} |" for kind in LAPSES]
    lines += ["", "| 到期后果 | 含义 |" if zh else "| default | what happens then |", "|---|---|"]
    lines += [f"| `{default}` | {DEFAULTS[default][lang]} |" for default in get_args(clocks.Default)]
    return _page(lines)


# -- requirements ------------------------------------------------------------------------------------------------------

FAMILIES = {
    "actors": ("Actors", "参与者"),
    "job": ("The job", "工作内容"),
    "before_and_during_work": ("Before and during work", "开工前后"),
    "delivery": ("Delivery", "交付"),
    "states": ("States", "状态"),
    "money": ("Money", "款项"),
    "messages": ("Kinds of message", "留言种类"),
    "evidence": ("Kinds of evidence", "证据种类"),
    "complaints": ("Complaints turned into features", "由抱怨而来的功能"),
}
STATUS = {
    "done": ("done", "已实现"),
    "part": ("part", "部分实现"),
    "not_yet": ("not yet", "尚未实现"),
}


def rows() -> dict[str, dict[str, dict[str, Any]]]:
    """The table of requirements by family."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def requirements(lang: Lang) -> str:
    """The founding case as numbered requirements, each with what carries it."""
    zh = lang == "zh-hans"
    which = 1 if zh else 0
    table = rows()
    counts = [sum(row["status"] == s for family in table.values() for row in family.values()) for s in STATUS]
    lines = ["# 一百二十五项要求" if zh else "# The 125 requirements", "", MADE[lang], ""]
    lines.append(
        "本项目所依据的案例，逐条写成要求，并标明由什么来承担。"
        f"已实现 {counts[0]} 项，部分实现 {counts[1]} 项，尚未实现 {counts[2]} 项。"
        if zh
        else "The case this project started from, as numbered requirements, and what carries each of them. "
        f"Done: {counts[0]}; part: {counts[1]}; not yet: {counts[2]}."
    )
    for family, its_rows in table.items():
        lines += ["", f"## {FAMILIES[family][which]}", ""]
        lines += [
            "| | 要求 | 由什么承担 | 状态 |" if zh else "| | requirement | carried by | status |",
            "|---|---|---|---|",
        ]
        for number, row in its_rows.items():
            status = STATUS[row["status"]][which]
            note = row.get("note_zh" if zh else "note_en", "")
            carried = ", ".join(f"`{ref}`" for ref in row["refs"]) or "–"
            says = f"**{status}**: {note}" if note else status
            lines.append(f"| {number} | {row['zh' if zh else 'en']} | {carried} | {says} |")
    return _page(lines)


def fault_of(ref: str) -> str:
    """Why a reference of the table leads nowhere; empty if it leads somewhere."""
    kind, _, name = ref.partition(":")
    known = {
        "act": lambda: name in ACTS,
        "field": lambda: _field(name) is not None,
        "value": lambda: name.partition("=")[2] in _values(name.partition("=")[0]),
        "phase": lambda: name in get_args(Phase),
        "clock": lambda: name in LAPSES,
        "code": lambda: name in refusals.CODES,
        "state": lambda: _attribute(name),
        "law": lambda: name in {r for rules in rule_sets.values() for r in rules.rules},
        "file": lambda: (ROOT / name).exists(),
        "test": lambda: _test(name),
    }
    if kind not in known:
        return f"{ref}: no such kind of reference"
    return "" if known[kind]() else f"{ref}: not there"


def _field(name: str) -> Any:
    tag, _, field = name.partition(".")
    if tag not in ACTS:
        return None
    info = msgspec.inspect.type_info(ACTS[tag])
    return next((f for f in info.fields if f.name == field), None)  # type: ignore[union-attr]


def _values(name: str) -> tuple[Any, ...]:
    field = _field(name)
    return tuple(field.type.values) if isinstance(getattr(field, "type", None), msgspec.inspect.LiteralType) else ()


def _attribute(name: str) -> bool:
    cls, _, attribute = name.partition(".")
    found = getattr(state, cls, None) or getattr(values, cls, None)
    return found is not None and hasattr(found, attribute)


def _test(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    return file.exists() and (not function or f"def {function}(" in file.read_text(encoding="utf-8"))


# -- all ---------------------------------------------------------------------------------------------------------------


def _page(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def pages() -> dict[Path, str]:
    """Every page this program owns, by its path."""
    made = {}
    for lang in LANGS:
        made[PAGES / f"acts.{lang}.md"] = acts(lang)
        made[PAGES / f"refusals.{lang}.md"] = codes(lang)
        made[PAGES / f"requirements.{lang}.md"] = requirements(lang)
    return made


def stale() -> list[str]:
    """Pages that differ from what the code says now."""
    return [
        str(path.relative_to(ROOT))
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        old = stale()
        for page in old:
            print(f"out of date: {page}; run python tools/docs.py")
        return 1 if old else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
