"""The verification of a bundle: a numbered procedure over a file and, if the reader has them, keys he trusts.

It needs no network, no database and no framework, and believes nothing it was not shown:

 (1) The archive MUST hold exactly the known members, each once, uncompressed, in place, and nothing besides.
 (2) Manifest and entries MUST decode, and every line MUST be in its one canonical spelling (RFC 8785).
 (3) The chain MUST hold: numbers without a gap, every hash as computed, the head the manifest's.
 (4) Every body that is here MUST open the commitment of its entry; one that is not MUST say why.
 (5) Time MUST NOT go back.
 (6) Every act MUST be one the kernel would have let this actor do at that time in that state; the platform's own acts
     MUST be what the kernel says it had to do.
 (7) Exactly the clocks the kernel asks for MUST have been started, running out when the calendars say.
 (8) Money MUST neither appear nor vanish.
 (9) Every award MUST be the one computed from its findings.
(10) Every file MUST be named by an entry and MUST have the hash and size it is named with.
(11) The checkpoint MUST be signed by a key the reader trusts; without such a key, by the bundle's own, and then the
     report says that nobody vouched for it.
(12) The head MUST be in the checkpoint's tree.
(13) The record MUST be as long as the checkpoint says, and MUST NOT be younger than the checkpoint.
(14) Where the reader kept an older copy of the same order, that copy MUST hold too, every entry of it MUST stand here
     unchanged, and what was erased since MUST have been erased truly.

Steps (6) to (9) are one pass over the record, because each needs the state the others arrive at. What the caller still
owes: to get the platform's key by another way than this bundle, and to keep older copies, since a record that was
honestly exported last week verifies for ever as the record of last week.
"""

import hashlib
from binascii import a2b_hex
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from gongdao.kernel.acts import Amend, CheckResult, Deliver, Draft, Erase, Exhibit, ProposeChange, Receipt, tag_of
from gongdao.kernel.canonical import canonical
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.values import Actor, FileRef

from . import bundle, chain, checkpoint, note
from .bundle import Bundle, Line, Manifest
from .checkpoint import Checkpoint, Inclusion
from .days import Table
from .faults import STEPS, VerificationError
from .note import Key
from .replay import Replayed, replay

Undecodable = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
"""What decoding hostile bytes may raise: not JSON or not the shape, nested without end, not UTF-8."""

Shaped = TypeVar("Shaped")
_lines = msgspec.json.Decoder(Line)
_body = msgspec.json.Decoder(Body)
_actor = msgspec.json.Decoder(Actor)
_at = msgspec.json.Decoder(datetime)
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """A step that held: its number, its name, and what there is to say about it (counts, names, hashes)."""

    number: int
    step: str
    data: dict[str, str | int]


class Report:
    """What a verification found so far. It is handed in, so that the steps passed before a failure can be shown."""

    def __init__(self) -> None:
        self.passed: list[Passed] = []
        self.manifest: Manifest | None = None
        self.entries: list[Entry] = []
        self.hashes: list[str] = []
        self.replayed: Replayed | None = None
        self.checkpoint: Checkpoint | None = None
        self.key: Key | None = None
        self.vouched = False
        self.hash_only: list[str] = []

    @property
    def whole(self) -> bool:
        """Whether everything could be judged: a known key, and no body withheld from this reader."""
        return self.vouched and self.replayed is not None and not self.replayed.withheld

    def passes(self, step: str, **data: str | int) -> None:
        """Notes that a step held."""
        self.passed.append(Passed(number=STEPS.index(step) + 1, step=step, data=data))


