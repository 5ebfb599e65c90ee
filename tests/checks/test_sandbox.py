"""What a stranger's program tries inside the sandbox, and that it gets nowhere and leaves nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongdao.checks import sandbox
from gongdao.checks.sandbox import MIB, Limits, Mount, Outcome, run

pytestmark = pytest.mark.skipif(
    sandbox.fault() is not None, reason=f"no sandbox here: {sandbox.fault() and sandbox.fault().code}"
)
SMALL = Limits(seconds=8, memory=200 * MIB, processes=30, disk=16 * MIB, output=10_000)


def python(code: str, limits: Limits = SMALL, **more: object) -> Outcome:
    return run(
        [sys.executable, "-I", "-c", code],
        limits=limits,
        mounts=sandbox.python_mounts(),
        **more,  # type: ignore[arg-type]
    )


def running(mark: str) -> list[str]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                line = Path(f"/proc/{name}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if mark in line:
                found.append(line)
    return found


def test_output_code_and_input_come_through() -> None:
    done = python("import sys; print(sys.stdin.read().upper()); print('no', file=sys.stderr); sys.exit(3)", stdin=b"hi")
    assert (done.code, done.stopped, done.out, done.err) == (3, "", b"HI\n", b"no\n")


def test_a_large_input_is_fed_whole() -> None:
    done = python("import sys; print(len(sys.stdin.buffer.read()))", stdin=b"x" * 3_000_000)
    assert done.out == b"3000000\n"


def test_no_network() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        done = python(
            f"""
import socket
for family, address in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_INET, ("10.0.0.1", 80)),
                        (socket.AF_INET6, ("::1", {port}))):
    s = socket.socket(family); s.settimeout(1)
    try: s.connect(address); print("reached", address)
    except OSError as e: print("no")
try: print("resolved", socket.gethostbyname("localhost.example"))
except OSError: print("no")
print(sorted(name for _, name in socket.if_nameindex()))
"""
        )
        with pytest.raises(TimeoutError):
            listener.accept()
    assert done.out.decode().splitlines() == ["no", "no", "no", "no", "['lo']"]


def test_no_abstract_socket_of_the_host() -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0gongdao-test-abstract")
        listener.listen()
        done = python("import socket; socket.socket(socket.AF_UNIX).connect('\\0gongdao-test-abstract')")
    assert done.code == 1
    assert b"ConnectionRefusedError" in done.err


def test_no_file_of_the_host(tmp_path: Path) -> None:
    (tmp_path / "order-2").mkdir()
    (tmp_path / "order-2" / "secret").write_text("the other order's work")
    (tmp_path / "order-1").mkdir()
    (tmp_path / "order-1" / "mine").write_text("mine")
    done = run(
        [
            sys.executable,
            "-I",
            "-c",
            f"""
import os
for path in ({str(tmp_path / "order-2" / "secret")!r}, "/in/../order-2/secret", "/etc/shadow", "/etc/passwd", "/srv",
             "/proc/1/root/etc/shadow", "/var", "/sys"):
    try: print(path, os.listdir(path) if os.path.isdir(path) else open(path).read())
    except OSError as e: print("no")
print(os.listdir("/home"), open("/in/mine").read())
print(sorted(set(os.environ) - {{"PWD", "LC_CTYPE"}}))
""",
        ],
        limits=SMALL,
        mounts=[*sandbox.python_mounts(), Mount(tmp_path / "order-1", "/in")],
    )
    lines = done.out.decode().splitlines()
    assert lines[:8] == ["no"] * 8
    assert lines[8:] == ["['user'] mine", "['HOME', 'LANG', 'PATH', 'TMPDIR']"]


def test_nothing_of_the_host_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    done = run(
        [
            "/bin/sh",
            "-c",
            "for f in /in/mine /usr/x /bin/x /etc/x /x /proc/sys/kernel/hostname; do echo bad > $f; done; true",
        ],
        limits=SMALL,
        mounts=[Mount(tmp_path, "/in")],
    )
    assert done.err.decode().count("Read-only file system") >= 4
    assert (tmp_path / "mine").read_text() == "mine"
    assert not Path("/usr/x").exists()


def test_only_the_output_folder_is_written(tmp_path: Path) -> None:
    done = run(["/bin/sh", "-c", "echo done > /out/report; touch /work/a /tmp/b"], limits=SMALL, out=tmp_path)
    assert done.code == 0
    assert (tmp_path / "report").read_text() == "done\n"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_no_process_of_the_host_is_seen_or_killed() -> None:
    victim = subprocess.Popen(["sleep", "30"])
    try:
        done = python(
            f"""
