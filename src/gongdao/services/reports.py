"""Reports of checks as they are kept and cited: one sealed archive each, with a short list of its places.

A place is one ground of a report (a region of a page, a row, a file) under a number that never changes, since a report
is known by its hash. A finding cites places by that number. Crops of the pictures are cut once, when the report is
kept, so that a list of sixty places costs sixty small pictures and not sixty screens.
"""

import io
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from gongdao.checks.report import PAIRS, Pair, write_style
from gongdao.checks.shape import Box, Ground, Reason, Report
from gongdao.services import archives
from gongdao.services.archives import Archive

PLACES = "places.json"
PLACES_MAX = 400
CROPS_MAX = 120
CROP_PIXELS = (480, 320)
MARGIN = 16
TEXT_CHARACTERS = 300
VALUE_CHARACTERS = 120


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place in a report: its number (`g1`, `g2` …), what was seen there and where.

    `label` is a code with words; `was` and `now` are short texts; `reference` and `delivery` are the names of crops
    inside the report, "" where there is none.
    """

    id: str
    label: str
    page: str = ""
    width: int = 0
    file: str = ""
    row: int | None = None
    text: str = ""
    was: str = ""
    now: str = ""
    reference: str = ""
    delivery: str = ""


class Places(msgspec.Struct, frozen=True):
    """The first `PLACES_MAX` places of a report, its reasons, and how many there are by label.

    What a check only saw and does not hold against the delivery is a place, but is not counted.
    """

    places: tuple[Place, ...] = ()
    counts: dict[str, int] = {}
    reasons: tuple[Reason, ...] = ()

    def get(self, id: str) -> Place | None:
        """The place with this number."""
        return next((place for place in self.places if place.id == id), None)


def label_of(report_sha256: str) -> str:
    """The label of a report's archive."""
    return f"report:{report_sha256}"


def opened(order_id: str, report_sha256: str) -> Archive | None:
    """A report's archive with its page `index.html`; None if this installation has none, or none any more."""
    return archives.opened(order_id, label_of(report_sha256))


def places(order_id: str, report_sha256: str) -> Places | None:
    """The places of a report; None where the report is not kept here."""
    archive = opened(order_id, report_sha256)
    return None if archive is None else msgspec.json.decode(archive.read(PLACES), type=Places)


def finish(folder: Path, report: Report) -> None:
    """Makes a report's folder ready to be kept: the list of places and their crops, and no script but ours.

    A child that reads what a stranger made wrote this folder. Were it ever taken over, it could tell a false tale,
    which the report's hash pins on it, but plant nothing that runs in a reader's browser.
    """
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".js", ".css"):
            path.unlink()
    write_style(folder)
    pairs = _pairs(folder)
    cutter = _Cutter(folder)
    found = []
    counts: dict[str, int] = {}
    for number, ground in enumerate(report.grounds, 1):
        label = ground.label or ground.code
        if ground.data.get("outcome") not in ("seen", "passed"):
            counts[label] = counts.get(label, 0) + 1
        if number <= PLACES_MAX:
            pair = pairs.get((ground.page, ground.width)) if number <= CROPS_MAX else None
            found.append(_place(f"g{number}", label, ground, pair, cutter))
    (folder / PLACES).write_bytes(msgspec.json.encode(Places(tuple(found), counts, report.reasons)))


def _pairs(folder: Path) -> dict[tuple[str, int], Pair]:
    path = folder / PAIRS
    listed = msgspec.json.decode(path.read_bytes(), type=tuple[Pair, ...]) if path.is_file() else ()
    return {(pair.page, pair.width): pair for pair in listed}


def _place(id: str, label: str, ground: Ground, pair: Pair | None, cutter: "_Cutter") -> Place:
    return Place(
        id=id,
        label=label,
        page=ground.page,
        width=ground.width,
        file=ground.file,
        row=ground.row,
        text=ground.text[:TEXT_CHARACTERS],
        was=_short(label, ground.reference_value),
        now=_short(label, ground.value),
        reference=cutter.cut(pair.reference, ground.reference_box, f"{id}-reference.png") if pair else "",
        delivery=cutter.cut(pair.delivery, ground.box, f"{id}-delivery.png") if pair else "",
    )


def _short(label: str, value: Any) -> str:
    if value is None:
        return ""
    if label == "wrong_colour" and isinstance(value, list | tuple) and len(value) == 3:
        return "#{:02x}{:02x}{:02x}".format(*value)
    if isinstance(value, dict):
        value = ", ".join(f"{k} {v}" for k, v in value.items() if v is not None)
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return str(value)[:VALUE_CHARACTERS]


class _Cutter:
    """Cuts crops, keeping the last two pictures open: neighbouring grounds are mostly of the same page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, Image.Image] = {}

    def cut(self, picture: str | None, box: Box | None, name: str) -> str:
        """The name of the crop, written beside the picture; "" where there is nothing to cut."""
        if picture is None or box is None or (source := self._source(picture)) is None:
            return ""
        left, top = max(0, box[0] - MARGIN), max(0, box[1] - MARGIN)
        right = min(source.width, box[0] + max(4, box[2]) + MARGIN)
        lower = min(source.height, box[1] + max(4, box[3]) + MARGIN)
        if right <= left or lower <= top:
            return ""
        crop = source.crop((left, top, right, lower))
        crop.thumbnail(CROP_PIXELS)
        crop.save(self._folder / name, "PNG")
        return name

    def _source(self, picture: str) -> Image.Image | None:
        if picture not in self._open:
            path = self._folder / picture
            if not path.is_file() or path.parent != self._folder:
                return None
            try:
                opened = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
            except (OSError, ValueError, Image.DecompressionBombError):
                return None
            while len(self._open) >= 2:
                self._open.pop(next(iter(self._open)))
            self._open[picture] = opened
        return self._open[picture]
