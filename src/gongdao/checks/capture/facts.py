"""What one rendering of one page showed, as plain values: the words between the sandbox and the comparison.

Boxes are (left, top, width, height) in CSS pixels of the whole page; colours are (red, green, blue) 0 to 255 as
painted, after blending with what lies behind; sizes of type are in hundredths of a CSS pixel. Everything is read
through the browser's own snapshot or an isolated world, so the page's scripts cannot tell other facts than pixels.
"""

from __future__ import annotations

import msgspec

from gongdao.checks.shape import Box, Reason

Colour = tuple[int, int, int]


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of text in one style inside a block."""

    text: str
    box: Box
    colour: Colour
    size: int
    weight: int
    family: str
    italic: bool = False
    link: str = ""


class Text(msgspec.Struct, frozen=True):
    """One block of text: what a reader takes for one paragraph, heading, button, cell or item.

    `seen` is the share of its box, in thousandths, whose pixels change when its letters are made transparent; 0
    means that the page claims the text and does not show it. `lines` counts line boxes. The style is that of most
    of its characters; `spans` keeps the rest. `role` is the tag that gives it meaning (h1 to h6, a, button, li, p),
    `area` the landmark it stands in (header, nav, main, aside, footer), `fixed` whether it keeps still on scrolling.
    """

    text: str
    box: Box
    colour: Colour
    background: Colour
    size: int
    weight: int
    family: str
    seen: int
    lines: int = 1
    italic: bool = False
    link: str = ""
    role: str = ""
    area: str = ""
    fixed: bool = False
    spans: tuple[Span, ...] = ()


class Picture(msgspec.Struct, frozen=True):
    """An image, drawing, canvas, film, frame or background picture, as drawn.

    `state` is shown, missing (not in the bundle), refused (on another host) or broken (present, not decodable).
    `hash` is the 64-bit DCT hash of the drawn crop without letters over it, `mean` its mean colour, `spread` the
    standard deviation of its grey values (0 to 127): a hash of a flat crop says nothing. `sketch` is the crop in
    16 × 16 grey values: a hash of a symmetric drawing turns over with a shift of a pixel, a sketch does not.
    """

    kind: str
    box: Box
    source: str
    state: str
    hash: int = 0
    mean: Colour = (0, 0, 0)
    spread: int = 0
    sketch: bytes = b""
    alt: str = ""
    link: str = ""
    area: str = ""
    natural: tuple[int, int] | None = None


class Painted(msgspec.Struct, frozen=True, array_like=True):
    """A box that paints its own background or border, with the colour most of it shows.

    `solid` is False where the declared colour is see-through or a gradient.
    """

    box: Box
    background: Colour | None
    border: Colour | None = None
    radius: int = 0
    solid: bool = True


class Control(msgspec.Struct, frozen=True):
    """A field or button of a form."""

    kind: str
    name: str
    box: Box
    text: str = ""
    form: int = 0


class Link(msgspec.Struct, frozen=True):
    """A link: where it leads as written, and the text or alternative text it carries."""

    target: str
    text: str
    box: Box


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One page at one width.

    `page` is the path inside the bundle. `status` is "shown" or the code why not (see REASONS); `height` is the
    whole page's, `captured` how much of it the picture shows. `overflow` is how many pixels the page is wider than
    the window. `missing` are addresses inside the bundle that are not there, `refused` those on other hosts; for a
    captured site all are in `refused`, with the method before those that are no GET.
    `vetted` are addresses on other hosts that the operator's shelf answered (see `vetted`), `lent` those that a
    captured reference's copies answered, so that both sides are shown with the same. `weight` is the bytes served
    from the bundle, `load_ms` the time to the load event (not to be hashed).
    """

    page: str
    width: int
    status: str = "shown"
    view_height: int = 0
    height: int = 0
    captured: int = 0
    title: str = ""
    lang: str = ""
    viewport_meta: bool = False
    texts: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    painted: tuple[Painted, ...] = ()
    controls: tuple[Control, ...] = ()
    links: tuple[Link, ...] = ()
    forms: int = 0
    ids: tuple[str, ...] = ()
    banners: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    vetted: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    dialogs: int = 0
    windows: int = 0
    overflow: int = 0
    background: Colour = (255, 255, 255)
    picture: str = ""
    picture_sha256: str = ""
    requests: int = 0
    weight: int = 0
    load_ms: int = 0
    total_ms: int = 0

    @property
    def shown(self) -> bool:
        """Whether there is a picture and facts to judge."""
        return self.status == "shown"


