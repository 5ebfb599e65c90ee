"""Bytes into text, and every file that is refused, by name."""

import pytest

from gongdao.reading import ReadingError, read_bytes
from gongdao.reading.source import MAX_BYTES, decode

TEXT = "周敏 2022/3/8 21:04:11\n我要做一套宣传册，预算300元，“尽快”\n老贺 2022/3/8 21:05:00\n好的，先付定金100元\n"


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_an_encoding_is_named_so_that_decoding_gives_the_text(codec: str, named: str) -> None:
    data = TEXT.encode(codec)
    source = decode(data)
    assert source.encoding == named
    assert source.text == TEXT == data.decode(source.encoding)
    assert len(read_bytes(data).amounts) == 2


def test_western_quotes_are_not_taken_for_chinese() -> None:
    data = "Client: it’s “done”, pay $300\nSeller: I won’t".encode("cp1252")
    assert decode(data).encoding == "cp1252"


def test_line_ends_are_kept() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def refused(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data)
    return caught.value.code, caught.value.data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \n\t\r\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"PK\x03\x04rest", "file_binary"),
        (b"%PDF-1.7 ...", "file_binary"),
        (b"\x89PNG\r\n\x1a\n", "file_binary"),
        (b"abc\0\0\0def", "file_binary"),
        (bytes(range(1, 9)) * 40, "file_binary"),
        (b"\xff\xfe\xfd\xfc\xfb\xfa\x80\x81\xff", "encoding_unknown"),
        (b'{"messages": [1, 2]}', "format_unknown"),
        (b"[1, 2, 3]", "format_unknown"),
        (b"The weather was fine and we went home.", "nothing_recognised"),
        (b"---\ntitle: a\nno end", "front_matter_broken"),
        (b"---\ntitle: a\n\xe4\xbd\xa0 hao\n---\nx", "front_matter_broken"),
        (b"---\ntitle: 'a\n---\nx", "front_matter_broken"),
        (b"---\ntags: [a, b\n---\nx", "front_matter_broken"),
        (b"a" * (MAX_BYTES + 1), "file_too_large"),
    ],
)
def test_a_refusal_by_name(data: bytes, code: str) -> None:
    assert refused(data)[0] == code


def test_broken_front_matter_names_its_line() -> None:
    assert refused(b"---\ntitle: a\n\nnonsense here\n---\nx")[1] == {"line": 4, "reason": "no_key"}


def test_front_matter_values_in_every_spelling() -> None:
    text = '---\n# note\ntitle: >\n  A long\n  title\nauthor: "Ann"\n'
    text += "tags:\n  - x\n  - y\ndate: 2020-01-02\n---\nI paid $30.\n"
    reading = read_bytes(text.encode())
    assert reading.title is not None
    assert reading.title.text == "A long\n  title"
    assert reading.author is not None
    assert reading.author.text == "Ann"
    assert reading.date is not None
    assert reading.date.at == "2020-01-02"
