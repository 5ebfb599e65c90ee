"""The pictures a table names: are they there, do they decode, are they large enough, are they different ones."""

from __future__ import annotations

import hashlib
import warnings
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from PIL import Image

PIXELS = 100_000_000
# What a table's pictures are. Pillow knows more, among them PostScript, which it has another program run.
FORMATS = ("PNG", "JPEG", "MPO", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF")


class PictureFacts(NamedTuple):
    """One named picture: `state` is there, missing, elsewhere (a link to another host), broken, or too_large."""

    state: str
    width: int = 0
    height: int = 0
    sha256: str = ""


def look_at(root: Path, named: str) -> PictureFacts:
    """The picture called `named` below `root`; decoded whole, since a header alone proves nothing."""
    if named.strip().startswith(("http:", "https:", "//")):
        return PictureFacts("elsewhere")
    path = _below(root, named.strip())
    if path is None:
        return PictureFacts("missing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_known()) as picture:
                width, height = picture.size
                if width * height > PIXELS:
                    return PictureFacts("too_large", width, height)
                picture.load()
    except Exception:
        # Pillow's decoders raise many kinds for files made to break them; each means the same to the reader.
        return PictureFacts("broken")
    with path.open("rb") as file:
        return PictureFacts("there", width, height, hashlib.file_digest(file, "sha256").hexdigest())


@cache
def _known() -> tuple[str, ...]:
    """The formats this Pillow was built with; asked for one it lacks, it would open none."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _below(root: Path, named: str) -> Path | None:
    """The file a cell names below `root`, or None. What no file can be called names none."""
    try:
        path = (root / unquote(urlsplit(named).path).replace("\\", "/").lstrip("/")).resolve()
        return path if path.is_relative_to(root.resolve()) and path.is_file() else None
    except (ValueError, OSError):
        return None
