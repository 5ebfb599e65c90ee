"""Trees, proofs and checkpoints, against published vectors, a naive definition, and random sizes."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.record import merkle

# The eight leaves of the certificate-transparency test vectors (RFC 6962 trees, the same hash as RFC 9162) and roots.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree_of(count: int) -> merkle.Tree:
    return merkle.Tree([merkle.leaf_hash(str(n).encode()) for n in range(count)])


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition, read off RFC 9162 §2.1.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive_root(leaves[:split]), naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_published_roots() -> None:
    tree = merkle.Tree()
    for leaf, expected in zip(LEAVES, ROOTS, strict=True):
        tree.append(merkle.leaf_hash(leaf))
        assert tree.root().hex() == expected
    assert merkle.Tree().root() == merkle.EMPTY_ROOT


@settings(deadline=None)
@given(st.integers(0, 70))
def test_roots_are_the_definition(count: int) -> None:
    tree = tree_of(70)
    assert tree.root(count) == naive_root([merkle.leaf_hash(str(n).encode()) for n in range(count)])


@settings(deadline=None)
@given(st.integers(1, 300), st.data())
def test_every_leaf_can_be_shown_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = tree_of(size + 3)
    proof, root = tree.inclusion_proof(index, size), tree.root(size)
    leaf = tree.node(0, index)
    assert merkle.verify_inclusion(leaf, index, size, proof, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"forged"), index, size, proof, root)
    assert not merkle.verify_inclusion(leaf, index, size, (*proof, leaf), root)
    assert not merkle.verify_inclusion(leaf, size, size, proof, root)
    if size > 1:
        assert not merkle.verify_inclusion(leaf, (index + 1) % size, size, proof, root)
        assert not merkle.verify_inclusion(leaf, index, size, proof[:-1], root)
        spoiled = data.draw(st.integers(0, len(proof) - 1))
        bad = (*proof[:spoiled], merkle.leaf_hash(b"x"), *proof[spoiled + 1 :])
        assert not merkle.verify_inclusion(leaf, index, size, bad, root)


@settings(deadline=None)
@given(st.integers(1, 300), st.data())
def test_growth_can_be_shown_and_a_rewritten_past_cannot(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    tree = tree_of(size)
    proof = tree.consistency_proof(old, size)
    assert merkle.verify_consistency(old, size, proof, tree.root(old), tree.root(size))
    rewritten = merkle.Tree([merkle.leaf_hash(b"changed"), *(tree.node(0, n) for n in range(1, size))])
    assert not merkle.verify_consistency(old, size, proof, tree.root(old), rewritten.root(size))
    assert not merkle.verify_consistency(old, size, rewritten.consistency_proof(old), tree.root(old), rewritten.root())
    assert not merkle.verify_consistency(old, size, (*proof, b"\0" * 32), tree.root(old), tree.root(size))


def test_proofs_outside_the_tree_are_refused() -> None:
    tree = tree_of(5)
    with pytest.raises(ValueError):
        tree.inclusion_proof(5)
    for old in (0, 6):
        with pytest.raises(ValueError):
            tree.consistency_proof(old)
    assert not merkle.verify_consistency(0, 5, (), merkle.EMPTY_ROOT, tree.root())


def test_a_store_writes_each_node_once_and_reads_few() -> None:
    """What the tables rely on: nodes are only ever added, and a proof over 100,000 leaves looks up some dozens."""
    nodes: dict[tuple[int, int], bytes] = {}
    reads = 0

    def look_up(level: int, index: int) -> bytes:
        nonlocal reads
        reads += 1
        return nodes[level, index]

    for n in range(100_000):
        for level, index, node in merkle.new_nodes(n, merkle.leaf_hash(str(n).encode()), look_up):
            assert (level, index) not in nodes
            nodes[level, index] = node
    reads = 0
    proof = merkle.inclusion_proof(71_234, 100_000, look_up)
    root = merkle.root(100_000, look_up)
    assert reads < 60
    assert merkle.verify_inclusion(nodes[0, 71_234], 71_234, 100_000, proof, root)
