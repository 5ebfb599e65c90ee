"""Reading a tar, plain or compressed, that may be hostile.

Headers are parsed one at a time here, because a reader that takes a broken header for the end would show
half a delivery as a whole one, and one that reads an extended header of any announced length holds it in
memory. Formats: v7, ustar, GNU long names, POSIX.1-2001 (pax) path, linkpath and size. Sparse files are
refused.
"""

from __future__ import annotations

import bz2
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from gongdao.custody.faults import Refused
from gongdao.custody.names import decode, visible
from gongdao.custody.unpacking import Unpacking

BLOCK = 512
MAGIC = 8
"""More bytes than the longest beginning by which a compressed stream is known."""
PIECE = 256 * 1024
# Long enough for any path, short enough that a chain of them costs nothing.
EXTENDED_BYTES = 64 * 1024
XZ_MEMORY = 256 << 20
# Enough for the largest file that comes in blocks of 64 KiB; each stream costs a little, even an empty one.
STREAMS = 100_000
TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
SPECIAL = {
    tarfile.CHRTYPE: "character_device",
    tarfile.BLKTYPE: "block_device",
    tarfile.FIFOTYPE: "fifo",
}


class _Expander(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def expand(self, data: bytes) -> bytes: ...

    @property
    def hungry(self) -> bool: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def hungry(self) -> bool:
        return not self._inner.unconsumed_tail

    def expand(self, data: bytes) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, PIECE)


class _Other:
    """bz2 and xz share one interface in the standard library."""

    def __init__(self, inner: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._inner = inner

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def hungry(self) -> bool:
        return self._inner.needs_input

    def expand(self, data: bytes) -> bytes:
        return self._inner.decompress(data, PIECE)


def _expander(start: bytes) -> _Expander | None:
    if start.startswith(b"\x1f\x8b"):
        return _Gzip()
    if start.startswith(b"BZh"):
        return _Other(bz2.BZ2Decompressor())
    if start.startswith(b"\xfd7zXZ\x00"):
        return _Other(lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=XZ_MEMORY))
    return None


