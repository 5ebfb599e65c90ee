"""The installation's record key: made once, kept in the data folder with mode 0600, or given by GONGDAO_SIGNING_KEY.

The key's name is the log's name and stands in every checkpoint. It is fixed when the key is made, and a key that
follows keeps it. That one key follows another is announced by a note both have signed; the notes go into every bundle,
so that whoever trusts the old key has reason to trust the new one.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from gongdao.record import checkpoint, note
from gongdao.record.note import Key, Signer

GIVEN = "GONGDAO_SIGNING_KEY"


class Rotated(NamedTuple):
    """A change of key: who followed whom, and the file that now holds the new secret."""

    old: Key
    new: Key
    kept_in: Path


def signer() -> Signer:
    """The key that signs checkpoints. Raises ValueError (never repeating the key) when the one given is not a key."""
    given = os.environ.get(GIVEN)
    if given:
        return note.parse_signer(given)
    path = _folder() / "record"
    if not path.exists():
        fresh = note.generate(f"{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}/gongdao")
        try:
            _write(path, fresh.secret_text(), os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            return note.parse_signer(path.read_text())
    return note.parse_signer(path.read_text())


def successions() -> tuple[str, ...]:
    """The notes by which one record key of this installation follows another, oldest first."""
    path = _folder() / "successions.json"
    return tuple(msgspec.json.decode(path.read_bytes(), type=list[str])) if path.exists() else ()


def rotate(at: datetime) -> Rotated:
    """Makes a new record key under the old one's name, and announces by both that it follows.

    A key of the data folder is replaced at once, the old one kept beside it. One given by the environment cannot be
    replaced from here: the new secret is written to a file, and signs from when it is put in the old one's place.
    """
    old = signer()
    new = note.generate(old.name)
    folder = _folder()
    if os.environ.get(GIVEN):
        kept_in = folder / "record.next"
        _write(kept_in, new.secret_text(), os.O_CREAT | os.O_TRUNC)
        _announce(checkpoint.succession(old, new, at))
        return Rotated(old.key, new.key, kept_in)
    _write(folder / f"record.{old.key.id.hex()}", old.secret_text(), os.O_CREAT | os.O_TRUNC)
    # Announced before it signs: a bundle with a key nobody announced would verify for nobody who trusts the old one.
    _announce(checkpoint.succession(old, new, at))
    _replace(folder / "record", new.secret_text())
    return Rotated(old.key, new.key, folder / "record")


def _announce(succession: str) -> None:
    _replace(_folder() / "successions.json", msgspec.json.encode([*successions(), succession]).decode())


def _folder() -> Path:
    folder = Path(settings.DATA) / "keys"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _replace(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    fresh = path.with_name(f"{path.name}.fresh")
    _write(fresh, text, os.O_CREAT | os.O_TRUNC)
    fresh.replace(path)


def _write(path: Path, text: str, how: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | how, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
