"""Named forgeries of real bundles. Each must be refused by its own code, and the honest original must verify.

Three kinds of forger: one who edits the file; one who rebuilds the whole chain but has not the platform's key; and one
who rebuilds everything and signs with a key of his own, which a reader without the platform's key cannot tell from it.
The last kind meets the replay: what he writes must still be an order the rules could have lived.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from gongdao.kernel import acts
from gongdao.kernel.values import PLATFORM, Actor, Due
from gongdao.record import bundle, chain, note
from gongdao.record.days import Year
from gongdao.record.faults import BY_STEP, FAILURES, NOT_A_BUNDLE, STEPS, VerificationError
from tests.forgeries import forge
from tests.forgeries.forge import FORGER_KEY, PLATFORM_KEY, Record, with_json, with_line, with_member

LIN = Actor(person="lin", role="buyer")
QIAO = Actor(person="qiao", role="seller")
OPERATOR = Actor(person="op", role="operator")


def disputed() -> Record:
    return forge.record(forge.disputed_order())


def settled() -> Record:
    return forge.record(forge.settled_order())


def lapsed() -> Record:
    return forge.record(forge.lapsed_order())


# -- the forger with an editor: he changes the file and nothing else -------------------------------------------------


def changed_amount() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("fund"), lambda line: line.replace(b'"amount":20000', b'"amount":10000'))


def changed_words() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("statement"), lambda line: line.replace("联系".encode(), "删除".encode()))


def changed_author() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("ask_more"), lambda line: line.replace(b'"seller"}', b'"buyer"}'))


def changed_time() -> bytes:
    rec = disputed()
    seq = rec.seq("deliver")
    then, other = (msgspec.json.encode(rec.entry(seq).at + timedelta(minutes=m)) for m in (0, -1))
    return with_line(rec.packed(), seq, lambda line: line.replace(then, other, 1))


def changed_commitment() -> bytes:
    data = disputed().packed()
    other = b"ab" * 32

    def edit(line: bytes) -> bytes:
        at = line.index(b'"commit":"') + 10
        return line[:at] + other + line[at + 64 :]

    return with_line(data, 5, edit)


def changed_salt() -> bytes:
    data = disputed().packed()

    def edit(line: bytes) -> bytes:
        at = line.index(b'"salt":"') + 8
        return line[:at] + b"00" * 16 + line[at + 32 :]

    return with_line(data, 5, edit)


def bodies_swapped() -> bytes:
    """Body and salt of two entries change places; each opens a commitment, but not its own."""
    rec = disputed()
    one, two = rec.seq("claim", 0), rec.seq("claim", 1)
    sealed = list(rec.seal())
    first, second = sealed[one - 1], sealed[two - 1]
    sealed[one - 1] = replace(first, salt=second.salt, body_bytes=second.body_bytes)
    sealed[two - 1] = replace(second, salt=first.salt, body_bytes=first.body_bytes)
    rec.sealed = tuple(sealed)
    return rec.packed()


def _lines(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return with_member(data, bundle.ENTRIES, lambda d: b"".join(line + b"\n" for line in change(d.split(b"\n")[:-1])))


def dropped_entry() -> bytes:
    rec = disputed()
    seq = rec.seq("exhibit")
    return _lines(rec.packed(), lambda lines: lines[: seq - 1] + lines[seq:])


def reordered_entries() -> bytes:
    return _lines(disputed().packed(), lambda lines: [*lines[:9], lines[10], lines[9], *lines[11:]])


def duplicate_entry() -> bytes:
    return _lines(disputed().packed(), lambda lines: [*lines[:6], lines[5], *lines[6:]])


def truncated_tail() -> bytes:
    """The last entries cut off, the manifest left as it was."""
    return _lines(disputed().packed(), lambda lines: lines[:-4])


def no_entries() -> bytes:
    return _lines(disputed().packed(), lambda lines: [])


def loose_spelling() -> bytes:
    return with_line(disputed().packed(), 3, lambda line: line.replace(b'":', b'": ', 1))


def escaped_spelling() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("statement"), lambda line: line.replace("我".encode(), b"\\u6211"))


def last_line_unended() -> bytes:
    return with_member(disputed().packed(), bundle.ENTRIES, lambda d: d[:-1])


def duplicate_key() -> bytes:
    """Two readers, two amounts: one takes the first, one the last."""
    rec = disputed()
    seq = rec.seq("fund")
    return with_line(rec.packed(), seq, lambda line: line.replace(b'"amount":20000', b'"amount":10,"amount":20000'))


def unknown_field() -> bytes:
    return with_line(disputed().packed(), 3, lambda line: line[:-1] + b',"zz":1}')


def unknown_field_in_body() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("fund"), lambda line: line.replace(b'"amount"', b'"also":1,"amount"'))


def float_amount() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("fund"), lambda line: line.replace(b'"amount":20000', b'"amount":20000.0'))


def unknown_act() -> bytes:
    rec = disputed()
    return with_line(rec.packed(), rec.seq("fund"), lambda line: line.replace(b'"act":"fund"', b'"act":"gift"'))


def not_json() -> bytes:
    return with_line(disputed().packed(), 4, lambda line: line[:40])


def deeply_nested() -> bytes:
    return with_line(disputed().packed(), 4, lambda line: b'{"actor":' + b"[" * 200_000)


def _field(line: bytes, name: bytes, change: Callable[[bytes], bytes]) -> bytes:
    before, quote, rest = line.partition(b'"' + name + b'":"')
    value, end, after = rest.partition(b'"')
    return before + quote + change(value) + end + after


def shortened_commitment() -> bytes:
    return with_line(disputed().packed(), 5, lambda line: _field(line, b"commit", lambda v: v[:62]))


def commitment_in_capitals() -> bytes:
    """The same number in another spelling: the hash does not notice, the spelling does."""
    return with_line(disputed().packed(), 5, lambda line: _field(line, b"commit", bytes.upper))


def commitment_not_hexadecimal() -> bytes:
    return with_line(disputed().packed(), 5, lambda line: _field(line, b"commit", lambda v: b"zz" + v[2:]))


def salt_in_capitals() -> bytes:
    return with_line(disputed().packed(), 5, lambda line: _field(line, b"salt", bytes.upper))


# -- the archive -----------------------------------------------------------------------------------------------------


def zip_bomb() -> bytes:
    content = forge.members(disputed().packed())
    content[bundle.ENTRIES] = b"0" * 60_000_000
    return forge.zipped(content, zipfile.ZIP_DEFLATED)


def traversal() -> bytes:
    return forge.zipped({**forge.members(disputed().packed()), "../../.bashrc": b"x"})


def absolute_name() -> bytes:
    return forge.zipped({**forge.members(disputed().packed()), "/etc/passwd": b"x"})


def two_manifests() -> bytes:
    content = forge.members(disputed().packed())
    with pytest.warns(UserWarning, match="Duplicate name"):
        return forge.zipped([*content.items(), (bundle.MANIFEST, content[bundle.MANIFEST])])


def stowaway() -> bytes:
    return forge.zipped({**forge.members(disputed().packed()), "README.txt": b"Trust me."})


def hidden_front() -> bytes:
    return b"#!/bin/sh\n" + disputed().packed()


def hidden_tail() -> bytes:
    data = disputed().packed()
    return data[:-2] + (9).to_bytes(2, "little") + b"a comment"


def no_checkpoint() -> bytes:
    content = forge.members(disputed().packed())
    del content[bundle.NOTE]
    return forge.zipped(content)


def no_manifest() -> bytes:
    content = forge.members(disputed().packed())
    del content[bundle.MANIFEST]
    return forge.zipped(content)


def not_an_archive() -> bytes:
    return b"PK\x03\x04 this is not what it says"


def half_an_archive() -> bytes:
    data = disputed().packed()
    return data[: len(data) // 2]


def later_format() -> bytes:
    return with_json(disputed().packed(), bundle.MANIFEST, format="gongdao-bundle-9")


def manifest_of_another_order() -> bytes:
    return with_json(disputed().packed(), bundle.MANIFEST, order="order-8")


def manifest_loosely_spelled() -> bytes:
    return with_member(disputed().packed(), bundle.MANIFEST, lambda d: d + b"\n")


def manifest_with_more() -> bytes:
    return with_json(disputed().packed(), bundle.MANIFEST, award=40_000)


def spoiled_bytes() -> bytes:
    """A byte of an exhibit flipped inside the archive, its checksum left as it was."""
    data = disputed().packed()
    at = data.index(b"PNG screenshot")
    return data[:at] + b"Q" + data[at + 1 :]


# -- files -----------------------------------------------------------------------------------------------------------


def swapped_exhibit() -> bytes:
    name = bundle.FILES + forge.SCREENSHOT_REF.sha256
    return with_member(disputed().packed(), name, lambda d: d.replace(b"three", b"seven"))


def exhibit_of_another_length() -> bytes:
    """The manifest says the new length too; the exhibit's entry does not."""
    rec = disputed()
    rec.files[forge.SCREENSHOT_REF.sha256] = b"nothing to see"
    return rec.packed()


