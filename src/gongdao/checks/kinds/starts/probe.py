"""Runs inside the sandbox: copies the delivery, starts it, asks it for a page, and prints one line of JSON.

It is handed in as text to whatever Python the system has, so it imports only the standard library. What it says is
no more trusted than the program it starts, which could speak in its place: it can only claim to have answered.
"""

import functools
import glob
import http.client
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time

ASKED = json.loads(sys.argv[1])
SAID = 16_000
BODY = 200_000


def listening() -> set[int]:
    """Ports with a listener on them, on the loopback of this namespace."""
    ports = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(name) as table:
                for line in table.readlines()[1:]:
                    local, state = line.split()[1], line.split()[3]
                    if state == "0A":
                        ports.add(int(local.rpartition(":")[2], 16))
        except OSError:
            pass
    return ports


def ask(port: int, path: str) -> tuple[int, str, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASKED["answer_s"])
    connection.request("GET", path, headers={"Host": f"localhost:{port}", "Accept": "text/html,*/*"})
    answer = connection.getresponse()
    body = answer.read(BODY)
    connection.close()
    return answer.status, answer.getheader("Content-Type", ""), answer.getheader("Location", ""), body


def tail(name: str) -> str:
    with open(name, "rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - SAID))
        return file.read().decode("utf-8", "replace")


def tell(**what: object) -> None:
    sys.stdout.write("\n" + json.dumps(what) + "\n")
    sys.stdout.flush()
    os._exit(0)


def serve_static(folder: str) -> None:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", ASKED["port"]), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()


def main() -> None:
    # Own files to write into, since programs keep databases and caches beside themselves.
    shutil.copytree("/delivery", "/work/site", symlinks=True)
    folder = os.path.join("/work/site", ASKED["folder"])
    for name in glob.glob(folder + "/node_modules/.bin/*"):
        os.chmod(name, 0o755)
    program = None
    if ASKED["command"]:
        path = os.environ["PATH"] + ":" + folder + "/node_modules/.bin"
        with open("/tmp/said", "wb") as said:
            program = subprocess.Popen(
                ["/bin/sh", "-c", ASKED["command"]],
                cwd=folder,
                env={
                    **os.environ,
                    "PATH": path,
                    "PORT": str(ASKED["port"]),
                    "HOST": "127.0.0.1",
                    "PYTHONUNBUFFERED": "1",
                },
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
    else:
        open("/tmp/said", "wb").close()
        serve_static(folder)
    end = time.monotonic() + ASKED["start_s"]
    last = ""
    while time.monotonic() < end:
        if program is not None and program.poll() is not None and not (ASKED["server"] and listening()):
            tell(happened="ended", code=program.returncode, said=tail("/tmp/said"))
        if ASKED["server"]:
            ports = listening()
            for port in sorted(ports, key=lambda p: (p != ASKED["port"], p)):
                try:
                    status, kind, location, body = ask(port, ASKED["path"])
                except (OSError, http.client.HTTPException) as error:
                    last = type(error).__name__
                    continue
                time.sleep(0.2)
                text = body.decode("utf-8", "replace")
                tell(
                    happened="answered",
                    status=status,
                    kind=kind,
                    location=location,
                    bytes=len(body),
                    port=port,
                    body=text[:20000],
                    said=tail("/tmp/said"),
                )
        time.sleep(0.1)
    open_ports = sorted(listening())
    tell(happened="no_answer" if open_ports else "not_listening", ports=open_ports, error=last, said=tail("/tmp/said"))


main()
