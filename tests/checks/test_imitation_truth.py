"""Our own pages, whose ids tell what must be said of each element, and the ways honest pages differ in markup only."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from gongdao.checks.capture import Capture, capture
from gongdao.checks.compare.pages import PageComparison, compare_pages
from gongdao.checks.kinds.imitation import imitation
from gongdao.words.checks_imitation import WORDS
from tests.checks.imitation_captures import (
    DESK,
    PAGES,
    PATIENCE,
    PHONE,
    compared,
    desk,
    need_sandbox,
    shown,
    truth_pages,
)

ELEMENT = re.compile(r'<(\w+)\b[^>]*\bid="([a-z_]+?)(\d+)"[^>]*>([^<]*)')


def told(name: str) -> dict[str, set[str]]:
    """Label → what the elements with such an id show: their text, or a picture's alternative text."""
    truth: dict[str, set[str]] = {}
    for match in ELEMENT.finditer((PAGES / name).read_text(encoding="utf-8")):
        alt = re.search(r'alt="([^"]*)"', match.group(0))
        words = alt.group(1) if alt else html.unescape(match.group(4))
        truth.setdefault(match.group(2), set()).add(words)
    return truth


def said(result: PageComparison) -> dict[str, set[str]]:
    by_label: dict[str, set[str]] = {}
    for d in result.differences:
        by_label.setdefault(d.label, set()).add(d.text)
    return by_label


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_each_difference_is_called_what_its_id_says(width: int) -> None:
    result = said(compared(truth_pages(), "reference.html", "delivery.html", width=width))
    before, after = told("reference.html"), told("delivery.html")
    expected = {label: words for label, words in before.items() if label != "same"} | {"extra": after["extra"]}
    if width == PHONE:
        # One column: a picture narrower than its column is no longer narrower by a twentieth.
        result.pop("moved", None)
        expected.pop("moved")
    assert {k: v for k, v in result.items() if k in expected} == expected


def test_nothing_is_said_of_what_did_not_change() -> None:
    result = said(compared(truth_pages(), "reference.html", "delivery.html"))
    blamed = set().union(*result.values())
    assert not blamed & told("reference.html")["same"]


def test_a_page_against_itself_is_a_hundred_in_both_modes() -> None:
    for same in (True, False):
        result = compared(truth_pages(), "reference.html", "reference.html", same)
        assert (result.score, result.low, result.high) == (100, 100, 100)
        assert result.differences == ()


def test_same_design_in_other_words_imitates_and_same_words_in_another_design_do_not() -> None:
    other_words = compared(truth_pages(), "reference.html", "own-words.html", same=False)
    other_design = compared(truth_pages(), "reference.html", "other-design.html", same=False)
    assert other_words.low >= 85
    assert other_design.high < 70
    assert other_words.content < 60
    assert other_design.content > 80


def test_in_same_mode_other_words_cost_and_are_named() -> None:
    result = compared(truth_pages(), "reference.html", "own-words.html")
    assert result.score < 85
    assert result.design >= 85
    assert len(said(result)["wrong_text"]) >= 15


