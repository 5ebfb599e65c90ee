"""Signing the heads of all orders, at intervals, by one process at a time.

The tree stands beside the orders' own tables and is the one thing that speaks of several orders in a transaction. No
act waits for it: it is written by the worker, or by an export that needs a newer head.
"""

from datetime import datetime, timedelta

from django.db import transaction

from gongdao.record import checkpoint, merkle, note, store
from gongdao.record.checkpoint import Inclusion
from gongdao.record.faults import VerificationError
from gongdao.record.models import CheckpointRow, LeafRow, NodeRow
from gongdao.services import clock
from gongdao.services.signing import signer

OVERLAP = timedelta(minutes=15)
"""How far behind the last checkpoint changes are looked for: longer than a transaction or a clock's error lasts."""
_LOCK = 0x676F6E67


def seal_heads(everything: bool = False) -> str | None:
    """Adds every head that changed to the tree and signs the new root; returns the note, None if nothing changed.

    `everything` looks through all orders instead of those changed lately, as after an import or at start. So it does
    while the last checkpoint is dated ahead: the clock was fast then, and what is changed lately is dated before it.
    """
    with transaction.atomic():
        store.run("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        last = CheckpointRow.objects.order_by("-size").first()
        since = None if everything or last is None or last.at - OVERLAP > clock.now() else last.at - OVERLAP
        heads = store.heads(since)
        if not heads:
            return None
        nodes = _Nodes()
        size = last.size if last else 0
        leaves = []
        for order_id, seq, head in heads:
            nodes.append(size, checkpoint.leaf(order_id, seq, head))
            leaves.append(LeafRow(order_id=order_id, seq=seq, hash=head, index=size))
            size += 1
        LeafRow.objects.bulk_create(leaves, batch_size=1000)
        NodeRow.objects.bulk_create(nodes.new, batch_size=1000)
        at = max(clock.now(), _youngest(heads))
        signed = checkpoint.sign(signer(), size, merkle.root(size, nodes), at)
        CheckpointRow.objects.create(size=size, at=at, note=signed)
        return signed


def _youngest(heads: list[tuple[str, int, bytes]]) -> datetime:
    """The instant of the latest of these entries: a checkpoint is never older than what it vouches for."""
    orders, seqs = [h[0] for h in heads], [h[1] for h in heads]
    return store.run(  # type: ignore[no-any-return]
        "SELECT max(e.at) FROM unnest(%s::text[], %s::integer[]) AS h(order_id, seq)"
        " JOIN entry e USING (order_id, seq)",
        (orders, seqs),
    )[0][0]


def proof_of(order_id: str, seq: int) -> tuple[str, Inclusion] | None:
    """The newest signed checkpoint that covers this head, and the proof that it does; None if none does yet."""
    leaf = LeafRow.objects.filter(order_id=order_id, seq=seq).first()
    if leaf is None:
        return None
    signed = CheckpointRow.objects.filter(size__gt=leaf.index).order_by("-size").first()
    if signed is None:
        return None
    proof = checkpoint.prove(order_id, seq, bytes(leaf.hash), leaf.index, signed.size, _Nodes())
    return _by_the_present_key(signed.note), proof


def latest_proof(order_id: str) -> tuple[str, Inclusion] | None:
    """The same for the latest head of this order that is in the tree at all; None before the first."""
    leaf = LeafRow.objects.filter(order_id=order_id).order_by("-seq").first()
    return proof_of(order_id, leaf.seq) if leaf is not None else None


def _by_the_present_key(signed: str) -> str:
    """The note, signed by the present key as well where an earlier one signed it: who trusts either can verify it."""
    present = signer()
    try:
        note.verify(signed, [present.key])
    except VerificationError:
        return note.cosign(signed, present)
    return signed


class _Nodes:
    """The stored tree as `merkle` asks for it, with the nodes this transaction adds."""

    def __init__(self) -> None:
        self.new: list[NodeRow] = []
        self._known: dict[tuple[int, int], bytes] = {}

    def append(self, size: int, leaf: bytes) -> None:
        """Adds a leaf to a tree of `size`."""
        for level, index, node in merkle.new_nodes(size, leaf, self):
            self._known[level, index] = node
            self.new.append(NodeRow(level=level, index=index, hash=node))

    def __call__(self, level: int, index: int) -> bytes:
        known = self._known.get((level, index))
        if known is None:
            known = bytes(NodeRow.objects.values_list("hash", flat=True).get(level=level, index=index))
            self._known[level, index] = known
        return known
