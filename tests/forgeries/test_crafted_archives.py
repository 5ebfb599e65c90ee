"""Forgeries of a craftsman: archives two programs read in two ways, second spellings, proofs that almost fit.

None of them changes what the verifier reads. They change what another program would unpack, or hide in bytes nobody
looks at; so each must be refused by name as well.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from gongdao.record import bundle, chain, merkle
from gongdao.record.faults import VerificationError
from tests.forgeries import forge
from tests.forgeries.forge import PLATFORM_KEY, Record, members, with_json, with_line, with_member
from tests.scenarios.story import Story


def disputed() -> Record:
    return forge.record(forge.disputed_order())


@cache
def honest() -> bytes:
    return disputed().packed()


def rezipped(change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """The honest archive, written again with something about its members' headers changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members(honest()).items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            change(info)
            archive.writestr(info, data)
    return target.getvalue()


def file_passed_off_as_a_link() -> bytes:
    """Unpacked by a program that keeps links, an exhibit would point out of its folder."""

    def link(info: zipfile.ZipInfo) -> None:
        if info.filename.startswith(bundle.FILES):
            info.external_attr = 0o120777 << 16

    return rezipped(link)


def file_that_runs() -> bytes:
    def executable(info: zipfile.ZipInfo) -> None:
        info.external_attr = 0o104755 << 16

    return rezipped(executable)


def member_dated_otherwise() -> bytes:
    def dated(info: zipfile.ZipInfo) -> None:
        info.date_time = (2020, 2, 2, 2, 2, 2)

    return rezipped(dated)


def comment_on_a_member() -> bytes:
    def commented(info: zipfile.ZipInfo) -> None:
        info.comment = b"believe me"

    return rezipped(commented)


def patched(find: bytes, at: int, new: bytes, nth: int = 0) -> bytes:
    """The honest archive with bytes written over one of its headers."""
    data = bytearray(honest())
    place = -1
    for _ in range(nth + 1):
        place = data.index(find, place + 1)
    data[place + at : place + at + len(new)] = new
    return bytes(data)


def local_header_says_deflated() -> bytes:
    """The list of members says stored, the header in front of it says deflated: two programs, two contents."""
    return patched(b"PK\3\4", 8, struct.pack("<H", zipfile.ZIP_DEFLATED), nth=1)


def local_header_of_another_size() -> bytes:
    return patched(b"PK\3\4", 18, struct.pack("<2L", 1, 1), nth=1)


def local_header_of_another_checksum() -> bytes:
    return patched(b"PK\3\4", 14, b"\0\0\0\0", nth=1)


def local_header_with_an_extra_field() -> bytes:
    """Its data would begin later and end in the next header."""
    return patched(b"PK\3\4", 28, struct.pack("<H", 4))


def count_of_members_understated() -> bytes:
    """A program that believes the count would not see the last file."""
    data = honest()
    (count,) = struct.unpack_from("<H", data, len(data) - 12)
    return patched(b"PK\5\6", 8, struct.pack("<2H", count - 1, count - 1))


def archive_of_several_disks() -> bytes:
    return patched(b"PK\5\6", 4, struct.pack("<2H", 1, 1))


def sealed_as(change: Callable[[bytes], bytes], rec: Record | None = None) -> bytes:
    """Every body spelled otherwise, and everything after it hashed and signed anew."""
    rec = rec or disputed()
    head, sealed = chain.genesis(rec.order), []
    for one in rec.seal():
        assert one.salt is not None
        assert one.body_bytes is not None
        body = change(one.body_bytes)
        commit = chain.commitment(one.salt, body)
        head = chain.entry_hash(head, one.seq, one.at, one.actor, commit)
        sealed.append(replace(one, body_bytes=body, commit=commit, hash=head))
    rec.sealed = tuple(sealed)
    assert rec.sealed != rec.seal()
    return rec.packed()


def instant_spelled_twice() -> bytes:
    """The instant a clock runs out with its fractions written out: the same instant, another hash."""
    return sealed_as(lambda body: body.replace(b':00Z","clock"', b':00.000000Z","clock"'))


