"""Opening what a seller hands over: a zip, a tar, a git bundle or a single file, into an empty folder.

Everything in an archive is somebody's claim. Sizes are counted as they come, never believed; names are
cleaned or refused; links are never made, devices never created, code never run. A delivery that tries to
reach outside or to exhaust the machine is refused whole and its folder emptied; what is only awkward is
contained and noted. Refuses to write outside the folder it was given, and to open an archive within an
archive more than once over.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from gongdao.custody.bundles import is_bundle, unpack_bundle
from gongdao.custody.faults import CustodyError, Refused
from gongdao.custody.names import PART_BYTES, visible
from gongdao.custody.tars import TAR_ENDINGS, is_tar, unpack_tar
from gongdao.custody.unpacking import MIB, Entry, Limits, Note, Unpacking
from gongdao.custody.zips import is_zip, unpack_zip

__all__ = ["Entry", "Form", "Limits", "Note", "Unpacked", "empty", "unpack"]

Form = Literal["zip", "tar", "git_bundle", "file"]
ARCHIVE_ENDINGS = (".zip", *TAR_ENDINGS)


class Unpacked(NamedTuple):
    """What came out: in which form it was handed over, the files by path, and what was contained."""

    form: Form
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]


def unpack(source: BinaryIO, name: str, target: Path, limits: Limits | None = None) -> Unpacked:
    """Open the delivery `source` (seekable, handed over as `name`) into the empty folder `target`.

    Raises `Refused` with the folder emptied when the delivery is hostile, broken, or beyond `limits`.
    """
    if not target.is_dir() or any(target.iterdir()):
        raise CustodyError("target_not_empty", target=str(target))
    unpacking = Unpacking(target, limits or Limits())
    try:
        form = _unpack_into(source, name, unpacking)
        _unpack_nested(unpacking)
    except BaseException:
        empty(target)
        raise
    return Unpacked(form, tuple(sorted(unpacking.entries)), tuple(unpacking.notes))


def _unpack_into(source: BinaryIO, name: str, unpacking: Unpacking) -> Form:
    source.seek(0, os.SEEK_END)
    unpacking.packed = source.tell()
    source.seek(0)
    if unpacking.packed == 0:
        raise Refused("empty_delivery", name=visible(name))
    if is_zip(source):
        unpack_zip(source, unpacking)
        form: Form = "zip"
    elif is_tar(source, name):
        unpack_tar(source, unpacking)
        form = "tar"
    elif is_bundle(source):
        unpack_bundle(source, unpacking)
        form = "git_bundle"
    elif name.lower().endswith(".zip"):
        raise Refused("not_an_archive", name=visible(name))
    else:
        _single(source, name, unpacking)
        form = "file"
    if not unpacking.entries:
        raise Refused("empty_archive", name=visible(name))
    return form


# Archives of formats whose readers are not here: kept as the one file they are, and said so.
NOT_OPENED = {
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"MSCF": "cab",
    b"!<arch>\n": "ar",
}


def _single(source: BinaryIO, name: str, unpacking: Unpacking) -> None:
    start = source.read(16)
    source.seek(0)
    for magic, kind in NOT_OPENED.items():
        if start.startswith(magic):
            unpacking.note("archive_not_opened", name, kind=kind)
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2] or "delivery"
    unpacking.count()
    unpacking.file(last, iter(lambda: source.read(MIB), b""))


def _unpack_nested(unpacking: Unpacking) -> None:
    """Open archives found inside, once over; a hostile one stays closed and is noted, its host is not to
    blame."""
    inside = [entry for entry in unpacking.entries if entry.path.lower().endswith(ARCHIVE_ENDINGS)]
    for entry in inside:
        if unpacking.limits.nested < 1:
            unpacking.note("nested_not_opened", entry.path)
            continue
        folder = unpacking.target / f"{entry.path}.unpacked"
        if len(folder.name.encode()) > PART_BYTES or folder.exists():
            unpacking.note("nested_not_opened", entry.path)
            continue
        left = unpacking.limits._replace(
            files=unpacking.limits.files - len(unpacking.entries),
            total=unpacking.limits.total - sum(one.size for one in unpacking.entries),
            nested=unpacking.limits.nested - 1,
        )
        folder.mkdir()
        try:
            with (unpacking.target / entry.path).open("rb") as file:
                inner = unpack(file, Path(entry.path).name, folder, left)
        except Refused as refusal:
            folder.rmdir()
            unpacking.note("nested_refused", entry.path, because=refusal.code, **refusal.data)
            continue
        prefix = f"{entry.path}.unpacked/"
        unpacking.note("nested_opened", entry.path, files=len(inner.entries), folder=prefix)
        unpacking.entries += [one._replace(path=prefix + one.path) for one in inner.entries]
        unpacking.notes += [note._replace(path=prefix + note.path) for note in inner.notes]


def empty(target: Path) -> None:
    """Remove everything in the folder, not the folder; never follows a link."""
    for path in target.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
