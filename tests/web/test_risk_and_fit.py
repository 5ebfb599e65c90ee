"""Before one is bound: the risk card and the rights note; and which open case a mediator is shown first."""

from typing import Any

from django.urls import reverse
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Draft, Propose
from gongdao.kernel.values import Agreement, DepositTerms
from gongdao.services import conduct

from .conftest import House, until_agreed, until_delivered, until_disputed, until_end


def drafted(**changes: Any) -> Any:
    """A stage: the sample's agreement, changed, put to the seller."""

    def stage(walk: Walk, language: str) -> None:
        base = sample.agreement("zh" if language == "zh" else "en", walk.title)
        agreed: Agreement = replace(base, **{k: v(base) for k, v in changes.items()})
        walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreed))
        walk.do("buyer", Propose(hash=walk.order.hash if walk.order else ""))

    return stage


def test_the_risk_card_says_in_sums_what_either_side_may_lose(house: House) -> None:
    house.walk(drafted(), "new")
    for part in ("buyer", "seller"):
        html = house.get(part, "agreement", "new")
        card = html[html.index('id="risks"') : html.index("</section>", html.index('id="risks"'))]
        # 400 in all; of the deposit of 200, a fifth of the price is earnest money, returned twice.
        for said in ("¥400.00", "¥200.00", "¥80.00", "¥160.00", "第586、587条", "一名没有利害关系的调解员", "复议一次"):
            assert said in card, said


def test_an_advance_is_not_called_earnest_money_and_several_finders_are_counted(house: House) -> None:
    def terms(base: Agreement) -> Any:
        return replace(base.terms, deposit=DepositTerms(kind="advance", amount=5_000), finders=3)

    house.walk(drafted(terms=terms), "new")
    html = house.get("buyer", "agreement", "new")
    assert "是订金，不是定金" in html
    assert "双倍返还，即" not in html
    assert "由 3 名互不通气的认定人" in html


def test_a_reference_site_asks_for_a_note_on_its_owners_rights_until_there_is_one(house: House) -> None:
    def imitating(base: Agreement) -> Any:
        first, *rest = base.requirements
        return (replace(first, check="imitation", reference="https://shop.example/", acceptance=""), *rest)

    house.walk(drafted(requirements=imitating), "asked")
    html = house.get("buyer", "agreement", "asked")
    assert "请先写明第三方权利说明" in html
    assert "他人的权利" in html
    assert "参考没有固定下来" in html
    house.walk(
        drafted(requirements=imitating, terms=lambda base: replace(base.terms, rights_note="版式可仿，图文自备。")),
        "noted",
    )
    assert "请先写明第三方权利说明" not in house.get("buyer", "agreement", "noted")


def test_the_card_is_gone_once_both_are_bound(house: House) -> None:
    house.walk(until_agreed, "bound")
    assert 'id="risks"' not in house.get("buyer", "agreement", "bound")


def test_open_cases_that_fit_a_mediators_competences_come_first(house: House) -> None:
    def contested(kind: str) -> Any:
        def requirements(base: Agreement) -> Any:
            return tuple(replace(r, check=kind) if r.id == "changes" else r for r in base.requirements)

        def stage(walk: Walk, language: str) -> None:
            drafted(requirements=requirements)(walk, language)
            sample.agree(walk, "zh")
            sample.fund(walk)
            sample.inspect(walk, "zh", sample.work(walk, "zh"))
            sample.contest(walk, "zh")

        return stage

    house.walk(contested("works"), "works")
    house.walk(contested("imitation"), "imitation")
    mediator = house.client("mediator")
    listed = mediator.get(reverse("cases")).content.decode()
    # Both are due at once, so either may stand first as long as nothing else is known.
    above, below = sorted(("works", "imitation"), key=lambda kind: listed.index(house.orders[kind]))
    profile = {"name": "陈澈", "language": "zh-hans", "tz": "Asia/Shanghai", "hours_from": "09:00", "hours_to": "18:00"}
    saved = mediator.post(reverse("profile"), {**profile, "competences": [below]})
    assert saved.status_code == 302
    now = mediator.get(reverse("cases")).content.decode()
    assert now.index(house.orders[below]) < now.index(house.orders[above])
    assert now.count("您的专长") == 1
    # Whoever mediates nothing has no competences to tell, and cannot smuggle any in.
    assert "competences" not in house.client("buyer").get(reverse("profile")).content.decode()
    house.client("buyer").post(reverse("profile"), {**profile, "competences": ["imitation"]})
    house.company.accounts["buyer"].refresh_from_db()
    assert house.company.accounts["buyer"].competences == []


def test_my_orders_show_the_other_side_and_can_be_searched(house: House) -> None:
    house.walk(until_delivered, "one")
    house.walk(until_agreed, "two", seller="seller2")
    client = house.client("buyer")
    whole = client.get("/").content.decode()
    assert "沈禾" in whole
    assert "周屿" in whole
    found = client.get("/", {"q": "沈"}).content.decode()
    assert house.orders["two"] in found
    assert house.orders["one"] not in found
    nothing = client.get("/", {"q": "<b>"}).content.decode()
    assert "没有找到“&lt;b&gt;”" in nothing


def test_how_a_person_kept_his_word_is_told_to_the_sides_and_not_to_whoever_finds(house: House) -> None:
    old = house.walk(until_end, "old")
    house.walk(until_disputed, "new")
    assert "本平台还没有关于履约的记录" in house.get("buyer", "people", "new")
    conduct.tally(old.order_id)
    for part in ("buyer", "seller", "operator"):
        assert "经处理决定认定违约 1 次" in house.get(part, "people", "new")
    assert "认定违约" not in house.get("mediator", "people", "new")
    assert "履约的记录" not in house.get("mediator", "people", "new")
