"""Bytes out: exhibits for whoever may see them, deliveries for the one entitled to them now.

Everything leaves as a download under a sandboxing policy, except pictures whose own bytes say that they are pictures.
"""

from collections.abc import Iterator

import filetype  # type: ignore[import-untyped]
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.acts import Exhibit
from gongdao.kernel.refusals import Refusal
from gongdao.services import custody
from gongdao.web.page import open_page
from gongdao.web.templatetags.words import new_key

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
SANDBOX = "default-src 'none'; sandbox"


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
