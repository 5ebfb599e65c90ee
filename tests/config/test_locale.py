"""A locale this machine does not have stops nobody: the embedded database is made in one that is always there."""

import locale
import os

import pytest

from gongdao.config.database import usable_locale


def test_an_unknown_locale_is_replaced_for_as_long_as_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = locale.setlocale(locale.LC_ALL)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "xx_XX.UTF-8")
    with usable_locale():
        assert os.environ["LC_ALL"] == "C.UTF-8"
    assert "LC_ALL" not in os.environ
    monkeypatch.setenv("LC_ALL", "yy_YY.UTF-8")
    with usable_locale():
        assert os.environ["LC_ALL"] == "C.UTF-8"
    assert os.environ["LC_ALL"] == "yy_YY.UTF-8"
    assert locale.setlocale(locale.LC_ALL) == before


def test_a_known_locale_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with usable_locale():
        assert os.environ["LC_ALL"] == "C"