def zone_spelled_twice() -> bytes:
    return sealed_as(lambda body: body.replace(b':00Z","clock"', b':00+00:00","clock"'))


def talk() -> Record:
    """A case in which a talk was proposed for one of two mornings."""
    story = Story("order-7").working().disputed().mediated()
    mornings = tuple(story.now.replace(hour=2, minute=0) + timedelta(days=n) for n in (1, 2))
    story.does("Mediator", "propose_meeting", times=mornings, length=30, agenda="逐项过一遍")
    return forge.record(story)


def talk_in_another_zone() -> bytes:
    """The second of the instants of a list: the same morning, told in Shanghai's time."""
    return sealed_as(lambda body: body.replace(b'04T02:00:00Z"]', b'04T10:00:00+08:00"]'), talk())


def talk_spelled_twice() -> bytes:
    return sealed_as(lambda body: body.replace(b'04T02:00:00Z"]', b'04T02:00:00.000000Z"]'), talk())


def actor_spelled_twice() -> bytes:
    """Who acted, with his role before his name: the same hash, as that is taken of what the line says."""
    said, otherwise = b'{"person":"lin","role":"buyer"}', b'{"role":"buyer","person":"lin"}'
    return with_line(honest(), 1, lambda line: line.replace(said, otherwise))


def instant_of_an_entry_spelled_twice() -> bytes:
    return with_line(honest(), 1, lambda line: line.replace(b':00Z","body"', b':00.000000Z","body"'))


def sum_as_a_float() -> bytes:
    return sealed_as(lambda body: body.replace(b'"amount":20000', b'"amount":20000.0'))


def zero_below_zero() -> bytes:
    return sealed_as(lambda body: body.replace(b'"late_days":0', b'"late_days":-0'))


def proof_loosely_spelled() -> bytes:
    return with_member(honest(), bundle.PROOF, lambda proof: proof + b" ")


def proof_in_capitals() -> bytes:
    proof = msgspec.json.decode(members(honest())[bundle.PROOF])
    return with_json(honest(), bundle.PROOF, path=[step.upper() for step in proof["path"]])


def proof_of_shortened_hashes() -> bytes:
    """Two siblings of 31 and 33 bytes: the same bytes go into no hash, but nothing may hang on that."""
    proof = msgspec.json.decode(members(honest())[bundle.PROOF])
    one, two, *rest = proof["path"]
    return with_json(honest(), bundle.PROOF, path=[one[:-2], one[-2:] + two, *rest])


def proof_that_starts_at_a_node() -> bytes:
    """The second preimage of RFC 6962 without prefixes: a node passed off as a leaf, one step further up."""
    proof = msgspec.json.decode(members(honest())[bundle.PROOF])
    return with_json(honest(), bundle.PROOF, path=proof["path"][1:], index=proof["index"] >> 1)


def proof_of_a_negative_place() -> bytes:
    return with_json(honest(), bundle.PROOF, index=-5)


def proof_of_an_endless_order() -> bytes:
    return with_json(honest(), bundle.PROOF, seq=2**64)


def manifest_that_counts_past_all_bounds() -> bytes:
    data = honest()
    return with_member(data, bundle.MANIFEST, lambda m: m.replace(b'"entries":', b'"entries":' + b"9" * 5000))


def manifest_behind_a_byte_order_mark() -> bytes:
    return with_member(honest(), bundle.MANIFEST, lambda m: b"\xef\xbb\xbf" + m)


def manifest_of_half_a_character() -> bytes:
    return with_member(honest(), bundle.MANIFEST, lambda m: m.replace(b"order-7", b"\\ud800"))


def calendars_without_a_zone() -> bytes:
    """A year known since an instant in no zone cannot be compared with any."""
    spelled = b'{"CN":[{"known":"2025-01-01T00:00:00","off":[],"work":[],"year":2026}]}'
    return with_member(honest(), bundle.CALENDARS, lambda _: spelled)


