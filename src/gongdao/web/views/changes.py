"""Change orders, and requests that are not change orders: kept apart, because only the first can change anything."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.rules.agreement import price_of
from gongdao.kernel.rules.work import changed
from gongdao.kernel.state import Change
from gongdao.kernel.values import Agreement
from gongdao.web.page import Page, open_page
from gongdao.web.views.agreement import as_of, versions_of
from gongdao.web.views.base import show
from gongdao.words import phases
from gongdao.words.lookup import say

STYLES = {
    "open": "unsure",
    "awaiting_money": "unsure",
    "accepted": "good",
    "declined": "bad",
    "lapsed": "",
    "refused": "bad",
}


@login_required
@never_cache
@require_GET
def changes(request: HttpRequest, order_id: str) -> HttpResponse:
    """Every change order with its price and days, and every labelled request."""
    page = open_page(request, order_id)
    if not page.sees_money:
        raise Http404
    standing = versions_of(page)
    found = [_change(page, seq, change, standing) for seq, change in reversed(list(page.order.changes.items()))]
    requests = [_request(page, seq) for seq in reversed(list(page.order.requests))]
    return show(request, "changes", page, "changes", changes=found, requests=requests)


def _change(page: Page, seq: int, change: Change, standing: list[dict[str, Any]]) -> dict[str, Any]:
    act = change.act
    before = as_of(standing, seq) or page.order.agreement
    rows: list[dict[str, Any]] = []
    titles = {r.id: r for r in before.requirements} if before else {}
    for r in act.replaces:
        old = titles.get(r.id)
        rows.append(
            {
                "title": r.title,
                "kind": page.t("change.replaces"),
                "what": r.what,
                "before": old.price if old else None,
                "after": r.price,
            }
        )
    rows += [
        {"title": r.title, "kind": page.t("change.adds"), "what": r.what, "before": None, "after": r.price}
        for r in act.adds
    ]
    rows += [
        {
            "title": titles[d].title if d in titles else d,
            "kind": page.t("change.drops"),
            "what": "",
            "before": titles[d].price if d in titles else None,
            "after": 0,
        }
        for d in act.drops
    ]
    after = _after(page, before, change)
    return {
        "seq": seq,
        "by": page.role(change.by),
        "status": say(phases.STATUSES, change.status, page.lang),
        "style": STYLES[change.status],
        "reason": act.reason,
        "rows": rows,
        "days": act.extra_days,
        "price_before": price_of(before) if before else None,
        "price_after": price_of(after) if after else None,
        "answerable": change.status == "open" and change.by != page.me.role,
    }


def _after(page: Page, before: Agreement | None, change: Change) -> Agreement | None:
    if before is None:
        return None
    from msgspec.structs import replace

    return changed(replace(page.order, agreement=before), change.act)


def _request(page: Page, seq: int) -> dict[str, Any]:
    request, act, entry = page.order.requests[seq], page.act(seq), page.by_seq.get(seq)
    return {
        "seq": seq,
        "at": entry.at if entry else None,
        "kind": say(phases.REQUESTS, request.kind, page.lang),
        "amount": getattr(act, "amount", 0),
        "reason": getattr(act, "reason", ""),
        "status": say(phases.STATUSES, request.status, page.lang),
        "style": STYLES[request.status],
        "open": request.status == "open" and request.by != page.me.role,
    }
