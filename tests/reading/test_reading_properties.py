"""Whatever the text: no crash, exact spans, an order that does not depend on how the thread stood."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.reading import Reading, ReadingError, order_from, read_bytes, read_text

QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        "300元", "定金200", "￥1,200.50", "$300", "三百块", "400要就", "卖家", "买家",
        "客服", "自己", "2012-09-26 22:35", "2012/9/26 下午10:35",
        "[26/09/2012, 22:35:11] Ann: ", "9/26/12, 10:35 PM - Bob: ",
        "昨天 22:10", "张三 ", "接上，", "需求：", "1. ", "- ", "需要做首页",
        "I need a page, a form and the data", "如果他说600", "is it 5?",
        "<li>", "</li>", "<div>", "</div>",
        "<a href=\"http://x.example/a1b2c3d4.png\">", "</a>",
        "<img src='y.png'>", "&nbsp;", "&amp;", "&#x4e70;", "&bogus",
        "<!--", "-->", "<![CDATA[", "<script>", "</script>", "---\n",
        "title: x\n", "> ",
        "On Mon, 26 Sep 2012 at 10:35, Ann <a@b.example> wrote:",
        "From: Ann\nDate: 1 May 2020 10:00\n", "\r\n", "\n", "\n\n", "。",
        "，", "！", "“", "”", "：", "\u200e", "\ufeff", "\u2028", "**",
        "[x](http://z.example)", "![", "](", "\t", "截图", "查看原图", "骗子",
        "各退一步", "哈哈", "加钱", "a", "我", "的", "9", "٣",
    ]
)  # fmt: skip
SOUP = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)


def attempt(text: str) -> Reading | None:
    try:
        return read_text(text)
    except ReadingError:
        return None


@QUICK
@given(SOUP)
def test_any_text_is_read_or_refused_and_every_span_is_exact(
    check_spans: Callable[[Reading, str], int], text: str
) -> None:
    reading = attempt(text)
    if reading is not None:
        check_spans(reading, text)
        check_order = order_from(reading)
        assert all(text[s.start : s.end] == s.text for r in check_order.requirements for s in r.sources)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(check_spans: Callable[[Reading, str], int], data: bytes) -> None:
    try:
        reading = read_bytes(data)
    except ReadingError:
        return
    check_spans(reading, data.decode(reading.source.encoding))


@QUICK
@given(SOUP, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_the_encoding_named_gives_the_text_the_offsets_count_in(
    check_spans: Callable[[Reading, str], int], text: str, codec: str
) -> None:
    data = text.encode(codec)
    try:
        reading = read_bytes(data)
    except ReadingError:
        return
    check_spans(reading, data.decode(reading.source.encoding))


THREADS = st.lists(
    st.tuples(
        st.integers(0, 3 * 24 * 60), st.sampled_from(["买家", "卖家"]), st.sampled_from(["好的", "300元", "没做好"])
    ),
    min_size=2,
    max_size=12,
    unique_by=lambda row: row[0],
)


def _thread(rows: list[tuple[datetime, str, str, int]]) -> str:
    items = (
        f"<li><div>{who}</div><div>{at:%Y-%m-%d %H:%M}</div><div>{words} n{n}</div></li>" for at, who, words, n in rows
    )
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


@QUICK
@given(THREADS, st.booleans())
def test_the_order_is_the_same_whichever_way_the_thread_stood(
    rows: list[tuple[int, str, str]], same_minute: bool
) -> None:
    start = datetime(2023, 12, 30, 23, 50)  # noqa: DTZ001 - local times of a chat have no zone
    told = [(start + timedelta(minutes=at), who, words, n) for n, (at, who, words) in enumerate(sorted(rows))]
    if same_minute:
        told.append((told[-1][0], "卖家", "同一分钟", len(told)))
    forward = attempt(_thread(told))
    backward = attempt(_thread(told[::-1]))
    assert forward is not None
    assert backward is not None
    assert [m.text for m in forward.messages] == [f"{words} n{n}" for _, _, words, n in told]
    assert [m.text for m in backward.messages] == [m.text for m in forward.messages]
    assert [m.at for m in backward.messages] == [m.at for m in forward.messages]


@pytest.mark.parametrize(
    "text",
    [
        "<" * 30_000, "<a " * 20_000, "<!--" * 20_000, "<div>a" * 5_000, "[" * 50_000, "1" * 50_000, "三" * 50_000,
        " " * 100_000 + "x", "![" * 20_000, "a." * 20_000, "&#" * 20_000,
        "> " * 20_000, "a@" * 20_000, "\n" * 50_000 + "300元",
    ],
)  # fmt: skip
def test_hostile_repetition_does_not_hang(text: str) -> None:
    """Quadratic in any rule, each of these would run for minutes; the suite's own time limit is the assertion."""
    attempt(text)