class Expanded:
    """The tar's own bytes, expanded as they are asked for; concatenated gzip members are one stream."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        start = source.read(MAGIC)
        source.seek(0)
        self._compressed = _expander(start) is not None
        self._pieces = self._expand() if self._compressed else iter(lambda: source.read(PIECE), b"")
        self._held = b""

    def _expand(self) -> Iterator[bytes]:
        data = self._source.read(PIECE)
        streams = 0
        while data:
            streams += 1
            if streams > STREAMS:
                raise Refused("bomb_count", limit=STREAMS)
            expander = _expander(data + b"\0" * MAGIC)
            if expander is None:
                if data.strip(b"\0"):
                    raise Refused("tar_broken", reason="data after the compressed stream")
                return
            try:
                yield expander.expand(data)
                while not expander.eof:
                    more = self._source.read(PIECE) if expander.hungry else b""
                    if expander.hungry and not more:
                        raise Refused("archive_cut")
                    yield expander.expand(more)
            except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
                raise Refused("tar_broken", reason=str(error)) from None
            data = expander.unused_data
            if len(data) < MAGIC:
                # The next stream's first bytes may lie on both sides of what was read.
                data += self._source.read(PIECE)

    def read(self, length: int) -> bytes:
        """Exactly `length` bytes, fewer only at the end. `length` is small or bounded by the caller."""
        parts: list[bytes] = []
        while length > 0:
            if not self._held:
                self._held = next(self._pieces, b"")
                while not self._held:
                    if (piece := next(self._pieces, None)) is None:
                        return b"".join(parts)
                    self._held = piece
            part, self._held = self._held[:length], self._held[length:]
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def is_tar(source: BinaryIO, name: str) -> bool:
    """A tar, also a compressed one; a file that only claims to be one by its ending is treated as one too."""
    if name.lower().endswith(TAR_ENDINGS):
        return True
    try:
        block = Expanded(source).read(BLOCK)
    except Refused:
        block = b""
    source.seek(0)
    return len(block) == BLOCK and block[257:262] == b"ustar"


def unpack_tar(source: BinaryIO, unpacking: Unpacking) -> None:
    """Unpack `source` as it streams by. Raises `Refused`."""
    stream = Expanded(source)
    written: dict[str, str] = {}
    name = link = None
    size: int | None = None
    while True:
        header = _header(stream, unpacking)
        if header is None:
            _check_rest(stream, unpacking)
            return
        if header.size < 0:
            raise Refused("tar_broken", reason="a negative size")
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK):
            unpacking.count()
            text = _extended(stream, header).rstrip(b"\0")
            if header.type == tarfile.GNUTYPE_LONGNAME:
                name = text
            else:
                link = text
            continue
        if header.type in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE):
            unpacking.count()
            records = _records(_extended(stream, header))
            if header.type != tarfile.XGLTYPE:
                name, link = records.get(b"path", name), records.get(b"linkpath", link)
                size = _size_of(records)
            continue
        raw_name = name or header.name.encode("utf-8", "surrogateescape")
        raw_link = link or header.linkname.encode("utf-8", "surrogateescape")
        _unpack_member(
            stream, header.type, raw_name, raw_link, header.size if size is None else size, unpacking, written
        )
        name = link = size = None


def _unpack_member(
    stream: Expanded,
    kind: bytes,
    raw_name: bytes,
    raw_link: bytes,
    size: int,
    unpacking: Unpacking,
    written: dict[str, str],
) -> None:
    unpacking.count()
    decoded = decode([raw_name])
    name = decoded.names[0]
    if decoded.encoding in ("gb18030", "unknown"):
        code = "names_gb18030" if decoded.encoding == "gb18030" else "names_unknown_encoding"
        unpacking.note(code, name, count=1)
    if kind == tarfile.SYMTYPE:
        unpacking.link(name, raw_link.decode("utf-8", "replace"))
    elif kind == tarfile.LNKTYPE:
        _hard_link(name, decode([raw_link]).names[0], unpacking, written)
    elif kind in SPECIAL:
        raise Refused("special_file", name=visible(name), kind=SPECIAL[kind])
    elif kind == tarfile.GNUTYPE_SPARSE:
        raise Refused("tar_sparse", name=visible(name))
    elif kind == tarfile.DIRTYPE:
        unpacking.folder(name)
    elif kind in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE):
        unpacking.expect(size, name)
        written[name] = unpacking.file(name, _content(stream, size)).path
    else:
        raise Refused("special_file", name=visible(name), kind="unknown")


def _hard_link(name: str, other: str, unpacking: Unpacking, written: dict[str, str]) -> None:
    """A second name for a file already unpacked becomes a copy, counted as one; any other is refused."""
    if other not in written:
        raise Refused("link_outside", name=visible(name), target=visible(other))
    path = unpacking.target / written[other]
    unpacking.expect(path.stat().st_size, name)
    with path.open("rb") as file:
        written[name] = unpacking.file(name, iter(lambda: file.read(PIECE), b"")).path


def _header(stream: Expanded, unpacking: Unpacking) -> tarfile.TarInfo | None:
    """The next header, or None at the end. Raises `Refused` where it is cut or its checksum is wrong."""
    block = stream.read(BLOCK)
    if not block:
        # Some writers leave out the closing zero blocks; at a member's border nothing is missing.
        unpacking.note("tar_no_end", "")
        return None
    if len(block) != BLOCK:
        raise Refused("archive_cut")
    if not block.strip(b"\0"):
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError) as error:
        raise Refused("tar_broken", reason=str(error)) from None


def _check_rest(stream: Expanded, unpacking: Unpacking) -> None:
    """Behind the end there is filling and nothing else: nobody would see it here, and some programs unpack it."""
    while rest := stream.read(PIECE):
        unpacking.spend(len(rest))
        if rest.strip(b"\0"):
            raise Refused("tar_hidden_data")


def _content(stream: Expanded, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise Refused("archive_cut")
        yield piece
        left -= len(piece)
    stream.read(-size % BLOCK)


def _extended(stream: Expanded, header: tarfile.TarInfo) -> bytes:
    if header.size > EXTENDED_BYTES:
        raise Refused("name_too_long", name=visible(header.name), limit=EXTENDED_BYTES)
    return b"".join(_content(stream, header.size))


def _records(body: bytes) -> dict[bytes, bytes]:
    """pax records: `<length> <key>=<value>\\n`, the length counting the whole record (POSIX.1-2001, pax)."""
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(body.rstrip(b"\0")):
        length, space, _ = body[at : at + 20].partition(b" ")
        if not space or not length.isdigit() or not len(length) + 1 < int(length) <= len(body) - at:
            raise Refused("tar_broken", reason="a bad extended header")
        key, equals, value = body[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        if not equals:
            raise Refused("tar_broken", reason="a bad extended header")
        if key.startswith(b"GNU.sparse"):
            raise Refused("tar_sparse", name="")
        records[key] = value
        at += int(length)
    return records


def _size_of(records: dict[bytes, bytes]) -> int | None:
    text = records.get(b"size")
    if text is None:
        return None
    if not text.isdigit() or len(text) > 20:
        raise Refused("tar_broken", reason="a bad extended header")
    return int(text)
