"""Forms: what was typed becomes the act it says, and what cannot be read or is refused loses nothing that was typed."""

import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from gongdao.cli import sample
from gongdao.kernel.acts import ACTS, Claim, Find, Offer, ProposeChange
from gongdao.web.forms.agreement import as_form, read
from gongdao.web.forms.decode import Fault, Reader, basis_points, decode, instant, minor_units
from gongdao.web.forms.fields import BUILDERS

from .conftest import BOTH, House, until_agreed, until_disputed, until_draft, until_end, until_found, until_funded

SHANGHAI = Reader(ZoneInfo("Asia/Shanghai"))
LONG = "先看约定，再看交付：" * 60


def form(**fields: object) -> QueryDict:
    """A submitted form; `__` stands for the dots of a path."""
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name.replace("__", "."), value if isinstance(value, list) else [str(value)])
    return sent


# -- decoding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimals", "minor"),
    [
        ("200", 2, 20_000),
        ("1,234.50", 2, 123_450),
        ("¥ 99.9", 2, 9_990),
        ("200元", 2, 20_000),
        ("710", 0, 710),
        ("1.234", 3, 1_234),
        ("0", 2, 0),
        ("", 2, None),
        ("abc", 2, None),
        ("-5", 2, None),
        ("1.001", 2, None),
        ("7.5", 0, None),
        ("1e3", 2, 100_000),
        ("NaN", 2, None),
        ("Infinity", 2, None),
        ("1,23", 2, None),
        ("99999999999999", 2, None),
    ],
)
def test_sums(text: str, decimals: int, minor: int | None) -> None:
    assert minor_units(text, decimals) == minor


@pytest.mark.parametrize(
    ("text", "bp"),
    [
        ("87.5", 8_750),
        ("100%", 10_000),
        ("0", 0),
        ("33.33", 3_333),
        ("33.333", None),
        ("100.01", None),
        ("-1", None),
        ("x", None),
    ],
)
def test_shares(text: str, bp: int | None) -> None:
    assert basis_points(text) == bp


def test_times_are_the_viewers_own() -> None:
    found = instant("2026-11-25T17:00", ZoneInfo("Asia/Shanghai"))
    assert found is not None
    assert found.isoformat() == "2026-11-25T09:00:00+00:00"
    assert instant("yesterday", ZoneInfo("UTC")) is None


def test_an_offer_takes_the_ticked_rows_only() -> None:
    offer = decode(
        Offer,
        form(
            covers__0__optional="1", covers__0__requirement="a", covers__0__sum="99.50", covers__0__row="on",
            covers__1__optional="1", covers__1__requirement="b", covers__1__sum="1",
            lapses_at="2026-11-25T17:00", ends="on",
        ),
        SHANGHAI,
    )  # fmt: skip
    assert isinstance(offer, Offer)
    assert [(c.requirement, c.sum) for c in offer.covers] == [("a", 9_950)]
    assert offer.ends


def test_every_fault_is_given_at_once() -> None:
    faults = decode(Offer, form(covers__0__requirement="a", covers__0__sum="x", lapses_at="soon"), SHANGHAI)
    assert faults == [Fault("covers.0.sum", "not_a_sum"), Fault("lapses_at", "not_a_time")]


def test_an_empty_required_field_is_missing_and_never_zero() -> None:
    faults = decode(Find, form(requirement="a", delivered_bp="", reason=""), SHANGHAI)
    assert isinstance(faults, list)
    assert Fault("delivered_bp", "missing") in faults
    optional = decode(Claim, form(requirement="a", text="x", demand=""), SHANGHAI)
    assert isinstance(optional, Claim)
    assert optional.demand is None


def test_what_is_too_long_or_no_choice_is_named_at_its_place() -> None:
    too_long = decode(Claim, form(requirement="a", text="x" * 30_000), SHANGHAI)
    assert too_long == [Fault("text", "too_long", {"most": 20_000})]
    wrong = decode(ACTS["respond"], form(claim="3", stance="maybe"), SHANGHAI)
    assert wrong == [Fault("stance", "not_a_choice")]


def test_a_form_cannot_say_more_than_its_act() -> None:
    """Fields the act does not have are not looked at, so no form can smuggle an award or a skeleton in."""
    found = decode(ACTS["determine"], form(note="x", award__default="cure", hack="1"), SHANGHAI)
    assert isinstance(found, list | ACTS["determine"])
    erase = decode(ACTS["erase"], form(entry="3", reason="x", skeleton__act="statement"), SHANGHAI)
    assert isinstance(erase, list) or erase.skeleton is None


@pytest.mark.parametrize("tag", BUILDERS)
def test_an_empty_form_of_any_act_is_answered_and_never_falls_over(tag: str) -> None:
    answer = decode(ACTS[tag], QueryDict(), SHANGHAI)
    assert isinstance(answer, list | ACTS[tag])