def exhibit_nobody_showed() -> bytes:
    rec = disputed()
    data = b"a picture that was never shown"
    rec.files[hashlib.sha256(data).hexdigest()] = data
    return rec.packed()


def exhibit_not_listed() -> bytes:
    return with_json(disputed().packed(), bundle.MANIFEST, files=[])


# -- the forger without the platform's key: chain, tree and proof rebuilt --------------------------------------------


def signed_with_own_key() -> bytes:
    rec = disputed()
    rec.signer, rec.keys = FORGER_KEY, [FORGER_KEY.key]
    return rec.packed()


def signed_with_own_key_under_the_platform_s() -> bytes:
    rec = disputed()
    rec.signer = FORGER_KEY
    return rec.packed()


def forged_checkpoint() -> bytes:
    """A longer tree written into the platform's signed note."""
    return with_member(disputed().packed(), bundle.NOTE, lambda d: d.replace(b"\n11\n", b"\n12\n"))


def broken_note() -> bytes:
    return with_member(disputed().packed(), bundle.NOTE, lambda d: d.replace("— ".encode(), b"-- "))


def broken_key() -> bytes:
    return with_member(disputed().packed(), bundle.KEYS, lambda d: b"gongdao.example/log+00000000+AAAA\n")


def _words_changed_and_resealed() -> Record:
    rec = disputed()
    return rec.set_act(rec.seq("statement"), text="我从来没有说过别的话")


