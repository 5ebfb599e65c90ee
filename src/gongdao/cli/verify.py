"""`gongdao verify FILE.zip`: is this record true? Needs no database, no network, no account, and no framework.

Every step is printed as it holds, then the awards as they were computed again. Exit 0 when everything holds, 1 with the
named failure when something does not, 2 when there is no bundle to judge or no key to judge it with.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from gongdao.record import note
from gongdao.record.bundle import SMALL_BYTES_MAX
from gongdao.record.faults import STEPS, VerificationError
from gongdao.record.verify import Report
from gongdao.record.verify import verify as verify_bundle
from gongdao.words import verify as words
from gongdao.words.lookup import lang_of, say

if TYPE_CHECKING:
    from gongdao.record.note import Key
    from gongdao.record.replay import Awarded

VERIFIED, FALSE, NO_BUNDLE = 0, 1, 2
SUMS = ("rail", "held", "seller", "buyer")
STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories of control, direction and line-breaking characters."""
REPLAYED = ("acts", "clocks", "money", "award")
"""The steps that need every body before them; where one is withheld they hold in part."""


def verify(
    file: Path | str,
    as_json: bool = False,
    lang: str | None = None,
    key: str | None = None,
    older: Path | str | None = None,
) -> int:
    """Verifies a bundle and prints what was found; returns the exit code.

    `key` is a verifier key line, or the path of a file of such lines, that the reader got from the platform by another
    way than this bundle. `older` is an earlier copy of the same order that he kept. `lang` is any language tag.
    """
    report, language = Report(), lang_of(lang)
    fault: VerificationError | None = None
    try:
        verify_bundle(Path(file), _trusted(key), report, Path(older) if older is not None else None)
    except VerificationError as found:
        fault = found
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(told(file, report, fault)), indent=2).decode() + "\n")
    else:
        _print(sys.stdout, str(file), report, fault, language)
    if fault is None:
        return VERIFIED
    return FALSE if fault.kind == "failed" else NO_BUNDLE


def _trusted(key: str | None) -> tuple[Key, ...]:
    """The keys named on the command line. Raises `key_unreadable`: a key that was given must never be passed over."""
    if key is None:
        return ()
    text = key
    try:
        if "+" not in key or Path(key).is_file():
            with Path(key).open("rb") as opened:
                text = opened.read(SMALL_BYTES_MAX).decode()
        keys = note.parse_keys(text)
    except (OSError, ValueError, VerificationError):
        keys = ()
    if not keys:
        raise VerificationError("key_unreadable", expected="name+id+base64", got=key[:120])
    return keys


def verdict(report: Report, fault: VerificationError | None) -> str:
    """One word: `verified`, `unvouched`, `partly`, `failed`, `not_a_bundle`."""
    if fault is not None:
        return fault.kind
    if report.replayed is not None and report.replayed.withheld:
        return "partly"
    return "verified" if report.vouched else "unvouched"


def told(file: Path | str, report: Report, fault: VerificationError | None) -> dict[str, Any]:
    """The report as plain data, for `--json`. Codes and data alone, no sentences."""
    data: dict[str, Any] = {"file": str(file), "verdict": verdict(report, fault), "steps": report.passed}
    if fault is not None:
        data["failure"] = {
            "code": fault.code,
            "step": fault.step,
            "number": STEPS.index(fault.step) + 1,
            "entry": fault.entry,
            "expected": fault.expected,
            "got": fault.got,
            "refusal": fault.refusal,
            "data": fault.data,
        }
    if report.manifest is not None:
        data["manifest"] = report.manifest
    if report.replayed is not None:
        lived = report.replayed
        data |= {
            "phase": lived.order.phase,
            "money": lived.books,
            "awards": lived.awards,
            "erased": lived.erased,
            "withheld": lived.withheld,
            "unverifiable": lived.unverifiable,
            "hash_only": report.hash_only,
        }
    if report.checkpoint is not None:
        signed = report.checkpoint
        data["checkpoint"] = {
            "origin": signed.origin,
            "size": signed.size,
            "root": signed.root.hex(),
            "at": signed.at,
            "key": str(report.key),
            "vouched": report.vouched,
        }
    return data


def _print(out: TextIO, file: str, report: Report, fault: VerificationError | None, lang: str) -> None:
    """The report for people."""
    _put(out, say(words.TEXTS, "verifying", lang, file=file))
    for passed in report.passed:
        said = say(words.PASSED, passed.step, lang, **_written(report, passed.data, lang))
        unclear = len(report.replayed.unverifiable) if report.replayed and passed.step in REPLAYED else 0
        if unclear:
            said += say(words.TEXTS, "in_part", lang, count=unclear)
        _put(out, _row(passed.number, "~" if unclear else "✓", say(words.STEPS, passed.step, lang), said))
    if fault is not None:
        _print_fault(out, fault, lang)
        return
    _print_absent(out, report, lang)
    for award in report.replayed.awards if report.replayed else ():
        _print_award(out, report, award, lang)
    _put(out, "")
    order = report.manifest.order if report.manifest else ""
    count = len(report.replayed.withheld) if report.replayed else 0
    word = verdict(report, fault)
    _put(out, say(words.TEXTS, word, lang, order=order, count=count))
    if word == "partly" and not report.vouched:
        _put(out, say(words.TEXTS, "unvouched", lang))
    if not report.vouched:
        _put(out, f"  {report.key}")


