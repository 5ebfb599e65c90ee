"""Shelves: where sealed objects lie. A local folder, or any S3-compatible bucket through django-storages.

A shelf sees only sealed bytes under blind names. Both kinds write a draft in a local folder first; a draft
holds a lock while its writer lives, so a later start can tell an orphan from work in progress.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from gongdao.custody.faults import CustodyError, Missing
from gongdao.custody.keys import sync_folder

try:
    from botocore.exceptions import ClientError  # type: ignore[import-untyped]
except ImportError:  # a folder needs none of it, and S3 is an extra
    ClientError = OSError

if TYPE_CHECKING:
    from storages.backends.s3 import S3Storage


class Draft:
    """A sealed object being written. `place` puts it on the shelf under its name, at once and whole."""

    def __init__(self, file: BinaryIO, path: Path, place: Callable[[Path, str], None]) -> None:
        self.file = file
        self.path = path
        self._place = place

    def place(self, name: str) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self._place(self.path, name)


class Shelf(Protocol):
    """What the store needs. `size` is None when there is no such object; `remove` returns the bytes freed."""

    def draft(self) -> contextlib.AbstractContextManager[Draft]: ...

    def size(self, name: str) -> int | None: ...

    def read_at(self, name: str, start: int, length: int) -> bytes: ...

    def names(self, folder: str) -> Iterator[str]: ...

    def remove(self, name: str) -> int: ...


@contextlib.contextmanager
def locked_draft(folder: Path, place: Callable[[Path, str], None]) -> Iterator[Draft]:
    """A new draft in `folder`, gone when the block ends unless `place` moved it away."""
    handle, name = tempfile.mkstemp(prefix="draft-", dir=folder)
    path = Path(name)
    with open(handle, "wb", buffering=1 << 20) as file:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield Draft(file, path, place)
        finally:
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> int:
    """Remove drafts whose writer is dead; returns how many. A living writer's lock protects his."""
    removed = 0
    for path in folder.glob("draft-*"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            removed += 1
    return removed


class FolderShelf:
    """Objects as files: `root/<order>/<name>`, drafts in `root/drafts` on the same file system."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._drafts = root / "drafts"
        self._drafts.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(self._drafts)

    def draft(self) -> contextlib.AbstractContextManager[Draft]:
        return locked_draft(self._drafts, self._move)

    def _move(self, draft: Path, name: str) -> None:
        target = self._root / name
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._root)
        os.replace(draft, target)
        sync_folder(target.parent)

    def size(self, name: str) -> int | None:
        try:
            return (self._root / name).stat().st_size
        except FileNotFoundError:
            return None

    def read_at(self, name: str, start: int, length: int) -> bytes:
        try:
            with (self._root / name).open("rb") as file:
                return os.pread(file.fileno(), length, start)
        except FileNotFoundError:
            raise Missing("not_held", name=name) from None

    def names(self, folder: str) -> Iterator[str]:
        path = self._root / folder
        if path.is_dir():
            yield from (f"{folder}/{entry.name}" for entry in os.scandir(path))

    def remove(self, name: str) -> int:
        path = self._root / name
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        sync_folder(path.parent)
        return size


class S3Shelf:
    """Objects in an S3-compatible bucket, under the settings of a django-storages `S3Storage`.

    An S3 upload appears whole or not at all, so the draft is uploaded under its final name; the draft itself
    is sealed, so the local folder never sees plaintext either.
    """

    def __init__(self, storage: S3Storage, drafts: Path) -> None:
        self._storage = storage
        self._drafts = drafts
        drafts.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(drafts)

    def draft(self) -> contextlib.AbstractContextManager[Draft]:
        return locked_draft(self._drafts, self._upload)

    def _upload(self, draft: Path, name: str) -> None:
        self._storage.bucket.Object(self._key(name)).upload_file(str(draft))

    def _key(self, name: str) -> str:
        # django-storages' own `location` setting is a prefix that its methods add and the bucket's do not.
        location = str(self._storage.location or "").strip("/")
        return f"{location}/{name}" if location else name

    def size(self, name: str) -> int | None:
        try:
            return int(self._storage.bucket.Object(self._key(name)).content_length)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise CustodyError("shelf_out_of_reach", reason=str(error)) from error

    def read_at(self, name: str, start: int, length: int) -> bytes:
        if length <= 0:
            return b""
        wanted = f"bytes={start}-{start + length - 1}"
        try:
            answer = self._storage.bucket.Object(self._key(name)).get(Range=wanted)
            return cast(bytes, answer["Body"].read())
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 416):
                raise Missing("not_held", name=name) from None
            raise CustodyError("shelf_out_of_reach", reason=str(error)) from error

    def names(self, folder: str) -> Iterator[str]:
        skip = len(self._key(""))
        for found in self._storage.bucket.objects.filter(Prefix=self._key(f"{folder}/")):
            yield found.key[skip:]

    def remove(self, name: str) -> int:
        size = self.size(name)
        if size is None:
            return 0
        self._storage.bucket.Object(self._key(name)).delete()
        return size
