"""Sentences and clauses of folded text, as ranges: the reach of a word for the rules that look around it."""

import re

# A full stop ends an English sentence only before white space or the end, so that 1.5 and example.com stay whole.
_END = re.compile(r"[。!?;…\n]+[”\"’」』)]*|(?<!\.)\.+(?=\s|$|[\u4e00-\u9fff])[”\"’)]*")
_COMMA = re.compile(r"[,，、](?!\d{3}(?!\d))|[:：](?!\s?(?:[\d¥$€£]|[A-Za-z]{3}\s?\d))|[“”\"()（）—–]|[~]{2,}|\s-\s")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, each a range without outer white space."""
    return _split(text, 0, len(text), _END, keep=True)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of one sentence. A comma inside a grouped number does not divide."""
    return _split(text, start, end, _COMMA, keep=False)


def _split(text: str, start: int, end: int, at: "re.Pattern[str]", keep: bool) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for match in at.finditer(text, start, end):
        stop = match.end() if keep else match.start()
        _add(found, text, begin, stop)
        begin = match.end()
    _add(found, text, begin, end)
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