def record_at_the_end_of_time() -> bytes:
    """No clock can be counted beyond the year 9999."""
    rec = disputed()
    span = rec.entries[-1].at.replace(year=9999, month=12, day=28) - rec.entries[-1].at
    rec.entries[:] = [replace(entry, at=entry.at + span) for entry in rec.entries]
    return rec.packed()


CRAFTED = (
    (file_passed_off_as_a_link, "archive_padded"),
    (file_that_runs, "archive_padded"),
    (member_dated_otherwise, "archive_padded"),
    (comment_on_a_member, "archive_padded"),
    (local_header_says_deflated, "archive_padded"),
    (local_header_of_another_size, "archive_padded"),
    (local_header_of_another_checksum, "archive_padded"),
    (local_header_with_an_extra_field, "archive_padded"),
    (count_of_members_understated, "archive_padded"),
    (archive_of_several_disks, "archive_padded"),
    (instant_spelled_twice, "entry_not_canonical"),
    (zone_spelled_twice, "entry_not_canonical"),
    (actor_spelled_twice, "entry_not_canonical"),
    (instant_of_an_entry_spelled_twice, "entry_not_canonical"),
    (talk_in_another_zone, "instant_not_utc"),
    (talk_spelled_twice, "entry_not_canonical"),
    (sum_as_a_float, "entry_invalid"),
    (zero_below_zero, "entry_not_canonical"),
    (proof_loosely_spelled, "proof_invalid"),
    (proof_in_capitals, "proof_invalid"),
    (proof_of_shortened_hashes, "proof_invalid"),
    (proof_that_starts_at_a_node, "inclusion_mismatch"),
    (proof_of_a_negative_place, "inclusion_mismatch"),
    (proof_of_an_endless_order, "proof_invalid"),
    (manifest_that_counts_past_all_bounds, "manifest_invalid"),
    (manifest_behind_a_byte_order_mark, "manifest_invalid"),
    (manifest_of_half_a_character, "manifest_invalid"),
    (calendars_without_a_zone, "manifest_invalid"),
    (record_at_the_end_of_time, "act_unjudgeable"),
)


@pytest.mark.parametrize(("make", "code"), CRAFTED, ids=lambda value: getattr(value, "__name__", value))
def test_a_crafted_forgery_is_named(make: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    with pytest.raises(VerificationError) as caught:
        forge.check(make(), tmp_path, (PLATFORM_KEY.key,))
    assert caught.value.code == code, caught.value


def test_any_byte_of_an_archive_counts(tmp_path: Path) -> None:
    """One byte changed anywhere, headers included: never a silent pass, never a stack trace."""
    data = honest()
    for place in range(0, len(data), 307):
        changed = bytearray(data)
        changed[place] ^= 0x41
        with pytest.raises(VerificationError):
            forge.check(bytes(changed), tmp_path)


def test_trees_of_odd_sizes_take_no_proof_from_one_another() -> None:
    """RFC 9162 2.1.3: a proof holds for its leaf, its place, its size and no other."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(13)]
    tree = merkle.Tree(leaves)
    for size in range(1, 14):
        for index in range(size):
            proof, root = tree.inclusion_proof(index, size), tree.root(size)
            assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
            for other in set(range(size)) - {index}:
                assert not merkle.verify_inclusion(leaves[index], other, size, proof, root)
                assert not merkle.verify_inclusion(leaves[other], index, size, proof, root)
            assert not merkle.verify_inclusion(leaves[index], index, size, (*proof, root), root)
            assert not proof or not merkle.verify_inclusion(leaves[index], index, size, proof[:-1], root)


def test_the_line_at_fault_is_named(tmp_path: Path) -> None:
    for seq in (1, 5):
        data = with_line(honest(), seq, lambda line: line.replace(b'":', b'": ', 1))
        with pytest.raises(VerificationError) as caught:
            forge.check(data, tmp_path)
        assert (caught.value.code, caught.value.entry) == ("entry_not_canonical", seq)
