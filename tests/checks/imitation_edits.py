"""Single known edits made to pages nobody here wrote, each with the labels that name it.

An edit is made in the markup, by a text that occurs once in it, and says which label must be given to which text
(or picture). Everything else that is labelled is a false alarm.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gongdao.checks.capture.facts import PageFacts, Text

SITES = Path(__file__).resolve().parents[2] / ".fixtures" / "sites"


_WORDS = re.compile(r">([^<>]*[A-Za-z][^<>]{2,})<")


class Edit(NamedTuple):
    """What was done, the edited markup, and the (label, text) that must be named; `allowed` may be named
    besides, and `instead` is another right answer."""

    name: str
    markup: str
    truth: frozenset[tuple[str, str]]
    allowed: frozenset[str] = frozenset()
    instead: frozenset[tuple[str, str]] = frozenset()


def site(package: str) -> Path | None:
    """The folder of an installed public template with its index page, or None."""
    folder = SITES / f"startbootstrap-{package}"
    if not (folder / ".complete").exists():
        return None
    built = folder / "dist"
    return built if (built / "index.html").exists() else folder


def with_edits(source: Path, target: Path, edits: list[Edit]) -> list[str]:
    """Copy a site and put each edited index beside it; returns the pages' names, the untouched one first."""
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns("node_modules", "scss", "*.map", "vendor.zip", "gulpfile.js")
    )
    names = ["index.html"]
    for number, edit in enumerate(edits):
        name = f"edit-{number:02d}-{edit.name}.html"
        (target / name).write_text(edit.markup, encoding="utf-8")
        names.append(name)
    (target / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 this is not a picture")
    return names


class _Leaf(NamedTuple):
    """An element that holds nothing but one text, where that text occurs once in the markup."""

    start: int
    open_end: int
    close: int
    end: int
    tag: str
    text: Text


def leaves(markup: str, facts: PageFacts) -> list[_Leaf]:
    """Elements of the body with one plain text that is seen, in the order of the markup."""
    found = []
    for match in re.finditer(r"<(h[1-6]|p|a|div|li|span|button)\b([^<>]*)>([^<>]{3,})</\1>", markup):
        words = " ".join(html.unescape(match.group(3)).split())
        if markup.count(match.group(3)) != 1:
            continue
        same = [t for t in facts.texts if t.text.lower() == words.lower() and t.seen > 0 and not t.fixed]
        if len(same) == 1 and same[0].role not in ("a", "li"):
            found.append(_Leaf(match.start(), match.start(3), match.end(3), match.end(), match.group(1), same[0]))
    return found


def styled(markup: str, leaf: _Leaf, style: str) -> str:
    """The markup with a style put first on the element; an older style attribute would lose to it."""
    tag = markup[leaf.start : leaf.open_end]
    old = re.search(r'style="([^"]*)"', tag)
    new = tag.replace(old.group(0), f'style="{old.group(1)};{style}"') if old else f'{tag[:-1]} style="{style}">'
    return markup[: leaf.start] + new + markup[leaf.open_end :]


def edits_of(markup: str, facts: PageFacts) -> Iterator[Edit]:
    """Every kind of edit that this page has a place for, each at a different text."""
    found = leaves(markup, facts)
    long = [x for x in found if len(x.text.text) >= 40]
    heads = [x for x in found if x.tag in ("h1", "h2", "h3", "h4") and len(x.text.text) < 60]
    dark = "#7a0019"
    for head in heads[1:2] or heads[:1]:
        yield Edit(
            "retext-heading",
            markup[: head.open_end] + "Rien de tel" + markup[head.close :],
            frozenset({("wrong_text", head.text.text)}),
        )
        yield Edit(
            "recolour-heading",
            styled(markup, head, f"color:{dark}!important"),
            frozenset({("wrong_colour", head.text.text)}),
        )
        yield Edit(
            "missing-heading", markup[: head.start] + markup[head.end :], frozenset({("missing", head.text.text)})
        )
        yield Edit(
            "font-heading",
            styled(markup, head, "font-size:150%!important;font-style:italic"),
            frozenset({("wrong_font", head.text.text)}),
        )
    for text in long[:1]:
        words = markup[text.open_end : text.close].split()
        changed = " ".join([*words[:3], "Zebra", *words[4:]])
        yield Edit(
            "one-word",
            markup[: text.open_end] + changed + markup[text.close :],
            frozenset({("wrong_text", text.text.text)}),
        )
        yield Edit(
            "missing-paragraph", markup[: text.start] + markup[text.end :], frozenset({("missing", text.text.text)})
        )
        yield Edit(
            "white-on-white",
            styled(markup, text, f"color:rgb{text.text.background}!important"),
            frozenset({("not_visible", text.text.text)}),
        )
        yield Edit(
            "moved-paragraph",
            styled(markup, text, "position:relative;left:120px;top:50px"),
            frozenset({("moved", text.text.text)}),
        )
    for text in long[-1:]:
        cover = (
            '<span style="position:absolute;inset:-6px;display:block;background:'
            f'rgb{text.text.background};z-index:99"></span>'
        )
        covered = styled(markup, text, "position:relative")
        shift = len(covered) - len(markup)
        at = text.close + shift
        yield Edit(
            "covered",
            covered[:at] + cover + covered[at:],
            frozenset({("not_visible", text.text.text)}),
            frozenset({"extra"}),
        )
        yield Edit(
            "off-page",
            styled(markup, text, "position:absolute;left:-9999px"),
            frozenset({("not_visible", text.text.text)}),
            frozenset({"moved"}),
        )
        bold = markup[text.open_end : text.close].split()
        marked = " ".join([*bold[:2], f'<b style="color:{dark}">{bold[2]}</b>', *bold[3:]])
        yield Edit(
            "one-word-red",
            markup[: text.open_end] + marked + markup[text.close :],
            frozenset({("wrong_colour", html.unescape(bold[2]))}),
            frozenset({"wrong_font"}),
        )
    yield from _inserted(markup)
    yield from _cards(markup, facts)
    yield from _sections(markup, facts)
    yield from _pictures(markup, facts)


def _inserted(markup: str) -> Iterator[Edit]:
    at = markup.find("<footer")
    if at < 0:
        return
    block = '<section style="padding:60px 120px"><h2>Nouvelle rubrique</h2><p>Texte tout neuf ici.</p></section>'
    yield Edit(
        "extra-section",
        markup[:at] + block + markup[at:],
        frozenset({("extra", "Nouvelle rubrique"), ("extra", "Texte tout neuf ici.")}),
    )
    top = re.search(r"<section\b", markup)
    if top:
        strip = '<p style="margin:0;padding:20px 120px;background:#fff;color:#222">Avis important</p>'
        yield Edit(
            "extra-line-above",
            markup[: top.start()] + strip + markup[top.start() :],
            frozenset({("extra", "Avis important")}),
        )


def _sections(markup: str, facts: PageFacts) -> Iterator[Edit]:
    """Take the second top-level section out, and put it after the third."""
    spans = []
    depth, start = 0, 0
    for match in re.finditer(r"<(/?)section\b[^>]*>", markup):
        depth += -1 if match.group(1) else 1
        if depth == 1 and not match.group(1):
            start = match.start()
        if depth == 0 and match.group(1):
            spans.append((start, match.end()))
    if len(spans) < 3:
        return
    (a, b), (c, d) = spans[1], spans[2]
    words = {html.unescape(w.strip()) for w in re.findall(r">([^<>]{3,})<", markup[a:b])}
    plain = {" ".join(w.split()).lower() for w in words}
    inside = {t.text for t in facts.texts if t.seen and t.text.lower() in plain}
    if not inside:
        return
    yield Edit(
        "missing-section", markup[:a] + markup[b:], frozenset(("missing", t) for t in inside), frozenset({"missing"})
    )
    swapped = markup[:a] + markup[b:d] + markup[a:b] + markup[d:]
    third = {" ".join(html.unescape(w).split()).lower() for w in re.findall(r">([^<>]{3,})<", markup[c:d])}
    others = {t.text for t in facts.texts if t.seen and t.text.lower() in third}
    if not others:
        return
    # Which of two neighbours changed place is a matter of words: either answer is right.
    yield Edit(
        "swapped-sections",
        swapped,
        frozenset(("moved", t) for t in inside),
        frozenset({"moved"}),
        frozenset(("moved", t) for t in others),
    )


def _cards(markup: str, facts: PageFacts) -> Iterator[Edit]:
    """In the longest row of like columns: take one out, put another in, and let two change places."""
    row = max(_rows(markup), key=len, default=[])
    if len(row) < 3:
        return
    at = len(row) // 3
    (a, b), (c, d) = row[at], row[at + 1]

    def only(start: int, end: int) -> frozenset[str]:
        """The texts seen that no other card has."""
        told = [{" ".join(html.unescape(w).split()).lower() for w in _WORDS.findall(markup[x:y])} for x, y in row]
        mine = {" ".join(html.unescape(w).split()).lower() for w in _WORDS.findall(markup[start:end])}
        return frozenset(
            t.text
            for t in facts.texts
            if t.seen and t.text.lower() in mine and sum(t.text.lower() in x for x in told) == 1
        )

    first, second = only(a, b), only(c, d)
    if not first or not second:
        return
    taken = frozenset(("missing", text) for text in first)
    yield Edit("missing-card", markup[:a] + markup[b:], taken, frozenset({"missing"}))
    other = _WORDS.sub(">Quelque chose<", markup[a:b])
    put = frozenset({("extra", "Quelque chose")})
    yield Edit("extra-card", markup[:b] + other + markup[b:], put, frozenset({"extra"}))
    swapped = markup[:a] + markup[c:d] + markup[b:c] + markup[a:b] + markup[d:]
    moved = frozenset(("moved", text) for text in first | second)
    yield Edit("swapped-cards", swapped, moved, frozenset({"moved"}))


def _rows(markup: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of neighbouring columns of one class, as (start, end) in the markup."""
    row: list[tuple[int, int]] = []
    kind = ""
    for found in re.finditer(r'<div class="([^"]*\bcol-[^"]*)"[^>]*>', markup):
        depth = 0
        for tag in re.finditer(r"<(/?)div\b[^>]*>", markup[found.start() :]):
            depth += -1 if tag.group(1) else 1
            if depth == 0:
                end = found.start() + tag.end()
                break
        else:
            continue
        if row and (found.group(1) != kind or markup[row[-1][1] : found.start()].strip()):
            yield row
            row = []
        row, kind = [*row, (found.start(), end)], found.group(1)
    yield row


def _pictures(markup: str, facts: PageFacts) -> Iterator[Edit]:
    shown = [p.source for p in facts.pictures if p.kind == "image" and p.state == "shown"]
    found = [
        m
        for m in re.finditer(r'<img\b[^>]*\bsrc="([^"]+\.(?:jpe?g|png))"', markup)
        if markup.count(m.group(1)) == 1 and any(source.endswith(m.group(1).lstrip("./")) for source in shown)
    ]
    if len(found) < 2:
        return
    first, last = found[0], found[-1]

    def sourced(match: re.Match[str], source: str) -> str:
        return markup[: match.start(1)] + source + markup[match.end(1) :]

    path = next(p.source for p in facts.pictures if p.source.endswith(first.group(1).lstrip("./")))
    yield Edit(
        "other-picture",
        sourced(first, last.group(1)),
        frozenset({("picture_changed", path)}),
        frozenset({"wrong_size", "moved"}),
    )
    yield Edit(
        "picture-not-there",
        sourced(first, "img/nowhere.jpg"),
        frozenset({("picture_missing", path)}),
        frozenset({"wrong_size", "moved"}),
    )
    yield Edit(
        "picture-broken",
        sourced(first, "broken.jpg"),
        frozenset({("picture_broken", path)}),
        frozenset({"wrong_size", "moved"}),
    )


def named(labels: list[tuple[str, str, str]], facts: PageFacts, edit: Edit) -> tuple[int, int, list[tuple[str, str]]]:
    """(truths named, truths, false alarms) of (label, kind, text) triples.

    A text is told by its words, a picture by its alternative text or file. What is said besides of the edited thing
    itself, or of the painted box around it, is no false alarm.
    """
    alt = {p.source: p.alt or p.source for p in facts.pictures}

    def plain(text: str) -> str:
        return " ".join(text.split())[:300]

    said = {(label, plain(text)) for label, _, text in labels}
    answers = [{(label, plain(alt.get(text, text))) for label, text in truth} for truth in (edit.truth, edit.instead)]
    wanted = max(answers, key=lambda answer: len(answer & said) / max(1, len(answer)))
    about = {text for _, text in wanted}
    names = {label for label, _ in wanted}
    false = [
        (label, text[:60])
        for label, kind, text in labels
        if label not in edit.allowed and plain(text) not in about and not (kind in ("box", "ground") and label in names)
    ]
    return len(wanted & said), len(wanted), false
