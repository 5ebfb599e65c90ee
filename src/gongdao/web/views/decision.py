"""The determination: what was found, how the sums follow step by step, what else could be chosen, what would change it.

A person who is no lawyer should be able to follow it. Everything shown is recomputed from the record with the same
engine that decided, so a page can never tell another story than the award.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from msgspec.structs import replace

from gongdao import remedy
from gongdao.kernel.acts import Determine, Execute
from gongdao.kernel.award import assessment_of, each_finding, finding_of, result_of
from gongdao.kernel.rules.agreement import price_of
from gongdao.kernel.state import Order
from gongdao.remedy import explore
from gongdao.services import states
from gongdao.web import remedies
from gongdao.web.evidence import findings_on
from gongdao.web.forms.decode import basis_points
from gongdao.web.page import Page, open_page
from gongdao.web.pictures import demand_picture
from gongdao.web.show import as_share, money
from gongdao.web.timeline import option_name
from gongdao.web.views.base import show
from gongdao.words import pages, phases
from gongdao.words.lookup import say


@login_required
@never_cache
@require_GET
def decision(request: HttpRequest, order_id: str) -> HttpResponse:
    """The decision of a case, as far as this viewer may see it."""
    page = open_page(request, order_id)
    context: dict[str, Any] = {
        "findings": _findings(page),
        "cause": _cause(page),
        "appeal": _appeal(page),
        "executed": list(_executed(page)),
        "finders_say": _finders_say(page),
        "decided": False,
    }
    standing = _before(page)
    decided = next(reversed(page.of(Determine)), None)
    if decided is not None and decided.body is not None and isinstance(decided.body.act, Determine):
        context |= {
            "decided_by": page.name(decided.actor.person),
            "decided_at": decided.at,
            "note": decided.body.act.note,
            "status": _status(page),
        }
        if page.sees_money and standing is not None:
            context |= _award(page, *standing, request) | {"decided": True}
        else:
            context |= {"decided": True, "verdict": page.t("decision.blind")}
    return show(request, "decision", page, "decision", **context)


def _before(page: Page) -> tuple[Order, remedy.Result] | None:
    """The state the last determination left, and its full result; None where there is none or no sums are shown."""
    last = next(reversed(page.of(Determine)), None)
    if last is None or not page.sees_money:
        return None
    order = states.as_of(page.order.id, last.seq)
    try:
        return order, result_of(order)
    except (LookupError, remedy.AssessmentError):
        return None


def _award(page: Page, before: Order, result: remedy.Result, request: HttpRequest) -> dict[str, Any]:
    """Everything about the sums."""
    order, lang, currency = page.order, page.lang, page.currency
    elected = order.decision.elected if order.decision else _executed_option(page)
    decided = result.option(elected) or result.option(result.default)
    if decided is None:
        return {}
    option = result.option(request.GET.get("option", "")) or decided
    titles = {r.id: r.title for r in page.requirements}
    told = remedies.as_ordered(option, list(titles))
    price = price_of(order.agreement) or result.price if order.agreement else result.price
    due = result.default_due
    return {
        "verdict": page.t(
            "decision.verdict",
            option=remedies.name(decided.id, lang),
            due=money(decided.due, currency, lang),
            price=money(result.price, currency, lang),
        ),
        "verdict_says": remedies.says(decided.id, lang),
        "verdict_money": _verdict_money(page, decided, before),
        "other": page.t("decision.other", name=remedies.name(decided.id, lang)) if option is not decided else "",
        "option": {
            "id": option.id,
            "name": remedies.name(option.id, lang),
            "due": option.due,
            "keeper": remedies.keeper(option.deliverable, lang),
            "steps": remedies.steps(told, currency, titles, lang),
            "moves": _moves(page, option, before),
        },
        "allocation": remedies.allocation(result, lang),
        "shares": [
            (title, result.allocation.shares[r]) for r, title in titles.items() if r in result.allocation.shares
        ],
        "rules": page.t("decision.rules", id=result.rules, name=remedies.rules(result.rules, lang)),
        "waterfall": remedies.waterfall(told, currency, titles, lang),
        "options": [_row(page, o, result.default, elected) for o in result.options],
        "range_says": _range(page, result),
        "spread_says": _spread(page, before),
        "flat": demand_picture(max(0, due), price, currency, lang),
        "flat_says": page.t("flat.says", due=money(max(0, due), currency, lang)),
        "whatif": _what_if(page, before, result, request),
    }


def _row(page: Page, o: remedy.Option, default: str, elected: str) -> dict[str, Any]:
    mine = o.elects == "either" or o.elects == page.me.role
    return {
        "id": o.id,
        "name": remedies.name(o.id, page.lang),
        "says": remedies.says(o.id, page.lang),
        "due": o.due,
        "to_seller": o.to_seller,
        "to_buyer": o.to_buyer,
        "elects": remedies.elector(o.elects, page.lang),
        "default": o.id == default,
        "elected": o.id == elected,
        "may_elect": mine and "elect" in page.allowed and page.me.role in ("buyer", "seller"),
    }


def _verdict_money(page: Page, o: remedy.Option, before: Order) -> str:
    """The same in money that moves: what the seller has already, what comes out of escrow and to whom."""
    shown = {
        name: money(value, page.currency, page.lang)
        for name, value in (("released", before.released), ("to_seller", o.to_seller), ("to_buyer", o.to_buyer))
    }
    return page.t("decision.verdict_money", **shown)


def _moves(page: Page, o: remedy.Option, before: Order) -> list[tuple[str, int]]:
    """The money that moves, leaving out what is nothing, escrow always named."""
    moves = [(page.t("moves.before"), before.released)] if before.released else []
    moves += [(page.t("moves.to_seller"), o.to_seller), (page.t("moves.to_buyer"), o.to_buyer)]
    if o.buyer_owes:
        moves.append((page.t("moves.buyer_owes"), o.buyer_owes))
    if o.seller_returns:
        moves.append((page.t("moves.seller_returns"), o.seller_returns))
    return moves


def _range(page: Page, result: remedy.Result) -> str:
    """How far the other ways of dividing the price would have led."""
    shown = [
        f"{remedies.method(m, page.lang)} {money(due, page.currency, page.lang)}" for m, due in result.range.items()
    ]
    method = remedies.method(result.allocation.method, page.lang)
    return page.t("decision.range", list=(" · ").join(shown), method=method) if len(shown) > 1 else ""


def _spread(page: Page, before: Order) -> str:
    """What the lowest and the highest of several finders' findings would have come to; "" where they agree."""
    found = {r.id: each_finding(before, r.id) for r in page.requirements}
    several = {id: each for id, each in found.items() if len(each) > 1}
    if not several:
        return ""
    low, high = explore.spread(assessment_of(before), several)
    if low.default_due == high.default_due:
        return ""
    shown = {name: money(r.default_due, page.currency, page.lang) for name, r in (("low", low), ("high", high))}
    return page.t("decision.money_spread", **shown)


