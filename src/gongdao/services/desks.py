"""Desks: folders where sealed files lie open while a check or a picture is made of them, and no longer.

A desk stands in the system's temporary folder, never in the data folder, and is cleared when the work ends. One whose
worker was killed is cleared when the next desk is set up: the lock beside it tells the living from the dead.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PREFIX = "gongdao-desk-"
LOCK = ".lock"


@contextlib.contextmanager
def desk() -> Iterator[Path]:
    """An empty folder only this process's user may enter, gone with all in it when the block ends."""
    sweep()
    with _locked() as lock:
        folder = Path(str(lock).removesuffix(LOCK))
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Clears desks whose worker is dead; returns how many."""
    cleared = 0
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*{LOCK}"):
        with contextlib.suppress(OSError):
            if lock.lstat().st_uid == os.getuid() and not lock.is_symlink() and _clear(lock):
                cleared += 1
    return cleared


def _clear(lock: Path) -> bool:
    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder = Path(str(lock).removesuffix(LOCK))
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        lock.unlink()
    return True


@contextlib.contextmanager
def _locked() -> Iterator[Path]:
    """A new lock file, held until the block ends and then removed."""
    lock, held = _new_lock()
    with held:
        try:
            yield lock
        finally:
            lock.unlink(missing_ok=True)


def _new_lock() -> tuple[Path, IO[bytes]]:
    while True:
        handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=LOCK)
        held = open(handle, "wb")  # noqa: SIM115 - the caller holds it
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A sweep may have taken the new file for a dead one between its making and its locking.
            if os.fstat(handle).st_nlink:
                return Path(name), held
        held.close()
