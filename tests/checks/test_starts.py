"""Programs that start, that do not, that lack something of ours, and that try to get out."""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from gongdao.checks import sandbox
from gongdao.checks.kinds.starts import check, php
from gongdao.checks.kinds.starts.check import tables
from gongdao.checks.kinds.starts.plan import Run, plan
from gongdao.checks.kinds.starts.versions import allows
from gongdao.checks.shape import Report, report_hash
from gongdao.words.checks_other import WORDS
from tests.checks.test_sandbox import running

pytestmark = pytest.mark.skipif(sandbox.fault() is not None, reason="no sandbox here")
needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="php is not installed (php-cli)")
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

SERVER = """
import http.server, os
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        BODY = b"<title>My shop</title><h1>open</h1>"
        self.send_response(STATUS); self.send_header("Content-Type", "text/html"); self.end_headers()
        self.wfile.write(BODY)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), H).serve_forever()
"""


def start(folder: Path, files: dict[str, str], **settings: Any) -> Report:
    delivery = folder / "delivery"
    for name, content in files.items():
        path = delivery / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return check({"delivery": delivery}, {"start_s": 6, "answer_s": 3, **settings}, folder)


def codes(report: Report) -> tuple[str, list[str], list[str]]:
    return report.outcome, [g.code for g in report.grounds], [r.code for r in report.reasons]


def test_static(tmp_path: Path) -> None:
    report = start(tmp_path, {"index.html": "<title>Hello 你好</title>"})
    assert codes(report) == ("passed", ["answered"], [])
    assert (report.grounds[0].value, report.grounds[0].text) == (200, "Hello 你好")
    assert report.facts["command"] == "static"


def test_python_server(tmp_path: Path) -> None:
    report = start(tmp_path, {"app.py": SERVER.replace("STATUS", "200")})
    assert codes(report) == ("passed", ["answered"], [])
    assert report.grounds[0].text == "My shop"


def test_a_server_on_a_port_of_its_own_choice(tmp_path: Path) -> None:
    files = {"app.py": SERVER.replace("STATUS", "200").replace('int(os.environ["PORT"])', "5123")}
    assert codes(start(tmp_path, files))[0] == "passed"


def test_in_a_single_folder(tmp_path: Path) -> None:
    report = start(tmp_path, {"shop/app.py": SERVER.replace("STATUS", "200")})
    assert (report.outcome, report.facts["run"]["folder"]) == ("passed", "shop")


def test_it_may_write_beside_itself(tmp_path: Path) -> None:
    code = "import sqlite3; sqlite3.connect('shop.db').execute('create table t (a)')\n" + SERVER.replace(
        "STATUS", "200"
    )
    assert start(tmp_path, {"app.py": code}).outcome == "passed"
    assert not (tmp_path / "delivery" / "shop.db").exists()


@pytest.mark.parametrize("status", ["404", "500"])
def test_an_error_page_is_not_a_start(status: str, tmp_path: Path) -> None:
    report = start(tmp_path, {"app.py": SERVER.replace("STATUS", status)})
    assert codes(report) == ("failed", ["answered_error"], [])
    assert report.grounds[0].value == int(status)


def test_a_text_that_must_be_shown(tmp_path: Path) -> None:
    files = {"index.html": "<p>欢迎光临</p>"}
    assert start(tmp_path / "a", files, expect_text="欢迎").outcome == "passed"
    assert codes(start(tmp_path / "b", files, expect_text="再见")) == ("failed", ["text_missing"], [])


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    report = start(tmp_path, {"main.py": "print('starting')\nraise ValueError('no such setting: SHOP')"})
    assert codes(report) == ("failed", ["ended_with"], [])
    assert (report.grounds[0].value, report.grounds[0].text) == (1, "ValueError: no such setting: SHOP")
    assert "starting" in report.measured["said"]


def test_a_program_that_just_ends(tmp_path: Path) -> None:
    files = {"main.py": "print('collected 12 rows')"}
    assert codes(start(tmp_path / "a", files)) == ("failed", ["ended_without_serving"], [])
    run = {"kind": "python", "server": False}
    report = start(tmp_path / "b", files, run=run)
    assert codes(report) == ("passed", ["ended_well"], [])
    assert report.grounds[0].text == "collected 12 rows"


def test_a_program_that_never_listens(tmp_path: Path) -> None:
    report = start(tmp_path, {"main.py": "import time; time.sleep(60)"}, start_s=2)
    assert codes(report) == ("failed", ["not_listening"], [])


