"""Where an installation keeps its things: one data folder, and the secrets in it.

    <data>/db        the embedded PostgreSQL, when no DATABASE_URL is given
    <data>/custody   sealed deliveries
    <data>/keys      secrets, mode 0700: session secret, record signing key, custody master key
    <data>/serve.lock  held while the folder is served with its own database; says by which process

The folder is `GONGDAO_DATA`, else the user's data folder. Root gets `/var/lib/gongdao`, because the embedded server
runs as a user of its own and must be able to enter every folder above its data; root's home stays closed.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyServedError(Exception):
    """Another `gongdao serve` has this data folder. `where` is its process and its address, as it wrote them down."""

    def __init__(self, data: Path, where: str) -> None:
        super().__init__(f"{data} is already being served ({where})")
        self.data = data
        self.where = where


@contextmanager
def served_once(data: Path, address: str) -> Iterator[None]:
    """Holds a data folder for as long as it is served. Raises AlreadyServedError when somebody else holds it.

    Two programs in one folder may be two versions, and the newer would change the tables under the older. The lock is
    the kernel's: it goes with the process, however that ends.
    """
    import fcntl

    data.mkdir(parents=True, exist_ok=True)
    with (data / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyServedError(data, file.read().strip()) from None
        file.truncate(0)
        file.write(f"{os.getpid()}, {address}")
        file.flush()
        yield


def data_folder() -> Path:
    """The data folder of this installation. It need not exist yet."""
    if chosen := os.environ.get("GONGDAO_DATA"):
        return Path(chosen).expanduser().resolve()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/gongdao")
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "gongdao"


def keys_folder(data: Path) -> Path:
    """The folder of secrets, made with mode 0700 if it is not there."""
    folder = data / "keys"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_secret(path: Path, content: bytes) -> None:
    """Writes a secret once, readable by its owner alone; an existing one is never replaced.

    Raises FileExistsError when another process was first.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def ensure_session_secret(data: Path) -> None:
    """Creates the secret that signs sessions and sign-in links, if the installation has none yet."""
    path = keys_folder(data) / "session"
    if os.environ.get("GONGDAO_SECRET_KEY") or path.exists():
        return
    try:
        write_secret(path, secrets.token_urlsafe(50).encode())
    except FileExistsError:
        return


def session_secret(data: Path) -> str:
    """The secret for sessions: from the environment, the data folder, or (nothing served yet) one for this process."""
    if chosen := os.environ.get("GONGDAO_SECRET_KEY"):
        return chosen
    try:
        return (data / "keys" / "session").read_text().strip()
    except OSError:
        return secrets.token_urlsafe(50)
