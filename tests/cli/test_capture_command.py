"""`gongdao capture`, and a check that takes an address: the same walls as on a platform, sentences for what fails."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from gongdao.checks.capture import capture_fault
from gongdao.checks.capture.live import Limits
from gongdao.cli import capture as command
from gongdao.cli.check_imitation import check_imitation
from tests.little_site import LittleSite

fault = capture_fault()
PAGE = "<!doctype html><title>Tea</title><h1>Celadon cups</h1><p>Three hundred words about tea would stand here.</p>"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[LittleSite]:
    little = LittleSite()
    little.page("/", PAGE + '<img src="/gone.png">')
    monkeypatch.setenv("GONGDAO_CAPTURE", little.host)
    yield little
    little.close()


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_what_was_captured_is_said_and_written(
    site: LittleSite, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    out = tmp_path / "a.zip"
    assert command.capture(site.at("/"), out, 8, 0, False, lang) == 0
    said = capsys.readouterr().out
    assert site.at("/gone.png") in said
    assert "404" in said
    assert "{" not in said
    assert out.is_file()
    # A second time nothing is overwritten.
    assert command.capture(site.at("/"), out, 8, 0, False, lang) == 64
    assert str(out) in capsys.readouterr().err


def test_as_json_it_is_the_manifest_and_the_hash(
    site: LittleSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.capture(site.at("/"), tmp_path / "a.zip", 8, 0, True, "en") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pages"] == [site.at("/")]
    assert told["missed"] == [{"address": site.at("/gone.png"), "code": "status", "data": {"status": 404}}]
    assert len(told["sha256"]) == 64


def test_the_wall_stands_at_the_command_line_too(
    site: LittleSite, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGDAO_CAPTURE")
    assert command.capture("http://localhost/", tmp_path / "a.zip", 8, 0, False, "en") == 1
    assert "this server itself" in capsys.readouterr().err
    monkeypatch.setenv("GONGDAO_CAPTURE", "a b")
    assert command.capture("http://localhost/", tmp_path / "a.zip", 8, 0, False, "zh-hans") == 1
    assert "GONGDAO_CAPTURE" in capsys.readouterr().err
    assert not (tmp_path / "a.zip").exists()


def test_a_check_says_why_its_address_could_not_be_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGDAO_CAPTURE", raising=False)
    (tmp_path / "index.html").write_text(PAGE)
    assert check_imitation("http://127.0.0.1/", tmp_path, lang="en") == 64
    assert "this server itself" in capsys.readouterr().err
    assert check_imitation(str(tmp_path / "none"), tmp_path, lang="en") == 64


@pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered here: {fault}")
def test_an_address_is_captured_first_and_then_compared(
    site: LittleSite, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.page("/", PAGE)
    # Showing it while capturing is tried elsewhere; here it is the comparison that is asked for.
    monkeypatch.setattr(command, "Limits", partial(Limits, rounds=0))
    (tmp_path / "index.html").write_text(PAGE)
    status = check_imitation(site.at("/"), tmp_path, widths="1000", as_json=True, lang="en")
    said = capsys.readouterr()
    assert "Captured from" in said.err
    result = json.loads(said.out)
    if "deadline" in {reason["code"] for reason in result["reasons"]}:
        pytest.skip("this machine is too busy to show two pages within the check's deadline")
    assert (status, result["outcome"]) == (0, "passed")