def rehashed_but_not_signed() -> bytes:
    """Every hash of the chain is right again; the platform's note and proof are of the true record."""
    honest, forged = forge.members(disputed().packed()), forge.members(_words_changed_and_resealed().packed())
    return forge.zipped({**forged, bundle.NOTE: honest[bundle.NOTE], bundle.PROOF: honest[bundle.PROOF]})


def rehashed_with_a_forged_proof() -> bytes:
    """The same, with the forged head in the proof: the tree the platform signed does not hold it."""
    honest, forged = forge.members(disputed().packed()), forge.members(_words_changed_and_resealed().packed())
    return forge.zipped({**forged, bundle.NOTE: honest[bundle.NOTE]})


def checkpoint_of_another_order() -> bytes:
    mine, theirs = forge.members(disputed().packed()), forge.members(settled().packed())
    return forge.zipped({**mine, bundle.NOTE: theirs[bundle.NOTE], bundle.PROOF: theirs[bundle.PROOF]})


def proof_for_another_leaf() -> bytes:
    return with_json(disputed().packed(), bundle.PROOF, index=5)


def proof_cut_short() -> bytes:
    data = disputed().packed()
    path = msgspec.json.decode(forge.members(data)[bundle.PROOF])["path"]
    return with_json(data, bundle.PROOF, path=path[:-1])


def proof_not_hexadecimal() -> bytes:
    return with_json(disputed().packed(), bundle.PROOF, path=["zz" * 32])


def tail_cut_with_care() -> bytes:
    """Cut where the order is at rest, manifest made to fit; only the signed length tells."""
    whole = disputed()
    short = disputed().cut(whole.seq("find"))
    honest, forged = forge.members(whole.packed()), forge.members(short.packed())
    return forge.zipped({**forged, bundle.NOTE: honest[bundle.NOTE], bundle.PROOF: honest[bundle.PROOF]})


def lengthened_after_the_checkpoint() -> bytes:
    """An honest beginning with its honest checkpoint, and entries nobody signed behind it."""
    whole = disputed()
    signed = forge.members(disputed().cut(whole.seq("find")).packed())
    forged = forge.members(whole.packed())
    return forge.zipped({**forged, bundle.NOTE: signed[bundle.NOTE], bundle.PROOF: signed[bundle.PROOF]})