def _what_if(page: Page, before: Order, now: remedy.Result, request: HttpRequest) -> dict[str, Any]:
    """One finding moved, every option recomputed. A GET form: it changes nothing and can be linked to."""
    assessment = assessment_of(before)
    found = {r.id: assessment.findings[r.id] for r in page.requirements if r.id in assessment.findings}
    items = [(id, page.title(id)) for id, finding in found.items() if not finding.accepted]
    if not items:
        return {}
    item = request.GET.get("item", "")
    if item not in dict(items):
        item = items[0][0]
    text = request.GET.get("share", "")
    form = {"items": items, "item": item, "share": text or as_share(found[item].delivered_bp)}
    if not text:
        return form
    share = basis_points(text)
    if share is None:
        return form | {"fault": say(pages.FAULTS, "not_a_share", page.lang)}
    then = explore.what_if(assessment, item, replace(found[item], delivered_bp=share))
    return form | {"rows": _moved(page, now, then)}


def _moved(page: Page, now: remedy.Result, then: remedy.Result) -> list[dict[str, Any]]:
    """Every remedy before and after, then the default one under each way of dividing the price."""
    rows = []
    for id in dict.fromkeys(option.id for option in now.options + then.options):
        one, two = now.option(id), then.option(id)
        name = remedies.name(id, page.lang)
        rows.append({"name": name, "now": one.due if one else None, "then": two.due if two else None})
    for method, due in now.range.items():
        if method != now.allocation.method:
            name = page.t(
                "whatif.range",
                option=remedies.name(now.default, page.lang),
                method=remedies.method(method, page.lang),
            )
            rows.append({"name": name, "now": due, "then": then.range[method]})
    return rows


# -- what was found --------------------------------------------------------------------------------------------------


def _findings(page: Page) -> list[dict[str, Any]]:
    rows = []
    for r in page.requirements:
        each = findings_on(page, r.id)
        if not each:
            continue
        counted = finding_of(page.order, r.id)
        values = [f["delivered_bp"] for f in each]
        spread = ""
        if len(values) > 1:
            spread = page.t("decision.spread", low=as_share(min(values)), high=as_share(max(values)), n=len(values))
        rows.append(
            {
                "title": page.title(r.id),
                "delivered": counted.delivered_bp if counted else 0,
                "spread": spread,
                "each": each,
            }
        )
    return rows


def _finders_say(page: Page) -> str:
    by = {f.by for f in page.order.findings.values()}
    return page.t("decision.one_finder") if len(by) < 2 else page.t("decision.many_finders", n=len(by))


def _cause(page: Page) -> dict[str, str] | None:
    cause = page.order.cause
    if cause is None:
        return None
    return {
        "text": page.t("decision.cause", cause=say(phases.CAUSES, cause.cause, page.lang)),
        "reason": cause.reason,
    }


def _appeal(page: Page) -> dict[str, str] | None:
    appeal = page.order.appeal
    if appeal is None:
        return None
    return {"ground": say(phases.APPEAL_GROUNDS, appeal.ground, page.lang), "reason": appeal.reason}


def _status(page: Page) -> str:
    decision = page.order.decision
    if page.order.phase in ("executed", "closed"):
        return page.t("decision.executed")
    if decision is None:
        return page.t("decision.reopened")
    if page.order.curing:
        return page.t("decision.curing")
    if decision.final or decision.appeal_lapsed or len(decision.appeals_waived) == 2:
        return page.t("decision.final")
    return page.t("decision.open")


def _executed_option(page: Page) -> str:
    done = page.of(Execute)
    act = done[-1].body.act if done and done[-1].body else None
    return act.option if isinstance(act, Execute) else ""


def _executed(page: Page) -> list[tuple[str, str]]:
    """What the last execution moved."""
    done = page.of(Execute)
    act = done[-1].body.act if done and done[-1].body else None
    if not isinstance(act, Execute) or not page.sees_money:
        return []
    rows = [(page.t("executed.basis"), say(phases.BASES, act.basis, page.lang))]
    if act.option:
        rows.append((page.t("executed.option"), option_name(act.option, page)))
    rows += [
        (page.t("moves.to_seller"), money(act.to_seller, page.currency, page.lang)),
        (page.t("moves.to_buyer"), money(act.to_buyer, page.currency, page.lang)),
    ]
    return rows
