"""Bytes out: exhibits for whoever may see them, deliveries for the one entitled to them now.

Everything leaves as a download under a sandboxing policy, except pictures whose own bytes say that they are pictures.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

import filetype  # type: ignore[import-untyped]
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongdao.custody.faults import CustodyError
from gongdao.custody.inspection import watermark
from gongdao.kernel.acts import Exhibit
from gongdao.kernel.refusals import Refusal
from gongdao.services import custody, references, reports
from gongdao.web.page import Page, open_page, person_of
from gongdao.web.templatetags.words import new_key

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
SANDBOX = "default-src 'none'; sandbox"
REPORT_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src {script}; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'none'; sandbox allow-scripts allow-same-origin"
)
"""A report is our own page around a stranger's words: one script may run in it, by its full address, and none inline.

Its pictures are for the signed-in only, and a browser sends no cookie from a page without an origin: hence
`allow-same-origin`. Nothing else the sandbox forbids is given back: no form, no window, no download.
"""
REPORT_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
}


@login_required
@never_cache
@require_GET
def exhibit_file(request: HttpRequest, order_id: str, seq: int) -> StreamingHttpResponse:
    """The original bytes of an exhibit."""
    page = open_page(request, order_id)
    act = page.act(seq)
    if not isinstance(act, Exhibit) or act.file is None:
        raise Http404
    answer = custody.open_exhibit(order_id, page.me, seq)
    if isinstance(answer, Refusal):
        raise Http404
    return _stream(answer, act.file.name)


@login_required
@never_cache
@require_GET
def delivered_file(request: HttpRequest, order_id: str, seq: int, sha256: str) -> HttpResponse | StreamingHttpResponse:
    """A delivered file, for the one it belongs to now. That he took it is written down: custody's other receipt."""
    page = open_page(request, order_id)
    answer = custody.open_for(order_id, page.me, seq, sha256)
    if isinstance(answer, Refusal):
        raise Http404
    delivery = page.order.deliveries[seq]
    if page.me.role == "buyer":
        custody.handed_over(order_id, page.me, seq, [sha256], key=f"handed:{seq}:{sha256[:24]}:{page.me.person}")
    name = next(f.name for f in delivery.act.files if f.sha256 == sha256)
    return _stream(answer, name, download=True)


@login_required
@never_cache
@require_POST
def take_back(request: HttpRequest, order_id: str, seq: int) -> HttpResponse:
    """The seller says that he has what went back to him, and the platform's copy is erased."""
    page = open_page(request, order_id)
    answer = custody.take_back(order_id, page.me, seq, key=f"back:{seq}")
    if isinstance(answer, Refusal):
        raise Http404
    messages.success(request, page.t("custody.taken_back_now"), extra_tags="good")
    return HttpResponseRedirect(f"{reverse('work', args=[order_id])}#d{seq}")


@login_required
@never_cache
@require_GET
def reference_file(request: HttpRequest, order_id: str, sha256: str) -> StreamingHttpResponse:
    """A reference file of the agreement, pinned when it was written. Sealed work named as a reference stays sealed."""
    page = open_page(request, order_id)
    file = next((f for r in page.requirements for f in r.reference_files if f.sha256 == sha256), None)
    sealed = any(not d.with_buyer and sha256 in {f.sha256 for f in d.act.files} for d in page.order.deliveries.values())
    if file is None or (sealed and page.me.role != "seller"):
        raise Http404
    try:
        return _stream(custody.store().open(order_id, sha256), file.name)
    except CustodyError:
        raise Http404 from None


@login_required
@never_cache
@require_GET
def reference_picture(request: HttpRequest, order_id: str, sha256: str, number: int) -> HttpResponse:
    """A picture of a page captured as a reference, as the sandbox showed it."""
    page = open_page(request, order_id)
    png = references.picture(page.order.id, sha256, number)
    if png is None:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
@require_GET
def report(request: HttpRequest, order_id: str, seq: int, name: str = "") -> HttpResponse | StreamingHttpResponse:
    """A file of a check's report: its page, in the reader's language, or one of its pictures, with his name across it.

    Only what a report is made of, and only out of its own archive.
    """
    page = open_page(request, order_id)
    name = name or ("en.html" if page.lang == "en" else "index.html")
    check = page.order.checks.get(seq)
    archive = reports.opened(order_id, check.report_sha256) if check else None
    kind = REPORT_KINDS.get(PurePosixPath(name).suffix)
    if archive is None or kind is None or archive.size(name) is None:
        raise Http404
    response: HttpResponse | StreamingHttpResponse
    if kind == "image/png":
        response = HttpResponse(watermark(archive.read(name), mark_of(page, request)), content_type=kind)
    else:
        response = StreamingHttpResponse(archive.pieces(name), content_type=kind)
    script = request.build_absolute_uri(reverse("report_file", args=[order_id, seq, "report.js"]))
    response.headers["Content-Security-Policy"] = REPORT_POLICY.format(script=script)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def mark_of(page: Page, request: HttpRequest) -> str:
    """What is written across every picture: the order, who looks, and the day."""
    return f"{page.order.id} · {person_of(request).name} · {page.at:%Y-%m-%d}"


def _stream(chunks: Iterator[bytes], name: str, *, download: bool = False) -> StreamingHttpResponse:
    first = next(chunks, b"")
    guessed = filetype.guess_mime(first[:4096]) if first else None
    picture = guessed in PICTURES and not download
    kind = guessed if picture and guessed else "application/octet-stream"

    def whole() -> Iterator[bytes]:
        yield first
        yield from chunks

    response = StreamingHttpResponse(whole(), content_type=kind)
    header = content_disposition_header(not picture, name)
    response.headers["Content-Disposition"] = header or f'attachment; filename="{new_key()}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
