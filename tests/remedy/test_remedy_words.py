"""Words of an award: every code in both languages, numbers as people write them, the table and the picture."""

from __future__ import annotations

import re
import string
import typing
import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest
from babel.numbers import list_currencies
from hypothesis import given, settings

from gongdao.cli import assess as command
from gongdao.cli import rules as rules_command
from gongdao.remedy import assess, read_assessment, rule_sets, types
from gongdao.remedy.allocate import REASONS as REASON_CODES
from gongdao.remedy.currency import CURRENCIES
from gongdao.remedy.steps import FORMULAS
from gongdao.words import remedy as words
from gongdao.words import rules as rule_words
from gongdao.words import waterfall as picture
from gongdao.words.lookup import LANGS
from gongdao.words.waterfall import waterfall
from tests.remedy.bad.make import faulty
from tests.remedy.strategies import assessments
from tests.remedy.vectors import VECTORS, founding

TABLES = {
    f"{module.__name__}.{name}": table
    for module in (words, rule_words, picture, command, rules_command)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict) and all(isinstance(entry, dict) for entry in table.values())
}


@pytest.mark.parametrize("name", TABLES)
def test_every_code_has_both_languages_with_the_same_places(name):
    for code, texts in TABLES[name].items():
        assert set(texts) == set(LANGS), code
        assert all(text.strip() == text or name.endswith("TEXTS") for text in texts.values()), code
        if not name.endswith("FAULTS"):
            places = [{place for _, place, _, _ in string.Formatter().parse(text) if place} for text in texts.values()]
            assert places[0] == places[1], code


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.OPTIONS, typing.get_args(types.OptionId)),
        (words.OPTION_SAYS, typing.get_args(types.OptionId)),
        (words.CAUSES, typing.get_args(types.Cause)),
        (words.METHODS, typing.get_args(types.Method)),
        (words.REASONS, REASON_CODES.values()),
        (words.DEPOSITS, typing.get_args(types.DepositKind)),
        (words.KEEPERS, typing.get_args(types.Keeper)),
        (words.ELECTORS, typing.get_args(types.Elector)),
        (words.WORKINGS, [*FORMULAS, "loss_capped", "delay_capped"]),
        (words.SHORT, [code for code in FORMULAS if not code.startswith(("item_", "cover_item"))]),
        (words.PARAMETERS, rule_sets["cn-2021"].parameters),
        (words.RULE_SETS, rule_sets),
        (words.STATUSES, "VSMO"),
        (rule_words.TITLES, rule_sets["cn-2021"].rules),
        (rule_words.SAYS, rule_sets["cn-2021"].rules),
    ],
)
def test_the_tables_cover_exactly_what_the_engine_can_say(table, codes):
    assert set(table) == set(codes)


def test_steps_cover_the_engine_and_one_wording_for_nothing_made():
    assert set(words.STEPS) == {*FORMULAS, "item_missing"}


def test_every_fault_the_reader_finds_has_words():
    codes = {expected[0] for _, expected in faulty().values()}
    assert codes <= set(words.FAULTS)
    assert all(code.startswith("file_") for code in set(words.FAULTS) - codes), "those of the command alone"


def test_every_citation_can_be_read_out():
    for rules in rule_sets.values():
        for rule in rules.rules.values():
            for lang in LANGS:
                assert words.cite(rule.article, lang)
                words.cite(rule.compare, lang)
        for parameter in rules.parameters.values():
            for lang in LANGS:
                assert words.cite(parameter.source, lang)


@pytest.mark.parametrize(
    ("article", "zh", "en"),
    [
        ("CC 782", "《民法典》第782条", "PRC Civil Code art. 782"),
        ("CC 510, 511(1)(2)", "《民法典》第510条、第511条第（一）、（二）项", "PRC Civil Code arts. 510, 511(1)(2)"),
        (
            "CC 581; CISG 75",
            "《民法典》第581条；《联合国国际货物销售合同公约》第75条",
            "PRC Civil Code art. 581; CISG art. 75",
        ),
        ("GONGDAO", "本平台公布的参数", "a parameter this platform publishes"),
        ("CC 586(2)", "《民法典》第586条第2款", "PRC Civil Code art. 586(2)"),
        ("CC 580(1)(2), 591", "《民法典》第580条第1款第（二）项、第591条", "PRC Civil Code arts. 580(1)(2), 591"),
        (
            "I23 60(2)(3)",
            "《合同编通则解释》（法释〔2023〕13号）第60条第2款、第3款",
            "SPC Interpretation on Contracts (2023) No. 13 art. 60(2)(3)",
        ),
        ("ZJ12 4", "浙高法民二〔2012〕21号问答第4问", "Zhejiang High Court Q&A (2012) No. 21 question 4"),
        ("", "", ""),
    ],
)
def test_citations(article, zh, en):
    assert words.cite(article, "zh-hans") == zh
    assert words.cite(article, "en") == en


