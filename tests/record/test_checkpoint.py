"""Signed notes and checkpoints: other people's vectors verify, every other spelling and signer is refused."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from gongdao.record import checkpoint, merkle, note
from gongdao.record.faults import VerificationError

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
# The example of Go's note package, which signs the other way round from us and shares no code with us.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture(scope="module")
def signer() -> note.Signer:
    return note.generate("gongdao.example/log")


def refused(code: str, act) -> VerificationError:  # type: ignore[no-untyped-def]
    with pytest.raises(VerificationError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def test_a_note_of_another_implementation_verifies() -> None:
    text, signed = note.verify(GO_NOTE, [note.parse_key(GO_KEY)])
    assert text.startswith("If you think cryptography")
    assert str(signed[0]) == GO_KEY
    refused("signature_invalid", lambda: note.verify(GO_NOTE.replace("answer", "riddle"), [note.parse_key(GO_KEY)]))


def test_keys_survive_being_written_down(signer: note.Signer) -> None:
    assert note.parse_signer(signer.secret_text()) == signer
    assert note.parse_key(str(signer.key)) == signer.key
    assert note.parse_keys(f"# comment\n\n{signer.key}\n") == (signer.key,)
    assert signer.seed.hex() not in repr(signer)
    assert str(signer.seed) not in repr(signer)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "\u3000"])
def test_names_no_note_can_carry_are_refused(name: str) -> None:
    with pytest.raises(ValueError):
        note.generate(name)
    # Nor are they read back, where somebody wrote the key down himself.
    with pytest.raises(ValueError):
        note.parse_signer(note.Signer(name, b"\1" * 32).secret_text())


@pytest.mark.parametrize("text", ["", "x", "PRIVATE+KEY+a+b", "PRIVATE+KEY+a+00000000+AQ==", GO_KEY])
def test_a_broken_private_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        note.parse_signer(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "name", "name+00000000+AAAA", GO_KEY.replace("c74f", "c74e"), GO_KEY + "A", GO_KEY.replace("ARpc", "AhpC")],
)
def test_broken_keys_are_refused(text: str) -> None:
    refused("key_invalid", lambda: note.parse_key(text))


def test_a_checkpoint_says_what_was_signed(signer: note.Signer) -> None:
    root = merkle.Tree([merkle.leaf_hash(b"a")]).root()
    signed = checkpoint.sign(signer, 1, root, AT)
    assert checkpoint.verify(signed, [signer.key]) == checkpoint.Checkpoint("gongdao.example/log", 1, root, AT)
    assert signed.split("\n")[:2] == ["gongdao.example/log", "1"]
    assert signed.split("\n")[3] == "at 2026-03-02T01:30:00Z"


def test_instants_are_written_in_utc(signer: note.Signer) -> None:
    root = merkle.EMPTY_ROOT
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    assert checkpoint.sign(signer, 0, root, shanghai) == checkpoint.sign(signer, 0, root, AT)


def test_another_size_root_or_time_is_not_what_was_signed(signer: note.Signer) -> None:
    signed = checkpoint.sign(signer, 12, merkle.EMPTY_ROOT, AT)
    for old, new in (("\n12\n", "\n13\n"), ("47DE", "47DF"), ("T01:30", "T01:31"), ("example/log\n", "example/lug\n")):
        assert old in signed
        refused(
            "signature_invalid", lambda old=old, new=new: checkpoint.verify(signed.replace(old, new, 1), [signer.key])
        )


@pytest.mark.parametrize(
    "text",
    [
        "log\n012\n{root}\nat 2026-03-02T01:30:00Z\n",
        "log\n-1\n{root}=\nat 2026-03-02T01:30:00Z\n",
        "log\n12\nAAAA\nat 2026-03-02T01:30:00Z\n",
        "log\n12\n{root}\nat 2026-03-02T01:30:00+00:00\n",
        "log\n12\n{root}\nat 2026-03-02T09:30:00+08:00\n",
        "log\n12\n{root}\nat 2026-03-02T01:30:00\n",
        "log\n12\n{root}\nat 2026-03-02T01:30:00Z\nmore\n",
        "log\n12\n{root}\n",
        "\n\n\n\n",
    ],
)
def test_only_one_spelling_of_a_checkpoint_is_read(text: str) -> None:
    good = checkpoint.Checkpoint("log", 12, merkle.EMPTY_ROOT, AT).text()
    assert checkpoint.parse(good).size == 12
    root = good.split("\n")[2]
    refused("note_invalid", lambda: checkpoint.parse(text.format(root=root)))


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "text\x07\n\n— name AAAAAAAA\n",
        "text\n\n" + "— name AAAAAAAA\n" * 65,
        "text\n" * 20_000 + "\n— name AAAAAAAA\n",
    ],
)
def test_malformed_notes_are_refused(bad: str, signer: note.Signer) -> None:
    refused("note_invalid", lambda: note.verify(bad, [signer.key]))


def test_a_stranger_s_signature_is_no_signature(signer: note.Signer) -> None:
    impostor = note.generate("gongdao.example/log")
    signed = checkpoint.sign(impostor, 1, merkle.EMPTY_ROOT, AT)
    refused("signature_missing", lambda: checkpoint.verify(signed, [signer.key]))


def test_a_trusted_key_cannot_sign_for_another_log(signer: note.Signer) -> None:
    text = checkpoint.Checkpoint("other.example/log", 1, merkle.EMPTY_ROOT, AT).text()
    refused("signature_missing", lambda: checkpoint.verify(note.sign(text, [signer]), [signer.key]))


def test_while_a_key_is_changed_both_sign_and_either_will_do(signer: note.Signer) -> None:
    successor = note.generate("gongdao.example/log")
    signed = checkpoint.sign([signer, successor], 3, merkle.EMPTY_ROOT, AT)
    for key in (signer.key, successor.key):
        assert checkpoint.verify(signed, [key]).size == 3


def test_trust_follows_an_announced_key_and_no_other(signer: note.Signer) -> None:
    second, third = note.generate("gongdao.example/log"), note.generate("gongdao.example/2028")
    announced = [checkpoint.succession(signer, second, AT), checkpoint.succession(second, third, AT)]
    assert checkpoint.extend_trust([signer.key], announced) == (signer.key, second.key, third.key)
    assert checkpoint.extend_trust([third.key], announced) == (third.key,)
    impostor = note.generate("gongdao.example/log")
    text = announced[0].split("\n\n")[0].replace(str(second.key), str(impostor.key)) + "\n"
    refused("succession_invalid", lambda: checkpoint.extend_trust([signer.key], [note.sign(text, [impostor])]))
    # Naming a key one does not hold does not make it a successor either.
    stolen = announced[0].split("\n\n")[0] + "\n"
    refused("succession_invalid", lambda: checkpoint.extend_trust([signer.key], [note.sign(stolen, [signer])]))
    refused("succession_invalid", lambda: checkpoint.extend_trust([signer.key], [note.sign("other\n", [signer])]))


def test_a_head_is_shown_to_be_in_the_checkpoint(signer: note.Signer) -> None:
    heads = [(f"order-{n}", n + 1, merkle.leaf_hash(bytes([n]))) for n in range(9)]
    tree = merkle.Tree([checkpoint.leaf(*head) for head in heads])
    signed = checkpoint.verify(checkpoint.sign(signer, 9, tree.root(), AT), [signer.key])
    shown = checkpoint.prove(*heads[4], 4, 9, tree.node)
    checkpoint.verify_inclusion(signed, shown)
    spoiled: dict[str, Any]
    for spoiled in ({"order": "order-5"}, {"seq": 6}, {"index": 3}, {"head": "00" * 32}, {"path": shown.path[1:]}):
        other = msgspec.structs.replace(shown, **spoiled)
        refused("inclusion_mismatch", lambda other=other: checkpoint.verify_inclusion(signed, other))
    for spoiled in ({"head": "zz"}, {"path": ("q",)}, {"seq": -1}):
        other = msgspec.structs.replace(shown, **spoiled)
        refused("proof_invalid", lambda other=other: checkpoint.verify_inclusion(signed, other))


def test_checkpoints_grow(signer: note.Signer) -> None:
    tree = merkle.Tree([merkle.leaf_hash(bytes([n])) for n in range(20)])
    older = checkpoint.Checkpoint("log", 7, tree.root(7), AT)
    newer = checkpoint.Checkpoint("log", 20, tree.root(), AT)
    checkpoint.verify_growth(older, newer, tree.consistency_proof(7, 20))
    refused("consistency_mismatch", lambda: checkpoint.verify_growth(older, newer, tree.consistency_proof(8, 20)))
