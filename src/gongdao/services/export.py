"""An order's record as a file a stranger can verify: for one viewer, or whole for the operator of the installation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import msgspec

from gongdao.custody.faults import CustodyError
from gongdao.kernel.acts import Amend, Deliver, Draft, Erase, Exhibit, Offer, ProposeMeeting
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.fold import restored
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.state import Order
from gongdao.kernel.values import PLATFORM, Actor, FileRef
from gongdao.kernel.visibility import may_look, sees
from gongdao.people.calendars import calendars
from gongdao.record import bundle, store
from gongdao.record.bundle import Source
from gongdao.record.chain import Sealed
from gongdao.record.days import Table, Year
from gongdao.services import checkpoints, signing, states
from gongdao.services import custody as held_files

_decode_body = msgspec.json.Decoder(Body).decode
DAY = timedelta(days=1)


class Exported(msgspec.Struct, frozen=True):
    """What an export holds: the order as it stood, and how many of its bodies were withheld from this viewer."""

    order: Order
    entries: int
    withheld: int
    files: int


def export(
    order_id: str, target: BinaryIO, viewer: Actor | None = None, *, with_files: bool = False
) -> Exported | Refusal:
    """Writes the record up to now as a bundle. `viewer` None is the whole record, for whoever runs the installation.

    A viewer gets the bodies the kernel shows him; the rest is left out and the chain still holds. With `with_files` the
    files he may have are put in. A head no checkpoint covers yet is signed first. A stranger is told `order_unknown`.
    """
    held = states.read(order_id)
    order = held.order
    if held.hash is None or (viewer is not None and not may_look(order, viewer)):
        return refuse("order_unknown", order=order_id)
    if checkpoints.proof_of(order_id, order.seq) is None:
        checkpoints.seal_heads()
    proven = checkpoints.proof_of(order_id, order.seq)
    if proven is None:
        checkpoints.seal_heads(everything=True)
        proven = checkpoints.proof_of(order_id, order.seq)
    if proven is None:
        raise AssertionError(f"the head of order {order_id} was sealed and is not in the tree")
    sealed = store.sealed(order_id, last=order.seq)
    entries = [_entry(order_id, s) for s in sealed]
    shown = [e for e in entries if viewer is None or sees(order, viewer, e)]
    seen = {e.seq for e in shown}
    withheld = frozenset(e.seq for e in entries if e.body is not None and e.seq not in seen)
    files = _files(order, viewer or PLATFORM, shown) if with_files else {}
    bundle.write(
        target,
        order_id=order_id,
        sealed=sealed,
        keys=[signing.signer().key],
        note=proven[0],
        proof=proven[1],
        viewer=viewer,
        withheld=withheld,
        calendars=_table(restored(entries)),
        successions=signing.successions(),
        files=files,
    )
    return Exported(order, len(sealed), len(withheld), len(files))


def _entry(order_id: str, sealed: Sealed) -> Entry:
    body = None if sealed.body_bytes is None else _decode_body(sealed.body_bytes)
    return Entry(order=order_id, seq=sealed.seq, at=sealed.at, actor=sealed.actor, body=body)


def _table(entries: list[Entry]) -> Table:
    """The days of every calendar this order was ever under, for the years its clocks and appointments lie in.

    Everything the platform ever knew of a year goes in, each word with its instant: a clock is counted again with what
    was known when it was started.
    """
    instants = [instant for entry in entries for instant in _instants(entry)]
    # A day of the year in one zone may lie in the next year in another.
    first, last = (min(instants) - DAY).year, (max(instants) + DAY).year
    return {
        country: tuple(
            Year(
                year=year.year,
                known=year.known.astimezone(UTC),
                off=tuple(sorted(year.off)),
                work=tuple(sorted(year.work)),
            )
            for year in calendars.years(country)
            if first <= year.year <= last
        )
        for country in sorted(_countries(entries))
    }


def _countries(entries: list[Entry]) -> set[str]:
    """The calendars of every version of the agreement."""
    acts = [entry.body.act for entry in entries if entry.body is not None]
    return {act.agreement.terms.calendar for act in acts if isinstance(act, Draft | Amend)}


def _instants(entry: Entry) -> Iterator[datetime]:
    """When it was done, when the clocks it started run out, and the times it names for a talk or an answer."""
    yield entry.at
    if entry.body is None:
        return
    act = entry.body.act
    yield from (due.at for due in entry.body.due)
    if isinstance(act, Erase):
        yield from (due.at for due in act.due)
    elif isinstance(act, ProposeMeeting):
        yield from act.times
    elif isinstance(act, Offer):
        yield act.lapses_at


def _files(order: Order, viewer: Actor, shown: list[Entry]) -> dict[str, tuple[int, Source]]:
    """The files of visible entries that this viewer may have and custody still holds."""
    wanted: dict[str, FileRef] = {}
    for entry in shown:
        act = entry.body.act if entry.body else None
        if isinstance(act, Exhibit) and act.file is not None and not held_files.names_sealed(order, entry.seq):
            wanted[act.file.sha256] = act.file
        elif isinstance(act, Deliver) and (
            viewer.role == "platform" or held_files.entitled(order, viewer, entry.seq) is None
        ):
            wanted.update((file.sha256, file) for file in act.files)
    files: dict[str, tuple[int, Source]] = {}
    for sha256, file in wanted.items():
        try:
            if held_files.store().has(order.id, sha256):
                files[sha256] = (file.size, _source(order.id, sha256))
        except CustodyError:
            continue
    return files


def _source(order_id: str, sha256: str) -> Source:
    return lambda: held_files.store().file(order_id, sha256)
