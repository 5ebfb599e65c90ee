"""The store of sealed files: put a stream, get it back by the SHA-256 of its plaintext, erase a whole order.

Content-addressed within an order. The name on the shelf is an HMAC of that hash under the order's key, so the
shelf neither tells who else delivered the same file nor, once the key is destroyed, what was ever there. An
object appears under its name whole or not at all; a crash leaves at most a sealed draft that the next start
sweeps away.

Refuses to keep plaintext anywhere, to take anything for an erased order, and to hand over what is not the
file that was asked for.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gongdao.custody.faults import Erased, Missing, Tampered
from gongdao.custody.keys import Chest, FolderChest, MasterKeys, order_folder
from gongdao.custody.sealing import CHUNK, KEY, Stored, Unsealed, seal
from gongdao.custody.shelves import FolderShelf, Shelf

__all__ = ["Erasure", "Store", "Stored"]


class Erasure(NamedTuple):
    """What an erasure removed from the shelf: how many sealed objects, and how many bytes they took."""

    objects: int
    bytes: int


class Store:
    """Sealed files on a shelf (a folder or S3), their keys in a chest, wrapped by the master keys."""

    def __init__(self, shelf: Shelf, chest: Chest, masters: MasterKeys) -> None:
        self._shelf = shelf
        self._chest = chest
        self._masters = masters

    def put(self, order: str, source: BinaryIO, limit: int | None = None) -> Stored:
        """Seal `source` under the order's key; putting the same bytes again changes nothing.

        `limit` is in bytes. Raises `Refused("too_large")`, `Erased`, or `OSError` when the disk is full; in
        each case nothing is left behind.
        """
        key = self._key(order) or self._new_key(order)
        with self._shelf.draft() as draft:
            stored = seal(key, source, draft.file, limit)
            name = self._name(order, key, stored.sha256)
            if self._shelf.size(name) is None:
                draft.place(name)
        # The order may have been erased while the bytes came in; then this object must not stay either.
        try:
            self._chest.load(order)
        except Erased:
            self._shelf.remove(name)
            raise
        return stored

    def has(self, order: str, sha256: str) -> bool:
        """Whether this file is held for this order. Raises `Erased`."""
        key = self._key(order)
        return key is not None and self._shelf.size(self._name(order, key, sha256)) is not None

    def file(self, order: str, sha256: str) -> BinaryIO:
        """The plaintext as a seekable, buffered file. Raises `Missing`, `Erased`, `Tampered`."""
        return io.BufferedReader(self._unsealed(order, sha256), CHUNK)

    def open(self, order: str, sha256: str) -> Iterator[bytes]:
        """The plaintext in pieces. Everything that can be refused is refused here, before the first piece."""
        return self._unsealed(order, sha256).pieces()

    def read(self, order: str, sha256: str, start: int, length: int) -> bytes:
        """A range of the plaintext, for previews; shorter where the file ends."""
        with self.file(order, sha256) as file:
            file.seek(start)
            return file.read(length)

    def size(self, order: str, sha256: str) -> int:
        """Bytes of plaintext. Raises `Missing`, `Erased`, `Tampered`."""
        return self._unsealed(order, sha256).size

    def verify(self, order: str, sha256: str) -> None:
        """Read the whole object again and compare its hash. Raises `Tampered` when it is not the same."""
        digest = hashlib.sha256()
        for piece in self.open(order, sha256):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise Tampered("sealed_swapped", sha256=sha256)

    def label(self, order: str, label: str, sha256: str) -> None:
        """Lets a label name an object held for the order; a label used before names the new one from now on.

        The label itself lies sealed under a blind name, so the shelf learns neither its words nor what it names.
        Raises `Missing` when there is no such object, and `Erased`.
        """
        key = self._key(order)
        if key is None or self._shelf.size(self._name(order, key, sha256)) is None:
            raise Missing("not_held", sha256=sha256)
        with self._shelf.draft() as draft:
            seal(key, io.BytesIO(f"{sha256} {label}".encode()), draft.file)
            draft.place(self._label_name(order, key, label))
        # Erased meanwhile: `erase` lists the shelf after destroying the key and may have passed this name already.
        try:
            self._chest.load(order)
        except Erased:
            self._shelf.remove(self._label_name(order, key, label))
            raise

    def labelled(self, order: str, label: str) -> str | None:
        """The SHA-256 a label names, or None where it names nothing. Raises `Erased`, `Tampered`."""
        key = self._key(order)
        if key is None:
            return None
        name = self._label_name(order, key, label)
        length = self._shelf.size(name)
        if length is None:
            return None
        sealed = Unsealed(key, lambda start, count: self._shelf.read_at(name, start, count), length, None)
        sha256, _, said = b"".join(sealed.pieces()).decode().partition(" ")
        if said != label:
            raise Tampered("sealed_swapped", sha256=sha256)
        return sha256

    def discard(self, order: str, sha256: str) -> int:
        """Remove one object of an order; the sealed bytes freed, 0 where it is not held. Raises `Erased`.

        The order's key stays, for what else it seals: unlike `erase`, this does not reach into backups of the shelf.
        """
        key = self._key(order)
        return 0 if key is None else self._shelf.remove(self._name(order, key, sha256))

    def erase(self, order: str) -> Erasure:
        """Destroy the order's key, then remove its sealed objects. May be repeated.

        The key goes first: from that instant nothing can be read, even if the removal is cut short or a
        backup of the shelf lives on.
        """
        self._chest.destroy(order)
        sizes = [self._shelf.remove(name) for name in list(self._shelf.names(order_folder(order)))]
        return Erasure(len(sizes), sum(sizes))

    def rewrap(self, order: str) -> None:
        """Bring the order's key under the newest master key (after a change of master keys)."""
        wrapped = self._chest.load(order)
        if wrapped is not None:
            self._chest.replace(order, self._masters.rewrap(order, wrapped))

    def _unsealed(self, order: str, sha256: str) -> Unsealed:
        key = self._key(order)
        name = self._name(order, key, sha256) if key else ""
        length = self._shelf.size(name) if key else None
        if key is None or length is None:
            raise Missing("not_held", sha256=sha256)
        return Unsealed(key, lambda start, count: self._shelf.read_at(name, start, count), length, sha256)

    def _key(self, order: str) -> bytes | None:
        wrapped = self._chest.load(order)
        return None if wrapped is None else self._masters.unwrap(order, wrapped)

    def _new_key(self, order: str) -> bytes:
        wrapped = self._chest.keep(order, self._masters.wrap(order, os.urandom(KEY)))
        return self._masters.unwrap(order, wrapped)

    def _name(self, order: str, key: bytes, sha256: str) -> str:
        return _blind(order, key, b"gongdao custody name\0" + sha256.encode())

    def _label_name(self, order: str, key: bytes, label: str) -> str:
        return _blind(order, key, b"gongdao custody label\0" + label.encode())


def _blind(order: str, key: bytes, told: bytes) -> str:
    return f"{order_folder(order)}/{hmac.new(key, told, hashlib.sha256).hexdigest()}"


def folder_store(root: Path, masters: MasterKeys) -> Store:
    """The default: sealed objects and wrapped keys under one folder."""
    return Store(FolderShelf(root / "sealed"), FolderChest(root / "keys"), masters)
