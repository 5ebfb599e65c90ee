"""Deliveries: bytes into custody first, then the acts that speak of them.

A file is sealed before anybody says it exists, and custody's receipt follows the delivery at once, or from the worker
if the process died between. Bytes leave only when the order's state says to whom.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gongdao.custody import clamd
from gongdao.custody.faults import CustodyError
from gongdao.custody.faults import Refused as CustodyRefused
from gongdao.custody.keys import FolderChest, MasterKeys
from gongdao.custody.shelves import S3Shelf
from gongdao.custody.store import Store, folder_store
from gongdao.custody.unpack import Unpacked, unpack
from gongdao.kernel.acts import Act, Deliver, HandOver, HowToRun, Receipt, RefuseDelivery
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.state import Order
from gongdao.kernel.values import PLATFORM, Actor, FileRef
from gongdao.kernel.visibility import may_look
from gongdao.services import states
from gongdao.services.perform import Done, perform

MASTER_KEY_BYTES = 32


@cache
def store() -> Store:
    """The store of this installation: sealed files in its data folder, or on an S3-compatible shelf by setting.

    Wrapped keys stay in the data folder either way: whoever holds the bucket cannot open what lies in it.
    """
    data = Path(settings.DATA)
    masters = MasterKeys(_master_key(data))
    if settings.CUSTODY_S3 is None:
        return folder_store(data / "custody", masters)
    from storages.backends.s3 import S3Storage

    shelf = S3Shelf(S3Storage(**settings.CUSTODY_S3), data / "custody" / "drafts")
    return Store(shelf, FolderChest(data / "custody" / "keys"), masters)


def _master_key(data: Path) -> bytes:
    """The key that wraps every order's key: made once, mode 0600. Losing it loses every delivery."""
    folder = data / "keys"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / "custody"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = os.urandom(MASTER_KEY_BYTES)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def keep(order_id: str, name: str, source: BinaryIO, limit: int | None = None) -> FileRef:
    """Seals a file for an order and returns how acts name it. Raises CustodyError as the store does.

    Where a scanner is set, a file it does not call clean is not taken: `virus_found`, or why it could not be asked.
    """
    if settings.CLAMD:
        found = clamd.scan(settings.CLAMD, source).virus
        if found is not None:
            raise CustodyRefused("virus_found", name=name, virus=found)
        source.seek(0)
    stored = store().put(order_id, source, limit)
    return FileRef(name=name, size=stored.size, sha256=stored.sha256)


def deliver(
    order_id: str,
    seller: Actor,
    requirements: Sequence[str],
    files: Sequence[FileRef],
    *,
    note: str = "",
    run: HowToRun | None = None,
    key: str,
    at: datetime | None = None,
) -> Done | Refusal:
    """Hands kept files in for named requirements, and custody's receipt with it. Checks follow in the worker."""
    for file in files:
        if not store().has(order_id, file.sha256):
            return refuse("files_differ", name=file.name)
    act = Deliver(requirements=tuple(requirements), files=tuple(files), note=note, run=run)
    handed_in = perform(order_id, seller, act, key=key, at=at)
    if isinstance(handed_in, Refusal):
        return handed_in
    received = receive(order_id, handed_in.entries[0].seq, at=at)
    return Done((*handed_in.entries, *received.entries), received.order) if isinstance(received, Done) else handed_in


def unpacked(order_id: str, files: Iterable[FileRef], target: Path) -> Path:
    """Files out of custody, safely unpacked into a new folder; several each into one of its own. For checks and
    pictures only: nothing of it may be handed to anybody. Raises CustodyError.
    """
    for file, folder in places(files, target):
        unpack_into(order_id, file, folder)
    return target


def places(files: Iterable[FileRef], target: Path) -> Iterator[tuple[FileRef, Path]]:
    """Each file of a delivery and the empty folder it is opened in: the new folder `target`, or one below it each."""
    several = list(files)
    target.mkdir()
    for number, file in enumerate(several, 1):
        folder = target if len(several) == 1 else target / f"{number:03d}"
        folder.mkdir(exist_ok=True)
        yield file, folder


def unpack_into(order_id: str, file: FileRef, folder: Path) -> Unpacked:
    """One file out of custody, safely unpacked. For checks and inspection only. Raises CustodyError."""
    with store().file(order_id, file.sha256) as opened:
        return unpack(opened, file.name, folder)


