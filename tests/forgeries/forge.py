"""Real bundles, and how to forge them.

The honest ones are orders lived through the kernel (`tests.scenarios.story`), sealed, put into a tree among other
orders' heads and signed. A forger here is not clumsy: `Forger` can rebuild everything behind his change, hashes,
commitments, tree and signature with a key of his own, so that only the step that looks at the meaning can catch him.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from gongdao.kernel import acts
from gongdao.kernel.acts import Act
from gongdao.kernel.calendars import PlainCalendars
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.step import perform
from gongdao.kernel.values import Actor, FileRef
from gongdao.record import bundle, chain, checkpoint, merkle, note
from gongdao.record.days import Table
from gongdao.record.verify import Report, files_named, verify
from tests.scenarios.story import Story, yuan

SITE = b"<html><title>delivered site</title></html>\n" * 40
SCREENSHOT = b"\x89PNG screenshot of the three requirements\n" * 20
SITE_REF = FileRef(name="site.zip", size=len(SITE), sha256=hashlib.sha256(SITE).hexdigest())
SCREENSHOT_REF = FileRef(name="requirements.png", size=len(SCREENSHOT), sha256=hashlib.sha256(SCREENSHOT).hexdigest())
FILES: dict[str, bytes] = {SITE_REF.sha256: SITE, SCREENSHOT_REF.sha256: SCREENSHOT}

PLATFORM_KEY = note.Signer("gongdao.example/log", hashlib.sha256(b"platform").digest())
FORGER_KEY = note.Signer("gongdao.example/log", hashlib.sha256(b"forger").digest())
PLAIN_WEEKS: Table = {}
"""The calendars of a platform that knows no holidays, which is how stories count."""


def disputed_order() -> Story:
    """The founding case to its end: three items, one delivered, 200 of 400 awarded, everything on the record."""
    story = Story("order-7").working()
    story.does("Qiao", "ask_more", amount=yuan(100), reason="工作量超出预期")
    delivery = story.does("Qiao", "deliver", requirements=("template",), files=(SITE_REF,))
    story.does("Platform", "receipt", delivery=delivery, files=(SITE_REF,))
    story.does("Lin", "dispute", requirements=("template", "changes", "data"), reason="三项只做了一项")
    story.does("Lin", "claim", requirement="changes", text="栏目没有改", demand=yuan(200))
    story.does("Qiao", "claim", requirement="template", text="已经做完", demand=yuan(400))
    story.does(
        "Qiao",
        "exhibit",
        kind="screenshot",
        title="需求截图",
        requirement="changes",
        file=SCREENSHOT_REF,
        text="三项需求",
    )
    story.does("Lin", "statement", text="我的手机号是一三八零零零零，请联系")
    story.mediated()
    story.does("Lin", "caucus_note", party="buyer", text="其实两百五也可以")
    for requirement in ("template", "changes", "data"):
        done = requirement == "template"
        story.finds(requirement, 10_000 if done else 0, cure_refused=not done)
    return story.determined().executed()


def settled_order() -> Story:
    """An order that ends without a dispute: delivered, accepted item by item, paid item by item."""
    story = Story("order-8").working()
    delivery = story.does("Qiao", "deliver", requirements=("template", "changes", "data"), files=(SITE_REF,))
    story.does("Platform", "receipt", delivery=delivery, files=(SITE_REF,))
    for requirement in ("template", "changes", "data"):
        story.does("Lin", "inspect", delivery=delivery, requirement=requirement, verdict="accepted")
    return story


def lapsed_order() -> Story:
    """An order whose buyer never funds it, so that a clock runs out."""
    story = Story("order-9").agreed()
    story.nobody_acts("fund")
    return story


@dataclass
class Record:
    """Everything a bundle is made of, open to be changed by a forger before it is packed."""

    order: str
    entries: list[Entry]
    salts: list[bytes]
    signer: note.Signer = PLATFORM_KEY
    keys: list[note.Key] = field(default_factory=lambda: [PLATFORM_KEY.key])
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    viewer: Actor | None = None
    withheld: frozenset[int] = frozenset()
    calendars: Table | None = field(default_factory=lambda: dict(PLAIN_WEEKS))
    successions: list[str] = field(default_factory=list)
    signed_at: datetime | None = None
    sealed: tuple[chain.Sealed, ...] = ()

    def seq(self, tag: str, nth: int = 0) -> int:
        """The number of the nth entry with this act."""
        return [e.seq for e in self.entries if e.body is not None and _tag(e.body.act) == tag][nth]

    def entry(self, seq: int) -> Entry:
        return self.entries[seq - 1]

    def set_act(self, seq: int, **changes: Any) -> Record:
        """Changes fields of an act. Follow with `packed()`, which seals everything again."""
        entry = self.entry(seq)
        assert entry.body is not None
        return self.set_entry(seq, body=replace(entry.body, act=replace(entry.body.act, **changes)))

    def set_entry(self, seq: int, **changes: Any) -> Record:
        self.entries[seq - 1] = replace(self.entry(seq), **changes)
        return self

    def insert(self, seq: int, actor: Actor, act: Act, at: datetime | None = None, **body: Any) -> Record:
        """Puts an act in before entry `seq` and numbers the rest anew."""
        before = self.entry(seq - 1)
        made = Entry(order=self.order, seq=seq, at=at or before.at, actor=actor, body=Body(act=act, **body))
        self.entries.insert(seq - 1, made)
        self.salts.insert(seq - 1, _salt(7000 + seq))
        self.entries[:] = [replace(e, seq=n) for n, e in enumerate(self.entries, 1)]
        return self

    def drop(self, seq: int) -> Record:
        """Takes an entry out and numbers the rest anew."""
        del self.entries[seq - 1], self.salts[seq - 1]
        self.entries[:] = [replace(e, seq=n) for n, e in enumerate(self.entries, 1)]
        return self

    def cut(self, length: int) -> Record:
        """Keeps the first entries alone."""
        del self.entries[length:], self.salts[length:]
        return self

    def seal(self) -> tuple[chain.Sealed, ...]:
        return chain.seal(self.order, None, self.entries, self.salts)

    def packed(self) -> bytes:
        """The bundle: sealed anew, in a tree among others, signed with `signer`."""
        sealed = self.sealed or self.seal()
        signed, proof = checkpointed(self.order, sealed, self.signer, self.signed_at or sealed[-1].at)
        target = io.BytesIO()
        bundle.write(
            target,
            order_id=self.order,
            sealed=sealed,
            keys=self.keys,
            note=signed,
            proof=proof,
            viewer=self.viewer,
            withheld=self.withheld,
            calendars=self.calendars,
            successions=self.successions,
            files={sha: (len(data), partial(io.BytesIO, data)) for sha, data in self.files.items()},
        )
        return target.getvalue()


def checkpointed(
    order: str, sealed: tuple[chain.Sealed, ...], signer: note.Signer, at: datetime
) -> tuple[str, checkpoint.Inclusion]:
    """A signed checkpoint in which this order's head is one of eleven leaves."""
    head = sealed[-1].hash
    leaves = [checkpoint.leaf(f"neighbour-{n}", n + 1, hashlib.sha256(bytes([n])).digest()) for n in range(11)]
    leaves[6] = checkpoint.leaf(order, len(sealed), head)
    tree = merkle.Tree(leaves)
    return checkpoint.sign(signer, 11, tree.root(), at), checkpoint.prove(order, len(sealed), head, 6, 11, tree.node)