def verify(path: Path, trusted: Sequence[Key], report: Report, older: Path | None = None) -> None:
    """Verifies the bundle at `path` and fills the report. Returns when everything holds.

    `trusted` are keys the reader got by another way; empty means the bundle's own are used and nobody vouches for it.
    `older` is an earlier copy of the same order that he kept, if he has one.
    Raises VerificationError at the first step that does not hold.
    """
    # (1) open
    with bundle.read(path) as opened:
        report.passes("open", members=len(opened.members))

        # (2) decode
        manifest = report.manifest = _manifest(opened)
        lines = _decode_lines(opened.data(bundle.ENTRIES))
        report.entries = [_entry(manifest.order, line) for line in lines]
        report.passes("decode", entries=len(lines), order=manifest.order)

        # (3) chain
        head = verify_lines(manifest.order, lines)
        if (len(lines), head.hex()) != (manifest.entries, manifest.head):
            raise VerificationError(
                "head_mismatch",
                expected=f"{manifest.entries} entries, {manifest.head}",
                got=f"{len(lines)}, {head.hex()}",
            )
        report.hashes = [line.hash for line in lines]
        report.passes("chain", entries=len(lines), head=head.hex())

        # (4) commitments
        absent = verify_commitments(lines, manifest)
        report.passes("commitments", opened=len(lines) - len(absent), absent=len(absent))

        # (5) time
        _verify_time(report.entries)
        report.passes("time", first=_text(report.entries[0].at), last=_text(report.entries[-1].at))

        # (6) acts, (7) clocks, (8) money, (9) award
        table = _optional(opened, bundle.CALENDARS, Table)
        withheld = frozenset(line.seq for line in lines if line.absent == "withheld")
        lived = report.replayed = replay(manifest.order, report.entries, withheld, table, manifest.viewer)
        report.passes("acts", judged=lived.judged, phase=lived.order.phase, unverifiable=len(lived.unverifiable))
        report.passes("clocks", clocks=lived.clocks, calendars="none" if table is None else "own")
        report.passes("money", transfers=lived.transfers, **lived.books)
        report.passes("award", awards=len(lived.awards))

        # (10) files
        report.hash_only = _verify_files(opened, manifest, report.entries)
        report.passes("files", included=len(opened.files), hash_only=len(report.hash_only))

        # (11) signature
        report.checkpoint, report.key = _verify_signature(opened, trusted)
        report.vouched = bool(trusted)
        report.passes(
            "signature", origin=report.checkpoint.origin, key=str(report.key), vouched="yes" if trusted else "no"
        )

        # (12) inclusion
        proof = _proof(opened)
        if proof.order != manifest.order:
            raise VerificationError("proof_not_this_order", expected=manifest.order, got=proof.order)
        checkpoint.verify_inclusion(report.checkpoint, proof)
        report.passes("inclusion", index=proof.index, size=report.checkpoint.size)

        # (13) completeness
        _verify_completeness(report.checkpoint, proof, report.entries, lines)
        report.passes("completeness", entries=proof.seq, at=_text(report.checkpoint.at))

    # (14) older
    if older is not None:
        before = _verify_older(report, older, trusted)
        report.passes("older", entries=len(before.hashes), at=_text(before.entries[-1].at))


def verify_lines(order_id: str, lines: Iterable[Line]) -> bytes:
    """The head of a chain of exported lines. Raises `sequence_broken`, `hash_mismatch`, `entry_invalid`."""
    head = chain.genesis(order_id)
    link = chain.link
    for expected, line in enumerate(lines, 1):
        if line.seq != expected:
            raise VerificationError("sequence_broken", entry=expected, expected=expected, got=line.seq)
        try:
            commit = a2b_hex(line.commit)
        except ValueError:
            raise VerificationError("entry_invalid", entry=expected, expected="hexadecimal", got=line.commit) from None
        # Adding to empty bytes is the quickest way to the bytes of a raw part.
        head = link(head, expected, b"" + line.at, b"" + line.actor, commit)
        if head.hex() != line.hash:
            raise VerificationError("hash_mismatch", entry=expected, expected=head.hex(), got=line.hash)
    return head


def verify_commitments(lines: Iterable[Line], manifest: Manifest) -> list[int]:
    """The numbers of the entries without a body. Raises `commitment_mismatch`, `absence_unexplained`.

    The comparison is of texts, so a commitment of another length or in capitals fails here too.
    """
    absent = []
    commitment = chain.commitment
    for line in lines:
        if line.absent is not None or line.salt is None:
            absent.append(_absence(line, manifest))
            continue
        computed = commitment(_unhex(line, line.salt, chain.SALT_BYTES), line.body).hex()
        if computed != line.commit:
            raise VerificationError("commitment_mismatch", entry=line.seq, expected=line.commit, got=computed)
    return absent


