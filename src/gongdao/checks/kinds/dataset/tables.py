"""Reading a delivered table, whatever it came in: every cell as text, every row with the number it had in its file.

CSV, JSON, JSON lines, XLSX, SQLite and SQL dumps become one plain form that DuckDB loads. What could not be read as it
stands (broken encodings, rows with too many cells, lines that are no JSON) is counted with its places, not dropped in
silence. Nothing of the delivery is executed: an SQLite file is opened read-only with triggers and functions out of
reach, and an SQL dump is read as text, never run.
"""

from __future__ import annotations

import csv
import itertools
import json
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import duckdb
import msgspec

from gongdao.checks.kinds.dataset.dump import read_dump
from gongdao.checks.shape import Reason

MIB = 1 << 20
ROWS = 5_000_000
COLUMNS = 2_000
CELL = 1 * MIB
XLSX_BYTES = 512 * MIB
ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".xlsx": "xlsx",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".sql": "sql",
}
ROW = "__row"


class Unreadable(Exception):  # noqa: N818
    """The table cannot be read here; `reason` is what "cannot tell" will say."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.reason = Reason(code, data)


class Table(NamedTuple):
    """A table loaded into DuckDB as `data`, all columns text, `__row` the row's number in its file.

    `columns` are the names in their order; `encoding` is how text was decoded ("" where the format says it itself);
    `marks` are facts such as "bom"; `bad_rows` are (row, what) for rows that did not fit.
    """

    database: duckdb.DuckDBPyConnection
    columns: list[str]
    rows: int
    format: str
    encoding: str
    marks: tuple[str, ...]
    bad_rows: list[tuple[int, str]]


class Raw(NamedTuple):
    """What a reader gives: names, rows of cells, and what it noticed while reading."""

    columns: list[str]
    rows: Iterable[tuple[int, list[str | None]]]
    encoding: str = ""
    marks: tuple[str, ...] = ()


def find_table(delivery: Path, named: str | None) -> Path:
    """The one table of a delivery: the named file, or the only file of a known kind. Raises `Unreadable`."""
    if delivery.is_file():
        return delivery
    if named is not None:
        path = (delivery / named).resolve()
        if not path.is_relative_to(delivery.resolve()) or not path.is_file():
            raise Unreadable("file_missing", file=named)
        return path
    known = sorted(p for p in delivery.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and not p.is_symlink())
    if not known:
        raise Unreadable("no_table")
    if len(known) > 1:
        raise Unreadable("several_tables", names=[p.relative_to(delivery).as_posix() for p in known[:20]])
    return known[0]


def load(path: Path, form: str | None, table: str | None, scratch: Path) -> Table:
    """Read `path` into a DuckDB of its own. `scratch` is a folder for the plain form. Raises `Unreadable`."""
    form = form or _form_of(path)
    bad_rows: list[tuple[int, str]] = []
    try:
        raw = _READERS[form](path, table, bad_rows)
        columns = _named(raw.columns)
        plain = scratch / "plain.jsonl"
        count = _write_plain(plain, columns, raw.rows, bad_rows)
    except (Unreadable, MemoryError, OSError):
        raise
    except Exception as error:
        # The readers raise many kinds for files made to break them, some only rows later; all mean the same.
        raise Unreadable("table_broken", format=form, reason=f"{type(error).__name__}: {error}"[:200]) from None
    database = duckdb.connect()
    try:
        _fill(database, columns, plain, scratch)
    except duckdb.Error as error:
        database.close()
        raise Unreadable("table_broken", format=form, reason=str(error)[:200]) from None
    plain.unlink()
    return Table(database, columns, count, form, raw.encoding, raw.marks, bad_rows)


def _fill(database: duckdb.DuckDBPyConnection, columns: list[str], plain: Path, scratch: Path) -> None:
    """Load the plain form as the table `data`, then shut everything else out."""
    database.execute("set threads = 2; set memory_limit = '1GB'; set preserve_insertion_order = true")
    database.execute(f"set temp_directory = '{str(scratch).replace(chr(39), chr(39) * 2)}'")
    # Lines of JSON rather than CSV: no cell can be taken for a line end or a quote, whatever it holds.
    shape = ", ".join(f"c{number}: 'VARCHAR'" for number in range(len(columns)))
    names = ", ".join(f"c{number} as {sql_name(name)}" for number, name in enumerate(columns))
    database.execute(
        f"create table data as select r as {ROW}, {names} from read_json(?, format = 'newline_delimited',"
        f" auto_detect = false, columns = {{r: 'BIGINT', {shape}}}, maximum_object_size = {64 * MIB})",
        [str(plain)],
    )
    # From here on nothing but the loaded table can be reached, whatever a pattern or a name says.
    database.execute("set enable_external_access = false; set lock_configuration = true")


def sql_name(name: str) -> str:
    """A column name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def sql_string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _form_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(b"SQLite format 3\0"):
        return "sqlite"
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise Unreadable("format_unknown", file=path.name)
    return form


