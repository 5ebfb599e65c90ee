"""What a sender breaks off is not taken: the body of a request is whole, or it is nothing.

A connection that ends in the middle of an upload looks to Django like a body that is shorter than was said: the text
cut off where it was, the file that was under way left out, and the act performed as if that had been meant. Here such a
body cannot be read at all; Django answers as it does to any body it cannot read, and nothing happens.
"""

from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any, Protocol

TAIL = 1024
"""The boundary that closes a form stands within so many bytes of the end."""
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class BrokenOffError(OSError):
    """The body ended before the length that was announced, or without the boundary that closes its form."""


class Readable(Protocol):
    """What a WSGI server gives as the body of a request."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class WholeBody:
    """A body of which exactly the announced length is read. Raises BrokenOffError where it ends before."""

    def __init__(self, source: Readable, length: int, closing: bytes) -> None:
        self._source = source
        self._left = length
        self._closing = closing
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that is left; fewer only at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        pieces = []
        while wanted > 0:
            piece = self._source.read(wanted)
            if not piece:
                raise BrokenOffError(f"the body ended {self._left} bytes before its announced length")
            pieces.append(piece)
            wanted -= len(piece)
            self._left -= len(piece)
            self._tail = (self._tail + piece)[-TAIL:]
        if pieces and not self._left and self._closing not in self._tail:
            raise BrokenOffError("the form ended without its closing boundary")
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """One line, or so many bytes of it. Django asks for it to be there; no page of ours reads by lines."""
        line = b""
        while not line.endswith(b"\n") and len(line) != size and (byte := self.read(1)):
            line += byte
        return line


def whole_bodies(application: Application) -> Application:
    """The application, given bodies that are whole."""

    def guarded(environ: Environ, start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length):
            closing = _closing(environ.get("CONTENT_TYPE", ""))
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length), closing)
        return application(environ, start_response)

    return guarded


def _closing(content_type: str) -> bytes:
    """What a form of this type ends with; nothing where it is not sent in parts."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    return f"--{boundary}--".encode("latin-1", errors="replace") if boundary else b""
