"""Tables made to break their reader: each ends in an outcome with its reason, none in a stack trace or in minutes."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gongdao.checks.kinds.dataset.dump import read_dump
from gongdao.checks.kinds.dataset.pictures import look_at
from gongdao.checks.shape import Report

from .test_dataset import judge

ONE_FIELD: dict[str, Any] = {"fields": [{"name": "a"}]}
SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE l [%s]>'


def judged(folder: Path, name: str, content: bytes) -> Report:
    delivery = folder / "delivery"
    delivery.mkdir()
    (delivery / name).write_bytes(content)
    return judge(delivery, ONE_FIELD)


def workbook(change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """A small workbook with one of its parts changed."""
    made, plain, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    made.active.append(["a", "b"])  # type: ignore[union-attr]
    made.active.append([1, 2])  # type: ignore[union-attr]
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(info, change(data) if info.filename == part else data)
    return changed.getvalue()


def with_dtd(entities: bytes, cell: bytes) -> bytes:
    return workbook(lambda xml: DTD % entities + xml.split(b"?>", 1)[-1].replace(b"<v>1</v>", b"<v>%s</v>" % cell))


def laughing() -> bytes:
    """A cell of thirty to the eighth characters, by entities that hold thirty of the one before."""
    entities = [b'<!ENTITY a "%s">' % (b"a" * 30)]
    entities += [b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 30) for n in range(7)]
    return with_dtd(b"".join(entities), b"&h;")


def value(text: bytes, kind: bytes = b"n") -> bytes:
    return workbook(lambda xml: xml.replace(b't="n"', b't="%s"' % kind).replace(b"<v>1</v>", b"<v>%s</v>" % text))


def spoiled() -> bytes:
    """A workbook whose compressed bytes are no longer what they were."""
    content = bytearray(workbook(lambda xml: xml))
    at = content.index(SHEET.encode()) + len(SHEET)
    content[at + 40 : at + 60] = b"\xff" * 20
    return bytes(content)


def schema_that_lies() -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(
        "create table x(a); insert into x values (1); pragma writable_schema = on;"
        "update sqlite_schema set name = x'ff00', tbl_name = x'ff00'"
    )
    return database.serialize()


BROKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities_that_multiply": ("t.xlsx", laughing),
    "entity_from_the_host": ("t.xlsx", lambda: with_dtd(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;")),
    "shared_text_that_is_not_there": ("t.xlsx", lambda: value(b"99999", b"s")),
    "number_that_is_none": ("t.xlsx", lambda: value(b"abc")),
    "date_that_is_none": ("t.xlsx", lambda: value(b"1e300", b"d")),
    "cell_of_no_column": ("t.xlsx", lambda: workbook(lambda xml: xml.replace(b'r="A2"', b'r="ZZZZ9"'))),
    "sheet_cut_off": ("t.xlsx", lambda: workbook(lambda xml: xml[: len(xml) * 2 // 3])),
    "spoiled_bytes": ("t.xlsx", spoiled),
    "schema_that_lies": ("t.db", schema_that_lies),
    "number_without_end": ("t.json", lambda: b'[{"a":' + b"1" * 5_000 + b"}]"),
}


@pytest.mark.parametrize("trick", BROKEN)
def test_a_table_that_breaks_its_reader_cannot_be_told(trick: str, tmp_path: Path) -> None:
    name, make = BROKEN[trick]
    report = judged(tmp_path, name, make())
    assert report.outcome == "cannot_tell"
    assert [reason.code for reason in report.reasons] == ["table_broken"]
    assert "root:" not in json.dumps([reason.data for reason in report.reasons])


def test_lines_left_empty_above_the_names_are_no_table(tmp_path: Path) -> None:
    assert judged(tmp_path, "t.csv", b"\n\na,b\n1,2\n").facts["kept"]


def test_a_line_of_no_json_is_counted_among_the_others(tmp_path: Path) -> None:
    report = judged(tmp_path, "t.jsonl", b'{"a":' + b"1" * 5_000 + b'}\n{"a":1}\n')
    assert report.outcome in ("failed", "passed")


def test_a_name_that_is_half_a_character_names_a_column(tmp_path: Path) -> None:
    assert judged(tmp_path, "t.json", b'[{"\\ud800":1,"a":2}]').outcome == "passed"


def test_an_open_copy_is_looked_for_once() -> None:
    """Each of these would search the rest of the dump for an end that is not there."""
    done = read_dump("copy t (a) from stdin;\n1\n2\n\\.\n" + "copy u (a) from stdin;\n" * 20_000)
    assert done["t"].rows == [["1"], ["2"]]
    assert done["u"].rows == []


def test_a_value_of_many_calls_is_put_together_once() -> None:
    assert read_dump("insert into t values (1, f('x')('y')('z'), null)")["t"].rows == [["1", "f('x')('y')('z')", None]]


@pytest.mark.parametrize(
    "named",
    ["a%00b.png", "x" * 5_000 + ".png", "//[::1", "file://[", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "."],
)
def test_a_picture_that_can_have_no_name_is_missing(named: str, tmp_path: Path) -> None:
    assert look_at(tmp_path, named).state in ("missing", "elsewhere")


def test_postscript_is_no_picture_of_a_table(tmp_path: Path) -> None:
    """Pillow would hand it to another program, which runs it."""
    (tmp_path / "a.png").write_bytes(
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n"
    )
    assert look_at(tmp_path, "a.png").state == "broken"
