"""The hash chain of one order's record.

Each entry commits to its body with a salted hash, and the entry's own hash covers that commitment, never the body:

    genesis = SHA-256( "gongdao/order/v1" ‖ len16(order id) ‖ order id )
    commit  = SHA-256( "gongdao/commit/1" ‖ salt[16] ‖ canonical(body) )
    hash    = SHA-256( "gongdao/entry/v1" ‖ prev[32] ‖ seq64 ‖ len16(at) ‖ len16(actor) ‖ at ‖ actor ‖ commit[32] )

`prev` is the hash of the entry before, for the first entry the genesis of its order. `at` and `actor` are canonical
JSON (`"2026-03-02T01:30:00Z"` with its quotes, `{"person":"lin","role":"buyer"}`), the very bytes that stand in an
exported line. Tags are 16 bytes of ASCII, integers are big-endian and unsigned, text is UTF-8. Every field is of fixed
width or carries its length in front, so no two different entries have the same preimage, and the tags keep the three
kinds of hash apart.

Leaving salt and body out redacts an entry without breaking the chain: the commitment stays, and 16 random bytes of salt
keep anyone from guessing a short body back from it. This module draws no random bytes and reads no clock; both are
handed in. It refuses nothing for what it means; meaning is the kernel's.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from struct import Struct as Layout

from msgspec import Struct
from msgspec.structs import replace

from gongdao.kernel.acts import ActBase, ConsentMeeting, Offer, Promise, ProposeMeeting
from gongdao.kernel.canonical import canonical
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.values import Actor

from .faults import VerificationError

SALT_BYTES = 16
HASH_BYTES = 32

DATED: frozenset[type[ActBase]] = frozenset({ConsentMeeting, Offer, Promise, ProposeMeeting})
"""The acts in which people name an instant, each in the zone he likes; the record has one spelling for it."""

_ORDER_TAG = b"gongdao/order/v1"
_COMMIT_TAG = b"gongdao/commit/1"
_ENTRY_TAG = b"gongdao/entry/v1"

_place = Layout(">16s32sQHH").pack
"""Tag, previous hash, number, and the lengths of the instant and the actor that follow."""

_actor_bytes: dict[tuple[str, str], bytes] = {}
_ACTORS_KEPT = 4096


class Sealed(Struct, frozen=True, kw_only=True, gc=False):
    """An entry at its place in the chain, as it is stored.

    `commit` and `hash` are 32 raw bytes, `salt` 16, `body_bytes` the canonical JSON of the body. `salt` and
    `body_bytes` are both None where the body was erased or is withheld; one without the other is never made.
    """

    seq: int
    at: datetime
    actor: Actor
    commit: bytes
    hash: bytes
    salt: bytes | None
    body_bytes: bytes | None


def genesis(order_id: str) -> bytes:
    """What stands in the place of the previous hash for the first entry of an order; it binds the chain to it."""
    name = order_id.encode()
    return sha256(_ORDER_TAG + len(name).to_bytes(2, "big") + name).digest()


def commitment(salt: bytes, body_bytes: bytes) -> bytes:
    """The salted commitment to a body."""
    return sha256(_COMMIT_TAG + salt + body_bytes).digest()


def link(prev: bytes, seq: int, at: bytes, actor: bytes, commit: bytes) -> bytes:
    """The hash of an entry whose instant and actor are given as canonical JSON."""
    return sha256(_place(_ENTRY_TAG, prev, seq, len(at), len(actor)) + at + actor + commit).digest()


def entry_hash(prev: bytes, seq: int, at: datetime, actor: Actor, commit: bytes) -> bytes:
    """The hash of an entry. `at` must be an aware instant; two spellings of one instant hash the same."""
    return link(prev, seq, _spelled(at), _actor(actor), commit)


def seal(order_id: str, prev: bytes | None, entries: Sequence[Entry], salts: Sequence[bytes]) -> tuple[Sealed, ...]:
    """Chains entries behind `prev`, the hash of the last entry stored (None for the first of an order).

    One fresh salt of 16 random bytes per entry is handed in. Instants are written in UTC, whatever zone they come in.
    Raises ValueError on a salt of another length, on too few or too many, on an entry of another order or without a
    body, and on an instant without a zone: these are errors of the program, not of people.
    """
    if len(salts) != len(entries):
        raise ValueError(f"{len(entries)} entries need as many salts, got {len(salts)}")
    head = genesis(order_id) if prev is None else prev
    sealed = []
    at: datetime | None = None
    at_bytes = b""
    for entry, salt in zip(entries, salts, strict=True):
        if entry.body is None or entry.order != order_id or len(salt) != SALT_BYTES:
            raise ValueError(f"entry {entry.seq} of {entry.order} cannot be sealed into {order_id}")
        body_bytes = canonical(in_utc(entry.body) if type(entry.body.act) in DATED else entry.body)
        commit = commitment(salt, body_bytes)
        if entry.at is not at:
            # Acts performed together share their instant, so it is spelled once.
            at, at_bytes = entry.at, _spelled(entry.at)
        head = link(head, entry.seq, at_bytes, _actor(entry.actor), commit)
        sealed.append(
            Sealed(
                seq=entry.seq,
                at=entry.at,
                actor=entry.actor,
                commit=commit,
                hash=head,
                salt=salt,
                body_bytes=body_bytes,
            )
        )
    return tuple(sealed)


def in_utc(body: Body) -> Body:
    """The body with the instants of its act and its clocks in UTC. Raises ValueError on one without a zone."""
    changes: dict[str, object] = {}
    for name in body.act.__struct_fields__:
        value = getattr(body.act, name)
        if isinstance(value, datetime):
            changes[name] = _utc(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], datetime):
            changes[name] = tuple(map(_utc, value))
    due = tuple(replace(started, at=_utc(started.at)) for started in body.due)
    return Body(act=replace(body.act, **changes), due=due)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"an instant without a zone: {at.isoformat()}")
    return at.astimezone(UTC)


def redact(sealed: Sealed) -> Sealed:
    """The same entry without salt and body. Its place, author, commitment and hash stay."""
    return Sealed(
        seq=sealed.seq,
        at=sealed.at,
        actor=sealed.actor,
        commit=sealed.commit,
        hash=sealed.hash,
        salt=None,
        body_bytes=None,
    )


def verify_chain(order_id: str, sealed: Iterable[Sealed], prev: bytes | None = None, first: int = 1) -> bytes:
    """The head of a chain that holds: numbers without a gap, every hash and every commitment as computed.

    `prev` and `first` let a reader continue behind a part already verified. An entry without a body is verified by its
    commitment alone. Raises VerificationError `sequence_broken`, `hash_mismatch`, `commitment_mismatch`.
    """
    head = genesis(order_id) if prev is None else prev
    for expected, entry in enumerate(sealed, first):
        if entry.seq != expected:
            raise VerificationError("sequence_broken", entry=expected, expected=expected, got=entry.seq)
        verify_commitment(entry)
        head = verify_link(head, entry)
    return head


def verify_link(prev: bytes, entry: Sealed) -> bytes:
    """The hash of `entry` behind `prev`. Raises `hash_mismatch` when it is another than the one written down."""
    computed = entry_hash(prev, entry.seq, entry.at, entry.actor, entry.commit)
    if computed != entry.hash:
        raise VerificationError("hash_mismatch", entry=entry.seq, expected=computed.hex(), got=entry.hash.hex())
    return computed


def verify_commitment(entry: Sealed) -> None:
    """Raises `commitment_mismatch` when salt and body are not what the entry committed to."""
    if entry.salt is None or entry.body_bytes is None:
        if entry.salt is not entry.body_bytes:
            raise VerificationError("commitment_mismatch", entry=entry.seq, expected="salt and body, or neither")
        return
    computed = commitment(entry.salt, entry.body_bytes)
    if computed != entry.commit:
        raise VerificationError("commitment_mismatch", entry=entry.seq, expected=entry.commit.hex(), got=computed.hex())


def _spelled(at: datetime) -> bytes:
    """The canonical JSON of an instant."""
    return canonical(at.astimezone(UTC))


def _actor(actor: Actor) -> bytes:
    """The canonical JSON of an actor. A record has few actors, so they are kept."""
    known = _actor_bytes.get((actor.role, actor.person))
    if known is None:
        if len(_actor_bytes) >= _ACTORS_KEPT:
            _actor_bytes.clear()
        known = _actor_bytes[actor.role, actor.person] = canonical(actor)
    return known