@pytest.fixture(scope="module")
def variants() -> Capture:
    """The reference written in other ways that look the same, and the cheap ways to fake it."""
    need_sandbox()
    bundle = desk() / "variants"
    # pytest may set a module's fixture up twice in one session, when another module's parameters come between.
    shutil.copytree(PAGES, bundle, dirs_exist_ok=True)
    markup = (PAGES / "reference.html").read_text(encoding="utf-8")
    head, body = markup.split("<body>\n")
    body = body.split("</body>")[0]
    css = (PAGES / "tea.css").read_text(encoding="utf-8")
    inner = css.replace("body {", ":host {")
    pages = {
        "shadow.html": f'{head}<body style="margin:0"><tea-shop style="display:block"><template shadowrootmode="open">'
        f"<style>{inner}</style>{body}</template></tea-shop></body></html>",
        "wrapped.html": f'{head}<body><main><div class="app"><div>{body}</div></div></main></body></html>',
        "cut.html": f"{head}<body>{body}</body></html>".replace("nineteen days and rest", "nineteen days<div>and rest")
        .replace("of the year.</p>", "of the year.</div></p>")
        .replace('<p id="wrong_text1">', '<div style="max-width:760px;margin:0 0 14px">')
        .replace("</div></p>", "</div></div>"),
        "late.html": _late(head, body),
        "folding.html": f"{head}<body>{body}<script>{FOLDING}</script></body></html>",
        "banner.html": f"{head}<body>{body}{BANNER}</body></html>",
        "covered.html": f'{head}<body>{body}<div style="position:absolute;top:300px;left:0;right:0;height:420px;'
        'background:#f3efe4"></div></body></html>',
        "picture.html": f'{head}<body><img src="shot.png" style="display:block;width:100%"></body></html>',
        "liar.html": f"{head}<body>{body}<script>{LIES}</script></body></html>",
        "bare.html": markup.replace('<link rel="stylesheet" href="tea.css">', ""),
    }
    for name, text in pages.items():
        (bundle / name).write_text(text, encoding="utf-8")
    taken = truth_pages()
    shutil.copy(Path(taken.folder) / shown(taken, "reference.html").picture, bundle / "shot.png")
    return capture(
        bundle, pages=["reference.html", *pages], widths=(DESK,), out=desk() / "variant-shots", max_pages=20, **PATIENCE
    )


def _late(head: str, body: str) -> str:
    """Pictures load lazily, paragraphs fade in when scrolled to, a counter and an endless animation run."""
    lazy = body.replace("<img ", '<img loading="lazy" ')
    return (
        f"{head}<style>p {{ opacity: 0; transform: translateY(40px); transition: all .6s }}"
        ".seen { opacity: 1; transform: none } @keyframes turn { to { transform: rotate(1turn) } }"
        "h3 { animation: turn 3s linear infinite } h1 { animation: come 2s } @keyframes come { from { opacity: 0 } }"
        f"</style><body>{lazy}<script>const eye = new IntersectionObserver(seen => seen.forEach(one => {{"
        "if (one.isIntersecting) one.target.classList.add('seen') }));"
        "for (const p of document.querySelectorAll('p')) eye.observe(p);</script></body></html>"
    )


BANNER = (
    '<div id="cookies" style="position:fixed;left:0;right:0;bottom:0;padding:40px;background:#111;color:#fff">'
    "We use cookies to make this better. <button>Accept all</button> <button>Reject</button></div>"
)
FOLDING = "addEventListener('resize', () => document.querySelector('header').remove())"
LIES = """
for (const lie of ['getBoundingClientRect', 'getClientRects', 'checkVisibility'])
  Element.prototype[lie] = () => [];
window.getComputedStyle = () => ({});
Object.defineProperty(Node.prototype, 'textContent', { get: () => 'a perfect copy' });
document.querySelector('h1').style.visibility = 'hidden';
"""


@pytest.mark.parametrize("page", ["shadow.html", "wrapped.html", "late.html", "banner.html", "folding.html"])
def test_the_same_page_written_otherwise_is_still_the_same(variants: Capture, page: str) -> None:
    result = compared(variants, "reference.html", page)
    assert result.low >= 97, [(d.label, d.text) for d in result.differences]


def test_a_text_cut_into_blocks_otherwise_is_the_same_text(variants: Capture) -> None:
    result = said(compared(variants, "reference.html", "cut.html"))
    assert "wrong_text" not in result
    assert "extra" not in result
    assert "missing" not in result


def test_a_banner_is_set_aside_and_said(variants: Capture) -> None:
    result = compared(variants, "reference.html", "banner.html")
    assert "banner_set_aside" in result.flags
    assert "cookies" in shown(variants, "banner.html").banners[0]


def test_text_under_an_overlay_is_not_seen(variants: Capture) -> None:
    result = compared(variants, "reference.html", "covered.html")
    assert "Three ways to begin" in said(result)["not_visible"]
    assert "hidden_text" in result.flags
    assert result.score < 97


def test_a_screenshot_of_the_page_is_flagged_and_never_passes(variants: Capture) -> None:
    for same in (True, False):
        result = compared(variants, "reference.html", "picture.html", same)
        assert "picture_of_page" in result.flags
        assert result.high < 85


def test_a_page_that_lies_about_itself_is_judged_by_what_it_shows(variants: Capture) -> None:
    result = said(compared(variants, "reference.html", "liar.html"))
    assert result == {"missing": {"Tea from one hill, picked by one family"}}


