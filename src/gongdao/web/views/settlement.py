"""Ways to agree before anyone decides: offers by item, sealed bids, talks with minutes, confidences.

None of this reaches those who find the facts. A mediator who is still to find sees a note in its place.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.acts import CaucusNote, ConfirmIssues, RecordMinutes
from gongdao.kernel.rules.settlement import bidding_round, sacrifice
from gongdao.kernel.state import Meeting, Offered
from gongdao.kernel.stepback import step_back
from gongdao.kernel.visibility import blind
from gongdao.web.evidence import issues_of
from gongdao.web.page import Page, open_page
from gongdao.web.show import as_sum, decimals_of, money
from gongdao.web.views.base import before_of, part_of, show
from gongdao.words import phases
from gongdao.words.lookup import say

OFFERS_SHOWN = 20
STYLES = {"open": "unsure", "accepted": "good", "declined": "bad", "lapsed": "", "withdrawn": "", "countered": ""}


@login_required
@never_cache
@require_GET
def settlement(request: HttpRequest, order_id: str) -> HttpResponse:
    """Offers newest first, bids, meetings, and the viewer's own confidences."""
    page = open_page(request, order_id)
    if page.me.role == "finder":
        raise Http404
    part = part_of(list(page.order.offers), before_of(request), OFFERS_SHOWN)
    return show(
        request,
        "settlement",
        page,
        "settlement",
        blind=blind(page.order, page.me),
        offers=[_offer(page, seq, page.order.offers[seq]) for seq in reversed(part.shown)],
        part=part,
        bids=list(_bids(page)),
        meetings=[_meeting(page, seq, m) for seq, m in reversed(list(page.order.meetings.items()))],
        caucus=_caucus(page),
        warn_issues=_issues_open(page),
    )


def _issues_open(page: Page) -> bool:
    """Whether a mediator would propose before both sides have said what the dispute is about."""
    issues = issues_of(page)
    return page.me.role == "mediator" and issues is not None and not issues["agreed"]


def _unlisted(page: Page, seq: int, o: Offered) -> bool:
    """Whether a mediator's proposal came before either side had confirmed what the dispute is about."""
    confirmed = {entry.actor.role for entry in page.of(ConfirmIssues) if entry.seq < seq}
    return o.by == "mediator" and len(confirmed) < 2


def _offer(page: Page, seq: int, o: Offered) -> dict[str, Any]:
    party = page.me.role in ("buyer", "seller")
    answerable = o.status == "open" and o.by != page.me.role and party and page.me.role not in o.accepted_by
    gives_up = sacrifice(page.order, page.me.role, seq) if answerable else 0  # type: ignore[arg-type]
    return {
        "seq": seq,
        "by": page.role(o.by),
        "status": say(phases.STATUSES, o.status, page.lang),
        "style": STYLES[o.status],
        "total": o.total,
        "rows": [
            {
                "title": page.title(c.requirement),
                "sum": c.sum,
                "keeper": say(phases.DELIVERABLES, c.deliverable, page.lang),
            }
            for c in o.act.covers
        ],
        "lapses": o.act.lapses_at,
        "scope": page.t("settlement.ends" if o.act.ends else "settlement.part"),
        "conditions": o.act.conditions,
        "reason": o.act.reason,
        "reply_to": o.act.reply_to,
        "reply_before": (o.act.reply_to or 0) + 1,
        "accepted_by": page.t("and").join(page.role(p) for p in o.accepted_by),
        "answerable": answerable,
        "sacrifice": gives_up,
        "sacrifice_text": as_sum(gives_up, decimals_of(page.currency)),
        "withdrawable": o.status == "open" and o.by == page.me.role and "withdraw_offer" in page.allowed,
        "unlisted": _unlisted(page, seq, o),
        "step_back": _step_back(page, seq, o),
    }


def _step_back(page: Page, seq: int, o: Offered) -> str:
    """Names a mediator's proposal that only halves the distance between what the two sides asked for."""
    if o.by != "mediator":
        return ""
    asked = {party: _asked(page, party, seq, o) for party in ("buyer", "seller")}
    if asked["buyer"] is None or asked["seller"] is None:
        return ""
    found = step_back(asked["seller"], asked["buyer"], o.total)
    return page.t(f"step_back.{found.stubborn}", rounds=found.rounds) if found else ""


def _asked(page: Page, party: str, before: int, o: Offered) -> int | None:
    """What a side wanted the seller to have for the same items: its last offer on them, else its claims' demands.

    A seller demands what he is to get, a buyer what he is to get back. None where it never said.
    """
    items = {c.requirement for c in o.act.covers}
    offers = [
        x.total
        for seq, x in page.order.offers.items()
        if seq < before and x.by == party and {c.requirement for c in x.act.covers} == items
    ]
    if offers:
        return offers[-1]
    said = {
        c.act.requirement: c.act.demand
        for seq, c in page.order.claims.items()
        if seq < before and c.by == party and c.act.demand is not None
    }
    if not items <= set(said):
        return None
    demanded = sum(said[r] or 0 for r in items)
    return demanded if party == "seller" else sum(page.shares.get(r, 0) for r in items) - demanded


def _bids(page: Page) -> list[str]:
    order, lines = page.order, []
    for key, amount in order.bids.items():
        number, _, role = key.partition(":")
        lines.append(
            page.t("bids.line", round=number, party=page.role(role), sum=money(amount, page.currency, page.lang))
        )
    if order.bids_matched is not None:
        lines.append(page.t("bids.matched", sum=money(order.bids_matched, page.currency, page.lang)))
    elif lines and bidding_round(order) > 3:
        lines.append(page.t("bids.missed"))
    return lines


def _meeting(page: Page, seq: int, m: Meeting) -> dict[str, Any]:
    held = m.minutes is not None
    state = "held" if held else "lapsed" if m.lapsed else "fixed" if m.time else "proposed"
    act = page.act(m.minutes) if m.minutes is not None else None
    return {
        "seq": seq,
        "by": page.role(m.by),
        "status": page.t(f"meeting.{state}"),
        "style": {"held": "good", "lapsed": "", "fixed": "now", "proposed": "unsure"}[state],
        "length": m.act.length,
        "agenda": m.act.agenda,
        "times": [
            (time, page.t("and").join(page.role(r) for r, chosen in m.consents.items() if chosen == time))
            for time in ((m.time,) if m.time else m.act.times)
        ],
        "minutes": act.text if isinstance(act, RecordMinutes) else "",
        "may_consent": state == "proposed" and page.me.role not in m.consents and "consent_meeting" in page.allowed,
        "may_minute": state == "fixed" and "minutes" in page.allowed,
    }


def _caucus(page: Page) -> list[dict[str, Any]]:
    rows = []
    for entry in page.of(CaucusNote):
        act = entry.body.act if entry.body else None
        if isinstance(act, CaucusNote):
            rows.append(
                {
                    "role": entry.actor.role,
                    "who": page.name(entry.actor.person),
                    "with": page.t("caucus.with", party=page.role(act.party)),
                    "at": entry.at,
                    "text": act.text,
                }
            )
    return rows
