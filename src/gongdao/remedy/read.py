"""Turns what a file said into an Assessment, or says which key is wrong and what was expected there.

Strict on purpose: an unknown key may be a misspelt fact, a float has already lost a fen, a repeated key hides one of
two values. `parse_json` and `parse_toml` take text; reading files is for those who call.
"""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Callable
from typing import Any

from .types import INTEGER_MAX, Assessment, AssessmentError, Delay, Deposit, Finding, Requirement
from .validate import validate

Reader = Callable[[object, str], Any]

INTEGERS = f"an integer from -{INTEGER_MAX} to {INTEGER_MAX}"
NESTING = "tables and lists a few levels deep"


class _Object(dict[str, object]):
    """A JSON object that remembers a key given twice, so that the complaint can name the whole path."""

    repeated: str | None = None


def _pairs(pairs: list[tuple[str, object]]) -> _Object:
    whole = _Object(pairs)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            whole.repeated = key
            break
        seen.add(key)
    return whole


def parse_json(text: str) -> object:
    """Read JSON, keeping enough to refuse repeated keys by name.

    AssessmentError `not_json` with line and column if it is none, `too_deep` if it is nested without end.
    """
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_int=_digits)
    except json.JSONDecodeError as error:
        got = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise AssessmentError("not_json", "", "JSON (RFC 8259)", got) from None
    except RecursionError:
        raise AssessmentError("too_deep", "", NESTING, "more") from None


def parse_toml(text: str) -> object:
    """Read TOML. AssessmentError `not_toml` if it is none, `too_deep` or `out_of_range` if it has no bounds."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AssessmentError("not_toml", "", "TOML 1.0", str(error)) from None
    except RecursionError:
        raise AssessmentError("too_deep", "", NESTING, "more") from None
    except ValueError:
        # Python reads no number of more than 4,300 digits; tomllib has no hook that would tell where it stands.
        raise AssessmentError("out_of_range", "", INTEGERS, "a number of thousands of digits") from None


def _digits(text: str) -> int:
    """An integer of JSON. Of one that is far too long the beginning is enough to refuse it by its key."""
    return int(text[:1_000])


def read_assessment(raw: object) -> Assessment:
    """Build a validated Assessment from plain dicts and lists (REMEDY input keys). Raises AssessmentError."""
    assessment: Assessment = _struct(raw, "", _ASSESSMENT, Assessment)
    validate(assessment)
    return assessment


def _struct(raw: object, path: str, fields: dict[str, tuple[Reader, bool]], build: Callable[..., Any]) -> Any:
    """Read a table key by key in the order it was written; `fields` says how, and which keys must be there."""
    table = _table(raw, path)
    values = {}
    for key, value in table.items():
        if key not in fields:
            raise AssessmentError("unknown_key", _join(path, key), f"one of {', '.join(fields)}", repr(key))
        values[key] = fields[key][0](value, _join(path, key))
    for key, (_, required) in fields.items():
        if required and key not in values:
            raise AssessmentError("key_missing", _join(path, key), "a value", "none")
    return build(**values)


def _table(raw: object, path: str) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise AssessmentError("wrong_type", path, "a table of keys and values", _kind(raw))
    if isinstance(raw, _Object) and raw.repeated is not None:
        raise AssessmentError("repeated_key", _join(path, raw.repeated), "each key once", "the key twice")
    for key in raw:
        if not isinstance(key, str):
            raise AssessmentError("wrong_type", path, "keys that are texts", _kind(key))
    return raw


def _integer(raw: object, path: str) -> int:
    if type(raw) is not int:
        raise AssessmentError("wrong_type", path, "an integer", _kind(raw))
    if not -INTEGER_MAX <= raw <= INTEGER_MAX:
        raise AssessmentError("out_of_range", path, INTEGERS, _kind(raw))
    return raw


def _optional_integer(raw: object, path: str) -> int | None:
    return None if raw is None else _integer(raw, path)


def _flag(raw: object, path: str) -> bool:
    if not isinstance(raw, bool):
        raise AssessmentError("wrong_type", path, "true or false", _kind(raw))
    return raw


def _text(raw: object, path: str) -> str:
    if not isinstance(raw, str):
        raise AssessmentError("wrong_type", path, "a text", _kind(raw))
    if not raw.strip():
        raise AssessmentError("empty_text", path, "a text that is not empty", repr(raw))
    if any("\ud800" <= character <= "\udfff" for character in raw):
        # JSON can escape half of a character; no file could be written with it in.
        raise AssessmentError("broken_text", path, "a text of whole Unicode characters", repr(raw))
    return raw


def _list(raw: object, path: str, read: Reader) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        raise AssessmentError("wrong_type", path, "a list", _kind(raw))
    return tuple(read(value, f"{path}[{index}]") for index, value in enumerate(raw))


def _texts(raw: object, path: str) -> tuple[str, ...]:
    return _list(raw, path, _text)


def _requirements(raw: object, path: str) -> tuple[Requirement, ...]:
    return _list(raw, path, _requirement)


def _requirement(raw: object, path: str) -> Requirement:
    requirement: Requirement = _struct(raw, path, _REQUIREMENT, Requirement)
    return requirement


def _findings(raw: object, path: str) -> dict[str, Finding]:
    return {id: _struct(value, _join(path, id), _FINDING, Finding) for id, value in _table(raw, path).items()}


def _deposit(raw: object, path: str) -> Deposit:
    deposit: Deposit = _struct(raw, path, _DEPOSIT, Deposit)
    return deposit


def _delay(raw: object, path: str) -> Delay | None:
    delay: Delay | None = None if raw is None else _struct(raw, path, _DELAY, Delay)
    return delay


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _kind(raw: object) -> str:
    """The value as its writer would call it, short enough for one line."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int) and raw.bit_length() > 1_000:
        return f"a number of {raw.bit_length()} bits"
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list | tuple):
        return "a list"
    if isinstance(raw, float):
        return f"the number {raw!r}"
    if isinstance(raw, str):
        return f"the text {raw[:40]!r}"
    if isinstance(raw, datetime.date | datetime.time):
        return f"the date or time {raw}"
    return repr(raw)[:60]