def _named(columns: list[str]) -> list[str]:
    """Column names made usable: trimmed, empty ones numbered, repeated ones told apart."""
    if len(columns) > COLUMNS:
        raise Unreadable("too_many_columns", count=len(columns), limit=COLUMNS)
    named: list[str] = []
    folded: set[str] = set()
    for number, column in enumerate(columns, 1):
        # A lone surrogate, as JSON can escape one, is no text and no database takes it.
        name = column.strip().replace("\0", "").encode("utf-8", "replace").decode() or f"column {number}"
        again = 2
        base = name
        # DuckDB, like most databases, does not tell names apart by case.
        while name.lower() in folded or name == ROW:
            name = f"{base} ({again})"
            again += 1
        folded.add(name.lower())
        named.append(name)
    return named


def _write_plain(
    plain: Path, columns: list[str], rows: Iterable[tuple[int, list[str | None]]], bad_rows: list[tuple[int, str]]
) -> int:
    count = 0
    width = len(columns)
    keys = [f"c{number}" for number in range(width)]
    with plain.open("wb", buffering=MIB) as file:
        for number, cells in rows:
            count += 1
            if count > ROWS:
                raise Unreadable("too_many_rows", limit=ROWS)
            if len(cells) != width:
                bad_rows.append((number, "cells"))
                cells = (cells + [None] * width)[:width]
            if any(cell and (len(cell) > CELL or "\0" in cell) for cell in cells):
                bad_rows.append((number, "cell"))
                cells = [cell[:CELL].replace("\0", "\ufffd") if cell else cell for cell in cells]
            file.write(_line(number, dict(zip(keys, cells, strict=True))))
    return count


def _line(number: int, cells: dict[str, str | None]) -> bytes:
    try:
        return msgspec.json.encode({"r": number, **cells}) + b"\n"
    except UnicodeEncodeError:
        # A lone surrogate, as JSON can escape one: no text, and no database takes it.
        mended = {key: cell and cell.encode("utf-8", "replace").decode() for key, cell in cells.items()}
        return msgspec.json.encode({"r": number, **mended}) + b"\n"


class Decoded(NamedTuple):
    """An open text, how it is encoded, and whether it began with a byte order mark."""

    text: TextIO
    encoding: str
    bom: bool


