"""The two shelves under the conformance suite, and what only a folder can show: crashes and locks."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongdao.custody.faults import CustodyError, Erased, Tampered
from gongdao.custody.keys import FolderChest, MasterKeys
from gongdao.custody.sealing import CHUNK, Unsealed, seal, sealed_size
from gongdao.custody.shelves import FolderShelf, S3Shelf, Shelf, sweep
from gongdao.custody.store import folder_store
from tests import s3
from tests.custody.store_conformance import MASTERS, StoreConformance


class TestFolderShelf(StoreConformance):
    @pytest.fixture
    def shelf(self, tmp_path: Path) -> Iterator[Shelf]:
        yield FolderShelf(tmp_path / "sealed")
        assert not list((tmp_path / "sealed" / "drafts").iterdir())

    def overwrite(self, shelf: Shelf, name: str, content: bytes) -> None:
        assert isinstance(shelf, FolderShelf)
        (shelf._root / name).parent.mkdir(exist_ok=True)
        (shelf._root / name).write_bytes(content)


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    with s3.served() as address:
        yield f"http://{address}"


@pytest.fixture
def s3_storage(s3_address: str) -> Any:
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from storages.backends.s3 import S3Storage

    bucket = f"custody-{os.urandom(4).hex()}"
    storage = S3Storage(
        access_key="test",
        secret_key="test",
        bucket_name=bucket,
        endpoint_url=s3_address,
        region_name="us-east-1",
        location="sealed/here",
    )
    storage.connection.create_bucket(Bucket=bucket)
    return storage


class TestS3Shelf(StoreConformance):
    @pytest.fixture
    def shelf(self, tmp_path: Path, s3_storage: Any) -> Iterator[Shelf]:
        yield S3Shelf(s3_storage, tmp_path / "drafts")
        assert not list((tmp_path / "drafts").iterdir())

    def overwrite(self, shelf: Shelf, name: str, content: bytes) -> None:
        assert isinstance(shelf, S3Shelf)
        shelf._storage.bucket.Object(shelf._key(name)).put(Body=content)

    def test_objects_lie_under_the_storage_location(self, store: Any, shelf: S3Shelf) -> None:
        store.put("order-1", io.BytesIO(b"x"))
        keys = [found.key for found in shelf._storage.bucket.objects.all()]
        assert keys
        assert all(key.startswith("sealed/here/") for key in keys)


WRITER = """
import sys, io, time
from pathlib import Path
from gongdao.custody.keys import MasterKeys
from gongdao.custody.store import folder_store

class Slow(io.RawIOBase):
    given = 0
    def read(self, size=-1):
        self.given += 1
        if self.given == 6:
            print("in the middle", flush=True)
        if self.given >= 6:
            time.sleep(0.05)
        return b"x" * size if self.given < 400 else b""

folder_store(Path(sys.argv[1]), MasterKeys(b"m" * 32)).put("order-1", Slow())
"""


def killed_in_the_middle(root: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(root)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"in the middle\n"
    time.sleep(0.1)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()


def test_kill_9_in_the_middle_leaves_no_half_object(tmp_path: Path) -> None:
    root = tmp_path / "custody"
    killed_in_the_middle(root)
    drafts = list((root / "sealed" / "drafts").iterdir())
    assert len(drafts) == 1
    assert drafts[0].stat().st_size > CHUNK
    assert [path for path in (root / "sealed").rglob("*") if path.is_file()] == drafts
    store = folder_store(root, MASTERS)
    assert not list((root / "sealed" / "drafts").iterdir())
    stored = store.put("order-1", io.BytesIO(b"after the crash"))
    assert b"".join(store.open("order-1", stored.sha256)) == b"after the crash"


def test_a_start_does_not_sweep_a_living_draft(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    with shelf.draft() as draft:
        draft.file.write(b"in progress")
        draft.file.flush()
        assert sweep(tmp_path / "drafts") == 0
        assert draft.path.exists()
    assert not draft.path.exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    store = folder_store(tmp_path, MASTERS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * CHUNK, hard))
    try:
        with pytest.raises(OSError):
            store.put("order-1", io.BytesIO(b"x" * (8 * CHUNK)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert not list((tmp_path / "sealed" / "drafts").iterdir())


def test_memory_stays_small_for_a_large_file(tmp_path: Path) -> None:
    script = """
