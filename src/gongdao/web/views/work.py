"""Deliveries in custody: the tree, the checks beside each requirement, inspection item by item, promises."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.acts import HandOver, RefuseDelivery
from gongdao.kernel.rules.delivery import awaiting
from gongdao.kernel.state import Delivery
from gongdao.services import custody
from gongdao.web.evidence import checks_on, inspections_of
from gongdao.web.page import Page, open_page
from gongdao.web.show import size
from gongdao.web.views.base import show
from gongdao.words import phases
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import UnknownWordError, say

STYLES = {"handed_in": "unsure", "held": "good", "refused": "bad"}
PROMISE_STYLES = {"open": "unsure", "kept": "good", "broken": "bad", "unwitnessed": "unsure"}
VERDICT_STYLES = {"none": "", "accepted": "good", "deemed": "good", "rejected": "bad"}


@login_required
@never_cache
@require_GET
def work(request: HttpRequest, order_id: str) -> HttpResponse:
    """Every delivery, newest first, with what the viewer may do about it."""
    page = open_page(request, order_id)
    other = {"dispute", "end", "extend"} & page.allowed
    return show(
        request,
        "work",
        page,
        "work",
        deliveries=[_delivery(page, seq, d) for seq, d in reversed(list(page.order.deliveries.items()))],
        deliver_open=not page.order.deliveries and "deliver" in page.allowed,
        promises=_promises(page),
        can_other=bool(other),
    )


def _delivery(page: Page, seq: int, d: Delivery) -> dict[str, Any]:
    back = _taken_back(page, seq) if d.returned else None
    mine = custody.entitled(page.order, page.me, seq) is None and back is None
    return {
        "seq": seq,
        "at": d.at,
        "note": d.act.note,
        "status": _status(page, d),
        "style": STYLES[d.status],
        "place": page.t("delivery.with_buyer") if d.with_buyer else page.t("delivery.returned") if d.returned else "",
        "custody": page.t(f"custody.{_where(d, back)}"),
        "back": back,
        "take_back": reverse("take_back", args=[page.order.id, seq]) if mine and d.returned else "",
        "refused": _why_refused(page, seq, d),
        "size": size(sum(f.size for f in d.act.files)),
        "files": [
            {
                "name": f.name,
                "size": f.size,
                "sha256": f.sha256,
                "url": reverse("delivered_file", args=[page.order.id, seq, f.sha256]) if mine else "",
            }
            for f in d.act.files
        ],
        "run": f"{say(phases.RUN_KINDS, d.act.run.kind, page.lang)} {d.act.run.entry}" if d.act.run else "",
        "contents": reverse("contents", args=[page.order.id, seq]) if d.status == "held" and not d.returned else "",
        "items": items_of(page, seq),
    }


def _status(page: Page, d: Delivery) -> str:
    """What custody says of a delivery it has; nothing of one that is the seller's again."""
    if d.returned:
        return ""
    return page.t("delivery.refused") if d.status == "refused" else say(phases.STATUSES, d.status, page.lang)


def _where(d: Delivery, back: datetime | None) -> str:
    """Where the files are, by code."""
    if d.with_buyer:
        return "with_buyer"
    if d.returned:
        return "taken_back" if back else "returned"
    return d.status


def _taken_back(page: Page, seq: int) -> datetime | None:
    """When the seller said that he has a delivery back, if he did."""
    return next(
        (
            e.at
            for e in page.of(HandOver)
            if e.body and isinstance(e.body.act, HandOver) and e.body.act.to == "seller" and e.body.act.delivery == seq
        ),
        None,
    )


def items_of(page: Page, seq: int) -> list[dict[str, Any]]:
    """The items a delivery was handed in for: verdict, checks, and whether the viewer may inspect them now."""
    delivery = page.order.deliveries[seq]
    waiting = awaiting(page.order, seq) if delivery.status == "held" else ()
    return [_item(page, seq, requirement, waiting) for requirement in delivery.act.requirements]


def _why_refused(page: Page, seq: int, d: Delivery) -> str:
    """Custody's reason in words; the detail is the file it is about."""
    if d.status != "refused":
        return ""
    detail = next((e.body.act.detail for e in page.of(RefuseDelivery) if e.body and e.body.act.delivery == seq), "")  # type: ignore[union-attr]
    try:
        return say(CUSTODY, d.code, page.lang, name=detail)
    except UnknownWordError:
        return page.t("delivery.not_held", name=detail)


def _item(page: Page, seq: int, requirement: str, waiting: tuple[str, ...]) -> dict[str, Any]:
    order = page.order
    item = order.items.get(requirement)
    verdicts = [i for i in inspections_of(page, requirement) if i["delivery"] == seq]
    current = item is not None and item.delivery == seq
    verdict = item.verdict if item is not None and current else "none"
    text = say(phases.VERDICTS, verdict, page.lang)
    if not current:
        text = page.t("delivery.dropped" if item is None else "delivery.replaced")
    if verdicts:
        text = verdicts[-1]["verdict"]
    return {
        "r": order.requirement(requirement),
        "title": page.title(requirement),
        "verdict": text,
        "style": VERDICT_STYLES[verdict],
        "reason": verdicts[-1]["reason"] if verdicts else "",
        "checks": checks_on(page, requirement, seq),
        "waits": requirement in waiting and "inspect" in page.allowed,
    }


def _promises(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "seq": seq,
            "by": page.role(p.by),
            "text": p.act.text,
            "test": p.act.test,
            "until": p.act.until,
            "status": say(phases.STATUSES, p.status, page.lang),
            "style": PROMISE_STYLES[p.status],
            "open": p.status == "open" and p.by != page.me.role,
        }
        for seq, p in page.order.promises.items()
    ]
