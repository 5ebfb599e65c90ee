"""Changing the record key: who trusted the old one can verify what the new one signs, and nobody can slip one in."""

from pathlib import Path

import pytest
from django.core.management import call_command

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.record import checkpoint, note
from gongdao.record.faults import VerificationError
from gongdao.record.note import Key
from gongdao.record.verify import Report, verify
from gongdao.services import checkpoints, clock, signing
from gongdao.services.export import Exported, export


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of this test alone, in a folder of its own."""
    monkeypatch.delenv(signing.GIVEN, raising=False)
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]


def exported(walk: Walk, path: Path) -> Path:
    with path.open("wb") as target:
        assert isinstance(export(walk.order_id, target), Exported)
    return path


def verified(path: Path, *trusted: Key, older: Path | None = None) -> Report:
    report = Report()
    verify(path, trusted, report, older)
    return report


def test_a_record_signed_before_and_exported_after_the_change_verifies_by_either_key(
    walk: Walk, tmp_path: Path
) -> None:
    sample.draft(walk, "en")
    checkpoints.seal_heads()
    changed = signing.rotate(clock.now())
    path = exported(walk, tmp_path / "after.zip")
    assert verified(path, changed.old).vouched
    assert verified(path, changed.new).key == changed.new


def test_a_record_signed_by_the_new_key_alone_verifies_by_trust_in_the_old(walk: Walk, tmp_path: Path) -> None:
    sample.draft(walk, "en")
    first = signing.rotate(clock.now())
    second = signing.rotate(clock.now())
    path = exported(walk, tmp_path / "after.zip")
    for trusted in (first.old, first.new, second.new):
        report = verified(path, trusted)
        assert report.vouched
        assert report.key == second.new
    assert (first.new, second.old) == (second.old, first.new)


def test_a_copy_from_before_the_change_still_convicts_or_acquits_what_came_after(walk: Walk, tmp_path: Path) -> None:
    sample.draft(walk, "en")
    before = exported(walk, tmp_path / "before.zip")
    changed = signing.rotate(clock.now())
    sample.agree(walk, "en")
    after = exported(walk, tmp_path / "after.zip")
    assert verified(after, changed.old, older=before).passed[-1].step == "older"


def test_a_key_nobody_announced_is_not_trusted(walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.draft(walk, "en")
    changed = signing.rotate(clock.now())
    monkeypatch.setattr(signing, "successions", lambda: ())
    path = exported(walk, tmp_path / "after.zip")
    with pytest.raises(VerificationError) as caught:
        verified(path, changed.old)
    assert (caught.value.step, caught.value.code) == ("signature", "key_unknown")


def test_a_forged_announcement_is_named(walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thief of the data base names his key the successor; the old key's signature on it is not there, or not hers."""
    sample.draft(walk, "en")
    honest = signing.signer()
    thief = note.generate(honest.name)
    text = note.parse(checkpoint.succession(honest, thief, clock.now()))[0]
    for forged in (
        note.sign(text, [thief]),
        checkpoint.succession(honest, thief, clock.now()).replace(str(thief.key), str(note.generate("x/y").key)),
    ):
        monkeypatch.setattr(signing, "successions", lambda forged=forged: (forged,))
        monkeypatch.setattr(signing, "signer", lambda: thief)
        monkeypatch.setattr(checkpoints, "signer", lambda: thief)
        path = exported(walk, tmp_path / "forged.zip")
        with pytest.raises(VerificationError) as caught:
            verified(path, honest.key)
        assert (caught.value.step, caught.value.code) == ("signature", "succession_invalid")


def test_the_command_changes_the_key_and_keeps_its_secrets(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    old = signing.signer()
    call_command("rotatekey")
    said = capsys.readouterr().out
    new = signing.signer()
    assert new.key != old.key
    assert str(old.key) in said
    assert str(new.key) in said
    assert old.secret_text() not in said
    assert new.secret_text() not in said
    folder = signing._folder()
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert note.parse_signer((folder / f"record.{old.key.id.hex()}").read_text()) == old


def test_a_key_given_by_the_environment_is_announced_and_left_to_its_keeper(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = note.generate("here/gongdao")
    monkeypatch.setenv(signing.GIVEN, given.secret_text())
    call_command("rotatekey")
    assert signing.signer() == given
    new = note.parse_signer((signing._folder() / "record.next").read_text())
    assert checkpoint.extend_trust([given.key], signing.successions()) == (given.key, new.key)
    assert new.secret_text() not in capsys.readouterr().out