def test_a_server_that_never_answers(tmp_path: Path) -> None:
    code = "import socket, time\ns = socket.socket(); s.bind(('127.0.0.1', 8000)); s.listen(); time.sleep(60)"
    report = start(tmp_path, {"main.py": code}, start_s=3, answer_s=1)
    assert codes(report) == ("failed", ["no_answer"], [])


def test_a_package_that_it_lists_and_we_lack_is_not_its_fault(tmp_path: Path) -> None:
    files = {"app.py": "import absent_framework", "requirements.txt": "absent-framework==2.0\n"}
    report = start(tmp_path / "a", files)
    assert codes(report) == ("cannot_tell", ["ended_with"], ["needs_package"])
    assert report.reasons[0].data == {"name": "absent_framework"}


def test_a_module_that_nobody_lists_is(tmp_path: Path) -> None:
    report = start(tmp_path, {"app.py": "import my_own_forgotten_module"})
    assert codes(report) == ("failed", ["ended_with"], [])
    assert "my_own_forgotten_module" in report.grounds[0].text


def test_a_database_that_is_not_here(tmp_path: Path) -> None:
    code = "import socket\ntry: socket.create_connection(('127.0.0.1', 3306))\n"
    code += "except OSError as e: raise SystemExit(f'mysql: {e}')"
    report = start(tmp_path, {"app.py": code})
    assert (codes(report)[2], report.reasons[0].data) == (["needs_service"], {"name": "mysql"})
    assert report.outcome == "cannot_tell"


def test_the_network_that_is_not_here(tmp_path: Path) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://api.example.com/')"
    assert codes(start(tmp_path, {"app.py": code}))[2] == ["needs_network"]


@needs_node
def test_node(tmp_path: Path) -> None:
    server = "require('http').createServer((q, r) => r.end('<title>shop</title>')).listen(process.env.PORT)"
    package = '{"scripts": {"start": "node server.js"}}'
    report = start(tmp_path / "a", {"package.json": package, "server.js": server})
    assert codes(report) == ("passed", ["answered"], [])
    lacking = {"package.json": '{"main": "x.js", "dependencies": {"express": "4"}}', "x.js": "require('express')"}
    report = start(tmp_path / "b", lacking)
    assert (report.outcome, report.reasons[0].data) == ("cannot_tell", {"name": "express"})
    report = start(tmp_path / "c", {"package.json": '{"main": "x.js"}', "x.js": "require('./forgotten')"})
    assert report.outcome == "failed"


@needs_php
def test_php_is_really_started_by_its_own_server(tmp_path: Path) -> None:
    page = "<title><?php echo 'shop ', PHP_MAJOR_VERSION >= 5 ? strtoupper('open') : ''; ?></title>"
    report = start(tmp_path, {"index.php": page, "style.css": "a {}"})
    assert codes(report) == ("passed", ["answered"], [])
    assert (report.grounds[0].value, report.grounds[0].text) == (200, "shop OPEN")
    assert report.facts["command"] == "php -S 127.0.0.1:$PORT -t ."
    assert "Development Server" in report.measured["said"]
    shown = [cell for table in tables(report, {}) for row in table.rows for cell in row]
    assert any("[200]: GET /" in cell for cell in shown)


@needs_php
def test_php_starts_in_public_where_that_is_its_root(tmp_path: Path) -> None:
    report = start(tmp_path, {"public/index.php": "<title><?= 'front' ?></title>", "composer.json": "{}"})
    assert (report.outcome, report.grounds[0].text) == ("passed", "front")


@needs_php
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<?php echo ;", 'syntax error, unexpected token ";"'),
        ("<?php no_such_function_of_ours();", "Error: Call to undefined function no_such_function_of_ours()"),
        ("<?php throw new Exception('no such setting: SHOP');", "Exception: no such setting: SHOP"),
        ("<?php require __DIR__ . '/inc/forgotten.php';", "Error: Failed opening required '/work/site/inc/forgotten"),
    ],
)
def test_a_php_page_that_dies_fails_and_says_of_what(page: str, said: str, tmp_path: Path) -> None:
    report = start(tmp_path, {"index.php": page})
    assert codes(report) == ("failed", ["answered_error"], [])
    assert report.grounds[0].value == 500
    assert report.grounds[0].text.startswith(said)


