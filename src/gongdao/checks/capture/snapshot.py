"""Turn the browser's own DOM snapshot into blocks of text, pictures and painted boxes.

The snapshot (Chrome DevTools Protocol, DOMSnapshot.captureSnapshot) is taken by the browser, not by the page, so
overridden prototypes do not reach it, and it looks into shadow trees. It says what the page claims to draw; whether
that is seen is proved from pixels in `proof`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongdao.checks.capture.facts import Colour, Control, Link, Painted, Picture, Span, Text
from gongdao.checks.shape import Box

STYLES = (
    "display",
    "position",
    "visibility",
    "opacity",
    "-webkit-text-fill-color",
    "font-size",
    "font-weight",
    "font-style",
    "font-family",
    "background-color",
    "background-image",
    "border-top-color",
    "border-top-width",
    "border-top-style",
    "border-top-left-radius",
    "background-clip",
    "-webkit-text-security",
)
_AT = {name: i for i, name in enumerate(STYLES)}
_INLINE = ("inline", "contents", "ruby", "math")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ROLES = frozenset({*_HEADINGS, "a", "button", "li", "p", "label", "td", "th", "summary", "option", "blockquote"})
_AREAS = frozenset({"header", "nav", "main", "footer", "aside"})
_DRAWN = {
    "img": "image",
    "svg": "drawing",
    "canvas": "canvas",
    "video": "film",
    "iframe": "frame",
    "embed": "frame",
    "object": "frame",
}
_URL = re.compile(r"""url\(["']?(.*?)["']?\)""")
_NUMBERS = re.compile(r"[\d.]+")
_SPACE = re.compile(r"\s+")
MAX_BLOCKS = 6_000


class Drawn:
    """What a snapshot claims: blocks, pictures, boxes, controls, links, with the gradient-filled texts marked."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.pictures: list[Picture] = []
        self.painted: list[Painted] = []
        self.controls: list[Control] = []
        self.links: list[Link] = []
        self.ids: list[str] = []
        self.clipped_fill: set[int] = set()
        self.forms = 0
        self.lang = ""
        self.viewport_meta = False


def read_snapshot(raw: dict[str, Any]) -> Drawn:
    """All documents of a snapshot (frames of the same site included, moved to where they stand on the page)."""
    drawn = Drawn()
    strings: list[str] = raw["strings"]
    documents: list[dict[str, Any]] = raw["documents"]
    seen: set[int] = set()

    def visit(index: int, dx: float, dy: float, clip: Box | None) -> None:
        if index in seen or index >= len(documents):
            return
        seen.add(index)
        reader = _Reader(strings, documents[index], drawn, dx, dy, clip, top=index == 0)
        for child, left, top, frame in reader.read():
            visit(child, left, top, frame)

    visit(0, 0.0, 0.0, None)
    return drawn


class _Reader:
    def __init__(
        self,
        strings: list[str],
        document: dict[str, Any],
        drawn: Drawn,
        dx: float,
        dy: float,
        clip: Box | None,
        top: bool,
    ) -> None:
        self.strings = strings
        self.drawn = drawn
        self.clip = clip
        self.top = top
        nodes = document["nodes"]
        self.parent: list[int] = nodes["parentIndex"]
        self.kind: list[int] = nodes["nodeType"]
        self.name = [strings[i].lower() if i >= 0 else "" for i in nodes["nodeName"]]
        self.attributes: list[list[int]] = nodes["attributes"]
        self.value: list[int] = nodes["nodeValue"]
        self.source = _rare(nodes.get("currentSourceURL"), strings)
        self.pseudo = _rare(nodes.get("pseudoType"), strings)
        self.inputs = _rare(nodes.get("inputValue"), strings)
        frames = nodes.get("contentDocumentIndex", {"index": [], "value": []})
        self.frames = dict(zip(frames["index"], frames["value"], strict=True))
        layout = document["layout"]
        self.layout = layout
        self.dx = dx - (0 if top else document.get("scrollOffsetX", 0))
        self.dy = dy - (0 if top else document.get("scrollOffsetY", 0))
        self.layout_of: dict[int, int] = {}
        # A generated ::before has two layout entries, its box and the text in it.
        self.generated: dict[int, list[int]] = {}
        for i, node in enumerate(layout["nodeIndex"]):
            if self.layout_of.setdefault(node, i) != i and layout["text"][i] >= 0:
                self.generated.setdefault(node, []).append(i)
        self.boxes_of: dict[int, list[list[float]]] = {}
        text_boxes = document["textBoxes"]
        for i, at in enumerate(text_boxes["layoutIndex"]):
            self.boxes_of.setdefault(at, []).append(text_boxes["bounds"][i])
        self.form_numbers: dict[int, int] = {}
        self._opacity: dict[int, float] = {}
        self._fixed: dict[int, bool] = {}

    # -- small looks at one node -------------------------------------------------------------------------------

    def style(self, node: int, name: str) -> str:
        """A computed style of the node or, where it has none of its own, of the nearest parent that has."""
        while node >= 0:
            at = self.layout_of.get(node)
            if at is not None and self.kind[node] == 1:
                styles = self.layout["styles"][at]
                if styles:
                    index = styles[_AT[name]]
                    return self.strings[index] if index >= 0 else ""
            node = self.parent[node]
        return ""

    def attribute(self, node: int, name: str) -> str | None:
        raw = self.attributes[node] if node < len(self.attributes) else []
        for i in range(0, len(raw) - 1, 2):
            if self.strings[raw[i]] == name:
                return self.strings[raw[i + 1]] if raw[i + 1] >= 0 else ""
        return None

    def box(self, at: int) -> Box:
        x, y, w, h = self.layout["bounds"][at]
        return self._placed(x, y, w, h)

    def _placed(self, x: float, y: float, w: float, h: float) -> Box:
        left, top = x + self.dx, y + self.dy
        right, bottom = left + w, top + h
        if self.clip is not None:
            cx, cy, cw, ch = self.clip
            left, top = max(left, cx), max(top, cy)
            right, bottom = min(right, cx + cw), min(bottom, cy + ch)
        return round(left), round(top), max(0, round(right) - round(left)), max(0, round(bottom) - round(top))

    def ancestors(self, node: int) -> Iterator[int]:
        while node >= 0:
            yield node
            node = self.parent[node]

    def opacity(self, node: int) -> float:
        """The product of the opacities from the node to the root."""
        if node < 0:
            return 1.0
        if node not in self._opacity:
            at = self.layout_of.get(node)
            own = 1.0
            if at is not None and self.kind[node] == 1 and self.layout["styles"][at]:
                own = _number(self.style(node, "opacity"), 1.0)
            self._opacity[node] = own * self.opacity(self.parent[node])
        return self._opacity[node]

    def fixed(self, node: int) -> bool:
        if node < 0:
            return False
        if node not in self._fixed:
            own = node in self.layout_of and self.kind[node] == 1 and self.style(node, "position") == "fixed"
            self._fixed[node] = own or self.fixed(self.parent[node])
        return self._fixed[node]

    def link(self, node: int) -> str:
        for above in self.ancestors(node):
            if self.name[above] == "a":
                return self.attribute(above, "href") or ""
        return ""

    def area(self, node: int) -> str:
        for above in self.ancestors(node):
            if self.name[above] in _AREAS:
                return self.name[above]
            role = self.attribute(above, "role")
            if role in ("banner", "contentinfo", "navigation"):
                return {"banner": "header", "contentinfo": "footer", "navigation": "nav"}[role]
        return ""

    def block(self, node: int) -> int:
        """The nearest element that makes its own block of lines."""
        for above in self.ancestors(self.parent[node]):
            if self.kind[above] != 1 or above not in self.layout_of:
                continue
            if not self.style(above, "display").startswith(_INLINE) or self.style(above, "display") in (
                "inline-block",
                "inline-flex",
                "inline-grid",
                "inline-table",
            ):
                return above
        return -1

    def role(self, block: int) -> str:
        for depth, above in enumerate(self.ancestors(block)):
            if self.name[above] in _ROLES:
                return self.name[above]
            if depth > 3:
                break
        return self.name[block] if block >= 0 else ""

    def inside(self, node: int, name: str) -> bool:
        return any(self.name[above] == name for above in self.ancestors(node))

    # -- the pass ----------------------------------------------------------------------------------------------

    def read(self) -> list[tuple[int, float, float, Box]]:
        """Fill `drawn`; hand back (document, left, top, clip) of the frames found."""
        frames: list[tuple[int, float, float, Box]] = []
        runs: list[tuple[int, Span, int, bool]] = []
        for node, name in enumerate(self.name):
            if self.kind[node] == 1:
                self._note(node, name)
            at = self.layout_of.get(node)
            if at is None:
                continue
            if name == "::marker":
                continue
            for text_at in self.generated.get(node, []):
                runs.extend(self._runs(node, text_at))
            if self.kind[node] == 3 or self.layout["text"][at] >= 0:
                runs.extend(self._runs(node, at))
            elif self.kind[node] == 1:
                self._element(node, at, name)
                if node in self.frames:
                    x, y, w, h = self.box(at)
                    frames.append((self.frames[node], float(x), float(y), (x, y, w, h)))
        self._blocks(runs)
        return frames

    def _note(self, node: int, name: str) -> None:
        drawn = self.drawn
        identity = self.attribute(node, "id")
        if identity and len(drawn.ids) < 5_000:
            drawn.ids.append(identity)
        if name == "html" and self.top:
            drawn.lang = self.attribute(node, "lang") or ""
        if name == "meta" and (self.attribute(node, "name") or "").lower() == "viewport":
            drawn.viewport_meta = True
        if name == "form":
            drawn.forms += 1

    def _element(self, node: int, at: int, name: str) -> None:
        if self.style(node, "visibility") != "visible" or self.opacity(node) < 0.05:
            return
        box = self.box(at)
        if name in ("input", "select", "textarea", "button"):
            self._control(node, name, box)
        if name == "a" and self.attribute(node, "href") is not None:
            self.drawn.links.append(Link(self.attribute(node, "href") or "", self._words(node), box))
        if box[2] < 2 or box[3] < 2:
            if name == "img" and self._source(node, name):
                # Without a picture to draw a browser folds it to nothing; that it was meant is still a fact.
                self._picture(node, "image", box, self._source(node, name))
            return
        if name in _DRAWN and not (name == "svg" and self.inside(self.parent[node], "svg")):
            self._picture(node, _DRAWN[name], box, self._source(node, name))
            return
        if name == "input" and self.attribute(node, "type") == "image":
            self._picture(node, "image", box, self.attribute(node, "src") or "")
        image = self.style(node, "background-image")
        if image and image != "none":
            url = _URL.search(image)
            if url and not (url.group(1).startswith("data:image/svg") and box[2] * box[3] < 400):
                self._picture(node, "background", box, url.group(1))
        self._paint(node, box, image)

    def _source(self, node: int, name: str) -> str:
        return self.source.get(node) or self.attribute(node, "src") or self.attribute(node, "data") or ""

    def _picture(self, node: int, kind: str, box: Box, source: str) -> None:
        if len(self.drawn.pictures) >= MAX_BLOCKS:
            return
        short = source if len(source) <= 300 else source[:300]
        alt = self.attribute(node, "alt") or ""
        self.drawn.pictures.append(
            Picture(kind, box, short, "shown", alt=alt[:200], link=self.link(node), area=self.area(node))
        )

    def _paint(self, node: int, box: Box, image: str) -> None:
        colour, alpha = _colour(self.style(node, "background-color"))
        edge, edge_alpha = _colour(self.style(node, "border-top-color"))
        has_edge = (
            _number(self.style(node, "border-top-width"), 0) >= 1
            and self.style(node, "border-top-style") not in ("none", "hidden")
            and edge_alpha > 0.1
        )
        filled = alpha > 0.05 or "gradient" in image
        if (filled or has_edge) and len(self.drawn.painted) < MAX_BLOCKS:
            radius = round(_number(self.style(node, "border-top-left-radius"), 0))
            solid = alpha > 0.99 and image in ("", "none")
            self.drawn.painted.append(
                Painted(box, colour if filled else None, edge if has_edge else None, min(radius, 999), solid)
            )

    def _control(self, node: int, name: str, box: Box) -> None:
        kind = name if name != "input" else f"input:{(self.attribute(node, 'type') or 'text').lower()}"
        label = self.attribute(node, "placeholder") or self.attribute(node, "aria-label") or ""
        form = next((n for n in self.ancestors(node) if self.name[n] == "form"), -1)
        self.drawn.controls.append(
            Control(
                kind,
                self.attribute(node, "name") or self.attribute(node, "id") or "",
                box,
                label[:200],
                self.form_numbers.setdefault(form, len(self.form_numbers) + 1) if form >= 0 else 0,
            )
        )
        self._written_in(node, name, kind, box)

    def _written_in(self, node: int, name: str, kind: str, box: Box) -> None:
        """What stands in a field: its value, else its placeholder. The snapshot does not look inside fields."""
        if name not in ("input", "textarea") or kind in ("input:password", "input:checkbox", "input:radio"):
            return
        typed = self.inputs.get(node)
        words = (typed or self.attribute(node, "placeholder") or "").strip()
        if not words or box[2] < 8 or box[3] < 8 or len(self.drawn.texts) >= MAX_BLOCKS:
            return
        pressed = kind in ("input:submit", "input:button", "input:reset")
        # A placeholder has a colour of its own, which the snapshot does not give.
        colour = _colour(self.style(node, "-webkit-text-fill-color"))[0] if typed else (-1, -1, -1)
        self.drawn.texts.append(
            Text(
                text=_SPACE.sub(" ", words)[:500],
                box=box,
                colour=colour,
                background=(255, 255, 255),
                size=round(_number(self.style(node, "font-size"), 16) * 100),
                weight=round(_number(self.style(node, "font-weight"), 400)),
                family=self.style(node, "font-family").split(",")[0].strip().strip("\"'").lower(),
                seen=0,
                role="button" if pressed else "field",
                area=self.area(node),
                fixed=self.fixed(node),
            )
        )

    def _words(self, node: int) -> str:
        words: list[str] = []
        for other in range(node + 1, len(self.name)):
            if self.parent[other] < node and other > node:
                break
            at = self.layout_of.get(other)
            if self.kind[other] == 3 and at is not None and self.layout["text"][at] >= 0:
                words.append(self.strings[self.layout["text"][at]])
            elif self.name[other] == "img":
                words.append(self.attribute(other, "alt") or "")
        return _SPACE.sub(" ", " ".join(words)).strip()[:200]

    def _runs(self, node: int, at: int) -> Iterator[tuple[int, Span, int, bool]]:
        text = self.strings[self.layout["text"][at]] if self.layout["text"][at] >= 0 else ""
        if not text.strip() or self.style(node, "visibility") != "visible":
            return
        lines = [b for b in self.boxes_of.get(at, []) if b[2] > 0 and b[3] > 0]
        if lines:
            left, top = min(b[0] for b in lines), min(b[1] for b in lines)
            right, bottom = max(b[0] + b[2] for b in lines), max(b[1] + b[3] for b in lines)
            box = self._placed(left, top, right - left, bottom - top)
        else:
            box = self.box(at)
        if box[2] < 1 or box[3] < 1:
            return
        if all("\ue000" <= c <= "\uf8ff" or c.isspace() or ord(c) >= 0xF0000 for c in text):
            self._picture(node, "icon", box, "icon:" + "".join(f"{ord(c):x}" for c in text if not c.isspace()))
            return
        opacity = self.opacity(node)
        colour, alpha = _colour(self.style(node, "-webkit-text-fill-color"))
        if opacity * alpha < 0.02 and "text" not in self.style(node, "background-clip"):
            colour = (-1, -1, -1)
        family = self.style(node, "font-family").split(",")[0].strip().strip("\"'").lower()
        gradient = any(
            "text" in self.style(above, "background-clip")
            for above in list(self.ancestors(node))[:4]
            if self.kind[above] == 1 and above in self.layout_of
        )
        shown = _SPACE.sub(" ", text)
        span = Span(
            shown,
            box,
            colour,
            round(_number(self.style(node, "font-size"), 16) * 100),
            round(_number(self.style(node, "font-weight"), 400)),
            family,
            self.style(node, "font-style") != "normal",
            self.link(node),
        )
        lines_seen = len({round(b[1] / 3) for b in lines}) or 1
        yield node, span, lines_seen, gradient

    def _blocks(self, runs: list[tuple[int, Span, int, bool]]) -> None:
        """Join neighbouring runs of one block into one text, as a reader would."""
        group: list[tuple[int, Span, int, bool]] = []
        current = -2
        for run in runs:
            block = self.block(run[0])
            if group and block != current:
                self._join(group, current)
                group = []
            current = block
            group.append(run)
        if group:
            self._join(group, current)

    def _join(self, group: list[tuple[int, Span, int, bool]], block: int) -> None:
        if any(self.kind[node] == 1 for node, _, _, _ in group):
            # Generated text comes before its element's own in the snapshot, whichever side it stands on.
            group = sorted(group, key=lambda run: (run[1].box[1] // 8, run[1].box[0]))
        if len(self.drawn.texts) >= MAX_BLOCKS:
            return
        spans = [span for _, span, _, _ in group]
        text = _SPACE.sub(" ", "".join(s.text for s in spans)).strip()
        left, top = min(s.box[0] for s in spans), min(s.box[1] for s in spans)
        right = max(s.box[0] + s.box[2] for s in spans)
        bottom = max(s.box[1] + s.box[3] for s in spans)
        weight: dict[tuple[Any, ...], int] = {}
        for s in spans:
            key = (s.colour, s.size, s.weight, s.family, s.italic)
            weight[key] = weight.get(key, 0) + len(s.text.strip())
        colour, size, bold, family, italic = max(weight, key=lambda k: weight[k])
        line = max(1, round(size / 100 * 1.15))
        if any(g for _, _, _, g in group):
            self.drawn.clipped_fill.add(len(self.drawn.texts))
        self.drawn.texts.append(
            Text(
                text=text,
                box=(left, top, right - left, bottom - top),
                colour=colour,
                background=(255, 255, 255),
                size=size,
                weight=bold,
                family=family,
                seen=0,
                lines=max(max(n for _, _, n, _ in group), min(round((bottom - top) / (line * 1.3)), 99), 1),
                italic=italic,
                link=next((s.link for s in spans if s.link), ""),
                role=self.role(block),
                area=self.area(block),
                fixed=self.fixed(block),
                spans=tuple(spans) if len(spans) > 1 else (),
            )
        )


def _rare(raw: dict[str, Any] | None, strings: list[str]) -> dict[int, str]:
    if not raw:
        return {}
    return {i: strings[v] if v >= 0 else "" for i, v in zip(raw["index"], raw["value"], strict=True)}


def _number(text: str, default: float) -> float:
    match = _NUMBERS.search(text or "")
    return float(match.group()) if match else default


def _colour(text: str) -> tuple[Colour, float]:
    """(red, green, blue) and alpha of a computed colour; `color(srgb …)` runs from 0 to 1."""
    numbers = [float(n) for n in _NUMBERS.findall(text.split("(", 1)[1] if "(" in text else "")]
    if len(numbers) < 3:
        return (0, 0, 0), 0.0
    if text.startswith("color("):
        numbers = [n * 255 for n in numbers[:3]] + numbers[3:]
    alpha = numbers[3] if len(numbers) > 3 else 1.0
    r, g, b = (min(255, max(0, round(n))) for n in numbers[:3])
    return (r, g, b), alpha
