"""What lies inside a sealed delivery: names, sizes and hashes of every file in it, and no byte of any.

The archive is opened as carefully as custody opens anything, in a folder that is gone before the page is sent.
"""

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.custody.faults import CustodyError
from gongdao.custody.unpack import unpack
from gongdao.custody.unpacking import Entry, Note
from gongdao.kernel.values import FileRef
from gongdao.services import custody
from gongdao.web.page import open_page
from gongdao.web.views.base import show
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import Lang, say

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
    return show(request, "contents", page, "work", files=files, seq=seq)


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