def test_a_page_without_its_stylesheet_falls_far(variants: Capture) -> None:
    assert compared(variants, "reference.html", "bare.html").score < 70


# -- the whole check ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    """The check on two folders with two pages each, one of them absent from the delivery."""
    need_sandbox()
    folder = tmp_path_factory.mktemp("whole")
    for side, index in (("reference", "reference.html"), ("delivery", "delivery.html")):
        shutil.copytree(PAGES / "img", folder / side / "img")
        shutil.copy(PAGES / "tea.css", folder / side)
        shutil.copy(PAGES / index, folder / side / "index.html")
    shutil.copy(PAGES / "own-words.html", folder / "reference" / "shop.html")
    report = folder / "report"
    return imitation(
        folder / "reference", folder / "delivery", "same", (DESK,), report, words=WORDS, deadline_s=120
    ), report


def test_the_check_counts_each_label_and_says_which_page_is_missing(whole: tuple[dict[str, object], Path]) -> None:
    result, _ = whole
    counts = result["counts"]
    assert isinstance(counts, dict)
    assert counts["wrong_colour"] == 2
    assert counts["picture_broken"] == 1
    labels = result["labels"]
    assert isinstance(labels, list)
    assert [x["page"] for x in labels if x["kind"] == "page" and x["label"] == "missing"] == ["shop.html"]
    assert "page_absent" in result["flags"]  # type: ignore[operator]
    assert result["missing_files"] == ["img/mountain.svg"]
    assert isinstance(result["score"], float)
    assert result["score"] < 70


def test_the_report_has_both_languages_and_every_picture_it_names(whole: tuple[dict[str, object], Path]) -> None:
    result, report = whole
    text = (report / "index.html").read_text(encoding="utf-8")
    assert "位置变动" in text
    assert "Moved" in text
    for name in re.findall(r'href="([^"#]+\.(?:png|css))"', text):
        assert (report / name).is_file(), name
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    assert " style=" not in text
    assert "<code>reason_" not in text
    assert "<code>flag_" not in text
    for name in result["files"]:  # type: ignore[attr-defined]
        assert (report / name).stat().st_size > 1000


def test_only_a_picture_as_reference_stays_in_doubt(tmp_path: Path) -> None:
    taken = truth_pages()
    picture = tmp_path / "wanted.png"
    shutil.copy(Path(taken.folder) / shown(taken, "reference.html").picture, picture)
    result = imitation(picture, PAGES, widths=(DESK,), report=tmp_path / "report", words=WORDS)
    assert result["outcome"] == "cannot_tell"
    assert result["score"] is None
    assert [r["code"] for r in result["reasons"]] == ["picture_only"]


def test_a_page_that_is_only_a_picture_is_no_reference_either(variants: Capture, tmp_path: Path) -> None:
    bundle = tmp_path / "reference"
    bundle.mkdir()
    shutil.copy(desk() / "variants" / "shot.png", bundle)
    (bundle / "index.html").write_text('<body style="margin:0"><img src="shot.png" style="width:100%"></body>')
    result = imitation(bundle, bundle, widths=(DESK,), deadline_s=120)
    assert result["outcome"] == "cannot_tell"
    assert result["reasons"][0]["code"] == "picture_only"


def test_what_needs_a_server_has_no_page_to_show(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "index.php").write_text("<?php echo 1;")
    result = imitation(PAGES, tmp_path / "shop", widths=(DESK,))
    assert result["outcome"] == "cannot_tell"
    assert result["score"] is None
    assert {"code": "needs_server", "data": {"names": ["index.php"], "side": "delivery"}} in result["reasons"]


def test_an_unknown_mode_or_width_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mode"):
        imitation(tmp_path, tmp_path, "other")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="widths"):
        imitation(tmp_path, tmp_path, widths=(10,))


def test_two_captures_of_one_page_are_judged_alike(variants: Capture) -> None:
    first, second = shown(truth_pages(), "reference.html"), shown(variants, "reference.html")
    assert first.picture_sha256 == second.picture_sha256
    folders = (Path(truth_pages().folder), Path(variants.folder))
    assert compare_pages(first, second, folders, True).score == 100
