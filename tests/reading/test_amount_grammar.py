"""Which characters are a sum of money, and how much: one line per form, and the numbers that are none."""

import pytest

from gongdao.reading import amounts, sentences
from gongdao.reading.passage import fold, has_han


def find(text: str) -> list[tuple[str, int, str | None]]:
    folded = fold(text)
    clauses = [c for s in sentences.sentences(folded) for c in sentences.clauses(folded, *s)]
    return [
        (text[one.start : one.end], one.minor, one.currency) for one in amounts.find(folded, clauses, has_han(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300元成交", [("300元", 30_000, "CNY")]),
        ("就300块", [("300块", 30_000, "CNY")]),
        ("￥1,200.50", [("￥1,200.50", 120_050, "CNY")]),
        ("一共￥300.5元", [("￥300.5元", 30_050, "CNY")]),
        ("三百块", [("三百块", 30_000, "CNY")]),
        ("一共一千二", [("一千二", 120_000, None)]),
        ("我出五百", [("五百", 50_000, None)]),
        ("报价2万", [("2万", 2_000_000, None)]),
        ("两万五千元", [("两万五千元", 2_500_000, "CNY")]),
        ("一千零五十元", [("一千零五十元", 105_000, "CNY")]),
        ("三块五", [("三块五", 350, "CNY")]),
        ("加个一百买个数据", [("一百", 10_000, None)]),
        ("400要就给你", [("400", 40_000, None)]),
        ("定金200不退", [("200", 20_000, None)]),
        ("３００元", [("３００元", 30_000, "CNY")]),
        ("要付３００元和50美元", [("３００元", 30_000, "CNY"), ("50美元", 5_000, "USD")]),
        ("首页800，内页每页150", [("800", 80_000, None), ("150", 15_000, None)]),
        ("付款300元。退我200", [("300元", 30_000, "CNY"), ("200", 20_000, None)]),
        ("I charge 1.5k for it", [("1.5k", 150_000, None)]),
        ("I'd do it for 300", [("300", 30_000, None)]),
        ("RMB 300 or 300 RMB", [("RMB 300", 30_000, "CNY"), ("300 RMB", 30_000, "CNY")]),
        ("$1,200.50 total", [("$1,200.50", 120_050, "USD")]),
        ("US$45, CNY 1200", [("US$45", 4_500, "USD"), ("CNY 1200", 120_000, "CNY")]),
        ("cost €1.200,50", [("€1.200,50", 120_050, "EUR")]),
        ("£45.5k", [("£45.5k", 4_550_000, "GBP")]),
        ("three hundred dollars", [("three hundred dollars", 30_000, "USD")]),
        ("a hundred bucks", [("a hundred bucks", 10_000, "USD")]),
        ("he wants 400 or nothing", [("400", 40_000, None)]),
        ("200 pages in 3 days for 500", [("500", 50_000, None)]),
        ("50% deposit, $250 up front", [("$250", 25_000, "USD")]),
    ],
)
def test_a_sum(text: str, expected: list[tuple[str, int, str | None]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我的电话13812345678",
        "call +44 20 7946 0000",
        "2012-09-26 22:35 打的",
        "2012年9月26日付",
        "熬夜7天",
        "打8折，省了95%",
        "图是300x250",
        "banner 300 x 250 px",
        "第300条",
        "300条数据和5个页面",
        "三块内容",
        "2块区域要改",
        "一块做吧",
        "一百个人",
        "几百块",
        "千万别来，万一呢",
        "三元素",
        "订单号 88888888",
        "房间302",
        "iPhone 15 Pro, version 2.5, 1080p",
        "at 300 dpi for 20 people",
        "100k file",
        "4、修改首页",
        "see https://shop.example/item/300?price=400",
        "mail me at sales300@shop.example",
    ],
)
def test_no_sum(text: str) -> None:
    assert find(text) == []


def test_a_range_has_two_ends() -> None:
    text = "价格在300-500元之间"
    clauses = [(0, len(text))]
    (one,) = amounts.find(text, clauses, True)
    assert (one.minor, one.high) == (30_000, 50_000)


def test_three_to_four_hundred() -> None:
    (one,) = amounts.find("三四百块", [(0, 4)], True)
    assert (one.minor, one.high) == (30_000, 40_000)


def test_the_yen_sign_outside_chinese_text_is_doubtful() -> None:
    (one,) = amounts.find("¥500", [(0, 4)], False)
    assert "currency_symbol_ambiguous" in one.why


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("一百五", 150), ("三千五", 3500),
        ("一万二", 12_000),
        ("一万零二百", 10_200), ("十二万", 120_000), ("两千三百四十五", 2345), ("三三", None), ("甲", None),
    ],
)  # fmt: skip
def test_chinese_numerals(written: str, value: int | None) -> None:
    assert amounts.chinese_number(written) == value
