"""The buyer sees a tree, marked pictures and a taste of the data, and never the bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from gongdao.custody.faults import Refused
from gongdao.custody.inspection import cut_profile, tree, watermark
from gongdao.custody.unpacking import Entry


def png(width: int = 600, height: int = 400, colour: tuple[int, int, int] = (250, 250, 250)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def pixels(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def changed(before: bytes, after: bytes, box: tuple[int, int, int, int]) -> bool:
    return pixels(before).crop(box).tobytes() != pixels(after).crop(box).tobytes()


def test_tree_counts_and_sorts() -> None:
    found = tree(
        [
            Entry("index.html", 10, "a"),
            Entry("css/main.css", 5, "b"),
            Entry("css/x/y.css", 7, "c"),
            Entry("a.txt", 1, "d"),
        ]
    )
    assert (found.files, found.size) == (4, 23)
    assert [leaf.name for leaf in found.leaves] == ["a.txt", "index.html"]
    [css] = found.branches
    assert (css.path, css.files, css.size) == ("css", 2, 12)
    assert css.branches[0].leaves[0].path == "css/x/y.css"
    assert found.leaves[1].kind == "text/html"


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 30, 30)])
def test_a_mark_is_on_every_quarter_of_a_screen_on_any_ground(colour: tuple[int, int, int]) -> None:
    before = png(1440, 2000, colour)
    after = watermark(before, "订单 A-17 · 买家 王小明")
    for left in range(0, 1440 - 720 + 1, 360):
        for top in range(0, 2000 - 450 + 1, 225):
            assert changed(before, after, (left, top, left + 720, top + 450))
    assert pixels(after).size == (1440, 2000)


def test_a_narrow_picture_is_marked_too() -> None:
    before = png(390, 844)
    assert changed(before, watermark(before, "order 17, viewer 王"), (0, 200, 390, 500))


def test_two_viewers_get_two_pictures() -> None:
    assert watermark(png(), "order 17, viewer A") != watermark(png(), "order 17, viewer B")


def test_the_page_stays_readable() -> None:
    """The mark covers a small part: at least 80 in 100 pixels are as they were."""
    before = png(1440, 900)
    after = watermark(before, "订单 A-17 · 买家 王小明")
    difference = ImageChops.difference(pixels(before), pixels(after)).convert("L")
    assert difference.histogram()[0] / (1440 * 900) > 0.8


def test_metadata_are_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    out = io.BytesIO()
    info = PngInfo()
    info.add_text("Comment", "path on the server")
    Image.new("RGB", (50, 50)).save(out, "PNG", pnginfo=info)
    assert b"path on the server" not in watermark(out.getvalue(), "mark")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"x" * 50, png()[:60]])
def test_what_is_not_a_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        watermark(content, "mark")
    assert refusal.value.code == "picture_unreadable"


def test_an_enormous_picture_is_refused_before_it_is_decoded() -> None:
    import struct
    import zlib

    header = struct.pack(">2I5B", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(Refused):
        watermark(content, "mark")


def test_a_profile_is_cut_to_a_taste() -> None:
    profile = cut_profile({"rows": 9, "sample": [{"a": "x" * 99}] * 9})
    assert len(profile["sample"]) == 5
    assert all(len(cell) <= 60 for row in profile["sample"] for cell in row.values())


def test_no_picture_without_a_mark() -> None:
    with pytest.raises(Refused) as refusal:
        watermark(png(), "  ")
    assert refusal.value.code == "mark_empty"


def test_a_profile_without_rows_stays_as_it_is() -> None:
    assert cut_profile({"rows": 3, "sample": [{"n": 1}]}) == {"rows": 3, "sample": [{"n": 1}]}
