"""One safe GET: a stranger's address fetched by this server, or a code why not.

Every redirect is judged as a new address. The connection goes to the number that was judged (`live_addresses`), with
the host's own name in the TLS handshake and the Host header. Time is counted over the whole exchange, so that a server
sending one byte a second gains nothing; bytes are counted after unpacking, so that a small answer cannot become a
large one. No cookie, no credential, no referrer is ever sent, and nothing but GET.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from gongdao.checks.capture.live_addresses import PORTS, Reach, Resolve, permitted, system_resolve
from gongdao.checks.shape import Reason

AGENT = "Mozilla/5.0 (X11; Linux x64; compatible; Gongdao-capture/1)"
ADDRESS_CHARACTERS = 2_000
REDIRECTS = 5
PIECE = 64 * 1024
MIB = 1 << 20
_REDIRECTING = (301, 302, 303, 307, 308)
_HOST = re.compile(r"[a-z0-9_.\-]{1,253}|[0-9a-f:.]{2,45}(%[a-z0-9]+)?")

FETCH_CODES = (
    "address_unreadable", "scheme_refused", "userinfo_refused", "port_refused", "host_unknown", "not_reachable",
    "tls_failed", "too_slow", "not_http", "too_many_redirects", "status", "file_too_large", "encoding_unknown",
    "body_cut",
)  # fmt: skip
"""Every reason why an address was not fetched, beside the address codes."""

Connect = Callable[[str, int, float], socket.socket]


class Fetched(NamedTuple):
    """What an address answered: the address it was asked at last, status, content type, and the unpacked body."""

    address: str
    status: int
    content_type: str
    body: bytes


class Door(NamedTuple):
    """How the outside is reached; tests put in other resolvers and trust."""

    reach: Reach
    resolve: Resolve = system_resolve
    trust: ssl.SSLContext | None = None


def readable(address: str, base: str = "") -> str | Reason:
    """An address in its one form: no fragment, host in ASCII, path and query escaped; or what is wrong with it."""
    shown = address.strip()[:200]
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Reason("address_unreadable", {"address": shown})
    if parts.scheme.lower() not in PORTS:
        return Reason("scheme_refused", {"address": shown, "scheme": parts.scheme[:20]})
    if parts.username is not None or parts.password is not None:
        return Reason("userinfo_refused", {"host": host[:200]})
    try:
        host = host.rstrip(".").encode("idna").decode("ascii").lower() if not host.isascii() else host.rstrip(".")
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        return Reason("address_unreadable", {"address": shown})
    scheme = parts.scheme.lower()
    beside = f":{port}" if port is not None and port != PORTS[scheme] else ""
    named = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|")
    whole = urlunsplit((scheme, named + beside, path, query, ""))
    return whole if len(whole) <= ADDRESS_CHARACTERS else Reason("address_unreadable", {"address": shown})


def fetch(
    door: Door, address: str, *, bytes_max: int, seconds: float, redirects_max: int = REDIRECTS
) -> Fetched | Reason:
    """GET an address and follow its redirects. `bytes_max` holds for the unpacked body, `seconds` for all of it.

    An answer of another status than 200 is the reason `status`, with the number.
    """
    end = time.monotonic() + seconds
    at = readable(address)
    for _ in range(redirects_max + 1):
        if isinstance(at, Reason):
            return at
        answer = _once(door, at, bytes_max, end)
        if not isinstance(answer, str):
            return answer
        at = readable(answer, base=at)
    return (
        at
        if isinstance(at, Reason)
        else Reason("too_many_redirects", {"address": address[:200], "limit": redirects_max})
    )


def _once(door: Door, address: str, bytes_max: int, end: float) -> Fetched | Reason | str:
    """One exchange: the answer, why there is none, or where the answer says to go."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    numbers = permitted(door.reach, host, port, door.resolve)
    if isinstance(numbers, Reason):
        return numbers
    try:
        with _connected(door, parts.scheme, host, port, numbers, end) as line:
            return _exchange(line, address, bytes_max, end)
    except TimeoutError:
        return Reason("too_slow", {"host": host})
    except ssl.SSLError as error:
        return Reason("tls_failed", {"host": host, "said": (error.reason or str(error))[:200]})
    except OSError as error:
        return Reason("not_reachable", {"host": host, "said": (error.strerror or type(error).__name__)[:200]})
    except (http.client.IncompleteRead, zlib.error, EOFError):
        return Reason("body_cut", {"address": address[:200]})
    except (http.client.HTTPException, ValueError) as error:
        return Reason("not_http", {"host": host, "said": type(error).__name__})


