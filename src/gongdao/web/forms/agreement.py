"""The editor of an agreement: many items, added and removed by sending the form again, no script needed.

What was typed is carried as it stands, faults included, until it can be decoded; a half-written draft is never lost
and never half-stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict
from msgspec import to_builtins

from gongdao.kernel.rules.agreement import earnest_share
from gongdao.kernel.values import Agreement, FileRef
from gongdao.web.forms.decode import MONEY_BOUND, Fault, Fields, Reader, decode, minor_units, rows_in
from gongdao.web.show import as_share, as_sum, decimals_of, money
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import FAULTS, PAGES

MAX_ITEMS = 200
TICKED = 40
"""Up to so many items each ticks what it needs from a list of the others; beyond, it names them by number: the ticks of
200 items would be 40,000."""
BY_NUMBER = "needs_numbers"
"""The field of a row in which they are named."""
SUMS = {"price", "quotes", "amount"}
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "TWD")


class Pinned(NamedTuple):
    """A reference file of a row: its number there, its name and its hash."""

    number: str
    name: str
    sha256: str


@dataclass(frozen=True)
class ItemRow:
    """One requirement of the editor: its row in the form, its place in the list, and what stands in its fields."""

    row: int
    n: int
    path: str
    values: Mapping[str, Any]
    faults: Mapping[str, str]
    others: tuple[tuple[str, str], ...]
    """The other items to tick, by id; none where they are named by number."""
    by_number: bool = False
    needs: str = ""
    """What it needs, by number."""
    kept: tuple[tuple[str, str], ...] = ()
    """The fields of reference files, which travel along hidden."""
    pins: tuple[Pinned, ...] = ()


@dataclass(frozen=True)
class Editor:
    """The whole form as it is shown."""

    items: tuple[ItemRow, ...]
    values: Mapping[str, str]
    faults: Mapping[str, str]
    deposit_note: str
    deposit_warns: bool
    total: str


def as_form(agreement: Agreement) -> QueryDict:
    """An agreement as the fields of its form."""
    form = QueryDict(mutable=True)
    decimals = decimals_of(agreement.currency)

    def put(path: str, value: Any, name: str) -> None:
        if value is None or value is False:
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                put(f"{path}.{key}" if path else key, inner, key)
        elif isinstance(value, list | tuple):
            if value and isinstance(value[0], dict):
                for n, inner in enumerate(value):
                    put(f"{path}.{n}", inner, name)
            elif name == "quotes":
                form[path] = " ".join(as_sum(v, decimals) for v in value)
            else:
                form.setlist(path, [str(v) for v in value])
        elif value is True:
            form[path] = "on"
        elif name in SUMS:
            form[path] = as_sum(value, decimals)
        elif name.endswith("_bp"):
            form[path] = as_share(value)
        else:
            form[path] = str(value)

    put("", to_builtins(agreement), "")
    return form


def item_numbers(form: QueryDict) -> list[int]:
    """The rows of the form, filled or not, in their order."""
    return sorted({number for _, number, _ in rows_in(form, "requirements")})


def with_change(form: QueryDict, do: str) -> QueryDict:
    """The form after a button of the editor: `add`, or `remove.N`. Anything else leaves it as it is."""
    changed = _with_needs(form)
    if do == "add" and len(item_numbers(form)) < MAX_ITEMS:
        numbers = item_numbers(form)
        n = (numbers[-1] + 1) if numbers else 0
        taken = {form.get(f"requirements.{i}.id") for i in numbers}
        changed[f"requirements.{n}.id"] = next(f"r{k}" for k in range(1, 10_000) if f"r{k}" not in taken)
    elif do.startswith("remove."):
        number = do.removeprefix("remove.")
        gone = form.get(f"requirements.{number}.id")
        for key in list(changed):
            if key.startswith(f"requirements.{number}."):
                del changed[key]
            elif key.endswith(".needs"):
                changed.setlist(key, [n for n in changed.getlist(key) if n != gone])
    elif match := re.fullmatch(r"unpin\.(\d+)\.(\d+)", do):
        for key in list(changed):
            if key.startswith(f"requirements.{match.group(1)}.reference_files.{match.group(2)}."):
                del changed[key]
    return changed


def _with_needs(form: QueryDict) -> QueryDict:
    """The form with needs named by number as the ids they stand for; numbers that name no other item stay as typed.

    Ids are what is kept, because a row that is removed moves the numbers of those after it.
    """
    changed = form.copy()
    numbers = item_numbers(form)
    ids = {str(i): form.get(f"requirements.{n}.id", "") or "" for i, n in enumerate(numbers, 1)}
    for n in numbers:
        typed = form.get(f"requirements.{n}.{BY_NUMBER}")
        if typed is None:
            continue
        named = list(dict.fromkeys(t for t in re.split(r"[\s,，、;；.。]+", typed) if t))
        own = form.get(f"requirements.{n}.id")
        if all(ids.get(t, own) != own for t in named):
            changed.setlist(f"requirements.{n}.needs", [ids[t] for t in named])
            del changed[f"requirements.{n}.{BY_NUMBER}"]
    return changed


def overfull(form: QueryDict, do: str) -> list[Fault]:
    """The fault of a form that has more items than an agreement holds, or would with one more."""
    given = len(item_numbers(form))
    if given + (do == "add" and given == MAX_ITEMS) <= MAX_ITEMS:
        return []
    return [Fault("requirements", "too_many_items", {"most": MAX_ITEMS, "given": given})]


def with_files(form: QueryDict, pinned: Mapping[int, list[FileRef]]) -> QueryDict:
    """The form with newly sealed reference files beside those it already had, by row."""
    changed = form.copy()
    for number, files in pinned.items():
        path = f"requirements.{number}.reference_files"
        taken = [n for _, n, _ in rows_in(changed, path)]
        for n, file in enumerate(files, max(taken, default=-1) + 1):
            changed[f"{path}.{n}.name"] = file.name
            changed[f"{path}.{n}.size"] = str(file.size)
            changed[f"{path}.{n}.sha256"] = file.sha256
    return changed


def blank(currency: str = "CNY") -> QueryDict:
    """The form of a new agreement: one empty item."""
    form = as_form(Agreement(title="-", currency=currency, requirements=()))
    form["title"] = ""
    form["requirements.0.id"] = "r1"
    return form


def read(form: QueryDict, reader: Reader) -> Agreement | list[Fault]:
    """The agreement a form stands for, or what is wrong with it. A row without a title is a fault, not a gap."""
    cleaned = form.copy()
    if cleaned.get("terms.deposit.kind", "none") == "none":
        cleaned["terms.deposit.amount"] = "0"
    if not cleaned.get("terms.delay.rate_bp", "").strip():
        for key in [k for k in cleaned if k.startswith("terms.delay.")]:
            del cleaned[key]
    unnamed = [
        Fault(f"requirements.{n}.{BY_NUMBER}", "no_such_items")
        for n in item_numbers(cleaned)
        if f"requirements.{n}.{BY_NUMBER}" in cleaned
    ]
    full = overfull(cleaned, "save")
    if full:
        return full + unnamed
    answer = decode(Agreement, cleaned, reader)
    if isinstance(answer, Agreement) and not unnamed:
        return answer
    return unnamed + (answer if isinstance(answer, list) else [])


def editor(form: QueryDict, faults: list[Fault], lang: Lang) -> Editor:
    """The form as it is shown, with the live note on what a deposit is in law."""
    worded = {f.path: say(FAULTS, f.code, lang, **f.data) for f in faults}
    mistakes: dict[int, dict[str, str]] = {}
    for path, n, name in rows_in(worded, "requirements"):
        mistakes.setdefault(n, {})[name] = worded[path]
    numbers = item_numbers(form)
    titles = [
        (form.get(f"requirements.{n}.id", ""), f"{i}. {form.get(f'requirements.{n}.title', '') or '…'}")
        for i, n in enumerate(numbers, 1)
    ]
    fields, rows = Fields(form), []
    place = {id: str(i) for i, (id, _) in enumerate(titles, 1)}
    for i, n in enumerate(numbers, 1):
        path = f"requirements.{n}."
        keys = fields.below(path[:-1])
        values: dict[str, Any] = {key.removeprefix(path): fields.get(key) for key in keys}
        own = values.get("id", "")
        values["needs"] = form.getlist(f"{path}needs")
        kept = tuple((key, fields.get(key)) for key in keys if key.startswith(f"{path}reference_files."))
        rows.append(
            ItemRow(
                row=n,
                n=i,
                path=path,
                values=values,
                faults=mistakes.get(n, {}),
                others=tuple(t for t in titles if t[0] != own) if len(numbers) <= TICKED else (),
                by_number=len(numbers) > TICKED,
                needs=values.get(BY_NUMBER) or ", ".join(place.get(id, id) for id in values["needs"]),
                kept=kept,
                pins=tuple(
                    Pinned(key.split(".")[3], value, fields.get(key[:-4] + "sha256"))
                    for key, value in kept
                    if key.endswith(".name")
                ),
            )
        )
    note, warns, total = _deposit(form, lang)
    return Editor(
        items=tuple(rows),
        values={k: form.get(k, "") for k in form},
        faults=worded,
        deposit_note=note,
        deposit_warns=warns,
        total=total,
    )


def _deposit(form: QueryDict, lang: Lang) -> tuple[str, bool, str]:
    """What the deposit as typed would be, and the sum of the items; empty where nothing can be said yet."""
    currency = form.get("currency", "CNY") or "CNY"
    decimals = decimals_of(currency)
    prices = [minor_units(form.get(f"requirements.{n}.price", "") or "", decimals) for n in item_numbers(form)]
    known = [p for p in prices if p is not None]
    whole = minor_units(form.get("price", "") or "", decimals)
    price = whole if whole is not None else sum(known)
    total = money(sum(known), currency, lang) if known else ""
    amount = minor_units(form.get("terms.deposit.amount", "") or "", decimals)
    kind = form.get("terms.deposit.kind", "none")
    if kind not in ("earnest", "advance") or not amount or not price or price > MONEY_BOUND:
        return "", False, total
    supposed = Agreement(title="-", currency=currency, requirements=(), price=price)
    from msgspec.structs import replace

    terms = replace(supposed.terms, deposit=replace(supposed.terms.deposit, kind=kind, amount=amount))
    effective, rest = earnest_share(replace(supposed, terms=terms))
    sums = {
        "whole": money(amount, currency, lang),
        "earnest": money(effective, currency, lang),
        "advance": money(rest, currency, lang),
    }
    if kind == "advance":
        return say(PAGES, "deposit.advance", lang, **sums), False, total
    return say(PAGES, "deposit.over" if rest else "deposit.earnest", lang, **sums), bool(rest), total
