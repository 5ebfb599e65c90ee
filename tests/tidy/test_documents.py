"""The documents say what is true: every link leads somewhere, every command and every target named exists."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from django.core.management import get_commands

from gongdao.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_COMMANDS = ("gongdao key succession",)
"""First lines of formats the documents quote."""
COMMAND = typer.main.get_command(app)


def anchors(text: str) -> set[str]:
    """The names headings of a page can be linked by, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def dead_links(page: Path) -> list[str]:
    """Relative links of a page that lead nowhere."""
    dead = []
    for target in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        exists = there.exists() and ROOT in (there, *there.parents)
        if not exists or (anchor and there.suffix == ".md" and anchor not in anchors(there.read_text())):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def commands(page: Path) -> list[str]:
    """The lines of a page's code that call `gongdao` or `make`, one command each."""
    found = []
    for block in FENCE.findall(page.read_text()):
        for line in block.splitlines():
            for part in re.split(r"\s*(?:&&|\||;)\s*", re.sub(r"\s+#.*", "", line)):
                part = part.strip().removeprefix("$ ").removeprefix(".venv/bin/")
                if part.startswith(("gongdao ", "make ")) and part not in NOT_COMMANDS:
                    found.append(part)
    return found


def wrong_with(line: str) -> str:
    """Why a command cannot be given as written; empty where it can."""
    words = shlex.split(line)
    if words[0] == "make":
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        return "" if set(words[1:]) <= targets else "no such target"
    command, rest = COMMAND, words[1:]
    while rest and hasattr(command, "commands") and rest[0] in command.commands:
        command, rest = command.commands[rest[0]], rest[1:]
    if command is COMMAND:
        return "no such command"
    if command.name == "manage":
        return "" if rest and rest[0] in get_commands() else "no such command of manage"
    known = {option for p in command.params for option in (*p.opts, *p.secondary_opts)} | {"--lang", "--help", "-h"}
    unknown = [w for w in rest if w.startswith("-") and w != "-" and w.partition("=")[0] not in known]
    if unknown:
        return f"no option {unknown}"
    examples = [w for w in rest if w.startswith("docs/")]
    return "" if all((ROOT / w).exists() for w in examples) else "no such example"


@pytest.mark.parametrize("page", [p for p in DOCUMENTS if commands(p)], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_can_be_given_as_written(page: Path) -> None:
    assert {line: wrong for line in commands(page) if (wrong := wrong_with(line))} == {}


def test_the_pages_of_both_languages_are_the_same_pages() -> None:
    pages = {lang: {p.name for p in (ROOT / "docs" / lang).glob("*.md")} for lang in ("en", "zh-hans")}
    assert pages["en"] == pages["zh-hans"]


def test_these_rules_can_fail(tmp_path: Path) -> None:
    page = ROOT / "docs" / "README.md"
    assert anchors("## Two `words` here\n") == {"two-words-here"}
    assert [t for t in LINK.findall("[a](missing.md) [b](README.md)") if not (page.parent / t).exists()] == [
        "missing.md"
    ]
    assert wrong_with("gongdao verifi x.zip")
    assert wrong_with("gongdao verify x.zip --no-such-option")
    assert wrong_with("gongdao assess docs/examples/not-there.toml")
    assert wrong_with("make no-such-target")
    assert wrong_with("gongdao manage grent x operator")
    assert not wrong_with("gongdao verify x.zip --json")
