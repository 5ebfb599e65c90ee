"""Reading an SQL dump as text: the rows that its INSERT and COPY statements would have put into tables.

Knows the quoting of MySQL, PostgreSQL and SQLite dumps. Executes nothing; a statement it does not know is passed over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\s(),;'\"`\[]+")
_CREATE = re.compile(r"create\s+table\s+(?:if\s+not\s+exists\s+)?", re.IGNORECASE)
_INSERT = re.compile(r"(?:insert\s+(?:or\s+\w+\s+|ignore\s+)?into|replace\s+into)\s+", re.IGNORECASE)
_COPY = re.compile(r"copy\s+", re.IGNORECASE)
_CONSTRAINT = {"primary", "unique", "key", "constraint", "foreign", "index", "check", "fulltext", "spatial"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}


class Dumped(NamedTuple):
    """One table of a dump: its column names (empty if the dump does not say) and its rows."""

    columns: list[str]
    rows: list[list[str | None]]


def read_dump(text: str) -> dict[str, Dumped]:
    """Every table that the dump creates or fills, by name."""
    tables: dict[str, Dumped] = {}
    reader = _Reader(text)
    while reader.next_statement():
        if reader.take(_CREATE):
            name = reader.name()
            columns = reader.column_names()
            tables.setdefault(name, Dumped(columns, []))
        elif reader.take(_INSERT):
            name = reader.name()
            named = reader.names_in_brackets()
            table = tables.setdefault(name, Dumped(named, []))
            table.rows.extend(_ordered(row, named, table.columns) for row in reader.rows())
        elif reader.take(_COPY):
            name = reader.name()
            named = reader.names_in_brackets()
            table = tables.setdefault(name, Dumped(named, []))
            table.rows.extend(_ordered(row, named, table.columns) for row in reader.copied())
            continue
        reader.skip_statement()
    return tables


def _ordered(row: list[str | None], named: list[str], columns: list[str]) -> list[str | None]:
    """A row whose statement names its columns, in the table's own order."""
    if not named or named == columns or len(named) != len(row) or not set(named) <= set(columns):
        return row
    by_name = dict(zip(named, row, strict=True))
    return [by_name.get(column) for column in columns]


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        # A backslash in a text escapes in MySQL and stands for itself in the standard, SQLite and PostgreSQL.
        # Only MySQL's dumps quote names with backticks.
        self._backslash = "`" in text[:200_000]
        self._no_copy_ends_after = len(text)

    def next_statement(self) -> bool:
        while self._at < len(self._text):
            self._blank()
            if self._text.startswith(";", self._at):
                self._at += 1
            else:
                return self._at < len(self._text)
        return False

    def take(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._text, self._at)
        if found is None:
            return False
        self._at = found.end()
        return True

    def name(self) -> str:
        """A table's name without its schema and quotes."""
        name = self._one_name()
        while self._text.startswith(".", self._at):
            self._at += 1
            name = self._one_name()
        return name

    def _one_name(self) -> str:
        self._blank()
        opening = self._text[self._at : self._at + 1]
        closing = {'"': '"', "`": "`", "[": "]", "'": "'"}.get(opening)
        if closing is not None:
            end = self._text.find(closing, self._at + 1)
            end = len(self._text) if end < 0 else end
            name = self._text[self._at + 1 : end]
            self._at = end + 1
            return name
        found = re.compile(r"[^\s(),;.]+").match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def names_in_brackets(self) -> list[str]:
        self._blank()
        if not self._text.startswith("(", self._at):
            return []
        self._at += 1
        names = []
        while self._at < len(self._text):
            names.append(self._one_name())
            self._blank()
            mark = self._text[self._at : self._at + 1]
            self._at += 1
            if mark != ",":
                break
        return names

    def column_names(self) -> list[str]:
        """The names a CREATE TABLE gives, constraints left out."""
        self._blank()
        if not self._text.startswith("(", self._at):
            return []
        self._at += 1
        names = []
        depth = 0
        fresh = True
        while self._at < len(self._text):
            self._blank()
            mark = self._text[self._at : self._at + 1]
            if fresh and mark not in "),":
                quoted = mark in '"`['
                name = self._one_name()
                if quoted or name.lower() not in _CONSTRAINT:
                    names.append(name)
                fresh = False
            elif mark in "'\"`":
                self._quoted(mark)
            else:
                self._at += 1
                depth += {"(": 1, ")": -1}.get(mark, 0)
                if depth < 0:
                    break
                fresh = mark == "," and depth == 0
        return names

    def rows(self) -> list[list[str | None]]:
        """The rows after VALUES; nothing for INSERT … SELECT."""
        self._blank()
        if self._text[self._at : self._at + 6].lower() != "values":
            return []
        self._at += 6
        rows = []
        while self._at < len(self._text):
            self._blank()
            if not self._text.startswith("(", self._at):
                break
            self._at += 1
            rows.append(self._values())
            self._blank()
            if not self._text.startswith(",", self._at):
                break
            self._at += 1
        return rows

    def _values(self) -> list[str | None]:
        values: list[str | None] = []
        while self._at < len(self._text):
            self._blank()
            values.append(self._value())
            self._blank()
            mark = self._text[self._at : self._at + 1]
            self._at += 1
            if mark == ")":
                break
        return values

    def _value(self) -> str | None:
        value: str | None = None
        calls: list[str] = []
        while self._at < len(self._text):
            mark = self._text[self._at]
            if mark in ",)":
                break
            if mark.isspace():
                self._at += 1
            elif mark == "'":
                # X'..', N'..', E'..' and _utf8'..' put a word before the text; the text is what counts.
                value = self._quoted("'")
            elif mark == "(":
                # A call, such as CAST('x' AS …): the text inside is kept as it stands.
                start = self._at
                self._brackets()
                calls += (value or "", self._text[start : self._at])
                value = ""
            else:
                found = _WORD.match(self._text, self._at)
                if found is None:
                    self._at += 1
                    continue
                self._at = found.end()
                word = found[0]
                # PostgreSQL's casts (::text) and introducers carry no value.
                if value is None and not word.startswith("::"):
                    value = None if word.lower() == "null" else word
        return "".join((*calls, value or "")) if calls else value

    def _brackets(self) -> None:
        depth = 0
        while self._at < len(self._text):
            mark = self._text[self._at]
            if mark == "'":
                self._quoted("'")
                continue
            self._at += 1
            depth += {"(": 1, ")": -1}.get(mark, 0)
            if depth == 0:
                return

    def _quoted(self, quote: str) -> str:
        """A quoted text: a doubled quote is one, in MySQL's dumps a backslash takes the next character."""
        parts = []
        self._at += 1
        finder = re.compile(rf"[{quote}\\]" if self._backslash else quote)
        while True:
            found = finder.search(self._text, self._at)
            if found is None:
                parts.append(self._text[self._at :])
                self._at = len(self._text)
                break
            parts.append(self._text[self._at : found.start()])
            self._at = found.end()
            following = self._text[self._at : self._at + 1]
            if found[0] == "\\":
                parts.append(_ESCAPES.get(following, following))
                self._at += 1
            elif following == quote:
                parts.append(quote)
                self._at += 1
            else:
                break
        return "".join(parts)

    def copied(self) -> list[list[str | None]]:
        """The lines after PostgreSQL's `COPY … FROM stdin;` up to `\\.`."""
        start = self._text.find(";", self._at)
        if not 0 <= start < self._no_copy_ends_after or "stdin" not in self._text[self._at : start].lower():
            return []
        end = self._text.find("\n\\.", start)
        if end < 0:
            # Nor will any later one end; to look again for each would take for ever.
            self._no_copy_ends_after = start
            return []
        body = self._text[start + 1 : end].lstrip("\r\n").splitlines()
        self._at = end + 3
        return [[None if cell == "\\N" else _unescaped(cell) for cell in line.split("\t")] for line in body]

    def skip_statement(self) -> None:
        """To the next semicolon outside quotes and comments."""
        finder = re.compile(r"[;'\"`]|--|/\*")
        while True:
            found = finder.search(self._text, self._at)
            if found is None:
                self._at = len(self._text)
                return
            self._at = found.start()
            if found[0] == ";":
                self._at += 1
                return
            if found[0] in "'\"`":
                self._quoted(found[0])
            else:
                self._blank()

    def _blank(self) -> None:
        """White space and comments. MySQL's conditional comments hold settings, no rows, and are passed over."""
        while self._at < len(self._text):
            if self._text[self._at].isspace():
                self._at += 1
            elif self._text.startswith(("--", "#"), self._at):
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end + 1
            elif self._text.startswith("/*", self._at):
                end = self._text.find("*/", self._at)
                self._at = len(self._text) if end < 0 else end + 2
            else:
                return


def _unescaped(cell: str) -> str:
    if "\\" not in cell:
        return cell
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), cell)