def record(story: Story) -> Record:
    """The record of a lived order, honest until someone touches it."""
    entries = list(story.entries)
    named = {f.sha256 for f in (SITE_REF, SCREENSHOT_REF)} & _hashes(entries)
    return Record(
        order=story.order.id,
        entries=entries,
        salts=[_salt(e.seq) for e in entries],
        files={sha: data for sha, data in FILES.items() if sha in named},
    )


def erase(rec: Record, seq: int, reason: str = "依本人请求删除个人信息") -> Record:
    """What the platform does on a request: an erasure at the end of the record, then the body and salt are gone."""
    body = rec.entry(seq).body
    assert body is not None
    last = rec.entries[-1]
    act = acts.Erase(entry=seq, reason=reason, skeleton=skeleton(body.act), due=body.due)  # type: ignore[arg-type]
    order = fold(rec.order, rec.entries)
    step = perform(order, Actor(person="op", role="operator"), act, last.at + timedelta(hours=1), PlainCalendars())
    assert not isinstance(step, Refusal), step
    for entry in step.entries:
        rec.entries.append(entry)
        rec.salts.append(_salt(entry.seq))
    rec.sealed = tuple(chain.redact(s) if s.seq == seq else s for s in rec.seal())
    return rec


def check(
    data: bytes, folder: Path, trusted: Iterable[note.Key] = (PLATFORM_KEY.key,), older: bytes | None = None
) -> Report:
    """Verifies the bytes of a bundle as a stranger would: from a file, with the platform's key."""
    path, kept = folder / "order.zip", folder / "kept.zip"
    path.write_bytes(data)
    if older is not None:
        kept.write_bytes(older)
    report = Report()
    verify(path, tuple(trusted), report, kept if older is not None else None)
    return report


# -- the archive itself, for clumsier hands --------------------------------------------------------------------------


def members(data: bytes) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(content: Mapping[str, bytes] | list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    """An archive of these members, laid out as `bundle.write` would."""
    target = io.BytesIO()
    pairs = list(content.items()) if isinstance(content, Mapping) else content
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, member in pairs:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = compression, 3, 0o100644 << 16
            archive.writestr(info, member)
    return target.getvalue()


def with_member(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one member changed."""
    content = members(data)
    content[name] = change(content[name])
    return zipped(content)


def with_line(data: bytes, seq: int, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one line of its entries changed."""

    def edit(entries: bytes) -> bytes:
        lines = entries.split(b"\n")
        lines[seq - 1] = change(lines[seq - 1])
        return b"\n".join(lines)

    return with_member(data, bundle.ENTRIES, edit)


def with_json(data: bytes, name: str, **changes: Any) -> bytes:
    """The archive with fields of a JSON member changed, canonically spelled."""

    def edit(member: bytes) -> bytes:
        return msgspec.json.encode({**msgspec.json.decode(member), **changes}, order="sorted")

    return with_member(data, name, edit)


def _salt(n: int) -> bytes:
    return hashlib.sha256(b"salt" + n.to_bytes(4, "big")).digest()[:16]


def _tag(act: Any) -> str:
    return str(act.__struct_config__.tag)


def record_hashes(rec: Record) -> set[str]:
    """The hashes of the files a record names."""
    return _hashes(rec.entries)


def _hashes(entries: list[Entry]) -> set[str]:
    return set(files_named(entries)[0])
