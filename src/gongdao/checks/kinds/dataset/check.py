"""The dataset check: a delivered table held against its contract, rule by rule, each with its figure and its rows.

DuckDB counts; this module says what the counts mean. A rule that is not in the contract is measured where that is
cheap, shown, and never decides the outcome. Refuses to guess which of several tables was meant, and to call a sample
the whole: a figure from a sample carries its interval.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz

from gongdao.checks.kinds.dataset.contract import Contract, Field, read_contract
from gongdao.checks.kinds.dataset.doubt import wilson
from gongdao.checks.kinds.dataset.duplicates import blocked, near_duplicates, repeated
from gongdao.checks.kinds.dataset.pictures import look_at
from gongdao.checks.kinds.dataset.sources import drawn, read_pages
from gongdao.checks.kinds.dataset.tables import ROW, Table, Unreadable, find_table, load, sql_name, sql_string
from gongdao.checks.report import Table as ReportTable
from gongdao.checks.shape import Ground, Outcome, Reason, Report, file_hash, inputs_of, worst

VERSION = "dataset-2"
EXAMPLES = 5
NEAR_ROWS = 200_000
SAMPLE_ROWS = 5
CELL_CHARACTERS = 60
# What people write into a cell to say that nothing is there (IMITATION.md §4.6).
EMPTY_LIKE = (
    *("n/a", "na", "nan", "nil", "none", "null", "undefined", "empty", "tbd", "todo", "unknown", "-", "--", "—", "?"),
    *("无", "暂无", "未知", "待定", "空", "没有", "不详", "/", "\\n", "#n/a", "#ref!", "#value!", "xxx", "."),
)
DATE_FORMATS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M"),
    *("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M"),
    *("%Y年%m月%d日", "%d.%m.%Y", "%Y/%m/%d %H:%M"),
)
_UNIT = r"[%％$€£¥￥元]"
_ENTITY = r"&(#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});"


def check(inputs: Mapping[str, Path], settings: Mapping[str, Any], folder: Path) -> Report:
    """Judge `inputs["delivery"]` (folder or file) by the contract in `settings["contract"]`.

    `inputs["source"]` or `inputs["reference"]`, where given, holds the pinned pages a sample is held against. Raises
    `ContractError` for a contract that cannot be read; whatever is wrong with the delivery is in the report.
    """
    contract = read_contract(dict(settings["contract"]))
    began = time.monotonic()
    delivery = inputs["delivery"]
    seen = tuple(pair for name in sorted(inputs) for pair in inputs_of(name, inputs[name]))
    agreed = {"contract": msgspec.to_builtins(contract)}
    with tempfile.TemporaryDirectory(prefix="gongdao-table-", dir=folder) as scratch:
        try:
            path = find_table(delivery, contract.file)
            table = load(path, contract.format, contract.table, Path(scratch))
        except Unreadable as error:
            # A named file that is not there is a fact about the delivery; everything else is a limit of ours.
            outcome: Outcome = "failed" if error.reason.code == "file_missing" else "cannot_tell"
            return Report(
                kind="dataset", version=VERSION, outcome=outcome, settings=agreed, reasons=(error.reason,), inputs=seen
            )
        with table.database:
            judged = _Judging(table, contract)
            # What an order pins for an item is its reference; for a table that is the pages it comes from.
            source = inputs.get("source") or inputs.get("reference")
            judged.everything(delivery if delivery.is_dir() else delivery.parent, source, file_hash(path))
            profile = judged.profile()
    outcomes: list[Outcome] = [ground.data["outcome"] for ground in judged.grounds if ground.data["outcome"] != "seen"]
    return Report(
        kind="dataset",
        version=VERSION,
        outcome=worst([*outcomes, "passed"] if judged.kept else outcomes),
        settings=agreed,
        reasons=tuple(judged.reasons),
        grounds=tuple(judged.grounds),
        inputs=seen,
        facts={"file": path.name, "kept": judged.kept, **profile},
        measured={"seconds": round(time.monotonic() - began, 3)},
    )


class _Judging:
    """One table under one contract. Each rule appends one ground: its code, its field, figure and agreed figure."""

    def __init__(self, table: Table, contract: Contract) -> None:
        self.table = table
        self.contract = contract
        self.grounds: list[Ground] = []
        self.kept: list[dict[str, Any]] = []
        self.reasons: list[Reason] = []
        self._fields: dict[str, dict[str, Any]] = {}
        names = {name.lower(): name for name in table.columns}
        self._column = {field.name: names.get(field.name.lower()) for field in contract.fields}

    def everything(self, root: Path, source: Path | None, seed: str) -> None:
        """Every rule of the contract, in the order they are shown."""
        self._text()
        self._rows()
        self._columns()
        for field in self.contract.fields:
            if (column := self._column[field.name]) is not None:
                self._field(field, column)
        self._key()
        self._fresh()
        self._exact_duplicates()
        self._near_duplicates()
        self._images(root)
        self._sample(source, seed)

    # -- helpers

    def _add(
        self, code: str, outcome: str, field: str = "", value: Any = None, agreed: Any = None, **data: Any
    ) -> None:
        """One rule's result. What was kept is a fact; what was broken, or is to be seen, a ground with its rows."""
        if outcome == "passed":
            self.kept.append({"rule": code, "field": field, "value": value, "agreed": agreed, **data})
            return
        cells = ", ".join(cell for cell in data.get("cells", [])[:3] if cell)
        text = f"{field}: {cells}" if field and cells else field or cells
        row = next(iter(data.get("rows", ())), None)
        told = {"outcome": outcome, "field": field, **data}
        self.grounds.append(Ground(code=code, text=text, row=row, value=value, reference_value=agreed, data=told))

    def _one(self, query: str, *values: Any) -> Any:
        row = self.table.database.execute(query, list(values)).fetchone()
        assert row is not None
        return row[0] if len(row) == 1 else row

    def _where(self, condition: str, *values: Any) -> int:
        return int(self._one(f"select count(*) from data where {condition}", *values))

    def _example(self, column: str, condition: str, *values: Any) -> dict[str, Any]:
        """Up to five rows that `condition` holds for: their numbers and cells."""
        found = self.table.database.execute(
            f"select {ROW}, {sql_name(column)} from data where {condition} order by {ROW} limit {EXAMPLES}",
            list(values),
        ).fetchall()
        return {"rows": [row for row, _ in found], "cells": [(cell or "")[:80] for _, cell in found]}

    # -- the file

    def _text(self) -> None:
        table, agreed = self.table, self.contract.encoding
        if table.encoding == "broken":
            self._add("encoding", "failed", value="broken", agreed=agreed)
        elif table.encoding:
            outcome = "seen" if agreed is None else "passed" if table.encoding == agreed else "failed"
            self._add("encoding", outcome, value=table.encoding, agreed=agreed, marks=list(table.marks))
        if table.bad_rows:
            first = [row for row, _ in table.bad_rows[:EXAMPLES]]
            kinds = sorted({kind for _, kind in table.bad_rows})
            self._add("row_broken", "failed", value=len(table.bad_rows), agreed=0, rows=first, kinds=kinds)

    def _rows(self) -> None:
        least, most, rows = self.contract.rows_min, self.contract.rows_max, self.table.rows
        within = (least is None or rows >= least) and (most is None or rows <= most)
        outcome = "seen" if least is None and most is None else "passed" if within else "failed"
        self._add(
            "rows", outcome, value=rows, agreed={k: v for k, v in (("min", least), ("max", most)) if v is not None}
        )

    def _columns(self) -> None:
        missing = [field.name for field in self.contract.fields if self._column[field.name] is None]
        known = {column for column in self._column.values() if column}
        extra = [column for column in self.table.columns if column not in known]
        for name in missing:
            near = [column for column in extra if _alike(column, name)]
            self._add("field_missing", "failed", name, agreed=name, near=near[:3])
        if not missing:
            self._add("fields", "passed", value=len(known), agreed=len(self.contract.fields))
        if extra:
            outcome = "seen" if self.contract.extra_fields else "failed"
            self._add("field_extra", outcome, value=extra[:20], agreed=[])

    # -- one field

    def _field(self, field: Field, column: str) -> None:
        name = sql_name(column)
        empty = _empty(name)
        rows = self.table.rows
        damaged = {
            "replacement": f"contains({name}, '\ufffd')",
            "entity": f"regexp_matches({name}, {sql_string(_ENTITY)})",
            "mojibake": _mojibake(name),
        }
        # One pass over the column for all that is counted of it.
        flags = ", ".join(f"{wrong} as {code}" for code, wrong in damaged.items())
        counts = ", ".join(f"count(*) filter ({code})" for code in damaged)
        filled, blank, distinct, lowest, highest, *wrongs = self._one(
            f"select count(*) filter (not e), count(*) filter (b), count(distinct v) filter (not e),"
            f" min(v) filter (not e), max(v) filter (not e), {counts} from"
            f" (select {name} as v, {empty} as e, {name} is null or trim({name}) = '' as b, {flags} from data)"
        )
        self._fields[field.name] = {
            "name": field.name,
            "filled": filled,
            "empty": blank,
            "empty_like": rows - filled - blank,
            "distinct": distinct,
            "first": (lowest or "")[:60],
            "last": (highest or "")[:60],
        }
        if field.filled is not None and rows:
            example = self._example(column, empty)
            outcome = "passed" if filled / rows >= field.filled else "failed"
            shown = {"like": rows - filled - blank, **example}
            self._add("filled", outcome, field.name, percent(filled / rows), percent(field.filled), **shown)
        if rows - filled - blank:
            example = self._example(column, f"{empty} and trim({name}) <> ''")
            self._add("empty_like", "seen", field.name, rows - filled - blank, **example)
        self._type(field, column, empty)
        self._range(field, column, empty)
        if field.pattern is not None:
            wrong = f"not {empty} and not regexp_full_match({name}, ?)"
            self._none("pattern", field, column, wrong, field.pattern, values=(field.pattern,))
        if field.allowed is not None:
            wrong = f"not {empty} and not list_contains(?::varchar[], trim({name}))"
            self._none("allowed", field, column, wrong, field.allowed[:20], values=(field.allowed,))
        if field.unique:
            again = (
                f"not {empty} and {name} in (select {name} from data where not {empty} group by 1 having count(*) > 1)"
            )
            # The count of distinct values tells already whether the rows need to be looked for.
            self._none(
                "unique", field, column, again if filled != distinct else "false", None, repeated=filled - distinct
            )
        if distinct == 1 and filled > 1:
            self._add("constant", "seen", field.name, lowest[:60], rows_filled=filled)
        for (code, wrong), count in zip(damaged.items(), wrongs, strict=True):
            if count:
                self._add(code, "failed", field.name, count, 0, **self._example(column, wrong))

    def _none(
        self, code: str, field: Field, column: str, wrong: str, agreed: Any, values: tuple[Any, ...] = (), **data: Any
    ) -> None:
        """A rule that no row may break."""
        count = self._where(wrong, *values)
        example = self._example(column, wrong, *values) if count else {}
        # The figure is how many break the rule, and what is agreed is none; the rule itself is beside it.
        self._add(code, "failed" if count else "passed", field.name, count, 0, wanted=agreed, **data, **example)

    def _type(self, field: Field, column: str, empty: str) -> None:
        if field.type in ("text", "image"):
            return
        name = sql_name(column)
        wrong = f"not {empty} and not ({_IS[field.type](name)})"
        if field.type in ("integer", "number"):
            unit = f"{wrong} and regexp_matches({name}, {sql_string(_UNIT)})"
            if count := self._where(unit):
                self._add("unit_left", "failed", field.name, count, 0, **self._example(column, unit))
                wrong = f"{wrong} and not regexp_matches({name}, {sql_string(_UNIT)})"
        self._none("type", field, column, wrong, field.type)

    def _range(self, field: Field, column: str, empty: str) -> None:
        if field.min is None and field.max is None:
            return
        name = sql_name(column)
        as_value = _date(name) if field.type == "date" else _number(name)
        cast = "::timestamp" if field.type == "date" else "::double"
        bounds = []
        values: list[Any] = []
        if field.min is not None:
            bounds.append(f"{as_value} < ?{cast}")
            values.append(field.min)
        if field.max is not None:
            # A day's last moment still belongs to it.
            more = " + interval 1 day - interval 1 microsecond" if field.type == "date" else ""
            bounds.append(f"{as_value} > ?{cast}{more}")
            values.append(field.max)
        wrong = f"not {empty} and ({' or '.join(bounds)})"
        self._none("range", field, column, wrong, {"min": field.min, "max": field.max}, tuple(values))

    # -- the whole table

    def _key(self) -> None:
        columns = [self._column[name] for name in self.contract.key]
        if not columns or None in columns:
            return
        names = ", ".join(sql_name(column) for column in columns if column)
        again = f"({names}) in (select ({names}) from data group by {names} having count(*) > 1)"
        if len(columns) == 1:
            again = f"{names} in (select {names} from data group by {names} having count(*) > 1)"
        count = self._where(again)
        example = self._example(str(columns[0]), again) if count else {}
        self._add("key", "failed" if count else "passed", ", ".join(self.contract.key), count, 0, **example)

    def _fresh(self) -> None:
        fresh = self.contract.fresh
        if fresh is None or (column := self._column[fresh.field]) is None or not self.table.rows:
            return
        moment = _date(sql_name(column))
        late = self._where(f"{moment} >= ?::timestamp", fresh.after)
        newest, middle = self._one(f"select max(v), quantile_disc(v, 0.5) from (select {moment} as v from data)")
        stale = f"{moment} is null or {moment} < ?::timestamp"
        share = late / self.table.rows
        example = self._example(column, stale, fresh.after) if late < self.table.rows else {}
        when = {"newest": str(newest)[:19] if newest else None, "median": str(middle)[:19] if middle else None}
        told = {"after": fresh.after, **when, **example}
        outcome = "passed" if share >= fresh.share else "failed"
        self._add("fresh", outcome, fresh.field, percent(share), percent(fresh.share), **told)

    def _exact_duplicates(self) -> None:
        if not self.table.rows:
            return
        names = ", ".join(sql_name(column) for column in self.table.columns)
        again = self.table.rows - int(self._one(f"select count(*) from (select distinct {names} from data)"))
        agreed = self.contract.duplicates.exact if self.contract.duplicates else None
        query = f"select list({ROW} order by {ROW}) l from data group by {names} having count(*) > 1 order by l[1]"
        groups = [rows[:4] for (rows,) in self.table.database.execute(f"{query} limit {EXAMPLES}").fetchall()]
        share = again / self.table.rows
        outcome = "seen" if agreed is None else "passed" if share <= agreed else "failed"
        shown = {"count": again, "groups": groups, "rows": [group[1] for group in groups]}
        self._add("duplicate_exact", outcome, "", percent(share), percent(agreed), **shown)

    def _near_duplicates(self) -> None:
        agreed = self.contract.duplicates
        if agreed is None or agreed.near is None or not self.table.rows:
            return
        columns = [self._column[name] for name in agreed.fields]
        if None in columns:
            return
        if self.table.rows > NEAR_ROWS:
            self.reasons.append(Reason("too_many_rows_for_near", {"rows": self.table.rows, "limit": NEAR_ROWS}))
            self._add("duplicate_near", "cannot_tell", "", None, percent(agreed.near))
            return
        phone = self._column[agreed.phone] if agreed.phone else None
        parts = ", ".join(sql_name(column) for column in columns if column)
        tail = f", {sql_name(phone)}" if phone else ", null"
        found = self.table.database.execute(
            f"select {ROW}, concat_ws(' ', {parts}){tail} from data order by {ROW}"
        ).fetchall()
        numbers = [number for number, _, _ in found]
        pairs = near_duplicates([text or "" for _, text, _ in found], [p for *_, p in found] if phone else None)
        again = repeated(pairs, len(found))
        share = again / self.table.rows
        groups = [[numbers[pair.first], numbers[pair.second]] for pair in pairs[:EXAMPLES]]
        shown = {"groups": groups, "ratios": [pair.ratio for pair in pairs[:EXAMPLES]], "count": again}
        rows = [group[1] for group in groups]
        outcome = "passed" if share <= agreed.near else "failed"
        if outcome == "passed" and blocked(len(found)):
            # Blocks can overlook pairs, so the figure is a lower bound; near the limit that is not enough to pass.
            shown["lower_bound"] = True
        told = ", ".join(agreed.fields)
        self._add("duplicate_near", outcome, told, percent(share), percent(agreed.near), rows=rows, **shown)

    def _images(self, root: Path) -> None:
        agreed = self.contract.images
        if agreed is None or (column := self._column[agreed.field]) is None:
            return
        name = sql_name(column)
        named = self.table.database.execute(
            f"select {ROW}, trim({name}) from data where not {_empty(name)} order by {ROW}"
        ).fetchall()
        if not named:
            return
        below = (root / agreed.folder).resolve()
        if not below.is_relative_to(root.resolve()):
            below = root
        facts = [(row, cell, look_at(below, cell)) for row, cell in named]
        good = [f for f in facts if f[2].state == "there"]
        share = len(good) / len(facts)
        states: dict[str, int] = {}
        for _, _, fact in facts:
            states[fact.state] = states.get(fact.state, 0) + 1
        bad = [(row, cell) for row, cell, fact in facts if fact.state != "there"][:EXAMPLES]
        self._add(
            "image_present",
            "passed" if share >= agreed.present else "failed",
            agreed.field,
            percent(share),
            percent(agreed.present),
            states=dict(sorted(states.items())),
            rows=[row for row, _ in bad],
            cells=[cell[:80] for _, cell in bad],
        )
        if agreed.min_width or agreed.min_height:
            small = [(r, c) for r, c, f in good if f.width < agreed.min_width or f.height < agreed.min_height]
            self._add(
                "image_small",
                "failed" if small else "passed",
                agreed.field,
                len(small),
                {"min_width": agreed.min_width, "min_height": agreed.min_height},
                rows=[row for row, _ in small[:EXAMPLES]],
                cells=[cell[:80] for _, cell in small[:EXAMPLES]],
            )
        if good:
            different = len({fact.sha256 for _, _, fact in good})
            share = different / len(good)
            outcome = "seen" if agreed.unique is None else "passed" if share >= agreed.unique else "failed"
            self._add("image_same", outcome, agreed.field, percent(share), percent(agreed.unique), different=different)

    def _sample(self, source: Path | None, seed: str) -> None:
        agreed = self.contract.sample
        if agreed is None or not self.table.rows:
            return
        columns = [self._column[name] for name in agreed.fields]
        if None in columns:
            return
        if source is None or not (pages := read_pages(source)).texts:
            self.reasons.append(Reason("source_missing", {}))
            self._add("sample", "cannot_tell", "", None, percent(agreed.found))
            return
        chosen = drawn(self.table.rows, agreed.rows, seed)
        page_column = self._column[agreed.page_field] if agreed.page_field else None
        parts = ", ".join(sql_name(column) for column in columns if column)
        page = sql_name(page_column) if page_column else "null"
        all_rows = self.table.database.execute(f"select {ROW}, {page}, {parts} from data order by {ROW}").fetchall()
        hits, missed = 0, []
        for position in chosen:
            row, page_name, *cells = all_rows[position]
            if all(cell and cell.strip() and pages.has(cell, page_name) for cell in cells):
                hits += 1
            else:
                missed.append((row, " | ".join(str(cell) for cell in cells)[:80]))
        low, high = wilson(hits, len(chosen))
        outcome = "passed" if low >= agreed.found else "failed" if high < agreed.found else "cannot_tell"
        # Every row tried is no sample: then the share is known.
        if len(chosen) == self.table.rows:
            low = high = hits / len(chosen)
            outcome = "passed" if low >= agreed.found else "failed"
        if outcome == "cannot_tell":
            self.reasons.append(Reason("sample_doubt", {"hits": hits, "tried": len(chosen)}))
        self._add(
            "sample",
            outcome,
            ", ".join(agreed.fields),
            percent(hits / len(chosen)),
            percent(agreed.found),
            hits=hits,
            tried=len(chosen),
            low=percent(low),
            high=percent(high),
            rows=[row for row, _ in missed[:EXAMPLES]],
            cells=[cell for _, cell in missed[:EXAMPLES]],
        )

    def profile(self) -> dict[str, Any]:
        """What is shown of the table whatever the contract says: its shape, and a few rows."""
        names = ", ".join(sql_name(column) for column in self.table.columns)
        rows = self.table.database.execute(f"select {names} from data order by {ROW} limit {SAMPLE_ROWS}").fetchall()
        return {
            "format": self.table.format,
            "encoding": self.table.encoding,
            "rows": self.table.rows,
            "columns": self.table.columns,
            "fields": list(self._fields.values()),
            "sample": [dict(zip(self.table.columns, map(_taste, row), strict=True)) for row in rows],
        }


