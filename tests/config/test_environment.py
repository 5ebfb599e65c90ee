"""Settings that are misspelt: each is answered by its name, none is taken for something else."""

from pathlib import Path

import pytest
from django.conf import settings

from gongdao.config import database, environment, prepare, shelves
from gongdao.services import money


@pytest.mark.parametrize("value", ["maybe", "CLOSED", " closed", "0"])
def test_a_choice_is_one_of_its_words(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-up that somebody meant to close must not stay open for a capital letter."""
    monkeypatch.setenv("GONGDAO_SIGNUP", value)
    with pytest.raises(ValueError, match="GONGDAO_SIGNUP must be open or closed"):
        environment.choice("GONGDAO_SIGNUP", "open", "closed")


@pytest.mark.parametrize(("value", "chosen"), [(None, "open"), ("", "open"), ("open", "open"), ("closed", "closed")])
def test_the_first_word_stands_for_none(value: str | None, chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("GONGDAO_SIGNUP", raising=False)
    else:
        monkeypatch.setenv("GONGDAO_SIGNUP", value)
    assert environment.choice("GONGDAO_SIGNUP", "open", "closed") == chosen


@pytest.mark.parametrize("role", ["root", "App", "superuser", ""])
def test_no_misspelt_role_runs_as_the_owner_of_the_record(role: str, tmp_path: Path) -> None:
    """Every role but `app` used to leave out the switch to the role that may only add."""
    with pytest.raises(ValueError, match="app or owner"):
        database.settings_for(role, tmp_path)
    assert "role=gongdao_app" in database.settings_for("app", tmp_path)["OPTIONS"]["options"]


@pytest.mark.parametrize(
    "url",
    ["nonsense", "https://", "http://[bad", "ftp://gongdao.example", "https://gongdao.example/below", "http://h:abc"],
)
def test_a_public_address_is_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGDAO_URL", url)
    with pytest.raises(ValueError, match="GONGDAO_URL"):
        environment.public_url()


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGDAO_URL", "https://gongdao.example:8443/")
    assert environment.public_url() == "https://gongdao.example:8443"


@pytest.mark.parametrize("url", ["nonsense", "http://mail.example", "smtp://", "smtp://u:hunter2@h:abc"])
def test_mail_that_could_not_be_sent_is_said_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ValueError, match="EMAIL_URL") as refused:
        environment.mail()
    assert "hunter2" not in str(refused.value)


def test_mail_is_encrypted_but_on_the_one_port_that_never_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for url, tls in (("smtp://u:p%40s@h:587", True), ("smtp://h:25", False)):
        monkeypatch.setenv("EMAIL_URL", url)
        told = environment.mail()
        assert told is not None
        assert told["EMAIL_USE_TLS"] is tls
    monkeypatch.delenv("EMAIL_URL")
    assert environment.mail() is None


@pytest.mark.parametrize("url", ["mysql://u:hunter2@h/d", "postgresql://u:hunter2@h:abc/d", "postgresql://[::1/d"])
def test_a_database_address_that_is_none_is_named_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as refused:
        database.parse(url)
    assert "hunter2" not in str(refused.value)


def test_a_custody_address_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="GONGDAO_CUSTODY"):
        shelves.s3_options("s3://k:s@h:abc/bucket")


@pytest.mark.parametrize("rail", ["nonsense", "gongdao.rails.sandbox.NoSuchRail", "os.path"])
def test_a_rail_that_is_none_is_said_at_the_start(rail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It used to be found out when the first buyer paid."""
    money.rail.cache_clear()
    with monkeypatch.context() as changed:
        changed.setattr(settings, "RAIL", rail)
        with pytest.raises(ValueError, match="GONGDAO_RAIL names no payment rail"):
            prepare.django()
    prepare.django()


def test_a_record_key_that_is_none_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGDAO_SIGNING_KEY", "PRIVATE+KEY+hunter2")
    with pytest.raises(ValueError, match="GONGDAO_SIGNING_KEY is not a record key") as refused:
        prepare.django()
    assert "hunter2" not in str(refused.value)
