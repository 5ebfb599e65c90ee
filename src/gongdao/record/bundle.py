"""An order's record as one file that a stranger can verify: writing it, and reading it without trusting it.

    manifest.json      what this is: format, order, number of entries, head, whose view, files
    entries.jsonl      one entry a line, canonical JSON; salt and body absent where erased or withheld
    key.pub            the platform's public keys, one a line (C2SP verifier keys)
    checkpoint.note    a signed checkpoint over the heads of all orders
    proof.json         that this order's head is in that checkpoint
    calendars.json     optional: the working days its clocks were counted with
    successions.json   optional: notes by which one key follows another
    files/<sha256>     files of exhibits and deliveries; those left out are known by their hash alone

Members stand in that order, uncompressed, dated 1980-01-01, with nothing between or around them. So the same record
gives the same bytes on every machine, nothing can unfold into more than it is, and no byte of the archive is unread.
Reading refuses everything else by name; it never writes to the disk.
"""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from pathlib import Path
from struct import Struct as Layout
from types import TracebackType
from typing import Annotated, BinaryIO, Literal

import msgspec
from msgspec import Meta

from gongdao.kernel.values import Actor, Sha256, Shape

from .chain import Sealed, redact
from .checkpoint import Inclusion
from .days import Table
from .faults import VerificationError
from .note import Key

FORMAT = "gongdao-bundle-1"

MANIFEST = "manifest.json"
ENTRIES = "entries.jsonl"
KEYS = "key.pub"
NOTE = "checkpoint.note"
PROOF = "proof.json"
CALENDARS = "calendars.json"
SUCCESSIONS = "successions.json"
FILES = "files/"
REQUIRED = (MANIFEST, ENTRIES, KEYS, NOTE, PROOF)
OPTIONAL = (CALENDARS, SUCCESSIONS)

ARCHIVE_BYTES_MAX = 2**31 - 1
"""Above this, zip needs a second format. Larger files are left out of a bundle and stay known by their hash."""
ENTRIES_BYTES_MAX = 256 * 2**20
SMALL_BYTES_MAX = 4 * 2**20
MEMBERS_MAX = 10_000

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
_LOCAL_HEADER, _CENTRAL_HEADER, _END = Layout("<4s5H3L2H"), Layout("<4s4B4H3L5H2L"), Layout("<4s4H2LH")
"""The three kinds of header a zip archive is made of (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16)."""
_DOS_DATE = 1 << 5 | 1
_CHUNK = 1 << 20

Absent = Literal["erased", "withheld"]
Source = Callable[[], BinaryIO]
"""Opens a file's bytes for reading."""

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


class Line(Shape, frozen=True, kw_only=True, gc=False):
    """One line of entries.jsonl, its parts still as the bytes they are hashed as. Hashes and salt in hexadecimal."""

    absent: Absent | None
    actor: msgspec.Raw
    at: msgspec.Raw
    body: msgspec.Raw
    commit: str
    hash: str
    salt: str | None
    seq: int


