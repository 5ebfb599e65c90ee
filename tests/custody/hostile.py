"""Builds hostile deliveries, each with what must become of it. `python -m tests.custody.hostile FOLDER` writes
them all out, to look at or to try on another program.

Each builder returns bytes and is named for its trick; `@hostile` says the file name it is handed over under,
whether it must be refused whole or contained, with which code, and which files must come out when contained.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

MIB = 1 << 20


class Hostile(NamedTuple):
    """One delivery: its trick, the name it comes under, the expected fate and code, the files that remain."""

    trick: str
    name: str
    fate: str
    code: str
    files: tuple[str, ...] | None
    build: Callable[[], bytes]


HOSTILE: list[Hostile] = []
Builder = Callable[[], bytes]


def hostile(name: str, fate: str, code: str, files: Iterable[str] | None = None) -> Callable[[Builder], Builder]:
    def register(build: Builder) -> Builder:
        kept = None if files is None else tuple(sorted(files))
        HOSTILE.append(Hostile(build.__name__, name, fate, code, kept, build))
        return build

    return register


# --- a zip writer that can lie ---------------------------------------------------------------------------------


class Part(NamedTuple):
    """One zip entry, each field of which may contradict the others."""

    name: bytes
    content: bytes = b"x"
    method: int = 8
    flags: int = 0
    mode: int = 0
    crc: int | None = None
    size: int | None = None
    local_name: bytes | None = None
    local_method: int | None = None
    body: bytes | None = None
    extra: bytes = b""
    at: int | None = None


def deflated(content: bytes, level: int = 6) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(*parts: Part, comment: bytes = b"", disk: int = 0, count: int | None = None) -> bytes:
    out = bytearray()
    directory = bytearray()
    for part in parts:
        body = part.body
        if body is None:
            body = deflated(part.content) if part.method == 8 else part.content
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        at = len(out) if part.at is None else part.at
        local_name = part.name if part.local_name is None else part.local_name
        method = part.method if part.local_method is None else part.local_method
        if part.at is None:
            out += struct.pack(
                "<4s5H3I2H", b"PK\x03\x04", 20, part.flags, method, 0, 33, crc, len(body), size, len(local_name), 0
            )
            out += local_name + body
        system = 3 if part.mode else 0
        sizes = (crc, len(body), size, len(part.name), len(part.extra), 0, 0, 0, part.mode << 16, at)
        first = (b"PK\x01\x02", 20, system, 20, part.flags, part.method, 0, 33)
        directory += struct.pack("<4sBB5H3I5H2I", *first, *sizes)
        directory += part.name + part.extra
    start = len(out)
    number = len(parts) if count is None else count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", disk, disk, number & 0xFFFF, number & 0xFFFF,
                      len(directory), start, len(comment))  # fmt: skip
    return bytes(out + directory) + end + comment


def z(*names: str, flags: int = 0x800) -> bytes:
    return zipped(*(Part(name.encode(), name.encode(), flags=flags) for name in names))


# --- names -----------------------------------------------------------------------------------------------------


@hostile("site.zip", "refused", "name_traversal")
def zip_traversal() -> bytes:
    return z("index.html", "../outside.txt")


@hostile("site.zip", "refused", "name_traversal")
def zip_traversal_from_within() -> bytes:
    return z("a/b/../../../outside.txt")


@hostile("site.zip", "refused", "name_traversal")
def zip_traversal_with_backslashes() -> bytes:
    return z("..\\..\\outside.txt")


@hostile("site.zip", "refused", "name_traversal")
def zip_folder_traversal() -> bytes:
    return zipped(Part(b"ok.txt"), Part(b"../outside/", b""))


@hostile("site.zip", "refused", "name_absolute")
def zip_absolute() -> bytes:
    return z("/etc/cron.d/job")


@hostile("site.zip", "refused", "name_absolute")
def zip_drive_letter() -> bytes:
    return z("C:\\Windows\\x.dll")


@hostile("site.zip", "refused", "name_absolute")
def zip_network_share() -> bytes:
    return z("\\\\server\\share\\x")


@hostile("site.zip", "refused", "name_nul")
def zip_nul_in_name() -> bytes:
    return z("index.html\0.exe")


@hostile("site.zip", "refused", "name_empty")
def zip_name_of_dots() -> bytes:
    return z("./.")


@hostile("site.zip", "refused", "name_too_long")
def zip_name_too_long() -> bytes:
    return z("x" * 300)


@hostile("site.zip", "refused", "name_too_long")
def zip_path_too_long() -> bytes:
    return z("/".join(["abcdefgh" * 10] * 30))


@hostile("site.zip", "refused", "name_too_long")
def zip_name_of_sixty_thousand_bytes() -> bytes:
    return z("y" * 60_000)


@hostile("site.zip", "refused", "name_too_deep")
def zip_too_deep() -> bytes:
    return z("/".join("d" * 200) + "/x")


@hostile("site.zip", "refused", "name_twice")
def zip_same_name_twice() -> bytes:
    return zipped(Part(b"index.html", b"the good one"), Part(b"index.html", b"the bad one"))


@hostile("site.zip", "refused", "name_twice")
def zip_same_name_twice_by_a_dot() -> bytes:
    return zipped(Part(b"a/index.html", b"the good one"), Part(b"a/index.html", b"the bad one"))


@hostile("site.zip", "contained", "name_disguised", ["a_b.txt", "a_b~2.txt"])
def zip_two_names_that_clean_to_one() -> bytes:
    return z("a\u202eb.txt", "a\u200fb.txt")


@hostile("site.zip", "contained", "name_case_collision", ["Index.html", "index~2.html"])
def zip_names_differing_by_case() -> bytes:
    return z("Index.html", "index.html")


@hostile("site.zip", "contained", "name_normal_collision", ["caf\u00e9.txt", "cafe\u0301~2.txt"])
def zip_names_differing_by_normal_form() -> bytes:
    return z("caf\u00e9.txt", "cafe\u0301.txt")


@hostile("site.zip", "contained", "name_case_collision", ["data", "data~2. "])
def zip_names_differing_by_a_trailing_dot() -> bytes:
    return z("data", "data. ")


@hostile("site.zip", "refused", "name_file_and_folder")
def zip_file_that_is_also_a_folder() -> bytes:
    return z("a", "a/b")


@hostile("site.zip", "refused", "name_file_and_folder")
def zip_folder_that_is_also_a_file() -> bytes:
    return z("a/b", "a")


@hostile("site.zip", "contained", "name_windows_reserved", ["con.txt", "aux/x"])
def zip_names_windows_keeps_for_devices() -> bytes:
    return z("con.txt", "aux/x")


@hostile("site.zip", "contained", "name_windows_unsafe", ["page.html:hidden"])
def zip_alternate_data_stream() -> bytes:
    return z("page.html:hidden")


@hostile("site.zip", "contained", "name_disguised", ["a_b_.txt"])
def zip_control_characters() -> bytes:
    return z("a\x1bb\n.txt")


@hostile("site.zip", "contained", "name_disguised", ["invoice_gpj.exe"])
def zip_right_to_left_override() -> bytes:
    return z("invoice\u202egpj.exe")


@hostile("site.zip", "contained", "name_backslash", ["css/main.css", "index.html"])
def zip_backslashes_for_slashes() -> bytes:
    return z("css\\main.css", "index.html")


@hostile("site.zip", "contained", "names_gb18030", ["网站/首页.html", "网站/产品列表.html"])
def zip_gbk_names_from_windows() -> bytes:
    return zipped(*(Part(name.encode("gbk")) for name in ("网站/首页.html", "网站/产品列表.html")))


@hostile("site.zip", "contained", "", ["网站/首页.html", "plain.txt"])
def zip_utf8_names_without_the_flag() -> bytes:
    return z("网站/首页.html", "plain.txt", flags=0)


@hostile("site.zip", "contained", "", ["首页.html"])
def zip_unicode_path_beside_a_plain_name() -> bytes:
    raw, told = b"page.html", "首页.html".encode()
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + told
    return zipped(Part(raw, extra=struct.pack("<HH", 0x7075, len(field)) + field))


@hostile("site.zip", "refused", "name_traversal")
def zip_unicode_path_that_climbs_out() -> bytes:
    raw, told = b"page.html", b"../../outside.html"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + told
    return zipped(Part(raw, extra=struct.pack("<HH", 0x7075, len(field)) + field))


@hostile("site.zip", "contained", "names_unknown_encoding", ["%FF%FEabc.txt"])
def zip_names_in_no_encoding() -> bytes:
    return zipped(Part(b"\xff\xfeabc.txt"))


@hostile("site.zip", "refused", "name_encoding_wrong")
def zip_names_said_to_be_utf8_that_are_not() -> bytes:
    return zipped(Part(b"\xff\xfe.txt", flags=0x800))


# --- links and special files -----------------------------------------------------------------------------------


def zip_mode(kind: int, content: bytes = b"") -> bytes:
    return zipped(Part(b"ok.txt"), Part(b"special", content, mode=kind | 0o777))


@hostile("site.zip", "refused", "link_outside")
def zip_link_out() -> bytes:
    return zip_mode(stat.S_IFLNK, b"../../etc/passwd")


@hostile("site.zip", "refused", "link_outside")
def zip_link_absolute() -> bytes:
    return zip_mode(stat.S_IFLNK, b"/etc/passwd")


@hostile("site.zip", "refused", "link_outside")
def zip_link_of_endless_length() -> bytes:
    return zip_mode(stat.S_IFLNK, b"a/" * 100_000)


@hostile("site.zip", "refused", "link_outside")
def zip_link_then_a_file_through_it() -> bytes:
    return zipped(Part(b"d", b"/tmp", mode=stat.S_IFLNK | 0o777), Part(b"d/outside.txt"))


@hostile("site.zip", "contained", "link_not_followed", ["d/inside.txt", "ok.txt"])
def zip_inner_link_then_a_file_through_it() -> bytes:
    return zipped(Part(b"ok.txt"), Part(b"d", b"e", mode=stat.S_IFLNK | 0o777), Part(b"d/inside.txt"))


@hostile("site.zip", "refused", "special_file")
def zip_fifo() -> bytes:
    return zip_mode(stat.S_IFIFO)


@hostile("site.zip", "refused", "special_file")
def zip_character_device() -> bytes:
    return zip_mode(stat.S_IFCHR)


@hostile("site.zip", "refused", "special_file")
def zip_block_device() -> bytes:
    return zip_mode(stat.S_IFBLK)


@hostile("site.zip", "refused", "special_file")
def zip_socket() -> bytes:
    return zip_mode(stat.S_IFSOCK)


# --- bombs -----------------------------------------------------------------------------------------------------


@hostile("site.zip", "refused", "bomb_ratio")
def zip_of_zeros() -> bytes:
    return zipped(Part(b"zeros", bytes(40 * MIB)))


@hostile("site.zip", "refused", "bomb_total")
def zip_announcing_ten_terabytes() -> bytes:
    return zipped(*(Part(b"%d" % i, size=500 * MIB) for i in range(20)))


@hostile("site.zip", "refused", "bomb_file")
def zip_with_one_enormous_file() -> bytes:
    return zipped(Part(b"big", size=0xFFFFFFF0))


@hostile("site.zip", "refused", "bomb_count")
def zip_of_many_empty_files() -> bytes:
    return zipped(*(Part(b"%d" % i, b"", 0) for i in range(20_001)))


@hostile("site.zip", "refused", "bomb_count")
def zip_with_an_enormous_directory() -> bytes:
    extra = struct.pack("<HH", 0x9999, 65_000) + bytes(65_000)
    return zipped(*(Part(b"%d" % i, b"", 0, extra=extra) for i in range(130)))


@hostile("site.zip", "refused", "bomb_count")
def zip_with_more_entries_than_it_announces() -> bytes:
    return zipped(*(Part(b"%d" % i, b"", 0) for i in range(20_001)), count=1)


@hostile("site.zip", "refused", "zip_overlap")
def zip_one_body_for_many_names() -> bytes:
    body = deflated(bytes(MIB))
    first = Part(b"a", bytes(MIB), body=body)
    return zipped(first, *(first._replace(name=b"a", at=0) for _ in range(500)))


@hostile("site.zip", "refused", "zip_overlap")
def zip_an_entry_inside_another() -> bytes:
    inner = zipped(Part(b"inner", b"i" * 100, 0))[:-60]
    return zipped(Part(b"outer", inner, 0), Part(b"inner", b"i" * 100, 0, at=30 + len(b"outer")))


@hostile("site.zip", "contained", "nested_refused", ["inner.zip", "ok.txt"])
def zip_with_a_bomb_inside() -> bytes:
    return zipped(Part(b"ok.txt"), Part(b"inner.zip", zip_of_zeros(), 0))


@hostile("site.zip", "contained", "nested_not_opened")
def zip_ten_deep() -> bytes:
    content = z("core.txt")
    for level in range(10):
        content = zipped(Part(b"level%d.zip" % level, content, 0))
    return content


@hostile("site.zip", "contained", "nested_refused", ["inner.zip", "ok.txt"])
def zip_with_traversal_inside() -> bytes:
    return zipped(Part(b"ok.txt"), Part(b"inner.zip", zip_traversal(), 0))


@hostile("site.zip", "contained", "nested_opened", ["inner.tar.gz", "inner.tar.gz.unpacked/a.txt"])
def zip_with_a_tar_inside() -> bytes:
    return zipped(Part(b"inner.tar.gz", gzip.compress(tarred(member("a.txt", b"a"))), 0))


# --- broken and dishonest zips ---------------------------------------------------------------------------------


@hostile("site.zip", "refused", "zip_encrypted")
def zip_with_a_password() -> bytes:
    return zipped(Part(b"secret.txt", flags=1))


@hostile("site.zip", "refused", "zip_encrypted")
def zip_strongly_encrypted() -> bytes:
    return zipped(Part(b"secret.txt", flags=0x41))


@hostile("site.zip", "refused", "zip_broken")
def zip_garbage_for_a_body() -> bytes:
    return zipped(Part(b"a", b"x" * 100, body=b"\xff" * 50))


@hostile("site.zip", "refused", "zip_broken")
def zip_cut_off() -> bytes:
    return zipped(Part(b"a", os.urandom(5000)))[:3000]


@hostile("site.zip", "refused", "zip_broken")
def zip_directory_outside_the_file() -> bytes:
    whole = bytearray(z("a"))
    struct.pack_into("<I", whole, len(whole) - 6, 0x7FFFFFFF)
    return bytes(whole)


@hostile("site.zip", "refused", "zip_broken")
def zip_entry_pointing_nowhere() -> bytes:
    return zipped(Part(b"a"), Part(b"b", at=5))


@hostile("site.zip", "refused", "zip_checksum")
def zip_wrong_checksum() -> bytes:
    return zipped(Part(b"a", b"content", crc=0xDEADBEEF))


@hostile("site.zip", "refused", "zip_wrong_size")
def zip_more_than_announced() -> bytes:
    return zipped(Part(b"a", b"x" * 5000, size=10))


@hostile("site.zip", "refused", "zip_wrong_size")
def zip_less_than_announced() -> bytes:
    return zipped(Part(b"a", b"x" * 10, size=5000))


@hostile("site.zip", "refused", "zip_hidden_data")
def zip_data_hidden_behind_a_file() -> bytes:
    return zipped(Part(b"a", b"seen", body=deflated(b"seen") + b"never listed"))


@hostile("site.zip", "refused", "zip_names_disagree")
def zip_two_names_for_one_entry() -> bytes:
    return zipped(Part(b"readme.txt", local_name=b"readme.exe"))


@hostile("site.zip", "refused", "zip_headers_disagree")
def zip_two_methods_for_one_entry() -> bytes:
    return zipped(Part(b"a", local_method=0))


@hostile("site.zip", "refused", "zip_method")
def zip_unusual_method() -> bytes:
    return zipped(Part(b"a", b"x" * 100, 12, body=bz2.compress(b"x" * 100)))


@hostile("site.zip", "refused", "zip_ambiguous")
def zip_two_ends() -> bytes:
    return zipped(Part(b"for-this-program.txt"), comment=z("for-that-program.txt"))


@hostile("site.zip", "refused", "zip_split")
def zip_one_of_several_disks() -> bytes:
    return zipped(Part(b"a"), disk=3)


@hostile("site.zip", "refused", "zip_broken")
def zip64_record_elsewhere() -> bytes:
    plain = z("a")
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, 1 << 60, 1)
    return plain[:-22] + locator + plain[-22:]


@hostile("site.zip", "refused", "zip_ambiguous")
def zip_an_end_that_does_not_fit_inside_the_one_that_does() -> bytes:
    """The comment of the true end holds another list of files and an end for it whose own comment would be too long:
    some programs take the last end there is, whether it fits or not."""
    both = zipped(Part(b"shown.txt", b"harmless"), Part(b"hidden.txt", b"harmful!"))
    end = both.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<H2I", both, end + 10)
    first = 46 + len("shown.txt")
    directory = both[start:end]
    again = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, end + 22, 999)
    comment = directory + again
    true = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, first, end - first, len(comment))
    return both[: end - size] + directory[first:] + directory[:first] + true + comment


@hostile("site.zip", "refused", "zip_broken")
def zip64_record_that_is_not_the_one_read() -> bytes:
    """The locator points to a harmless record; the one in front of it, which readers take, announces what it likes."""
    plain = z("a")
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 47, len(plain) - 22 - 47)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(plain) - 22, 1)
    return plain[:-22] + record + record + locator + plain[-22:]


@hostile("site.zip", "contained", "nested_not_opened", ["n" * 250 + ".zip"])
def zip_inside_under_a_name_with_no_room() -> bytes:
    return zipped(Part(b"n" * 250 + b".zip", z("a.txt")))


@hostile("site.zip", "refused", "empty_archive")
def zip_of_nothing() -> bytes:
    return zipped()


@hostile("site.zip", "refused", "empty_archive")
def zip_of_folders_only() -> bytes:
    return zipped(Part(b"a/", b"", 0), Part(b"a/b/", b"", 0))


@hostile("site.zip", "refused", "not_an_archive")
def zip_that_is_a_page() -> bytes:
    return b"<!doctype html><title>404</title>"


@hostile("site.zip", "refused", "not_an_archive")
def zip_behind_a_picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(100) + z("hidden.txt")


# --- tars ------------------------------------------------------------------------------------------------------


def member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "", mode: int = 0o644) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.type = kind
    info.linkname = link
    info.mode = mode
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape") + content + bytes(-len(content) % 512)


def tarred(*members: bytes) -> bytes:
    return b"".join(members) + bytes(1024)


def header_with(name: bytes, size_field: bytes, kind: bytes = b"0") -> bytes:
    block = bytearray(tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT))
    block[0:100] = name.ljust(100, b"\0")
    block[124:136] = size_field
    block[156:157] = kind
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def pax(records: bytes, kind: bytes = b"x") -> bytes:
    return header_with(b"pax", b"%011o\0" % len(records), kind) + records + bytes(-len(records) % 512)


def record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    length = len(body) + len(str(len(body)))
    length = len(body) + len(str(length))
    return str(length).encode() + body


@hostile("site.tar", "refused", "name_traversal")
def tar_traversal() -> bytes:
    return tarred(member("../outside.txt", b"x"))


@hostile("site.tar", "refused", "name_absolute")
def tar_absolute() -> bytes:
    return tarred(member("/etc/passwd", b"x"))


@hostile("site.tar", "refused", "name_traversal")
def tar_traversal_by_extended_header() -> bytes:
    return tarred(pax(record("path", "../outside.txt")), member("inside.txt", b"x"))


@hostile("site.tar", "refused", "link_outside")
def tar_link_out() -> bytes:
    return tarred(member("l", kind=tarfile.SYMTYPE, link="../../etc"))


@hostile("site.tar", "refused", "link_outside")
def tar_link_out_then_a_file_through_it() -> bytes:
    return tarred(member("d", kind=tarfile.SYMTYPE, link="/tmp"), member("d/outside.txt", b"x"))


@hostile("site.tar", "refused", "link_outside")
def tar_link_out_by_extended_header() -> bytes:
    return tarred(pax(record("linkpath", "/etc/passwd")), member("l", kind=tarfile.SYMTYPE, link="ok"))


@hostile("site.tar", "refused", "link_outside")
def tar_hard_link_to_the_host() -> bytes:
    return tarred(member("ok.txt", b"x"), member("l", kind=tarfile.LNKTYPE, link="/etc/passwd"))


@hostile("site.tar", "contained", "", ["a.txt", "b.txt"])
def tar_hard_link_within() -> bytes:
    return tarred(member("a.txt", b"x"), member("b.txt", kind=tarfile.LNKTYPE, link="a.txt"))


@hostile("site.tar", "refused", "bomb_ratio")
def tar_hard_links_that_multiply() -> bytes:
    links = (member(f"l{i}", kind=tarfile.LNKTYPE, link="a") for i in range(120))
    return gzip.compress(tarred(member("a", os.urandom(300_000)), *links))


@hostile("site.tar", "refused", "special_file")
def tar_character_device() -> bytes:
    return tarred(member("null", kind=tarfile.CHRTYPE))


@hostile("site.tar", "refused", "special_file")
def tar_block_device() -> bytes:
    return tarred(member("sda", kind=tarfile.BLKTYPE))


@hostile("site.tar", "refused", "special_file")
def tar_fifo() -> bytes:
    return tarred(member("pipe", kind=tarfile.FIFOTYPE))


@hostile("site.tar", "refused", "special_file")
def tar_unknown_kind() -> bytes:
    return tarred(header_with(b"odd", b"%011o\0" % 0, b"Z"))


@hostile("site.tar", "refused", "tar_sparse")
def tar_sparse_file() -> bytes:
    return tarred(member("sparse", kind=tarfile.GNUTYPE_SPARSE))


@hostile("site.tar", "refused", "tar_sparse")
def tar_sparse_by_extended_header() -> bytes:
    return tarred(pax(record("GNU.sparse.realsize", "9999999999")), member("sparse", b"x"))


@hostile("site.tar.gz", "refused", "bomb_ratio")
def tar_gz_of_zeros() -> bytes:
    return gzip.compress(tarred(member("zeros", bytes(40 * MIB))))


@hostile("site.tar.xz", "refused", "bomb_ratio")
def tar_xz_of_zeros() -> bytes:
    return lzma.compress(tarred(member("zeros", bytes(40 * MIB))), preset=0)


@hostile("site.tar.bz2", "refused", "bomb_ratio")
def tar_bz2_of_zeros() -> bytes:
    return bz2.compress(tarred(member("zeros", bytes(40 * MIB))), 9)


@hostile("site.tar.xz", "refused", "tar_broken")
def tar_xz_wanting_four_gigabytes_of_memory() -> bytes:
    """A block header that asks for a 4 GiB dictionary, its own checksum mended."""
    whole = bytearray(lzma.compress(tarred(member("a", b"x")), preset=0))
    header = whole[12 : 12 + (whole[12] + 1) * 4]
    assert header[2] == 0x21
    header[4] = 40
    struct.pack_into("<I", header, len(header) - 4, zlib.crc32(header[:-4]))
    whole[12 : 12 + len(header)] = header
    return bytes(whole)


@hostile("site.tar", "refused", "bomb_file")
def tar_announcing_eight_gigabytes() -> bytes:
    return header_with(b"big", b"77777777777\0") + bytes(1024)


@hostile("site.tar", "refused", "tar_broken")
def tar_negative_size() -> bytes:
    return header_with(b"neg", b"\xff" * 12) + bytes(1024)


@hostile("site.tar", "refused", "name_too_long")
def tar_endless_extended_header() -> bytes:
    return header_with(b"pax", b"77777777777\0", b"x") + bytes(1024)


@hostile("site.tar", "refused", "name_too_long")
def tar_endless_long_name() -> bytes:
    return header_with(b"././@LongLink", b"77777777777\0", b"L") + bytes(1024)


@hostile("site.tar", "refused", "tar_broken")
def tar_extended_header_of_nonsense() -> bytes:
    return tarred(pax(b"99999 path=x\n"), member("a", b"x"))


@hostile("site.tar", "refused", "bomb_count")
def tar_chain_of_extended_headers() -> bytes:
    return pax(record("comment", "x")) * 20_001 + tarred(member("a", b"x"))


@hostile("site.tar", "refused", "archive_cut")
def tar_cut_off() -> bytes:
    return tarred(member("a", os.urandom(5000)))[:3000]


@hostile("site.tar.gz", "refused", "archive_cut")
def tar_gz_cut_off() -> bytes:
    return gzip.compress(tarred(member("a", os.urandom(50_000))))[:20_000]


@hostile("site.tar", "refused", "tar_broken")
def tar_broken_in_the_middle() -> bytes:
    return member("a", b"x") + b"\x41" * 512 + tarred(member("b", b"x"))


@hostile("site.tar.gz", "refused", "tar_broken")
def tar_gz_with_a_wrong_checksum() -> bytes:
    whole = bytearray(gzip.compress(tarred(member("a", os.urandom(5000)))))
    whole[len(whole) // 2] ^= 0x55
    return bytes(whole)


@hostile("site.tar", "refused", "tar_broken")
def tar_that_is_a_page() -> bytes:
    return b"<!doctype html><title>404</title>".ljust(2048)


@hostile("site.tar", "refused", "empty_archive")
def tar_of_nothing() -> bytes:
    return tarred()


@hostile("site.tar", "contained", "tar_no_end", ["a.txt"])
def tar_without_an_end() -> bytes:
    return member("a.txt", b"x")


@hostile("site.tar", "refused", "tar_hidden_data")
def tar_behind_its_own_end() -> bytes:
    """A second archive after the first one's end: some programs unpack both."""
    return tarred(member("shown.txt", b"x")) + b"\0" * 1024 + tarred(member("hidden.txt", b"y"))


