"""A profile of delivered tables: what a buyer may see of data he has not got. Shape, fill, and a few rows.

No contract is needed and nothing is judged; the dataset check does that. Every table a delivery holds is read, each by
itself, inside the sandbox, for a table is a stranger's file like any other. Refuses to read outside a sandbox, and says
of what it cannot read why.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks import sandbox
from gongdao.checks.sandbox import MIB, Limits, Mount, SandboxFault
from gongdao.checks.shape import Reason

TABLES_MAX = 12
COLUMNS_MAX = 60
ROWS_SHOWN = 5
CELL_CHARACTERS = 60
LIMITS = Limits(seconds=120.0, memory=2048 * MIB, processes=200, disk=2048 * MIB, output=4 * MIB)


class Column(msgspec.Struct, frozen=True):
    """One column: rows in which it holds something, how many different values, its first and last in text order."""

    name: str
    filled: int
    distinct: int
    first: str
    last: str


class Profile(msgspec.Struct, frozen=True):
    """One table of a delivery; `reason` says why it could not be read.

    `more` columns are beyond the limit, `broken` rows did not fit; `sample` has its cells in the order of the columns.
    """

    file: str
    format: str = ""
    encoding: str = ""
    rows: int = 0
    columns: tuple[Column, ...] = ()
    more: int = 0
    broken: int = 0
    sample: tuple[tuple[str | None, ...], ...] = ()
    reason: Reason | None = None


class Profiles(msgspec.Struct, frozen=True):
    """The tables of a delivery, those beyond the limit uncounted in `untried`; `reason` where nothing could be read."""

    tables: tuple[Profile, ...] = ()
    untried: int = 0
    reason: Reason | None = None


def profiles(delivery: Path) -> Profiles:
    """Profiles of every table under a folder. What goes wrong is in the answer; nothing is raised for a delivery."""
    from gongdao.checks.kinds.dataset.tables import ENDINGS

    found = [p for p in sorted(delivery.rglob("*")) if p.suffix.lower() in ENDINGS and p.is_file()]
    names = [p.relative_to(delivery).as_posix() for p in found if not p.is_symlink() and not _is_settings(p)]
    if not names:
        return Profiles()
    asked = msgspec.json.encode(names[:TABLES_MAX])
    argv = sandbox.python_argv("from gongdao.checks.profile import child; child()")
    mounts = [*sandbox.python_mounts(), Mount(delivery, "/in")]
    try:
        done = sandbox.run(argv, limits=LIMITS, mounts=mounts, stdin=asked, folder="/tmp")
    except SandboxFault as fault:
        return Profiles(reason=fault.reason)
    if done.stopped:
        return Profiles(reason=Reason("check_limit", {"limit": done.stopped}))
    try:
        tables = msgspec.json.decode(done.out, type=tuple[Profile, ...])
    except (msgspec.DecodeError, RecursionError):
        return Profiles(reason=Reason("check_crashed", {}))
    return Profiles(tables=tables, untried=max(0, len(names) - TABLES_MAX))


def _is_settings(path: Path) -> bool:
    """Files every site carries that are tables by their ending only."""
    return path.name in ("package.json", "package-lock.json", "composer.json", "tsconfig.json", "manifest.json")


def child() -> None:
    """Inside the sandbox: the names on standard input, their profiles on standard output."""
    names = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    sys.stdout.buffer.write(msgspec.json.encode([_profile(Path("/in"), name) for name in names]))


def _profile(root: Path, name: str) -> Profile:
    from gongdao.checks.kinds.dataset.tables import ROW, Unreadable, load, sql_name

    with tempfile.TemporaryDirectory() as scratch:
        try:
            table = load(root / name, None, None, Path(scratch))
        except Unreadable as fault:
            return Profile(file=name, reason=fault.reason)
        except (OSError, ValueError) as fault:
            return Profile(file=name, reason=Reason("table_broken", {"reason": type(fault).__name__}))
        with table.database as database:
            shown = table.columns[:COLUMNS_MAX]
            columns = tuple(_column(database, column, sql_name(column)) for column in shown)
            listed = ", ".join(f"left({sql_name(column)}, {CELL_CHARACTERS + 1})" for column in shown)
            query = f"select {listed} from data order by {ROW} limit {ROWS_SHOWN}"
            rows = database.execute(query).fetchall() if shown else []
    return Profile(
        file=name,
        format=table.format,
        encoding=table.encoding,
        rows=table.rows,
        columns=columns,
        more=len(table.columns) - len(shown),
        broken=len(table.bad_rows),
        sample=tuple(rows),
    )


def _column(database: Any, name: str, quoted: str) -> Column:
    filled, distinct, first, last = database.execute(
        f"select count(*), count(distinct v), min(v), max(v) from"
        f" (select {quoted} as v from data where {quoted} is not null and trim({quoted}) <> '')"
    ).fetchone()
    return Column(name, filled, distinct, (first or "")[:CELL_CHARACTERS], (last or "")[:CELL_CHARACTERS])
