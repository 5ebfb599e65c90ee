"""Agreed changes on a real rendering: every verdict, and what nobody agreed."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import Any

from gongdao.checks.kinds.changes import changes
from gongdao.words.checks_imitation import WORDS
from tests.checks.imitation_captures import PAGES, desk, need_sandbox

AGREED = """
# what was agreed on 3 March
page / has section "Contact" before footer
logo is file boat.svg
no text "Our story"
link "Shop" leads to order.html
colour of "The house" is #b3402a
text "Visit" is "Find us"
"""

MIXED = (
    AGREED
    + """
size of "Three ways to begin" is 40px
colour of "Red, slow" is #7a0019
text "We are open when the shutters are." is "Open every day."
count of pictures at least 9
has text "Tea from one hill"
"""
)


def edited(name: str, swaps: list[tuple[str, str]]) -> Path:
    folder = desk() / f"changes-{name}"
    shutil.copytree(PAGES / "img", folder / "img")
    shutil.copy(PAGES / "tea.css", folder)
    markup = (PAGES / "reference.html").read_text(encoding="utf-8")
    logo = '<img id="logo" src="img/tea.svg" alt="logo" width="64" height="40">'
    markup = markup.replace("<header>", f"<header>{logo}")
    for before, after in swaps:
        assert markup.count(before) == 1, before
        markup = markup.replace(before, after)
    (folder / "index.html").write_text(markup, encoding="utf-8")
    return folder


DONE = [
    ('src="img/tea.svg" alt="logo"', 'src="img/boat.svg" alt="logo"'),
    ('<a id="same3" href="story.html">Our story</a>', ""),
    ('id="same2" href="shop.html"', 'id="same2" href="order.html"'),
    ('<h2 id="same11">', '<h2 id="same11" style="color:#b3402a">'),
    (">Visit<", ">Find us<"),
    ("<footer>", "<section><h2>Contact</h2><p>Ring twice.</p></section><footer>"),
]
ASTRAY = [
    ('<h3 id="same9">', '<h3 id="same9" style="color:#7a0019">'),
    (
        '<p id="same15">We are open when the shutters are.</p>',
        '<p id="same15">We are open when the shutters are. </p><p>Open every day.</p>',
    ),
    (">Prices include the boat.<", ">Prices include the ferry.<"),
]


@functools.cache
def original() -> Path:
    return edited("reference", [])


def checked(delivery: Path, agreed: str, report: Path) -> dict[str, Any]:
    return changes(original(), delivery, agreed, material=PAGES / "img", report=report, words=WORDS, deadline_s=120)


@functools.cache
def judged(name: str) -> dict[str, Any]:
    need_sandbox()
    swaps = {"exact": DONE, "astray": [*DONE, *ASTRAY], "nothing": []}[name]
    swaps = [
        (a, b.replace("color:#b3402a", "color:#b3402a;font-style:italic")) if name == "astray" else (a, b)
        for a, b in swaps
    ]
    agreed = AGREED if name == "exact" else MIXED
    return checked(edited(name, swaps), agreed, desk() / f"report-{name}")


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    return {item["source"]: item["verdict"] for item in result["items"]}


def test_what_was_agreed_and_nothing_else_passes() -> None:
    result = judged("exact")
    assert set(verdicts(result).values()) == {"done"}, result["items"]
    assert result["unagreed"] == []
    assert result["outcome"] == "passed"


def test_every_verdict_is_given_where_it_belongs() -> None:
    said = verdicts(judged("astray"))
    assert said['colour of "The house" is #b3402a'] == "done_with_unagreed"
    assert said['size of "Three ways to begin" is 40px'] == "not_done"
    assert said['colour of "Red, slow" is #7a0019'] == "wrong_object"
    assert said['text "We are open when the shutters are." is "Open every day."'] == "partly"
    assert said['has text "Tea from one hill"'] == "cannot_tell"
    assert said["logo is file boat.svg"] == "done"
    assert judged("astray")["outcome"] == "failed"


def test_what_nobody_agreed_is_listed_with_its_place() -> None:
    left = {(x["label"], x["text"]) for x in judged("astray")["unagreed"]}
    assert ("wrong_text", "Prices include the boat.") in left
    assert ("wrong_font", "The house") in left
    assert all(x["delivery"] or x["reference"] for x in judged("astray")["unagreed"])


def test_an_untouched_copy_has_done_nothing() -> None:
    result = judged("nothing")
    said = verdicts(result)
    assert said.pop('has text "Tea from one hill"') == "cannot_tell"
    assert set(said.values()) == {"not_done"}, said
    assert result["outcome"] == "failed"


def test_what_was_already_so_proves_nothing() -> None:
    reasons = [r for r in judged("nothing")["reasons"] if r["code"] == "already_so"]
    assert [r["data"]["line"] for r in reasons] == ['has text "Tea from one hill"']


def test_the_report_reads_in_both_languages() -> None:
    judged("astray")
    text = (desk() / "report-astray" / "index.html").read_text(encoding="utf-8")
    assert "改错了对象" in text
    assert "Done to the wrong thing" in text
    assert "<code>reason_" not in text


def test_a_repeat_has_the_same_hash() -> None:
    again = checked(desk() / "changes-exact", AGREED, desk() / "again")
    assert again["hash"] == judged("exact")["hash"]