def _exchange(line: _Line, address: str, bytes_max: int, end: float) -> Fetched | Reason | str:
    parts = urlsplit(address)
    # http.client only frames here: it is given a connection and never opens one.
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.sock = line
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in (("Host", parts.netloc), ("User-Agent", AGENT), ("Accept", "*/*"), ("Accept-Encoding", "gzip")):
        connection.putheader(name, value)
    connection.putheader("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
    connection.putheader("Connection", "close")
    connection.endheaders()
    with connection.getresponse() as response:
        if response.status in _REDIRECTING and response.headers.get("Location"):
            return str(response.headers["Location"])
        if response.status != 200:
            return Reason("status", {"address": address[:200], "status": response.status})
        if (response.length or 0) > bytes_max:
            return Reason("file_too_large", {"address": address[:200], "limit": bytes_max})
        encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
            return Reason("encoding_unknown", {"address": address[:200], "encoding": encoding[:40]})
        body = _body(response, encoding, bytes_max, end)
        if body is None:
            return Reason("file_too_large", {"address": address[:200], "limit": bytes_max})
        kind = (response.headers.get("Content-Type") or "").strip()[:200]
        return Fetched(address, response.status, kind if kind.isprintable() else "", body)


def _body(response: http.client.HTTPResponse, encoding: str, bytes_max: int, end: float) -> bytes | None:
    """The body, unpacked; None if it is more than `bytes_max`. Raises what a broken or slow one raises."""
    # 47 takes gzip and zlib by their heads; never more than a piece is unpacked at once.
    unpacker = zlib.decompressobj(47) if encoding in ("gzip", "x-gzip", "deflate") else None
    parts: list[bytes] = []
    size = 0
    came = False
    while raw := response.read1(PIECE):
        came = True
        if time.monotonic() > end:
            raise TimeoutError
        piece = b""
        # A piece that came out full may have more behind it, though all input is taken in.
        while raw or len(piece) == PIECE:
            piece = unpacker.decompress(raw, PIECE) if unpacker else raw
            raw = unpacker.unconsumed_tail if unpacker else b""
            size += len(piece)
            if size > bytes_max:
                return None
            parts.append(piece)
            if unpacker is None or unpacker.eof:
                break
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    if unpacker is not None and came and not unpacker.eof:
        raise EOFError
    return b"".join(parts)


# -- a connection with an end ------------------------------------------------------------------------------------


def _connected(door: Door, scheme: str, host: str, port: int, numbers: list[str], end: float) -> _Line:
    """A connection to the first of the judged numbers that answers."""
    fault: OSError = TimeoutError()
    for number in numbers[:4]:
        left = end - time.monotonic()
        if left <= 0:
            break
        try:
            # A number, not a name: nothing is resolved here a second time.
            plain = socket.create_connection((number, port), timeout=min(left, 10.0))
        except OSError as error:
            fault = error
            continue
        try:
            if scheme == "http":
                return _Line(plain, end)
            trust = door.trust or ssl.create_default_context()
            plain.settimeout(max(0.01, min(end - time.monotonic(), 10.0)))
            return _Line(trust.wrap_socket(plain, server_hostname=host), end)
        except BaseException:
            plain.close()
            raise
    raise fault


class _Line:
    """A socket whose every wait ends at one instant, however little comes at a time."""

    def __init__(self, plain: socket.socket, end: float) -> None:
        self._socket = plain
        self._end = end

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def sendall(self, data: Any) -> None:
        """Send all of it before the end."""
        self._wait()
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads answers from."""
        return io.BufferedReader(_Incoming(self), PIECE)

    def close(self) -> None:
        """http.client closes when it has its answer; the owner closes the socket itself."""

    def receive(self, into: Any) -> int:
        """Some bytes, or 0 at the end of them. Raises TimeoutError when the time is over."""
        self._wait()
        return self._socket.recv_into(into)

    def _wait(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


class _Incoming(io.RawIOBase):
    def __init__(self, line: _Line) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        return self._line.receive(into)
