"""The installation's record key: made once, kept in the data folder with mode 0600, or given by GONGDAO_SIGNING_KEY.

The key's name is the log's name and stands in every checkpoint. It is fixed when the key is made.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gongdao.record import note
from gongdao.record.note import Signer


def signer() -> Signer:
    """The key that signs checkpoints. Raises ValueError (never repeating the key) when the one given is not a key."""
    given = os.environ.get("GONGDAO_SIGNING_KEY")
    if given:
        return note.parse_signer(given)
    folder = Path(settings.DATA) / "keys"
    path = folder / "record"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        fresh = note.generate(f"{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}/gongdao")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return note.parse_signer(path.read_text())
        with os.fdopen(descriptor, "w") as file:
            file.write(fresh.secret_text())
            file.flush()
            os.fsync(file.fileno())
    return note.parse_signer(path.read_text())