@pytest.mark.parametrize(
    ("minor", "currency", "zh", "en"),
    [
        (20_000, "CNY", "¥200.00", "CN¥200.00"),
        (-8_000, "CNY", "−¥80.00", "−CN¥80.00"),
        (710, "JPY", "JP¥710", "¥710"),
        (1_234_567, "KWD", "KWD1,234.567", "KWD1,234.567"),
    ],
)
def test_sums(minor, currency, zh, en):
    assert words.amount(minor, currency, "zh-hans").replace("\xa0", " ") == zh
    assert words.amount(minor, currency, "en").replace("\xa0", " ") == en


@pytest.mark.parametrize(
    ("bp", "text"), [(0, "0%"), (1, "0.01%"), (50, "0.5%"), (8_750, "87.5%"), (10_000, "100%"), (13_000, "130%")]
)
def test_per_cents(bp, text):
    assert words.per_cent(bp) == text


def test_our_currencies_are_real_ones():
    assert len(CURRENCIES) > 150
    assert set(list_currencies()) >= CURRENCIES


@settings(max_examples=600, deadline=None)
@given(assessments(rules=("cn-2021", "cn-1999", "cn-2021-undiscounted")))
def test_every_step_has_a_sentence_and_a_calculation_without_gaps(a):
    for option in assess(a).options:
        for step in option.steps:
            for lang in LANGS:
                for text in (words.step_text(step, lang), words.step_working(step, lang)):
                    assert text
                    assert "{" not in text


def _value(working: str) -> Fraction:
    """What a reader gets who works out the shown calculation."""
    plain = working.replace("¥", "").replace(",", "").replace("−", "-").replace("×", "*").replace("÷", "/")
    exact = re.sub(
        r"[\d.]+%?", lambda n: f"Fraction('{n[0].rstrip('%')}')" + ("/100" if n[0][-1] == "%" else ""), plain
    )
    return Fraction(eval(exact, {"Fraction": Fraction}))


@settings(max_examples=600, deadline=None)
@given(assessments(rules=("cn-2021", "cn-1999", "cn-2021-undiscounted")))
def test_a_reader_who_works_it_out_comes_to_the_same_sum(a):
    """Line by line within the rounding of what is shown, and the lines to the sum exactly."""
    for option in assess(a).options:
        for step in option.steps:
            shown = _value(words.step_working(step, "zh-hans", "CNY")) * 100
            # A ratio shown to a hundredth of a per cent may be off by half of it, a part of the price by half a fen.
            slack = Fraction(max(map(abs, step.data.values()), default=0), 10_000) + 2
            assert abs(shown - step.amount) <= slack, (step, words.step_working(step, "zh-hans"))
        assert sum(step.amount for step in option.steps) == option.due


@pytest.mark.parametrize(
    ("more", "code", "working"),
    [
        ({"loss": 5_000}, "loss", "−¥50.00"),
        ({"loss": 5_000, "buyer_fault_bp": 2_000}, "loss", "−¥50.00 × 80%"),
        ({"loss": 5_000, "unmitigated": 1_000}, "loss", "−(¥50.00 − ¥10.00) × 100%"),
        ({"loss": 40_000, "damages_cap_bp": 10_000}, "loss", "−¥400.00"),
        ({"loss": 40_001}, "loss", "−¥400.00 × 100%"),
        ({"loss": 9_000, "damages_cap_bp": 1_000}, "loss", "−¥400.00 × 10%"),
        ({"delay": {"rate_bp": 100, "late_days": 20}}, "delay", "−¥400.00 × 1% × 20"),
        ({"delay": {"rate_bp": 100, "late_days": 21}}, "delay", "−¥400.00 × 20%"),
    ],
)
def test_of_a_cap_only_the_side_that_counts_is_shown(more, code, working):
    steps = assess(read_assessment(founding(**more))).option("reduce").steps
    assert [words.step_working(s, "zh-hans") for s in steps if s.code == code] == [working]


def test_a_need_without_salvage_is_shown_by_the_part_that_is_there():
    raw = founding(template=4_000, changes=10_000)
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert words.step_working(steps[1], "zh-hans") == "¥100.00 × 40%"
    raw["requirements"][1]["salvage_bp"] = 2_500
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert words.step_working(steps[1], "zh-hans") == "¥100.00 × (25% × 100% + 75% × 40%)"
    assert words.step_text(steps[1], "zh-hans") == (
        "“b-changes”本身做成 100%，但它依赖的部分只做成 40%；缺了那部分，只保留 25% 的用处"
    )


def test_what_was_not_made_is_called_so():
    reduce = assess(read_assessment(founding())).option("reduce")
    assert words.step_text(reduce.steps[1], "zh-hans", title="修改") == "“修改”没有做成"
    assert words.step_text(reduce.steps[1], "en", title="Changes") == "“Changes” was not made"


