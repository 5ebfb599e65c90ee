"""Keys: one per order, wrapped by a master key. Destroying an order's key erases what was sealed under it.

Refuses to make a second key for an order whose key was destroyed: a chest remembers the destruction.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongdao.custody.faults import CustodyError, Erased, Tampered
from gongdao.custody.sealing import KEY

NONCE = 12
MARK = 8


class Chest(Protocol):
    """Where wrapped order keys lie: a folder here, or a table of the service's own.

    `keep` stores a wrapped key if none is there and returns the one that is (so two first deliveries at once
    agree on one key); `load` returns it or None; `destroy` removes it for good and remembers that it did.
    `load` and `keep` raise `Erased` after `destroy`.
    """

    def load(self, order: str) -> bytes | None: ...

    def keep(self, order: str, wrapped: bytes) -> bytes: ...

    def replace(self, order: str, wrapped: bytes) -> None: ...

    def destroy(self, order: str) -> None: ...


class MasterKeys:
    """The master key in use, and older ones still able to open what they wrapped (32 bytes each).

    `masters[0]` wraps; all unwrap. To rotate, put the new key first and `rewrap` each order.
    """

    def __init__(self, *masters: bytes) -> None:
        if not masters or any(len(master) != KEY for master in masters):
            raise CustodyError("master_key_wrong", expected=KEY)
        self._by_mark = {mark_of(master): AESGCM(master) for master in masters}
        self._mark = mark_of(masters[0])

    def wrap(self, order: str, order_key: bytes) -> bytes:
        """The order's key under the master key, bound to the order's name, so it fits no other order."""
        fresh = os.urandom(NONCE)
        sealed = self._by_mark[self._mark].encrypt(fresh, order_key, bound_to(order))
        return self._mark + fresh + sealed

    def unwrap(self, order: str, wrapped: bytes) -> bytes:
        """Raises `CustodyError("master_key_unknown")` if no master key here made it, or `Tampered`."""
        master = self._by_mark.get(wrapped[:MARK])
        if master is None:
            raise CustodyError("master_key_unknown", order=order)
        try:
            return master.decrypt(wrapped[MARK : MARK + NONCE], wrapped[MARK + NONCE :], bound_to(order))
        except InvalidTag:
            raise Tampered("order_key_altered", order=order) from None

    def rewrap(self, order: str, wrapped: bytes) -> bytes:
        """The same order key under the newest master key."""
        return self.wrap(order, self.unwrap(order, wrapped))


def mark_of(master: bytes) -> bytes:
    """Tells master keys apart without telling them: the first 8 bytes of a hash."""
    return hashlib.sha256(b"gongdao master key" + master).digest()[:MARK]


def bound_to(order: str) -> bytes:
    """What the wrapped key is authenticated with besides itself."""
    return b"gongdao order key\0" + order.encode()


def order_folder(order: str) -> str:
    """The folder name of an order: a hash, so that any order name is a safe file name and tells nothing."""
    if not order or len(order) > 200:
        raise CustodyError("order_name_wrong", order=order[:200])
    return hashlib.sha256(b"gongdao custody order\0" + order.encode()).hexdigest()[:40]


class FolderChest:
    """Wrapped keys as small files in a folder, written whole or not at all."""

    GONE = b"destroyed"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _path(self, order: str) -> Path:
        return self._folder / f"{order_folder(order)}.key"

    def load(self, order: str) -> bytes | None:
        try:
            wrapped = self._path(order).read_bytes()
        except FileNotFoundError:
            return None
        if wrapped == self.GONE:
            raise Erased("order_erased", order=order)
        return wrapped

    def keep(self, order: str, wrapped: bytes) -> bytes:
        draft = self._write_draft(order, wrapped)
        try:
            # A hard link fails when the name is taken: the first of two writers wins and both use his key.
            with contextlib.suppress(FileExistsError):
                os.link(draft, self._path(order))
        finally:
            draft.unlink()
        sync_folder(self._folder)
        kept = self.load(order)
        assert kept is not None
        return kept

    def replace(self, order: str, wrapped: bytes) -> None:
        if self.load(order) is None:
            raise CustodyError("master_key_unknown", order=order)
        os.replace(self._write_draft(order, wrapped), self._path(order))
        sync_folder(self._folder)

    def destroy(self, order: str) -> None:
        path = self._path(order)
        with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
            # On a journalled or flash disk the old block may survive this; the wrapped key it would show is
            # of no use without the master key, which is why keys are wrapped at all.
            file.write(os.urandom(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
        os.replace(self._write_draft(order, self.GONE), path)
        sync_folder(self._folder)

    def _write_draft(self, order: str, content: bytes) -> Path:
        draft = self._folder / f".{order_folder(order)}.{os.urandom(8).hex()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return draft


def sync_folder(folder: Path) -> None:
    """Make a rename or link durable: on Linux the folder itself must be synced too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