def _taste(cell: str | None) -> str | None:
    """A cell as the report holds it: whoever reads the report has not got the table, and one cell may be all of it."""
    return cell if cell is None or len(cell) <= CELL_CHARACTERS else cell[: CELL_CHARACTERS - 1] + "…"


def tables(report: Report, words: Mapping[str, Mapping[str, str]]) -> tuple[ReportTable, ...]:
    """The rules that were kept, the fields, and the first rows. The report's page shows the broken ones by itself."""
    kept = tuple(_rule(one) for one in report.facts.get("kept", []))
    shown = [ReportTable(code="table_passed", columns=("rule", "where", "found", "agreed"), rows=kept, said=("rule",))]
    fields = report.facts.get("fields", [])
    names = ("name", "filled", "empty", "empty_like", "distinct", "first", "last")
    rows = tuple(tuple(str(field[name]) for name in names) for field in fields)
    shown.append(ReportTable(code="table_fields", columns=("field", "filled_rows", *names[2:]), rows=rows))
    taste = report.facts.get("sample", [])
    sample = tuple((" | ".join(f"{k}: {v or ''}"[:60] for k, v in row.items()),) for row in taste)
    shown.append(ReportTable(code="table_sample", columns=("row",), rows=sample))
    return tuple(table for table in shown if table.rows)


