"""A small web site on this machine for tests: what it answers can be changed while it runs, and it counts requests."""

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


class LittleSite:
    """Paths (with their query) and what they answer. A callable gets the handler and writes what it likes."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.everything: dict[str, Answer] = {}
        """Paths whose query does not matter."""
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                known = site.pages.get(self.path) or site.everything.get(self.path.partition("?")[0])
                answer = known or (404, {}, b"not here")
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nothing: the tests' output is theirs."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """Whoever hangs up on a hostile answer does what he should."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def page(self, path: str, markup: str, **headers: str) -> None:
        """An HTML page."""
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8", **headers}, markup.encode())

    def file(self, path: str, body: bytes, kind: str) -> None:
        """A file of some content type."""
        self.pages[path] = (200, {"Content-Type": kind}, body)

    def moved(self, path: str, to: str) -> None:
        """A redirect."""
        self.pages[path] = (302, {"Location": to}, b"")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def unused_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
