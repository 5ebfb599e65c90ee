"""The dataset check on tables of every kind, each rule with a table that keeps it and one that breaks it."""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongdao.checks.kinds.dataset import check
from gongdao.checks.kinds.dataset.contract import ContractError, read_contract
from gongdao.checks.kinds.dataset.doubt import wilson
from gongdao.checks.kinds.dataset.dump import read_dump
from gongdao.checks.kinds.dataset.duplicates import near_duplicates, phone_of, plain, repeated
from gongdao.checks.shape import Ground, Report, report_hash

FIELDS = [{"name": "name"}, {"name": "price"}, {"name": "city"}]
ROWS: list[list[str]] = [
    ["红茶", "12.50", "北京"],
    ["绿茶", "9", "上海"],
    ["咖啡, 大杯", "30", "广州"],
    ['带"引号"的', "1", "深圳"],
    ["两\n行", "2", "成都"],
]


def judge(path: Path, contract: dict[str, Any], source: Path | None = None) -> Report:
    inputs = {"delivery": path} | ({"source": source} if source else {})
    folder = (path if path.is_dir() else path.parent).parent / "scratch"
    folder.mkdir(exist_ok=True)
    return check(inputs, {"contract": contract}, folder)


def ground(report: Report, code: str, field: str = "") -> Ground:
    """The ground of a rule, or what the facts say of one that was kept, in the same shape."""
    found = [g for g in report.grounds if g.code == code and (not field or g.data["field"] == field)]
    for one in report.facts["kept"]:
        if one["rule"] == code and (not field or one["field"] == field):
            found.append(Ground(code=code, value=one["value"], data={**one, "outcome": "passed"}))
    assert len(found) == 1, [(g.code, g.text) for g in report.grounds]
    return found[0]


def outcome(report: Report, code: str, label: str = "") -> str:
    return str(ground(report, code, label).data["outcome"])


def write_csv(
    path: Path, rows: list[list[str]], header: list[str], encoding: str = "utf-8", delimiter: str = ","
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    delivery = tmp_path / "delivery"
    delivery.mkdir()
    return delivery


HEADER = ["name", "price", "city"]


def as_csv(path: Path) -> Path:
    write_csv(path / "t.csv", ROWS, HEADER)
    return path / "t.csv"


def as_gbk(path: Path) -> Path:
    write_csv(path / "t.csv", ROWS, HEADER, "gb18030", ";")
    return path / "t.csv"


def as_bom_tsv(path: Path) -> Path:
    write_csv(path / "t.tsv", ROWS, HEADER, "utf-8-sig", "\t")
    return path / "t.tsv"


def as_utf16(path: Path) -> Path:
    write_csv(path / "t.csv", ROWS, HEADER, "utf-16")
    return path / "t.csv"


def as_jsonl(path: Path) -> Path:
    lines = (json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS)
    (path / "t.jsonl").write_text("\n".join(lines), "utf-8")
    return path / "t.jsonl"


def as_json(path: Path) -> Path:
    (path / "t.json").write_text(json.dumps({"items": [dict(zip(HEADER, row, strict=True)) for row in ROWS]}), "utf-8")
    return path / "t.json"


def as_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *ROWS):
        sheet.append(row)
    book.save(path / "t.xlsx")
    return path / "t.xlsx"


def as_sqlite(path: Path) -> Path:
    with sqlite3.connect(path / "t.db") as database:
        database.execute("create table goods (name text, price real, city text)")
        database.executemany("insert into goods values (?, ?, ?)", ROWS)
    database.close()
    return path / "t.db"


def as_sqlite_dump(path: Path) -> Path:
    database = sqlite3.connect(as_sqlite(path))
    (path / "t.sql").write_text("\n".join(database.iterdump()), "utf-8")
    database.close()
    return path / "t.sql"


def as_mysql_dump(path: Path) -> Path:
    def quoted(cell: str) -> str:
        return "'" + cell.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace('"', '\\"') + "'"

    values = ",".join("(" + ",".join(quoted(cell) for cell in row) + ")" for row in ROWS)
    (path / "t.sql").write_text(
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `goods`;\n"
        "CREATE TABLE `goods` (\n  `name` varchar(40) DEFAULT 'a,b',\n  `price` decimal(10,2) NOT NULL,\n"
        "  `city` text,\n  PRIMARY KEY (`name`),\n  KEY `k` (`price`,`city`)\n) ENGINE=InnoDB COMMENT='x;y';\n"
        f"INSERT INTO `goods` VALUES {values};\nUNLOCK TABLES;\n",
        "utf-8",
    )
    return path / "t.sql"


