"""What a person typed survives whatever happened meanwhile: a session that ended, a stale token, another who acted
first, a fault of ours. And no page of trouble falls over itself."""

import re
from html import escape, unescape

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from gongdao.web.forms.agreement import as_form
from gongdao.words.lookup import say
from gongdao.words.pages import ACCOUNT_FAULTS, PAGES

from .conftest import BOTH, House, until_agreed, until_disputed, until_draft

LONG = "我把前后经过写了一个小时，不想再写一遍。" * 3
HERE = {"Sec-Fetch-Site": "same-origin"}
LANG = {"zh": "zh-hans", "en": "en"}


def hidden(html: str) -> dict[str, list[str]]:
    """The hidden fields of the form that puts everything back."""
    form = html[html.index('<ol class="steps">') :]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        fields.setdefault(unescape(name), []).append(unescape(value))
    return fields


@BOTH
def test_a_session_that_ended_while_writing_loses_nothing(house: House) -> None:
    house.walk(until_disputed, "one")
    before = house.order("one").seq
    url = house.url("act", "one", "statement")
    away = Client(headers=HERE)
    sent = {"text": LONG, "label": "accusation", "key": "k-away", "next": house.url("dispute", "one")}
    response = away.post(url, sent, headers={"Accept-Language": LANG[house.language]})
    html = response.content.decode()
    assert response.status_code == 401
    assert say(PAGES, "kept.nothing_lost", LANG[house.language]) in html
    assert html.count(LONG) == 2  # to read, and to travel on
    back = hidden(html)
    assert back["text"] == [LONG]
    # Signed in again, the same fields bring the form back, filled in, and perform nothing yet.
    again = house.client("buyer").post(url, back)
    assert again.status_code == 200
    assert f">{LONG}</textarea>" in again.content.decode()
    assert house.order("one").seq == before
    house.does("buyer", "one", "statement", text=LONG, label="accusation")
    assert house.order("one").seq == before + 1


def test_a_stale_token_gives_the_words_back_and_a_fresh_one(house: House) -> None:
    house.walk(until_disputed, "one")
    strict = Client(enforce_csrf_checks=True, headers=HERE)
    strict.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    url = house.url("act", "one", "statement")
    refused = strict.post(url, {"text": LONG, "csrfmiddlewaretoken": "x" * 64})
    assert refused.status_code == 403
    back = hidden(refused.content.decode())
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', refused.content.decode())[-1]
    again = strict.post(url, {**back, "csrfmiddlewaretoken": token})
    assert again.status_code == 200
    assert f">{LONG}</textarea>" in again.content.decode()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}])
def test_words_another_site_sent_are_not_offered(house: House, headers: dict[str, str]) -> None:
    house.walk(until_disputed, "one")
    response = Client(headers=headers).post(house.url("act", "one", "statement"), {"text": LONG})
    assert response.status_code == 401
    assert LONG not in response.content.decode()


def test_a_password_is_never_given_back(db: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers=HERE)
    response = strict.post(reverse("account_login"), {"login": "somebody", "password": "correct horse battery"})
    assert response.status_code == 403
    assert "correct horse" not in response.content.decode()


def test_a_half_written_order_comes_back_item_by_item(house: House) -> None:
    buyer = house.client("buyer")
    page = buyer.get(reverse("new_order")).content.decode()
    order = re.search(r'name="order" value="(\w+)"', page)
    assert order
    typed = {
        "order": order.group(1), "title": "写了一半的订单", "my_role": "seller", "currency": "CNY",
        "terms.calendar": "CN", "requirements.0.id": "r1", "requirements.0.title": "首页", "do": "save",
    }  # fmt: skip
    away = Client(headers=HERE).post(reverse("new_order"), typed)
    assert away.status_code == 401
    again = buyer.post(reverse("new_order"), hidden(away.content.decode()))
    assert again.status_code == 200
    assert 'value="写了一半的订单"' in again.content.decode()
    assert 'value="首页"' in again.content.decode()