class Included(Shape, frozen=True, kw_only=True):
    """A file that is in the bundle."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=0, le=ARCHIVE_BYTES_MAX)]


class Manifest(Shape, frozen=True, kw_only=True):
    """What a bundle says it is. `viewer` is the person in whose view bodies were withheld, None for the whole."""

    entries: Annotated[int, Meta(ge=1)]
    files: tuple[Included, ...]
    format: str
    head: Sha256
    order: Annotated[str, Meta(min_length=1, max_length=64)]
    viewer: Actor | None


def lines(sealed: Iterable[Sealed], withheld: frozenset[int] = frozenset()) -> bytes:
    """The entries as they stand in entries.jsonl. Bodies of `withheld` numbers are left out, and said to be."""
    return _encoder.encode_lines([_line(redact(s) if s.seq in withheld else s, s.seq in withheld) for s in sealed])


def _line(sealed: Sealed, withheld: bool) -> Line:
    gone: Absent | None = None if sealed.body_bytes is not None else "withheld" if withheld else "erased"
    return Line(
        absent=gone,
        actor=msgspec.Raw(_encoder.encode(sealed.actor)),
        at=msgspec.Raw(_encoder.encode(sealed.at.astimezone(UTC))),
        body=msgspec.Raw(sealed.body_bytes or b"null"),
        commit=sealed.commit.hex(),
        hash=sealed.hash.hex(),
        salt=None if sealed.salt is None else sealed.salt.hex(),
        seq=sealed.seq,
    )


def write(
    target: BinaryIO,
    *,
    order_id: str,
    sealed: Iterable[Sealed],
    keys: Iterable[Key],
    note: str,
    proof: Inclusion,
    viewer: Actor | None = None,
    withheld: frozenset[int] = frozenset(),
    calendars: Table | None = None,
    successions: Iterable[str] = (),
    files: Mapping[str, tuple[int, Source]] | None = None,
) -> None:
    """Writes a bundle to a seekable `target`: always the same bytes for the same record.

    `sealed` is the whole record in order, up to the head that `proof` shows; bodies numbered in `withheld` are left
    out. `files` maps the SHA-256 of each included file to its size and how to open it. Raises ValueError when there is
    no entry, when the files together are too large for one archive, or when one is not as long as it was said to be.
    """
    chained = list(sealed)
    included = dict(sorted((files or {}).items()))
    if not chained:
        raise ValueError("an order without entries cannot be exported")
    if sum(size for size, _ in included.values()) > ARCHIVE_BYTES_MAX - ENTRIES_BYTES_MAX:
        raise ValueError("too many bytes for one archive; include fewer files")
    manifest = Manifest(
        entries=len(chained),
        files=tuple(Included(sha256=name, size=size) for name, (size, _) in included.items()),
        format=FORMAT,
        head=chained[-1].hash.hex(),
        order=order_id,
        viewer=viewer,
    )
    announced = list(successions)
    members = {
        MANIFEST: _encoder.encode(manifest),
        ENTRIES: lines(chained, withheld),
        KEYS: "".join(f"{key}\n" for key in keys).encode(),
        NOTE: note.encode(),
        PROOF: _encoder.encode(proof),
    }
    if calendars is not None:
        members[CALENDARS] = _encoder.encode(calendars)
    if announced:
        members[SUCCESSIONS] = _encoder.encode(announced)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name, data in members.items():
            archive.writestr(_info(name), data)
        for name, (size, source) in included.items():
            _copy(archive, name, size, source)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = _UNIX
    info.external_attr = _PLAIN_FILE
    return info


def _copy(archive: zipfile.ZipFile, name: str, size: int, source: Source) -> None:
    info = _info(FILES + name)
    info.file_size = size
    written = 0
    with source() as opened, archive.open(info, "w") as member:
        while chunk := opened.read(_CHUNK):
            written += member.write(chunk)
    if written != size:
        raise ValueError(f"file {name} has {written} bytes, not {size}")


class Bundle:
    """An opened archive whose layout is sound. Nothing in it has been verified yet. Close it, or use `with`."""

    def __init__(self, archive: zipfile.ZipFile, opened: BinaryIO) -> None:
        self._archive = archive
        self._opened = opened
        self.members = {info.filename: info.file_size for info in archive.infolist()}

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._archive.close()
        self._opened.close()

    @property
    def files(self) -> dict[str, int]:
        """The SHA-256 by which each included file is named, and its size."""
        return {
            name.removeprefix(FILES): size for name, size in self.members.items() if name not in REQUIRED + OPTIONAL
        }

    def data(self, name: str) -> bytes:
        """The bytes of one of the small members. Raises `member_missing`, `archive_damaged`."""
        if name not in self.members:
            raise VerificationError("member_missing", expected=name)
        return b"".join(self._chunks(name))

    def text(self, name: str) -> str:
        """The same as text."""
        try:
            return self.data(name).decode()
        except UnicodeDecodeError:
            raise VerificationError("archive_damaged", expected=f"UTF-8 in {name}") from None

    def chunks(self, sha256: str) -> Iterable[bytes]:
        """The bytes of an included file, piece by piece."""
        return self._chunks(FILES + sha256)

    def _chunks(self, name: str) -> Iterable[bytes]:
        try:
            with self._archive.open(name) as member:
                while chunk := member.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as fault:
            raise VerificationError("archive_damaged", expected=f"the bytes of {name}", got=fault) from None


def read(path: Path) -> Bundle:
    """Opens a bundle and checks its layout, member by member, before a single one is read.

    Raises VerificationError: `file_missing`, `not_a_zip`, `manifest_missing` where there is no bundle; the codes
    `archive_*` and `member_*` where there is one that must not be read.
    """
    try:
        opened = path.open("rb")
    except OSError as fault:
        raise VerificationError("file_missing", expected=path.name, got=fault.strerror or "") from None
    try:
        size = opened.seek(0, 2)
        if size > ARCHIVE_BYTES_MAX:
            raise VerificationError("archive_too_large", expected=ARCHIVE_BYTES_MAX, got=size)
        archive = _archive(opened)
        _check_layout(archive, opened, size)
    except BaseException:
        opened.close()
        raise
    return Bundle(archive, opened)


def _archive(opened: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(opened)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise VerificationError("not_a_zip", expected="a zip archive", got=fault) from None


def _check_layout(archive: zipfile.ZipFile, opened: BinaryIO, size: int) -> None:
    """Every member known, once, uncompressed, small enough, in its place; not a byte besides."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if MANIFEST not in names:
        raise VerificationError("manifest_missing", expected=MANIFEST, got=", ".join(names[:5]))
    if len(infos) > MEMBERS_MAX:
        raise VerificationError("archive_too_large", expected=f"{MEMBERS_MAX} members", got=len(infos))
    seen: set[str] = set()
    for info in infos:
        _check_member(info)
        if info.filename in seen:
            raise VerificationError("member_duplicate", expected="each name once", got=info.filename)
        seen.add(info.filename)
    for name in REQUIRED:
        if name not in seen:
            raise VerificationError("member_missing", expected=name, got=", ".join(names[:5]))
    place = 0
    for info in infos:
        if info.header_offset != place:
            raise VerificationError("archive_padded", expected=f"{info.filename} at {place}", got=info.header_offset)
        place += _LOCAL_HEADER.size + len(info.filename) + info.file_size
    whole = place + sum(_CENTRAL_HEADER.size + len(name) for name in names) + _END.size
    if size != whole:
        raise VerificationError("archive_padded", expected=f"{whole} bytes", got=size)
    _check_headers(opened, infos, place)