def as_postgres_dump(path: Path) -> Path:
    lines = "\n".join("\t".join(cell.replace("\n", "\\n") for cell in row) for row in ROWS)
    (path / "t.sql").write_text(
        "SET client_encoding = 'UTF8';\nCREATE TABLE public.goods (\n    name text,\n    price numeric(10,2),\n"
        "    city text,\n    CONSTRAINT positive CHECK ((price > (0)::numeric))\n);\n"
        f"COPY public.goods (name, price, city) FROM stdin;\n{lines}\n\\.\n\nSELECT 1;\n",
        "utf-8",
    )
    return path / "t.sql"


KINDS = [
    as_csv,
    as_gbk,
    as_bom_tsv,
    as_utf16,
    as_jsonl,
    as_json,
    as_xlsx,
    as_sqlite,
    as_sqlite_dump,
    as_mysql_dump,
    as_postgres_dump,
]


@pytest.mark.parametrize("write", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_every_kind_of_table_is_read_the_same(write: Callable[[Path], Path], folder: Path) -> None:
    path = write(folder)
    contract = {
        "fields": [
            {"name": "name", "filled": 1, "unique": True},
            {"name": "price", "type": "number", "min": 1, "max": 30},
            {"name": "city", "allowed": ["北京", "上海", "广州", "深圳", "成都"]},
        ],
        "rows_min": 5,
        "rows_max": 5,
        "key": ["name"],
        "duplicates": {"exact": 0},
    }
    report = judge(path, contract)
    assert report.outcome == "passed", [(g.code, g.text, g.value, g.data) for g in report.grounds]
    sample = report.facts["sample"]
    assert [row["name"] for row in sample] == [row[0] for row in ROWS]
    assert [row["city"] for row in sample] == [row[2] for row in ROWS]
    assert float(sample[0]["price"]) == 12.5


def table(folder: Path, header: list[str], *rows: list[str]) -> Path:
    write_csv(folder / "t.csv", list(rows), header)
    return folder / "t.csv"


RULES: list[tuple[str, str, dict[str, Any], list[str], list[str], Any]] = [
    # rule, field type, the rule, cells that keep it, cells of which one breaks it, the figure then
    ("type", "integer", {}, ["1", "-2", "1,000", ""], ["1", "2.5"], 1),
    ("type", "number", {}, ["1", "-2.5", "1,000.75", "1e3"], ["1", "many"], 1),
    (
        "type",
        "date",
        {},
        ["2024-01-31", "2024/1/31", "2024年1月31日", "2024-01-31T10:00:00Z", "2024-01-31 10:00:00+08:00"],
        ["2024-13-01"],
        1,
    ),
    ("type", "url", {}, ["https://a.cn/x?y=1"], ["http://a.cn", "www.a.cn"], 1),
    ("type", "email", {}, ["a@b.cn"], ["a@b", "c@d.cn"], 1),
    ("type", "phone", {}, ["138 0013 8000", "+86-10-62345678"], ["12", "13800138000"], 1),
    ("type", "boolean", {}, ["是", "no", "TRUE", "0"], ["maybe"], 1),
    ("range", "number", {"min": 0, "max": 100}, ["0", "100", "N/A"], ["-1", "101", "5"], 2),
    ("range", "date", {"min": "2024-01-01", "max": "2024-12-31"}, ["2024-12-31 23:59:59"], ["2023-12-31"], 1),
    ("pattern", "text", {"pattern": "[A-Z]{2}\\d+"}, ["AB1", ""], ["AB1", "xAB1", "ab1"], 2),
    ("allowed", "text", {"allowed": ["a", "b"]}, ["a", "b", "a "], ["a", "c"], 1),
    ("unique", "text", {"unique": True}, ["a", "b", "", ""], ["a", "b", "a"], 2),
    ("filled", "text", {"filled": 1}, ["a", "b"], ["a", "", "N/A", "暂无"], 25.0),
    ("filled", "text", {"filled": 0.5}, ["a", "-"], ["a", "", "", ""], 25.0),
]


@pytest.mark.parametrize(("code", "kind", "rule", "kept", "broken", "figure"), RULES)
def test_each_rule(
    code: str, kind: str, rule: dict[str, Any], kept: list[str], broken: list[str], figure: Any, folder: Path
) -> None:
    contract = {"fields": [{"name": "id"}, {"name": "f", "type": kind, **rule}]}
    good = judge(table(folder, ["id", "f"], *([str(i), cell] for i, cell in enumerate(kept))), contract)
    assert outcome(good, code, "f") == "passed"
    assert good.outcome == "passed"
    bad = judge(table(folder, ["id", "f"], *([str(i), cell] for i, cell in enumerate(broken))), contract)
    assert outcome(bad, code, "f") == "failed"
    assert bad.outcome == "failed"
    found = ground(bad, code, "f")
    assert found.value == figure
    assert found.row in found.data["rows"]
    cells = dict(zip(range(2, 99), broken, strict=False))
    assert [cells[row][:80] for row in found.data["rows"]] == found.data["cells"]


def test_row_numbers_are_the_files_own(folder: Path) -> None:
    path = table(folder, ["f"], ["1"], ["two\nlines"], ["3"], ["bad"])
    report = judge(path, {"fields": [{"name": "f", "type": "integer"}]})
    assert ground(report, "type").data["rows"] == [4, 6]
    assert path.read_text().splitlines()[5] == "bad"


def test_units_left_in_are_named(folder: Path) -> None:
    report = judge(
        table(folder, ["p"], ["￥12"], ["12元"], ["12"], ["abc"]), {"fields": [{"name": "p", "type": "number"}]}
    )
    assert ground(report, "unit_left").value == 2
    assert ground(report, "type").value == 1


def test_missing_fields_are_named_with_what_looks_like_them(folder: Path) -> None:
    report = judge(table(folder, ["Name", "prices", "zip"], ["a", "1", "2"]), {"fields": FIELDS})
    missing = {g.data["field"]: g.data["near"] for g in report.grounds if g.code == "field_missing"}
    assert missing == {"price": ["prices"], "city": []}
    assert report.outcome == "failed"


def test_extra_fields_count_only_where_agreed(folder: Path) -> None:
    path = table(folder, ["a", "b"], ["1", "2"])
    assert judge(path, {"fields": [{"name": "a"}]}).outcome == "passed"
    assert outcome(judge(path, {"fields": [{"name": "a"}], "extra_fields": False}), "field_extra") == "failed"


@pytest.mark.parametrize(("least", "most", "expected"), [(2, 2, "passed"), (3, None, "failed"), (None, 1, "failed")])
def test_rows(least: int | None, most: int | None, expected: str, folder: Path) -> None:
    contract = {"fields": [{"name": "a"}], "rows_min": least, "rows_max": most}
    report = judge(table(folder, ["a"], ["1"], ["2"]), contract)
    assert (outcome(report, "rows"), ground(report, "rows").value) == (expected, 2)


def test_a_key_of_two_fields(folder: Path) -> None:
    contract = {"fields": [{"name": "a"}, {"name": "b"}], "key": ["a", "b"]}
    assert outcome(judge(table(folder, ["a", "b"], ["1", "1"], ["1", "2"]), contract), "key") == "passed"
    assert outcome(judge(table(folder, ["a", "b"], ["1", "1"], ["1", "1"]), contract), "key") == "failed"


def test_fresh(folder: Path) -> None:
    path = table(folder, ["d"], ["2024-06-01"], ["2024/7/1"], ["2020-01-01"], ["no date"])
    contract = {"fields": [{"name": "d", "type": "text"}], "fresh": {"field": "d", "after": "2024-01-01", "share": 0.5}}
    report = judge(path, contract)
    found = ground(report, "fresh")
    assert (found.value, found.data["outcome"], found.data["newest"]) == (50.0, "passed", "2024-07-01 00:00:00")
    contract["fresh"]["share"] = 0.75  # type: ignore[index]
    assert outcome(judge(path, contract), "fresh") == "failed"


def test_exact_duplicates(folder: Path) -> None:
    path = table(folder, ["a", "b"], ["1", "x"], ["1", "x"], ["1", "y"], ["1", "x"])
    report = judge(path, {"fields": [{"name": "a"}], "duplicates": {"exact": 0.4}})
    found = ground(report, "duplicate_exact")
    assert (found.value, found.data["count"], found.data["groups"]) == (50.0, 2, [[2, 3, 5]])
    assert found.data["outcome"] == "failed"


RESTAURANTS = [
    ["Arnie Morton's of Chicago", "435 S. La Cienega Blvd.", "310/246-1501"],
    ["Arnie Mortons of Chicago", "435 S La Cienega Boulevard", "310-246-1501"],
    ["Hotel Bel-Air", "701 Stone Canyon Rd.", "310/472-1211"],
    ["Bel-Air Hotel", "701 Stone Canyon Rd", "310-472-1211"],
    ["Campanile", "624 S. La Brea Ave.", "213/938-1447"],
    ["Cafe Bizou", "14016 Ventura Blvd.", "818/788-3536"],
    ["全聚德烤鸭店", "北京市前门大街30号", "010-65112418"],
    ["全聚德烤鴨店(前门)", "北京市前门大街30号", "01065112418"],
]


def test_near_duplicates(folder: Path) -> None:
    contract = {
        "fields": [{"name": "name"}, {"name": "address"}, {"name": "phone"}],
        "duplicates": {"near": 0.1, "fields": ["name", "address"], "phone": "phone"},
    }
    report = judge(table(folder, ["name", "address", "phone"], *RESTAURANTS), contract)
    found = ground(report, "duplicate_near")
    assert found.data["groups"] == [[2, 3], [4, 5], [8, 9]]
    assert (found.data["count"], found.data["outcome"]) == (3, "failed")


def test_blocks_find_nearly_what_all_pairs_find() -> None:
    """On 4,000 rows with 800 made near duplicates; blocks must find at least 95 in 100 of them."""
    from gongdao.checks.kinds.dataset import duplicates

    draw = random.Random(7)
    words = ["".join(draw.choice("abcdefghijklmnop") for _ in range(draw.randint(3, 9))) for _ in range(1500)]
    texts = [" ".join(draw.choice(words) for _ in range(draw.randint(3, 7))) for _ in range(3200)]
    for position in draw.sample(range(3200), 800):
        letters = list(texts[position])
        letters[draw.randrange(len(letters))] = draw.choice("xyz")
        texts.append("".join(letters))
    every = {(pair.first, pair.second) for pair in near_duplicates(texts)}
    plains = [plain(text) for text in texts]
    blocks = {(pair.first, pair.second) for pair in duplicates._blocked(plains, [""] * len(plains))}
    assert len(every) >= 600
    assert blocks <= every
    assert len(blocks) >= 0.95 * len(every)


def test_repeated_counts_groups_not_pairs() -> None:
    texts = ["the same long text"] * 4 + ["another thing altogether"]
    assert len(near_duplicates(texts)) == 6
    assert repeated(near_duplicates(texts), 5) == 3


def test_phones() -> None:
    assert phone_of("+86 138-0013-8000") == phone_of("13800138000") == "13800138000"
    assert phone_of("110") == phone_of(None) == ""


@pytest.mark.parametrize(
    ("cell", "code"),
    [("caf\ufffd", "replacement"), ("a &amp; b", "entity"), ("cafÃ©", "mojibake"), ("锟斤拷", "mojibake")],
)
def test_damaged_text_is_found(cell: str, code: str, folder: Path) -> None:
    report = judge(table(folder, ["t"], ["fine"], [cell]), {"fields": [{"name": "t"}]})
    assert ground(report, code).data["rows"] == [3]
    assert report.outcome == "failed"


def test_broken_bytes_are_found(folder: Path) -> None:
    (folder / "t.csv").write_bytes("t\n好\n".encode() + b"\xff\xff\n" + b"x\n")
    report = judge(folder, {"fields": [{"name": "t"}]})
    assert outcome(report, "encoding") == "failed"
    assert ground(report, "replacement").value == 1


def test_the_agreed_encoding(folder: Path) -> None:
    path = as_gbk(folder)
    assert outcome(judge(path, {"fields": FIELDS, "encoding": "gb18030"}), "encoding") == "passed"
    assert outcome(judge(path, {"fields": FIELDS, "encoding": "utf-8"}), "encoding") == "failed"


def test_constant_columns_are_shown_and_decide_nothing(folder: Path) -> None:
    report = judge(table(folder, ["a", "b"], ["1", "x"], ["2", "x"]), {"fields": [{"name": "a"}, {"name": "b"}]})
    assert (outcome(report, "constant", "b"), report.outcome) == ("seen", "passed")


def test_rows_of_other_width_are_found(folder: Path) -> None:
    (folder / "t.csv").write_text("a,b\n1,2\n1\n1,2,3\n")
    found = ground(judge(folder, {"fields": [{"name": "a"}]}), "row_broken")
    assert (found.value, found.data["rows"]) == (2, [3, 4])


def test_lines_that_are_no_json_are_found(folder: Path) -> None:
    (folder / "t.jsonl").write_text('{"a": 1}\nnot json\n[1]\n{"a": 2}\n' + "[" * 100_000 + "\n")
    report = judge(folder, {"fields": [{"name": "a", "type": "integer"}]})
    assert ground(report, "row_broken").data["rows"] == [2, 3, 5]
    assert ground(report, "rows").value == 2


def picture(path: Path, size: tuple[int, int], colour: str) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, colour).save(path)


