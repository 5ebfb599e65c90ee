"""Every code the kernel can say has words in both languages, and a page holds none that is not looked up."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import gongdao.kernel.rules as law
from gongdao.kernel import acts as kernel_acts
from gongdao.kernel import clocks as kernel_clocks
from gongdao.kernel import refusals as kernel_refusals
from gongdao.kernel import state, values
from gongdao.kernel.rules.lapses import LAPSES
from gongdao.kernel.rules.work import GROUNDS
from gongdao.web.forms.fields import BUILDERS
from gongdao.web.page import TAB_OF
from gongdao.web.views.orders import FINDERS_OTHERWISE, OTHERWISE
from gongdao.words import acts, pages, phases, refusals, turns
from gongdao.words.lookup import LANGS, UnknownWordError, lang_of, say

WEB = Path(kernel_acts.__file__).parents[1] / "web"
TEMPLATES = sorted(p for p in (WEB / "templates").rglob("*.html") if p.name != "_aria.html")
OWN = {
    f"{module.__name__.rpartition('.')[2]}.{name}": table
    for module in (acts, pages, phases, turns)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict)
}
CJK = re.compile(r"[\u4e00-\u9fff]")
LAW_WORDS = ("定金", "订金", "简体中文")
"""Chinese an English page keeps: two terms that differ by one character and by law, and a language's own name."""


def same(table: set[str], codes: set[str], where: str) -> None:
    """Both hold the same codes; the message says what to add or take away where."""
    missing, left_over = sorted(codes - table), sorted(table - codes)
    assert not missing, f"{where} lacks {missing}: add the words, in every language of LANGS"
    assert not left_over, f"{where} has words nobody says any more: {left_over}"


def choices(cls: type, field: str) -> set[str]:
    """The values a literal field of a kernel shape may have."""
    return set(get_args(cls.__annotations__[field]))


@pytest.mark.parametrize("name", OWN)
def test_every_table_has_both_languages_with_the_same_placeholders(name: str) -> None:
    for code, texts in OWN[name].items():
        same(set(texts), set(LANGS), f"words/ {name} {code!r}")
        holes = {lang: {f for _, f, _, _ in Formatter().parse(text) if f} for lang, text in texts.items()}
        assert len({frozenset(found) for found in holes.values()}) == 1, f"words/ {name} {code!r}: {holes}"
        assert all(text.strip() for text in texts.values()), code


@pytest.mark.parametrize("name", OWN)
def test_english_is_english(name: str) -> None:
    for code, texts in OWN[name].items():
        english = texts["en"]
        for kept in LAW_WORDS:
            english = english.replace(kept, "")
        assert not CJK.search(english), (code, english)


def test_every_act_has_a_name_and_every_persons_act_a_button_and_a_warning() -> None:
    tags = set(kernel_acts.ACTS)
    asked = set(BUILDERS) | {"draft", "amend"}
    same(set(acts.NAMES), tags, "words/acts.py NAMES")
    same(
        asked | acts.BY_PLATFORM,
        tags,
        "BUILDERS of web/forms/fields.py (what a person does) or words/acts.py BY_PLATFORM",
    )
    assert not asked & acts.BY_PLATFORM
    same(set(acts.BUTTONS), asked, "words/acts.py BUTTONS")
    same(set(acts.SAYS), asked, "words/acts.py SAYS")


def test_what_the_platform_alone_may_do_has_no_form() -> None:
    for rule in law.RULES.values():
        assert (rule.roles == ("platform",)) == (rule.tag in acts.BY_PLATFORM), rule.tag


@pytest.mark.parametrize("lang", LANGS)
def test_every_refusal_says_what_why_and_what_next(lang: str) -> None:
    same(set(refusals.REFUSALS), set(kernel_refusals.CODES), "words/refusals.py REFUSALS (what, why, what next)")
    for code in kernel_refusals.CODES:
        explained = refusals.explain(code, lang)
        assert all(part.strip() for part in explained), code
        assert bool(CJK.search("".join(explained))) == (lang == "zh-hans") or any(
            word in "".join(explained) for word in LAW_WORDS
        ), code