def test_an_agreement_survives_its_own_form() -> None:
    for language in ("zh", "en"):
        agreement = sample.agreement(language)
        assert read(as_form(agreement), SHANGHAI) == agreement


# -- nothing is lost -------------------------------------------------------------------------------------------------


def value_of(html: str, name: str) -> str:
    """What stands in a field of a page."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    if found is None:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html)
    assert found is not None, name
    return found.group(1)


@BOTH
def test_a_fault_shows_the_form_again_with_everything_in_it(house: House) -> None:
    house.walk(until_disputed, "one")
    response = house.act("buyer", "one", "claim", requirement="data", fixed="requirement", text=LONG, demand="a lot")
    html = response.content.decode()
    assert response.status_code == 422
    assert value_of(html, "text") == LONG
    assert value_of(html, "demand") == "a lot"
    assert 'aria-invalid="true"' in html
    assert ("要求的金额" if house.language == "zh" else "Sum demanded") in html


@BOTH
def test_a_refusal_says_what_why_and_what_next_and_keeps_the_text(house: House) -> None:
    house.walk(until_agreed, "one")
    before = house.order("one").seq
    response = house.act("buyer", "one", "fund", purpose="escrow", amount="999", next=house.url("money", "one"))
    html = response.content.decode()
    assert response.status_code == 409
    assert house.order("one").seq == before
    for word in (
        ("没有执行", "付款会超过约定总价") if house.language == "zh" else ("This was not done", "more than the price")
    ):
        assert word in html
    assert value_of(html, "amount") == "999"


def test_an_uploaded_file_is_kept_through_a_fault(house: House) -> None:
    house.walk(until_disputed, "one")
    upload = io.BytesIO("原始内容".encode())
    upload.name = "聊天记录.txt"
    first = house.act("buyer", "one", "exhibit", kind="chat_log", title="", requirement="data", file=upload)
    html = first.content.decode()
    assert first.status_code == 422
    assert "聊天记录.txt" in html
    house.does(
        "buyer", "one", "exhibit", kind="chat_log", title="全部聊天", requirement="data", kept=value_of(html, "kept")
    )
    shown = list(house.order("one").exhibits.values())[-1]
    assert shown.act.file is not None
    assert (shown.act.file.name, shown.act.file.size) == ("聊天记录.txt", 12)


def test_kept_files_of_one_order_open_nothing_in_another(house: House) -> None:
    house.walk(until_disputed, "one")
    house.walk(until_disputed, "two")
    upload = io.BytesIO(b"x")
    upload.name = "x.txt"
    html = house.act("buyer", "one", "exhibit", kind="other", title="", file=upload).content.decode()
    kept = value_of(html, "kept")
    elsewhere = house.act("buyer", "two", "exhibit", kind="other", title="t", kept=kept)
    assert elsewhere.status_code == 409
    someone = house.act("seller", "one", "exhibit", kind="other", title="t", kept=kept)
    assert someone.status_code == 409


def test_the_same_form_sent_twice_counts_once(house: House) -> None:
    house.walk(until_disputed, "one")
    for _ in range(2):
        house.does("buyer", "one", "statement", text="只说一次", key="same-key")
    assert house.get("buyer", "dispute", "one").count("只说一次") == 1
    other = house.act("buyer", "one", "statement", text="换了内容", key="same-key")
    assert other.status_code == 409
    assert "已经提交过" in other.content.decode()


def test_every_form_of_every_page_carries_a_key_and_its_way_back(house: House) -> None:
    house.walk(until_disputed, "one")
    for page in ("overview", "dispute", "settlement", "people", "work"):
        html = house.get("buyer", page, "one")
        forms = re.findall(r'<form method="post" action="/orders/[^"]*/acts/[^"]*".*?</form>', html, re.DOTALL)
        keys = [re.search(r'name="key" value="([\w-]{20,})"', f) for f in forms]
        assert all(keys), page
        assert len({k.group(1) for k in keys if k}) == len(forms)
        assert all('name="csrfmiddlewaretoken"' in f and 'name="next"' in f for f in forms)


def test_one_may_only_be_sent_back_within_the_house(house: House) -> None:
    house.walk(until_disputed, "one")
    response = house.act("buyer", "one", "statement", text="x", next="https://elsewhere.example/")
    assert response.headers["Location"] == house.url("overview", "one")


# -- the editor ------------------------------------------------------------------------------------------------------


def draft_fields(house: House, **more: object) -> dict[str, object]:
    sent = as_form(sample.agreement(house.language))  # type: ignore[arg-type]
    fields: dict[str, object] = {key: sent.getlist(key) for key in sent}
    return (
        fields
        | {"other": "seller", "my_role": "buyer", "order": "1m7p9hkw00aaaabbbbcc", "do": "save", "key": "k"}
        | more
    )


@BOTH
def test_a_draft_is_saved_whole(house: House) -> None:
    response = house.client("buyer").post("/orders/new", draft_fields(house))
    assert response.status_code == 302, response.content.decode()[:3000]
    house.orders["new"] = "1m7p9hkw00aaaabbbbcc"
    order = house.order("new")
    assert [r.price for r in order.agreement.requirements] == [20_000, 10_000, 10_000]  # type: ignore[union-attr]
    assert order.agreement.requirements[1].essential  # type: ignore[union-attr]
    assert order.agreement.terms.deposit.kind == "earnest"  # type: ignore[union-attr]


def test_items_are_added_and_removed_by_sending_the_form(house: House) -> None:
    client = house.client("buyer")
    more = client.post("/orders/new", draft_fields(house, do="add")).content.decode()
    assert 'name="requirements.3.title"' in more
    assert value_of(more, "requirements.0.title") == "首页与商品页模板"
    less = client.post("/orders/new", draft_fields(house, do="remove.0")).content.decode()
    assert 'name="requirements.0.title"' not in less
    assert "needs-template" not in less


def test_the_deposit_is_explained_while_it_is_written(house: House) -> None:
    html = house.client("buyer").post("/orders/new", draft_fields(house, do="look")).content.decode()
    assert "这 ¥200.00 当中，¥80.00 是定金，¥120.00 是订金" in html
    advance = draft_fields(house, do="look") | {"terms.deposit.kind": "advance"}
    assert "没有罚则" in house.client("buyer").post("/orders/new", advance).content.decode()


def test_a_faulty_draft_stores_nothing_and_loses_nothing(house: House) -> None:
    fields = draft_fields(house) | {"title": "", "requirements.1.price": "一百", "other": "no-such-person"}
    response = house.client("buyer").post("/orders/new", fields)
    html = response.content.decode()
    assert response.status_code == 422
    assert value_of(html, "requirements.1.price") == "一百"
    assert value_of(html, "requirements.2.title") == "录入 180 件商品资料"
    assert html.count('class="fault"') == 3
    unpriced = draft_fields(house) | {"requirements.1.price": ""}
    refused = house.client("buyer").post("/orders/new", unpriced)
    assert refused.status_code == 409
    assert "还有要求没有价格" in refused.content.decode()
    assert house.client("buyer").get("/orders/1m7p9hkw00aaaabbbbcc").status_code == 404


def test_an_amendment_takes_back_acceptances_and_can_be_compared(house: House) -> None:
    house.walk(until_draft, "one")
    house.does("buyer", "one", "accept", hash=house.order("one").hash)
    assert house.order("one").accepted_by == ("buyer",)
    fields = draft_fields(house) | {"requirements.0.price": "210", "reason": "轮播图另计"}
    response = house.client("seller").post(house.url("amend", "one"), fields)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert house.order("one").accepted_by == ()
    html = house.get("buyer", "versions", "one")
    assert "<ins>" in html
    assert "<del>¥200.00</del><ins>¥210.00</ins>" in html


def test_a_stale_acceptance_is_refused(house: House) -> None:
    """Accepting names the version on the page; if it changed meanwhile, nothing is accepted."""
    house.walk(until_draft, "one")
    old = house.order("one").hash
    fields = draft_fields(house) | {"requirements.0.price": "210"}
    house.client("seller").post(house.url("amend", "one"), fields)
    house.does("seller", "one", "propose", hash=house.order("one").hash)
    response = house.act("buyer", "one", "accept", hash=old)
    assert response.status_code == 409
    assert "约定在您打开页面之后变了" in response.content.decode()


# -- forms that ask more than fields ---------------------------------------------------------------------------------


def test_a_change_order_by_form(house: House) -> None:
    house.walk(until_funded, "one")
    house.does("seller", "one", "start", hash=house.order("one").hash)
    html = house.get("buyer", "changes", "one")
    fields = dict(re.findall(r'<input type="hidden" name="((?:adds|replaces)[^"]+)" value="([^"]*)"', html))
    title = value_of(html, "replaces.0.title")
    response = house.client("buyer").post(
        house.url("act", "one", "propose_change"),
        fields
        | {
            "replaces.0.row": "on", "replaces.0.title": title, "replaces.0.what": "四页", "replaces.0.price": "260",
            "extra_days": "3", "reason": "加一页", "key": "c",
        },
    )  # fmt: skip
    assert response.status_code == 302, response.content.decode()[:6000]
    change = next(iter(house.order("one").changes.values()))
    assert isinstance(change.act, ProposeChange)
    assert [(r.id, r.price, r.what) for r in change.act.replaces] == [("template", 26_000, "四页")]
    assert change.act.adds == ()
    page = house.get("seller", "changes", "one")
    assert "¥400.00" in page
    assert "¥460.00" in page


def test_start_says_what_it_means_before_the_click(house: House) -> None:
    house.walk(until_funded, "one")
    html = house.get("seller", "agreement", "one")
    start = html[html.index("/acts/start") :]
    assert start.index("民法典第480、484、490条") < start.index("<button")


def test_the_bench_counts_what_is_missing_and_lets_nothing_be_forgotten(house: House) -> None:
    house.walk(until_disputed, "one")
    html = house.get("mediator", "bench", "one")
    assert "还差 6 件" in html
    assert "举证期结束（至 " in html
    assert "disabled" in html
    assert house.act("mediator", "one", "determine").status_code == 409
    half = house.act(
        "mediator", "one", "find", requirement="data", fixed="requirement", delivered_bp="0", reason="没有",
        exhibits__0__exhibit=str(next(iter(house.order("one").exhibits))),
        exhibits__0__weight="relied_on", exhibits__0__text="",
    )  # fmt: skip
    assert half.status_code == 409
    assert "没有写理由" in half.content.decode()


def test_a_settlement_below_the_computed_award_asks_for_an_explicit_waiver(house: House) -> None:
    house.walk(until_found, "one")
    house.does(
        "seller", "one", "offer", covers__0__requirement="changes", covers__0__sum="60", covers__0__deliverable="buyer",
        covers__1__requirement="data", covers__1__sum="40", covers__1__deliverable="buyer",
        lapses_at="2026-11-25T17:00", ends="on",
    )  # fmt: skip
    seq = next(iter(house.order("one").offers))
    html = house.get("buyer", "settlement", "one")
    assert "¥100.00" in html
    assert 'name="waives" value="100.00"' in html
    assert house.act("buyer", "one", "accept_offer", offer=seq).status_code == 409
    house.does("buyer", "one", "accept_offer", offer=seq, waives="100")
    assert house.order("one").released == 30_000


def test_the_what_if_changes_the_sums_shown_and_nothing_else(house: House) -> None:
    house.walk(until_end, "one")
    before = house.order("one").seq
    page = house.client("buyer").get(house.url("decision", "one") + "?item=data&share=50")
    assert "¥250.00" in page.content.decode()
    assert "¥250.00" not in house.get("buyer", "decision", "one")
    wrong = house.client("buyer").get(house.url("decision", "one") + "?item=data&share=many")
    assert "请填 0 到 100 之间的百分数" in wrong.content.decode()
    assert house.order("one").seq == before


def test_a_draft_read_from_a_chat_fills_the_form_with_its_places(house: House) -> None:
    text = (
        "买家：我的需求有三部分，一是模仿这个网站做模板，二是按文档修改栏目，三是采集数据。\n"
        "卖家：可以，总价400元，定金200。\n"
    )
    found = house.client("buyer").post("/orders/import", {"text": text})
    html = found.content.decode()
    assert found.status_code == 200
    assert re.search(r"\d+–\d+", html)
    token = value_of(html, "draft")
    edit = house.client("buyer").post("/orders/new", {"draft": token, "do": "imported"}).content.decode()
    assert 'name="requirements.0.title"' in edit
    forged = house.client("buyer").post("/orders/new", {"draft": token + "x", "do": "imported"}).content.decode()
    assert value_of(forged, "requirements.0.id") == "r1"
    empty = house.client("buyer").post("/orders/import", {"text": ""})
    assert empty.status_code == 422


def test_a_delivery_by_form_is_sealed_and_receipted(house: House) -> None:
    house.walk(until_funded, "one")
    house.does("seller", "one", "start", hash=house.order("one").hash)
    upload = io.BytesIO(b"<h1>x</h1>")
    upload.name = "index.html"
    house.does("seller", "one", "deliver", requirements=["template"], files=upload, note="一页")
    delivery = next(iter(house.order("one").deliveries.values()))
    assert delivery.status == "held"
    assert "已封存" in house.get("buyer", "work", "one")


@pytest.mark.parametrize(
    ("total", "said"), [("50", "正好是双方要价的中点"), ("75", "第 2 步），而卖家一步未退"), ("60", "")]
)
def test_a_proposal_that_only_halves_the_distance_is_named(house: House, total: str, said: str) -> None:
    """The buyer offers nothing for the data, the seller wants 100: 50 and 75 are steps back, 60 is a figure."""
    house.walk(until_found, "one")
    common = {"lapses_at": "2026-11-25T17:00", "covers__0__requirement": "data", "covers__0__deliverable": "buyer"}
    house.does("buyer", "one", "offer", covers__0__sum="0", **common)
    house.does("seller", "one", "offer", covers__0__sum="100", **common)
    house.does("mediator", "one", "offer", covers__0__sum=total, reason="请双方考虑", **common)
    html = house.get("mediator", "settlement", "one")
    assert ("提示：" in html) == bool(said)
    assert said in html
