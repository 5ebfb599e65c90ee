"""Write a report people can open: one page in both languages, pictures beside it, nothing loaded from anywhere.

It reads without a server and without scripts: languages and views are chosen by radio buttons in CSS. One small
script beside the page only moves the slider. There are no inline styles, so it also shows under a strict content
policy. Words come in as a table of codes, since a check knows none.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from gongdao.checks.shape import Box, Ground, Report, report_hash

Words = Mapping[str, Mapping[str, str]]
LANGS = (("zh-hans", "zh-Hans"), ("en", "en"))
PAGES = {"index.html": "zh-hans", "en.html": "en"}
"""The same page under two names, each opening in its own language."""
PAIRS = "pairs.json"
STYLE = ("report.css", "report.js")
CROPS_SHOWN = 60
ROWS_SHOWN = 400
_PAD = 16


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two pictures of one page at one width, by file name inside the report's folder, with their sizes.

    `captions` are the codes of what the two show, where they are not reference and delivery.
    """

    page: str
    width: int
    reference: str | None = None
    delivery: str | None = None
    reference_size: tuple[int, int] = (0, 0)
    delivery_size: tuple[int, int] = (0, 0)
    score: float | None = None
    captions: tuple[str, str] = ("reference", "delivery")


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows to show as they are. `code` and `columns` are looked up in the words, and so are cells of columns `said`."""

    code: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    said: tuple[str, ...] = ()


def write_report(
    folder: Path, report: Report, pages: Sequence[Pair] = (), words: Words | None = None, tables: Sequence[Table] = ()
) -> None:
    """Write `report.json`, `pairs.json`, the page (`index.html`, `en.html`) and its style into an existing folder."""
    plain = msgspec.to_builtins(report)
    plain["hash"] = report_hash(report)
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=1))
    (folder / PAIRS).write_bytes(msgspec.json.encode(list(pages)))
    for name, lang in PAGES.items():
        (folder / name).write_text(_Page(report, pages, words or {}, tables, lang).text(), encoding="utf-8")
    write_style(folder)


def write_style(folder: Path) -> None:
    """Write `report.css` and `report.js`, ours whatever lay there before."""
    for name in STYLE:
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_text(files("gongdao.checks").joinpath(name).read_text(encoding="utf-8"), encoding="utf-8")


class _Page:
    def __init__(self, report: Report, pages: Sequence[Pair], words: Words, tables: Sequence[Table], lang: str) -> None:
        self.report = report
        self.pairs = pages
        self.words = words
        self.tables = tables
        self.lang = lang
        # A place is cited by its number in the report, which its hash makes lasting.
        self.places = [(f"g{number}", ground) for number, ground in enumerate(report.grounds, 1)]

    # -- words -------------------------------------------------------------------------------------------------

    def say(self, code: str, data: Mapping[str, Any] | None = None) -> str:
        """A code in both languages, escaped; the stylesheet shows one. A code without words is shown as it is."""
        both = self.words.get(code)
        if both is None:
            return f"<code>{html.escape(code)}</code>"
        spans = []
        for key, tag in LANGS:
            sentence = both[key]
            if data:
                shown = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in data.items()}
                sentence = sentence.format_map(_Given(shown))
            spans.append(f'<span lang="{tag}">{html.escape(sentence)}</span>')
        return "".join(spans)

    # -- the page ----------------------------------------------------------------------------------------------

    def text(self) -> str:
        kind = self.report.kind
        tag = dict(LANGS)[self.lang]
        zh, en = ("", " checked") if self.lang == "en" else (" checked", "")
        parts = [
            f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(self._plain(f'kind_{kind}', kind))}</title>",
            '<link rel="stylesheet" href="report.css"><script src="report.js" defer></script></head><body>',
            '<div class="langs" role="radiogroup" aria-label="语言 Language">'
            f'<input type="radio" name="lang" id="lang-zh"{zh}><label for="lang-zh">中文</label>'
            f'<input type="radio" name="lang" id="lang-en"{en}><label for="lang-en">English</label></div>',
            f"<header><h1>{self.say(f'kind_{kind}')}</h1>{self._verdict()}</header><main>",
            self._reasons(),
            *(self._pair(n, pair) for n, pair in enumerate(self.pairs)),
            self._grounds(),
            *(self._table(table) for table in self.tables),
            self._settings(),
            "</main></body></html>\n",
        ]
        return "\n".join(part for part in parts if part)

    def _plain(self, code: str, default: str) -> str:
        both = self.words.get(code)
        return " · ".join(both[key] for key, _ in LANGS) if both else default

    def _verdict(self) -> str:
        report = self.report
        badge = f'<p class="outcome {report.outcome}">{self.say(f"outcome_{report.outcome}")}</p>'
        if report.score is None:
            return badge
        bars = [self._bar("score", report.score, report.low, report.high, bands=True)]
        for part in ("design", "content"):
            value = report.facts.get(part)
            if isinstance(value, int | float):
                bars.append(self._bar(part, float(value), None, None))
        return badge + '<div class="bars">' + "".join(bars) + "</div>"

    def _bar(self, code: str, value: float, low: float | None, high: float | None, bands: bool = False) -> str:
        passes = self.report.settings.get("pass_from")
        fails = self.report.settings.get("fail_below")
        marks = ""
        if bands and passes is not None and fails is not None:
            marks += f'<rect class="band-fail" x="0" y="6" width="{fails}" height="8"/>'
            marks += f'<rect class="band-doubt" x="{fails}" y="6" width="{passes - fails}" height="8"/>'
            marks += f'<rect class="band-pass" x="{passes}" y="6" width="{100 - passes}" height="8"/>'
        else:
            marks += '<rect class="band" x="0" y="6" width="100" height="8"/>'
        if low is not None and high is not None:
            marks += f'<rect class="margin" x="{low}" y="3" width="{max(0.6, high - low)}" height="14"/>'
        at = min(99.2, max(0.0, value - 0.4))
        marks += f'<rect class="mark" x="{at}" y="1" width="0.8" height="18"/>'
        margin = ""
        if low is not None and high is not None:
            margin = f" <small>{self.say('margin', {'low': f'{low:.0f}', 'high': f'{high:.0f}'})}</small>"
        return (
            f'<figure class="bar"><figcaption>{self.say(code)} <b>{value:.1f}</b>{margin}</figcaption>'
            f'<svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="{value:.1f} / 100">'
            f"{marks}</svg></figure>"
        )

    def _reasons(self) -> str:
        report = self.report
        lines = [f"<li>{self.say(f'reason_{r.code}', r.data)}</li>" for r in report.reasons]
        lines += [f"<li>{self.say(f'flag_{flag}')}</li>" for flag in report.facts.get("flags", [])]
        counts = report.facts.get("counts", {})
        chips = "".join(
            f'<li class="chip"><a href="#label-{html.escape(label)}">{self.say(label)} <b>{count}</b></a></li>'
            for label, count in counts.items()
        )
        refused = report.facts.get("refused", [])
        listed = "".join(f"<li><code>{html.escape(url)}</code></li>" for url in refused[:50])
        parts = [f'<ul class="reasons">{"".join(lines)}</ul>' if lines else ""]
        parts.append(f'<ul class="chips">{chips}</ul>' if chips else "")
        if listed:
            summary = self.say("refused_list", {"count": len(refused)})
            parts.append(f"<details><summary>{summary}</summary><ul>{listed}</ul></details>")
        return "".join(parts)

    # -- pictures ----------------------------------------------------------------------------------------------

    def _pair(self, number: int, pair: Pair) -> str:
        grounds = [(id, g) for id, g in self.places if g.page == pair.page and g.width == pair.width]
        score = f" · <b>{pair.score:.1f}</b>" if pair.score is not None else ""
        title = f"{html.escape(pair.page)} · {pair.width} px{score}"
        views = "".join(
            f'<input type="radio" name="view-{number}" id="view-{number}-{view}"{" checked" if view == "side" else ""}>'
            f'<label for="view-{number}-{view}">{self.say(f"view_{view}")}</label>'
            for view in ("side", "slide", "over")
        )
        left = self._drawn(pair.reference, pair.reference_size, [(id, g, g.reference_box) for id, g in grounds])
        right = self._drawn(pair.delivery, pair.delivery_size, [(id, g, g.box) for id, g in grounds])
        width = max(pair.reference_size[0], pair.delivery_size[0], 1)
        height = max(pair.reference_size[1], pair.delivery_size[1], 1)
        under = self._image(pair.reference, pair.reference_size)
        over = self._image(pair.delivery, pair.delivery_size)
        box = f'viewBox="0 0 {width} {height}"'
        phone = " phone" if pair.width < 600 else ""
        return (
            f'<section class="pair{phone}"><h2>{title}</h2><div class="views" role="radiogroup">{views}</div>'
            f'<div class="side"><figure><figcaption>{self.say(pair.captions[0])}</figcaption>{left}</figure>'
            f"<figure><figcaption>{self.say(pair.captions[1])}</figcaption>{right}</figure></div>"
            f'<div class="slide"><p class="hint" id="slide-{number}">{self.say("slide_hint")}</p>'
            f'<input type="range" min="0" max="100" value="50" aria-labelledby="slide-{number}" hidden>'
            f'<p class="ends"><span>{self.say(pair.captions[1])}</span><span>{self.say(pair.captions[0])}</span></p>'
            f'<div class="stack"><svg {box}>{under}</svg><div class="window"><svg {box}>{over}</svg></div></div></div>'
            f'<div class="over"><p class="hint">{self.say("over_hint")}</p>'
            f'<div class="stack"><svg {box}>{under}</svg><svg class="differ" {box}>{over}</svg></div></div></section>'
        )

    def _image(self, name: str | None, size: tuple[int, int]) -> str:
        if name is None:
            return ""
        return f'<image href="{html.escape(_address(name))}" width="{size[0]}" height="{size[1]}"/>'

    def _drawn(self, name: str | None, size: tuple[int, int], marked: list[tuple[str, Ground, Box | None]]) -> str:
        rects = "".join(self._rect(id, g, b) for id, g, b in marked[:ROWS_SHOWN] if b is not None)
        box = f'viewBox="0 0 {max(1, size[0])} {max(1, size[1])}"'
        return f'<svg class="page" {box}>{self._image(name, size)}{rects}</svg>'

    def _rect(self, id: str, g: Ground, b: Box) -> str:
        said = f"{self._plain(g.label, g.label)}: {g.text[:120]}"
        size = f'width="{max(4, b[2])}" height="{max(4, b[3])}"'
        return (
            f'<a href="#{id}"><rect class="{html.escape(g.label)}" x="{b[0]}" y="{b[1]}" {size}>'
            f"<title>{html.escape(said)}</title></rect></a>"
        )

    # -- grounds -----------------------------------------------------------------------------------------------

    def _grounds(self) -> str:
        by_label: dict[str, list[tuple[str, Ground]]] = {}
        for id, ground in self.places:
            by_label.setdefault(ground.label or ground.code, []).append((id, ground))
        if not by_label:
            return ""
        if not self.pairs:
            return self._points()
        parts = [f"<h2>{self.say('grounds')}</h2>"]
        for label, grounds in by_label.items():
            cards = "".join(self._card(id, g) for id, g in grounds[:CROPS_SHOWN])
            rest = "".join(self._row(id, g) for id, g in grounds[CROPS_SHOWN:ROWS_SHOWN])
            more = f'<div class="wide"><table>{rest}</table></div>' if rest else ""
            hint = self.say(f"about_{label}") if f"about_{label}" in self.words else ""
            name = html.escape(label)
            summary = f'<summary><span class="dot {name}"></span>{self.say(label)} <b>{len(grounds)}</b></summary>'
            parts.append(
                f'<details class="label" id="label-{name}" open>{summary}<p class="hint">{hint}</p>'
                f'<div class="cards">{cards}</div>{more}</details>'
            )
        return "".join(parts)

    def _points(self) -> str:
        """Grounds without pictures, point by point: what was not as agreed first, what was only seen last."""
        heads = {"failed": "table_failed", "cannot_tell": "table_cannot_tell"}
        groups: dict[str, list[str]] = {head: [] for head in (*heads.values(), "table_seen")}
        for id, ground in self.places:
            head = heads.get(str(ground.data.get("outcome", "")), "table_seen")
            groups[head].append(self._point(id, ground))
        columns = "".join(f"<th>{self.say(code)}</th>" for code in ("rule", "where", "found", "agreed"))
        table = f'<div class="wide"><table class="points"><thead><tr>{columns}</tr></thead>'
        return "".join(
            f"<section><h2>{self.say(head)}</h2>{table}<tbody>{''.join(rows[:ROWS_SHOWN])}</tbody></table></div></section>"
            for head, rows in groups.items()
            if rows
        )

    def _point(self, id: str, g: Ground) -> str:
        label = g.label or g.code
        field = str(g.data.get("field", ""))
        lines = ", ".join(f"#{row}" for row in g.data.get("rows", ()) or ([g.row] if g.row is not None else ()))
        where = (g.page, f"{g.width} px" if g.width else "", g.file, field, lines)
        # Where a field is named, the text repeats it before the cells that were found there.
        text = g.text.removeprefix(f"{field}: ") if field else g.text
        found = [self._value(label, g.value) if g.value is not None else "", html.escape(text if text != field else "")]
        agreed = g.data.get("wanted") if g.data.get("wanted") is not None else g.reference_value
        place = html.escape(" · ".join(part for part in where if part))
        return (
            f'<tr id="{id}"><td>{self.say(label)}</td><td>{place}</td>'
            f"<td>{'<br>'.join(part for part in found if part)}</td>"
            f"<td>{self._value(label, agreed) if agreed is not None else ''}</td></tr>"
        )

    def _card(self, id: str, g: Ground) -> str:
        pair = next((p for p in self.pairs if p.page == g.page and p.width == g.width), None)
        crops = ""
        if pair is not None:
            crops += self._crop(pair.captions[0], pair.reference, pair.reference_size, g.reference_box)
            crops += self._crop(pair.captions[1], pair.delivery, pair.delivery_size, g.box)
        place = [g.page, f"{g.width} px" if g.width else "", g.file, f"#{g.row}" if g.row is not None else ""]
        words = f"<p>{html.escape(g.text[:200])}</p>" if g.text else ""
        if why := g.data.get("why"):
            words += f'<p class="hint">{self.say(f"why_{why}")}</p>'
        return (
            f'<article class="card" id="{id}"><div class="crops">{crops}</div>{words}{self._change(g)}'
            f"<footer>{html.escape(' · '.join(p for p in place if p))}</footer></article>"
        )

    def _row(self, id: str, g: Ground) -> str:
        place = " · ".join(p for p in (g.page, f"{g.width} px" if g.width else "", g.file) if p)
        row = "" if g.row is None else str(g.row)
        return (
            f'<tr id="{id}"><td>{html.escape(place)}</td><td>{row}</td><td>{html.escape(g.text[:120])}</td>'
            f"<td>{self._change(g)}</td></tr>"
        )

    def _crop(self, side: str, name: str | None, size: tuple[int, int], box: Box | None) -> str:
        if name is None or box is None:
            nothing = f'<div class="none">{self.say("nothing")}</div>'
            return f"<figure><figcaption>{self.say(side)}</figcaption>{nothing}</figure>"
        x, y = max(0, box[0] - _PAD), max(0, box[1] - _PAD)
        w = max(8, min(size[0] - x, box[2] + 2 * _PAD))
        h = max(8, min(size[1] - y, box[3] + 2 * _PAD))
        return (
            f"<figure><figcaption>{self.say(side)}</figcaption>"
            f'<svg class="crop" viewBox="{x} {y} {w} {h}">{self._image(name, size)}</svg></figure>'
        )

    def _change(self, g: Ground) -> str:
        if g.reference_value is None and g.value is None:
            return ""
        before, after = self._value(g.label, g.reference_value), self._value(g.label, g.value)
        arrow = f"{before} → {after}" if g.reference_value is not None else after
        return f'<p class="change">{arrow}</p>'

    def _value(self, label: str, value: Any) -> str:
        if value is None:
            return "–"
        if label == "wrong_colour" and isinstance(value, list | tuple) and len(value) == 3:
            code = "#{:02x}{:02x}{:02x}".format(*value)
            return (
                f'<svg class="swatch" viewBox="0 0 10 10"><rect width="10" height="10" fill="{code}"/></svg>'
                f"<code>{code}</code>"
            )
        if label == "wrong_size" and isinstance(value, list | tuple):
            return "×".join(map(str, value))
        if label == "moved" and isinstance(value, list | tuple):
            return html.escape("({})".format(", ".join(map(str, value))))
        if isinstance(value, Mapping):
            return html.escape(", ".join(f"{k} {v}" for k, v in value.items() if v is not None))
        if isinstance(value, list | tuple):
            return html.escape(", ".join(map(str, value))[:300])
        return html.escape(str(value)[:300])

    # -- tables ------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> str:
        head = "".join(f"<th>{self.say(c)}</th>" for c in table.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{self._cell(table, *cell)}</td>" for cell in enumerate(row)) + "</tr>"
            for row in table.rows[:ROWS_SHOWN]
        )
        return (
            f'<section><h2>{self.say(table.code)}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div></section>"
        )

    def _cell(self, table: Table, number: int, cell: str) -> str:
        return self.say(cell) if table.columns[number] in table.said else html.escape(cell)

    def _settings(self) -> str:
        report = self.report
        rows = "".join(
            f"<tr><td>{html.escape(k)}</td><td>{html.escape(str(v))}</td></tr>" for k, v in report.settings.items()
        )
        rows += "".join(
            f"<tr><td>{html.escape(name)}</td><td><code>{digest}</code></td></tr>" for name, digest in report.inputs
        )
        return (
            f"<details><summary>{self.say('repeat')}</summary><table><tr><td>{html.escape(report.kind)}</td>"
            f"<td>{html.escape(report.version)}</td></tr>{rows}<tr><td>SHA-256</td><td><code>{report_hash(report)}</code>"
            "</td></tr></table></details>"
        )


class _Given(dict[str, Any]):
    """Data for a sentence; a name that was not given is shown in its braces instead of failing a whole report."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _address(name: str) -> str:
    return quote(name)
