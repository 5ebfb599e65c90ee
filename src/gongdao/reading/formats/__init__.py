"""The formats this room knows. Each is a module of the same shape: `KIND`, `sniff(source) -> 0..1`, `read(source)`.

The surest wins; a tie goes to the earlier one. A new format is a new module with these three names and one line
here.
"""

import json
from types import ModuleType

from ..faults import ReadingError
from . import mail, plain, post, wechat, whatsapp
from .document import Document

FORMATS: tuple[ModuleType, ...] = (whatsapp, post, mail, wechat, plain)


def read(source: str) -> Document:
    """Reads a source in the format it is surest of. Raises ReadingError: format_unknown, front_matter_broken."""
    _refuse_data(source)
    best = max(FORMATS, key=lambda kind: kind.sniff(source))
    document: Document = best.read(source)
    return document


def _refuse_data(source: str) -> None:
    """JSON and RTF are text, but no post and no chat export this room can read."""
    head = source.lstrip("\ufeff \t\r\n")[:1]
    if head not in ("{", "["):
        return
    try:
        value = json.loads(source.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict | list):
        raise ReadingError("format_unknown", guess="json")