class Click(msgspec.Struct, frozen=True):
    """A click to be tried: on which page of the bundle, on the thing with which words."""

    page: str
    words: str


class Clicked(msgspec.Struct, frozen=True, kw_only=True):
    """What one click did at one width.

    `status` is "clicked" or the code why there is nothing to judge (see CLICK_REASONS). `target` is where the thing
    stands, `covered_by` the words of what lay over it. `led_to` are the addresses the click asked for, in order: a
    navigation of the page, one within it, a new window; also those that were then refused. Inside the site they are
    written as invented ones, wherever it was captured. `missing` are paths asked for by then that the bundle does not
    have. `before` and `after` are the page just before the click and two seconds of page time after it; `after` is None
    where the click left the site.
    """

    click: Click
    width: int
    status: str = "clicked"
    target: Box | None = None
    covered_by: str = ""
    led_to: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    before: PageFacts | None = None
    after: PageFacts | None = None


CLICK_REASONS: tuple[str, ...] = (
    "click_target_absent",
    "click_target_covered",
    "click_never_settles",
    "click_storm",
    "click_crashed",
    "click_not_tried",
)
"""Every code `Clicked.status` can carry, beside "clicked"."""


class Answered(msgspec.Struct, frozen=True):
    """An address on another host, and the file of a vetted package (`name@version`) that answered it."""

    url: str
    package: str
    path: str
    sha256: str


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """All pages of one bundle.

    `pages` holds one entry per page and width, also for those that could not be shown. `reasons` says why the
    whole bundle, or a part of it, could not be shown. `root` is the folder inside the bundle the site starts at,
    `untried` the pages left out by the limit. `folder` is where the pictures lie. `clicks` holds one entry per click
    asked for and width, `vetted` what the operator's shelf answered.
    """

    pages: tuple[PageFacts, ...] = ()
    clicks: tuple[Clicked, ...] = ()
    vetted: tuple[Answered, ...] = ()
    reasons: tuple[Reason, ...] = ()
    folder: str = ""
    root: str = ""
    entry: str = ""
    untried: tuple[str, ...] = ()
    kind: str = "site"
    browser: str = ""
    seconds: float = 0.0
    peak_memory: int = 0

    def page(self, name: str, width: int) -> PageFacts | None:
        """The facts of one page at one width, or None."""
        return next((p for p in self.pages if p.page == name and p.width == width), None)

    def clicked(self, click: Click, width: int) -> Clicked | None:
        """What one click did at one width, or None if it was not asked for."""
        return next((c for c in self.clicks if c.click == click and c.width == width), None)


REASONS: tuple[str, ...] = (
    "sandbox_absent",
    "sandbox_failed",
    "browser_absent",
    "vetted_absent",
    "bundle_absent",
    "capture_broken",
    "no_page",
    "needs_server",
    "picture_only",
    "deadline",
    "memory",
    "disk",
    "processes",
    "page_never_settles",
    "page_crashed",
    "page_absent",
    "worker_failed",
)
"""Every code `Capture.reasons` and `PageFacts.status` can carry, beside "shown"."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What the parent asks of the worker in the sandbox."""

    bundle: str
    out: str
    browser: str
    pages: tuple[str, ...]
    widths: tuple[int, ...]
    clicks: tuple[Click, ...] = ()
    vetted: str = ""
    entry_prefix: str = ""
    pinned: bool = False
    lent: str = ""
    page_deadline_s: float = 12.0
    heap_mb: int = 512
    chromium_sandbox: bool = True
    extra_args: tuple[str, ...] = ()
