"""The dispute as its parties see it: items on the left, what each side says of them, exhibits, the thread."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.acts import Dispute, End
from gongdao.kernel.rules.decision import still_showing
from gongdao.kernel.values import Requirement
from gongdao.web import show as shown
from gongdao.web.evidence import checks_on, claims_of, exhibits_on, issues_of, reminders_on, thread
from gongdao.web.page import Page, open_page
from gongdao.web.views.base import before_of, part_of, show
from gongdao.web.views.orders import state_of

THREAD_SHOWN = 100


@login_required
@never_cache
@require_GET
def dispute(request: HttpRequest, order_id: str) -> HttpResponse:
    """Every item that is or was contested, with all that was said and shown about it."""
    page = open_page(request, order_id)
    if not page.order.disputes:
        raise Http404
    numbered = list(enumerate(page.requirements, 1))
    contested = [(n, r) for n, r in numbered if page.order.items[r.id].contested or _spoken_of(page, r.id)]
    whole = exhibits_on(page, None)
    said = {row["seq"]: row for row in thread(page)}
    part = part_of(list(said), before_of(request), THREAD_SHOWN)
    return show(
        request,
        "dispute",
        page,
        "dispute",
        items=[item_of(page, n, r) for n, r in contested],
        whole=whole,
        whole_summary=page.t("dispute.summary_exhibits", n=len(whole)),
        evidence=_evidence(page),
        issues=issues_of(page),
        reason=_reason(page),
        thread=[said[seq] for seq in part.shown],
        part=part,
    )


def _spoken_of(page: Page, requirement: str) -> bool:
    return any(c.act.requirement == requirement for c in page.order.claims.values())


def item_of(page: Page, n: int, r: Requirement) -> dict[str, Any]:
    """One contested item."""
    item = page.order.items[r.id]
    exhibits = exhibits_on(page, r.id)
    claims = sum(c.act.requirement == r.id for c in page.order.claims.values())
    return {
        "n": n,
        "r": r,
        **state_of(page, item),
        "summary": page.t("dispute.summary", claims=claims, exhibits=len(exhibits)),
        "share": page.shares.get(r.id),
        "sides": claims_of(page, r.id),
        "exhibits": exhibits,
        "checks": checks_on(page, r.id),
        "reminders": reminders_on(page, r.id),
        "open": item.contested and not item.finished,
    }


def _evidence(page: Page) -> str:
    if page.order.phase != "disputed":
        return ""
    return page.t("evidence.closed") if page.order.evidence_closed else page.t("evidence.open", **evidence_until(page))


def evidence_until(page: Page) -> dict[str, str]:
    """Until when evidence may come in, and who has not said that he has no more."""
    due = page.order.due.get(f"evidence:{page.order.dispute_seq}")
    return {
        "until": shown.moment(due, page.tz, page.lang) if due else "",
        "who": page.role(still_showing(page.order)),
    }


def _reason(page: Page) -> dict[str, Any] | None:
    found = page.of(Dispute, End)
    if not found:
        return None
    entry = found[-1]
    return {
        "who": f"{page.role(entry.actor.role)} {page.name(entry.actor.person)}",
        "at": entry.at,
        "text": getattr(entry.body.act, "reason", "") if entry.body else "",
    }
