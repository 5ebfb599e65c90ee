"""What a buyer inspects a delivery by, taken once by the worker: pictures, tree, tables, sound and film.

Every page of a delivered site at three widths; every file with its size and hash; the shape of every table and a few of
its rows; of sound and film what they are. All of it is kept sealed under the order's key and goes with it. Pictures are
kept without a mark and given to nobody so: whoever looks gets a copy with the order and his own name across it.
"""

import contextlib
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from PIL import Image

from gongdao.checks.profile import Profile, Profiles, profiles
from gongdao.custody.faults import CustodyError, Erased
from gongdao.custody.inspection import PICTURE_PIXELS, WIDTHS, cut_profile, watermark
from gongdao.custody.media import media_of
from gongdao.kernel.values import FileRef
from gongdao.services import archives, custody, queries
from gongdao.services.desks import desk

if TYPE_CHECKING:
    from gongdao.checks.capture import Capture

PAGES_MAX = 12
FILES_MAX = 5_000
MEDIA_MAX = 40
LIST = "inspection.json"
OF_THE_MOMENT = {"deadline", "worker_failed", "page_crashed"}
"""Reasons that another try may not find again."""
PATIENT_SECONDS = 240.0
THUMB_SHAPES = {1440: 3 / 4, 820: 9 / 8, 390: 9 / 4}
"""A thumbnail shows the top of its page, at most this many times as high as wide: side by side they end alike."""


class Shot(msgspec.Struct, frozen=True):
    """One page at one width: its path inside the delivery, the window's width, the file it lies in ("" if none).

    `status` is "shown" or the check's code for why the page could not be shown.
    """

    page: str
    width: int
    file: str
    status: str


class Inside(msgspec.Struct, frozen=True):
    """One file of the delivery after unpacking: path, bytes, SHA-256 (hex)."""

    path: str
    size: int
    sha256: str


class Said(msgspec.Struct, frozen=True):
    """Something to be said in words: a code and the facts that fill its sentence."""

    code: str
    data: dict[str, object] = {}


class Opened(msgspec.Struct, frozen=True):
    """One file as it was handed in, opened: what was in it, `more` files not listed, what was noted, or why not."""

    name: str
    size: int
    files: tuple[Inside, ...] = ()
    more: int = 0
    notes: tuple[Said, ...] = ()
    fault: Said | None = None


class Medium(msgspec.Struct, frozen=True):
    """One sound or film: "audio" or "video", its type, bytes, and seconds where its header tells."""

    path: str
    size: int
    kind: str
    mime: str
    seconds: float | None


class Taken(msgspec.Struct, frozen=True):
    """All that was taken of a delivery; `reasons` say why there are no pictures or not all, `untried` pages were
    beyond the limit."""

    opened: tuple[Opened, ...] = ()
    shots: tuple[Shot, ...] = ()
    reasons: tuple[Said, ...] = ()
    untried: int = 0
    data: Profiles = Profiles()
    media: tuple[Medium, ...] = ()


def take(order_id: str, delivery: int) -> None:
    """Takes everything of a held delivery. Done once; a second call finds it there. An erased order leaves nothing."""
    order = queries.state(order_id)
    held = order.deliveries.get(delivery) if order else None
    if held is None or held.status != "held" or held.returned or archives.has(order_id, _label(delivery)):
        return
    with desk() as place:
        out = place / "out"
        found = _look(order_id, held.act.files, place / "site", out)
        out.mkdir(exist_ok=True)
        (out / LIST).write_bytes(msgspec.json.encode(found))
        with contextlib.suppress(Erased):
            archives.keep(order_id, (_label(delivery),), out, place / "archive")


def taken(order_id: str, delivery: int) -> Taken | None:
    """What was taken of a delivery; None while the worker has not come to it, and once it is erased."""
    archive = archives.opened(order_id, _label(delivery))
    return None if archive is None else msgspec.json.decode(archive.read(LIST), type=Taken)


