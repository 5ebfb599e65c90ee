"""Sound and film told by their headers, and a header that lies told by nothing but its type."""

import io
import struct
import wave
from pathlib import Path

import pytest

from gongdao.custody.media import media_of


def wav(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((2, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(4 * 8000 * seconds))
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def mp4(scale: int, length: int, *, wide: bool = False, before: bytes = b"") -> bytes:
    head = box(b"ftyp", b"isom\0\0\0\1isommp42")
    mvhd = struct.pack(">B3xQQIQ" if wide else ">B3xIIII", int(wide), 0, 0, scale, length)
    return head + before + box(b"moov", box(b"mvhd", mvhd + bytes(80)))


def flac(rate: int, samples: int) -> bytes:
    packed = (rate << 44) | (1 << 41) | (15 << 36) | samples
    return b"fLaC" + b"\0\0\0\x22" + bytes(10) + packed.to_bytes(8, "big") + bytes(16)


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (wav(3), "audio", 3.0),
        (flac(44_100, 44_100 * 90), "audio", 90.0),
        (mp4(600, 600 * 125), "video", 125.0),
        (mp4(1000, 61_000, wide=True), "video", 61.0),
        (mp4(600, 1200, before=box(b"mdat", bytes(5000))), "video", 2.0),
        (b"ID3\x04" + bytes(200), "audio", None),
        (flac(44_100, 0), "audio", None),
        (flac(0, 100), "audio", None),
        (mp4(0, 100), "video", None),
        (mp4(1, 0xFFFFFFFF), "video", None),
        (box(b"ftyp", b"isom\0\0\0\1isommp42"), "video", None),
        (box(b"ftyp", b"isom\0\0\0\1isommp42") + struct.pack(">I", 3) + b"moov", "video", None),
        (box(b"ftyp", b"isom\0\0\0\1isommp42") + box(b"moov", box(b"mvhd", b"")), "video", None),
        (wav(1)[:30], "audio", None),
    ],
)
def test_what_a_file_is_and_how_long(tmp_path: Path, content: bytes, kind: str, seconds: float | None) -> None:
    (tmp_path / "a.bin").write_bytes(content)
    found = media_of(tmp_path, "a.bin")
    assert found is not None
    assert (found.kind, found.size, found.path) == (kind, len(content), "a.bin")
    assert found.seconds == pytest.approx(seconds)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04" + bytes(40)])
def test_what_is_neither_is_not_listed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    assert media_of(tmp_path, "a.mp4") is None


def test_a_film_whose_boxes_never_end_is_left(tmp_path: Path) -> None:
    many = box(b"free", b"") * 100_000
    (tmp_path / "a.mp4").write_bytes(mp4(600, 1200, before=many))
    found = media_of(tmp_path, "a.mp4")
    assert found is not None
    assert found.seconds is None
