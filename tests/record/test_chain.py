"""The chain: what its hashes are over, and that nothing in it can be changed, moved or left out unseen."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gongdao.kernel import acts
from gongdao.kernel.canonical import canonical
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.values import Actor, Due
from gongdao.record import chain
from gongdao.record.faults import VerificationError

BUYER = Actor(person="lin", role="buyer")
SELLER = Actor(person="mao", role="seller")
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def entry(seq: int, text: str = "你好", *, order: str = "order-1", actor: Actor = BUYER, at: datetime = AT) -> Entry:
    """A statement at its place."""
    body = Body(act=acts.Statement(text=text), due=(Due(clock="respond:4", at=AT + timedelta(days=3)),))
    return Entry(order=order, seq=seq, at=at, actor=actor, body=body)


def salt(n: int) -> bytes:
    """A salt that tests can repeat."""
    return hashlib.sha256(n.to_bytes(4, "big")).digest()[:16]


def sealed_chain(count: int = 5) -> tuple[chain.Sealed, ...]:
    """A chain of statements, one second apart."""
    entries = [entry(n, f"第 {n} 句", at=AT + timedelta(seconds=n)) for n in range(1, count + 1)]
    return chain.seal("order-1", None, entries, [salt(n) for n in range(1, count + 1)])


def test_hashes_are_what_the_documentation_says() -> None:
    """Written out byte by byte, so that another program can be built from the reference page alone."""
    (first,) = chain.seal("order-1", None, [entry(1)], [salt(1)])
    body = canonical(entry(1).body)
    commit = hashlib.sha256(b"gongdao/commit/1" + salt(1) + body).digest()
    genesis = hashlib.sha256(b"gongdao/order/v1" + b"\x00\x07order-1").digest()
    preimage = b"gongdao/entry/v1" + genesis + (1).to_bytes(8, "big")
    preimage += b"\x00\x16" + b"\x00\x1f"
    preimage += b'"2026-03-02T01:30:00Z"' + b'{"person":"lin","role":"buyer"}' + commit
    assert first.commit == commit
    assert first.hash == hashlib.sha256(preimage).digest()
    assert first.body_bytes == body


def test_a_chain_can_be_continued_and_verifies_to_its_head() -> None:
    whole = sealed_chain(6)
    part = whole[:4]
    rest = chain.seal(
        "order-1",
        part[-1].hash,
        [entry(n, f"第 {n} 句", at=AT + timedelta(seconds=n)) for n in (5, 6)],
        [salt(5), salt(6)],
    )
    assert rest == whole[4:]
    assert chain.verify_chain("order-1", whole) == whole[-1].hash
    assert chain.verify_chain("order-1", rest, prev=part[-1].hash, first=5) == whole[-1].hash


def test_an_erased_body_leaves_the_chain_whole() -> None:
    whole = sealed_chain(5)
    redacted = [chain.redact(one) if one.seq in (2, 4) else one for one in whole]
    assert redacted[1].body_bytes is None
    assert redacted[1].salt is None
    assert chain.verify_chain("order-1", redacted) == whole[-1].hash


def test_an_erased_body_cannot_be_guessed_without_its_salt() -> None:
    """The same words under two salts commit differently, so a guess cannot be tried against the commitment."""
    one = chain.seal("order-1", None, [entry(1)], [salt(1)])[0]
    two = chain.seal("order-1", None, [entry(1)], [salt(2)])[0]
    assert one.body_bytes == two.body_bytes
    assert one.commit != two.commit


def test_one_instant_hashes_the_same_in_every_zone() -> None:
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    assert chain.entry_hash(b"\0" * 32, 1, AT, BUYER, b"\1" * 32) == chain.entry_hash(
        b"\0" * 32, 1, shanghai, BUYER, b"\1" * 32
    )


def test_instants_in_bodies_are_written_in_utc() -> None:
    """Someone names a time in his own zone; the record has one spelling for it, so that every reader reads one."""
    shanghai = (AT + timedelta(days=2)).astimezone(timezone(timedelta(hours=8)))
    due = (Due(clock="offer:1", at=shanghai),)
    offer = acts.Offer(covers=({"requirement": "r", "sum": 1},), lapses_at=shanghai)  # type: ignore[arg-type]
    meeting = acts.ProposeMeeting(times=(shanghai, shanghai), length=30, agenda="谈")
    for act in (offer, meeting):
        body = Body(act=act, due=due)
        (sealed,) = chain.seal("order-1", None, [replace(entry(1), body=body)], [salt(1)])
        assert sealed.body_bytes is not None
        assert b"+08:00" not in sealed.body_bytes
        assert sealed.body_bytes.count(b"2026-03-04T01:30:00Z") >= 2
    naive = acts.ConsentMeeting(meeting=1, time=AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="without a zone"):
        chain.seal("order-1", None, [replace(entry(1), body=Body(act=naive))], [salt(1)])


def test_every_act_in_which_people_name_an_instant_is_known() -> None:
    """A new act with an instant in it must be spelled in UTC too."""
    dated = {cls for cls in acts.ACTS.values() if "datetime" in repr([f.type for f in msgspec.structs.fields(cls)])}
    assert dated == chain.DATED


@pytest.mark.parametrize(
    ("name", "tampered", "code"),
    [
        ("dropped", lambda c: (*c[:2], *c[3:]), "sequence_broken"),
        ("swapped", lambda c: (c[0], c[2], c[1], *c[3:]), "sequence_broken"),
        ("twice", lambda c: (*c[:2], c[1], *c[2:]), "sequence_broken"),
        ("beginning left out", lambda c: c[1:], "sequence_broken"),
        ("another author", lambda c: (c[0], replace(c[1], actor=SELLER), *c[2:]), "hash_mismatch"),
        (
            "another role",
            lambda c: (replace(c[0], actor=Actor(person="lin", role="operator")), *c[1:]),
            "hash_mismatch",
        ),
        ("another time", lambda c: (c[0], replace(c[1], at=AT + timedelta(microseconds=1)), *c[2:]), "hash_mismatch"),
        (
            "another commitment",
            lambda c: (c[0], replace(chain.redact(c[1]), commit=c[2].commit), *c[2:]),
            "hash_mismatch",
        ),
        ("another body", lambda c: (c[0], replace(c[1], body_bytes=c[2].body_bytes), *c[2:]), "commitment_mismatch"),
        ("another salt", lambda c: (c[0], replace(c[1], salt=c[2].salt), *c[2:]), "commitment_mismatch"),
        ("salt alone taken", lambda c: (c[0], replace(c[1], salt=None), *c[2:]), "commitment_mismatch"),
    ],
)
def test_tampering_is_named(name: str, tampered, code: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(VerificationError) as caught:
        chain.verify_chain("order-1", tampered(sealed_chain()))
    assert caught.value.code == code, name


def test_a_chain_of_one_order_is_no_chain_of_another() -> None:
    with pytest.raises(VerificationError, match="hash_mismatch at entry 1"):
        chain.verify_chain("order-2", sealed_chain())


def test_lengths_keep_neighbouring_fields_apart() -> None:
    """`(ab, c)` and `(a, bc)` must not have one preimage: role and person, and order ids before a hash."""
    one = chain.entry_hash(b"\0" * 32, 1, AT, Actor(person="xbuyer", role="buyer"), b"\1" * 32)
    two = chain.entry_hash(b"\0" * 32, 1, AT, Actor(person="x", role="buyer"), b"\1" * 32)
    assert one != two
    assert chain.genesis("a") != chain.genesis("a\0")


@pytest.mark.parametrize(
    "bad",
    [
        lambda: chain.seal("order-1", None, [entry(1)], []),
        lambda: chain.seal("order-1", None, [entry(1)], [b"short"]),
        lambda: chain.seal("order-2", None, [entry(1)], [salt(1)]),
        lambda: chain.seal("order-1", None, [replace(entry(1), body=None)], [salt(1)]),
    ],
)
def test_sealing_refuses_what_the_program_got_wrong(bad) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        bad()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(st.characters(max_codepoint=0x7F), max_size=12), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(deadline=None)
@given(json_values)
def test_canonical_bytes_are_those_of_rfc_8785(value: object) -> None:
    """Within the record's value set: no floats, integers within ±(2^53-1), ASCII keys."""
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@settings(deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    demand=st.none() | st.integers(0, 10**13),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_bodies_encode_as_rfc_8785_too(text: str, demand: int | None, at: datetime) -> None:
    body = Body(act=acts.Claim(requirement="r-1", text=text, demand=demand), due=(Due(clock="respond:4", at=at),))
    assert canonical(body) == rfc8785.dumps(msgspec.to_builtins(body))
    assert msgspec.json.decode(canonical(body), type=Body) == body


@settings(deadline=None)
@given(
    count=st.integers(1, 12),
    erased=st.sets(st.integers(1, 12)),
    cut=st.integers(1, 12),
)
def test_every_prefix_verifies_and_continues(count: int, erased: set[int], cut: int) -> None:
    whole = [chain.redact(one) if one.seq in erased else one for one in sealed_chain(count)]
    cut = min(cut, count)
    head = chain.verify_chain("order-1", whole[:cut])
    assert chain.verify_chain("order-1", whole[cut:], prev=head, first=cut + 1) == whole[-1].hash
