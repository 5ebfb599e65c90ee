"""`gongdao read FILE`: what a post or chat export says, as draft entries, each with its place in the source.

Into a pipe or with `--json` it prints JSON (docs/reference/reading.md); on a terminal a page for people. `--order`
prints a draft order as JSON. Exit 0, or 2 with the reason in both languages where the file cannot be read.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from gongdao.reading import Reading, ReadingError, order_from, read_file
from gongdao.words import reading as words
from gongdao.words.lookup import LANGS, lang_of, say

READ, REFUSED = 0, 2
_SHOWN = 72


def read(file: str, order: bool = False, as_json: bool = False, lang: str = "", base: str = "") -> int:
    """Reads a file and prints what was found; returns the exit code.

    `lang` is any language tag. `base` is the day (2012-09-26) that 今天 and "today" mean; without it relative times
    stay unresolved.
    """
    try:
        reading = read_file(Path(file), _base(base))
    except ReadingError as fault:
        return _refused(fault, as_json)
    if order:
        _print_json(order_from(reading))
    elif as_json or not sys.stdout.isatty():
        _print_json(reading)
    else:
        sys.stdout.write("\n".join(page(reading, lang_of(lang))) + "\n")
    return READ


def told(fault: ReadingError, lang: str) -> str:
    """Why a file was refused, in one language."""
    data: dict[str, Any] = dict(fault.data)
    if "reason" in data:
        data["reason"] = say(words.REASONS, data["reason"], lang)
    if "role" in data:
        data["role"] = say(words.ROLES, data["role"], lang)
    return say(words.FAULTS, fault.code, lang, **data)


def page(reading: Reading, lang: str) -> list[str]:
    """The reading as lines for people. Quotes are cut to one line; the JSON has them whole."""
    source = reading.source
    lines = [
        say(
            words.HEADINGS,
            "source",
            lang,
            name=source.name,
            format=source.format,
            encoding=source.encoding,
            characters=source.characters,
        )
    ]
    for name, found in (("title", reading.title), ("author", reading.author), ("date", reading.date)):
        if found is not None:
            lines.append(f"{say(words.HEADINGS, name, lang)}: {_quote(found)}")
    people = [f"{p.id} {p.name} · {say(words.ROLES, p.role, lang)}{_doubt(p)} {_place(p)}" for p in reading.people]
    messages = [
        f"{m.id} {(m.at or '?').replace('T', ' ')} {say(words.ROLES, m.role, lang)}: {_quote(m)}"
        for m in reading.messages
    ]
    needs = [f"{r.id} {r.title}{_doubt(r)} {_place(r)}" for r in reading.requirements]
    sums = [
        f"{a.id} {_quote(a)} · {say(words.AMOUNTS, a.kind, lang)} · {say(words.ROLES, a.by, lang)}"
        + "".join(f" · {c.text}" for c in a.covers)
        + _doubt(a)
        for a in reading.amounts
    ]
    shown = [
        f"{e.id} {say(words.EXHIBITS, e.kind, lang)} · {say(words.ROLES, e.shown_by, lang)}: {_quote(e)}"
        for e in reading.exhibits
    ]
    admitted = [
        f"{a.id} {say(words.ADMISSIONS, a.kind, lang)} · {say(words.ROLES, a.by, lang)}: {_quote(a)}"
        for a in reading.admissions
    ]
    said = [
        f"{b.id} {say(words.LABELS, b.code, lang)} · {say(words.ROLES, b.by, lang)}: {_quote(b)}"
        for b in reading.labels
    ]
    doubts = [f"{c.item or '-'} {say(words.CONFIRM, c.code, lang)}" for c in reading.confirm]
    sections = {
        "people": people,
        "messages": messages,
        "requirements": needs,
        "amounts": sums,
        "exhibits": shown,
        "admissions": admitted,
        "labels": said,
        "confirm": doubts,
    }
    for name, rows in sections.items():
        if rows:
            lines += ["", say(words.HEADINGS, name, lang), *(f"  {row}" for row in rows)]
    return [*lines, "", say(words.HEADINGS, "draft_only", lang)]


def _quote(found: Any) -> str:
    text = " ".join(found.text.split())
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}” {_place(found)}"


def _place(found: Any) -> str:
    return f"[{found.start},{found.end})"


def _doubt(found: Any) -> str:
    return "" if found.confidence == "stated" else " (?)"


def _base(written: str) -> date | None:
    if not written:
        return None
    try:
        base = date.fromisoformat(written)
    except ValueError as error:
        raise ReadingError("base_date_wrong", given=written) from error
    if not 1990 <= base.year <= 2200:
        raise ReadingError("base_date_wrong", given=written)
    return base


def _refused(fault: ReadingError, as_json: bool) -> int:
    """Both languages, because the one who cannot read his file may not know how to ask for another."""
    messages = {lang: told(fault, lang) for lang in LANGS}
    if as_json:
        _print_json({"error": {"code": fault.code, "data": fault.data, "message": messages}})
    for text in messages.values():
        sys.stderr.write(f"{fault.code}: {text}\n")
    return REFUSED


def _print_json(value: Any) -> None:
    """UTF-8 whatever the terminal's encoding, as the offsets are in characters and must not be escaped away."""
    data = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(data.decode())
