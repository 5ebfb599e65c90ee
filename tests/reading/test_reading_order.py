"""A draft order from a reading: what the source says, nulls for the rest, and the kernel's own act."""

from pathlib import Path

import msgspec
import pytest

from gongdao.kernel.acts import Draft
from gongdao.kernel.values import Person
from gongdao.reading import ReadingError, order_from, read_file, read_text, to_draft
from gongdao.reading.codes import CONFIRM_ORDER

SAMPLES = Path(__file__).with_name("samples")
NAMES = sorted(p.name for p in SAMPLES.iterdir())
ANN, BEN = Person(id="ann", name="Ann"), Person(id="ben", name="Ben")


@pytest.mark.parametrize("name", NAMES)
def test_the_draft_is_json_with_the_promised_keys_and_known_codes(name: str) -> None:
    order = order_from(read_file(SAMPLES / name))
    plain = msgspec.json.decode(msgspec.json.encode(order))
    assert {"title", "currency", "list_written_by", "requirements", "deposit", "notes", "sources"} <= plain.keys()
    keys = {"id", "title", "what", "reference", "price", "market", "needs", "essential"}
    assert all(keys <= item.keys() for item in plain["requirements"])
    assert set(plain["deposit"]) == {"kind", "paid"}
    assert {c.code for c in order.needs_confirmation} <= set(CONFIRM_ORDER)


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n not in ("wechat_relative.txt", "mail_outlook.txt", "wechat_day_lines.txt")]
)
def test_the_kernel_decodes_the_act(name: str) -> None:
    draft = to_draft(read_file(SAMPLES / name), buyer=ANN, seller=BEN)
    assert msgspec.json.decode(msgspec.json.encode(draft), type=Draft) == draft


def test_a_sellers_item_prices_are_taken_and_figures_of_the_quarrel_are_not() -> None:
    order = order_from(read_file(SAMPLES / "gb18030_qq.txt"))
    assert [(r.title, r.price) for r in order.requirements] == [("画一张头像", 15_000), ("画两张插画", 20_000)]
    assert order.price == 55_000
    quarrel = order_from(read_file(SAMPLES / "forum_page.html"))
    assert [r.price for r in quarrel.requirements] == [None, None, None]
    assert [r.market for r in quarrel.requirements] == [35_000, None, None]


def test_prices_inside_the_list_itself() -> None:
    order = order_from(read_text("Requirements:\n1. logo design $200\n2. business card $100\n3. the poster\n"))
    assert [r.price for r in order.requirements] == [20_000, 10_000, None]
    assert order.currency == "USD"


def test_an_english_deposit_may_be_either_kind_so_it_stays_open() -> None:
    order = order_from(read_file(SAMPLES / "whatsapp_ios_en_gb.txt"))
    assert (order.deposit.kind, order.deposit.paid) == (None, 30_000)
    assert "deposit_kind_unclear" in {c.code for c in order.needs_confirmation}


@pytest.mark.parametrize(("word", "kind"), [("定金", "earnest"), ("订金", "advance"), ("預付款", "advance")])
def test_the_two_chinese_words_are_two_things(word: str, kind: str) -> None:
    order = order_from(read_text(f"买家：我需要做一个首页\n卖家：先付{word}200元\n"))
    assert (order.deposit.kind, order.deposit.paid) == (kind, 20_000)


def test_two_different_deposits_are_not_chosen_between() -> None:
    order = order_from(read_text("买家：我付了定金200元\n卖家：定金是300元\n"))
    assert order.deposit.paid is None
    assert [c.code for c in order.needs_confirmation].count("deposit_differs") == 2


def test_without_parties_there_is_no_act() -> None:
    with pytest.raises(ReadingError, match="party_unknown"):
        to_draft(read_text("Requirements:\n1. a logo\n2. a poster\n"))


def test_without_requirements_there_is_no_act() -> None:
    with pytest.raises(ReadingError, match="nothing_recognised"):
        to_draft(read_file(SAMPLES / "wechat_relative.txt"))
