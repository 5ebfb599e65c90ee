"""Pictures of a delivered site, taken once by the worker, so that the buyer can look without having.

Every page of the delivery at three widths. What lies in the data folder carries no mark and goes to nobody; whoever
looks gets a copy with the order and his own name across it. They are erased with the delivery.
"""

import shutil
import tempfile
from pathlib import Path

import msgspec
from django.conf import settings

from gongdao.custody.faults import CustodyError
from gongdao.custody.inspection import WIDTHS, watermark
from gongdao.services import custody, queries

PAGES_MAX = 12
LIST = "pictures.json"


class Shot(msgspec.Struct, frozen=True):
    """One page at one width: its path inside the delivery, the window's width, the file it lies in ("" if none).

    `status` is "shown" or the check's code for why the page could not be shown.
    """

    page: str
    width: int
    file: str
    status: str


class Taken(msgspec.Struct, frozen=True):
    """All pictures of a delivery, and why there are none or not all; `untried` pages were beyond the limit."""

    shots: tuple[Shot, ...] = ()
    reasons: tuple[str, ...] = ()
    untried: int = 0


def take(order_id: str, delivery: int) -> None:
    """Takes the pictures of a held delivery. Done once; a second call finds them there."""
    from gongdao.checks.capture import capture

    order = queries.state(order_id)
    held = order.deliveries.get(delivery) if order else None
    if held is None or held.status != "held" or held.returned or taken(order_id, delivery) is not None:
        return
    target = _folder(order_id, delivery)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="gongdao-pictures-", dir=target.parent) as desk:
        site, out = Path(desk) / "site", Path(desk) / "out"
        try:
            custody.unpacked(order_id, held.act.files, site)
        except CustodyError as fault:
            found = Taken(reasons=(fault.code,))
            out.mkdir()
        else:
            seen = capture(site, widths=WIDTHS, out=out, max_pages=PAGES_MAX)
            out.mkdir(exist_ok=True)
            found = Taken(
                shots=tuple(
                    Shot(p.page, p.width, Path(p.picture).name if p.picture else "", p.status) for p in seen.pages
                ),
                reasons=tuple(dict.fromkeys(reason.code for reason in seen.reasons)),
                untried=len(seen.untried),
            )
        (out / LIST).write_bytes(msgspec.json.encode(found))
        # The list comes into being together with the pictures it names.
        shutil.rmtree(target, ignore_errors=True)
        out.rename(target)


def taken(order_id: str, delivery: int) -> Taken | None:
    """What was taken of a delivery; None while the worker has not come to it."""
    try:
        raw = (_folder(order_id, delivery) / LIST).read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(raw, type=Taken)


def marked(order_id: str, delivery: int, number: int, mark: str) -> bytes | None:
    """One picture with its mark across it, as PNG; None if there is no such picture."""
    found = taken(order_id, delivery)
    if found is None or not 0 <= number < len(found.shots) or not found.shots[number].file:
        return None
    return watermark((_folder(order_id, delivery) / found.shots[number].file).read_bytes(), mark)


def forget(order_id: str) -> None:
    """Removes every picture of an order, as when its deliveries are erased."""
    shutil.rmtree(Path(settings.DATA) / "pictures" / order_id, ignore_errors=True)


def _folder(order_id: str, delivery: int) -> Path:
    return Path(settings.DATA) / "pictures" / order_id / str(delivery)