def test_the_sellers_part_where_the_buyer_prevented_the_rest():
    raw = founding()
    raw["findings"]["a-template"] = {"delivered_bp": 7_500, "prevented_bp": 2_500}
    step = assess(read_assessment(raw)).option("reduce").steps[0]
    assert "75%" in words.step_text(step, "zh-hans")
    assert words.step_working(step, "zh-hans") == "¥200.00 × 75%"


# The picture.


@settings(max_examples=300, deadline=None)
@given(assessments())
def test_the_picture_is_sound_and_keeps_to_a_strict_content_policy(a):
    for option in assess(a).options:
        svg = waterfall(option, "en", titles={r.id: "<b onload=x>&" for r in a.requirements})
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        labels = root.get("aria-labelledby").split()
        ids = {node.get("id"): node for node in root.iter() if node.get("id")}
        assert [ids[label].tag.rpartition("}")[2] for label in labels] == ["title", "desc"]
        for node in root.iter():
            assert node.tag.rpartition("}")[2] in {"svg", "title", "desc", "line", "g", "text", "rect"}
            assert not any(name == "style" or name.startswith("on") or "href" in name for name in node.attrib)
        for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
            left, width = int(rect.get("x")), int(rect.get("width"))
            assert 0 <= left <= left + width <= picture.WIDTH
            assert width >= 2


def test_the_picture_draws_each_step_from_the_sum_before_to_the_sum_after():
    option = assess(read_assessment(founding(data=5_000))).option("reduce_earnest")
    root = ET.fromstring(waterfall(option, "zh-hans"))
    bars = [(int(r.get("x")), int(r.get("width"))) for r in root.iter("{http://www.w3.org/2000/svg}rect")]
    unit = (picture.WIDTH - 2) / 25_000
    assert [step.amount for step in option.steps] == [20_000, 0, 5_000, -3_000]
    expected = [(0, 20_000), (20_000, 0), (20_000, 5_000), (22_000, 3_000), (0, 22_000)]
    for (left, width), (start, length) in zip(bars, expected, strict=True):
        assert left == pytest.approx(start * unit, abs=1.5)
        assert width == pytest.approx(max(2, length * unit), abs=1.5)


def test_the_picture_can_be_heard():
    option = assess(read_assessment(founding())).option("reduce")
    svg = waterfall(
        option, "zh-hans", titles={"a-template": "模板", "b-changes": "修改", "c-data": "数据"}, id="award-1"
    )
    assert '<title id="award-1-title">减价：应付卖家 ¥200.00</title>' in svg
    heard = re.search(r"<desc[^>]*>(.*)</desc>", svg)[1]
    assert heard == (
        "“模板”已按要求做成：¥200.00，累计 ¥200.00。 “修改”没有做成：¥0.00，累计 ¥200.00。 "
        "“数据”没有做成：¥0.00，累计 ¥200.00。"
    )


def test_long_titles_are_cut_by_width():
    option = assess(read_assessment(founding())).option("reduce")
    svg = waterfall(
        option,
        "zh-hans",
        titles={"a-template": "仿照样板站重新制作整套网站模板的全部页面及后台", "b-changes": "x" * 41},
    )
    assert ">仿照样板站重新制作整套网站模板的全部页面…<" in svg
    assert f">{'x' * 40}…<" in svg


# The page in the terminal.


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", VECTORS)
def test_the_page_prints_every_vector(name, lang, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    raw, _ = VECTORS[name]
    a = read_assessment(raw)
    command.print_page(a, assess(a), lang)
    said = capsys.readouterr().out
    for option in assess(a).options:
        assert words.say(words.OPTIONS, option.id, lang) in said
        assert words.amount(option.due, a.currency, lang) in said
        for step in option.steps:
            assert words.cite(step.article, lang)[:12] in said
    assert "{" not in said


def test_a_title_cannot_steer_the_terminal(capsys):
    raw = founding()
    raw["requirements"][0]["title"] = "\x1b[2J[red]boo[/red]"
    a = read_assessment(raw)
    command.print_page(a, assess(a), "en")
    said = capsys.readouterr().out
    assert "\x1b[2J" not in said
    assert "[red]boo[/red]" in said


def test_the_rule_sets_are_listed(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    for lang in LANGS:
        assert rules_command.list_rules(lang=lang) == 0
        said = capsys.readouterr().out
        assert all(id in said for id in rule_sets)
        assert rules_command.list_rules("cn-2021", lang=lang) == 0
        said = capsys.readouterr().out
        assert all(id in said for id in rule_sets["cn-2021"].rules)
    assert rules_command.list_rules("cn-2021", json=True) == 0
    assert '"earnest_cap_bp"' in capsys.readouterr().out


def test_an_unknown_rule_set_is_named(capsys):
    assert rules_command.list_rules("cn-2099", lang="en") == 2
    assert "cn-2099" in capsys.readouterr().err