@hostile("site.tar.gz", "refused", "bomb_ratio")
def tar_filled_up_with_zeros() -> bytes:
    return gzip.compress(tarred(member("a.txt", b"x")) + b"\0" * (40 << 20), mtime=0)


@hostile("site.tar.gz", "refused", "bomb_count")
def tar_of_empty_streams() -> bytes:
    """Each compressed stream holds nothing and still has to be begun and ended."""
    return gzip.compress(b"", mtime=0) * 110_000


@hostile("site.tar", "refused", "name_twice")
def tar_same_name_twice() -> bytes:
    return tarred(member("a", b"good"), member("a", b"bad"))


@hostile("site.tar", "contained", "names_gb18030", ["数据/商品.csv"])
def tar_gbk_names() -> bytes:
    return tarred(member("数据/商品.csv".encode("gbk").decode("utf-8", "surrogateescape"), b"x"))


@hostile("site.tar", "contained", "link_not_followed", ["bin/tool.js"])
def tar_link_within() -> bytes:
    return tarred(member("bin/tool.js", b"x"), member("tool", kind=tarfile.SYMTYPE, link="bin/tool.js"))


@hostile("site.tar", "contained", "", ["run.sh"])
def tar_program_with_the_owner_bit() -> bytes:
    return tarred(member("run.sh", b"#!/bin/sh\n", mode=0o6777))