import os, signal
print(len([n for n in os.listdir("/proc") if n.isdigit()]) < 5)
try: os.kill({victim.pid}, signal.SIGKILL)
except OSError as e: print(type(e).__name__)
"""
        )
        assert done.out == b"True\nProcessLookupError\n"
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()


def test_an_endless_loop_is_ended() -> None:
    done = python("while True: pass", Limits(seconds=1))
    assert (done.code, done.stopped) == (None, "deadline")
    assert done.seconds < 3


def test_a_program_that_ignores_signals_and_closes_its_output_is_ended() -> None:
    done = python(
        "import os, signal, time\n"
        "for s in range(1, 30):\n"
        "    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except OSError: pass\n"
        "os.close(1); os.close(2)\ntime.sleep(60)",
        Limits(seconds=1),
    )
    assert done.stopped == "deadline"


def test_endless_memory_is_ended() -> None:
    done = python("x = []\nwhile True: x.append(bytes(10_000_000))")
    assert done.stopped == "memory"
    assert done.peak_memory < 600 * MIB


def test_a_fork_bomb_is_ended_and_nothing_is_left() -> None:
    mark = "gongdao-fork-bomb-7731"
    done = python(f"import os\nmark = {mark!r}\nwhile True:\n    try: os.fork()\n    except OSError: pass")
    assert done.stopped in ("processes", "memory")
    time.sleep(0.1)
    assert running(mark) == []


def test_a_daemon_does_not_outlive_its_parent() -> None:
    mark = "gongdao-daemon-4402"
    done = python(
        f"import os, time\nmark = {mark!r}\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n    os._exit(0)\n"
        "print('gone', flush=True)"
    )
    assert done.out == b"gone\n"
    assert done.seconds < 5
    time.sleep(0.1)
    assert running(mark) == []


def test_endless_output_is_cut() -> None:
    done = python("import sys\nwhile True: sys.stdout.write('x' * 100000)", Limits(seconds=1, output=5000))
    assert len(done.out) == 5000
    assert done.cut
    assert done.stopped == "deadline"


def test_disk_in_memory_is_bounded() -> None:
    done = python("f = open('/work/big', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))")
    assert done.code == 1
    assert b"No space left" in done.err or b"File too large" in done.err


def test_disk_of_the_output_folder_is_bounded(tmp_path: Path) -> None:
    done = python(
        "import time\nfor i in range(40):\n"
        "    open(f'/out/{i}', 'wb').write(b'x' * (1 << 20))\n    time.sleep(.02)\ntime.sleep(20)",
        out=tmp_path,
    )
    assert done.stopped == "disk"


def test_many_small_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "FILES_IN_OUTPUT", 300)
    done = python("for i in range(200000): open(f'/out/{i}', 'wb').close()", out=tmp_path)
    assert done.stopped == "disk"


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.1, 0.4])
def test_the_parent_killed_takes_the_sandbox_with_it(after_s: float) -> None:
    """At whatever moment: as the sandbox is being made, and when it has long been running.

    Without the gate, one kill in four during the making left the program running.
    """
    mark = f"gongdao-orphan-9917-{round(after_s * 1000)}"
    script = (
        "import sys\nfrom gongdao.checks.sandbox import run, python_mounts\nprint('ready', flush=True)\n"
        f"run([sys.executable, '-c', 'import time; time.sleep(60) # {mark}'], mounts=python_mounts())"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    time.sleep(after_s)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not running(mark):
            return
        time.sleep(0.05)
    # bubblewrap's own half-made process may be stuck where nobody will wake it; what was handed in never runs, and the
    # next run sweeps the rest where the machine has control groups.
    assert [line for line in running(mark) if "bwrap" not in line] == []
    if not list(Path("/sys/fs/cgroup").glob("**/gongdao-*")):
        pytest.skip("no control groups here to sweep a half-made sandbox by")
    python("pass")
    time.sleep(0.2)
    assert running(mark) == []


def test_no_control_group_is_left() -> None:
    python("pass")
    assert not list(Path("/sys/fs/cgroup").glob(f"*/gongdao-{os.getpid()}-*"))
    assert not list(Path("/sys/fs/cgroup").glob(f"gongdao-{os.getpid()}-*"))


def test_the_control_groups_of_the_killed_are_swept() -> None:
    python("pass")
    left = [*Path("/sys/fs/cgroup").glob("*/gongdao-*"), *Path("/sys/fs/cgroup").glob("gongdao-*")]
    assert all(Path("/proc", path.name.split("-")[1]).exists() for path in left)


def test_privileges_are_gone() -> None:
    done = python("import os; print(os.getuid(), open('/proc/self/status').read().split('CapEff:')[1].split()[0])")
    assert done.out.split() == [b"1000", b"0000000000000000"]


def test_our_own_package_can_be_imported_inside() -> None:
    done = run(
        sandbox.python_argv("import gongdao.checks.shape; print('ok')"), limits=SMALL, mounts=sandbox.python_mounts()
    )
    assert done.out == b"ok\n", done.err


def test_without_bubblewrap_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    sandbox.fault.cache_clear()
    try:
        with pytest.raises(sandbox.SandboxFault) as absent:
            run(["/bin/true"])
        assert absent.value.reason.code == "sandbox_absent"
    finally:
        sandbox.fault.cache_clear()
