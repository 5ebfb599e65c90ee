"""The record as this viewer may see it: a timeline with the chain's hashes, and the bundle a stranger can verify."""

from tempfile import SpooledTemporaryFile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.entry import Entry
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM
from gongdao.record import checkpoint, store
from gongdao.services import checkpoints, signing
from gongdao.services import export as exporting
from gongdao.web import show as shown
from gongdao.web.page import Page, open_page
from gongdao.web.timeline import lines
from gongdao.web.views.base import FAR, before_of, part_of, show

SHOWN = 50
IN_MEMORY = 4 * 1024 * 1024


@login_required
@never_cache
@require_GET
def record(request: HttpRequest, order_id: str) -> HttpResponse:
    """The last entries, newest first; earlier ones page by page. Entries without a body are shown as closed."""
    page = open_page(request, order_id)
    before = min(before_of(request) or FAR, page.order.seq + 1)
    first = max(1, before - SHOWN)
    chained = store.entries(order_id, first, before - 1)
    shown = [_entry(page, entry) for entry, _ in reversed(chained)]
    return show(
        request,
        "record",
        page,
        "record",
        lines=lines(page, shown, {entry.seq: digest.hex() for entry, digest in chained}),
        part=part_of(range(1, page.order.seq + 1), before, SHOWN),
        head=page.head,
        export_url=reverse("export", args=[order_id]),
        proof=_proof(page, order_id),
    )


def _proof(page: Page, order_id: str) -> dict[str, object] | None:
    """Where the newest signed checkpoint has this order, in numbers and hashes; None before it was first signed."""
    proven = checkpoints.latest_proof(order_id)
    if proven is None:
        return None
    note, inclusion = proven
    key = signing.signer().key
    signed = checkpoint.verify(note, [key])
    return {
        "says": page.t(
            "proof.says",
            seq=inclusion.seq,
            at=shown.moment(signed.at, page.tz, page.lang),
            index=inclusion.index + 1,
            size=signed.size,
            steps=len(inclusion.path),
        ),
        "behind": page.order.seq - inclusion.seq,
        "head": inclusion.head,
        "path": inclusion.path,
        "root": signed.root.hex(),
        "key": str(key),
        "command": f"gongdao verify gongdao-{order_id}.zip --key '{key}'",
        "older": f"gongdao verify gongdao-{order_id}.zip --key '{key}' --older {page.t('proof.older_file')}.zip",
    }


def _entry(page: Page, entry: Entry) -> Entry:
    """An entry as this viewer may read it: one that is closed to him keeps its place and its hash, and nothing else."""
    if page.seen.reads(entry) or entry.seq in page.order.erased:
        return entry
    return Entry(order=entry.order, seq=entry.seq, at=entry.at, actor=PLATFORM, body=None)


@login_required
@never_cache
@require_GET
def export(request: HttpRequest, order_id: str) -> FileResponse:
    """The bundle for this viewer: what he may not see is left out and the chain still holds."""
    page = open_page(request, order_id)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    answer = exporting.export(order_id, target, page.me, with_files=True)  # type: ignore[arg-type]
    if isinstance(answer, Refusal):
        raise Http404
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"gongdao-{order_id}.zip", content_type="application/zip")