def checkpoint_older_than_the_record() -> bytes:
    rec = disputed()
    rec.signed_at = rec.entries[-1].at - timedelta(days=1)
    return rec.packed()


def self_appointed_successor() -> bytes:
    """The forger announces himself as the platform's next key, signing for both."""
    rec = disputed()
    text = f"gongdao key succession\n{PLATFORM_KEY.key}\n{FORGER_KEY.key}\nat 2026-03-02T01:00:00Z\n"
    rec.successions = [note.sign(text, [FORGER_KEY])]
    rec.signer, rec.keys = FORGER_KEY, [FORGER_KEY.key]
    return rec.packed()


# -- the forger who rebuilds everything and signs with his own key: only the meaning can catch him -------------------


def resealed(rec: Record) -> bytes:
    """Chain, commitments, tree and signature all hold, under the forger's key."""
    rec.signer, rec.keys = FORGER_KEY, [FORGER_KEY.key]
    return rec.packed()


def award_not_computed() -> bytes:
    rec = disputed()
    seq = rec.seq("determine")
    award: Any = rec.entry(seq).body.act.award  # type: ignore[union-attr]
    options = tuple(replace(o, due=35_000) if o.id == award.default else o for o in award.options)
    return resealed(rec.set_act(seq, award=replace(award, options=options)))


def derivation_of_another_award() -> bytes:
    rec = disputed()
    seq = rec.seq("determine")
    award: Any = rec.entry(seq).body.act.award  # type: ignore[union-attr]
    return resealed(rec.set_act(seq, award=replace(award, derivation_sha256="0" * 64)))


def award_left_out() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("determine"), award=None))


def finding_changed_award_kept() -> bytes:
    """The changes count as half done now, the sums are the old ones."""
    rec = disputed()
    return resealed(rec.set_act(rec.seq("find", 1), delivered_bp=5_000))


def finding_without_reason() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("find", 1), reason=" "))


def finding_passes_over_an_exhibit() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("find", 1), exhibits=()))


def finding_left_out() -> bytes:
    rec = disputed()
    return resealed(rec.drop(rec.seq("find", 2)))


def finding_by_a_party() -> bytes:
    rec = disputed()
    return resealed(rec.set_entry(rec.seq("find"), actor=QIAO))


def finding_by_another_mediator() -> bytes:
    rec = disputed()
    return resealed(rec.set_entry(rec.seq("find"), actor=Actor(person="med2", role="mediator")))


def stranger_as_buyer() -> bytes:
    rec = settled()
    return resealed(rec.set_entry(rec.seq("inspect"), actor=Actor(person="stranger", role="buyer")))


def seller_as_buyer() -> bytes:
    rec = settled()
    return resealed(rec.set_entry(rec.seq("inspect"), actor=Actor(person="qiao", role="buyer")))


def seller_inspects_his_own_work() -> bytes:
    rec = settled()
    return resealed(rec.set_entry(rec.seq("inspect"), actor=QIAO))


def operator_as_the_platform() -> bytes:
    """The operator confirms money himself."""
    rec = settled()
    return resealed(rec.set_entry(rec.seq("confirm_funds"), actor=OPERATOR))


def back_dated_act() -> bytes:
    rec = disputed()
    seq = rec.seq("exhibit")
    return resealed(rec.set_entry(seq, at=rec.entry(seq).at - timedelta(hours=1)))


def agreed_to_something_else() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("accept", 1), hash="0" * 64))


def price_changed_after_acceptance() -> bytes:
    rec = disputed()
    agreement: Any = rec.entry(1).body.act.agreement  # type: ignore[union-attr]
    cheaper = tuple(replace(r, price=5_000) if r.id == "data" else r for r in agreement.requirements)
    return resealed(rec.set_act(1, agreement=replace(agreement, requirements=cheaper, price=35_000)))


def acceptance_left_out() -> bytes:
    rec = disputed()
    return resealed(rec.drop(rec.seq("accept", 1)))


def payment_nobody_made() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("confirm_funds", 1), fund=rec.seq("accept")))


def payment_confirmed_twice() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("confirm_funds", 1), fund=rec.seq("fund", 0)))


def paid_out_twice() -> bytes:
    rec = settled()
    seq = rec.seq("release")
    again = rec.entry(seq).body.act  # type: ignore[union-attr]
    return resealed(rec.insert(seq + 1, PLATFORM, again))


