"""From the fields of a form to an act of the kernel, guided by the act's own type and by nothing else.

A field is named by its path in the act: `reason`, `covers.0.sum`, `agreement.terms.deposit.kind`. People write sums as
`1,234.50`, shares as percent, times in their own zone; the act holds minor units, basis points and UTC. Whatever
cannot be read is a fault at its path, and all of them are given at once, so that nobody corrects a form five times.

It refuses to guess: an empty required field is `missing`, never zero.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.http import QueryDict
from msgspec import inspect

MONEY_BOUND = 10**13
"""Every sum of the kernel is bounded by this and nothing else is, which is how a sum is known from a count."""
FALSE = ("", "0", "off", "false")


class Fault(NamedTuple):
    """What is wrong at one place of a form: the field's path, a code of `words.pages.FAULTS`, its particulars."""

    path: str
    code: str
    data: Mapping[str, str | int] = {}


class Reader(NamedTuple):
    """How people write here: decimals of the order's currency, and the viewer's zone."""

    tz: ZoneInfo
    decimals: int = 2


DEEP = 8
"""No field of an act lies deeper than this; what is sent below it is nobody's."""
ROW = re.compile(r"(0|[1-9][0-9]{0,5})\.(.+)$")
"""What follows the path of a list: the number of a row, written in one way only, and the rest."""


class Fields:
    """The fields of a form, and which of them lie below each path.

    That is found once for the whole form: looked up row by row, a long list would cost the square of its length.
    """

    def __init__(self, form: QueryDict) -> None:
        self.form = form
        self._below: dict[str, list[str]] = {}
        for key in form:
            end, depth = key.find("."), 1
            while end >= 0 and depth <= DEEP:
                self._below.setdefault(key[:end], []).append(key)
                end, depth = key.find(".", end + 1), depth + 1

    def below(self, path: str) -> Sequence[str]:
        """The names of the fields below a path, as they were sent."""
        return self._below.get(path, ())

    def get(self, path: str) -> str:
        """What was typed at a path, the last where several were sent; empty where nothing was."""
        return self.form.get(path, "") or ""

    def all(self, path: str) -> Sequence[str]:
        """Everything that was typed or ticked at a path."""
        return self.form.getlist(path)

    def __contains__(self, path: str) -> bool:
        return path in self.form


ABSENT = object()
_SHAPES: dict[type[Any], inspect.Type] = {}


def shape_of(cls: type[Any]) -> inspect.Type:
    """The type of an act as msgspec sees it; worked out once for each."""
    if cls not in _SHAPES:
        _SHAPES[cls] = inspect.type_info(cls)
    return _SHAPES[cls]


def decode(
    cls: type[Any], form: QueryDict, reader: Reader, given: Mapping[str, Any] | None = None, prefix: str = ""
) -> Any | list[Fault]:
    """The act a form stands for, or every fault in it.

    `given` holds values that no person types (a stored file's reference, a looked-up person) under their paths.
    """
    faults: list[Fault] = []
    raw = _struct(shape_of(cls), Fields(form), prefix, reader, given or {}, faults)
    if faults:
        return faults
    if cls.__struct_config__.tag:
        raw[cls.__struct_config__.tag_field] = cls.__struct_config__.tag
    try:
        return msgspec.convert(raw, cls)
    except msgspec.ValidationError as error:
        return [_fault_of(str(error), prefix)]


def _fault_of(message: str, prefix: str) -> Fault:
    """msgspec's own message as a fault: its path is written `$.covers[0].sum`."""
    what, _, where = message.partition(" - at `$")
    path = re.sub(r"\[(\d+)\]", r".\1", where.rstrip("`")).lstrip(".").replace("[...]", "")
    path = f"{prefix}{path}" if prefix else path
    if match := re.search(r"length <= (\d+)", what):
        return Fault(path, "too_long", {"most": int(match.group(1))})
    if match := re.search(r"`int` (<=|>=|<|>) (-?\d+)", what):
        return Fault(path, "out_of_range", {"bound": f"{match.group(1)} {match.group(2)}"})
    if "length >=" in what:
        return Fault(path, "missing")
    if "Invalid enum value" in what:
        return Fault(path, "not_a_choice")
    return Fault(path, "unreadable")


