"""What a buyer may see before anything is settled: enough to judge the work by, never the work itself.

A file tree with sizes and hashes; pictures, each marked all over with the order and the person looking; and a profile
of data with a few sample rows. Refuses to mark a picture with nothing, and to show more sample rows than agreed.
"""

from __future__ import annotations

import functools
import io
import math
import mimetypes
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from gongdao.custody.faults import Refused
from gongdao.custody.unpacking import Entry

WIDTHS = (1440, 820, 390)
SAMPLE_ROWS = 5
CELL_CHARACTERS = 60
PICTURE_PIXELS = 60_000_000
MARK_DEGREES = 24


class Leaf(NamedTuple):
    """One file in the tree: its name, path, bytes, SHA-256 (hex) and the kind its ending tells."""

    name: str
    path: str
    size: int
    sha256: str
    kind: str


class Branch(NamedTuple):
    """One folder: its name, path, all files below it counted and summed, and what lies directly in it."""

    name: str
    path: str
    files: int
    size: int
    branches: tuple[Branch, ...]
    leaves: tuple[Leaf, ...]


def tree(entries: Iterable[Entry]) -> Branch:
    """The files as folders, each sorted by name, folders first."""
    root: dict[str, Any] = {}
    for entry in entries:
        *folders, name = entry.path.split("/")
        here = root
        for folder in folders:
            here = here.setdefault(folder, {})
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        here[name] = Leaf(name, entry.path, entry.size, entry.sha256, kind)
    return _branch("", "", root)


def _branch(name: str, path: str, content: dict[str, Any]) -> Branch:
    prefix = f"{path}/" if path else ""
    inner = [(n, c) for n, c in sorted(content.items()) if isinstance(c, dict)]
    branches = tuple(_branch(n, prefix + n, c) for n, c in inner)
    leaves = tuple(leaf for _, leaf in sorted(content.items()) if isinstance(leaf, Leaf))
    files = len(leaves) + sum(branch.files for branch in branches)
    size = sum(leaf.size for leaf in leaves) + sum(branch.size for branch in branches)
    return Branch(name, path, files, size, branches, leaves)


def cut_profile(profile: Mapping[str, Any], rows: int = SAMPLE_ROWS) -> dict[str, Any]:
    """A data profile with at most `rows` sample rows, and no cell, name or value of a column over 60 characters.

    A table may be the whole work; its shape may be shown, its content only as a taste.
    """
    cut = dict(profile)
    if "sample" in cut:
        cut["sample"] = [_short_row(row) for row in list(cut["sample"])[:rows]]
    if "columns" in cut:
        cut["columns"] = [_short_row(column) if isinstance(column, Mapping) else column for column in cut["columns"]]
    return cut


def _short_row(row: Any) -> Any:
    if isinstance(row, Mapping):
        return {key: _short(value) for key, value in row.items()}
    return [_short(value) for value in row]


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > CELL_CHARACTERS:
        return value[: CELL_CHARACTERS - 1] + "…"
    return value


def watermark(png: bytes, text: str) -> bytes:
    """The picture with `text` written across all of it, slanted, half transparent and outlined.

    Light letters with a dark edge stay readable on any ground. The mark is spaced so that no crop of a quarter of
    a screen is without it. Metadata of the source are dropped. Raises `Refused`: `mark_empty` for an empty mark,
    `picture_unreadable` for what is not a picture or is too large to be one page.
    """
    if not text.strip():
        raise Refused("mark_empty")
    try:
        source = Image.open(io.BytesIO(png))
        if source.width * source.height > PICTURE_PIXELS:
            raise Refused("picture_unreadable", pixels=source.width * source.height)
        picture = source.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise Refused("picture_unreadable", reason=type(error).__name__) from None
    stamp = _stamp(text, max(13, min(22, picture.width // 40)))
    step_x, step_y = stamp.width + 40, stamp.height + 30
    for row, y in enumerate(range(-stamp.height // 2, picture.height, step_y)):
        for x in range(-(row % 2) * step_x // 2, picture.width, step_x):
            picture.paste(stamp, (x, y), stamp)
    out = io.BytesIO()
    # Speed over size: these are made for one viewer and thrown away.
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


@functools.lru_cache(maxsize=64)
def _stamp(text: str, size: int) -> Image.Image:
    font = _font(size)
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, top, right, bottom = probe.textbbox((0, 0), text, font=font, stroke_width=1)
    plate = Image.new("RGBA", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4), (128, 128, 128, 0))
    ImageDraw.Draw(plate).text(
        (2 - left, 2 - top), text, font=font, fill=(255, 255, 255, 120), stroke_width=1, stroke_fill=(0, 0, 0, 90)
    )
    return plate.rotate(MARK_DEGREES, expand=True, resample=Image.Resampling.BICUBIC)


@functools.lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font that has Chinese: names of orders and people are often Chinese, and boxes name nobody."""
    path = _chinese_font()
    return ImageFont.truetype(str(path), size) if path else ImageFont.load_default(size)


@functools.lru_cache(maxsize=1)
def _chinese_font() -> Path | None:
    try:
        asked = subprocess.run(
            ["fc-match", "--format=%{file}", "sans-serif:lang=zh-cn"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    path = Path(asked.stdout)
    return path if path.is_file() else None
