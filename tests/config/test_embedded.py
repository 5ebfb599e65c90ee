"""What a crash leaves in the data folder stops nobody, and no other program is taken for the database."""

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest

from gongdao.config import database, embedded, folders, prepare


@pytest.fixture
def somebody() -> Iterator[subprocess.Popen[bytes]]:
    """Another program, whose number a dead server had before."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def pid_file(folder: Path, pid: int, state: str = "ready   ", socket: str = "") -> Path:
    """A whole `postmaster.pid`."""
    file = folder / "postmaster.pid"
    file.write_text(f"{pid}\n{folder}\n1700000000\n5432\n{socket or folder}\n\n  100  50\n{state}\n")
    return file


def test_another_program_under_the_number_of_a_dead_server_is_let_alone(
    tmp_path: Path, somebody: subprocess.Popen[bytes]
) -> None:
    left = pid_file(tmp_path, somebody.pid)
    lock = tmp_path / ".s.PGSQL.5432.lock"
    lock.write_text(f"{somebody.pid}\n{tmp_path}\n")
    assert embedded.postmaster(tmp_path) is None
    embedded.sweep(tmp_path)
    assert not left.exists()
    assert not lock.exists()
    assert somebody.poll() is None


def test_a_server_that_ended_and_was_never_collected_is_dead(tmp_path: Path) -> None:
    process = subprocess.Popen(["true"])
    while psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    left = pid_file(tmp_path, process.pid)
    embedded.sweep(tmp_path)
    assert not left.exists()
    process.wait()


@pytest.mark.parametrize("cut", ["", "99999", "99999\n/somewhere\n", "\0\0\0"])
def test_a_file_cut_short_by_a_crash_is_taken_away(tmp_path: Path, cut: str) -> None:
    left = tmp_path / "postmaster.pid"
    left.write_text(cut)
    embedded.sweep(tmp_path)
    assert not left.exists()


def test_the_whole_file_of_a_dead_server_is_left_to_postgresql(tmp_path: Path) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    left = pid_file(tmp_path, process.pid)
    embedded.sweep(tmp_path)
    assert left.exists()
    assert embedded.postmaster(tmp_path) is None


@pytest.mark.parametrize("cut", ["", "[123, ", "\0\0"])
def test_a_list_of_holders_cut_short_is_begun_anew(tmp_path: Path, cut: str) -> None:
    holders = tmp_path / ".handle_pids.json"
    holders.write_text(cut)
    embedded.sweep(tmp_path)
    assert not holders.exists()


def test_holders_that_died_are_forgotten_and_so_are_numbers_given_away_since(
    tmp_path: Path, somebody: subprocess.Popen[bytes]
) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    holders = tmp_path / ".handle_pids.json"
    holders.write_text(json.dumps([gone.pid, somebody.pid, os.getpid()]))
    embedded.sweep(tmp_path)
    assert json.loads(holders.read_text()) == [somebody.pid, os.getpid()]
    # As if the list had been written by processes of before a reboot.
    os.utime(holders, (1_000_000_000, 1_000_000_000))
    embedded.sweep(tmp_path)
    assert json.loads(holders.read_text()) == []


def test_the_socket_is_found_while_the_server_is_down(tmp_path: Path) -> None:
    assert embedded.socket_folder(tmp_path) == tmp_path
    (tmp_path / "postmaster.opts").write_text(f'/bin/postgres "-D" "{tmp_path}" "-h" "" "-k" "/run/short"\n')
    assert embedded.socket_folder(tmp_path) == Path("/run/short")
    pid_file(tmp_path, 1, socket="/run/other")
    assert embedded.socket_folder(tmp_path) == Path("/run/other")


def test_a_killed_server_is_started_again_and_nothing_committed_is_lost() -> None:
    # Not tmp_path: the server runs as a user of its own and must be able to enter the folders above.
    with tempfile.TemporaryDirectory(prefix="gongdao-keeper-") as data:
        server = database.embedded_server(Path(data))
        try:
            keeper = embedded.Keeper(server)
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE TABLE kept (n integer)")
                connection.execute("INSERT INTO kept VALUES (7)")
            keeper()
            first = server.get_pid()
            assert first is not None
            os.kill(first, signal.SIGKILL)
            deadline = time.monotonic() + 60
            while server.get_pid() == first:
                assert time.monotonic() < deadline, "it was not started again"
                keeper()
                time.sleep(0.1)
            with psycopg.connect(server.get_uri()) as connection:
                assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
        finally:
            server.cleanup()
        assert embedded.postmaster(Path(data) / "db") is None


def test_a_worker_that_was_killed_does_not_keep_the_database_running() -> None:
    """Whoever stops the server has waited for its worker in vain and killed it; then nobody holds the database."""
    code = (
        "import json, pathlib, subprocess, sys; from gongdao.cli.installation import opened\n"
        "with opened(pathlib.Path(sys.argv[1])) as installation:\n"
        "    worker = subprocess.Popen(['true']); worker.wait()\n"
        "    holders = installation.folder / 'db' / '.handle_pids.json'\n"
        "    holders.write_text(json.dumps([*json.loads(holders.read_text()), worker.pid]))\n"
    )
    with tempfile.TemporaryDirectory(prefix="gongdao-killed-") as name:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-c", code, name], env=environment, capture_output=True, text=True, check=False
        )
        server = embedded.postmaster(Path(name).resolve() / "db")
        if server is not None:
            server.send_signal(signal.SIGQUIT)
        assert done.returncode == 0, done.stderr
        assert server is None


def test_a_server_that_does_not_start_is_tried_again_ever_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[float] = []

    class Broken:
        pgdata = tmp_path
        _lock = nullcontext()

        def ensure_postgres_running(self) -> None:
            tried.append(now[0])
            raise OSError(28, "No space left on device")

    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    keeper = embedded.Keeper(Broken())  # type: ignore[arg-type]
    for _ in range(400):
        keeper()
        now[0] += 0.5
    waits = [b - a for a, b in itertools.pairwise(tried)]
    assert waits[:5] == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert set(waits[5:]) == {30.0}
    assert "No space left on device" in caplog.text


def test_postgresqls_own_words_are_told(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("LOG:  starting\nFATAL:  could not write lock file: No space left on device\n")
    fault = subprocess.CalledProcessError(1, ["pg_ctl", "-D", str(tmp_path), "start"])
    assert embedded.said(fault) == "FATAL:  could not write lock file: No space left on device"


def test_a_folder_is_served_once_and_free_again_when_its_server_is_gone(tmp_path: Path) -> None:
    hold = (
        "import sys, time\nfrom pathlib import Path\nfrom gongdao.config.folders import served_once\n"
        f"with served_once(Path({str(tmp_path)!r}), 'http://localhost:1234'):\n    print('held', flush=True)\n"
        "    time.sleep(600)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(folders.AlreadyServedError) as refused, folders.served_once(tmp_path, "http://localhost:5678"):
        pass
    assert refused.value.where == f"{other.pid}, http://localhost:1234"
    other.kill()
    other.wait()
    other.stdout.close()
    with folders.served_once(tmp_path, "http://localhost:5678"):
        assert "5678" in (tmp_path / "serve.lock").read_text()


def test_tables_a_newer_version_has_changed_are_noticed(db: None) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    assert prepare.unknown_steps() == []
    before = MigrationRecorder.applied_migrations
    later = {("record", "9999_later"): None, ("an_app_removed_since", "0001_initial"): None}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MigrationRecorder, "applied_migrations", lambda self: before(self) | later)
        assert prepare.unknown_steps() == ["record.9999_later"]


def test_a_server_that_answers_nothing_is_given_up_and_the_operator_may_say_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@db.example/gongdao?connect_timeout=30")
    options = database.settings_for("app", tmp_path)["OPTIONS"]
    assert options["connect_timeout"] == "30"
    assert options["tcp_user_timeout"] == database.UNANSWERED["tcp_user_timeout"]