def _absence(line: Line, manifest: Manifest) -> int:
    """The number of an entry whose body is rightly absent. Raises `absence_unexplained`."""
    reasons = ("erased",) if manifest.viewer is None else ("erased", "withheld")
    if line.absent not in reasons or line.salt is not None or bytes(line.body) != b"null":
        raise VerificationError(
            "absence_unexplained", entry=line.seq, expected=f"salt and body, or {' or '.join(reasons)}", got=line.absent
        )
    _unhex(line, line.commit, chain.HASH_BYTES)
    return line.seq


def _manifest(opened: Bundle) -> Manifest:
    """The manifest, in its one spelling. `format_unknown` is asked first, so that a later format is no forgery."""
    data = opened.data(bundle.MANIFEST)
    loose = _decode("manifest_invalid", dict[str, Any], data, bundle.MANIFEST)
    if loose.get("format") != bundle.FORMAT:
        raise VerificationError("format_unknown", expected=bundle.FORMAT, got=str(loose.get("format"))[:80])
    manifest = _decode("manifest_invalid", Manifest, data, bundle.MANIFEST)
    if _encoder.encode(manifest) != data:
        raise VerificationError("manifest_not_canonical", expected=_encoder.encode(manifest)[:120], got=data[:120])
    return manifest


def _decode_lines(data: bytes) -> list[Line]:
    """The lines, each in its one canonical spelling as far as its envelope goes."""
    try:
        lines = _lines.decode_lines(data)
    except Undecodable:
        lines = None
    if lines and _encoder.encode_lines(lines) == data:
        return lines
    # Something is wrong; now line by line, to say where.
    if not data.strip():
        raise VerificationError("entries_empty", expected="at least one entry")
    for number, raw in enumerate(data.split(b"\n"), 1):
        if not raw and number > data.count(b"\n"):
            break
        try:
            line = _lines.decode(raw)
        except Undecodable as fault:
            raise VerificationError("entry_invalid", entry=number, expected="an entry", got=fault) from None
        if _encoder.encode(line) != raw:
            raise VerificationError("entry_not_canonical", entry=number, expected="RFC 8785", got=raw[:80])
    raise VerificationError("entry_not_canonical", expected="one entry a line, each line ended", got=data[-20:])


def _entry(order_id: str, line: Line) -> Entry:
    """The entry of a line. Raises `entry_invalid`, `entry_not_canonical`, `instant_not_utc`."""
    try:
        actor, at = _actor.decode(line.actor), _at.decode(line.at)
        body = None if line.absent is not None else _body.decode(line.body)
    except Undecodable as fault:
        raise VerificationError("entry_invalid", entry=line.seq, expected="actor, instant, body", got=fault) from None
    _require_utc(line.seq, at)
    if (
        _encoder.encode(actor) != bytes(line.actor)
        or _encoder.encode(at) != bytes(line.at)
        or not _is_canonical(body, line.body)
    ):
        raise VerificationError("entry_not_canonical", entry=line.seq, expected="RFC 8785", got=bytes(line.body)[:80])
    if body is not None:
        for instant in _instants(body):
            _require_utc(line.seq, instant)
    return Entry(order=order_id, seq=line.seq, at=at, actor=actor, body=body)


def _is_canonical(body: Body | None, raw: msgspec.Raw) -> bool:
    """Whether these are the canonical bytes of what they say.

    Most bodies encode to themselves. One written before a field was added lacks it; what it has must still be spelled
    as the whole is, or one instant and one sum could be written in many ways.
    """
    data = bytes(raw)
    if body is None or canonical(body) == data:
        return True
    plain = msgspec.json.decode(data)
    return _encoder.encode(plain) == data and _within(plain, msgspec.json.decode(canonical(body)))