# --- git bundles -----------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "s", f"GIT_{who}_EMAIL": "s@x", f"GIT_{who}_DATE": "1700000000 +0000"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, input=given, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def bundled(tree_of: Callable[[Path], str]) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--initial-branch=main")
        commit = git(folder, "commit-tree", tree_of(folder), "-m", "delivered")
        git(folder, "update-ref", "refs/heads/main", commit)
        git(folder, "bundle", "create", "--quiet", "out.bundle", "main")
        return (folder / "out.bundle").read_bytes()


def blob(folder: Path, content: bytes) -> str:
    return git(folder, "hash-object", "-w", "--stdin", given=content)


def raw_tree(folder: Path, *entries: tuple[str, str, str]) -> str:
    """A tree object written as is: git's own commands would refuse these names."""
    body = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(sha) for mode, name, sha in entries)
    return git(folder, "hash-object", "-w", "--literally", "-t", "tree", "--stdin", given=body)


@hostile("site.bundle", "refused", "name_traversal")
def git_tree_that_climbs_out() -> bytes:
    def tree(folder: Path) -> str:
        return raw_tree(folder, ("40000", "..", raw_tree(folder, ("100644", "outside.txt", blob(folder, b"x")))))

    return bundled(tree)


@hostile("site.bundle", "refused", "link_outside")
def git_link_out() -> bytes:
    return bundled(lambda folder: raw_tree(folder, ("120000", "l", blob(folder, b"/etc/passwd"))))


