"""Captures of reference addresses on the agreement's pages: asked for in the editor or on the agreement, then shown.

Nothing here changes an agreement by itself. In the editor a finished capture becomes one of the form's files; on the
agreement's page a button puts it in by the presser's own act.
"""

from typing import Any, NamedTuple

from django.http import QueryDict
from msgspec.structs import replace

from gongdao.checks.capture.live import Limits
from gongdao.checks.shape import Reason
from gongdao.kernel.values import Agreement, FileRef, Requirement
from gongdao.services import references
from gongdao.services.references import Captured
from gongdao.web import checkwords, show
from gongdao.web.forms import agreement as editing
from gongdao.web.page import Page
from gongdao.words.capture import CAPTURE
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import PAGES

MISSED_SHOWN = 20


class Note(NamedTuple):
    """What to say about a row's capture. `state` is waiting, failed or done."""

    state: str
    text: str


class Pin(NamedTuple):
    """A file of the agreement that this platform captured: what is known of it, its pictures, and what is lacking."""

    file: FileRef
    says: str
    doubts: tuple[str, ...]
    missed: tuple[tuple[str, str], ...]
    more: int
    shots: tuple[dict[str, Any], ...]


class Offer(NamedTuple):
    """What can be done about an address that nothing pins: `state` is off, open, waiting, failed or ready."""

    address: str
    state: str
    text: str
    pin: Pin | None


def reason_says(reason: Reason, lang: Lang) -> str:
    """Why an address was not captured."""
    return say(CAPTURE, reason.code, lang, **reason.data)


# -- in the editor -----------------------------------------------------------------------------------------------


def taken_up(form: QueryDict, order_id: str, person: str, do: str, lang: Lang) -> tuple[QueryDict, dict[int, Note]]:
    """The form with captures asked for, or those that have come in beside its files; and what to say, by row."""
    changed, notes = form.copy(), dict[int, Note]()
    for row in editing.item_numbers(form):
        field = f"requirements.{row}.capture"
        if do == f"capture.{row}":
            address = references.address_in(form.get(f"requirements.{row}.reference", "") or "")
            refusal = references.ask(order_id, address, person)
            if refusal is not None:
                changed.pop(field, None)
                notes[row] = Note("failed", reason_says(refusal, lang))
                continue
            changed[field] = address
        asked = changed.get(field)
        if not asked:
            continue
        if references.waiting(order_id, asked):
            notes[row] = Note("waiting", say(PAGES, "capture.waiting", lang, address=asked))
            continue
        changed.pop(field)
        found = references.latest(order_id, asked)
        if found is None or found.file is None:
            notes[row] = Note("failed", _failed(found, lang))
            continue
        _put_in(changed, row, order_id, found, found.file)
        notes[row] = Note("done", _says(found, found.file, lang))
    return changed, notes


def _put_in(form: QueryDict, row: int, order_id: str, found: Captured, file: FileRef) -> None:
    """The file among the row's files, in the place of an earlier capture of the same address."""
    path = f"requirements.{row}.reference_files."
    for number in {key.removeprefix(path).split(".")[0] for key in form if key.startswith(path)}:
        sha256 = form.get(f"{path}{number}.sha256", "") or ""
        earlier = references.captured(order_id, sha256) if sha256 else None
        if sha256 == file.sha256 or (earlier is not None and earlier.address == found.address):
            for key in [key for key in form if key.startswith(f"{path}{number}.")]:
                del form[key]
    for key, value in editing.with_files(form, {row: [file]}).lists():
        form.setlist(key, value)


# -- on the agreement's page -------------------------------------------------------------------------------------


def offer(page: Page, requirement: Requirement) -> Offer | None:
    """What may be done about an item's address now; None where it is pinned, or nobody may change the agreement."""
    address = references.unpinned(requirement)
    if not address or "amend" not in page.allowed:
        return None
    if references.waiting(page.order.id, address):
        return Offer(address, "waiting", page.t("capture.waiting", address=address), None)
    found = references.latest(page.order.id, address)
    off = references.switched_off()
    if found is None and off is not None:
        return Offer(address, "off", reason_says(off, page.lang), None)
    if found is None:
        return Offer(address, "open", page.t("capture.open"), None)
    if found.file is None:
        return Offer(address, "failed", _failed(found, page.lang), None)
    return Offer(address, "ready", page.t("capture.ready"), _pin(page, found, found.file))


def pins(page: Page, requirement: Requirement) -> list[Pin]:
    """The item's files that this platform captured."""
    known = ((file, references.captured(page.order.id, file.sha256)) for file in requirement.reference_files)
    return [_pin(page, found, file) for file, found in known if found is not None]


def with_capture(agreement: Agreement, requirement: str, file: FileRef) -> Agreement:
    """The agreement with a captured file among an item's reference files."""
    items = tuple(
        replace(r, reference_files=(*r.reference_files, file)) if r.id == requirement else r
        for r in agreement.requirements
    )
    return replace(agreement, requirements=items)


def _pin(page: Page, found: Captured, file: FileRef) -> Pin:
    doubts = []
    if found.not_rendered:
        doubts.append(page.t("capture.not_rendered", why=_why_not_shown(found.not_rendered, page.lang)))
    if found.left_out:
        doubts.append(page.t("capture.left_out", n=found.left_out))
    return Pin(
        file=file,
        says=_says(found, file, page.lang),
        doubts=tuple(doubts),
        missed=tuple((m.address, reason_says(Reason(m.code, m.data), page.lang)) for m in found.missed[:MISSED_SHOWN]),
        more=max(0, len(found.missed) - MISSED_SHOWN) + found.missed_more,
        shots=tuple({"n": n, "address": s.address, "width": s.width} for n, s in enumerate(found.shots)),
    )


def _why_not_shown(code: str, lang: Lang) -> str:
    if code in CAPTURE:
        return say(CAPTURE, code, lang, seconds=round(Limits().total_seconds))
    return checkwords.reason(code, lang)


def _failed(found: Captured | None, lang: Lang) -> str:
    if found is None or found.reason is None:
        return say(PAGES, "capture.nothing", lang)
    return reason_says(found.reason, lang)


def _says(found: Captured, file: FileRef, lang: Lang) -> str:
    return say(
        PAGES,
        "capture.done",
        lang,
        address=found.address,
        at=found.at.replace("T", " ").replace("Z", " UTC"),
        pages=len(found.pages),
        files=found.files,
        size=show.size(file.size),
        missed=len(found.missed) + found.missed_more,
    )
