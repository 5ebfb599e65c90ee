"""The pictures a table names: are they there, do they decode, are they large enough, are they different ones."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from PIL import Image

PIXELS = 100_000_000


class PictureFacts(NamedTuple):
    """One named picture: `state` is there, missing, elsewhere (a link to another host), broken, or too_large."""

    state: str
    width: int = 0
    height: int = 0
    sha256: str = ""


def look_at(root: Path, named: str) -> PictureFacts:
    """The picture called `named` below `root`; decoded whole, since a header alone proves nothing."""
    parts = urlsplit(named.strip())
    if parts.scheme in ("http", "https") or named.startswith("//"):
        return PictureFacts("elsewhere")
    path = (root / unquote(parts.path).replace("\\", "/").lstrip("/")).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return PictureFacts("missing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                width, height = picture.size
                if width * height > PIXELS:
                    return PictureFacts("too_large", width, height)
                picture.load()
    except Exception:
        # Pillow's decoders raise many kinds for files made to break them; each means the same to the reader.
        return PictureFacts("broken")
    with path.open("rb") as file:
        return PictureFacts("there", width, height, hashlib.file_digest(file, "sha256").hexdigest())
