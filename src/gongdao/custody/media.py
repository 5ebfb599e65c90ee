"""Sound and film in a delivery: what they are and how long they last, read from their headers alone.

Nothing is decoded: a file says what it is by its first bytes, and a few containers say their length in a field that is
cheap to find. Where the length is not to be had that way it is left out, not guessed.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

import filetype  # type: ignore[import-untyped]

START = 8192
BOXES_MAX = 200
LONGEST = 100 * 3600.0
"""A header that claims more hours than this is not believed."""


class Media(NamedTuple):
    """One sound or film: its path, bytes, what its first bytes say it is, and seconds where the header tells."""

    path: str
    size: int
    kind: str
    mime: str
    seconds: float | None


def media_of(root: Path, path: str) -> Media | None:
    """What a file under `root` is, or None if it is neither sound nor film."""
    with (root / path).open("rb") as file:
        start = file.read(START)
        mime = filetype.guess_mime(start)
        kind = (mime or "").partition("/")[0]
        if mime is None or kind not in ("audio", "video"):
            return None
        size = os.fstat(file.fileno()).st_size
        try:
            seconds = _seconds(file, start, size)
        except (struct.error, ValueError, ZeroDivisionError):
            seconds = None
    believed = seconds if seconds is not None and 0 < seconds <= LONGEST else None
    return Media(path, size, kind, mime, believed)


def _seconds(file: BinaryIO, start: bytes, size: int) -> float | None:
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return _wav(file, size)
    if start[:4] == b"fLaC":
        return _flac(start)
    if start[4:8] == b"ftyp":
        return _mp4(file, size)
    return None


def _wav(file: BinaryIO, size: int) -> float | None:
    """The bytes of the `data` chunk by the bytes a second that `fmt ` names (RIFF WAVE, 1991)."""
    at, rate = 12, 0
    for _ in range(BOXES_MAX):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return None
        name, length = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"fmt ":
            rate = struct.unpack("<I", file.read(12)[8:])[0]
        if name == b"data":
            return float(min(length, size - at - 8) / rate)
        at += 8 + length + length % 2
    return None


def _flac(start: bytes) -> float | None:
    """Samples by samples a second, from STREAMINFO (RFC 9639 §8.2)."""
    packed = int.from_bytes(start[18:26], "big")
    rate, samples = packed >> 44, packed & ((1 << 36) - 1)
    return samples / rate if samples else None


def _mp4(file: BinaryIO, size: int) -> float | None:
    """The movie header's duration by its time scale (ISO/IEC 14496-12 §8.2.2)."""
    movie = _box(file, b"moov", 0, size)
    header = _box(file, b"mvhd", *movie) if movie else None
    if header is None:
        return None
    file.seek(header[0])
    body = file.read(32)
    if body[:1] == b"\1":
        scale, length = struct.unpack(">IQ", body[20:32])
    else:
        scale, length = struct.unpack(">II", body[12:20])
    return float(length / scale)


def _box(file: BinaryIO, wanted: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Where the body of the first box of a kind begins and ends."""
    at = start
    for _ in range(BOXES_MAX):
        file.seek(at)
        head = file.read(16)
        if at + 8 > end or len(head) < 8:
            return None
        length, body = struct.unpack(">I", head[:4])[0], at + 8
        if length == 1:
            length, body = struct.unpack(">Q", head[8:16])[0], at + 16
        if length == 0:
            length = end - at
        if length < body - at:
            return None
        if head[4:8] == wanted:
            return body, min(end, at + length)
        at += length
    return None