def receive(order_id: str, delivery: int, *, at: datetime | None = None) -> Done | Refusal:
    """Custody's word on a delivery: a receipt when it holds every byte, else a refusal that says what is missing.

    Said twice, it changes nothing. The worker says it too, should the process that took the bytes have died.
    """
    handed_in = states.read(order_id).order.deliveries.get(delivery)
    if handed_in is None:
        return refuse("delivery_unknown", delivery=delivery)
    missing = [file.name for file in handed_in.act.files if not store().has(order_id, file.sha256)]
    act: Act = Receipt(delivery=delivery, files=handed_in.act.files)
    if missing:
        act = RefuseDelivery(delivery=delivery, code="not_held", detail=missing[0][:300])
    return perform(order_id, PLATFORM, act, key=f"custody:{delivery}", at=at)


def entitled(order: Order, viewer: Actor, delivery: int) -> Refusal | None:
    """Why this viewer may not have the bytes of a delivery now; None when he may.

    The seller may until they are the buyer's; the buyer once a settlement or determination gave them to him. Nobody
    else, not even the mediator: he sees what inspection shows.
    """
    held = order.deliveries.get(delivery)
    if held is None or order.role_of(viewer.person) is None:
        return refuse("delivery_unknown", delivery=delivery)
    seated = order.role_of(viewer.person) == viewer.role
    if seated and ((viewer.role == "seller" and not held.with_buyer) or (viewer.role == "buyer" and held.with_buyer)):
        return None
    return refuse("not_entitled", delivery=delivery, to=viewer.role)


def open_for(order_id: str, viewer: Actor, delivery: int, sha256: str) -> Iterator[bytes] | Refusal:
    """The bytes of a delivered file, for the one entitled to it now; anyone else is refused."""
    order = states.read(order_id).order
    refusal = entitled(order, viewer, delivery)
    if refusal is not None:
        return refusal
    if sha256 not in {file.sha256 for file in order.deliveries[delivery].act.files}:
        return refuse("delivery_unknown", delivery=delivery)
    try:
        return store().open(order_id, sha256)
    except CustodyError as fault:
        return refuse("files_differ", delivery=delivery, fault=fault.code)


def names_sealed(order: Order, exhibit: int) -> bool:
    """Whether an exhibit names bytes of a delivery that is still in custody, without being the seller's own.

    An act may carry any hash; calling sealed bytes an exhibit must not open them. The seller may show his own work.
    """
    shown = order.exhibits.get(exhibit)
    if shown is None or shown.act.file is None or shown.by == "seller":
        return False
    sha256 = shown.act.file.sha256
    return any(not d.with_buyer and sha256 in {f.sha256 for f in d.act.files} for d in order.deliveries.values())


def open_exhibit(order_id: str, viewer: Actor, exhibit: int) -> Iterator[bytes] | Refusal:
    """The bytes of an exhibit's file, for whoever may see the exhibit."""
    held = states.read(order_id)
    shown = held.order.exhibits.get(exhibit)
    if shown is None or shown.act.file is None or not may_look(held.order, viewer) or names_sealed(held.order, exhibit):
        return refuse("exhibit_unknown", exhibit=exhibit)
    try:
        return store().open(order_id, shown.act.file.sha256)
    except CustodyError as fault:
        return refuse("files_differ", exhibit=exhibit, fault=fault.code)


def take_back(order_id: str, viewer: Actor, delivery: int, *, key: str) -> Done | Refusal:
    """The seller's word that he has what went back to him: the receipt, after which the worker erases the copy."""
    held = states.read(order_id).order.deliveries.get(delivery)
    if held is None:
        return refuse("delivery_unknown", delivery=delivery)
    if viewer.role != "seller":
        return refuse("not_entitled", delivery=delivery, to=viewer.role)
    return handed_over(order_id, viewer, delivery, [file.sha256 for file in held.act.files], key=key)


def only_in(order: Order, delivery: int) -> tuple[str, ...]:
    """The files of a delivery, by hash, that nothing else in the order holds on to: no exhibit, which is evidence, no
    reference, and no other delivery that is not the seller's again."""
    needed = {shown.act.file.sha256 for shown in order.exhibits.values() if shown.act.file is not None}
    agreed = order.agreement.requirements if order.agreement else ()
    proposed = (requirement for change in order.changes.values() for requirement in change.act.adds)
    needed |= {file.sha256 for requirement in (*agreed, *proposed) for file in requirement.reference_files}
    others = [held for seq, held in order.deliveries.items() if seq != delivery and not held.returned]
    needed |= {file.sha256 for held in others for file in held.act.files}
    return tuple(file.sha256 for file in order.deliveries[delivery].act.files if file.sha256 not in needed)


def handed_over(order_id: str, viewer: Actor, delivery: int, files: Sequence[str], *, key: str) -> Done | Refusal:
    """Writes down that custody handed files over: the receipt on the other side."""
    if viewer.role not in ("buyer", "seller"):
        return refuse("not_entitled", delivery=delivery)
    act = HandOver(delivery=delivery, to=viewer.role, person=viewer.person, files=tuple(files))
    return perform(order_id, PLATFORM, act, key=key)
