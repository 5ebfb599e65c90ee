"""The scanner's client against a real clamd where one is installed, and against a small server that speaks the
same protocol (clamd(8), INSTREAM) everywhere else."""

from __future__ import annotations

import io
import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongdao.custody.clamd import ping, scan
from gongdao.custody.faults import CustodyError

# Not the EICAR string: a checkout must not set off a scanner. The signature below is written for this test alone.
BAD = b"gongdao-test-virus-" + b"7f3a" * 8


class SmallClamd(threading.Thread):
    """INSTREAM and PING as clamd answers them, a stream limit, and a few ways to misbehave."""

    def __init__(self, server: socket.socket, limit: int = 1 << 20, behaviour: str = "") -> None:
        super().__init__(daemon=True)
        self.server = server
        self.limit = limit
        self.behaviour = behaviour

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self.answer(connection)

    def answer(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)
        if command == b"zPING\0":
            connection.sendall(b"PONG\0")
            return
        if self.behaviour == "hangs up":
            return
        if self.behaviour == "nonsense":
            connection.sendall(b"42\0")
            return
        if self.behaviour == "silent":
            time.sleep(3)
            return
        content = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(length)
            if len(content) > self.limit:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"Test.Virus-1 FOUND" if BAD in content else b"OK"
        connection.sendall(b"stream: " + found + b"\0")


@pytest.fixture
def small_clamd(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    server = socket.socket(socket.AF_UNIX)
    path = str(tmp_path / "clamd.ctl")
    server.bind(path)
    server.listen()
    SmallClamd(server, behaviour=getattr(request, "param", "")).start()
    yield path
    server.close()


@pytest.fixture(scope="module")
def real_clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("clamd") is None:
        pytest.skip("clamd is not installed: the client was tested against a small server of the same protocol")
    folder = tmp_path_factory.mktemp("clamd")
    signatures = folder / "db"
    signatures.mkdir()
    (signatures / "test.ndb").write_text(f"Test.Virus-1:0:*:{BAD.hex()}\n")
    path = folder / "clamd.ctl"
    (folder / "clamd.conf").write_text(
        f"LocalSocket {path}\nDatabaseDirectory {signatures}\nForeground yes\nStreamMaxLength 1M\n"
        f"PidFile {folder}/pid\nLogFile {folder}/log\n" + ("User root\n" if os.geteuid() == 0 else "")
    )
    server = subprocess.Popen(["clamd", "--config-file", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            if path.exists() and ping(str(path)):
                break
            time.sleep(0.1)
        else:
            pytest.skip("clamd is installed and did not start")
        yield str(path)
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(params=["small", "real"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_clamd"))


def test_clean_and_found(address: str) -> None:
    assert ping(address)
    assert scan(address, io.BytesIO(b"a page " * 1000)).virus is None
    found = scan(address, io.BytesIO(b"x" * 300_000 + BAD + b"y")).virus
    assert found is not None
    assert found.startswith("Test.Virus-1")
    assert scan(address, io.BytesIO(b"")).virus is None


def test_a_file_over_the_daemons_limit_is_not_called_clean(address: str) -> None:
    with pytest.raises(CustodyError) as error:
        scan(address, io.BytesIO(bytes(3 << 20)))
    assert error.value.code == "clamd_size_limit"


@pytest.mark.parametrize(
    ("small_clamd", "code"),
    [("hangs up", "clamd_unclear"), ("nonsense", "clamd_unclear"), ("silent", "clamd_unreachable")],
    indirect=["small_clamd"],
)
def test_a_daemon_that_misbehaves_is_not_called_clean(small_clamd: str, code: str) -> None:
    with pytest.raises(CustodyError) as error:
        scan(small_clamd, io.BytesIO(b"x" * 1000), seconds=0.5)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/nowhere/clamd.ctl", "clamd_unreachable"),
        ("127.0.0.1:1", "clamd_unreachable"),
        ("clamd", "clamd_address_wrong"),
    ],
)
def test_no_daemon_is_not_called_clean(address: str, code: str) -> None:
    with pytest.raises(CustodyError) as error:
        scan(address, io.BytesIO(b"x"), seconds=1)
    assert error.value.code == code


def test_ping_of_nobody() -> None:
    assert not ping("/nowhere/clamd.ctl")