def _struct(
    info: inspect.Type, form: Fields, prefix: str, reader: Reader, given: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    if not isinstance(info, inspect.StructType):
        raise AssertionError("only structs are decoded")
    raw: dict[str, Any] = {}
    for field in info.fields:
        path = f"{prefix}{field.name}"
        if path in given:
            raw[field.name] = given[path]
            continue
        value = _value(field.type, form, path, reader, given, faults)
        if value is not ABSENT:
            raw[field.name] = value
        elif field.required:
            faults.append(Fault(path, "missing"))
    return raw


def _value(
    info: inspect.Type, form: Fields, path: str, reader: Reader, given: Mapping[str, Any], faults: list[Fault]
) -> Any:
    """The value at a path, or ABSENT where the form says nothing there."""
    match info:
        case inspect.Metadata(type=inner):
            return _value(inner, form, path, reader, given, faults)
        case inspect.UnionType(types=types):
            inner = next(t for t in types if not isinstance(t, inspect.NoneType))
            return _value(inner, form, path, reader, given, faults)
        case inspect.StructType():
            inside = f"{path}."
            if not form.below(path) and not any(key.startswith(inside) for key in given):
                return ABSENT
            return _struct(info, form, inside, reader, given, faults)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return _many(item, form, path, reader, given, faults)
        case inspect.TupleType(item_types=types):
            values = [_value(t, form, f"{path}.{n}", reader, given, faults) for n, t in enumerate(types)]
            return ABSENT if ABSENT in values else values
        case inspect.BoolType():
            return form.get(path) not in FALSE if path in form else ABSENT
        case _:
            return _scalar(info, form.get(path), path, reader, faults) if path in form else ABSENT


def _scalar(info: inspect.Type, text: str, path: str, reader: Reader, faults: list[Fault]) -> Any:
    text = text.replace("\r\n", "\n").strip()
    if "\0" in text:
        # No text of a person's has one, and no database stores it.
        return _or_fault(None, path, "unreadable", faults)
    match info:
        case inspect.IntType(le=bound):
            if not text:
                return ABSENT
            if bound == MONEY_BOUND:
                return _or_fault(minor_units(text, reader.decimals), path, "not_a_sum", faults)
            if path.endswith("_bp"):
                return _or_fault(basis_points(text), path, "not_a_share", faults)
            return _or_fault(int(text) if re.fullmatch(r"-?\d{1,15}", text) else None, path, "not_a_number", faults)
        case inspect.DateTimeType():
            return _or_fault(instant(text, reader.tz), path, "not_a_time", faults) if text else ABSENT
        case inspect.LiteralType(values=values):
            if values and isinstance(values[0], int):
                text_or_int: Any = int(text) if re.fullmatch(r"\d{1,15}", text) else text
                return text_or_int if text_or_int in values else _or_fault(None, path, "not_a_choice", faults)
            if text == "" and "" not in values:
                return ABSENT
            return text if text in values else _or_fault(None, path, "not_a_choice", faults)
        case inspect.StrType(min_length=least):
            return ABSENT if not text and (least or info.pattern) else text
        case _:
            raise AssertionError(f"{path} cannot come from a form: {info}")


def _or_fault(value: Any, path: str, code: str, faults: list[Fault]) -> Any:
    if value is None:
        faults.append(Fault(path, code))
        return None
    return value


def _many(
    item: inspect.Type, form: Fields, path: str, reader: Reader, given: Mapping[str, Any], faults: list[Fault]
) -> Any:
    while isinstance(item, inspect.Metadata):
        item = item.type
    if isinstance(item, inspect.StructType):
        rows = [_value(item, form, f"{path}.{n}", reader, given, faults) for n in rows_of(form, path)]
        return rows if rows or f"{path}.none" in form else ABSENT
    if path not in form:
        return ABSENT
    texts: Sequence[str] = [t for t in form.all(path) if t.strip()]
    if isinstance(item, inspect.IntType):
        texts = [part for text in texts for part in re.split(r"[;；、\n]|[,，](?=\s)|\s+", text) if part.strip()]
    return [_scalar(item, text, path, reader, faults) for text in texts]


def rows_of(form: Fields, path: str) -> list[int]:
    """The numbers of the rows under a path that count.

    A row with a tick of its own (`path.N.row`) counts when ticked; another counts when anything in it was filled in.
    """
    filled: dict[int, bool] = {}
    for key, number, rest in rows_in(form.below(path), path):
        filled.setdefault(number, False)
        if rest not in ("row", "optional") and any(t.strip() for t in form.all(key)):
            filled[number] = True
    return [
        number
        for number in sorted(filled)
        if (f"{path}.{number}.row" in form if f"{path}.{number}.optional" in form else filled[number])
    ]


def rows_in(keys: Iterable[str], path: str) -> Iterable[tuple[str, int, str]]:
    """The keys that name a field of a row under a path: the key, the row's number, and the field's path in the row."""
    begin = len(path) + 1
    for key in keys:
        match = ROW.match(key, begin) if key.startswith(f"{path}.") else None
        if match is not None:
            yield key, int(match.group(1)), match.group(2)


def minor_units(text: str, decimals: int) -> int | None:
    """`1,234.50` as minor units; None when it is no sum or has more decimals than the currency."""
    cleaned = re.sub(r"[\s¥￥元]|,(?=\d{3}(\D|$))", "", text).replace("，", "")
    try:
        scaled = Decimal(cleaned).scaleb(decimals)
    except ArithmeticError:
        return None
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or not 0 <= scaled <= MONEY_BOUND:
        return None
    return int(scaled)


def basis_points(text: str) -> int | None:
    """`87.5` or `87.5%` as 8750 basis points; None outside 0..100 or finer than a basis point."""
    try:
        scaled = Decimal(text.rstrip("%％ ")) * 100
    except ArithmeticError:
        return None
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or not 0 <= scaled <= 10_000:
        return None
    return int(scaled)


def instant(text: str, tz: ZoneInfo) -> datetime | None:
    """A time as a browser's datetime-local field writes it, in the viewer's zone, as UTC."""
    try:
        local = datetime.fromisoformat(text)
        return (local if local.tzinfo else local.replace(tzinfo=tz)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
