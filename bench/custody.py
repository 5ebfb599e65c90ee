"""Custody: sealing and opening against SHA-256 of the same bytes, and unpacking against plain zipfile and tarfile.

The bytes are random (no disk or cipher gains from zeros) and lie in memory or in a file of the same temporary folder;
put counts everything to the last fsync. Plain zipfile believes what the archive says; ours checks it and hashes what
comes out, which the floor does not.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.row import Row, best_of
from gongdao.custody.keys import MasterKeys
from gongdao.custody.store import Store, folder_store
from gongdao.custody.unpack import unpack

MIB = 1 << 20
SIZE = 64 * MIB
FILES = 1_000
RUNS = 5


def run() -> Iterator[Row]:
    """MB/s of put, open and a whole verification against SHA-256; files/s unpacked against the standard library."""
    content = os.urandom(SIZE)
    floor = SIZE / 1e6 / best_of(RUNS, lambda: timed(lambda: hashlib.sha256(content).digest()))
    yield Row("SHA-256 of the same 64 MiB, in memory", floor, "MB/s")
    with tempfile.TemporaryDirectory() as name:
        yield from _store(folder_store(Path(name), MasterKeys(os.urandom(32))), content, floor)
    yield from _unpacking()


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _store(store: Store, content: bytes, floor: float) -> Iterator[Row]:
    orders = iter(range(100))
    against = "SHA-256 of the same bytes"

    def put() -> float:
        order = f"order-{next(orders)}"
        return timed(lambda: store.put(order, io.BytesIO(content)))

    yield Row("put: hash, seal, write, fsync", SIZE / 1e6 / best_of(RUNS, put), "MB/s", against, floor, ">= 0.25")
    sha256 = store.put("read", io.BytesIO(content)).sha256
    opened = best_of(RUNS, lambda: timed(lambda: [len(piece) for piece in store.open("read", sha256)]))
    yield Row("open: read, unseal, verify each piece", SIZE / 1e6 / opened, "MB/s", against, floor, ">= 1.0")
    verified = best_of(RUNS, lambda: timed(lambda: store.verify("read", sha256)))
    yield Row("verify: unseal and hash again", SIZE / 1e6 / verified, "MB/s", against, floor)
    preview = best_of(RUNS, lambda: timed(lambda: store.read("read", sha256, 40 * MIB, 4096)))
    yield Row("a range of 4 KiB out of 64 MiB", preview * 1000, "ms")
    small = best_of(3, lambda: timed(lambda: [store.put("small", io.BytesIO(os.urandom(500))) for _ in range(100)]))
    yield Row("put of 500 bytes, each to its own fsync", 100 / small, "files/s")


def _unpacking() -> Iterator[Row]:
    content = {f"site/page{i % 40}/{i}.html": b"<p>" + os.urandom(6_000).hex().encode() for i in range(FILES)}
    packed, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        for name, body in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))

    def ours(source: io.BytesIO, name: str) -> float:
        with tempfile.TemporaryDirectory() as folder:
            return timed(lambda: unpack(source, name, Path(folder)))

    def plain_zip() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return timed(lambda: zipfile.ZipFile(packed).extractall(folder))

    def plain_tar() -> float:
        def extract() -> None:
            tarred.seek(0)
            with tarfile.open(fileobj=tarred) as tar:
                tar.extractall(folder, filter="data")

        with tempfile.TemporaryDirectory() as folder:
            return timed(extract)

    plain = FILES / best_of(RUNS, plain_zip)
    safe = FILES / best_of(RUNS, lambda: ours(packed, "site.zip"))
    yield Row(f"unpack a zip of {FILES} files, checked and hashed", safe, "files/s", "plain zipfile", plain, ">= 0.5")
    plain = FILES / best_of(RUNS, plain_tar)
    safe = FILES / best_of(RUNS, lambda: ours(tarred, "site.tar.gz"))
    yield Row(f"unpack a tar.gz of {FILES} files", safe, "files/s", "plain tarfile, data filter", plain, ">= 0.5")
