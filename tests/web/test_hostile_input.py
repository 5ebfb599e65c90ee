"""What nobody types by mistake: every one of these is answered in words and changes nothing."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from gongdao.kernel.acts import ACTS
from gongdao.web.forms.decode import Fields, Reader, basis_points, decode, instant, minor_units, rows_of

from .conftest import House, until_disputed
from .test_forms import SHANGHAI

HOSTILE = (
    "a\x00b",
    "1e999999999",
    "-1e999999999",
    "sNaN",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "9" * 6000,
    "²",
    "٣",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_stops_a_reader(text: str) -> None:
    minor_units(text, 2)
    basis_points(text)
    instant(text, SHANGHAI.tz)
    for cls in ACTS.values():
        form = QueryDict(mutable=True)
        for name in cls.__struct_fields__:
            form[name] = text
        decode(cls, form, Reader(SHANGHAI.tz))


def test_a_row_is_numbered_in_one_way() -> None:
    """Another spelling of a number would be read as a row whose fields are nowhere."""
    form = QueryDict(mutable=True)
    for number in ("0", "00", "٣", "²", "1e1", "9" * 5000, "12"):
        form[f"covers.{number}.sum"] = "1"
    assert rows_of(Fields(form), "covers") == [0, 12]


UNREADABLE: tuple[tuple[str, dict[str, str]], ...] = (
    ("add_person", {"party": "buyer", "person": "a\x00b"}),
    ("promise", {"text": "x", "test": "y", "until": "0001-01-01T00:00"}),
    ("offer", {"covers.0.requirement": "data", "covers.0.sum": "1e999999999", "lapses_at": "9999-12-31T23:59"}),
    ("extend", {"clock": "no_such_clock:1", "days": "3", "reason": "x"}),
    ("extend", {"clock": "a\x00b", "days": "3", "reason": "x"}),
    ("statement", {"text": "a\x00b"}),
    ("statement", {"text": "x", "continues": "9" * 5000}),
)


def test_an_act_nobody_can_read_is_answered_with_its_form(house: House) -> None:
    house.walk(until_disputed, "one")
    before = house.order("one").seq
    for tag, fields in UNREADABLE:
        response = house.act("buyer", "one", tag, **fields)
        assert response.status_code in (409, 422), tag
        assert 'role="alert"' in response.content.decode(), tag
        assert house.order("one").seq == before, tag


def test_a_key_of_any_length_counts_once(house: House) -> None:
    house.walk(until_disputed, "one")
    before = house.order("one").seq
    for key in ("k" * 5000, "a\x00b"):
        for _ in range(2):
            assert house.act("buyer", "one", "statement", text=f"only once: {len(key)}", key=key).status_code == 302
    assert house.order("one").seq == before + 2


@pytest.mark.parametrize("language", ["a\x00b", "xx", "../../etc", "zh-hans\r\nSet-Cookie: a=b"])
def test_no_other_language_is_spoken(house: House, language: str) -> None:
    response = house.client("buyer").post(reverse("set_language"), {"language": language, "next": "//evil.example"})
    assert response.status_code == 404


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\\\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(house: House, wanted: str) -> None:
    house.walk(until_disputed, "one")
    language = house.client("buyer").post(reverse("set_language"), {"language": "en", "next": wanted})
    act = house.act("buyer", "one", "statement", text="x", next=wanted)
    signed_in = house.client("buyer").get(reverse("account_login"), {"next": wanted})
    for response in (language, act, signed_in):
        assert "evil" not in response.headers.get("Location", "")
        assert "javascript" not in response.headers.get("Location", "")


@pytest.mark.parametrize("name", ["a\0b", "%00", "²", "\ud800".encode(errors="surrogatepass").decode(errors="replace")])
def test_an_order_nobody_could_have_numbered_is_not_there(house: House, name: str) -> None:
    client = house.client("operator")
    assert client.get(reverse("overview", args=[name])).status_code == 404
    assert client.get(reverse("news", args=[name])).status_code == 404
    assert client.post(reverse("operator"), {"order": name}).status_code == 404
    assert client.get(reverse("orders"), {"after": f"0.2026-01-01T00:00:00+00:00.{name}"}).status_code == 200
