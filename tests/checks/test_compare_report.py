"""The shape of a report: weight of outcomes, a hash that repeats, a page that says everything in both languages."""

from __future__ import annotations

import string
from pathlib import Path

import msgspec
import pytest

from gongdao.checks.capture.facts import REASONS
from gongdao.checks.compare.differences import LABELS
from gongdao.checks.kinds.changes.check import VERDICTS
from gongdao.checks.kinds.imitation.check import FLAGS
from gongdao.checks.report import Pair, Table, write_report
from gongdao.checks.shape import Ground, Reason, Report, inputs_of, report_hash, worst
from gongdao.words.checks_imitation import WORDS


def made(**more: object) -> Report:
    return msgspec.structs.replace(
        Report(kind="imitation", version="1", outcome="failed", score=61.25, low=58.0, high=64.5), **more
    )


def test_the_weightiest_outcome_wins() -> None:
    assert worst(["passed", "cannot_tell", "not_applicable"]) == "cannot_tell"
    assert worst(["cannot_tell", "failed"]) == "failed"
    assert worst([]) == "not_applicable"


def test_the_hash_covers_every_finding_and_no_measurement() -> None:
    assert report_hash(made()) == report_hash(made(measured={"seconds": 4.2}))
    changed = [
        made(score=61.26),
        made(outcome="passed"),
        made(grounds=(Ground(code="text", label="moved", box=(1, 2, 3, 4)),)),
        made(reasons=(Reason("in_doubt"),)),
        made(settings={"mode": "own"}),
        made(version="2"),
    ]
    hashes = {report_hash(made()), *map(report_hash, changed)}
    assert len(hashes) == len(changed) + 1


def test_the_hash_does_not_depend_on_the_order_of_keys_or_a_float_s_last_digit() -> None:
    assert report_hash(made(facts={"a": 1, "b": 0.1 + 0.2})) == report_hash(made(facts={"b": 0.3, "a": 1}))


def test_what_is_not_a_number_has_no_hash() -> None:
    with pytest.raises(ValueError, match="nan"):
        report_hash(made(score=float("nan")))


def test_a_bundle_s_digest_follows_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    first = inputs_of("x", tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert inputs_of("x", tmp_path) != first


def test_markup_in_a_delivery_s_words_stays_words(tmp_path: Path) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    report = made(
        grounds=(Ground(code="text", label="wrong_text", page="i", width=9, box=(0, 0, 5, 5), text=evil, value=evil),),
        facts={"flags": ["overflow"], "counts": {"wrong_text": 1}, "refused": [evil]},
    )
    pair = Pair(page="i", width=9, reference="a.png", delivery="b.png", reference_size=(9, 9), delivery_size=(9, 9))
    write_report(tmp_path, report, [pair], WORDS, [Table(code="grounds", columns=("label",), rows=((evil,),))])
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_every_code_has_words_in_both_languages() -> None:
    codes = [*LABELS, *VERDICTS, *(f"reason_{code}" for code in REASONS)]
    codes += [f"flag_{flag}" for flag in FLAGS]
    codes += [
        f"reason_{code}" for code in ("in_doubt", "nothing_compared", "reference_not_shown", "delivery_not_shown")
    ]
    codes += [f"outcome_{o}" for o in ("passed", "failed", "cannot_tell", "not_applicable")]
    assert [c for c in codes if c not in WORDS] == []


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_of_a_code_ask_for_the_same_data(code: str) -> None:
    both = WORDS[code]
    assert set(both) == {"zh-hans", "en"}
    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in both.values()]
    assert fields[0] == fields[1]
    assert all(text.strip() for text in both.values())