def _check_headers(opened: BinaryIO, infos: list[zipfile.ZipInfo], place: int) -> None:
    """Every header is, byte for byte, the one `write` makes.

    A member has two headers, and programs differ in which they believe: what one of them calls a link, a later date,
    or compressed, would be unpacked as something else than what is verified here.
    """
    for info in infos:
        name = info.filename.encode()
        opened.seek(info.header_offset)
        if opened.read(_LOCAL_HEADER.size + len(name)) != _local(info):
            raise VerificationError("archive_padded", expected=f"a plain header of {info.filename}", got="another")
    opened.seek(place)
    if opened.read() != _central(infos, place):
        raise VerificationError("archive_padded", expected="a plain list of members", got="another")


def _local(info: zipfile.ZipInfo) -> bytes:
    """The header in front of a member."""
    name = info.filename.encode()
    sizes = (info.CRC, info.file_size, info.file_size)
    return _LOCAL_HEADER.pack(b"PK\3\4", 20, 0, zipfile.ZIP_STORED, 0, _DOS_DATE, *sizes, len(name), 0) + name


def _central(infos: list[zipfile.ZipInfo], place: int) -> bytes:
    """The list of members at the end of the archive, which begins at `place`."""
    listed = b""
    for info in infos:
        name = info.filename.encode()
        listed += _CENTRAL_HEADER.pack(
            *(b"PK\1\2", 20, _UNIX, 20, 0, 0, zipfile.ZIP_STORED, 0, _DOS_DATE),
            *(info.CRC, info.file_size, info.file_size, len(name), 0, 0, 0, 0, _PLAIN_FILE, info.header_offset),
        )
        listed += name
    return listed + _END.pack(b"PK\5\6", 0, 0, len(infos), len(infos), len(listed), place, 0)


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if (
        name.startswith(("/", "\\"))
        or "\\" in name
        or ".." in name.split("/")
        or ":" in name
        or "\0" in info.orig_filename
    ):
        raise VerificationError("member_unsafe", expected="a plain name", got=name)
    known = name in REQUIRED + OPTIONAL
    hashed = name.removeprefix(FILES)
    if not known and not (name.startswith(FILES) and len(hashed) == 64 and set(hashed) <= set("0123456789abcdef")):
        raise VerificationError("member_unknown", expected=", ".join(REQUIRED + OPTIONAL), got=name)
    if info.flag_bits & 1:
        raise VerificationError("archive_encrypted", expected="no encryption", got=name)
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        raise VerificationError(
            "archive_compressed", expected="members stored as they are", got=f"{name}: {info.compress_size} bytes"
        )
    limit = ENTRIES_BYTES_MAX if name == ENTRIES else SMALL_BYTES_MAX
    if known and info.file_size > limit:
        raise VerificationError("archive_too_large", expected=f"{name} of at most {limit}", got=info.file_size)
    if info.flag_bits or info.extra:
        raise VerificationError("archive_padded", expected=f"a plain header of {name}", got=f"flags {info.flag_bits}")
