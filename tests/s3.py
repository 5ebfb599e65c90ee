"""A real S3-speaking server process of our own, on the loopback only."""

import contextlib
import importlib.util
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Starts moto's server and yields its `host:port`; skips where it is not installed or does not come up."""
    if importlib.util.find_spec("moto") is None:
        pytest.skip("moto is not installed: the S3 shelf is not tested here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=2).read()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.skip("the moto server did not start")
        yield f"127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
