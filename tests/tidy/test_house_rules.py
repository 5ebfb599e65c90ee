"""The house rules that no other tool keeps, as tests. Each has a planted fault beside it, so that it can fail."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "gongdao"
PURE_ROOMS = ("remedy", "kernel")
PURE_FILES = ("record/chain.py", "record/merkle.py")
FORBIDDEN_CALLS = {
    "now", "utcnow", "today", "time", "time_ns", "monotonic", "urandom", "random", "randint", "choice", "token_bytes",
    "token_hex", "uuid4", "uuid1", "open", "print", "input", "system", "popen", "getenv", "sleep",
}  # fmt: skip
ALLOWED = {("remedy/rules", "open")}
"""Dated rule data ships with the package and is read once at import."""


def impure_calls(source: str) -> list[str]:
    """Names of calls in a module that would make it depend on the clock, chance or the outside."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in FORBIDDEN_CALLS and not _is_constructor_of_a_value(node):
                found.append(name)
    return found


def _is_constructor_of_a_value(node: ast.Call) -> bool:
    """`datetime.time(9, 0)` builds a value; only a call without arguments asks the clock."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name == "time" and bool(node.args)


def pure_files() -> list[Path]:
    rooms = [p for room in PURE_ROOMS for p in (SRC / room).rglob("*.py")]
    return sorted(rooms + [SRC / name for name in PURE_FILES if (SRC / name).exists()])


@pytest.mark.parametrize("path", pure_files(), ids=lambda p: p.relative_to(SRC).as_posix())
def test_pure_rooms_ask_neither_clock_nor_chance_nor_disk(path: Path) -> None:
    relative = path.relative_to(SRC).as_posix()
    calls = [
        c for c in impure_calls(path.read_text()) if not any(relative.startswith(r) and c == n for r, n in ALLOWED)
    ]
    assert calls == []


def test_the_purity_rule_can_fail() -> None:
    assert impure_calls("import datetime\nx = datetime.datetime.now()") == ["now"]
    assert impure_calls("from time import time\nx = time()") == ["time"]
    assert impure_calls("from datetime import time\nx = time(9, 0)") == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of committed files")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


MACHINE_PATHS = re.compile(r"/work/(?:main|shared)|/tmp/bash_jobs|/home/[a-z]+/")
REGISTRY_HOSTS = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org|npmmirror\.com)\b")


def strangers(text: str) -> list[str]:
    """Paths of one machine and hosts of package registries: neither belongs in the repository."""
    return MACHINE_PATHS.findall(text) + REGISTRY_HOSTS.findall(text)


def test_no_path_of_a_machine_and_no_registry_host_is_committed() -> None:
    me = Path(__file__).resolve()
    found = {}
    for path in tracked():
        if path == me or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        hits = strangers(path.read_text(errors="ignore"))
        if hits:
            found[path.relative_to(ROOT).as_posix()] = sorted(set(hits))
    assert found == {}


def test_the_rule_about_strangers_can_fail() -> None:
    assert strangers("see /work/" + "main/x and https://pypi" + ".org/simple")


def test_every_requirement_is_pinned_and_hashed() -> None:
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        pins = re.findall(r"^([A-Za-z0-9_.\-\[\]]+)==\S+ \\$", text, flags=re.M)
        starts = [line for line in text.splitlines() if re.match(r"^[A-Za-z0-9]", line)]
        assert len(pins) == len(starts) > 20
        assert "://" not in text


def sentences(text: str) -> set[str]:
    """Chinese sentences of twelve characters and more."""
    return {s for s in re.split(r"[。！？!?\n，,；;：:“”\"]", re.sub(r"<[^>]+>", "\n", text)) if len(s.strip()) >= 12}


def test_no_sentence_of_the_founding_account_was_copied() -> None:
    case = ROOT.parent / "shared" / "cases" / "taobao-2012.md"
    if not case.exists():
        pytest.skip("the founding account is not beside this checkout")
    original = {s.strip() for s in sentences(case.read_text()) if re.search(r"[\u4e00-\u9fff]{8}", s)}
    assert len(original) > 50
    copied = {}
    for path in tracked():
        if path.suffix in {".py", ".md", ".html", ".toml", ".json", ".txt", ".css"} and path.is_file():
            text = path.read_text(errors="ignore")
            hits = [s for s in original if s in text]
            if hits:
                copied[path.relative_to(ROOT).as_posix()] = hits
    assert copied == {}
