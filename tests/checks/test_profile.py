"""Profiles of whatever tables a delivery holds: shape and a taste, read in the sandbox, and why where not."""

import json
import sqlite3
from pathlib import Path

import pytest

from gongdao.checks import sandbox
from gongdao.checks.profile import COLUMNS_MAX, ROWS_SHOWN, TABLES_MAX, Column, profiles

pytestmark = pytest.mark.skipif(sandbox.fault() is not None, reason="no sandbox here")


def test_every_kind_of_table_is_described(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_text("name,price\n" + "".join(f"cup {n},{n}\n" for n in range(9)) + " ,\n")
    (tmp_path / "b.jsonl").write_text("".join(json.dumps({"x": n % 2}) + "\n" for n in range(4)))
    (tmp_path / "gbk.csv").write_bytes("名称\n青瓷\n".encode("gbk"))
    with sqlite3.connect(tmp_path / "c.db") as database:
        database.execute("create table t (k)")
        database.execute("insert into t values ('only')")
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    (tmp_path / "package.json").write_text('{"name": "site"}')
    (tmp_path / "index.html").write_text("<h1>x</h1>")
    (tmp_path / "away.csv").symlink_to("/etc/passwd")
    found = {table.file: table for table in profiles(tmp_path).tables}
    assert set(found) == {"sub/a.csv", "b.jsonl", "gbk.csv", "c.db", "broken.xlsx"}
    one = found["sub/a.csv"]
    assert (one.rows, one.format) == (10, "csv")
    assert one.columns == (Column("name", 9, 9, "cup 0", "cup 8"), Column("price", 9, 9, "0", "8"))
    assert one.sample == tuple((f"cup {n}", str(n)) for n in range(ROWS_SHOWN))
    assert found["b.jsonl"].columns[0].distinct == 2
    assert found["gbk.csv"].sample == (("青瓷",),)
    assert found["c.db"].rows == 1
    assert found["broken.xlsx"].reason is not None


def test_wide_and_many_are_cut_and_counted(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(COLUMNS_MAX + 7)]
    (tmp_path / "wide.csv").write_text(",".join(names) + "\n" + ",".join("x" * 500 for _ in names) + "\n")
    for n in range(TABLES_MAX + 2):
        (tmp_path / f"z{n:02d}.csv").write_text("a\n1\n")
    found = profiles(tmp_path)
    assert len(found.tables) == TABLES_MAX
    assert found.untried == 3
    wide = found.tables[0]
    assert (len(wide.columns), wide.more) == (COLUMNS_MAX, 7)
    assert max(len(cell or "") for cell in wide.sample[0]) <= 61


def test_no_table_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<h1>x</h1>")
    monkeypatch.setattr(sandbox, "run", None)
    assert profiles(tmp_path).tables == ()


def test_where_nothing_can_be_read_the_reason_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.fault.cache_clear()
    try:
        found = profiles(tmp_path)
    finally:
        sandbox.fault.cache_clear()
    assert found.tables == ()
    assert found.reason is not None
    assert found.reason.code == "sandbox_absent"