@needs_php
def test_neither_the_port_nor_the_time_of_day_is_a_finding(tmp_path: Path) -> None:
    first, second = (start(tmp_path / name, {"index.php": "<?php echo ;"}) for name in "ab")
    assert first.measured["said"] != second.measured["said"]
    assert report_hash(first) == report_hash(second)


PRESENT = php.extensions(shutil.which("php") or "php")


@needs_php
@pytest.mark.parametrize(
    ("page", "extension"),
    [
        ("<?php mysqli_connect('localhost', 'u', 'p');", "mysqli"),
        ("<?php new mysqli('localhost');", "mysqli"),
        ("<?php new PDO('mysql:host=localhost', 'u', 'p');", "pdo_mysql"),
        ("<?php echo imagecreatetruecolor(9, 9);", "gd"),
    ],
)
def test_a_php_extension_that_is_not_here_is_named(page: str, extension: str, tmp_path: Path) -> None:
    report = start(tmp_path, {"index.php": page})
    if extension in PRESENT:
        assert "needs_extension" not in codes(report)[2]
        return
    assert codes(report) == ("cannot_tell", ["answered_error"], ["needs_extension"])
    assert report.reasons[0].data == {"name": "php", "extension": extension}


@needs_php
@pytest.mark.parametrize(
    ("page", "version"),
    [
        ("<?php mysql_connect('localhost', 'u', 'p');", "5"),
        ("<?php if (ereg('a', 'b')) {}", "5"),
        ("<?php $s = 'ab'; echo $s{0};", "7"),
        ("<?php $f = create_function('', 'return 1;');", "7"),
    ],
)
def test_an_older_php_is_named_where_what_is_used_was_taken_out(page: str, version: str, tmp_path: Path) -> None:
    report = start(tmp_path, {"index.php": page})
    assert codes(report) == ("cannot_tell", ["answered_error"], ["needs_version"])
    assert (report.reasons[0].data["name"], report.reasons[0].data["wanted"]) == ("php", version)
    words = {code: both["en"] for code, both in WORDS.items()}
    sentence = words["reason_needs_version"].format_map(report.reasons[0].data)
    assert sentence.startswith(f"It needs php {version}; here is 8.")


@needs_php
def test_packages_of_composer_that_were_not_delivered_are_named(tmp_path: Path) -> None:
    asked = '{"require": {"php": ">=7.0", "slim/slim": "^4.0"}}'
    files = {"index.php": "<?php require __DIR__ . '/vendor/autoload.php';", "composer.json": asked}
    report = start(tmp_path, files)
    assert codes(report)[2] == ["needs_package"]
    assert report.reasons[0].data == {"name": "slim/slim"}


@needs_php
@pytest.mark.parametrize(("asked", "runs"), [(">=5.3", True), ("^7.4 || ^8.0", True), ("~5.6", False), ("5.*", False)])
def test_the_php_that_composer_asks_for_is_respected(asked: str, runs: bool, tmp_path: Path) -> None:
    files = {"index.php": "<title>shop</title>", "composer.json": f'{{"require": {{"php": "{asked}"}}}}'}
    report = start(tmp_path, files)
    if runs:
        assert codes(report) == ("passed", ["answered"], [])
        return
    assert codes(report) == ("cannot_tell", [], ["needs_version"])
    assert report.reasons[0].data["wanted"] == asked
    assert report.reasons[0].data["present"].startswith("8.")


@needs_php
def test_an_extension_that_composer_asks_for_is_looked_for_before(tmp_path: Path) -> None:
    files = {"index.php": "x", "composer.json": '{"require": {"ext-no_such_thing": "*", "ext-json": "*"}}'}
    report = start(tmp_path, files)
    assert codes(report) == ("cannot_tell", [], ["needs_extension"])
    assert report.reasons[0].data == {"name": "php", "extension": "no_such_thing"}


def test_where_there_is_no_php_it_is_named_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, **more: None if name == "php" else real(name, **more))
    asked = '{"require": {"php": "~5.6"}}'
    report = start(tmp_path, {"index.php": "<?php", "composer.json": asked})
    assert codes(report) == ("cannot_tell", [], ["needs_interpreter"])
    assert report.reasons[0].data == {"name": "php", "wanted": "~5.6"}


