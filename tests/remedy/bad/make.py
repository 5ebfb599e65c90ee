"""Writes the malformed assessments beside it, one fault each, and the table of what must be said about them.

Run it after adding a fault: `python tests/remedy/bad/make.py`, and read what `said.tsv` now says. The files are kept,
so that a person can try them with `gongdao assess`; a test holds that they are what this script writes.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from gongdao.remedy import AssessmentError, read_assessment
from gongdao.remedy.read import parse_json, parse_toml

HERE = Path(__file__).parent

GOOD: dict[str, Any] = {
    "currency": "CNY",
    "price": 40000,
    "requirements": [
        {"id": "template", "title": "Template", "market": 20000},
        {"id": "changes", "title": "Changes", "market": 10000, "needs": ["template"], "essential": True},
        {"id": "data", "title": "Data", "market": 10000},
    ],
    "findings": {
        "template": {"delivered_bp": 10000},
        "changes": {"delivered_bp": 0, "cure_refused": True},
        "data": {"delivered_bp": 5000},
    },
    "deposit": {"kind": "earnest", "paid": 20000},
    "released": 20000,
    "held": 20000,
}

_GONE = object()

# name: (path of the change, new value, code, path in the message, words that must be in what was expected)
CHANGES: dict[str, tuple[list[Any], Any, str, str, str]] = {
    "a-demand": (["demand"], 60000, "unknown_key", "demand", "one of currency, price"),
    "an-offer-in-an-item": (
        ["requirements", 1, "offer"],
        1,
        "unknown_key",
        "requirements[1].offer",
        "one of id, title",
    ),
    "a-rating-in-a-finding": (["findings", "data", "rating"], 5, "unknown_key", "findings.data.rating", "delivered_bp"),
    "misspelt-deposit-key": (["deposit", "payed"], 1, "unknown_key", "deposit.payed", "one of kind, paid"),
    "misspelt-delay-key": (
        ["delay"],
        {"rate_bp": 1, "late_days": 1, "days": 2},
        "unknown_key",
        "delay.days",
        "one of rate_bp",
    ),
    "price-as-text": (["price"], "400", "wrong_type", "price", "an integer"),
    "price-as-float": (["price"], 400.0, "wrong_type", "price", "an integer"),
    "price-as-truth": (["price"], True, "wrong_type", "price", "an integer"),
    "price-negative": (["price"], -1, "out_of_range", "price", "from 0"),
    "price-beyond-exact-integers": (["price"], 2**53, "out_of_range", "price", "9007199254740991"),
    "item-price-beyond-the-total": (
        ["requirements", 0, "price"],
        40001,
        "prices_do_not_add_up",
        "requirements",
        "at most the price 40000",
    ),
    "market-negative": (["requirements", 2, "market"], -5, "out_of_range", "requirements[2].market", "from 0"),
    "market-as-float": (["requirements", 2, "market"], 0.5, "wrong_type", "requirements[2].market", "an integer"),
    "salvage-above-all": (
        ["requirements", 0, "salvage_bp"],
        10001,
        "out_of_range",
        "requirements[0].salvage_bp",
        "from 0 to 10000",
    ),
    "essential-as-number": (
        ["requirements", 1, "essential"],
        1,
        "wrong_type",
        "requirements[1].essential",
        "true or false",
    ),
    "needs-as-text": (["requirements", 1, "needs"], "template", "wrong_type", "requirements[1].needs", "a list"),
    "needs-a-stranger": (
        ["requirements", 1, "needs"],
        ["template", "hosting"],
        "unknown_requirement",
        "requirements[1].needs[1]",
        "the id of a requirement",
    ),
    "needs-a-number": (["requirements", 1, "needs"], [7], "wrong_type", "requirements[1].needs[0]", "a text"),
    "id-twice": (["requirements", 2, "id"], "template", "duplicate_id", "requirements[2].id", "not used before"),
    "id-missing": (["requirements", 0, "id"], _GONE, "key_missing", "requirements[0].id", "a value"),
    "id-empty": (["requirements", 0, "id"], " ", "empty_text", "requirements[0].id", "not empty"),
    "title-missing": (["requirements", 0, "title"], _GONE, "key_missing", "requirements[0].title", "a value"),
    "requirements-missing": (["requirements"], _GONE, "key_missing", "requirements", "a value"),
    "requirements-empty": (["requirements"], [], "no_requirement", "requirements", "at least one"),
    "requirements-as-table": (["requirements"], {}, "wrong_type", "requirements", "a list"),
    "finding-missing": (["findings", "data"], _GONE, "finding_missing", "findings.data", "a finding"),
    "finding-for-a-stranger": (
        ["findings", "hosting"],
        {"delivered_bp": 0},
        "unknown_requirement",
        "findings.hosting",
        "the id of a requirement",
    ),
    "finding-without-delivered": (
        ["findings", "data"],
        {},
        "key_missing",
        "findings.data.delivered_bp",
        "a value",
    ),
    "delivered-above-all": (
        ["findings", "data", "delivered_bp"],
        10001,
        "out_of_range",
        "findings.data.delivered_bp",
        "from 0 to 10000",
    ),
    "delivered-negative": (
        ["findings", "data", "delivered_bp"],
        -1,
        "out_of_range",
        "findings.data.delivered_bp",
        "from 0 to 10000",
    ),
    "delivered-as-share": (
        ["findings", "data", "delivered_bp"],
        0.5,
        "wrong_type",
        "findings.data.delivered_bp",
        "an integer",
    ),
    "prevented-above-all": (
        ["findings", "data", "prevented_bp"],
        10001,
        "out_of_range",
        "findings.data.prevented_bp",
        "from 0 to 10000",
    ),
    "cure-cost-negative": (["findings", "data", "cure_cost"], -1, "out_of_range", "findings.data.cure_cost", "from 0"),
    "cover-quote-negative": (
        ["findings", "data", "cover_quote"],
        -1,
        "out_of_range",
        "findings.data.cover_quote",
        "from 0",
    ),
    "findings-as-list": (["findings"], [{"delivered_bp": 0}], "wrong_type", "findings", "a table"),
    "deposit-of-unknown-kind": (
        ["deposit", "kind"],
        "bail",
        "unknown_deposit_kind",
        "deposit.kind",
        "earnest, advance",
    ),
    "deposit-negative": (["deposit", "paid"], -1, "out_of_range", "deposit.paid", "from 0"),
    "released-negative": (["released"], -1, "out_of_range", "released", "from 0"),
    "held-negative": (["held"], -1, "out_of_range", "held", "from 0"),
    "held-as-null": (["held"], None, "wrong_type", "held", "an integer"),
    "currency-unknown": (["currency"], "RMB", "unknown_currency", "currency", "ISO 4217"),
    "currency-in-small-letters": (["currency"], "cny", "unknown_currency", "currency", "ISO 4217"),
    "cause-unknown": (["cause"], "fate", "cause_not_in_rules", "cause", "seller, both"),
    "rules-unknown": (["rules"], "cn-2099", "unknown_rules", "rules", "one of cn-2021"),
    "margin-above-all": (["margin_bp"], 10001, "out_of_range", "margin_bp", "from 0 to 10000"),
    "damages-cap-above-all": (["damages_cap_bp"], 10001, "out_of_range", "damages_cap_bp", "from 0 to 10000"),
    "buyer-fault-above-all": (["buyer_fault_bp"], 10001, "out_of_range", "buyer_fault_bp", "from 0 to 10000"),
    "loss-negative": (["loss"], -1, "out_of_range", "loss", "from 0"),
    "unmitigated-negative": (["unmitigated"], -1, "out_of_range", "unmitigated", "from 0"),
    "wasted-cost-negative": (["wasted_cost"], -1, "out_of_range", "wasted_cost", "from 0"),
    "delay-without-rate": (["delay"], {"late_days": 3}, "key_missing", "delay.rate_bp", "a value"),
    "delay-rate-above-all": (
        ["delay"],
        {"rate_bp": 10001, "late_days": 3},
        "out_of_range",
        "delay.rate_bp",
        "from 0 to 10000",
    ),
    "delay-cap-above-all": (
        ["delay"],
        {"rate_bp": 1, "late_days": 3, "cap_bp": 10001},
        "out_of_range",
        "delay.cap_bp",
        "from 0 to 10000",
    ),
    "late-days-negative": (["delay"], {"rate_bp": 1, "late_days": -3}, "out_of_range", "delay.late_days", "from 0"),
    "buyer-days-negative": (
        ["delay"],
        {"rate_bp": 1, "late_days": 3, "buyer_days": -1},
        "out_of_range",
        "delay.buyer_days",
        "from 0",
    ),
    "review-as-text": (
        ["delay"],
        {"rate_bp": 1, "late_days": 3, "review": "yes"},
        "wrong_type",
        "delay.review",
        "true or false",
    ),
    "list-written-by-a-stranger": (
        ["list_written_by"],
        "platform",
        "unknown_author",
        "list_written_by",
        "both, buyer, seller",
    ),
}


def faulty() -> dict[str, tuple[str, tuple[str, str, str]]]:
    """File name: (text, (code, path, words of the expectation))."""
    files: dict[str, tuple[str, tuple[str, str, str]]] = {}
    for name, (place, value, *expected) in CHANGES.items():
        raw = copy.deepcopy(GOOD)
        inner: Any = raw
        for key in place[:-1]:
            inner = inner[key]
        if value is _GONE:
            del inner[place[-1]]
        else:
            inner[place[-1]] = value
        files[f"{name}.json"] = (json.dumps(raw, indent=1) + "\n", (expected[0], expected[1], expected[2]))
    files.update(_whole())
    return files


def _whole() -> dict[str, tuple[str, tuple[str, str, str]]]:
    """Faults of a file as such, and those that take several changes."""
    good = json.dumps(GOOD, indent=1)
    alike = copy.deepcopy(GOOD)
    for requirement in alike["requirements"]:
        requirement["price"] = 10000
    one_sided = copy.deepcopy(GOOD)
    one_sided["list_written_by"] = "seller"
    for requirement in one_sided["requirements"]:
        del requirement["market"]
    priceless = copy.deepcopy(GOOD)
    del priceless["price"], priceless["requirements"][1]["market"]
    at_will = {**GOOD, "rules": "cisg-1980", "cause": "buyer_at_will"}
    return {
        "prices-below-the-total.json": (
            json.dumps(alike, indent=1) + "\n",
            ("prices_do_not_add_up", "requirements", "add up to the price 40000"),
        ),
        "equal-shares-of-a-one-sided-list.json": (
            json.dumps(one_sided, indent=1) + "\n",
            ("equal_shares_refused", "list_written_by", "both"),
        ),
        "no-price-at-all.json": (
            json.dumps(priceless, indent=1) + "\n",
            ("price_unknown", "requirements[1].market", "an agreed price or a market reference"),
        ),
        "cause-the-convention-does-not-know.json": (
            json.dumps(at_will, indent=1) + "\n",
            ("cause_not_in_rules", "cause", "seller, both, buyer_breach, none"),
        ),
        "key-twice.json": (good.replace('"held"', '"released"'), ("repeated_key", "released", "each key once")),
        "key-twice-deep.json": (
            good.replace('"delivered_bp": 5000', '"delivered_bp": 5000, "delivered_bp": 9000'),
            ("repeated_key", "findings.data.delivered_bp", "each key once"),
        ),
        "not-a-number.json": (good.replace("40000", "NaN"), ("wrong_type", "price", "an integer")),
        "infinity.json": (good.replace("40000", "Infinity"), ("wrong_type", "price", "an integer")),
        "cut-off.json": (good[: len(good) // 2], ("not_json", "", "JSON")),
        "empty.json": ("", ("not_json", "", "JSON")),
        "a-list.json": ("[1, 2]\n", ("wrong_type", "", "a table")),
        "nested-without-end.json": ("[" * 100_000, ("too_deep", "", "a few levels")),
        "nested-without-end.toml": ("price = " + "[" * 100_000 + "\n", ("too_deep", "", "a few levels")),
        "digits-without-end.json": (good.replace("40000", "4" * 5_000), ("out_of_range", "price", "an integer from")),
        "digits-without-end.toml": (f"price = {'4' * 5_000}\n", ("out_of_range", "", "an integer from")),
        "half-a-character.json": (
            good.replace('"title": "Data"', '"title": "Data \\ud83d"'),
            ("broken_text", "requirements[2].title", "whole Unicode characters"),
        ),
        "not-toml.toml": ("price = = 400\n", ("not_toml", "", "TOML")),
        "key-twice.toml": ("price = 1\nprice = 2\n", ("not_toml", "", "TOML")),
        "toml-float.toml": ("price = 400.0\n", ("wrong_type", "price", "an integer")),
        "toml-date.toml": ("price = 2012-09-26\n", ("wrong_type", "price", "an integer")),
        "toml-without-findings.toml": (
            'price = 1\n[[requirements]]\nid = "a"\ntitle = "A"\n',
            ("key_missing", "findings", "a value"),
        ),
    }


def said(name: str, text: str) -> str:
    """The whole message about a file, without the parser's own words where it is no JSON or TOML at all."""
    try:
        read_assessment(parse_toml(text) if name.endswith(".toml") else parse_json(text))
    except AssessmentError as error:
        return str(error).partition(error.got)[0] if error.code in ("not_json", "not_toml") else str(error)
    raise AssertionError(f"{name} is not malformed")


if __name__ == "__main__":
    for name, (text, _) in faulty().items():
        (HERE / name).write_text(text, "utf-8")
    lines = [f"{name}\t{said(name, text)}\n" for name, (text, _) in sorted(faulty().items())]
    (HERE / "said.tsv").write_text("".join(lines), "utf-8")
