"""Accounts: joining, signing in by name or address, language, time zone, hours, and the headers of every page."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from gongdao.people.forms import ProfileForm
from gongdao.people.models import Membership, Organisation, Person

PASSWORD = "a kettle of clay 7"


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("lena", "lena@example.org", PASSWORD, name="Lena", language="en", tz="Asia/Tokyo")


@pytest.mark.parametrize("login", ["lena", "lena@example.org"])
def test_one_signs_in_by_name_or_address(client: Client, person: Person, login: str) -> None:
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert client.session["_auth_user_id"] == person.id


def test_a_wrong_password_does_not(client: Client, person: Person) -> None:
    assert client.post("/accounts/login/", {"login": "lena", "password": "wrong"}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_whoever_joins_keeps_the_language_he_joined_in(client: Client, db: None) -> None:
    form = {"username": "sam", "email": "", "password1": PASSWORD, "password2": PASSWORD, "name": "Sam"}
    answer = client.post("/accounts/signup/", form, headers={"accept-language": "en"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    sam = Person.objects.get(username="sam")
    assert (sam.name, sam.language, sam.is_operator, sam.is_mediator) == ("Sam", "en", False, False)
    assert sam.check_password(PASSWORD)


def test_nobody_joins_a_closed_installation(client: Client, db: None, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SIGNUP_OPEN = False
    form = {"username": "sam", "password1": PASSWORD, "password2": PASSWORD, "name": "Sam"}
    client.post("/accounts/signup/", form)
    assert not Person.objects.exists()


def test_a_person_without_a_password_cannot_sign_in_with_one(client: Client, db: None) -> None:
    Person.objects.create_user("ghost")
    client.post("/accounts/login/", {"login": "ghost", "password": ""})
    assert "_auth_user_id" not in client.session


def test_the_language_is_kept_with_the_person(client: Client, person: Person) -> None:
    client.force_login(person)
    client.post("/language", {"language": "zh-hans", "next": "/"})
    person.refresh_from_db()
    assert person.language == "zh-hans"
    assert client.get("/accounts/password/change/")["Content-Language"] == "zh-hans"


def test_a_visitor_keeps_his_language_in_a_cookie(client: Client, db: None) -> None:
    client.post("/language", {"language": "en", "next": "https://evil.example/"})
    assert client.cookies["django_language"].value == "en"
    assert client.get("/accounts/login/")["Content-Language"] == "en"
    assert client.post("/language", {"language": "xx"}).status_code == 404
    assert client.get("/language").status_code == 405


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client: Client, db: None, back: str) -> None:
    assert client.post("/language", {"language": "en", "next": back})["Location"] == "/"


def test_no_request_leaves_its_time_zone_behind(client: Client, person: Person) -> None:
    client.force_login(person)
    client.get("/accounts/password/change/")
    assert str(timezone.get_current_timezone()) == "Asia/Shanghai"
    translation.deactivate()


def test_every_page_carries_the_headers(client: Client, db: None) -> None:
    headers = client.get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_how_the_record_names_a_person(person: Person) -> None:
    party = person.as_party()
    assert (party.id, party.name, party.tz, party.hours) == (person.id, "Lena", "Asia/Tokyo", (540, 1080))


def test_a_profile_says_hours_and_zone(person: Person) -> None:
    filled = {"name": "Lena W", "language": "zh-hans", "tz": "Europe/Paris", "hours_from": "08:30", "hours_to": "17:00"}
    form = ProfileForm(filled, instance=person)
    assert form.is_valid(), form.errors
    form.save()
    person.refresh_from_db()
    assert (person.tz, person.hours_from, person.hours_to, person.language) == ("Europe/Paris", 510, 1020, "zh-hans")


@pytest.mark.parametrize(
    ("field", "value", "code"), [("tz", "Mars/Olympus", "unknown_time_zone"), ("hours_to", "07:00", "hours_in_order")]
)
def test_a_profile_that_cannot_be(person: Person, field: str, value: str, code: str) -> None:
    filled = {"name": "L", "language": "en", "tz": "Europe/Paris", "hours_from": "08:30", "hours_to": "17:00"}
    form = ProfileForm({**filled, field: value}, instance=person)
    assert not form.is_valid()
    assert [e.code for e in form.errors.as_data()[field] if isinstance(e, ValidationError)] == [code]


def test_hours_that_end_before_they_begin_are_refused_by_the_database(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(hours_from=1000, hours_to=900)


def test_a_firm_names_several_persons(person: Person) -> None:
    firm = Organisation.objects.create(name="Marsh & Co")
    other = Person.objects.create_user("joel")
    for each in (person, other):
        Membership.objects.create(organisation=firm, person=each)
    assert set(firm.members.all()) == {person, other}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(organisation=firm, person=person)