import io, sys
from pathlib import Path
from gongdao.custody.keys import MasterKeys
from gongdao.custody.store import folder_store
def peak():  # KiB; getrusage would count what the parent of this process once used
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1])
class Zeros(io.RawIOBase):
    left = 256 << 20
    def read(self, size=-1):
        size = min(size, self.left); self.left -= size
        return bytes(size)
store = folder_store(Path(sys.argv[1]), MasterKeys(b"m" * 32))
before = peak()
stored = store.put("order-1", Zeros())
total = sum(len(piece) for piece in store.open("order-1", stored.sha256))
after = peak()
print(total, (after - before) // 1024)
"""
    answer = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert int(answer[0]) == 256 << 20
    assert int(answer[1]) < 40, "MiB of extra memory for a 256 MiB object"


def test_sealed_size_is_what_is_written() -> None:
    for size in (0, 1, CHUNK, CHUNK + 1, 5 * CHUNK - 1):
        sink = io.BytesIO()
        seal(b"k" * 32, io.BytesIO(bytes(size)), sink)
        assert len(sink.getvalue()) == sealed_size(size)


def test_sealing_the_same_bytes_twice_gives_different_sealed_bytes() -> None:
    sealed = []
    for _ in range(2):
        sink = io.BytesIO()
        seal(b"k" * 32, io.BytesIO(b"the same"), sink)
        sealed.append(sink.getvalue())
    assert sealed[0] != sealed[1]


def test_the_wrong_order_key_opens_nothing() -> None:
    sink = io.BytesIO()
    stored = seal(b"k" * 32, io.BytesIO(b"x" * 1000), sink)
    sealed = sink.getvalue()
    with pytest.raises(Tampered):
        Unsealed(b"j" * 32, lambda start, count: sealed[start : start + count], len(sealed), stored.sha256)


class TestKeys:
    def test_a_wrapped_key_fits_no_other_order(self) -> None:
        wrapped = MASTERS.wrap("order-1", b"k" * 32)
        assert MASTERS.unwrap("order-1", wrapped) == b"k" * 32
        with pytest.raises(Tampered):
            MASTERS.unwrap("order-2", wrapped)

    def test_a_short_master_key_is_refused(self) -> None:
        with pytest.raises(CustodyError) as refusal:
            MasterKeys(b"short")
        assert refusal.value.code == "master_key_wrong"

    def test_the_first_key_kept_wins(self, tmp_path: Path) -> None:
        chest = FolderChest(tmp_path)
        assert chest.keep("order-1", b"first") == b"first"
        assert chest.keep("order-1", b"second") == b"first"

    def test_a_destroyed_key_never_comes_back(self, tmp_path: Path) -> None:
        chest = FolderChest(tmp_path)
        chest.keep("order-1", b"wrapped key bytes")
        chest.destroy("order-1")
        for attempt in (lambda: chest.load("order-1"), lambda: chest.keep("order-1", b"new")):
            with pytest.raises(Erased):
                attempt()
        assert all(b"wrapped" not in path.read_bytes() for path in tmp_path.iterdir())

    def test_an_order_name_cannot_leave_the_folder(self, tmp_path: Path) -> None:
        chest = FolderChest(tmp_path / "keys")
        chest.keep("../../etc/passwd", b"x")
        assert [path.parent for path in tmp_path.rglob("*.key")] == [tmp_path / "keys"]

    @pytest.mark.parametrize("order", ["", "x" * 201])
    def test_an_impossible_order_name_is_refused(self, tmp_path: Path, order: str) -> None:
        with pytest.raises(CustodyError) as refusal:
            FolderChest(tmp_path).load(order)
        assert refusal.value.code == "order_name_wrong"


def test_erasure_during_a_put_leaves_nothing(tmp_path: Path) -> None:
    store = folder_store(tmp_path, MASTERS)

    class Erasing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            store.erase("order-1")
            return super().read(size)

    store.put("order-1", io.BytesIO(b"before"))
    with pytest.raises(Erased):
        store.put("order-1", Erasing(b"too late"))
    folder = [path for path in (tmp_path / "sealed").rglob("*") if path.is_file()]
    assert folder == []


def test_hash_is_of_the_plaintext(tmp_path: Path) -> None:
    stored = folder_store(tmp_path, MASTERS).put("order-1", io.BytesIO("证据".encode()))
    assert stored.sha256 == hashlib.sha256("证据".encode()).hexdigest()
