"""What lies inside a sealed delivery: names, sizes and hashes of every file in it, and no byte of any.

The archive is opened as carefully as custody opens anything, in a folder that is gone before the page is sent.
"""

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.custody.faults import CustodyError
from gongdao.custody.unpack import unpack
from gongdao.custody.unpacking import Entry, Note
from gongdao.kernel.values import FileRef
from gongdao.services import custody, pictures
from gongdao.web.page import open_page, person_of
from gongdao.web.views.base import show
from gongdao.words.checks_imitation import WORDS as IMITATION_WORDS
from gongdao.words.checks_other import WORDS as OTHER_WORDS
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import Lang, UnknownWordError, say
from gongdao.words.pages import PAGES

LARGEST = 64 * 1024 * 1024
"""A page is not the place to open more than this; the checks in the worker open what is larger."""
ROWS = 2_000


@login_required
@never_cache
@require_GET
def contents(request: HttpRequest, order_id: str, seq: int) -> HttpResponse:
    """The list of what each delivered file holds."""
    page = open_page(request, order_id)
    delivery = page.order.deliveries.get(seq)
    if delivery is None or delivery.status != "held" or delivery.returned:
        raise Http404
    files = [_inside(order_id, file, page.lang) for file in delivery.act.files]
    return show(request, "contents", page, "work", files=files, seq=seq, **_pictures(order_id, seq, page.lang))


def _pictures(order_id: str, seq: int, lang: Lang) -> dict[str, object]:
    """The pictures of a delivered site, page by page, and why one is missing."""
    found = pictures.taken(order_id, seq)
    if found is None:
        return {"pictures_pending": True}
    sites: dict[str, list[dict[str, object]]] = {}
    for number, shot in enumerate(found.shots):
        url = reverse("delivered_picture", args=[order_id, seq, number]) if shot.file else ""
        fault = "" if url else _said(shot.status, lang)
        sites.setdefault(shot.page, []).append({"width": shot.width, "url": url, "fault": fault})
    return {
        "pictures": [{"page": name, "shots": shots} for name, shots in sites.items()],
        "picture_faults": [_said(code, lang) for code in found.reasons],
        "pictures_untried": found.untried,
    }


def _said(code: str, lang: Lang) -> str:
    """Why there is no picture, in words; the code itself where the checks have no sentence for it."""
    for table in (CUSTODY, IMITATION_WORDS, OTHER_WORDS):
        try:
            return say(table, code, lang)
        except (UnknownWordError, KeyError):
            continue
    return say(PAGES, "pictures.unknown", lang, code=code)


@login_required
@never_cache
@require_GET
def delivered_picture(request: HttpRequest, order_id: str, seq: int, number: int) -> HttpResponse:
    """A picture of a delivered page, with the order and the viewer's name across it."""
    page = open_page(request, order_id)
    delivery = page.order.deliveries.get(seq)
    if delivery is None or delivery.status != "held" or delivery.returned:
        raise Http404
    mark = f"{order_id} · {person_of(request).name} · {page.at:%Y-%m-%d}"
    png = pictures.marked(order_id, seq, number, mark)
    if png is None:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _inside(order_id: str, file: FileRef, lang: Lang) -> dict[str, object]:
    row: dict[str, object] = {"name": file.name, "size": file.size, "entries": (), "notes": (), "fault": ""}
    if file.size > LARGEST:
        return row | {"large": True}
    with tempfile.TemporaryDirectory(prefix="gongdao-contents-") as folder:
        try:
            with custody.store().file(order_id, file.sha256) as opened:
                found = unpack(opened, file.name, Path(folder))
        except CustodyError as fault:
            return row | {"fault": say(CUSTODY, fault.code, lang, **fault.data)}
    entries: tuple[Entry, ...] = found.entries[:ROWS]
    notes: tuple[Note, ...] = found.notes
    return row | {
        "entries": entries,
        "more": len(found.entries) - len(entries),
        "notes": [say(CUSTODY, note.code, lang, **note.data) for note in notes],
    }