def test_images(folder: Path) -> None:
    picture(folder / "img" / "a.png", (400, 300), "red")
    picture(folder / "img" / "b.jpg", (100, 80), "blue")
    (folder / "img" / "c.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    picture(folder / "img" / "d.png", (400, 300), "red")
    (folder.parent / "outside.png").write_bytes((folder / "img" / "a.png").read_bytes())
    cells = ["a.png", "b.jpg", "c.png", "d.png", "gone.png", "../../outside.png", "https://x.cn/e.png", ""]
    table(folder, ["i", "x"], *([cell, "x"] for cell in cells))
    contract = {
        "fields": [{"name": "i", "type": "image"}],
        "images": {"field": "i", "folder": "img", "min_width": 200, "present": 1, "unique": 1},
    }
    report = judge(folder, contract)
    found = ground(report, "image_present")
    assert found.data["states"] == {"broken": 1, "elsewhere": 1, "missing": 2, "there": 3}
    assert found.data["outcome"] == "failed"
    assert ground(report, "image_small").data["cells"] == ["b.jpg"]
    assert (ground(report, "image_same").data["different"], outcome(report, "image_same")) == (2, "failed")


def test_an_image_bomb_is_named_and_harmless(folder: Path) -> None:
    import struct
    import zlib

    header = b"IHDR" + struct.pack(">2I5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    (folder / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + header
        + struct.pack(">I", zlib.crc32(header))
        + b"\0\0\0\0IEND\xaeB`\x82"
    )
    table(folder, ["i"], ["bomb.png"])
    contract = {"fields": [{"name": "i", "type": "image"}], "images": {"field": "i"}}
    assert outcome(judge(folder, contract), "image_present") == "failed"


def shop(tmp_path: Path, count: int) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for i in range(count):
        body = f"<h1>商品 {i:04}</h1><script>var x='hidden {i}'</script><p>价格：<b>{i}.00</b> 元</p>"
        (source / f"p{i}.html").write_text(f"<!doctype html><title>t</title>{body}", "utf-8")
    return source


@pytest.mark.parametrize(
    ("true_rows", "tried", "expected"), [(200, 100, "passed"), (100, 100, "failed"), (200, 20, "cannot_tell")]
)
def test_sample_against_the_pinned_pages(
    true_rows: int, tried: int, expected: str, folder: Path, tmp_path: Path
) -> None:
    rows = [[f"商品 {i:04}", f"{i}.00", f"https://shop.cn/p{i}.html"] for i in range(200)]
    rows = [row if i < true_rows else [row[0], "999.99", row[2]] for i, row in enumerate(rows)]
    table(folder, ["name", "price", "page"], *rows)
    contract = {
        "fields": [{"name": "name"}, {"name": "price"}, {"name": "page"}],
        "sample": {"rows": tried, "fields": ["name", "price"], "found": 0.95, "page_field": "page"},
    }
    report = judge(folder, contract, shop(tmp_path, 200))
    found = ground(report, "sample")
    assert found.data["outcome"] == expected
    assert found.data["low"] <= found.value <= found.data["high"]
    assert report_hash(report) == report_hash(judge(folder, contract, tmp_path / "source"))


def test_what_a_script_hides_is_not_on_the_page(folder: Path, tmp_path: Path) -> None:
    table(folder, ["name"], *([f"hidden {i}"] for i in range(3)))
    contract = {"fields": [{"name": "name"}], "sample": {"rows": 3, "fields": ["name"]}}
    assert outcome(judge(folder, contract, shop(tmp_path, 3)), "sample") == "failed"


def test_without_pinned_pages_a_sample_cannot_tell(folder: Path) -> None:
    contract = {"fields": [{"name": "name"}], "sample": {"rows": 3, "fields": ["name"]}}
    report = judge(table(folder, ["name"], ["a"]), contract)
    assert (report.outcome, [r.code for r in report.reasons]) == ("cannot_tell", ["source_missing"])


def test_wilson_against_published_values() -> None:
    """Newcombe (1998), Table I: 81 of 263 gives .2553 to .3662; 0 of 20 gives 0 to .1611; 1 of 29 .0061 to .1718."""
    for hits, tries, low, high in [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]:
        assert wilson(hits, tries) == pytest.approx((low, high), abs=6e-5)
    assert wilson(0, 0) == (0.0, 1.0)


# -- which table


def test_several_tables_are_not_guessed_between(folder: Path) -> None:
    as_csv(folder)
    as_jsonl(folder)
    report = judge(folder, {"fields": FIELDS})
    assert report.outcome == "cannot_tell"
    assert (report.reasons[0].code, report.reasons[0].data["names"]) == ("several_tables", ["t.csv", "t.jsonl"])
    assert judge(folder, {"fields": FIELDS, "file": "t.csv"}).outcome == "passed"


def test_several_sql_tables_and_a_named_one(folder: Path) -> None:
    with sqlite3.connect(as_sqlite(folder)) as database:
        database.execute("create table log (x)")
    database.close()
    assert judge(folder, {"fields": FIELDS}).reasons[0].data["names"] == ["goods", "log"]
    assert judge(folder, {"fields": FIELDS, "table": "goods"}).outcome == "passed"


def test_a_named_file_that_is_not_there_fails(folder: Path) -> None:
    report = judge(folder, {"fields": FIELDS, "file": "data.csv"})
    assert (report.outcome, report.reasons[0].code) == ("failed", "file_missing")


def test_a_named_file_cannot_lie_outside(folder: Path) -> None:
    (folder.parent / "secret.csv").write_text("a\n1\n")
    assert judge(folder, {"fields": FIELDS, "file": "../secret.csv"}).reasons[0].code == "file_missing"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.csv", b"", "table_empty"),
        ("t.json", b"{", "table_broken"),
        ("t.json", b'{"a": 1}', "no_table"),
        ("t.json", b"[" * 200_000, "table_broken"),
        ("t.jsonl", b"\n", "table_empty"),
        ("t.xlsx", b"PK\x03\x04junk", "table_broken"),
        ("t.db", b"SQLite format 3\0" + b"\xff" * 200, "table_broken"),
        ("t.sql", b"select 1;", "no_table"),
        ("t.csv", b"SQLite format 3\0" + b"\0" * 100, "table_broken"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: bytes, code: str, folder: Path) -> None:
    (folder / name).write_bytes(content)
    report = judge(folder, {"fields": FIELDS})
    assert (report.outcome, report.reasons[0].code) == ("cannot_tell", code)


def test_names_that_try_to_be_sql(folder: Path) -> None:
    nasty = 'a"; drop table data; --'
    path = table(folder, [nasty, "b'); select 1; --", "__row", "B", "b"], ["1", "2", "3", "4", "5"])
    contract = {"fields": [{"name": nasty, "filled": 1, "unique": True, "allowed": ["1", "x'); drop table data; --"]}]}
    report = judge(path, contract)
    assert report.outcome == "passed"
    assert ground(report, "rows").value == 1


def test_an_sql_dump_is_read_not_run(folder: Path) -> None:
    (folder / "t.sql").write_text(
        "CREATE TABLE t (a text);\nATTACH DATABASE '/tmp/gongdao-ran' AS x;\nCREATE TABLE x.y (z);\n"
        "INSERT INTO t VALUES ('it''s; fine'), (NULL), (CAST('x' AS text)), (-1.5);\nDROP TABLE t;\n"
    )
    report = judge(folder, {"fields": [{"name": "a"}], "table": "t"})
    assert not Path("/tmp/gongdao-ran").exists()
    assert [row["a"] for row in report.facts["sample"]] == ["it's; fine", None, "CAST('x' AS text)", "-1.5"]


def test_dump_details() -> None:
    tables = read_dump(
        'CREATE TABLE "s"."t" (a int, "B b" text, primary key (a));\n'
        'INSERT INTO "s"."t" ("B b", a) VALUES (\'x\', 1), (N\'y\', 2);\n'
        "INSERT INTO t SELECT * FROM u; /* INSERT INTO t VALUES (9,9); */ -- INSERT INTO t VALUES (8,8);\n"
        "REPLACE INTO t VALUES (3, 'C:\\path');\n"
    )
    assert tables["t"].columns == ["a", "B b"]
    assert tables["t"].rows == [["1", "x"], ["2", "y"], ["3", "C:\\path"]]


# -- the contract


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({}, "fields"),
        ({"fields": []}, "fields"),
        ({"fields": [{}]}, "fields[0].name"),
        ({"fields": [{"name": "a", "filed": 1}]}, "fields[0].filed"),
        ({"fields": [{"name": "a", "filled": 1.5}]}, "fields[0].filled"),
        ({"fields": [{"name": "a", "filled": "all"}]}, "fields[0].filled"),
        ({"fields": [{"name": "a", "type": "int"}]}, "fields[0].type"),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "fields"),
        ({"fields": [{"name": "a", "min": 3}]}, "fields[0].min"),
        ({"fields": [{"name": "a", "type": "date", "min": "soon"}]}, "fields[0].min"),
        ({"fields": [{"name": "a", "type": "number", "max": "9"}]}, "fields[0].max"),
        ({"fields": [{"name": "a", "pattern": "("}]}, "fields[0].pattern"),
        ({"fields": [{"name": "a", "pattern": "(a)\\1"}]}, "fields[0].pattern"),
        ({"fields": [{"name": "a"}], "rows": 3}, "rows"),
        ({"fields": [{"name": "a"}], "rows_min": -1}, "rows_min"),
        ({"fields": [{"name": "a"}], "rows_min": 5, "rows_max": 4}, "rows_max"),
        ({"fields": [{"name": "a"}], "key": ["b"]}, "key[0]"),
        ({"fields": [{"name": "a"}], "fresh": {"field": "a", "after": "yesterday"}}, "fresh.after"),
        ({"fields": [{"name": "a"}], "fresh": {"field": "b", "after": "2024-01-01"}}, "fresh.field"),
        ({"fields": [{"name": "a"}], "duplicates": {"near": 0.1}}, "duplicates.fields"),
        ({"fields": [{"name": "a"}], "images": {"field": "b"}}, "images.field"),
        ({"fields": [{"name": "a"}], "sample": {"rows": 0, "fields": ["a"]}}, "sample.rows"),
        ({"fields": [{"name": "a"}], "encoding": "gbk"}, "encoding"),
    ],
)
def test_a_wrong_contract_says_where_and_what(values: dict[str, Any], path: str) -> None:
    with pytest.raises(ContractError) as error:
        read_contract(values)
    assert error.value.path == path
    assert error.value.expected


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(
        'rows_min = 3\n[[fields]]\nname = "价格"\ntype = "number"\nmin = 0\n'
        '[[fields]]\nname = "d"\n[fresh]\nfield = "d"\nafter = 2024-01-01\n'
    )
    (tmp_path / "c.json").write_text(
        '{"rows_min": 3, "fields": [{"name": "价格", "type": "number", "min": 0}, {"name": "d"}],'
        ' "fresh": {"field": "d", "after": "2024-01-01"}}'
    )
    assert read_contract(tmp_path / "c.toml") == read_contract(tmp_path / "c.json")
    for name, content in [("x.toml", "a = "), ("x.json", "{"), ("y.toml", b"\xff")]:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(ContractError):
            read_contract(tmp_path / name)
    with pytest.raises(ContractError):
        read_contract(tmp_path / "absent.toml")


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=12))
@settings(max_examples=30, deadline=None)
def test_any_table_is_answered_and_repeats(rows: list[list[str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "delivery"
        folder.mkdir()
        clean = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
        path = table(folder, ["a", "b"], *clean)
        contract = {
            "fields": [{"name": "a", "filled": 0.5, "unique": True}, {"name": "b", "type": "number", "min": 0}],
            "duplicates": {"exact": 0, "near": 0, "fields": ["a"]},
        }
        first, second = judge(path, contract), judge(path, contract)
        assert report_hash(first) == report_hash(second)
        assert first.outcome in ("passed", "failed", "cannot_tell")