def _rule(told: Mapping[str, Any]) -> tuple[str, ...]:
    agreed = [_plain(told.get(key)) for key in ("wanted", "agreed")]
    found = _plain(told.get("value"))
    return (told["rule"], str(told.get("field", "")), found, next(filter(None, agreed), ""))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items() if inner is not None)
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def percent(share: float | None) -> float | None:
    """A share as it is shown and hashed: 0 to 100, to two decimals."""
    return None if share is None else round(100 * share, 2)


def _empty(name: str) -> str:
    listed = ", ".join(sql_string(word) for word in EMPTY_LIKE)
    return f"({name} is null or trim({name}) = '' or lower(trim({name})) in ({listed}))"


def _number(name: str) -> str:
    return f"try_cast(replace(replace(trim({name}), ',', ''), ' ', '') as double)"


def _date(name: str) -> str:
    formats = "[" + ", ".join(sql_string(one) for one in DATE_FORMATS) + "]"
    # The zone is cut off: whether a row is fresh is a question of days.
    local = f"regexp_replace(trim({name}), '(:\\d\\d(\\.\\d+)?)\\s*(Z|[+-]\\d\\d:?\\d\\d)$', '\\1')"
    return f"try_strptime({local}, {formats})"


_IS: dict[str, Callable[[str], str]] = {
    "integer": lambda name: f"regexp_full_match(trim({name}), '[+-]?(\\d+|\\d{{1,3}}(,\\d{{3}})+)')",
    "number": lambda name: f"{_number(name)} is not null and isfinite({_number(name)})",
    "date": lambda name: f"{_date(name)} is not null",
    "boolean": lambda name: (
        f"lower(trim({name})) in ('true', 'false', '0', '1', 'yes', 'no', 'y', 'n', '是', '否', '有')"
    ),
    "url": lambda name: f"regexp_full_match(trim({name}), 'https?://[^\\s/]+\\.[^\\s]+')",
    "email": lambda name: f"regexp_full_match(trim({name}), '[^@\\s]+@[^@\\s]+\\.[^@\\s.]{{2,}}')",
    "phone": lambda name: (
        f"regexp_full_match(trim({name}), '\\+?[0-9 ()./-]{{5,30}}')"
        f" and length(regexp_replace({name}, '[^0-9]', '', 'g')) between 7 and 15"
    ),
}


def _mojibake(name: str) -> str:
    """UTF-8 read as Latin-1 or as GBK and saved again: telling pairs that hardly occur in any language."""
    return f"regexp_matches({name}, '[ÃÂâ][\u0080-\u00bf€™œ]|锟斤拷|烫烫烫|ï¼|â€')"


def _alike(one: str, other: str) -> bool:
    return bool(fuzz.ratio(one.casefold().replace("_", ""), other.casefold().replace("_", "")) >= 70)