def marked(order_id: str, delivery: int, number: int, mark: str, thumb: int = 0) -> bytes | None:
    """One picture with its mark across it, as PNG; None if there is no such picture.

    `thumb` asks for the top of the page at that many pixels' width instead, marked all the same.
    """
    archive = archives.opened(order_id, _label(delivery))
    if archive is None:
        return None
    found = msgspec.json.decode(archive.read(LIST), type=Taken)
    if not 0 <= number < len(found.shots) or not found.shots[number].file:
        return None
    shot = found.shots[number]
    png = archive.read(shot.file)
    return watermark(shrunk(png, thumb, THUMB_SHAPES[shot.width]) if thumb else png, mark)


def shrunk(png: bytes, width: int, shape: float) -> bytes:
    """The top of a picture, at most `width` pixels wide and `shape` times as high. What is no picture is left."""
    try:
        source = Image.open(io.BytesIO(png))
        if source.width * source.height > PICTURE_PIXELS:
            return png
        high = min(source.height, round(source.width * shape))
        small = source.crop((0, 0, source.width, high)).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return png
    small.thumbnail((width, high))
    out = io.BytesIO()
    small.save(out, "PNG", compress_level=1)
    return out.getvalue()


def forget(order_id: str, delivery: int) -> None:
    """Removes what was taken of a delivery."""
    archives.drop(order_id, _label(delivery))


def _label(delivery: int) -> str:
    return f"inspection:{delivery}"


def _look(order_id: str, files: tuple[FileRef, ...], site: Path, out: Path) -> Taken:
    opened = tuple(_open(order_id, file, folder) for file, folder in custody.places(files, site))
    if not any(row.files for row in opened):
        return Taken(opened=opened)
    return _seen(site, out, opened)


def _open(order_id: str, file: FileRef, folder: Path) -> Opened:
    try:
        found = custody.unpack_into(order_id, file, folder)
    except CustodyError as fault:
        return Opened(file.name, file.size, fault=Said(fault.code, fault.data))
    listed = tuple(Inside(entry.path, entry.size, entry.sha256) for entry in found.entries[:FILES_MAX])
    notes = tuple(Said(note.code, note.data) for note in found.notes)
    return Opened(file.name, file.size, listed, len(found.entries) - len(listed), notes)


def _seen(site: Path, out: Path, opened: tuple[Opened, ...]) -> Taken:
    seen = _captured(site, out)
    data = profiles(site)
    return Taken(
        opened=opened,
        shots=tuple(Shot(p.page, p.width, Path(p.picture).name if p.picture else "", p.status) for p in seen.pages),
        reasons=tuple({r.code: Said(r.code, r.data) for r in seen.reasons}.values()),
        untried=len(seen.untried),
        data=replace(data, tables=tuple(_tasted(table) for table in data.tables)),
        media=_media(site),
    )


def _captured(site: Path, out: Path) -> "Capture":
    """The pictures of a site. A machine too busy for them is no fault of the seller: then once more, with patience."""
    from gongdao.checks.capture import capture

    seen = capture(site, widths=WIDTHS, out=out, max_pages=PAGES_MAX)
    if not {reason.code for reason in seen.reasons} & OF_THE_MOMENT:
        return seen
    shutil.rmtree(out, ignore_errors=True)
    return capture(site, widths=WIDTHS, out=out, max_pages=PAGES_MAX, deadline_s=PATIENT_SECONDS)


def _tasted(table: Profile) -> Profile:
    """A profile as it may be shown: it comes out of a sandbox, so its length is not taken on trust."""
    return msgspec.convert(cut_profile(msgspec.to_builtins(table)), Profile)


def _media(site: Path) -> tuple[Medium, ...]:
    found = []
    for path in sorted(p for p in site.rglob("*") if p.is_file() and not p.is_symlink()):
        known = media_of(site, path.relative_to(site).as_posix())
        if known is not None:
            found.append(Medium(*known))
        if len(found) == MEDIA_MAX:
            break
    return tuple(found)
