"""What every store must do, whatever its shelf: one abstract suite that each kind of shelf inherits."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongdao.custody.faults import CustodyError, Erased, Missing, Refused, Tampered
from gongdao.custody.keys import FolderChest, MasterKeys, order_folder
from gongdao.custody.sealing import CHUNK, HEADER, SEALED_CHUNK
from gongdao.custody.shelves import Shelf
from gongdao.custody.store import Store

MASTERS = MasterKeys(b"m" * 32)
NOTHING = hashlib.sha256(b"").hexdigest()


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a slow upload does."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__()
        self._source = io.BytesIO(content)
        self._step = step

    def read(self, size: int = -1) -> bytes:
        return self._source.read(min(size, self._step) if size >= 0 else self._step)


class StoreConformance:
    """Inherit and give `shelf`, plus `alter(shelf, name, bytes)` that changes what lies there behind its back."""

    @pytest.fixture
    @abstractmethod
    def shelf(self, tmp_path: Path) -> Iterator[Shelf]: ...

    @abstractmethod
    def overwrite(self, shelf: Shelf, name: str, content: bytes) -> None: ...

    @pytest.fixture
    def store(self, shelf: Shelf, tmp_path: Path) -> Store:
        return Store(shelf, FolderChest(tmp_path / "keys"), MASTERS)

    @staticmethod
    def only_name(shelf: Shelf, store: Store, order: str) -> str:
        [name] = shelf.names(order_folder(order))
        return name

    def raw(self, shelf: Shelf, name: str) -> bytes:
        size = shelf.size(name)
        assert size is not None
        return shelf.read_at(name, 0, size)

    @pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
    def test_what_is_put_comes_back(self, store: Store, size: int) -> None:
        content = os.urandom(size)
        stored = store.put("order-1", io.BytesIO(content))
        assert stored == (hashlib.sha256(content).hexdigest(), size)
        assert b"".join(store.open("order-1", stored.sha256)) == content
        assert store.file("order-1", stored.sha256).read() == content
        assert store.size("order-1", stored.sha256) == size
        store.verify("order-1", stored.sha256)

    def test_a_slow_upload_is_the_same_object(self, store: Store) -> None:
        content = os.urandom(CHUNK + 1000)
        stored = store.put("order-1", Trickle(content, 701))  # type: ignore[arg-type]
        assert stored.sha256 == hashlib.sha256(content).hexdigest()
        assert b"".join(store.open("order-1", stored.sha256)) == content

    def test_ranges(self, store: Store) -> None:
        content = os.urandom(2 * CHUNK + 300)
        sha256 = store.put("order-1", io.BytesIO(content)).sha256
        for start, length in [(0, 10), (CHUNK - 5, 10), (2 * CHUNK, 300), (2 * CHUNK + 290, 99), (CHUNK, CHUNK)]:
            assert store.read("order-1", sha256, start, length) == content[start : start + length]
        assert store.read("order-1", sha256, len(content) + 5, 10) == b""

    def test_putting_twice_keeps_one_object(self, store: Store, shelf: Shelf) -> None:
        first = store.put("order-1", io.BytesIO(b"once"))
        assert store.put("order-1", io.BytesIO(b"once")) == first
        assert self.only_name(shelf, store, "order-1")

    def test_the_shelf_sees_neither_content_nor_hash(self, store: Store, shelf: Shelf) -> None:
        content = b"the seller's source code " * 40
        sha256 = store.put("order-1", io.BytesIO(content)).sha256
        name = self.only_name(shelf, store, "order-1")
        assert sha256 not in name
        assert b"seller" not in self.raw(shelf, name)

    def test_the_same_file_in_two_orders_has_two_names(self, store: Store, shelf: Shelf) -> None:
        one = store.put("order-1", io.BytesIO(b"same"))
        two = store.put("order-2", io.BytesIO(b"same"))
        assert one.sha256 == two.sha256
        names = [self.only_name(shelf, store, order).split("/")[1] for order in ("order-1", "order-2")]
        assert names[0] != names[1]

    def test_another_order_cannot_reach_it(self, store: Store) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"mine")).sha256
        store.put("order-2", io.BytesIO(b"other"))
        with pytest.raises(Missing):
            store.open("order-2", sha256)
        with pytest.raises(Missing):
            store.open("order-3", sha256)
        assert not store.has("order-2", sha256)

    def test_too_large_is_refused_and_leaves_nothing(self, store: Store, shelf: Shelf) -> None:
        with pytest.raises(Refused) as refusal:
            store.put("order-1", io.BytesIO(b"x" * (3 * CHUNK)), limit=2 * CHUNK)
        assert refusal.value.code == "too_large"
        assert not list(shelf.names(order_folder("order-1")))

    def test_a_stream_that_breaks_leaves_nothing(self, store: Store, shelf: Shelf) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if self.tell() >= CHUNK:
                    raise ConnectionResetError("the uploader went away")
                return super().read(size)

        with pytest.raises(ConnectionResetError):
            store.put("order-1", Broken(b"x" * (3 * CHUNK)))
        assert not list(shelf.names(order_folder("order-1")))

    def test_erasing_destroys_key_and_objects(self, store: Store, shelf: Shelf) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"a" * 1000)).sha256
        store.put("order-1", io.BytesIO(b"b" * 1000))
        kept = store.put("order-2", io.BytesIO(b"c")).sha256
        erasure = store.erase("order-1")
        assert erasure.objects == 2
        assert erasure.bytes > 2000
        with pytest.raises(Erased):
            store.open("order-1", sha256)
        with pytest.raises(Erased):
            store.put("order-1", io.BytesIO(b"again"))
        assert store.erase("order-1").objects == 0
        assert b"".join(store.open("order-2", kept)) == b"c"

    def test_a_backup_of_the_shelf_is_worthless_after_erasure(self, store: Store, shelf: Shelf) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"secret")).sha256
        name = self.only_name(shelf, store, "order-1")
        backup = self.raw(shelf, name)
        store.erase("order-1")
        self.overwrite(shelf, name, backup)
        with pytest.raises(Erased):
            store.open("order-1", sha256)

    @pytest.mark.parametrize(
        ("tampering", "code"),
        [
            ("truncated", "sealed_altered"),
            ("cut to nothing", "sealed_cut"),
            ("last chunk dropped", "sealed_altered"),
            ("chunks reordered", "sealed_altered"),
            ("one bit", "sealed_altered"),
            ("footer bit", "sealed_altered"),
            ("salt bit", "sealed_altered"),
            ("lengthened", "sealed_altered"),
            ("another object", "sealed_swapped"),
            ("not ours", "sealed_altered"),
        ],
    )
    def test_tampering_is_found(self, store: Store, shelf: Shelf, tampering: str, code: str) -> None:
        content = os.urandom(3 * CHUNK + 5)
        sha256 = store.put("order-1", io.BytesIO(content)).sha256
        name = self.only_name(shelf, store, "order-1")
        whole = self.raw(shelf, name)
        chunk = [whole[HEADER + n * SEALED_CHUNK : HEADER + (n + 1) * SEALED_CHUNK] for n in range(3)]
        rest = whole[HEADER + 3 * SEALED_CHUNK :]

        def flipped(at: int) -> bytes:
            return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]

        def another() -> bytes:
            store.put("order-1", io.BytesIO(b"the other file of this order"))
            [other] = [n for n in shelf.names(name.split("/")[0]) if n != name]
            return self.raw(shelf, other)

        tampered = {
            "truncated": lambda: whole[:-100],
            "cut to nothing": lambda: whole[:20],
            "last chunk dropped": lambda: whole[:HEADER] + b"".join(chunk) + whole[-56:],
            "chunks reordered": lambda: whole[:HEADER] + chunk[1] + chunk[0] + chunk[2] + rest,
            "one bit": lambda: flipped(HEADER + SEALED_CHUNK + 9),
            "footer bit": lambda: flipped(len(whole) - 3),
            "salt bit": lambda: flipped(20),
            "lengthened": lambda: whole + b"\0" * 10,
            "another object": another,
            "not ours": lambda: os.urandom(len(whole)),
        }[tampering]()
        self.overwrite(shelf, name, tampered)
        given: list[bytes] = []
        with pytest.raises(Tampered) as found:
            given.extend(store.open("order-1", sha256))
        assert found.value.code == code
        assert content.startswith(b"".join(given))

    def test_a_range_of_a_swapped_object_is_refused(self, store: Store, shelf: Shelf) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"first" * 100)).sha256
        name = self.only_name(shelf, store, "order-1")
        store.put("order-1", io.BytesIO(b"other" * 100))
        [other] = [n for n in shelf.names(name.split("/")[0]) if n != name]
        self.overwrite(shelf, name, self.raw(shelf, other))
        with pytest.raises(Tampered):
            store.read("order-1", sha256, 0, 5)

    def test_one_object_is_discarded_and_the_others_stay(self, store: Store, shelf: Shelf) -> None:
        gone, kept = (store.put("order-1", io.BytesIO(content)) for content in (b"gone", b"kept"))
        elsewhere = store.put("order-2", io.BytesIO(b"gone"))
        assert store.discard("order-1", gone.sha256) > len(b"gone")
        assert store.discard("order-1", gone.sha256) == 0
        assert store.discard("order-3", gone.sha256) == 0
        assert not store.has("order-1", gone.sha256)
        assert len(list(shelf.names(order_folder("order-1")))) == 1
        for order, stored in (("order-1", kept), ("order-2", elsewhere)):
            store.verify(order, stored.sha256)
        assert store.put("order-1", io.BytesIO(b"gone")) == gone, "it may be handed in again"
        store.erase("order-1")
        with pytest.raises(Erased):
            store.discard("order-1", kept.sha256)

    def test_a_label_names_what_it_was_last_given(self, store: Store) -> None:
        first = store.put("order-1", io.BytesIO(b"first")).sha256
        second = store.put("order-1", io.BytesIO(b"second")).sha256
        assert store.labelled("order-1", "report") is None
        store.label("order-1", "report", first)
        store.label("order-1", "pictures", first)
        store.label("order-1", "report", second)
        assert store.labelled("order-1", "report") == second
        assert store.labelled("order-1", "pictures") == first
        assert store.labelled("order-2", "report") is None

    def test_a_label_names_only_what_is_held(self, store: Store) -> None:
        store.put("order-1", io.BytesIO(b"x"))
        with pytest.raises(Missing):
            store.label("order-1", "report", NOTHING)
        with pytest.raises(Missing):
            store.label("order-2", "report", NOTHING)

    def test_the_shelf_learns_nothing_from_a_label_and_cannot_move_it(self, store: Store, shelf: Shelf) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"x")).sha256
        before = set(shelf.names(order_folder("order-1")))
        store.label("order-1", "report-of-the-tea-shop", sha256)
        [one] = set(shelf.names(order_folder("order-1"))) - before
        assert b"tea-shop" not in one.encode() + self.raw(shelf, one)
        store.label("order-1", "another", sha256)
        [other] = set(shelf.names(order_folder("order-1"))) - before - {one}
        self.overwrite(shelf, other, self.raw(shelf, one))
        with pytest.raises(Tampered):
            store.labelled("order-1", "another")

    def test_labels_go_with_the_order(self, store: Store, shelf: Shelf) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"x")).sha256
        store.label("order-1", "report", sha256)
        assert store.erase("order-1").objects == 2
        assert list(shelf.names(order_folder("order-1"))) == []
        with pytest.raises(Erased):
            store.labelled("order-1", "report")
        with pytest.raises(Erased):
            store.label("order-1", "report", sha256)

    def test_another_master_key_opens_nothing(self, store: Store, shelf: Shelf, tmp_path: Path) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"x")).sha256
        stranger = Store(shelf, FolderChest(tmp_path / "keys"), MasterKeys(b"z" * 32))
        with pytest.raises(CustodyError) as refusal:
            stranger.open("order-1", sha256)
        assert refusal.value.code == "master_key_unknown"

    def test_master_keys_rotate(self, store: Store, shelf: Shelf, tmp_path: Path) -> None:
        sha256 = store.put("order-1", io.BytesIO(b"x")).sha256
        chest = FolderChest(tmp_path / "keys")
        Store(shelf, chest, MasterKeys(b"n" * 32, b"m" * 32)).rewrap("order-1")
        assert b"".join(Store(shelf, chest, MasterKeys(b"n" * 32)).open("order-1", sha256)) == b"x"

    def test_many_writers_at_once(self, store: Store, shelf: Shelf) -> None:
        contents = [os.urandom(5000) for _ in range(4)] * 2
        failures: list[BaseException] = []

        def write(content: bytes) -> None:
            try:
                store.put("order-1", io.BytesIO(content))
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=write, args=(content,)) for content in contents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        for content in contents:
            assert b"".join(store.open("order-1", hashlib.sha256(content).hexdigest())) == content