def open_text(path: Path) -> Decoded:
    """A text file by the first encoding it is wholly valid in: UTF-8, UTF-16 with a mark, GB18030.

    What is none of them is read as UTF-8 with replacement characters, which the check then counts.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(path.open("r", encoding="utf-16", errors="replace", newline=""), "utf-16", True)
    bom = start.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8", "gb18030"):
        if _is_valid(path, encoding):
            codec = "utf-8-sig" if bom else encoding
            return Decoded(path.open("r", encoding=codec, newline=""), encoding, bom)
    return Decoded(path.open("r", encoding="utf-8-sig", errors="replace", newline=""), "broken", bom)


def _is_valid(path: Path, encoding: str) -> bool:
    try:
        with path.open("r", encoding=encoding, newline="") as file:
            while file.read(MIB):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _read_csv(path: Path, _table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    decoded = open_text(path)
    start = decoded.text.read(64 * 1024)
    decoded.text.seek(0)
    if not start.strip():
        raise Unreadable("table_empty")
    delimiter = _delimiter(start)
    csv.field_size_limit(min(sys.maxsize, 64 * MIB))
    reader = csv.reader(decoded.text, delimiter=delimiter)
    # Some programs leave lines empty above the names.
    columns = next(filter(None, reader), None)
    if columns is None:
        raise Unreadable("table_empty")

    def rows() -> Iterator[tuple[int, list[str | None]]]:
        for cells in reader:
            if cells:
                yield reader.line_num, list(cells)

    marks = (("bom",) if decoded.bom else ()) + (() if delimiter == "," else (f"delimiter {delimiter!r}",))
    return Raw(columns, rows(), decoded.encoding, marks)


def _delimiter(start: str) -> str:
    """The separator that cuts the first lines into the most equal parts; a comma where none does."""
    lines = [line for line in start.splitlines()[:20] if line.strip()]
    if len(lines) > 1 and len(start) >= 64 * 1024:
        lines = lines[:-1]

    def evenness(candidate: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=candidate)]
        common = max(set(widths), key=widths.count)
        return (widths.count(common) if common > 1 else 0, common)

    return max((",", "\t", ";", "|", "，"), key=evenness)


def _read_jsonl(path: Path, _table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    decoded = open_text(path)
    records: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(decoded.text, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            # No JSON, a number of more digits than Python reads, or nested without end.
            bad_rows.append((number, "json"))
            continue
        if isinstance(value, dict):
            records.append((number, value))
        else:
            bad_rows.append((number, "object"))
        if len(records) > ROWS:
            raise Unreadable("too_many_rows", limit=ROWS)
    return _from_records(records, decoded, bad_rows)


def _read_json(path: Path, table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    if path.stat().st_size > 256 * MIB:
        raise Unreadable("table_too_large", limit=256 * MIB)
    decoded = open_text(path)
    value = json.load(decoded.text)
    if isinstance(value, dict):
        lists = {key: inner for key, inner in value.items() if isinstance(inner, list)}
        if table is not None:
            lists = {key: inner for key, inner in lists.items() if key == table}
        if len(lists) != 1:
            raise Unreadable("several_tables" if lists else "no_table", names=list(lists)[:20])
        [value] = lists.values()
    if not isinstance(value, list):
        raise Unreadable("no_table")
    bad_rows += [(number, "object") for number, one in enumerate(value, 1) if not isinstance(one, dict)]
    records = [(number, one) for number, one in enumerate(value, 1) if isinstance(one, dict)]
    return _from_records(records, decoded, bad_rows)


def _from_records(records: list[tuple[int, dict[str, Any]]], decoded: Decoded, bad_rows: list[tuple[int, str]]) -> Raw:
    if not records:
        raise Unreadable("table_empty")
    columns = list(dict.fromkeys(itertools.chain.from_iterable(record for _, record in records)))
    rows = ((number, [_cell(record.get(name)) for name in columns]) for number, record in records)
    return Raw(columns, rows, decoded.encoding, ("bom",) if decoded.bom else ())


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _read_xlsx(path: Path, table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with zipfile.ZipFile(path) as archive:
        # A workbook is a zip of XML; what it unpacks to is looked at before anything parses it.
        if sum(info.file_size for info in archive.infolist()) > XLSX_BYTES:
            raise Unreadable("table_too_large", limit=XLSX_BYTES)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise Unreadable("table_broken", format="xlsx", reason=str(error)[:200]) from None
    sheets = [name for name in book.sheetnames if book[name].max_row and book[name].max_row > 1] or book.sheetnames
    if table is not None:
        sheets = [name for name in book.sheetnames if name == table]
    if len(sheets) != 1:
        raise Unreadable("several_tables" if sheets else "no_table", names=sheets[:20] or book.sheetnames[:20])
    rows = book[sheets[0]].iter_rows(values_only=True)
    header = next(rows, None)
    if header is None or all(value is None for value in header):
        raise Unreadable("table_empty")
    width = max(index for index, value in enumerate(header, 1) if value is not None)

    def cells() -> Iterator[tuple[int, list[str | None]]]:
        for number, row in enumerate(rows, 2):
            if any(value is not None for value in row):
                # Cells beyond the header count only when they hold something: sheets have ragged formatting.
                end = max([width, *(i for i, value in enumerate(row, 1) if value is not None)])
                yield number, [_excel_cell(value) for value in (*row, *[None] * (width - len(row)))[:end]]

    return Raw([_cell(value) or "" for value in header[:width]], cells())


def _excel_cell(value: Any) -> str | None:
    if hasattr(value, "isoformat"):
        text = str(value.isoformat())
        return text.removesuffix("T00:00:00")
    return _cell(value)


def _read_sqlite(path: Path, table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    database = sqlite3.connect(
        f"file:{path.resolve().as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1", uri=True
    )
    # A schema can hold views and triggers that call functions: SQLite's own advice for files of strangers
    # (sqlite.org, "Defense Against The Dark Arts").
    database.execute("pragma trusted_schema = off")
    database.execute("pragma cell_size_check = on")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 * MIB)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    names = [
        name
        for (name,) in database.execute("select name from sqlite_schema where type = 'table' order by name")
        if not name.startswith("sqlite_")
    ]
    if table is not None:
        names = [name for name in names if name == table]
    if len(names) != 1:
        raise Unreadable("several_tables" if names else "no_table", names=names[:20])
    cursor = database.execute(f"select * from {sql_name(names[0])}")
    columns = [about[0] for about in cursor.description]
    return Raw(columns, ((number, [_cell(value) for value in row]) for number, row in enumerate(cursor, 1)))


def _read_sql(path: Path, table: str | None, bad_rows: list[tuple[int, str]]) -> Raw:
    decoded = open_text(path)
    tables = read_dump(decoded.text.read(512 * MIB))
    filled = {name: found for name, found in tables.items() if found.rows}
    if table is not None:
        filled = {name: found for name, found in filled.items() if name == table}
    if len(filled) != 1:
        raise Unreadable("several_tables" if filled else "no_table", names=list(filled)[:20])
    [found] = filled.values()
    width = max(len(row) for row in found.rows)
    columns = found.columns or [f"column {number}" for number in range(1, width + 1)]
    rows = enumerate(found.rows, 1)
    return Raw(columns, rows, decoded.encoding, ("bom",) if decoded.bom else ())


_READERS = {
    "csv": _read_csv,
    "jsonl": _read_jsonl,
    "json": _read_json,
    "xlsx": _read_xlsx,
    "sqlite": _read_sqlite,
    "sql": _read_sql,
}