@hostile("site.bundle", "contained", "", [".git/hooks/post-checkout", "a.txt"])
def git_tree_with_hooks() -> bytes:
    """Stored as plain files: nothing is checked out, so nothing runs."""

    def tree(folder: Path) -> str:
        hook = blob(folder, b"#!/bin/sh\ntouch /tmp/gongdao-hook-ran\n")
        hooks = raw_tree(folder, ("100755", "post-checkout", hook))
        dot_git = raw_tree(folder, ("40000", "hooks", hooks))
        return raw_tree(folder, ("40000", ".git", dot_git), ("100644", "a.txt", blob(folder, b"a")))

    return bundled(tree)


@hostile("site.bundle", "contained", "git_submodule", [".gitmodules", "a.txt"])
def git_submodule_elsewhere() -> bytes:
    def tree(folder: Path) -> str:
        modules = blob(folder, b'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch /tmp/gongdao-hook-ran"\n')
        return raw_tree(
            folder,
            ("100644", ".gitmodules", modules),
            ("100644", "a.txt", blob(folder, b"a")),
            ("160000", "x", "1" * 40),
        )

    return bundled(tree)


@hostile("site.bundle", "contained", "", [".gitattributes", "secret.txt"])
def git_attributes_that_hide_files() -> bytes:
    def tree(folder: Path) -> str:
        hide = blob(folder, b"secret.txt export-ignore filter=x\n")
        return raw_tree(folder, ("100644", ".gitattributes", hide), ("100644", "secret.txt", blob(folder, b"here")))

    return bundled(tree)