def _within(part: Any, whole: Any) -> bool:
    """Whether plain JSON is another with some fields left out."""
    if type(part) is not type(whole):
        return False
    if isinstance(part, dict):
        return all(name in whole and _within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return bool(part == whole)


def _instants(body: Body) -> Iterable[datetime]:
    """Every instant a body holds."""
    for due in body.due:
        yield due.at
    for name in body.act.__struct_fields__:
        value = getattr(body.act, name)
        if isinstance(value, datetime):
            yield value
        elif isinstance(value, tuple):
            for one in value:
                instant = getattr(one, "at", one)
                if isinstance(instant, datetime):
                    yield instant


def _require_utc(seq: int, at: datetime) -> None:
    if at.tzinfo is None or at.utcoffset():
        raise VerificationError("instant_not_utc", entry=seq, expected="an instant in UTC", got=at.isoformat())


def _verify_time(entries: Sequence[Entry]) -> None:
    for before, entry in pairwise(entries):
        if entry.at < before.at:
            raise VerificationError(
                "time_went_back", entry=entry.seq, expected=f"not before {_text(before.at)}", got=_text(entry.at)
            )


def files_named(entries: Iterable[Entry]) -> tuple[dict[str, int], set[str]]:
    """The files the record names: sizes by SHA-256, and hashes of check reports, which are named without a size."""
    sizes: dict[str, int] = {}
    reports: set[str] = set()
    for entry in entries:
        for act in _acts(entry):
            if isinstance(act, CheckResult):
                reports.add(act.report_sha256)
            for file in _files_of(act):
                sizes[file.sha256] = file.size
    return sizes, reports


def _acts(entry: Entry) -> Iterable[Any]:
    """The act of an entry, and the skeleton an erasure carries."""
    if entry.body is not None:
        yield entry.body.act
        if isinstance(entry.body.act, Erase) and entry.body.act.skeleton is not None:
            yield entry.body.act.skeleton


def _files_of(act: Any) -> tuple[FileRef, ...]:
    if isinstance(act, Deliver | Receipt):
        return act.files
    if isinstance(act, Exhibit):
        return (act.file,) if act.file is not None else ()
    if isinstance(act, Draft | Amend):
        return tuple(file for requirement in act.agreement.requirements for file in requirement.reference_files)
    if isinstance(act, ProposeChange):
        return tuple(file for requirement in (*act.adds, *act.replaces) for file in requirement.reference_files)
    return ()


def _verify_files(opened: Bundle, manifest: Manifest, entries: Sequence[Entry]) -> list[str]:
    """The hashes of files that are named and not included."""
    listed = {file.sha256: file.size for file in manifest.files}
    if listed != opened.files:
        raise VerificationError(
            "file_list_mismatch", expected=f"{len(listed)} files of the manifest", got=f"{len(opened.files)}"
        )
    named, reports = files_named(entries)
    for sha256, size in opened.files.items():
        if sha256 not in named and sha256 not in reports:
            raise VerificationError("file_not_named", expected="a file some entry names", got=sha256)
        if named.get(sha256, size) != size:
            raise VerificationError("file_size_mismatch", expected=f"{named[sha256]} bytes of {sha256}", got=size)
        hashed = hashlib.sha256()
        for chunk in opened.chunks(sha256):
            hashed.update(chunk)
        if hashed.hexdigest() != sha256:
            raise VerificationError("file_hash_mismatch", expected=sha256, got=hashed.hexdigest())
    return sorted((named.keys() | reports) - opened.files.keys())


def _verify_signature(opened: Bundle, trusted: Sequence[Key]) -> tuple[Checkpoint, Key]:
    """The checkpoint and the key that counts. Keys that follow a trusted one by signed announcement are trusted too."""
    own = note.parse_keys(opened.text(bundle.KEYS))
    if not own:
        raise VerificationError("key_invalid", expected=f"a key in {bundle.KEYS}")
    announced = _optional(opened, bundle.SUCCESSIONS, list[str]) or []
    keys = checkpoint.extend_trust(trusted, announced) if trusted else own
    if trusted and not set(keys) & set(own):
        raise VerificationError("key_unknown", expected=", ".join(map(str, trusted)), got=", ".join(map(str, own)))
    signed = opened.text(bundle.NOTE)
    _, signers = note.verify(signed, keys)
    return checkpoint.verify(signed, keys), signers[0]


def _proof(opened: Bundle) -> Inclusion:
    """The proof, in its one spelling."""
    data = opened.data(bundle.PROOF)
    proof = _decode("proof_invalid", Inclusion, data, bundle.PROOF)
    if _encoder.encode(proof) != data:
        raise VerificationError("proof_invalid", expected=f"RFC 8785 in {bundle.PROOF}", got=data[:80])
    return proof


def _verify_completeness(signed: Checkpoint, proof: Inclusion, entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """The record ends where the checkpoint says, in the hash it says, and not after it was signed."""
    if len(lines) < proof.seq:
        raise VerificationError("record_truncated", entry=len(lines), expected=proof.seq, got=len(lines))
    if len(lines) > proof.seq:
        raise VerificationError("beyond_checkpoint", entry=proof.seq + 1, expected=proof.seq, got=len(lines))
    if lines[-1].hash != proof.head:
        raise VerificationError("head_not_signed", entry=len(lines), expected=proof.head, got=lines[-1].hash)
    if signed.at < entries[-1].at:
        raise VerificationError(
            "checkpoint_before_entry",
            entry=len(lines),
            expected=f"not after {_text(signed.at)}",
            got=_text(entries[-1].at),
        )


def _verify_older(report: Report, older: Path, trusted: Sequence[Key]) -> Report:
    """The older copy's report, when this record goes on from it and has erased nothing falsely since.

    This is where a record that was rewritten whole and signed again, or an erasure that misstates what it erased, is
    found out: by whoever kept a copy.
    """
    before = Report()
    try:
        verify(older, trusted, before)
    except VerificationError as fault:
        raise VerificationError(
            "older_invalid", entry=fault.entry, expected="a copy that verifies", got=fault
        ) from None
    if before.manifest is None or report.manifest is None or before.manifest.order != report.manifest.order:
        got = before.manifest.order if before.manifest else ""
        raise VerificationError("older_not_this_order", expected=report.manifest and report.manifest.order, got=got)
    if len(before.hashes) > len(report.hashes):
        raise VerificationError("older_longer", expected=len(before.hashes), got=len(report.hashes))
    for seq, (then, now) in enumerate(zip(before.hashes, report.hashes, strict=False), 1):
        if then != now:
            raise VerificationError("older_contradicted", entry=seq, expected=then, got=now)
    known = {entry.seq: entry.body for entry in before.entries}
    for entry in report.entries:
        act = entry.body.act if entry.body is not None else None
        body = known.get(act.entry) if isinstance(act, Erase) else None
        if isinstance(act, Erase) and body is not None and (skeleton(body.act), body.due) != (act.skeleton, act.due):
            left = "nothing" if act.skeleton is None else tag_of(act.skeleton)
            raise VerificationError(
                "older_erased_falsely", entry=entry.seq, expected=f"what is left of entry {act.entry}", got=left
            )
    return before


def _optional(opened: Bundle, name: str, kind: type[Shaped]) -> Shaped | None:
    """An optional member, in its one spelling; None where the bundle does without it."""
    if name not in opened.members:
        return None
    data = opened.data(name)
    value = _decode("manifest_invalid", kind, data, name)
    if _encoder.encode(value) != data:
        raise VerificationError("manifest_not_canonical", expected=f"RFC 8785 in {name}", got=data[:80])
    return value


def _decode(code: str, kind: type[Shaped], data: bytes, name: str) -> Shaped:
    try:
        return msgspec.json.decode(data, type=kind)
    except Undecodable as fault:
        raise VerificationError(code, expected=name, got=fault) from None


def _unhex(line: Line, text: str, length: int) -> bytes:
    """Bytes from hexadecimal in its one spelling, lower case."""
    try:
        value = a2b_hex(text)
    except ValueError:
        value = b""
    if len(value) != length or text != value.hex():
        raise VerificationError(
            "entry_invalid", entry=line.seq, expected=f"{length} bytes in hexadecimal", got=text[:80]
        )
    return value


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