@pytest.mark.parametrize(
    ("constraint", "version", "allowed"),
    [
        ("5", "5.6.40", True),
        ("5", "8.2.0", False),
        ("8", "8.2.0", True),
        ("7.2", "7.2.34", True),
        ("7.*", "7.4.1", True),
        ("7.x", "8.0.0", False),
        ("*", "8.2.0", True),
        (">=7.2", "8.2.36", True),
        (">7.2 <8.2", "8.2.0", False),
        (">=5.6,<8", "7.4.33", True),
        ("^7.4", "8.0.0", False),
        ("^7.4", "7.3.9", False),
        ("^0.3", "0.3.9", True),
        ("^0.3", "0.4.0", False),
        ("~5.6", "5.9.0", True),
        ("~5.6.2", "5.7.0", False),
        ("~5.6.2", "5.6.3", True),
        ("^7.4 || ^8.0", "8.2.1", True),
        ("^7.4|^8.0", "9.0.0", False),
        ("5.3 - 7.4", "7.4.33", True),
        ("5.3 - 7.4", "8.0.0", False),
        ("!=8.1", "8.1.2", False),
        ("v8.1@stable", "8.1.2", True),
        (">=7.4-dev", "7.4.0", True),
        ("", "8.0.0", None),
        ("newest", "8.0.0", None),
        (">=", "8.0.0", None),
        ("^7.4 || nonsense", "7.4.0", None),
        ("7.4", "", None),
    ],
)
def test_version_constraints(constraint: str, version: str, allowed: bool | None) -> None:
    assert allows(constraint, version) is allowed


def test_a_version_that_cannot_be_read_is_said_and_not_guessed(tmp_path: Path) -> None:
    report = start(tmp_path, {"app.py": "print()"}, run={"kind": "python", "version": "newest"})
    assert codes(report) == ("cannot_tell", [], ["version_unreadable"])


def test_another_python_is_named(tmp_path: Path) -> None:
    report = start(tmp_path, {"app.py": "print 'python 2'"}, run={"kind": "python", "version": "2.7"})
    assert codes(report) == ("cannot_tell", [], ["needs_version"])
    assert report.reasons[0].data["present"].startswith("3.")


def test_nothing_to_run(tmp_path: Path) -> None:
    assert codes(start(tmp_path, {"readme.txt": "hello"})) == ("cannot_tell", [], ["run_unknown"])


def test_a_folder_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "delivery").mkdir()
    found = plan(tmp_path / "delivery", Run("python", folder="../.."))
    assert found.reason is not None
    assert found.reason.code == "run_folder_missing"


def test_without_a_sandbox_nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, **more: None if name == "bwrap" else real(name, **more))
    sandbox.fault.cache_clear()
    try:
        assert codes(start(tmp_path, {"index.html": "x"})) == ("cannot_tell", [], ["sandbox_absent"])
    finally:
        sandbox.fault.cache_clear()


def test_the_same_delivery_gives_the_same_report(tmp_path: Path) -> None:
    files = {"app.py": "import time, os\nprint(time.time(), os.getpid())\nraise KeyError('x')"}
    assert report_hash(start(tmp_path, files)) == report_hash(start(tmp_path, files))


def test_a_hostile_program_gets_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "order-2" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text("the other order's work")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        code = f"""
import os, socket
got = []
for path in ({str(secret)!r}, "/etc/shadow", "/delivery/../order-2/secret.txt"):
    try: got.append(open(path).read())
    except OSError: pass
try: socket.create_connection(("127.0.0.1", {listener.getsockname()[1]}), 1); got.append("network")
except OSError: pass
try: open("/delivery/app.py", "w").write("changed"); got.append("written")
except OSError: pass
for pid in (int(n) for n in os.listdir("/proc") if n.isdigit()):
    if pid > 400:
        got.append(f"process {{pid}}")
raise SystemExit("got " + repr(got))
"""
        report = start(tmp_path, {"app.py": code})
        with pytest.raises(TimeoutError):
            listener.accept()
    assert report.grounds[0].text == "got []"


def test_a_program_that_kills_the_probe_is_not_believed(tmp_path: Path) -> None:
    code = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)"
    report = start(tmp_path, {"app.py": code})
    assert report.outcome == "cannot_tell"
    assert report.reasons[0].code == "probe_lost"


def test_a_fork_bomb_leaves_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    mark = "gongdao-starts-bomb-118"
    report = start(tmp_path, {f"{mark}.py": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"},
                   run={"kind": "python", "command": f"python3 {mark}.py"})  # fmt: skip
    assert report.outcome in ("cannot_tell", "failed")
    assert time.monotonic() - began < 25
    time.sleep(0.1)
    assert running(mark) == []