def _put(out: TextIO, line: str) -> None:
    """Prints a line. A bundle's texts are strangers' words, so nothing in them may steer the terminal."""
    print("".join("\ufffd" if unicodedata.category(char) in STEERING else char for char in line), file=out)


def _row(number: int, mark: str, name: str, said: str) -> str:
    # A Chinese character is two columns wide.
    width = sum(2 if ord(char) > 0x2E80 else 1 for char in name)
    return f"{number:>3} {mark} {name}{' ' * (14 - width)}{said}"


def _written(report: Report, data: dict[str, str | int], lang: str) -> dict[str, object]:
    """Sums as people write them; everything else as it is."""
    from gongdao.words.remedy import amount

    currency = _currency(report)
    return {
        name: amount(value, currency, lang) if name in SUMS and isinstance(value, int) else value
        for name, value in data.items()
    }


def _currency(report: Report) -> str:
    agreement = report.replayed.order.agreement if report.replayed else None
    return agreement.currency if agreement else "CNY"


def _print_fault(out: TextIO, fault: VerificationError, lang: str) -> None:
    number, name = STEPS.index(fault.step) + 1, say(words.STEPS, fault.step, lang)
    heading = say(words.TEXTS, fault.kind, lang)
    entry = "?" if fault.entry is None else fault.entry
    said = say(words.FAILURES, fault.code, lang, entry=entry, expected=fault.expected or "-", got=fault.got or "-")
    _put(out, _row(number, "✗", name, f"{heading} [{fault.code}]"))
    _put(out, f"      {said}")
    if fault.refusal:
        from gongdao.words.refusals import explain

        explained = explain(fault.refusal, lang)
        _put(out, f"      {explained.what} {explained.why} [{fault.refusal}]")
        for key, value in fault.data.items():
            _put(out, f"        {key}: {value}")
        return
    for label, value in (("expected", fault.expected), ("got", fault.got)):
        if value:
            _put(out, f"      {say(words.TEXTS, label, lang)}: {value}")


def _print_absent(out: TextIO, report: Report, lang: str) -> None:
    """Says of every body that is not here why, and what could not be judged for want of it."""
    lived = report.replayed
    if lived is None:
        return
    if any(passed.data.get("calendars") == "none" for passed in report.passed):
        _put(out, f"    {say(words.TEXTS, 'no_calendars', lang)}")
    for reason, numbers in (("erased", lived.erased), ("withheld", lived.withheld)):
        for seq in numbers:
            entry = report.entries[seq - 1]
            actor = f"{entry.actor.role} {entry.actor.person}"
            _put(out, f"    {say(words.TEXTS, reason, lang, entry=seq, actor=actor, at=entry.at.isoformat())}")
    for unclear in lived.unverifiable:
        code = ": ".join(filter(None, (unclear.code, unclear.detail)))
        _put(out, f"    {say(words.TEXTS, 'unverifiable', lang, entry=unclear.entry, code=code)}")


def _print_award(out: TextIO, report: Report, award: Awarded, lang: str) -> None:
    """The options of a determination, each with its derivation line by line."""
    from gongdao.words.remedy import OPTIONS, amount, cite, step_text, step_working

    agreement = report.replayed.order.agreement if report.replayed else None
    titles = {r.id: r.title for r in agreement.requirements} if agreement else {}
    currency = _currency(report)
    _put(out, "")
    _put(out, say(words.TEXTS, "award", lang, entry=award.entry))
    for option in award.result.options:
        default = say(words.TEXTS, "default", lang) if option.id == award.result.default else ""
        _put(out, f"  {say(OPTIONS, option.id, lang)}{default}")
        for step in option.steps:
            working = step_working(step, lang, currency)
            cited = cite(step.article, lang)
            said = step_text(step, lang, currency, titles.get(step.item))
            _put(out, f"{amount(step.amount, currency, lang):>16}  {said}")
            _put(out, f"{'':>18}{'; '.join(filter(None, (working, cited)))}")
        _put(out, f"{amount(option.due, currency, lang):>16}  {say(words.TEXTS, 'due', lang)}")
        paid = {name: amount(getattr(option, name), currency, lang) for name in ("to_seller", "to_buyer")}
        _put(out, f"{'':>18}{say(words.TEXTS, 'escrow', lang, **paid)}")
        for name in ("buyer_owes", "seller_returns"):
            if getattr(option, name):
                owed = amount(getattr(option, name), currency, lang)
                _put(out, f"{'':>18}{say(words.TEXTS, name, lang, amount=owed)}")