IDS_NOT_SHOWN = {
    *("act", "answers", "by", "challenge", "change", "check", "claim", "delivery", "entry", "exhibit", "expected"),
    *("fault", "feedback", "fund", "given", "held", "last", "mediator", "meeting", "offer", "order", "person"),
    *("promise", "question", "request", "rules", "to", "total"),
}


def test_every_particular_of_a_refusal_is_named_or_knowingly_left_out() -> None:
    kernel = Path(kernel_acts.__file__).parent
    told: set[str] = set()
    for path in kernel.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
                told.update(keyword.arg for keyword in node.keywords if keyword.arg)
    unnamed = sorted(told - set(refusals.PARTICULARS) - IDS_NOT_SHOWN)
    assert not unnamed, (
        f"data of refuse(...) without a name for people: {unnamed}; add it to words/refusals.py"
        " PARTICULARS, or to IDS_NOT_SHOWN here if it is a number no reader needs"
    )


VOCABULARIES = [
    (phases.PHASES, set(get_args(state.Phase))),
    (phases.ROLES, set(get_args(values.Role)) | {"none", "both"}),
    (phases.ANSWERS, choices(state.Item, "answer")),
    (phases.VERDICTS, choices(state.Item, "verdict")),
    (phases.OUTCOMES, choices(state.Check, "outcome")),
    (phases.CHALLENGE_STATUSES, choices(state.Objection, "status")),
    (phases.CLAIM_STANCES, choices(state.Claimed, "stance")),
    (phases.EXHIBIT_STANCES, choices(state.Shown, "stance")),
    (phases.WEIGHTS, choices(values.ExhibitAnswer, "weight")),
    (phases.EXHIBIT_KINDS, set(get_args(kernel_acts.EXHIBIT_KINDS))),
    (phases.STATEMENT_LABELS, choices(kernel_acts.Statement, "label")),
    (phases.CHALLENGE_GROUNDS, choices(kernel_acts.Challenge, "ground")),
    (phases.END_GROUNDS, set(GROUNDS)),
    (phases.APPEAL_GROUNDS, choices(kernel_acts.Appeal, "ground")),
    (phases.CAUSES, choices(kernel_acts.FindCause, "cause")),
    (phases.DEPOSIT_KINDS, choices(values.DepositTerms, "kind")),
    (phases.DEPOSIT_PLACES, choices(values.DepositTerms, "where")),
    (phases.CHECK_KINDS, choices(values.Requirement, "check")),
    (phases.RUN_KINDS, choices(kernel_acts.HowToRun, "kind") | {""}),
    (phases.LIST_WRITERS, choices(values.Agreement, "list_written_by")),
    (phases.JOBS, choices(values.Terms, "job")),
    (phases.FUND_PURPOSES, choices(kernel_acts.Fund, "purpose")),
    (phases.DELIVERABLES, choices(kernel_acts.AwardOption, "deliverable")),
    (phases.EARLY, choices(kernel_acts.AskEarly, "what")),
    (phases.REQUESTS, choices(state.Request, "kind")),
    (phases.BASES, choices(kernel_acts.Execute, "basis")),
    (turns.DUTIES, set(LAPSES)),
    (turns.CLOCKS, set(LAPSES)),
    (TAB_OF, set(LAPSES)),
    (turns.DEFAULTS, set(get_args(kernel_clocks.Default))),
]


@pytest.mark.parametrize(("table", "codes"), VOCABULARIES)
def test_a_vocabulary_has_the_kernels_codes_and_no_others(table: dict[str, object], codes: set[str]) -> None:
    same(set(table), codes, name_of(table))


def name_of(table: dict[str, object]) -> str:
    """Where a vocabulary stands, as somebody looks for it."""
    if table is TAB_OF:
        return "web/page.py TAB_OF"
    return next(
        f"words/{m.__name__.rpartition('.')[2]}.py {n}"
        for m in (phases, turns)
        for n, t in vars(m).items()
        if t is table
    )


def test_statuses_cover_every_status() -> None:
    shapes = (state.Payment, state.Change, state.Request, state.Promised, state.Offered)
    codes = set().union(*(choices(shape, "status") for shape in shapes)) | {"handed_in", "held"}
    assert codes <= set(phases.STATUSES)


READABLE = "kernel/clocks.py starts a clock as Clock(..., default=...), NAME or NAME[key], so that it can be read here"


