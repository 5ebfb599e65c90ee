"""The agreed shape of a table, as TOML or JSON: which fields, how full, how many rows, how fresh, how unique.

Read strictly: an unknown key, a wrong type or a value outside its meaning is answered with the key's path and what was
expected. Nothing has a silent default that could decide a dispute: a rule that is not written is not tested.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
import msgspec

from gongdao.checks.settings import SettingsFault, explained

FieldType = Literal["text", "integer", "number", "date", "boolean", "url", "email", "phone", "image"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One agreed field. `filled` is the least share of rows with a real value; `min` and `max` bound numbers and, as
    YYYY-MM-DD, dates; `pattern` is an RE2 expression that must match the whole value; `allowed` lists the values."""

    name: Name
    type: FieldType = "text"
    filled: Share | None = None
    unique: bool = False
    min: float | str | None = None
    max: float | str | None = None
    pattern: str | None = None
    allowed: list[str] | None = None


class Fresh(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`share` of the rows (default all) must have a date in `field` that is not before `after` (YYYY-MM-DD)."""

    field: Name
    after: str
    share: Share = 1.0


class Duplicates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """At most this share of rows may repeat another. Near duplicates compare `fields` as one text and `phone`."""

    exact: Share | None = None
    near: Share | None = None
    fields: list[Name] = []
    phone: Name | None = None


class Images(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Pictures named in `field`, lying under `folder` of the delivery; shares are of the rows that name one."""

    field: Name
    folder: str = ""
    min_width: Count = 0
    min_height: Count = 0
    present: Share = 1.0
    unique: Share | None = None


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`rows` rows are drawn and the values of `fields` are looked for in the pinned source pages; at least `found` of
    them must be there. `page_field` names the field that says on which page (by file name) a row must stand."""

    rows: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    fields: Annotated[list[Name], msgspec.Meta(min_length=1)]
    found: Share = 0.95
    page_field: Name | None = None


class Contract(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was agreed about one table. `file` is a path in the delivery; `table` names a sheet or an SQL table."""

    fields: Annotated[list[Field], msgspec.Meta(min_length=1)]
    file: str | None = None
    format: Literal["csv", "jsonl", "json", "xlsx", "sqlite", "sql"] | None = None
    table: str | None = None
    encoding: Literal["utf-8", "gb18030"] | None = None
    key: list[Name] = []
    rows_min: Count | None = None
    rows_max: Count | None = None
    extra_fields: bool = True
    fresh: Fresh | None = None
    duplicates: Duplicates | None = None
    images: Images | None = None
    sample: Sample | None = None


class ContractError(SettingsFault):
    """The contract cannot be read."""


def read_contract(source: Path | dict[str, Any]) -> Contract:
    """A contract from a TOML or JSON file, or from values already read. Raises `ContractError`."""
    values = _load(source) if isinstance(source, Path) else source
    try:
        contract = msgspec.convert(values, Contract)
    except msgspec.ValidationError as error:
        raise ContractError(*explained(str(error), "(the whole contract)")) from None
    _check_names(contract)
    for number, field in enumerate(contract.fields):
        _check_field(field, f"fields[{number}]")
    if contract.fresh is not None and not _is_date(contract.fresh.after):
        raise ContractError("fresh.after", "a date as YYYY-MM-DD", repr(contract.fresh.after))
    if contract.duplicates is not None and contract.duplicates.near is not None and not contract.duplicates.fields:
        raise ContractError("duplicates.fields", "the fields that tell two near duplicates apart")
    if contract.rows_min is not None and contract.rows_max is not None and contract.rows_min > contract.rows_max:
        raise ContractError("rows_max", f"at least rows_min ({contract.rows_min})", str(contract.rows_max))
    return contract


def _load(path: Path) -> Any:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ContractError(str(path.name), "a file that exists") from None
    except (OSError, UnicodeDecodeError):
        raise ContractError(str(path.name), "a text file in UTF-8") from None
    if path.suffix.lower() == ".json":
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise ContractError(path.name, "JSON", str(error)) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContractError(path.name, "TOML", str(error)) from None
    return _dates_as_text(values)


def _dates_as_text(value: Any) -> Any:
    # TOML has dates of its own; in this contract a date is its text, the same in TOML and JSON.
    if isinstance(value, dict):
        return {key: _dates_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _check_names(contract: Contract) -> None:
    names = [field.name for field in contract.fields]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ContractError("fields", "each field once", repr(twice))
    told: list[tuple[str, str | None]] = [(f"key[{i}]", name) for i, name in enumerate(contract.key)]
    if contract.fresh is not None:
        told.append(("fresh.field", contract.fresh.field))
    if contract.images is not None:
        told.append(("images.field", contract.images.field))
    if contract.duplicates is not None:
        told += [(f"duplicates.fields[{i}]", name) for i, name in enumerate(contract.duplicates.fields)]
        told.append(("duplicates.phone", contract.duplicates.phone))
    if contract.sample is not None:
        told += [(f"sample.fields[{i}]", name) for i, name in enumerate(contract.sample.fields)]
        told.append(("sample.page_field", contract.sample.page_field))
    for path, name in told:
        if name is not None and name not in names:
            raise ContractError(path, "a name from fields", repr(name))


def _check_field(field: Field, path: str) -> None:
    for side in ("min", "max"):
        bound = getattr(field, side)
        if bound is None:
            continue
        if field.type == "date" and not (isinstance(bound, str) and _is_date(bound)):
            raise ContractError(f"{path}.{side}", "a date as YYYY-MM-DD", repr(bound))
        if field.type in ("integer", "number") and isinstance(bound, str):
            raise ContractError(f"{path}.{side}", "a number", repr(bound))
        if field.type not in ("date", "integer", "number"):
            raise ContractError(f"{path}.{side}", "no bound: only numbers and dates have one", repr(bound))
    if field.pattern is not None and not _is_pattern(field.pattern):
        raise ContractError(f"{path}.pattern", "a regular expression (RE2)", repr(field.pattern))


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_pattern(text: str) -> bool:
    try:
        # RE2 knows neither look-behind nor back-references, and never backtracks: no pattern can hang a check.
        duckdb.execute("select regexp_full_match('', ?)", [text])
    except duckdb.Error:
        return False
    return True