def paid_out_unasked() -> bytes:
    """Money released before the buyer has accepted anything."""
    rec = settled()
    seq = rec.seq("inspect")
    return resealed(rec.insert(seq, PLATFORM, acts.Release(requirements=("template",), amount=20_000)))


def paid_out(rec: Record, **changes: object) -> Record:
    """The rail's word that a release was paid out, put at the end of the record."""
    word = {
        "entry": rec.seq("release", 1),
        "party": "seller",
        "amount": 0,
        "rail": "sandbox",
        "reference": "out-1",
    } | changes
    return rec.insert(len(rec.entries) + 1, PLATFORM, acts.ConfirmPayout(**word))  # type: ignore[arg-type]


def released(rec: Record) -> int:
    return rec.entry(rec.seq("release", 1)).body.act.amount  # type: ignore[union-attr]


def payout_written_down_twice() -> bytes:
    rec = settled()
    once = paid_out(rec, amount=released(rec))
    return resealed(paid_out(once, amount=released(rec), reference="out-2"))


def payout_of_another_sum() -> bytes:
    rec = settled()
    return resealed(paid_out(rec, amount=released(rec) + 1))


def payout_to_the_wrong_side() -> bytes:
    rec = settled()
    return resealed(paid_out(rec, amount=released(rec), party="buyer"))


def determined_while_evidence_was_open() -> bytes:
    """The seller never said that he had no more to show; his word is put aside and the case decided at once."""
    rec = disputed()
    return resealed(rec.drop(rec.seq("waive_evidence", 1)))


def more_released_than_computed() -> bytes:
    rec = settled()
    seq = rec.seq("release", -1)
    act: Any = rec.entry(seq).body.act  # type: ignore[union-attr]
    return resealed(rec.set_act(seq, amount=act.amount + 1))


def executed_to_the_wrong_side() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("execute"), to_seller=20_000, to_buyer=0))


def execution_left_out() -> bytes:
    rec = disputed()
    return resealed(rec.drop(rec.seq("execute")))


def execution_delayed() -> bytes:
    rec = disputed()
    seq = rec.seq("execute")
    for later in range(seq, len(rec.entries) + 1):
        rec.set_entry(later, at=rec.entry(later).at + timedelta(hours=2))
    return resealed(rec)


def record_ends_before_the_money_moves() -> bytes:
    rec = disputed()
    return resealed(rec.cut(rec.seq("execute") - 1))


def lapse_before_it_is_due() -> bytes:
    rec = lapsed()
    seq = rec.seq("lapse")
    return resealed(rec.set_entry(seq, at=rec.entry(seq).at - timedelta(seconds=1)))


def lapse_of_no_clock() -> bytes:
    rec = lapsed()
    return resealed(rec.set_act(rec.seq("lapse"), clock="inspect:3"))


def _with_due(rec: Record, tag: str, change: Callable[[tuple[Due, ...]], tuple[Due, ...]]) -> bytes:
    seq = rec.seq(tag)
    body: Any = rec.entry(seq).body
    return resealed(rec.set_entry(seq, body=replace(body, due=change(body.due))))


def clock_pushed_out() -> bytes:
    return _with_due(disputed(), "receipt", lambda due: tuple(replace(d, at=d.at + timedelta(days=1)) for d in due))


def clock_pushed_far_out_without_calendars() -> bytes:
    """Without the calendars only bounds can be checked: a month is beyond them."""
    rec = disputed()
    rec.calendars = None
    return _with_due(rec, "receipt", lambda due: tuple(replace(d, at=d.at + timedelta(days=31)) for d in due))


def clock_cut_short_without_calendars() -> bytes:
    rec = disputed()
    rec.calendars = None
    return _with_due(rec, "receipt", lambda due: tuple(replace(d, at=d.at - timedelta(days=2)) for d in due))


def clock_left_out() -> bytes:
    return _with_due(disputed(), "receipt", lambda due: ())


def clock_nobody_asked_for() -> bytes:
    return _with_due(disputed(), "receipt", lambda due: (*due, Due(clock="inspect:99", at=due[0].at)))


def clock_started_twice() -> bytes:
    return _with_due(disputed(), "receipt", lambda due: (*due, *due))


