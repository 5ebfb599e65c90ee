"""Outside material into draft entries: posts and chat exports, each finding with the exact place it came from.

`read_file` and `read_bytes` give a `Reading` (shapes.py); `order_from` makes a draft order of it, `to_draft` the
kernel's act. Rules and lexicons only: no model, no network, no clock. Relative dates need a base date given by the
caller. What this room refuses to do: invent. Every item quotes its source, and what is not said stays null.
"""

from datetime import date
from pathlib import Path

from . import assemble, source
from .faults import FAULTS, ReadingError
from .order import order_from, to_draft
from .shapes import OrderDraft, Reading

__all__ = [
    "FAULTS",
    "OrderDraft",
    "Reading",
    "ReadingError",
    "order_from",
    "read_bytes",
    "read_file",
    "read_text",
    "to_draft",
]


def read_file(path: Path, base: date | None = None) -> Reading:
    """Reads a file. `base` is the day that 今天 and "today" mean. Raises ReadingError."""
    return assemble.read(source.load(path), base)


def read_bytes(data: bytes, name: str = "", base: date | None = None) -> Reading:
    """Reads the bytes of an upload. Raises ReadingError."""
    return assemble.read(source.decode(data, name), base)


def read_text(text: str, name: str = "", base: date | None = None) -> Reading:
    """Reads text that is decoded already; offsets count in this very text. Raises ReadingError."""
    return assemble.read(source.of_text(text, name), base)
