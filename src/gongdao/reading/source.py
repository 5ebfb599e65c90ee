"""Bytes into text: which encoding, and what is no text at all.

The answer names a Python codec for which `data.decode(encoding)` is exactly the text all spans count in; line
ends are kept as they are. What this module refuses to do: decode with replacement characters, because a span of
a repaired text would not be a place in the file.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from .faults import ReadingError

MAX_BYTES = 4 * 1024 * 1024
"""Larger files are refused: a chat of a hundred thousand messages is no draft of an order."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "sqlite"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"{\\rtf", "rtf"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Source:
    """A decoded file: its text, the codec that gives this text, its size in bytes and SHA-256, and doubts."""

    text: str
    name: str
    encoding: str
    size: int
    sha256: str
    why: tuple[str, ...] = ()


def load(path: Path) -> Source:
    """Reads and decodes a file. Raises ReadingError (file_missing, file_unreadable and those of `decode`)."""
    if not path.exists():
        raise ReadingError("file_missing", file=path.name)
    if not path.is_file():
        raise ReadingError("file_unreadable", file=path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError("file_too_large", size=path.stat().st_size, limit=MAX_BYTES)
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError("file_unreadable", file=path.name) from error
    return decode(data, path.name)


def decode(data: bytes, name: str = "") -> Source:
    """Decodes bytes. Raises ReadingError: file_empty, file_too_large, file_binary, encoding_unknown."""
    if len(data) > MAX_BYTES:
        raise ReadingError("file_too_large", size=len(data), limit=MAX_BYTES)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReadingError("file_binary", kind=kind)
    encoding, why = _encoding(data)
    text = data.decode(encoding)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise ReadingError("file_empty")
    if len(_CONTROLS.findall(text)) > max(2, len(text) // 50):
        raise ReadingError("file_binary", kind="data")
    return Source(text, name, encoding, len(data), hashlib.sha256(data).hexdigest(), why)


def of_text(text: str, name: str = "") -> Source:
    """A source from text that is decoded already. Lone surrogates are refused, as no file can hold them."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadingError("encoding_unknown") from error
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise ReadingError("file_empty")
    if len(data) > MAX_BYTES:
        raise ReadingError("file_too_large", size=len(data), limit=MAX_BYTES)
    return Source(text, name, "utf-8", len(data), hashlib.sha256(data).hexdigest())


def _encoding(data: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom) and _decodes(data, encoding):
            return encoding, ()
    if b"\0" in data[:4096] or (len(data) % 2 == 0 and not _decodes(data, "utf-8")):
        wide = _utf16_without_bom(data)
        if wide:
            return wide, ("encoding_guessed",)
    if b"\0" in data:
        raise ReadingError("file_binary", kind="data")
    if _decodes(data, "utf-8"):
        return "utf-8", ()
    if _decodes(data, "gb18030") and _looks_chinese(data):
        return "gb18030", ()
    if _decodes(data, "cp1252") and _looks_western(data):
        return "cp1252", ("encoding_guessed",)
    raise ReadingError("encoding_unknown")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _plausible(text: str) -> float:
    """The share of characters that people write: ASCII, Latin letters, common Han, full-width punctuation."""
    if not text:
        return 0.0
    good = sum(
        1
        for c in text
        if c in "\t\r\n" or " " <= c <= "~" or "\u4e00" <= c <= "\u9fa5" or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffee" or "\u2010" <= c <= "\u2030" or "\u00a0" <= c <= "\u017f"
    )  # fmt: skip
    return good / len(text)


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 without its mark: text only if ASCII line ends or spaces are there and nearly all is plausible."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[: 64 * 1024]
    best: tuple[float, str] = (0.0, "")
    for encoding in ("utf-16-le", "utf-16-be"):
        if not _decodes(data, encoding):
            continue
        text = sample.decode(encoding, "ignore")
        if "\0" not in text and any(c in text for c in "\n ，。:"):
            best = max(best, (_plausible(text), encoding))
    return best[1] if best[0] > 0.97 else None


def _looks_chinese(data: bytes) -> bool:
    """GB18030 decodes almost anything, so the text must read like Chinese: mostly characters of GB 2312."""
    text = data[: 64 * 1024].decode("gb18030", "ignore")
    wide = [c for c in text if ord(c) > 0x7F]
    common = 0
    for c in wide:
        try:
            common += len(c.encode("gb2312")) == 2
        except UnicodeEncodeError:
            continue
    return bool(wide) and common / len(wide) > 0.9 and _plausible(text) > 0.9


def _looks_western(data: bytes) -> bool:
    text = data[: 64 * 1024].decode("cp1252", "ignore")
    return _plausible(text) > 0.99