def holidays_that_never_were() -> bytes:
    """The calendars in the bundle say otherwise than the clocks were counted."""
    rec = disputed()
    known = datetime(2025, 11, 4, tzinfo=UTC)
    rec.calendars = {"CN": (Year(year=2026, known=known, off=(date(2026, 3, 3), date(2026, 3, 4))),)}
    return resealed(rec)


def receipt_for_other_bytes() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("receipt"), files=(replace(forge.SITE_REF, sha256="ab" * 32),)))


def election_of_no_option() -> bytes:
    rec = disputed()
    return resealed(rec.set_act(rec.seq("elect"), option="double"))


def second_draft() -> bytes:
    rec = disputed()
    first = rec.entry(1).body.act  # type: ignore[union-attr]
    return resealed(rec.insert(4, LIN, first))


def erased_without_an_erasure() -> bytes:
    rec = disputed()
    seq = rec.seq("statement")
    rec.sealed = tuple(chain.redact(s) if s.seq == seq else s for s in rec.seal())
    return resealed(rec)


def erasure_that_changes_the_facts() -> bytes:
    """The skeleton says another requirement than the claim it is of, which is still here to be compared."""
    rec = forge.erase(disputed(), disputed().seq("claim"))
    rec.sealed = ()
    act: Any = rec.entry(rec.seq("erase")).body.act  # type: ignore[union-attr]
    return resealed(rec.set_act(rec.seq("erase"), skeleton=replace(act.skeleton, requirement="data")))


def erasure_of_a_payment() -> bytes:
    rec = disputed()
    seq = rec.seq("fund")
    fund: Any = rec.entry(seq).body.act  # type: ignore[union-attr]
    return resealed(rec.insert(len(rec.entries) + 1, OPERATOR, acts.Erase(entry=seq, reason="应要求", skeleton=fund)))


def withheld_from_nobody() -> bytes:
    """A bundle that claims to be the whole and holds a body back."""
    rec = disputed()
    rec.withheld = frozenset({rec.seq("statement")})
    return resealed(rec)


def half_a_body() -> bytes:
    """The body is here and its salt is not, so that it opens nothing."""
    rec = disputed()
    seq = rec.seq("statement")
    salt = rec.salts[seq - 1].hex().encode()
    return with_line(resealed(rec), seq, lambda line: line.replace(b'"salt":"' + salt + b'"', b'"salt":null'))


def time_zone_in_the_record() -> bytes:
    """The same instant spelled in Shanghai, hashed as spelled."""
    rec = disputed()
    seq = rec.seq("statement")
    data = resealed(rec)
    at = msgspec.json.encode(rec.entry(seq).at)
    return with_line(data, seq, lambda line: line.replace(b'"at":' + at, b'"at":"2026-03-02T09:13:00+08:00"'))


def time_zone_in_a_body() -> bytes:
    def shanghai(due: tuple[Due, ...]) -> tuple[Due, ...]:
        return tuple(replace(d, at=d.at.astimezone(timezone(timedelta(hours=8)))) for d in due)

    return _with_due(disputed(), "receipt", shanghai)


class Forgery(NamedTuple):
    """How it is made, the code it must fail with, and the kernel's refusal where that is the reason."""

    make: Callable[[], bytes]
    code: str
    refusal: str = ""
    key: str = "platform"
    """Whose key the reader trusts: the platform's, or `none`: he takes what is in the bundle."""


def own(make: Callable[[], bytes], code: str, refusal: str = "") -> Forgery:
    return Forgery(make, code, refusal, "none")


