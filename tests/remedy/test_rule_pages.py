"""The rule pages: complete in both languages, computed by the engine, and fresh in the repository."""

from pathlib import Path

import pytest

from gongdao.cli.rule_pages import EXAMPLES, pages, render, write
from gongdao.remedy import assess, read_assessment, rule_sets
from gongdao.remedy.steps import FORMULAS
from gongdao.words.lookup import LANGS
from gongdao.words.remedy import STATUSES, amount

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules"
RULES = rule_sets["cn-2021"].rules


def test_the_pages_are_fresh():
    kept = {str(path.relative_to(DOCS)): path.read_text("utf-8") for path in DOCS.glob("*/*.md")}
    assert kept == pages(), "run: python -m gongdao.cli.rule_pages"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", RULES)
def test_a_page_says_what_is_needed(id, lang):
    page = render(id, lang)
    assert page.startswith(f"# {id} ")
    assert f"{RULES[id].status} {STATUSES[RULES[id].status][lang]}" in page
    assert page.count("\n## ") == (5 if id in EXAMPLES else 4)
    assert "{" not in page


@pytest.mark.parametrize("id", EXAMPLES)
def test_an_example_shows_its_rule_at_work(id):
    raw, chosen = EXAMPLES[id]
    a = read_assessment(raw)
    option = assess(a).option(chosen)
    assert option is not None
    if id in {rule for rule, _ in FORMULAS.values()}:
        assert id in {step.rule for step in option.steps}
    for lang in LANGS:
        assert f"**{amount(option.due, a.currency, lang)}**" in render(id, lang)


def test_every_rule_with_a_formula_has_an_example():
    assert {rule for rule, _ in FORMULAS.values() if rule} <= set(EXAMPLES)


def test_writing_takes_away_pages_of_rules_that_are_gone(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "L99.md").write_text("gone")
    write(tmp_path)
    assert not (tmp_path / "en" / "L99.md").exists()
    assert (tmp_path / "en" / "L01.md").read_text("utf-8") == render("L01", "en")
