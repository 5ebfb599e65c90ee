"""The bench: one screen for whoever decides facts, with every item, its exhibits and its checks.

It does not let anyone forget an exhibit, a reason or a clock: what is missing is counted and linked, and a
determination can only be made when nothing is.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao import remedy
from gongdao.kernel.award import finders_of, result_of
from gongdao.kernel.award import findings_on as counted
from gongdao.kernel.rules.decision import to_find
from gongdao.kernel.values import Requirement
from gongdao.kernel.visibility import blind
from gongdao.web import remedies
from gongdao.web.evidence import (
    checks_on,
    claims_of,
    exhibits_on,
    findings_on,
    inspections_of,
    issues_of,
    reminders_on,
)
from gongdao.web.page import Page, open_page
from gongdao.web.views.agreement import questions_on
from gongdao.web.views.base import show
from gongdao.web.views.dispute import evidence_until
from gongdao.web.views.orders import state_of
from gongdao.words import phases
from gongdao.words.lookup import say

NEUTRAL = ("mediator", "finder", "operator")


@dataclass(frozen=True)
class Todo:
    """One thing that must be there before a determination."""

    text: str
    url: str
    done: bool


@login_required
@never_cache
@require_GET
def bench(request: HttpRequest, order_id: str) -> HttpResponse:
    """The bench of one case. Parties have no bench."""
    page = open_page(request, order_id)
    if page.me.role not in NEUTRAL or not page.order.disputes:
        raise Http404
    order = page.order
    todo = missing_of(page)
    open_count = sum(not item.done for item in todo)
    wanted = [(n, r) for n, r in enumerate(page.requirements, 1) if order.items[r.id].contested]
    first_open = next((r.id for _, r in wanted if not _found_by_me(page, r.id)), "")
    return show(
        request,
        "bench",
        page,
        "bench",
        todo=todo,
        todo_open=open_count,
        clocks=[t for t in page.all_turns if t.mine],
        items=[_item(page, n, r, opened=r.id == first_open) for n, r in wanted],
        whole=exhibits_on(page, None),
        blind=blind(order, page.me),
        one_finder=len(finders_of(order)) == 1,
        issues=issues_of(page),
        cause=_cause(page),
        options=_options(page) if not open_count else [],
    )


def missing_of(page: Page) -> list[Todo]:
    """Everything a determination needs, each with where to do it, done or not."""
    order = page.order
    finders = finders_of(order)
    items = [
        Todo(page.t("todo.finder"), "#determine", bool(finders)),
    ]
    for requirement in to_find(order):
        found = {f.by for f in counted(order, requirement) if f.panel == order.panel}
        # A finder sees his own findings only, so for him his own are what is asked.
        needed = {page.me.person} if page.me.person in finders and len(finders) > 1 else set(finders)
        done = bool(finders) and needed <= found
        items.append(Todo(page.t("todo.finding", item=page.title(requirement)), f"#item-{requirement}", done))
    answered = {a.exhibit for f in order.findings.values() for a in f.act.exhibits}
    for seq, shown in order.exhibits.items():
        about = shown.act.requirement
        if about is None or about in order.contested:
            items.append(Todo(page.t("todo.exhibit", seq=seq, title=shown.act.title), f"#x{seq}", seq in answered))
    items.append(Todo(page.t("todo.cause"), "#cause", order.cause is not None))
    if order.evidence_closed:
        items.append(Todo(page.t("todo.evidence_closed"), "", done=True))
    else:
        items.append(Todo(page.t("todo.evidence", **evidence_until(page)), "", done=False))
    items += [Todo(page.t("todo.challenge"), "", challenge.status != "open") for challenge in order.challenges.values()]
    return items


def _found_by_me(page: Page, requirement: str) -> bool:
    return any(
        f.by == page.me.person and f.act.requirement == requirement and f.panel == page.order.panel
        for f in page.order.findings.values()
    )


def _item(page: Page, n: int, r: Requirement, *, opened: bool) -> dict[str, Any]:
    exhibits = exhibits_on(page, r.id)
    mine = _found_by_me(page, r.id)
    may = "find" in page.allowed and r.id in to_find(page.order)
    return {
        "n": n,
        "r": r,
        **state_of(page, page.order.items[r.id]),
        "summary": page.t("bench.found" if mine else "bench.to_find"),
        "share": page.shares.get(r.id),
        "questions": questions_on(page, r.id),
        "checks": checks_on(page, r.id),
        "inspections": inspections_of(page, r.id),
        "sides": claims_of(page, r.id),
        "reminders": reminders_on(page, r.id),
        "exhibits": exhibits,
        "findings": findings_on(page, r.id),
        "may_find": may,
        "find_label": "bench.find_again" if mine else "bench.find",
        "find_open": opened and not mine and page.order.evidence_closed,
        "why_not": "" if may else page.t("bench.cannot_find") if page.me.role != "operator" else "",
    }


def _cause(page: Page) -> dict[str, str] | None:
    cause = page.order.cause
    return {"text": say(phases.CAUSES, cause.cause, page.lang), "reason": cause.reason} if cause else None


def _options(page: Page) -> list[dict[str, Any]]:
    """The options the findings come to, for a mediator who has found everything."""
    if not page.sees_money:
        return []
    try:
        result = result_of(page.order)
    except (LookupError, remedy.AssessmentError):
        return []
    return [
        {
            "name": remedies.name(o.id, page.lang),
            "due": o.due,
            "to_seller": o.to_seller,
            "to_buyer": o.to_buyer,
            "default": o.id == result.default,
        }
        for o in result.options
    ]
