"""References captured when they are agreed: a page at an address, fetched by the worker, sealed, and shown to both.

A capture changes no agreement. It becomes a sealed file of the order, known by its hash, with pictures to look at; the
party who asked for it puts the file into a version of the agreement by an act of his own, and both sides accept that
version by its hash (docs/decisions/0013). What this module says of a file (from where, when, what is lacking) is this
installation's word; what was agreed is the file.
"""

import hashlib
import re

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from gongdao.checks.capture.live import Taken, archive_name, take
from gongdao.checks.capture.live_addresses import SETTING
from gongdao.checks.capture.live_fetch import readable
from gongdao.checks.capture.pinned import Missed
from gongdao.checks.shape import Reason
from gongdao.custody.faults import CustodyError, Erased
from gongdao.kernel.values import FileRef, Requirement
from gongdao.services import archives, clock, custody
from gongdao.services.desks import desk
from gongdao.services.jobs import QUEUE
from gongdao.services.news import messenger

TASK = "gongdao.capture"
LIST = "capture.json"
AN_HOUR = 3600
CAPTURES_AN_HOUR = 30
SETTINGS_ENDINGS = (".toml", ".json")
_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、）】》」]+", re.IGNORECASE)


class Shot(msgspec.Struct, frozen=True):
    """A picture of a captured page: the address, the window's width, the picture's name in the archive."""

    address: str
    width: int
    file: str


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a capture. `file` is the sealed archive, None where there is none and `reason` says why.

    `missed` are addresses that are not in it, `missed_more` and `left_out` further counts (see `capture.pinned`).
    """

    address: str
    at: str
    file: FileRef | None = None
    reason: Reason | None = None
    pages: tuple[str, ...] = ()
    files: int = 0
    missed: tuple[Missed, ...] = ()
    missed_more: int = 0
    left_out: int = 0
    not_rendered: str = ""
    shots: tuple[Shot, ...] = ()


def address_in(reference: str) -> str:
    """The first web address in a requirement's reference, "" if there is none."""
    found = _ADDRESS.search(reference)
    return found.group().rstrip(".,;:!?)]}") if found else ""


def is_settings(file: FileRef, kind: str) -> bool:
    """Whether a reference file holds a check's settings and is nothing to compare with."""
    return file.name.lower() in {f"{kind}{ending}" for ending in SETTINGS_ENDINGS}


def unpinned(requirement: Requirement) -> str:
    """The address a requirement names as its reference without a file that pins it; "" where nothing is open."""
    if any(not is_settings(file, requirement.check) for file in requirement.reference_files):
        return ""
    return address_in(requirement.reference)


def ask(order_id: str, address: str, person: str) -> Reason | None:
    """Leaves the worker a capture of an address for an order; the reason why not, if it cannot be asked for."""
    if (off := switched_off()) is not None:
        return off
    fit = readable(address) if address else Reason("no_address")
    if isinstance(fit, Reason):
        return fit
    if waiting(order_id, address):
        return None
    counter = f"captures:{person}"
    if not cache.add(counter, 1, AN_HOUR) and cache.incr(counter) > CAPTURES_AN_HOUR:
        return Reason("capture_too_often", {"limit": CAPTURES_AN_HOUR})
    try:
        with transaction.atomic():
            job = app.configure_task(TASK, queue=QUEUE, queueing_lock=_once(order_id, address))
            job.defer(order_id=order_id, address=address)
            messenger.call_worker()
    except AlreadyEnqueued:
        return None
    return None


def switched_off() -> Reason | None:
    """Why no address is captured on this installation, or None."""
    return Reason("capture_off", {"setting": SETTING}) if settings.CAPTURE is None else None


def waiting(order_id: str, address: str) -> bool:
    """Whether a capture of this address was asked for and the worker has not finished it."""
    jobs = ProcrastinateJob.objects.filter(queueing_lock=_once(order_id, address), status__in=("todo", "doing"))
    return bool(jobs.exists())


def latest(order_id: str, address: str) -> Captured | None:
    """What came of the last capture of an address for an order, None if there was none."""
    return _read(archives.opened(order_id, _of_address(address)))


def captured(order_id: str, sha256: str) -> Captured | None:
    """What this platform knows of a file it captured itself; None for any other file, whatever it says it is."""
    return _read(archives.opened(order_id, _of_file(sha256)))


def picture(order_id: str, sha256: str, number: int) -> bytes | None:
    """One of a capture's pictures, as PNG."""
    archive = archives.opened(order_id, _of_file(sha256))
    found = _read(archive)
    if archive is None or found is None or not 0 <= number < len(found.shots):
        return None
    return archive.read(found.shots[number].file)


def run(order_id: str, address: str) -> None:
    """Captures an address, seals the archive and its pictures, and notes what came of it. For the worker."""
    at = clock.now()
    with desk() as place:
        archive, seen, noted = place / "page.zip", place / "seen", place / "noted"
        noted.mkdir()
        taken = take(address, settings.CAPTURE, archive, at=at, pictures=seen)
        stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            if isinstance(taken, Reason):
                found = Captured(address=address, at=stamp, reason=taken)
            else:
                with archive.open("rb") as source:
                    file = custody.keep(order_id, archive_name(taken.manifest.pages[0], at), source)
                found = _described(address, stamp, file, taken)
                for shot in found.shots:
                    (seen / shot.file).rename(noted / shot.file)
        except Erased:
            return
        except CustodyError as fault:
            found = Captured(address=address, at=stamp, reason=Reason("not_kept", {"fault": fault.code}))
        (noted / LIST).write_bytes(msgspec.json.encode(found))
        labels = (_of_address(address), *((_of_file(found.file.sha256),) if found.file else ()))
        archives.keep(order_id, labels, noted, place / "draft")


def _described(address: str, at: str, file: FileRef, taken: Taken) -> Captured:
    manifest = taken.manifest
    page_of = {one.file: one.address for one in manifest.kept}
    return Captured(
        address=address,
        at=at,
        file=file,
        pages=manifest.pages,
        files=len(manifest.kept),
        missed=manifest.missed,
        missed_more=manifest.missed_more,
        left_out=manifest.left_out,
        not_rendered=manifest.not_rendered,
        shots=tuple(Shot(page_of.get(p.page, p.page), p.width, p.picture) for p in taken.shown if p.picture),
    )


def _read(archive: archives.Archive | None) -> Captured | None:
    return None if archive is None else msgspec.json.decode(archive.read(LIST), type=Captured)


def _of_address(address: str) -> str:
    return f"captured:{hashlib.sha256(address.encode()).hexdigest()}"


def _of_file(sha256: str) -> str:
    return f"capture:{sha256}"


def _once(order_id: str, address: str) -> str:
    return f"capture:{order_id}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
