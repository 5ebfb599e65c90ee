"""The shelf and the scanner an operator chooses by setting: a real S3-speaking process, and clamd's protocol."""

import io
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongdao.config.shelves import s3_options
from gongdao.custody.faults import CustodyError, Refused
from gongdao.services import custody
from tests import s3


@pytest.fixture
def fresh_store(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA = tmp_path
    custody.store.cache_clear()
    yield
    custody.store.cache_clear()


@pytest.mark.parametrize("wrong", ["bucket", "http://h/b", "s3://host", "s3:///bucket"])
def test_a_shelf_that_is_none_is_refused_by_the_name_of_its_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match="GONGDAO_CUSTODY"):
        s3_options(wrong)


def test_an_empty_setting_means_the_data_folder(fresh_store: None, tmp_path: Path) -> None:
    assert s3_options("") is None
    kept = custody.keep("o-1", "a.txt", io.BytesIO(b"work"))
    assert b"".join(custody.store().open("o-1", kept.sha256)) == b"work"
    assert any(p.is_file() for p in (tmp_path / "custody" / "sealed").rglob("*"))


@pytest.fixture
def s3_address() -> Iterator[str]:
    with s3.served() as address:
        yield address


def test_by_setting_sealed_files_lie_in_a_bucket_and_their_keys_do_not(
    fresh_store: None, settings: Any, s3_address: str, tmp_path: Path
) -> None:
    settings.CUSTODY_S3 = s3_options(f"s3://test:test@{s3_address}/work-{os.urandom(4).hex()}/sealed")
    from storages.backends.s3 import S3Storage

    assert settings.CUSTODY_S3 is not None
    bucket = S3Storage(**settings.CUSTODY_S3)
    bucket.connection.create_bucket(Bucket=settings.CUSTODY_S3["bucket_name"])
    kept = custody.keep("o-2", "a.txt", io.BytesIO(b"the whole work"))
    assert b"".join(custody.store().open("o-2", kept.sha256)) == b"the whole work"
    lying = [found.get()["Body"].read() for found in bucket.bucket.objects.all()]
    assert lying
    assert all(b"the whole work" not in sealed for sealed in lying)
    assert any(p.is_file() for p in (tmp_path / "custody" / "keys").rglob("*"))


class Scanner(threading.Thread):
    """A server that speaks INSTREAM and calls a file with the word PLAGUE in it infected."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                stream.read(len(b"zINSTREAM\0"))
                content = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(size)
                answer = b"stream: Test.Plague FOUND\0" if b"PLAGUE" in content else b"stream: OK\0"
                connection.sendall(answer)


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[None]:
    thread = Scanner(tmp_path / "clamd.sock")
    thread.start()
    settings.CLAMD = str(tmp_path / "clamd.sock")
    yield
    thread.server.close()


def test_where_a_scanner_is_set_an_infected_file_is_not_taken(fresh_store: None, scanner: None) -> None:
    with pytest.raises(Refused) as refused:
        custody.keep("o-3", "gift.zip", io.BytesIO(b"a PLAGUE inside"))
    assert refused.value.code == "virus_found"
    assert refused.value.data == {"name": "gift.zip", "virus": "Test.Plague"}
    clean = custody.keep("o-3", "work.zip", io.BytesIO(b"clean work"))
    assert b"".join(custody.store().open("o-3", clean.sha256)) == b"clean work"


def test_a_scanner_that_cannot_be_asked_stops_the_upload(fresh_store: None, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "nobody.sock")
    with pytest.raises(CustodyError) as fault:
        custody.keep("o-4", "work.zip", io.BytesIO(b"work"))
    assert fault.value.code == "clamd_unreachable"
