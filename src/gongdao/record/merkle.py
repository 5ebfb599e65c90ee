"""Merkle trees as RFC 9162 §2.1 defines them: roots, inclusion proofs, consistency proofs, and how to check them.

A tree is kept as its complete nodes: node (level, index) covers the leaves index·2^level … (index+1)·2^level − 1, all
of them present. A complete node never changes again, so a store writes each once and looks up about log2(n) of them for
a root or a proof. `Nodes` is that look-up; `Tree` is the one that lives in memory.

Nothing here knows what a leaf means (see `checkpoint.leaf`) or who signs a root.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Nodes = Callable[[int, int], bytes]
"""The hash of the complete node at (level, index). Asked only for nodes that exist at the given size."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """MTH({d}) = SHA-256(0x00 ‖ d)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def new_nodes(size: int, leaf: bytes, nodes: Nodes) -> Iterator[tuple[int, int, bytes]]:
    """The complete nodes (level, index, hash) that come into being when a leaf hash is added to a tree of `size`."""
    level, index, node = 0, size, leaf
    yield level, index, node
    while index & 1:
        node = node_hash(nodes(level, index - 1), node)
        level, index = level + 1, index >> 1
        yield level, index, node


def root(size: int, nodes: Nodes) -> bytes:
    """The Merkle tree hash of the first `size` leaves."""
    if size == 0:
        return EMPTY_ROOT
    return _range_hash(0, size, nodes)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """PATH(m, D[n]) of RFC 9162 §2.1.3.1: the siblings from the leaf up. Raises ValueError on an index outside."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(_range_hash(start, middle, nodes))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """PROOF(m, D[n]) of RFC 9162 §2.1.4.1: that the first `old` leaves are still the first. 0 < old <= size."""
    if not 0 < old <= size:
        raise ValueError(f"a tree of {size} has no older tree of {old}")
    return tuple(_subproof(old, 0, size, True, nodes))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """RFC 9162 §2.1.3.2: whether the leaf hash stands at `index` of the tree of `size` with this root."""
    if not 0 <= index < size:
        return False
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == expected_root


def verify_consistency(old: int, size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """RFC 9162 §2.1.4.2: whether the tree of `old` leaves is the beginning of the tree of `size`."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == new_root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    computed_old = computed_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed_old = node_hash(sibling, computed_old)
            computed_new = node_hash(sibling, computed_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            computed_new = node_hash(computed_new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and computed_old == old_root and computed_new == new_root


class Tree:
    """A tree in memory."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        """`leaves` are leaf hashes, as `leaf_hash` makes them."""
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Adds a leaf hash and returns its index."""
        index = len(self)
        for level, _, node in new_nodes(index, leaf, self.node):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node)
        return index

    def node(self, level: int, index: int) -> bytes:
        """The complete node at (level, index)."""
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, by default of all."""
        return root(len(self) if size is None else size, self.node)

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that leaf `index` is in the tree of `size` leaves."""
        return inclusion_proof(index, len(self) if size is None else size, self.node)

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that the tree of `old` leaves is the beginning of the tree of `size`."""
        return consistency_proof(old, len(self) if size is None else size, self.node)


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (> 1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(start: int, end: int, nodes: Nodes) -> bytes:
    """The tree hash of leaves start … end−1, where `start` is aligned as the recursion of RFC 9162 leaves it."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_hash(start, middle, nodes), _range_hash(middle, end, nodes))


def _subproof(old: int, start: int, end: int, known: bool, nodes: Nodes) -> Iterator[bytes]:
    """SUBPROOF(m, D[start:end], b); `known` says that the older root is this very subtree."""
    if old == end - start:
        if not known:
            yield _range_hash(start, end, nodes)
        return
    split = _split(end - start)
    if old <= split:
        yield from _subproof(old, start, start + split, known, nodes)
        yield _range_hash(start + split, end, nodes)
    else:
        yield from _subproof(old - split, start + split, end, False, nodes)
        yield _range_hash(start, start + split, nodes)
