"""Signed notes (C2SP signed-note v1) with Ed25519 keys: text that several named keys have signed.

A verifier key is written as one line, `name+id+base64(0x01 ‖ public key)`, a signer as
`PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`; both are the spellings of Go's note package, so its tools read ours. The id
is the first four bytes of SHA-256(name ‖ "\\n" ‖ 0x01 ‖ public key) in hexadecimal.

This module decides nothing about trust: which keys count is handed in by whoever asks.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from .faults import VerificationError

NOTE_BYTES_MAX = 64 * 1024
SIGNATURES_MAX = 64
_ED25519 = b"\x01"
_DASH = "\u2014 "


class Key(Struct, frozen=True):
    """A public key by its name. `str(key)` is its one-line spelling."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(_ED25519 + self.public)}"


class Signer(Struct, frozen=True):
    """A private key by its name. Never printed: `repr` shows the public part alone; `secret_text` is for its keeper."""

    name: str
    seed: bytes

    @property
    def key(self) -> Key:
        """Its public half."""
        return Key(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def secret_text(self) -> str:
        """The one-line spelling of the private key, to be kept where only the platform can read it."""
        return f"PRIVATE+KEY+{self.name}+{self.key.id.hex()}+{_b64(_ED25519 + self.seed)}"

    def __repr__(self) -> str:
        return f"Signer({self.key})"


def generate(name: str) -> Signer:
    """A new key. `name` is a schema-less URL such as `gongdao.example/log`. ValueError on an unfit one."""
    _require_name(name)
    return Signer(name, Ed25519PrivateKey.generate().private_bytes_raw())


def parse_signer(text: str) -> Signer:
    """Reads `Signer.secret_text`. Raises ValueError that never repeats the text."""
    parts = text.strip().split("+", 4)
    if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
        raise ValueError("not a private note key")
    material = _unb64(parts[4])
    if material is None or len(material) != 33 or material[:1] != _ED25519:
        raise ValueError("not an Ed25519 private note key")
    _require_name(parts[2])
    signer = Signer(parts[2], material[1:])
    if signer.key.id.hex() != parts[3]:
        raise ValueError("the id of the private note key does not fit its bytes")
    return signer


def parse_key(text: str) -> Key:
    """Reads a verifier key line. Raises VerificationError `key_invalid`."""
    parts = text.strip().split("+", 2)
    expected = "name+id+base64(0x01, 32 bytes)"
    if len(parts) != 3 or not _is_name(parts[0]):
        raise VerificationError("key_invalid", expected=expected, got=text.strip()[:80])
    material = _unb64(parts[2])
    if material is None or len(material) != 33 or material[:1] != _ED25519:
        raise VerificationError("key_invalid", expected=expected, got=text.strip()[:80])
    key = Key(parts[0], material[1:])
    if key.id.hex() != parts[1]:
        raise VerificationError("key_invalid", expected=key.id.hex(), got=parts[1])
    return key


def parse_keys(text: str) -> tuple[Key, ...]:
    """Reads verifier keys, one a line; empty lines and lines that begin with # are passed over."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(parse_key(line) for line in lines if line and not line.startswith("#"))


def sign(text: str, signers: Sequence[Signer]) -> str:
    """The note: `text`, a blank line, one signature line per signer. ValueError on text no verifier would take."""
    if not signers:
        raise ValueError("a note needs a signer")
    if not text.endswith("\n") or not _is_text(text):
        raise ValueError("the text of a note ends in a newline and has no control characters")
    data = text.encode()
    lines = []
    for signer in signers:
        signature = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(data)
        lines.append(f"{_DASH}{signer.name} {_b64(signer.key.id + signature)}\n")
    return text + "\n" + "".join(lines)


def cosign(note: str, signer: Signer) -> str:
    """The note with one more signature. Raises VerificationError `note_invalid` for a malformed one."""
    text, _ = parse(note)
    return note + sign(text, [signer]).removeprefix(text + "\n")


def verify(note: str, keys: Iterable[Key]) -> tuple[str, tuple[Key, ...]]:
    """The text of a note and the known keys that signed it, at least one.

    Signatures of unknown keys are passed over, which is what lets a platform change its key and witnesses co-sign.
    Raises VerificationError: `note_invalid` for a malformed note, `signature_invalid` when a known key's signature does
    not fit, `signature_missing` when no known key signed.
    """
    text, signatures = parse(note)
    known = {(key.name, key.id): key for key in keys}
    signed: list[Key] = []
    for name, key_id, signature in signatures:
        key = known.get((name, key_id))
        if key is None or key in signed:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            raise VerificationError("signature_invalid", expected=str(key), got=signature.hex()[:32]) from None
        signed.append(key)
    if not signed:
        raise VerificationError(
            "signature_missing",
            expected=", ".join(f"{name}+{key_id.hex()}" for name, key_id in known),
            got=", ".join(f"{name}+{key_id.hex()}" for name, key_id, _ in signatures),
        )
    return text, tuple(signed)


def parse(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Text and signatures (name, key id, signature) of a note that nobody has verified yet."""
    if len(note) > NOTE_BYTES_MAX or not _is_text(note):
        raise VerificationError("note_invalid", expected=f"text of at most {NOTE_BYTES_MAX} bytes", got=f"{len(note)}")
    cut = note.rfind("\n\n")
    if cut < 0 or not note.endswith("\n"):
        raise VerificationError("note_invalid", expected="text, a blank line, signature lines", got=note[-60:])
    text, lines = note[: cut + 1], note[cut + 2 : -1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise VerificationError("note_invalid", expected=f"1 to {SIGNATURES_MAX} signatures", got=len(lines))
    return text, [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    material = _unb64(encoded)
    if not line.startswith(_DASH) or not _is_name(name) or material is None or len(material) < 5:
        raise VerificationError("note_invalid", expected="\u2014 name base64(id, signature)", got=line[:80])
    return name, material[:4], material[4:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def _require_name(name: str) -> None:
    if not _is_name(name):
        raise ValueError("a key's name is not empty and has no spaces and no plus sign")


def _is_text(text: str) -> bool:
    return all(char >= " " or char == "\n" for char in text)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes | None:
    """Standard base64 with padding and nothing else, and only in its one canonical spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _b64(data) == text else None
