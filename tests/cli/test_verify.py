"""`gongdao verify`: what a stranger with a file sees, and the exit code a script gets."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from gongdao.cli.main import app
from gongdao.cli.verify import verify
from gongdao.kernel.values import Actor
from tests.forgeries import forge, test_forgeries


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "order-7.zip"
    path.write_bytes(forge.record(forge.disputed_order()).packed())
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "platform.pub"
    path.write_text(f"# published by the platform\n{forge.PLATFORM_KEY.key}\n", encoding="utf-8")
    return path


def test_a_true_record_is_verified_and_its_award_derived(
    bundle: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(bundle, lang="en", key=str(key)) == 0
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert [line.split()[0] for line in lines[1:14]] == [str(n) for n in range(1, 14)]
    assert all("✓" in line for line in lines[1:14])
    assert "computed again from its findings" in said
    assert "CN¥200.00  due to the seller in all" in said
    assert lines[-1].startswith("Verified: the record of order order-7")


def test_it_speaks_chinese(bundle: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(bundle, lang="zh", key=str(forge.PLATFORM_KEY.key)) == 0
    said = capsys.readouterr().out
    assert "核验通过：订单 order-7 的卷宗完整、未被改动" in said
    assert "应付卖家合计" in said


def test_without_a_key_nobody_vouches(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(bundle, lang="en") == 0
    said = capsys.readouterr().out
    assert "nobody vouches" in said
    assert "Verified:" not in said
    assert str(forge.PLATFORM_KEY.key) in said


def test_a_failure_is_named_with_its_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "forged.zip"
    path.write_bytes(test_forgeries.award_not_computed())
    assert verify(path, lang="en") == 1
    said = capsys.readouterr().out
    assert "9 ✗ award" in said
    assert "[award_mismatch]" in said
    assert "expected: reduce 20000" in said
    assert "found: reduce 35000" in said


def test_a_refused_act_is_explained_as_on_the_platform(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "forged.zip"
    path.write_bytes(test_forgeries.finding_passes_over_an_exhibit())
    assert verify(path, lang="zh") == 1
    said = capsys.readouterr().out
    assert "6 ✗ 逐条重演" in said
    assert "[exhibit_unanswered]" in said


@pytest.mark.parametrize("forgery", test_forgeries.FORGERIES, ids=lambda f: f.make.__name__)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_forgery_is_told_in_words(
    forgery: test_forgeries.Forgery, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "forged.zip"
    path.write_bytes(forgery.make())
    code = verify(path, lang=lang, key=None if forgery.key == "none" else str(forge.PLATFORM_KEY.key))
    said = capsys.readouterr().out
    assert code == (2 if forgery.code in ("not_a_zip", "manifest_missing", "format_unknown") else 1)
    assert f"[{forgery.code}]" in said
    assert not re.search(r"\{\w+\}", said), "a placeholder nobody filled"


@pytest.mark.parametrize("name", ["nowhere.zip", "text.zip"])
def test_what_is_no_bundle_exits_2(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.zip").write_text("hello", encoding="utf-8")
    assert verify(tmp_path / name, lang="en") == 2
    assert "Nothing to verify" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["nowhere.pub", "", "a+b+c", "/"])
def test_a_key_that_cannot_be_read_is_never_passed_over(
    given: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(bundle, lang="en", key=given) == 2
    assert "[key_unreadable]" in capsys.readouterr().out


def test_json_is_codes_and_data(bundle: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(bundle, as_json=True, key=str(key)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "verified"
    assert [step["number"] for step in told["steps"]] == list(range(1, 14))
    assert told["money"] == {"rail": 40_000, "held": 0, "seller": 20_000, "buyer": 20_000}
    assert told["awards"][0]["result"]["default"] == "reduce"
    assert told["checkpoint"]["vouched"] is True
    path = tmp_path / "forged.zip"
    path.write_bytes(test_forgeries.stranger_as_buyer())
    assert verify(path, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "failed"
    assert told["failure"]["code"] == "act_refused"
    assert told["failure"]["refusal"] == "not_seated"
    assert told["failure"]["data"] == {"person": "stranger"}
    assert told["failure"]["number"] == 6


def test_an_older_copy_is_held_against_it(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rec = forge.record(forge.disputed_order())
    old = tmp_path / "old.zip"
    old.write_bytes(rec.cut(rec.seq("find") - 1).packed())
    assert verify(bundle, lang="en", key=str(forge.PLATFORM_KEY.key), older=old) == 0
    assert "14 ✓ older copy" in capsys.readouterr().out
    assert verify(old, lang="zh", key=str(forge.PLATFORM_KEY.key), older=bundle) == 1
    assert "14 ✗ 与旧副本对照" in capsys.readouterr().out


def test_the_command_takes_an_older_copy(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rec = forge.record(forge.disputed_order())
    old = tmp_path / "old.zip"
    old.write_bytes(rec.cut(rec.seq("find") - 1).packed())
    runner, key = CliRunner(), str(forge.PLATFORM_KEY.key)
    kept = runner.invoke(app, ["verify", str(bundle), "--key", key, "--older", str(old)])
    assert kept.exit_code == 0, kept.output
    assert "14 ✓" in kept.output
    rewritten = rec.set_act(rec.seq("exhibit"), text="……").packed()
    (tmp_path / "rewritten.zip").write_bytes(rewritten)
    false = runner.invoke(app, ["verify", str(tmp_path / "rewritten.zip"), "--key", key, "--older", str(old)])
    assert false.exit_code == 1
    assert "older_contradicted" in false.output


def test_what_is_erased_or_withheld_is_said(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rec = forge.record(forge.disputed_order())
    statement, note, finding = rec.seq("statement"), rec.seq("caucus_note"), rec.seq("find", 1)
    rec = forge.erase(rec, statement)
    rec.viewer = Actor(person="f1", role="finder")
    rec.withheld = frozenset({note, finding})
    path = tmp_path / "finder.zip"
    path.write_bytes(rec.packed())
    assert verify(path, lang="en", key=str(key)) == 0
    said = capsys.readouterr().out
    assert f"Entry {statement} (buyer lin" in said
    assert "replayed by the skeleton" in said
    assert f"Entry {note} (buyer lin" in said
    assert "not verifiable by this reader (act_refused: finding_missing)" in said
    assert "6 ~ acts" in said
    assert "Verified as far as this reader can see; 2 bodies" in said


def test_a_bundle_cannot_steer_the_terminal(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A title with escape codes in it, honestly agreed and sealed, is still printed harmlessly."""
    story = forge.disputed_order()
    rec = forge.record(story)
    agreement = rec.entry(1).body.act.agreement  # type: ignore[union-attr]
    evil = tuple(replace(r, title="\x1b[2J\u202e" + r.title) for r in agreement.requirements)
    rec.set_act(1, agreement=replace(agreement, requirements=evil))
    path = tmp_path / "evil.zip"
    path.write_bytes(rec.packed())
    verify(path, lang="en", key=str(key))
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_it_starts_without_a_framework(bundle: Path) -> None:
    """No Django, no database, no command-line library."""
    script = f"import sys; from gongdao.cli.verify import verify; sys.exit(verify({str(bundle)!r}, lang='en'))"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "gongdao" in loaded
    assert not loaded & {"django", "psycopg", "typer", "rich", "procrastinate", "holidays"}
