"""What only someone who kept an older copy can find out, even against a platform that signs its own forgery."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from gongdao.kernel import acts
from gongdao.record import chain
from gongdao.record.faults import STEPS, VerificationError
from tests.forgeries import forge
from tests.forgeries.forge import FORGER_KEY


def kept() -> bytes:
    """The copy a party took before the findings."""
    rec = forge.record(forge.disputed_order())
    return rec.cut(rec.seq("find") - 1).packed()


def refused(code: str, data: bytes, older: bytes, folder: Path) -> VerificationError:
    with pytest.raises(VerificationError) as caught:
        forge.check(data, folder, older=older)
    assert caught.value.code == code, caught.value
    assert caught.value.step == "older"
    return caught.value


def test_an_order_that_went_on_stands_on_its_older_copy(tmp_path: Path) -> None:
    report = forge.check(forge.record(forge.disputed_order()).packed(), tmp_path, older=kept())
    assert [p.step for p in report.passed] == list(STEPS)


def test_a_true_erasure_stands_too(tmp_path: Path) -> None:
    rec = forge.record(forge.disputed_order())
    report = forge.check(forge.erase(rec, rec.seq("claim")).packed(), tmp_path, older=kept())
    assert report.passed[-1].step == "older"


def test_history_rewritten_and_signed_again_by_the_platform_itself(tmp_path: Path) -> None:
    """The platform holds the key, so its forgery verifies by itself; the older copy convicts it."""
    rec = forge.record(forge.disputed_order())
    seq = rec.seq("exhibit")
    data = rec.set_act(seq, text="没有这三项需求").packed()
    forge.check(data, tmp_path)
    assert refused("older_contradicted", data, kept(), tmp_path).entry == seq


def test_an_act_passed_off_as_erased_small_talk(tmp_path: Path) -> None:
    """The seller's wish for more money is deleted, and its erasure says it was a statement. Alone, it verifies."""
    rec = forge.record(forge.disputed_order())
    seq = rec.seq("ask_more")
    original = rec.seal()[seq - 1]
    rec = forge.erase(rec, rec.seq("statement"))
    erasure = rec.seq("erase")
    rec.set_act(erasure, entry=seq, skeleton=acts.Statement(text="[erased]"))
    rec.sealed = ()
    rec.sealed = tuple(chain.redact(s) if s.seq == seq else s for s in rec.seal())
    assert rec.sealed[seq - 1].commit == original.commit
    data = rec.packed()
    forge.check(data, tmp_path)
    assert refused("older_erased_falsely", data, kept(), tmp_path).entry == erasure


def test_an_erasure_that_changes_a_sum(tmp_path: Path) -> None:
    rec = forge.record(forge.disputed_order())
    seq = rec.seq("claim")
    rec = forge.erase(rec, seq)
    act: Any = rec.entry(rec.seq("erase")).body.act  # type: ignore[union-attr]
    rec.set_act(rec.seq("erase"), skeleton=replace(act.skeleton, demand=1))
    rec.sealed = tuple(chain.redact(s) if s.seq == seq else s for s in rec.seal())
    refused("older_erased_falsely", rec.packed(), kept(), tmp_path)


def test_a_copy_that_is_longer_than_its_successor(tmp_path: Path) -> None:
    refused("older_longer", kept(), forge.record(forge.disputed_order()).packed(), tmp_path)


def test_a_copy_of_another_order(tmp_path: Path) -> None:
    other = forge.record(forge.settled_order()).packed()
    refused("older_not_this_order", forge.record(forge.disputed_order()).packed(), other, tmp_path)


def test_a_copy_that_is_false_itself(tmp_path: Path) -> None:
    rec = forge.record(forge.disputed_order())
    rec.signer, rec.keys = FORGER_KEY, [FORGER_KEY.key]
    fault = refused("older_invalid", forge.record(forge.disputed_order()).packed(), rec.packed(), tmp_path)
    assert "key_unknown" in fault.got
