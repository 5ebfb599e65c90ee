"""What the platform itself made of an order's sealed files (pictures, profiles, reports), sealed as they are.

Each making is one archive under the order's own key, known by a label. It is there whole or not at all, and it goes
with the key: erasing an order erases every picture, sample row and crop that was ever taken of its deliveries.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gongdao.custody.faults import Erased, Missing
from gongdao.services import custody

PACKED = (".png", ".jpg", ".webp")
"""Already compressed; packing them again costs time and saves nothing."""
DATED = (1980, 1, 1, 0, 0, 0)
PIECE = 256 * 1024


class Archive:
    """A sealed archive being read: file by file, in pieces, decrypted as it is asked for."""

    def __init__(self, sealed: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(sealed)
        self._sizes = {info.filename: info.file_size for info in self._zip.infolist()}

    def size(self, name: str) -> int | None:
        """Bytes of a file, or None if the archive has none of that name."""
        return self._sizes.get(name)

    def read(self, name: str) -> bytes:
        """A whole file. Raises KeyError where there is none."""
        return self._zip.read(name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in pieces. Raises KeyError where there is none."""
        with self._zip.open(name) as file:
            while piece := file.read(PIECE):
                yield piece


def keep(order_id: str, labels: tuple[str, ...], folder: Path, draft: Path) -> None:
    """Seals every file of a folder as one archive and lets each label name it.

    `draft` is a path on the same desk for the archive before it is sealed. The same files make the same archive, so
    doing it twice stores it once. Raises CustodyError as the store does: `Erased` for an order already erased.
    """
    with zipfile.ZipFile(draft, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), DATED)
            info.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                while piece := source.read(PIECE):
                    target.write(piece)
    with draft.open("rb") as source:
        sealed = custody.store().put(order_id, source)
    draft.unlink()
    for label in labels:
        custody.store().label(order_id, label, sealed.sha256)


def opened(order_id: str, label: str) -> Archive | None:
    """The archive a label names; None where there is none, or none any more. Raises CustodyError for a broken one."""
    try:
        sha256 = custody.store().labelled(order_id, label)
        return None if sha256 is None else Archive(custody.store().file(order_id, sha256))
    except (Erased, Missing):
        return None


def drop(order_id: str, label: str) -> None:
    """Removes the archive a label names, if there is one. The label then names nothing."""
    try:
        sha256 = custody.store().labelled(order_id, label)
        if sha256 is not None:
            custody.store().discard(order_id, sha256)
    except Erased:
        return


def has(order_id: str, label: str) -> bool:
    """Whether a label names an archive."""
    try:
        return custody.store().labelled(order_id, label) is not None
    except Erased:
        return False