_REQUIREMENT: dict[str, tuple[Reader, bool]] = {
    "id": (_text, True),
    "title": (_text, True),
    "price": (_optional_integer, False),
    "weight": (_optional_integer, False),
    "market": (_optional_integer, False),
    "effort": (_optional_integer, False),
    "needs": (_texts, False),
    "salvage_bp": (_integer, False),
    "essential": (_flag, False),
}
_FINDING: dict[str, tuple[Reader, bool]] = {
    "delivered_bp": (_integer, True),
    "cure_cost": (_optional_integer, False),
    "cover_quote": (_optional_integer, False),
    "prevented_bp": (_integer, False),
    "accepted": (_flag, False),
    "cure_refused": (_flag, False),
}
_DEPOSIT: dict[str, tuple[Reader, bool]] = {"kind": (_text, False), "paid": (_integer, False)}
_DELAY: dict[str, tuple[Reader, bool]] = {
    "rate_bp": (_integer, True),
    "cap_bp": (_integer, False),
    "late_days": (_integer, True),
    "buyer_days": (_integer, False),
    "review": (_flag, False),
}
_ASSESSMENT: dict[str, tuple[Reader, bool]] = {
    "currency": (_text, False),
    "price": (_optional_integer, False),
    "requirements": (_requirements, True),
    "list_written_by": (_text, False),
    "findings": (_findings, True),
    "deposit": (_deposit, False),
    "released": (_integer, False),
    "held": (_integer, False),
    "cause": (_text, False),
    "margin_bp": (_integer, False),
    "delay": (_delay, False),
    "loss": (_integer, False),
    "unmitigated": (_integer, False),
    "buyer_fault_bp": (_integer, False),
    "wasted_cost": (_integer, False),
    "damages_cap_bp": (_integer, False),
    "rules": (_text, False),
}
