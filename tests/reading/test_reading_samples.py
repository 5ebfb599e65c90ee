"""Invented exports, one per form and trap: who, when, what is wanted, which sums, and every span exact."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gongdao.reading import Reading, read_bytes, read_file
from gongdao.reading.codes import ADMISSIONS, CONFIRM, EXHIBITS, MESSAGE_LABELS, TOPICS, WHY

SAMPLES = Path(__file__).with_name("samples")
NAMES = sorted(p.name for p in SAMPLES.iterdir())


def load(name: str, base: date | None = None) -> Reading:
    return read_file(SAMPLES / name, base)


def sums(reading: Reading) -> list[tuple[str, str, str]]:
    return [(a.text, a.kind, a.by) for a in reading.amounts]


def test_there_are_enough_samples() -> None:
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_its_place_in_the_source(name: str, check_spans: Callable[[Reading, str], int]) -> None:
    reading = load(name)
    assert check_spans(reading, (SAMPLES / name).read_bytes().decode(reading.source.encoding)) > 0


@pytest.mark.parametrize("name", NAMES)
def test_only_known_codes_and_unique_ids(name: str) -> None:
    reading = load(name)
    items = [
        *reading.people, *reading.messages, *reading.requirements, *reading.amounts, *reading.exhibits,
        *reading.links, *reading.admissions, *reading.labels,
    ]  # fmt: skip
    assert len({item.id for item in items}) == len(items)
    why = {code for item in items for code in item.why} | set(reading.order.why) | set(reading.source.why)
    why |= {code for m in reading.messages if m.when for code in m.when.why}
    assert why <= set(WHY)
    assert {c.code for c in reading.confirm} <= set(CONFIRM)
    assert {e.kind for e in reading.exhibits} <= set(EXHIBITS)
    assert {a.kind for a in reading.admissions} <= set(ADMISSIONS)
    assert {code for m in reading.messages for code in m.labels} <= set(MESSAGE_LABELS)
    assert {r.topic for r in reading.requirements} <= set(TOPICS)
    known = {item.id for item in items} | {""}
    assert {c.item for c in reading.confirm} <= known


@pytest.mark.parametrize(
    ("name", "kind", "encoding"),
    [
        ("whatsapp_ios_en_gb.txt", "whatsapp", "utf-8"),
        ("whatsapp_android_en_us.txt", "whatsapp", "utf-8"),
        ("whatsapp_android_de.txt", "whatsapp", "utf-8"),
        ("whatsapp_zh_cn.txt", "whatsapp", "utf-8"),
        ("wechat_pc_copy.txt", "wechat", "utf-8"),
        ("wechat_relative.txt", "wechat", "utf-8"),
        ("wechat_mail_export.txt", "wechat", "utf-8"),
        ("gb18030_qq.txt", "wechat", "gb18030"),
        ("utf16_wechat.txt", "wechat", "utf-16"),
        ("utf8_bom_crlf_labels.txt", "plain", "utf-8-sig"),
        ("wangwang_newest_first.md", "post", "utf-8"),
        ("forum_page.html", "post", "utf-8"),
        ("markdown_notes_en.md", "post", "utf-8"),
        ("mail_thread.txt", "mail", "utf-8"),
    ],
)
def test_form_and_encoding(name: str, kind: str, encoding: str) -> None:
    source = load(name).source
    assert (source.format, source.encoding) == (kind, encoding)


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("whatsapp_ios_en_gb.txt", ["2024-04-03T09:12:05", "2024-04-18T08:12:00"]),
        ("whatsapp_android_en_us.txt", ["2023-09-26T22:35", "2023-10-05T08:20"]),
        ("whatsapp_android_de.txt", ["2023-09-26T22:35", "2023-09-27T07:06"]),
        ("whatsapp_zh_cn.txt", ["2023-05-06T23:58", "2023-05-20T15:35"]),
        ("wechat_pc_copy.txt", ["2022-03-08T21:04:11", "2022-03-19T09:41:27"]),
        ("wechat_mail_export.txt", ["2021-12-31T23:58", "2022-01-01T00:02"]),
        ("gb18030_qq.txt", ["2020-06-30T23:59:50", "2020-07-01T00:01:00"]),
        ("utf16_wechat.txt", ["2024-01-02T20:15", "2024-01-02T20:18"]),
        ("wangwang_newest_first.md", ["2019-11-03T23:57", "2019-11-04T00:02"]),
        ("forum_page.html", ["2020-02-29T10:00", "2020-02-29T10:05"]),
        ("blog_zh_dash_heads_newest_first.md", ["2020-05-04T09:12", "2020-05-05T23:59"]),
        ("whatsapp_ios_en_us.txt", ["2023-04-07T20:03:22", "2023-05-20T20:05:00"]),
        ("wechat_day_lines.txt", ["2019-08-15T18:22:10", "2019-08-16T09:30:00"]),
        ("mail_thread.txt", ["2023-03-13T17:40", "2023-03-14T09:15:00+01:00"]),
    ],
)
def test_first_and_last_minute(name: str, times: list[str]) -> None:
    messages = load(name).messages
    assert [messages[0].at, messages[-1].at] == times


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("whatsapp_ios_en_gb.txt", {"Nora Vale": "buyer", "Tim Okafor": "seller"}),
        ("whatsapp_android_en_us.txt", {"Dana": "buyer", "Luis Studio": "seller"}),
        ("whatsapp_zh_cn.txt", {"林小姐": "buyer", "阿杰设计": "seller"}),
        ("wechat_pc_copy.txt", {"周敏": "buyer", "老贺（印刷）": "seller"}),
        ("mail_thread.txt", {"Omar Haddad": "buyer", "Pixel Forge": "seller"}),
        ("utf8_bom_crlf_labels.txt", {"买家": "buyer", "卖家": "seller", "客服": "mediator"}),
        (
            "whatsapp_en_au_three_people.txt",
            {"Maya": "buyer", "Ben Carpentry": "seller", "Sara (Mediator)": "mediator"},
        ),
        ("blog_md_table_quote.md", {"Greta": "buyer", "Freelancer": "seller"}),
        ("forum_page_zh_divs.html", {"老陈": "buyer", "设计师": "seller", "客服": "mediator"}),
        ("mail_outlook.txt", {"Ann Lee": "buyer", "Dev Team": "seller"}),
        ("forum_page.html", {"Designer": "seller", "Client": "buyer", "Support": "mediator", "Priya": "buyer"}),
    ],
)
def test_roles(name: str, roles: dict[str, str]) -> None:
    found = {p.name: p.role for p in load(name).people}
    assert {person: found.get(person) for person in roles} == roles


def test_a_role_that_was_inferred_asks_for_confirmation() -> None:
    reading = load("wechat_pc_copy.txt")
    assert {p.confidence for p in reading.people} == {"unsure"}
    assert {("role_inferred", "p1"), ("role_inferred", "p2")} <= {(c.code, c.item) for c in reading.confirm}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "whatsapp_ios_en_gb.txt",
            ["landing page like https://oldmill.example/", "contact form", "product data imported from our sheet"],
        ),
        ("whatsapp_android_en_us.txt", ["design a logo", "two business cards"]),
        ("whatsapp_zh_cn.txt", ["首页设计", "商品数据录入", "英文翻译"]),
        ("wechat_pc_copy.txt", ["封面设计", "内页排版12页", "配图拍摄"]),
        ("wechat_mail_export.txt", ["翻译一份合同", "校对一遍"]),
        ("gb18030_qq.txt", ["画一张头像", "画两张插画"]),
        ("wangwang_newest_first.md", ["一个两米高的书柜", "安装", "送两块隔板"]),
        ("forum_page.html", ["a logo based on this lion", "three colour versions", "the source files"]),
        (
            "mail_thread.txt",
            ["a website with our menu", "an online reservation form", "import of 120 dishes from the spreadsheet"],
        ),
        ("markdown_notes_en.md", ["build a shed of 3 x 4 m", "paint it green", "install two windows (optional)"]),
        ("wechat_relative.txt", []),
        ("blog_zh_dash_heads_newest_first.md", ["点餐小程序一个", "后台管理", "三个月的维护"]),
        ("wechat_group_parts.txt", ["半身", "Q版", "带背景"]),
        ("whatsapp_en_au_three_people.txt", ["new cabinets", "quartz worktop", "tiling behind the sink"]),
        ("forum_page_zh_divs.html", ["包装盒设计", "标签设计", "提供源文件"]),
        (
            "blog_md_table_quote.md",
            ["translate my 40-page brochure", "proofread the website", "write a slogan"],
        ),
    ],
)
def test_requirements(name: str, wanted: list[str]) -> None:
    assert [r.title for r in load(name).requirements] == wanted


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "whatsapp_ios_en_gb.txt",
            [
                ("£1,200", "price", "seller"), ("£300", "deposit", "seller"), ("£300", "deposit", "buyer"),
                ("£150", "extra", "seller"), ("£5,000", "hypothetical", "unknown"),
                ("£4,000", "hypothetical", "unknown"), ("£1,000", "demand", "seller"),
            ],
        ),
        (
            "whatsapp_android_en_us.txt",
            [
                ("$400", "budget", "buyer"), ("$450", "price", "seller"), ("$150", "advance", "seller"),
                ("$150", "advance", "buyer"), ("$120", "demand", "buyer"),
            ],
        ),
        (
            "whatsapp_zh_cn.txt",
            [
                ("3500元", "price", "seller"), ("1000", "deposit", "seller"), ("1000元", "deposit", "buyer"),
                ("800块", "extra", "seller"),
            ],
        ),
        (
            "wechat_pc_copy.txt",
            [
                ("2600", "price", "seller"), ("600", "advance", "seller"), ("六百", "advance", "seller"),
                ("300", "demand", "buyer"),
            ],
        ),
        (
            "gb18030_qq.txt",
            [
                ("五百", "budget", "buyer"), ("150", "item_price", "seller"), ("200", "item_price", "seller"),
                ("550元", "price", "seller"), ("100元", "deposit", "buyer"),
            ],
        ),
        (
            "wangwang_newest_first.md",
            [
                ("1600", "offer", "buyer"), ("400", "extra", "seller"), ("1800元", "market_price", "buyer"),
                ("2,200元", "price", "seller"), ("500", "advance", "buyer"), ("1500元", "proposal", "mediator"),
                ("9000", "hypothetical", "unknown"), ("5000", "hypothetical", "unknown"),
            ],
        ),
        (
            "forum_page.html",
            [
                ("$550", "demand", "seller"), ("$300", "offer", "buyer"), ("$425", "proposal", "mediator"),
                ("$600", "price", "seller"), ("$200", "deposit", "buyer"), ("$350", "market_price", "buyer"),
            ],
        ),
        (
            "mail_thread.txt",
            [
                ("850", "demand", "seller"), ("EUR 900", "price", "buyer"), ("EUR 300", "advance", "buyer"),
                ("600", "offer", "buyer"),
            ],
        ),
        (
            "utf8_bom_crlf_labels.txt",
            [
                ("一万二", "price", "seller"), ("两千", "deposit", "seller"), ("八千", "offer", "buyer"),
                ("九千", "proposal", "mediator"),
            ],
        ),
        (
            "whatsapp_zh_bare_figures.txt",
            [
                ("1800", "price", "seller"), ("500", "deposit", "seller"), ("1500", "offer", "buyer"),
                ("1600", "demand", "seller"), ("500", "deposit", "buyer"), ("1100", "demand", "seller"),
                ("600", "extra", "seller"), ("800", "proposal", "mediator"), ("一万", "hypothetical", "unknown"),
                ("五千", "hypothetical", "unknown"), ("900", "demand", "seller"),
            ],
        ),
        (
            "whatsapp_en_au_three_people.txt",
            [
                ("2,000", "item_price", "seller"), ("900", "item_price", "seller"), ("350", "price", "seller"),
                ("3250 dollars", "price", "seller"), ("$500", "advance", "seller"), ("500", "paid", "buyer"),
                ("400", "extra", "seller"), ("$900", "price", "buyer"), ("2000", "offer", "buyer"),
                ("2500", "demand", "seller"), ("2250", "proposal", "mediator"),
                ("5000", "hypothetical", "unknown"), ("3500", "hypothetical", "unknown"),
            ],
        ),
        (
            "blog_md_table_quote.md",
            [
                ("€400", "offer", "buyer"), ("€700", "demand", "seller"), ("€800", "price", "seller"),
                ("€160", "deposit", "buyer"), ("€400", "market_price", "buyer"), ("€550", "proposal", "mediator"),
                ("€2,000", "hypothetical", "unknown"), ("€1,200", "hypothetical", "unknown"),
            ],
        ),
        (
            "mail_outlook.txt",
            [("500 EUR", "demand", "seller"), ("250 EUR", "advance", "buyer"), ("300", "offer", "buyer")],
        ),
        (
            "blog_zh_dash_heads_newest_first.md",
            [
                ("4500", "price", "seller"), ("1600元", "proposal", "mediator"), ("1000", "offer", "buyer"),
                ("2000块", "demand", "seller"), ("4500", "price", "seller"), ("2250", "paid", "buyer"),
                ("1500", "price", "seller"), ("两万", "hypothetical", "unknown"), ("一万二", "hypothetical", "unknown"),
            ],
        ),
        (
            "whatsapp_ios_en_us.txt",
            [
                ("$80", "price", "seller"), ("$150", "item_price", "seller"), ("$1,110", "price", "seller"),
                ("1000", "offer", "buyer"), ("1000", "price", "seller"), ("300", "deposit", "seller"),
                ("560", "offer", "buyer"), ("800", "demand", "seller"), ("a million dollars", "joke", "buyer"),
            ],
        ),
        (
            "wechat_day_lines.txt",
            [
                ("1,600元", "demand", "seller"), ("200", "price", "seller"), ("3200", "price", "buyer"),
                ("1600", "deposit", "buyer"), ("100", "proposal", "mediator"), ("200", "proposal", "mediator"),
            ],
        ),
        ("plain_brief_en.txt", [("1000-1500 EUR", "budget", "unknown")]),
        ("wechat_relative.txt", [("200", "extra", "seller"), ("800", "price", "buyer")]),
    ],
)  # fmt: skip
def test_sums_and_what_they_are_said_to_be(name: str, expected: list[tuple[str, str, str]]) -> None:
    assert sums(load(name)) == expected


def test_messages_of_the_same_minute_keep_the_order_they_were_written_in() -> None:
    reading = load("wangwang_newest_first.md")
    assert reading.order.found == "newest_first"
    assert [m.text[:4] for m in reading.messages] == ["柜子是做", "我们熬了", "（接上）"]
    assert reading.messages[2].continues == "m2"


def test_entities_are_quoted_raw_and_read_resolved() -> None:
    message = load("wangwang_newest_first.md").messages[0]
    assert "&nbsp;" in message.text
    assert "&amp;" in message.text
    assert message.plain is not None
    assert "安装&隔板" in message.plain


def test_a_quoted_mail_is_read_without_its_marks() -> None:
    message = load("mail_thread.txt").messages[0]
    assert message.quoted
    assert "\n> the site" in message.text
    assert message.plain is not None
    assert ">" not in message.plain


def test_relative_times_stay_open_without_a_base_and_are_counted_with_one() -> None:
    open_reading = load("wechat_relative.txt")
    assert [m.at for m in open_reading.messages] == [None] * 4
    assert {c.code for c in open_reading.confirm} >= {"time_unresolved", "order_unclear"}
    counted = load("wechat_relative.txt", date(2024, 3, 1))
    assert [m.at for m in counted.messages] == [
        "2024-02-29T22:41",
        "2024-02-29T22:50",
        "2024-03-01T09:05",
        "2024-03-01T09:06",
    ]


def test_system_lines_and_left_out_media() -> None:
    reading = load("whatsapp_android_en_us.txt")
    assert [m.id for m in reading.messages if m.system] == ["m1"]
    assert [(e.kind, e.presence, e.message) for e in reading.exhibits] == [("attachment", "omitted", "m5")]
    assert "deleted" in reading.messages[7].labels


def test_a_message_of_several_lines_is_one() -> None:
    message = load("whatsapp_ios_en_gb.txt").messages[5]
    assert message.text.count("\n") == 2
    assert {"done_claim", "early_confirmation", "effort_appeal", "demo_claim"} <= set(message.labels)


def test_the_adversarys_exhibit_is_an_admission() -> None:
    for name in ("wangwang_newest_first.md", "forum_page.html"):
        reading = load(name)
        assert [(a.kind, a.by, a.told_by) for a in reading.admissions] == [("adversary_exhibit", "seller", "buyer")]
        assert next(e for e in reading.exhibits if e.kind == "screenshot").shown_by == "seller"


def test_the_image_and_the_original_behind_it_are_one_exhibit() -> None:
    reading = load("wangwang_newest_first.md")
    original, image = reading.links
    assert (original.behind, image.same_as) == (image.id, original.id)
    assert next(e for e in reading.exhibits if e.kind == "screenshot").links == (original.id, image.id)


def test_own_words_against_oneself() -> None:
    assert [(a.kind, a.by) for a in load("wechat_pc_copy.txt").admissions] == [("concession", "seller")]
    assert [(a.kind, a.by) for a in load("mail_thread.txt").admissions] == [("cannot_do", "seller")]


def test_a_message_in_two_parts_is_joined() -> None:
    messages = load("wechat_group_parts.txt").messages
    assert [m.continues for m in messages] == [None] * 6 + ["m6"]


def test_the_reference_of_a_requirement_is_its_link() -> None:
    reading = load("whatsapp_zh_bare_figures.txt")
    assert [x.url for x in reading.links if x.id in reading.requirements[0].references] == ["https://www.ref-site.cn"]


def test_a_tick_for_what_is_optional() -> None:
    assert [r.essential for r in load("markdown_notes_en.md").requirements] == [None, None, False]


def test_nothing_of_a_telephone_number_a_date_or_a_count_is_money() -> None:
    text = "\n".join(
        [
            "张三 2024/1/2 10:00:00",
            "打我电话13800138000或010-62345678，订单号20240102001，7天内做好，图300x250，清晰度95%，版本2.5",
            "李四 2024/1/2 10:01:00",
            "好的，1080p，共15个页面300条数据，2024年1月10日之前，第300页",
        ]
    )
    assert read_bytes(text.encode()).amounts == ()
