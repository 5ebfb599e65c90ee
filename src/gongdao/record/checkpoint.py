"""Signed checkpoints over the heads of all orders: what makes a record hard to rewrite even for the platform.

At intervals the platform adds one leaf for every order that changed since the last checkpoint to an RFC 9162 tree and
signs the new root as a C2SP tlog-checkpoint:

    leaf data = "gongdao/heads/v1" ‖ len16(order id) ‖ order id ‖ seq64 ‖ head[32]
    leaf hash = SHA-256( 0x00 ‖ leaf data )

    <origin>                         the log's name, a schema-less URL; also the name of its key
    <tree size>
    <base64 of the root>
    at <RFC 3339 UTC instant>        extension line: when the platform says it signed

The tree only grows, so any two checkpoints can be shown to be consistent, and a leaf says "order X had N entries and
ended in this hash". A reader of one order learns nothing about others: a proof holds hashes only, and a head has as
much entropy as the salts below it.

Changing the key: the new key is announced by a note signed by the old and the new one (`succession`), and for a while
checkpoints carry both signatures. A reader who trusts the old key then comes to trust the new one (`extend_trust`)
without a network. A key that was stolen is not succeeded but replaced: its holder could announce a successor too, so
readers must take the new key from the platform by another way, and checkpoints signed before the theft are then
vouched for by re-signing them with the new key.

Nothing here draws a random byte except `note.generate`, and nothing reads a clock.
"""

import base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from . import merkle, note
from .faults import VerificationError
from .note import Key, Signer

_LEAF_TAG = b"gongdao/heads/v1"
_SUCCESSION = "gongdao key succession"


class Checkpoint(Struct, frozen=True):
    """A tree's name, size and root, and the instant at which the platform says it signed them."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def text(self) -> str:
        """The text of the note, as C2SP tlog-checkpoint lays it out."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\nat {_instant(self.at)}\n"


class Inclusion(Struct, frozen=True, forbid_unknown_fields=True):
    """That an order's head stands in the tree: order, number of entries, head, place and path (hexadecimal)."""

    order: str
    seq: int
    head: str
    index: int
    path: tuple[str, ...]


def leaf(order_id: str, seq: int, head: bytes) -> bytes:
    """The leaf hash that says: this order has `seq` entries and ends in `head`."""
    name = order_id.encode()
    return merkle.leaf_hash(_LEAF_TAG + len(name).to_bytes(2, "big") + name + seq.to_bytes(8, "big") + head)


def sign(signers: Signer | Sequence[Signer], size: int, root: bytes, at: datetime) -> str:
    """The signed note over a tree of `size` leaves. The first signer's name is the log's origin.

    Several signers are for the time in which a key is being changed. `at` must be aware; it is written in UTC.
    """
    several = [signers] if isinstance(signers, Signer) else list(signers)
    return note.sign(Checkpoint(several[0].name, size, root, at).text(), several)


def verify(signed: str, keys: Iterable[Key]) -> Checkpoint:
    """The checkpoint in a note signed by one of `keys`, whose name must be its origin.

    Raises VerificationError `note_invalid`, `signature_missing` or `signature_invalid`.
    """
    text, signers = note.verify(signed, keys)
    checkpoint = parse(text)
    if checkpoint.origin not in {key.name for key in signers}:
        raise VerificationError("signature_missing", expected=checkpoint.origin, got=", ".join(k.name for k in signers))
    return checkpoint


def parse(text: str) -> Checkpoint:
    """The checkpoint written in a note's text. Raises `note_invalid` on any other spelling than our own."""
    lines = text.split("\n")
    try:
        origin, size, root, at, empty = lines
        checkpoint = Checkpoint(
            origin, int(size), base64.b64decode(root, validate=True), _parse_instant(at.removeprefix("at "))
        )
    except (ValueError, msgspec.ValidationError):
        raise VerificationError("note_invalid", expected="origin, size, root, at", got=text[:120]) from None
    # Written again, the text must be the same: no leading zeroes, no second spelling of the root or the instant.
    if empty or len(checkpoint.root) != 32 or checkpoint.text() != text:
        raise VerificationError("note_invalid", expected="origin, size, root, at", got=text[:120])
    return checkpoint


def verify_inclusion(checkpoint: Checkpoint, inclusion: Inclusion) -> None:
    """Raises `inclusion_mismatch` unless the head is in the checkpoint's tree where the proof says."""
    head, path = _hash(inclusion.head), [_hash(step) for step in inclusion.path]
    try:
        hashed = leaf(inclusion.order, inclusion.seq, head)
    except (ValueError, OverflowError):
        raise VerificationError("proof_invalid", expected="an order and its length", got=inclusion.seq) from None
    if not merkle.verify_inclusion(hashed, inclusion.index, checkpoint.size, path, checkpoint.root):
        raise VerificationError(
            "inclusion_mismatch",
            expected=checkpoint.root.hex(),
            got=f"leaf {inclusion.index} of {checkpoint.size}: {hashed.hex()}",
        )


def _hash(text: str) -> bytes:
    """A SHA-256 from its one spelling, 64 hexadecimal digits in lower case. Raises `proof_invalid`."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != 32 or value.hex() != text:
        raise VerificationError("proof_invalid", expected="hexadecimal hashes", got=text[:80])
    return value


def prove(order_id: str, seq: int, head: bytes, index: int, size: int, nodes: merkle.Nodes) -> Inclusion:
    """The proof that leaf `index` of the tree of `size` leaves is this order's head."""
    path = merkle.inclusion_proof(index, size, nodes)
    return Inclusion(order_id, seq, head.hex(), index, tuple(step.hex() for step in path))


def verify_growth(older: Checkpoint, newer: Checkpoint, proof: Sequence[bytes]) -> None:
    """Raises `consistency_mismatch` unless the newer tree begins with the older one."""
    if not merkle.verify_consistency(older.size, newer.size, proof, older.root, newer.root):
        raise VerificationError("consistency_mismatch", expected=older.root.hex(), got=newer.root.hex())


def succession(old: Signer, new: Signer, at: datetime) -> str:
    """The note by which `new` follows `old` from `at` on, signed by both: one hands over, the other holds the key."""
    return note.sign(f"{_SUCCESSION}\n{old.key}\n{new.key}\nat {_instant(at)}\n", [old, new])


def extend_trust(trusted: Sequence[Key], successions: Iterable[str]) -> tuple[Key, ...]:
    """The trusted keys and all that followed them. Announcements of keys nobody trusts are passed over.

    Raises `succession_invalid` when an announcement that begins with a trusted key does not hold.
    """
    keys = list(trusted)
    for announcement in successions:
        text, _ = note.parse(announcement)
        lines = text.split("\n")
        if len(lines) != 5 or lines[0] != _SUCCESSION:
            raise VerificationError("succession_invalid", expected=_SUCCESSION, got=text[:80])
        old, new = note.parse_key(lines[1]), note.parse_key(lines[2])
        if old not in keys:
            continue
        for key in (old, new):
            try:
                note.verify(announcement, [key])
            except VerificationError as fault:
                raise VerificationError("succession_invalid", expected=str(key), got=fault.code) from None
        if new not in keys:
            keys.append(new)
    return tuple(keys)


def _instant(at: datetime) -> str:
    """RFC 3339 in UTC, as the record spells every instant."""
    return msgspec.json.encode(at.astimezone(UTC)).decode().strip('"')


def _parse_instant(text: str) -> datetime:
    at = msgspec.convert(text, datetime)
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at