FORGERIES = (
    Forgery(changed_amount, "commitment_mismatch"),
    Forgery(changed_words, "commitment_mismatch"),
    Forgery(changed_author, "hash_mismatch"),
    Forgery(changed_time, "hash_mismatch"),
    Forgery(changed_commitment, "hash_mismatch"),
    Forgery(changed_salt, "commitment_mismatch"),
    Forgery(bodies_swapped, "commitment_mismatch"),
    Forgery(dropped_entry, "sequence_broken"),
    Forgery(reordered_entries, "sequence_broken"),
    Forgery(duplicate_entry, "sequence_broken"),
    Forgery(truncated_tail, "head_mismatch"),
    Forgery(no_entries, "entries_empty"),
    Forgery(loose_spelling, "entry_not_canonical"),
    Forgery(escaped_spelling, "entry_not_canonical"),
    Forgery(last_line_unended, "entry_not_canonical"),
    Forgery(duplicate_key, "entry_not_canonical"),
    Forgery(float_amount, "entry_invalid"),
    Forgery(unknown_field, "entry_invalid"),
    Forgery(unknown_field_in_body, "entry_invalid"),
    Forgery(unknown_act, "entry_invalid"),
    Forgery(not_json, "entry_invalid"),
    Forgery(deeply_nested, "entry_invalid"),
    Forgery(shortened_commitment, "hash_mismatch"),
    Forgery(commitment_in_capitals, "commitment_mismatch"),
    Forgery(commitment_not_hexadecimal, "entry_invalid"),
    Forgery(salt_in_capitals, "entry_invalid"),
    Forgery(time_zone_in_the_record, "instant_not_utc"),
    own(time_zone_in_a_body, "instant_not_utc"),
    Forgery(zip_bomb, "archive_compressed"),
    Forgery(traversal, "member_unsafe"),
    Forgery(absolute_name, "member_unsafe"),
    Forgery(two_manifests, "member_duplicate"),
    Forgery(stowaway, "member_unknown"),
    Forgery(hidden_front, "archive_padded"),
    Forgery(hidden_tail, "archive_padded"),
    Forgery(no_checkpoint, "member_missing"),
    Forgery(no_manifest, "manifest_missing"),
    Forgery(not_an_archive, "not_a_zip"),
    Forgery(half_an_archive, "not_a_zip"),
    Forgery(later_format, "format_unknown"),
    Forgery(manifest_of_another_order, "hash_mismatch"),
    Forgery(manifest_loosely_spelled, "manifest_not_canonical"),
    Forgery(manifest_with_more, "manifest_invalid"),
    Forgery(spoiled_bytes, "archive_damaged"),
    Forgery(swapped_exhibit, "file_hash_mismatch"),
    Forgery(exhibit_of_another_length, "file_size_mismatch"),
    Forgery(exhibit_nobody_showed, "file_not_named"),
    Forgery(exhibit_not_listed, "file_list_mismatch"),
    Forgery(signed_with_own_key, "key_unknown"),
    Forgery(signed_with_own_key_under_the_platform_s, "signature_missing"),
    Forgery(forged_checkpoint, "signature_invalid"),
    Forgery(broken_note, "note_invalid"),
    Forgery(broken_key, "key_invalid"),
    Forgery(rehashed_but_not_signed, "head_not_signed"),
    Forgery(rehashed_with_a_forged_proof, "inclusion_mismatch"),
    Forgery(checkpoint_of_another_order, "proof_not_this_order"),
    Forgery(proof_for_another_leaf, "inclusion_mismatch"),
    Forgery(proof_cut_short, "inclusion_mismatch"),
    Forgery(proof_not_hexadecimal, "proof_invalid"),
    Forgery(tail_cut_with_care, "record_truncated"),
    Forgery(lengthened_after_the_checkpoint, "beyond_checkpoint"),
    Forgery(checkpoint_older_than_the_record, "checkpoint_before_entry"),
    Forgery(self_appointed_successor, "succession_invalid"),
    own(award_not_computed, "award_mismatch"),
    own(derivation_of_another_award, "award_mismatch"),
    own(award_left_out, "award_mismatch"),
    own(finding_changed_award_kept, "award_mismatch"),
    own(finding_without_reason, "act_refused", "reason_missing"),
    own(finding_passes_over_an_exhibit, "act_refused", "exhibit_unanswered"),
    own(finding_left_out, "act_refused", "finding_missing"),
    own(finding_by_a_party, "act_refused", "role_may_not"),
    own(finding_by_another_mediator, "act_refused", "not_seated"),
    own(stranger_as_buyer, "act_refused", "not_seated"),
    own(seller_as_buyer, "act_refused", "not_seated"),
    own(seller_inspects_his_own_work, "act_refused", "role_may_not"),
    own(operator_as_the_platform, "act_refused", "role_may_not"),
    own(back_dated_act, "time_went_back"),
    own(agreed_to_something_else, "act_refused", "hash_differs"),
    own(price_changed_after_acceptance, "act_refused", "hash_differs"),
    own(acceptance_left_out, "act_refused", "deposit_not_agreed"),
    own(payment_nobody_made, "act_refused", "fund_unknown"),
    own(payment_confirmed_twice, "act_refused", "fund_settled"),
    own(paid_out_twice, "follow_up_unexpected", "nothing_to_release"),
    own(payout_written_down_twice, "act_refused", "payout_settled"),
    own(payout_of_another_sum, "act_refused", "amount_not_computed"),
    own(payout_to_the_wrong_side, "act_refused", "payout_unknown"),
    own(determined_while_evidence_was_open, "act_refused", "evidence_open"),
    own(paid_out_unasked, "follow_up_unexpected", "nothing_to_release"),
    own(more_released_than_computed, "act_not_computed"),
    own(executed_to_the_wrong_side, "act_not_computed"),
    own(execution_left_out, "follow_up_missing"),
    own(execution_delayed, "follow_up_missing"),
    own(record_ends_before_the_money_moves, "follow_up_missing"),
    own(lapse_before_it_is_due, "act_refused", "clock_running"),
    own(lapse_of_no_clock, "act_refused", "clock_unknown"),
    own(clock_pushed_out, "clock_mismatch"),
    own(clock_pushed_far_out_without_calendars, "clock_mismatch"),
    own(clock_cut_short_without_calendars, "clock_mismatch"),
    own(holidays_that_never_were, "clock_mismatch"),
    own(clock_left_out, "clock_missing"),
    own(clock_nobody_asked_for, "clock_unexpected"),
    own(clock_started_twice, "clock_unexpected"),
    own(receipt_for_other_bytes, "act_refused", "files_differ"),
    own(election_of_no_option, "act_refused", "option_unknown"),
    own(second_draft, "act_refused", "order_exists"),
    own(erased_without_an_erasure, "skeleton_missing"),
    own(erasure_that_changes_the_facts, "skeleton_differs"),
    own(erasure_of_a_payment, "act_refused", "skeleton_differs"),
    own(withheld_from_nobody, "absence_unexplained"),
    own(half_a_body, "absence_unexplained"),
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda f: f.make.__name__)
def test_forgery_is_named(forgery: Forgery, tmp_path: Path) -> None:
    trusted = (PLATFORM_KEY.key,) if forgery.key == "platform" else ()
    with pytest.raises(VerificationError) as caught:
        forge.check(forgery.make(), tmp_path, trusted)
    assert (caught.value.code, caught.value.refusal) == (forgery.code, forgery.refusal), caught.value


