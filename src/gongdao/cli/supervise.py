"""Keeps child processes running, and stops them all, in order, when it is told to stop."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

GRACE_SECONDS = 20.0
RESTARTS_MAX = 5
"""So often a child may die before it has lived for `SETTLED_SECONDS`; then something is wrong that we cannot mend."""
SETTLED_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class Child:
    """One program that is to run as long as we do."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self.deaths = 0
        self.start()

    def start(self) -> None:
        """Starts it, in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)

    def died(self) -> int | None:
        """Its exit code if it is gone."""
        return self.process.poll()

    def stop(self) -> None:
        """Asks it to end, and ends it when it does not."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    """On Linux a child gets SIGTERM when we are killed, so that it does not keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run(children: Sequence[Child], stopping: threading.Event, keep_database: Callable[[], object]) -> int:
    """Restarts what dies until told to stop; returns an exit code. Stops the children in the order given."""
    code = 0
    while not stopping.wait(0.5) and code == 0:
        keep_database()
        for child in children:
            exit_code = child.died()
            if exit_code is None:
                continue
            settled = time.monotonic() - child.started > SETTLED_SECONDS
            child.deaths = 1 if settled else child.deaths + 1
            if child.deaths > RESTARTS_MAX:
                print(f"gongdao: {child.name} keeps ending with {exit_code}", file=sys.stderr)
                code = 3
                break
            child.start()
    for child in children:
        child.stop()
    return code


def stop_on_signals() -> threading.Event:
    """An event that is set by SIGINT or SIGTERM."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def granian(host: str, port: int, workers: int) -> list[str]:
    """The command that serves the pages: WSGI, several threads a process, workers renewed if they grow."""
    return [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--http", "auto", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "gongdao.config.wsgi:application",
    ]


def live(host: str, port: int) -> list[str]:
    """The command that tells open pages of news: ASGI, one process, one LISTEN connection."""
    return [
        sys.executable,
        *("-m", "granian", "--interface", "asgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        "gongdao.config.live:application",
    ]


def live_beside(host: str, port: int) -> int:
    """The port of the live room: the next one if it is free, else any."""
    return port + 1 if port_is_free(host, port + 1) else free_port(host)


def worker() -> list[str]:
    """The command that runs the worker."""
    return [sys.executable, "-m", "gongdao", "worker"]


def port_is_free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port(host: str) -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def until_served(host: str, port: int, seconds: float = 30.0) -> bool:
    """Waits until something listens; False if nothing does in time."""
    import socket

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.1)
    return False