def test_two_who_amend_at_once_do_not_undo_each_other(house: House) -> None:
    house.walk(until_draft, "one")
    url = house.url("amend", "one")
    first = house.client("buyer").get(url).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(base|key)" value="([^"]+)">', first))
    order = house.order("one")
    assert fields["base"] == order.hash
    assert order.agreement is not None
    form = dict(as_form(order.agreement).lists())
    theirs = {**form, "title": ["对方先改的名称"], "base": [order.hash], "do": ["save"], "key": ["a-1"]}
    mine = {**form, "title": ["我也在改的名称"], "base": [order.hash], "do": ["save"], "key": ["a-2"]}
    assert house.client("seller").post(url, theirs).status_code == 302
    refused = house.client("buyer").post(url, mine)
    assert refused.status_code == 409
    html = refused.content.decode()
    assert "您修改的是旧的一版" in html
    assert 'value="我也在改的名称"' in html
    changed = house.order("one")
    assert changed.agreement
    assert changed.agreement.title == "对方先改的名称"
    # Having been told, one may still decide for one's own words.
    assert f'name="base" value="{changed.hash}"' in html
    assert house.client("buyer").post(url, {**mine, "base": [changed.hash], "key": ["a-3"]}).status_code == 302


def test_who_comes_too_late_gets_his_words_and_the_way_on(house: House) -> None:
    house.walk(until_agreed, "one")
    order = house.order("one")
    answer = house.act("seller", "one", "object", requirement="data", text=LONG, fixed="requirement")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert LONG in html
    assert say(PAGES, "too_late.back", "zh-hans") in html
    # A button that could only be refused again is not shown.
    assert f'action="{house.url("act", "one", "object")}"' not in html
    assert house.order("one").seq == order.seq


def test_every_proposed_time_survives_a_fault(house: House) -> None:
    house.walk(until_disputed, "one")
    times = ["2026-11-20T10:00", "2026-11-20T15:00", "2026-11-23T10:30"]
    answer = house.act("buyer", "one", "propose_meeting", times=times, length="30", agenda="")
    assert answer.status_code == 422
    assert all(f'value="{time}"' in answer.content.decode() for time in times)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


urlpatterns = [path("broken", broken), path("", include("gongdao.config.urls"))]


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_page_for_our_own_faults_does_not_fall_over(db: None, lang: str) -> None:
    """Django renders it without a request: no session, no reader, no address."""
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(raise_request_exception=False).get("/broken", headers={"Accept-Language": lang})
    html = response.content.decode()
    assert response.status_code == 500
    assert say(PAGES, "fault.title", lang) in html  # type: ignore[arg-type]
    assert f'lang="{"en" if lang == "en" else "zh-Hans"}"' in html


def test_more_text_than_a_form_may_hold_is_answered_in_words(house: House) -> None:
    house.walk(until_disputed, "one")
    response = house.act("buyer", "one", "statement", text="长" * 2_000_000)
    assert response.status_code == 400
    assert say(PAGES, "bad.title", "zh-hans") in response.content.decode()


# -- what is offered -----------------------------------------------------------------------------------------------


def test_nothing_is_offered_that_an_open_question_must_refuse(house: House) -> None:
    house.walk(until_draft, "one")
    house.does("seller", "one", "question", requirement="changes", text="轮播图由谁提供？")
    for part in ("buyer", "seller"):
        html = house.get(part, "agreement", "one")
        assert '/acts/accept"' not in html
        assert "等买家回答" in html
    seq = next(iter(house.order("one").questions))
    assert 'name="requirement" value="changes"><input type="hidden" name="fixed"' in house.get(
        "seller", "agreement", "one"
    )
    house.does("buyer", "one", "answer", question=seq, text="买家提供。")
    assert '/acts/accept"' in house.get("seller", "agreement", "one")


def test_claims_to_answer_by_the_same_hour_are_one_line_with_their_items(house: House) -> None:
    walk = house.walk(until_disputed, "one")
    head = house.get("buyer", "overview", "one")
    head = head[head.index('class="strip') : head.index('class="tabs"')]
    assert head.count("提出主张、提交证据") <= 2  # the duty, and the hidden name of its link
    assert walk.order
    house.does("seller", "one", "claim", requirement="changes", text="按约定做了")
    house.does("seller", "one", "claim", requirement="data", text="数据也在")
    head = house.get("buyer", "overview", "one")
    head = head[head.index('class="strip') : head.index('class="tabs"')]
    assert head.count('<p class="lead"><span class="yours">您</span>：答辩</p>') == 1
    assert "所涉：2." in head
    assert "、3." in head


def test_a_comparison_of_versions_misses_no_term(house: House) -> None:
    house.walk(until_draft, "one")
    order = house.order("one")
    assert order.agreement is not None
    form = dict(as_form(order.agreement).lists())
    changed = {
        "terms.calendar": ["DE"], "terms.job": ["template"], "terms.feasibility": ["不含搜索"], "rules": ["cn-1999"],
        "list_written_by": ["seller"], "terms.finders": ["3"], "terms.consumer": ["off"],
    }  # fmt: skip
    sent = {**form, **changed, "base": [order.hash], "do": ["save"], "key": ["v-1"]}
    assert house.client("buyer").post(house.url("amend", "one"), sent).status_code == 302
    html = re.sub(r"</?(ins|del)>", "", house.get("buyer", "versions", "one"))
    for text in ("德国", "现成模板", "不含搜索", "中国合同法", "卖家", "3", "否"):
        assert text in html, text


# -- words where a library would have spoken -----------------------------------------------------------------------


@BOTH
def test_what_is_wrong_with_an_account_is_said_in_ones_own_language(house: House) -> None:
    away = Client(headers={"Accept-Language": LANG[house.language]})
    fields = {"username": "buyer", "password1": "123", "password2": "1234"}
    html = away.post(reverse("account_signup"), fields).content.decode()
    for code in ("username_taken", "password_too_short", "password_too_common", "password_entirely_numeric"):
        assert escape(say(ACCOUNT_FAULTS, code, LANG[house.language])) in html, code
    html = away.post(reverse("account_login"), {"login": "nobody", "password": "x"}).content.decode()
    assert escape(say(ACCOUNT_FAULTS, "username_password_mismatch", LANG[house.language])) in html


@BOTH
def test_what_a_reading_leaves_open_names_its_item(house: House) -> None:
    chat = (
        "2026-03-02 09:14 - 南风: 我是买家，想做网店。\n"
        "2026-03-02 09:20 - 阿木: 我是卖家。模板200元，录入资料100元，一共300元。\n"
        "2026-03-02 09:26 - 南风: 好。要求有两项：一是照参考站做模板，二是录入资料。\n"
    )
    html = house.client("buyer").post(reverse("import_order"), {"text": chat}).content.decode()
    asked = re.findall(r"<li>(.*?)</li>", html[html.index('class="todo"') :])
    lang = LANG[house.language]
    doubt = say(PAGES, "reading.essential_unknown", lang)
    about = [line for line in asked if doubt in line]
    assert len(about) == 2
    assert "模板" in about[0]
    assert "资料" in about[1]