@pytest.mark.parametrize("honest", [disputed, settled, lapsed])
@pytest.mark.parametrize("calendars", [None, {}])
def test_the_honest_original_verifies(
    honest: Callable[[], Record], calendars: dict[str, Any] | None, tmp_path: Path
) -> None:
    """Otherwise every test above would pass for the wrong reason."""
    rec = honest()
    rec.calendars = calendars
    report = forge.check(rec.packed(), tmp_path)
    assert [p.step for p in report.passed] == list(STEPS[:13])
    assert report.whole


def test_a_forger_s_own_key_is_told_apart_only_by_the_platform_s(tmp_path: Path) -> None:
    """Said plainly: without the platform's key nobody vouches, and the report does not claim it."""
    data = resealed(_words_changed_and_resealed())
    report = forge.check(data, tmp_path, ())
    assert not report.vouched
    assert not report.whole
    with pytest.raises(VerificationError, match="key_unknown"):
        forge.check(data, tmp_path)


def test_every_failure_that_a_bundle_can_have_is_shown_by_a_forgery() -> None:
    shown = {f.code for f in FORGERIES}
    elsewhere = {
        "file_missing",  # tests/record/test_bundle.py
        "key_unreadable",  # tests/cli/test_verify.py
        "archive_too_large",  # tests/record/test_bundle.py
        "archive_encrypted",  # tests/record/test_bundle.py
        "consistency_mismatch",  # tests/record/test_checkpoint.py
        "act_unjudgeable",  # tests/record/test_replay.py
        "money_not_conserved",  # tests/record/test_replay.py
        "withheld_wrongly",  # tests/forgeries/test_withheld.py
        *BY_STEP["older"],  # tests/forgeries/test_older_copies.py
    }
    assert shown | elsewhere == set(FAILURES + NOT_A_BUNDLE)
    assert not shown & elsewhere


def test_names_are_told_once() -> None:
    names = [f.make.__name__ for f in FORGERIES]
    assert len(names) == len(set(names)) >= 24
