"""Reading a zip that may be hostile.

The standard library parses the central directory, after its size was checked, since it is read whole. Local
headers are compared with it and the data are expanded here, so that an entry overlapping another (a bomb that
repeats one body a million times), lying about its size, or carrying on after it, is found out. Methods other
than stored and deflate are refused by name: they are rare, and each is another decoder to trust.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from gongdao.custody.faults import Refused
from gongdao.custody.names import decode, visible
from gongdao.custody.unpacking import Unpacking

LOCAL = struct.Struct("<4s5H3I2H")
END = struct.Struct("<4s4H2IH")
END_SIGNATURE = b"PK\x05\x06"
UTF8_FLAG = 0x800
ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
UNICODE_PATH = 0x7075
PIECE = 256 * 1024
# The central directory is read whole; this many bytes an entry allow long names and comments, no more.
DIRECTORY_BYTES_PER_FILE = 400


def is_zip(source: BinaryIO) -> bool:
    """Starts as a zip does, also an empty or a split one."""
    start = source.read(4)
    source.seek(0)
    return start in (b"PK\x03\x04", END_SIGNATURE, b"PK\x07\x08")


def unpack_zip(source: BinaryIO, unpacking: Unpacking) -> None:
    """Unpack `source`; every guard comes before the first byte is written. Raises `Refused`."""
    _check_end(source, unpacking)
    try:
        archive = zipfile.ZipFile(source)
    except UnicodeDecodeError:
        raise Refused("name_encoding_wrong") from None
    except (zipfile.BadZipFile, NotImplementedError, OverflowError, struct.error, ValueError, OSError) as error:
        raise Refused("zip_broken", reason=str(error)) from None
    infos = archive.infolist()
    names = _names(infos, unpacking)
    bodies = _bodies(source, archive, infos, names)
    for info, name in zip(infos, names, strict=True):
        unpacking.count()
        if info.flag_bits & ENCRYPTED_FLAGS:
            raise Refused("zip_encrypted", name=visible(name))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("zip_method", name=visible(name), method=info.compress_type)
        unpacking.expect(info.file_size, name)
    if sum(info.file_size for info in infos) > unpacking.limits.total:
        raise Refused("bomb_total", limit=unpacking.limits.total)
    # From here on the directory is consistent; what can still fail is the content.
    for info, name, body in zip(infos, names, bodies, strict=True):
        _unpack_entry(source, info, name, body, unpacking)


def _unpack_entry(source: BinaryIO, info: zipfile.ZipInfo, name: str, body: int, unpacking: Unpacking) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        target = b"".join(_content(source, info, name, body)) if info.file_size <= 4096 else b"/too long"
        unpacking.link(name, target.decode("utf-8", "replace"))
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused("special_file", name=visible(name), kind=_KINDS.get(kind, "unknown"))
    elif name.endswith(("/", "\\")):
        unpacking.folder(name)
    else:
        unpacking.file(name, _content(source, info, name, body))


_KINDS = {
    stat.S_IFCHR: "character_device",
    stat.S_IFBLK: "block_device",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
}


def _check_end(source: BinaryIO, unpacking: Unpacking) -> None:
    """The end record: present, only one, on one disk, and not announcing more than may be read."""
    start = max(0, unpacking.packed - END.size - 0xFFFF)
    source.seek(start)
    tail = source.read(END.size + 0xFFFF)
    ends = []
    place = tail.find(END_SIGNATURE)
    while place >= 0:
        if place + END.size <= len(tail):
            record = END.unpack_from(tail, place)
            if place + END.size + record[7] == len(tail):
                ends.append((place, record))
        place = tail.find(END_SIGNATURE, place + 1)
    if not ends:
        raise Refused("zip_broken", reason="no end of central directory")
    at, (_, disk, directory_disk, _, count, size, _, _) = ends[0]
    if len(ends) > 1 or tail.rfind(END_SIGNATURE) != at:
        # One program takes the end that fits, another the last there is, and each then shows another list of files.
        raise Refused("zip_ambiguous")
    if disk not in (0, 0xFFFF) or directory_disk not in (0, 0xFFFF):
        raise Refused("zip_split")
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        size, count = _zip64(source, tail[at - 20 : at], start + at - 20)
    if count > unpacking.limits.files:
        raise Refused("bomb_count", limit=unpacking.limits.files)
    if size > max(1 << 20, unpacking.limits.files * DIRECTORY_BYTES_PER_FILE):
        raise Refused("bomb_count", limit=unpacking.limits.files)
    source.seek(0)


def _zip64(source: BinaryIO, locator: bytes, place: int) -> tuple[int, int]:
    """Size and count of the record a locator at `place` speaks of: the one in front of it, and no other, because that
    is the one the standard library reads."""
    offset = struct.unpack("<4sIQI", locator)[2]
    if offset != place - 56:
        raise Refused("zip_broken", reason="zip64 record elsewhere")
    source.seek(offset)
    record = struct.unpack("<4sQ2H2I4Q", source.read(56))
    if record[0] != b"PK\x06\x06":
        raise Refused("zip_broken", reason="no zip64 record")
    return record[8], record[7]


def _names(infos: list[zipfile.ZipInfo], unpacking: Unpacking) -> list[str]:
    """Each entry's name: as UTF-8 where the archive says so, else what all names together are taken for."""
    told = {i: info.orig_filename for i, info in enumerate(infos) if info.flag_bits & UTF8_FLAG}
    for i, info in enumerate(infos):
        if i not in told and (unicode_path := _unicode_path(info)) is not None:
            told[i] = unicode_path
    untold = [i for i in range(len(infos)) if i not in told]
    decoded = decode(infos[i].orig_filename.encode("cp437") for i in untold)
    if decoded.encoding in ("gb18030", "unknown"):
        code = "names_gb18030" if decoded.encoding == "gb18030" else "names_unknown_encoding"
        example = next(name for name in decoded.names if not name.isascii() or "%" in name)
        unpacking.note(code, example, count=len(untold))
    names = dict(zip(untold, decoded.names, strict=True)) | told
    return [names[i] for i in range(len(infos))]


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """Info-ZIP's extra field 0x7075: a UTF-8 name, valid while its CRC fits the plain name beside it."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field = extra[4 : 4 + length]
        if kind == UNICODE_PATH and len(field) > 5 and field[0] == 1:
            raw = info.orig_filename.encode("cp437")
            if struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
                try:
                    return field[5:].decode("utf-8")
                except UnicodeDecodeError:
                    raise Refused("name_encoding_wrong") from None
        extra = extra[4 + length :]
    return None


def _bodies(source: BinaryIO, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], names: list[str]) -> list[int]:
    """Where each entry's data start. Raises `Refused` where local headers disagree or entries overlap."""
    spans = []
    bodies = []
    for info, name in zip(infos, names, strict=True):
        # A directory that says it starts later than it does makes every offset negative.
        source.seek(max(0, info.header_offset))
        raw = source.read(LOCAL.size) if info.header_offset >= 0 else b""
        if len(raw) != LOCAL.size or raw[:4] != b"PK\x03\x04":
            raise Refused("zip_broken", reason="an entry without its local header", name=visible(name))
        local = LOCAL.unpack(raw)
        local_name = source.read(local[9])
        encoding = "utf-8" if info.flag_bits & UTF8_FLAG else "cp437"
        if local_name != info.orig_filename.encode(encoding, "surrogateescape"):
            raise Refused("zip_names_disagree", name=visible(name), other=visible(decode([local_name]).names[0]))
        if local[3] != info.compress_type or (local[2] ^ info.flag_bits) & ENCRYPTED_FLAGS:
            raise Refused("zip_headers_disagree", name=visible(name))
        body = info.header_offset + LOCAL.size + local[9] + local[10]
        bodies.append(body)
        spans.append((info.header_offset, body + info.compress_size, name))
    spans.sort()
    directory = archive.start_dir
    for (_, end, name), (following, _, other) in pairwise(spans):
        if end > following:
            raise Refused("zip_overlap", name=visible(name), other=visible(other))
    if spans and spans[-1][1] > directory:
        raise Refused("zip_overlap", name=visible(spans[-1][2]), other="central directory")
    return bodies


