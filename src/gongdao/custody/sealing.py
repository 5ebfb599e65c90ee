"""Sealed objects: a stream of bytes encrypted so that any change to the stored form is noticed before use.

A sealed object is `header | chunk … | footer`. Chunks of 256 KiB are AES-256-GCM under a key made for
this one object (HKDF-SHA256 of the order's key and a random salt in the header), with the chunk's number
and a last-chunk flag as nonce: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), so
that chunks can be neither reordered, dropped, nor cut off at the end. The footer seals the plaintext's
SHA-256 and size, so that an object put in another's place is found out before its first byte is handed
over, also when only a range is read.

This module refuses to hold an object in memory, and it never writes plaintext to disk.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongdao.custody.faults import Refused, Tampered

MAGIC = b"gongdao-sealed-1"
SALT = 32
HEADER = len(MAGIC) + SALT
CHUNK = 256 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG
FOOTER = 32 + 8 + TAG
KEY = 32
MIDDLE, LAST, END = b"\x00", b"\x01", b"\x02"
# Sequential reading asks the shelf for this many chunks at once: one request of 8 MiB, not 32 small ones.
READ_AHEAD = 32

ReadAt = Callable[[int, int], bytes]


class Stored(NamedTuple):
    """What was put: SHA-256 of the plaintext in hex, and its size in bytes."""

    sha256: str
    size: int


def seal(order_key: bytes, source: BinaryIO, sink: BinaryIO, limit: int | None = None) -> Stored:
    """Read `source` to its end, write its sealed form to `sink`, hash on the way; memory is two chunks.

    Raises `Refused("too_large")` as soon as more than `limit` bytes have come.
    """
    salt = os.urandom(SALT)
    header = MAGIC + salt
    cipher = AESGCM(object_key(order_key, salt))
    digest = hashlib.sha256()
    size = 0
    number = 0
    sink.write(header)
    held = read_full(source, CHUNK)
    while True:
        following = read_full(source, CHUNK) if len(held) == CHUNK else b""
        digest.update(held)
        size += len(held)
        if limit is not None and size + len(following) > limit:
            raise Refused("too_large", limit=limit)
        sink.write(cipher.encrypt(nonce(number, MIDDLE if following else LAST), held, header))
        if not following:
            break
        held = following
        number += 1
    footer = digest.digest() + struct.pack(">Q", size)
    sink.write(cipher.encrypt(nonce(number + 1, END), footer, header))
    return Stored(digest.hexdigest(), size)


def object_key(order_key: bytes, salt: bytes) -> bytes:
    """The key of one object (HKDF, RFC 5869). A key for each object lets the nonce be a plain counter."""
    if len(order_key) != KEY:
        raise ValueError(f"an order key has {KEY} bytes, got {len(order_key)}")
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=b"gongdao custody object").derive(order_key)


def nonce(number: int, flag: bytes) -> bytes:
    """96 bits: the chunk's number in 88; middle chunk, last chunk or footer in 8."""
    return number.to_bytes(11, "big") + flag


def chunks_of(size: int) -> int:
    """How many chunks hold `size` bytes; an empty object has one empty chunk, so that it is sealed too."""
    return max(1, -(-size // CHUNK))


def sealed_size(size: int) -> int:
    """Bytes on the shelf for `size` bytes of plaintext."""
    return HEADER + size + TAG * chunks_of(size) + FOOTER


def read_full(source: BinaryIO, length: int) -> bytes:
    """Exactly `length` bytes unless the source ends: sockets and pipes give less than they were asked for."""
    piece = source.read(length)
    if len(piece) == length or not piece:
        return piece
    pieces = [piece]
    missing = length - len(piece)
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


class Unsealed(io.RawIOBase):
    """A sealed object read back as a seekable file of its plaintext; nothing is given out unverified.

    `read_at(start, length)` reads the sealed form, `length_sealed` is its whole length. `expected` is the
    SHA-256 the caller asked for; None where the name it lies under is no hash (a label). Raises `Tampered` at
    opening when header, footer or length do not fit, and at reading when a chunk does not.
    """

    def __init__(self, order_key: bytes, read_at: ReadAt, length_sealed: int, expected: str | None) -> None:
        super().__init__()
        self._read_at = read_at
        self._expected = expected
        self._at = 0
        self._cached: tuple[int, bytes] = (-1, b"")
        if length_sealed < sealed_size(0):
            raise Tampered("sealed_cut", sha256=expected)
        self._header = read_at(0, HEADER)
        if len(self._header) != HEADER or not self._header.startswith(MAGIC):
            raise Tampered("sealed_altered", sha256=expected)
        self._cipher = AESGCM(object_key(order_key, self._header[len(MAGIC) :]))
        self.size = self._open_footer(length_sealed)
        self._count = chunks_of(self.size)

    def _open_footer(self, length_sealed: int) -> int:
        # The number of chunks follows from the length alone; a wrong length gives a wrong nonce, so a cut or
        # lengthened object cannot be told from an altered one, and need not be.
        body = length_sealed - HEADER - FOOTER
        count = -(-body // SEALED_CHUNK)
        sealed = self._read_at(length_sealed - FOOTER, FOOTER)
        try:
            footer = self._cipher.decrypt(nonce(count, END), sealed, self._header)
        except InvalidTag:
            raise Tampered("sealed_altered", sha256=self._expected) from None
        size = int(struct.unpack(">Q", footer[32:])[0])
        if sealed_size(size) != length_sealed:
            raise Tampered("sealed_cut", sha256=self._expected)
        if self._expected is not None and footer[:32].hex() != self._expected:
            raise Tampered("sealed_swapped", sha256=self._expected)
        return size

    def _unseal(self, first: int, sealed: bytes) -> Iterator[bytes]:
        view = memoryview(sealed)
        for offset in range(0, len(sealed), SEALED_CHUNK):
            number = first + offset // SEALED_CHUNK
            flag = LAST if number == self._count - 1 else MIDDLE
            try:
                yield self._cipher.decrypt(nonce(number, flag), view[offset : offset + SEALED_CHUNK], self._header)
            except InvalidTag:
                raise Tampered("sealed_altered", sha256=self._expected, chunk=number) from None

    def _sealed_chunks(self, first: int, count: int) -> bytes:
        last = min(first + count, self._count)
        start = HEADER + first * SEALED_CHUNK
        end = HEADER + last * SEALED_CHUNK
        if last == self._count:
            end = HEADER + self.size + TAG * self._count
        sealed = self._read_at(start, end - start)
        if len(sealed) != end - start:
            raise Tampered("sealed_cut", sha256=self._expected)
        return sealed

    def pieces(self) -> Iterator[bytes]:
        """The whole plaintext in pieces of at most 256 KiB, each verified before it is given out."""
        for first in range(0, self._count, READ_AHEAD):
            yield from self._unseal(first, self._sealed_chunks(first, READ_AHEAD))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self.size or not len(target):
            return 0
        number, within = divmod(self._at, CHUNK)
        if self._cached[0] != number:
            [plain] = self._unseal(number, self._sealed_chunks(number, 1))
            self._cached = (number, plain)
        piece = self._cached[1][within : within + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
