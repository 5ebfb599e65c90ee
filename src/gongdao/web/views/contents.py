"""The inspection of a sealed delivery: pictures, tables, sound and film, every file by name, size and hash; no byte.

Everything shown was taken by the worker when the delivery came in. Beside it stands each item with its checks, so that
whoever inspects can decide where he looks.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.checks.profile import Profile
from gongdao.checks.shape import Reason
from gongdao.custody.inspection import Branch, tree
from gongdao.custody.unpacking import Entry
from gongdao.services import inspection
from gongdao.services.inspection import Medium, Opened, Said, Taken
from gongdao.web import checkwords
from gongdao.web.page import Page, open_page
from gongdao.web.views.base import show
from gongdao.web.views.files import mark_of
from gongdao.web.views.work import items_of
from gongdao.words.lookup import Lang

THUMB = 480
"""Pixels: enough to see which page it is; the whole picture is one click away."""
UNFOLDED = 40
"""Files up to which folders stand open."""


@login_required
@never_cache
@require_GET
def contents(request: HttpRequest, order_id: str, seq: int) -> HttpResponse:
    """Everything there is to see of one delivery, and its items with their checks."""
    page = open_page(request, order_id)
    found = _taken(page, seq)
    shown = {"seq": seq, "items": items_of(page, seq), "pending": found is None}
    return show(request, "contents", page, "work", **shown, **(_shown(page, seq, found) if found else {}))


def _taken(page: Page, seq: int) -> Taken | None:
    """What was taken of a delivery in custody; None while the worker has not come to it. 404 for any other."""
    delivery = page.order.deliveries.get(seq)
    if delivery is None or delivery.status != "held" or delivery.returned:
        raise Http404
    return inspection.taken(page.order.id, seq)


def _shown(page: Page, seq: int, found: Taken) -> dict[str, Any]:
    whole = sum(len(opened.files) for opened in found.opened)
    # A delivery without any page is no fault where something else of it can be shown.
    other = bool(found.data.tables or found.media)
    return {
        "files": [_opened(opened, page.lang, spread=whole <= UNFOLDED) for opened in found.opened],
        "files_count": whole + sum(opened.more for opened in found.opened),
        "pictures": _pictures(page, seq, found),
        "picture_faults": [_said(said, page.lang) for said in found.reasons],
        "no_pages": other and not found.shots and [said.code for said in found.reasons] in ([], ["no_page"]),
        "pictures_untried": found.untried,
        "tables": [_table(table, page.lang) for table in found.data.tables],
        "tables_untried": found.data.untried,
        "tables_fault": _said(found.data.reason, page.lang),
        "media": [_medium(medium, page) for medium in found.media],
    }


def _said(said: Said | Reason | None, lang: Lang) -> str:
    return checkwords.reason(said.code, lang, said.data) if said else ""


def _pictures(page: Page, seq: int, found: Taken) -> list[dict[str, Any]]:
    """The pictures of a delivered site, page by page, and why one is missing."""
    sites: dict[str, list[dict[str, object]]] = {}
    told = {said.code: said.data for said in found.reasons}
    for number, shot in enumerate(found.shots):
        url = reverse("delivered_picture", args=[page.order.id, seq, number]) if shot.file else ""
        fault = "" if url else checkwords.reason(shot.status, page.lang, told.get(shot.status))
        sites.setdefault(shot.page, []).append({"width": shot.width, "url": url, "fault": fault})
    return [{"page": name, "shots": shots} for name, shots in sites.items()]


def _opened(opened: Opened, lang: Lang, *, spread: bool) -> dict[str, Any]:
    inside = tree(Entry(file.path, file.size, file.sha256) for file in opened.files)
    return {
        "name": opened.name,
        "size": opened.size,
        "folders": folders(inside),
        "single": len(opened.files) == 1 and opened.files[0].path == opened.name,
        "spread": spread,
        "more": opened.more,
        "notes": [checkwords.reason(note.code, lang, note.data) for note in opened.notes],
        "fault": _said(opened.fault, lang),
    }


def folders(branch: Branch) -> list[dict[str, Any]]:
    """Every folder that holds files itself, depth first, with them: what a template can show without recursion."""
    own = [{"path": branch.path, "files": len(branch.leaves), "leaves": branch.leaves}] if branch.leaves else []
    return own + [row for below in branch.branches for row in folders(below)]


def _table(table: Profile, lang: Lang) -> dict[str, Any]:
    return {
        "file": table.file,
        "format": table.format.upper(),
        "encoding": table.encoding,
        "rows": table.rows,
        "columns": table.columns,
        "width": len(table.columns) + table.more,
        "names": [column.name for column in table.columns],
        "more": table.more,
        "broken": table.broken,
        "sample": table.sample,
        "fault": _said(table.reason, lang),
    }


def _medium(medium: Medium, page: Page) -> dict[str, Any]:
    return {
        "path": medium.path,
        "size": medium.size,
        "mime": medium.mime,
        "kind": page.t(f"media.{medium.kind}"),
        "length": clock_of(medium.seconds) if medium.seconds is not None else page.t("media.unknown"),
    }


def clock_of(seconds: float) -> str:
    """A length as people write it: 3:07, or 1:02:03."""
    whole = max(1, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@login_required
@never_cache
@require_GET
def delivered_picture(request: HttpRequest, order_id: str, seq: int, number: int) -> HttpResponse:
    """A picture of a delivered page, with the order and the viewer's name across it; with `?thumb`, only its top."""
    page = open_page(request, order_id)
    if _taken(page, seq) is None:
        raise Http404
    thumb = THUMB if "thumb" in request.GET else 0
    png = inspection.marked(order_id, seq, number, mark_of(page, request), thumb)
    if png is None:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