def _content(source: BinaryIO, info: zipfile.ZipInfo, name: str, body: int) -> Iterator[bytes]:
    """The entry's bytes, as many as announced and with the announced checksum. Raises `Refused` otherwise."""
    expand = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    checksum = 0
    came = 0
    source.seek(body)
    left = info.compress_size
    waiting = b""
    while True:
        if not waiting:
            waiting = source.read(min(PIECE, left))
            left -= len(waiting)
        if expand is None:
            piece, waiting = waiting, b""
            ended = not piece
        else:
            try:
                piece = expand.decompress(waiting, PIECE)
            except zlib.error as error:
                raise Refused("zip_broken", name=visible(name), reason=str(error)) from None
            ended = expand.eof or (not piece and not expand.unconsumed_tail and not left)
            waiting = expand.unconsumed_tail
        came += len(piece)
        if came > info.file_size:
            raise Refused("zip_wrong_size", name=visible(name), announced=info.file_size)
        checksum = zlib.crc32(piece, checksum)
        if piece:
            yield piece
        if ended:
            break
    if came != info.file_size or (expand is not None and not expand.eof):
        raise Refused("zip_wrong_size", name=visible(name), announced=info.file_size)
    if expand is not None and (expand.unused_data or left):
        # Bytes between the end of one file and the next header: nothing lists them, so nobody inspects them.
        raise Refused("zip_hidden_data", name=visible(name))
    if checksum != info.CRC:
        raise Refused("zip_checksum", name=visible(name))
