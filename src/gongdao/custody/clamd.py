"""Asking a ClamAV daemon about a file, over its own INSTREAM command (clamd(8)).

`zINSTREAM\\0`, then pieces each led by their length as four bytes in network order, a length of zero at the end;
the answer is `stream: OK` or `stream: <name> FOUND`. Refuses to call a file clean when the daemon could not be
asked: that is an error with its own code, and the caller decides what an unscanned delivery is worth.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import BinaryIO, NamedTuple

from gongdao.custody.faults import CustodyError

PIECE = 128 * 1024
ANSWER_BYTES = 4096


class Scan(NamedTuple):
    """What the daemon found: the name of the virus, or None."""

    virus: str | None


def scan(address: str, source: BinaryIO, seconds: float = 60.0) -> Scan:
    """Scan `source` to its end. `address` is a socket's path (`/run/clamav/clamd.ctl`) or `host:port`.

    Raises `CustodyError`: `clamd_unreachable`, `clamd_size_limit` when the daemon's StreamMaxLength was passed,
    `clamd_unclear` for any answer that is neither OK nor FOUND.
    """
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            # A daemon that has seen enough answers and hangs up while we are still sending; its answer counts.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                while piece := source.read(PIECE):
                    connection.sendall(struct.pack("!I", len(piece)) + piece)
                connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise CustodyError("clamd_unreachable", address=address, reason=str(error)) from None
    if answer == "stream: OK":
        return Scan(None)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Scan(answer[len("stream: ") : -len(" FOUND")])
    if "size limit exceeded" in answer:
        raise CustodyError("clamd_size_limit", answer=answer)
    raise CustodyError("clamd_unclear", answer=answer[:200])


def ping(address: str, seconds: float = 5.0) -> bool:
    """Whether a daemon answers at this address."""
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zPING\0")
            return _answer(connection) == "PONG"
    except OSError:
        return False


def _connect(address: str, seconds: float) -> socket.socket:
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise CustodyError("clamd_address_wrong", address=address)
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _answer(connection: socket.socket) -> str:
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while b"\0" not in answer and len(answer) < ANSWER_BYTES:
            piece = connection.recv(ANSWER_BYTES)
            if not piece:
                break
            answer += piece
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()