def defaults(value: ast.expr) -> set[str]:
    """The defaults of what the kernel starts: a clock made on the spot, one with a name, or one of several by party."""
    if isinstance(value, ast.Call):
        default = next((k.value for k in value.keywords if k.arg == "default"), None)
        assert isinstance(default, ast.Constant), f"{READABLE}: {ast.unparse(value)}"
        return {str(default.value)}
    named = value.value if isinstance(value, ast.Subscript) else value
    assert isinstance(named, ast.Name), f"{READABLE}: {ast.unparse(value)}"
    clocks = getattr(kernel_clocks, named.id)
    return {clock.default for clock in (clocks.values() if isinstance(clocks, dict) else (clocks,))}


def test_lists_say_the_same_default_as_the_kernels_clocks() -> None:
    """Lists do not fold the order, so they keep the default of each kind of clock; here they are compared."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(Path(kernel_clocks.__file__).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)):
            continue
        key = node.targets[0].slice
        first = key.values[0] if isinstance(key, ast.JoinedStr) else key
        if isinstance(first, ast.Constant):
            found.setdefault(str(first.value).partition(":")[0], set()).update(defaults(node.value))
    kept = {kind: {default} for kind, default in OTHERWISE.items()}
    for kind, default in FINDERS_OTHERWISE.items():
        kept[kind].add(default)
    assert found == kept, (
        "OTHERWISE of web/views/orders.py says for lists what happens when each kind of clock runs out"
    )


# -- pages -----------------------------------------------------------------------------------------------------------

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SPOKEN = re.compile(r"""(?:alt|title|placeholder|aria-label|content|label)=(?:"([^"]*)"|'([^']*)')""")
MACHINE = re.compile(r"width=device-width|noindex|light dark|includeIndicatorStyles")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_holds_a_sentence(path: Path) -> None:
    source = path.read_text(encoding="utf-8").replace('<span class="seal" aria-hidden="true">公道</span>', "")
    bare = TAG.sub("", source)
    spoken = ["".join(found) for found in SPOKEN.findall(bare)]
    text = re.sub(r"<!doctype html>|<[^>]*>", " ", bare)
    assert not re.search(r"[^\W\d_]", re.sub(r"SHA-256", "", text)), text.strip()[:200]
    assert not [s for s in spoken if re.search(r"[^\W\d_]", s) and not MACHINE.search(s)]


def used_codes() -> set[str]:
    """Codes of page words named in templates and views."""
    found: set[str] = set()
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        found.update(re.findall(r"{%\s*t ['\"]([^'\"]+)['\"]", source))
        found.update(re.findall(r"(?:label|hint)=\"([a-z_]+\.[a-z_.]+)\"", source))
    for path in WEB.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        found.update(re.findall(r"(?:\bt|\.t)\(\s*\"([^\"{]+)\"", source))
        found.update(re.findall(r"PAGES,\s*\"([^\"{]+)\"", source))
        found.update(re.findall(r"(?:label|hint|none)=\"([a-z_.]+)\"", source))
        found.update(
            f"field.{name}"
            for name in re.findall(r"m\.ask\(\s*\"([a-z_.]+)\", \"[a-z]+\"(?!.{0,40}(?:label|text)=)", source)
        )
    return {code for code in found if "." in code or code in pages.PAGES}


def test_every_code_a_page_names_has_words() -> None:
    assert used_codes() - set(pages.PAGES) - {"gongdao.web"} == set()


def test_an_unknown_code_is_a_fault_and_not_an_empty_label() -> None:
    with pytest.raises(UnknownWordError):
        say(pages.PAGES, "no.such.code", "en")
    with pytest.raises(UnknownWordError):
        say(pages.PAGES, "brand", "fr")
    with pytest.raises(UnknownWordError):
        refusals.explain("no_such_refusal", "en")


@pytest.mark.parametrize(
    ("tag", "lang"),
    [("zh-CN", "zh-hans"), ("zh", "zh-hans"), ("en-GB", "en"), ("de", "en"), (None, "zh-hans"), ("", "zh-hans")],
)
def test_the_nearest_language(tag: str | None, lang: str) -> None:
    assert lang_of(tag) == lang
