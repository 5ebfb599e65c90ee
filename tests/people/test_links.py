"""Signed links sign one person in, once, and fetching one is not using it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from gongdao.people import links
from gongdao.people.models import Person, UsedLink


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("lena", name="Lena", language="en", tz="Europe/Berlin")


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_link_signs_in_once(client: Client, person: Person) -> None:
    path = links.sign_in_path(person, "/accounts/password/change/")
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Lena" in shown.content.decode()
    assert signed_in(client) is None
    entered = client.post(path)
    assert entered.status_code == 302
    assert entered["Location"] == "/accounts/password/change/"
    assert signed_in(client) == person.id
    other = Client()
    assert other.get(path).status_code == 404
    assert other.post(path).status_code == 404
    assert signed_in(other) is None


def test_looking_at_a_link_does_not_use_it_up(client: Client, person: Person) -> None:
    path = links.sign_in_path(person)
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302


@pytest.mark.parametrize("spoil", [lambda t: t + "x", lambda t: t[1:], lambda t: "x", lambda t: t.replace(":", "")])
def test_a_forged_link_is_nothing(client: Client, person: Person, spoil) -> None:  # type: ignore[no-untyped-def]
    token = spoil(links.sign_in_token(person))
    assert links.redeem(token) is None
    assert client.post(f"/enter/{token}").status_code == 404
    assert not UsedLink.objects.exists()


def test_a_link_signed_for_something_else_is_nothing(person: Person) -> None:
    assert links.redeem(signing.dumps({"person": person.id, "to": "/"}, salt="another purpose")) is None


def test_a_link_runs_out(person: Person, settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    token = links.sign_in_token(person)
    later = timezone.now().timestamp() + settings.SIGN_IN_LINK_SECONDS + 5
    monkeypatch.setattr(signing.time, "time", lambda: later)  # type: ignore[attr-defined]
    assert links.redeem(token) is None


def test_someone_who_was_shut_out_stays_out(client: Client, person: Person) -> None:
    path = links.sign_in_path(person)
    Person.objects.update(is_active=False)
    assert client.post(path).status_code == 404
    assert signed_in(client) is None


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_link_leads_nowhere_else(client: Client, person: Person, elsewhere: str) -> None:
    assert client.post(links.sign_in_path(person, elsewhere))["Location"] == "/"


def test_a_link_cannot_be_posted_from_another_site(person: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(links.sign_in_path(person)).status_code == 403


def test_ids_are_unlike_and_say_nothing(db: None) -> None:
    people = [Person.objects.create_user(f"n{n}") for n in range(20)]
    assert len({p.id for p in people}) == 20
    assert all(p.id.startswith("p") and len(p.id) == 16 for p in people)
    assert UsedLink(digest="x").used_at <= timezone.now() + timedelta(seconds=1)