@hostile("site.bundle", "refused", "bomb_count")
def git_tree_that_multiplies() -> bytes:
    """Ten folders of ten folders of …: ten thousand million files from eleven objects."""

    def tree(folder: Path) -> str:
        level = raw_tree(folder, *(("100644", str(i), blob(folder, b"x")) for i in range(10)))
        for _ in range(9):
            level = raw_tree(folder, *(("40000", str(i), level) for i in range(10)))
        return level

    return bundled(tree)


@hostile("site.bundle", "refused", "bomb_ratio")
def git_of_zeros() -> bytes:
    return bundled(lambda folder: raw_tree(folder, ("100644", "zeros", blob(folder, bytes(40 * MIB)))))


@hostile("site.bundle", "refused", "git_broken")
def git_tree_without_one_of_its_folders() -> bytes:
    """The files listed before the missing folder would look like the whole delivery. git itself would not bundle it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--initial-branch=main")
        one = blob(folder, b"a")
        tree = raw_tree(folder, ("100644", "a.txt", one), ("40000", "b", "2" * 40))
        commit = git(folder, "commit-tree", tree, "-m", "delivered")
        (folder / "objects").write_text("".join(f"{sha}\n" for sha in (commit, tree, one)))
        with (folder / "objects").open("rb") as listed:
            pack = subprocess.run(
                ["git", "pack-objects", "--stdout", "-q"], cwd=folder, stdin=listed, capture_output=True, check=True
            ).stdout
        return f"# v2 git bundle\n{commit} refs/heads/main\n\n".encode() + pack


@hostile("site.bundle", "refused", "link_outside")
def git_link_of_endless_length() -> bytes:
    return bundled(lambda folder: raw_tree(folder, ("120000", "l", blob(folder, b"a/" * 3_000_000))))


@hostile("site.bundle", "refused", "git_broken")
def git_garbage() -> bytes:
    return b"# v2 git bundle\n" + os.urandom(500)


@hostile("site.bundle", "refused", "git_broken")
def git_cut_off() -> bytes:
    return git_attributes_that_hide_files()[:-60]


@hostile("site.bundle", "refused", "git_broken")
def git_needing_what_it_does_not_bring() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--initial-branch=main")
        commit = ""
        for content in (b"first", b"second"):
            tree = raw_tree(folder, ("100644", "a", blob(folder, content)))
            parent = ["-p", commit] if commit else []
            commit = git(folder, "commit-tree", tree, "-m", "c", *parent)
        git(folder, "update-ref", "refs/heads/main", commit)
        git(folder, "bundle", "create", "--quiet", "out.bundle", "main~1..main")
        return (folder / "out.bundle").read_bytes()


# --- single files ----------------------------------------------------------------------------------------------


@hostile("nothing.txt", "refused", "empty_delivery")
def file_of_nothing() -> bytes:
    return b""


@hostile("../../etc/cron.d/job", "contained", "", ["job"])
def file_named_to_climb_out() -> bytes:
    return b"* * * * * root true\n"


@hostile("C:\\Users\\me\\设计.psd", "contained", "", ["设计.psd"])
def file_named_with_a_windows_path() -> bytes:
    return b"8BPS"


@hostile("work.rar", "contained", "archive_not_opened", ["work.rar"])
def file_in_an_archive_format_not_opened() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + bytes(50)


@hostile("work.7z", "contained", "archive_not_opened", ["work.7z"])
def file_in_another_archive_format_not_opened() -> bytes:
    return b"7z\xbc\xaf\x27\x1c" + bytes(50)


@hostile("nul", "contained", "name_windows_reserved", ["nul"])
def file_named_for_a_device() -> bytes:
    return b"x"


def write_all(folder: Path) -> int:
    """Write every hostile delivery under `folder/<trick>/<name>`; returns how many."""
    for one in HOSTILE:
        path = folder / one.trick / Path(one.name.replace("\\", "/")).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.build())
    return len(HOSTILE)


if __name__ == "__main__":
    print(write_all(Path(sys.argv[1])), "hostile deliveries in", sys.argv[1])
