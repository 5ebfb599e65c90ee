"""The lists a person begins with: his orders, the cases he could take, and one order at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.erasure import ERASED
from gongdao.kernel.state import Item
from gongdao.ledger.models import BalanceRow
from gongdao.people.models import Person
from gongdao.services import clock, queries
from gongdao.services.models import FAR, ParticipantRow
from gongdao.web.page import Page, language, open_page, person_of, seat_of, zone
from gongdao.web.timeline import lines
from gongdao.web.views.base import show
from gongdao.words import phases
from gongdao.words import turns as turn_words
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import PAGES

PAGE_SIZE = 20
SEARCH_MAX = 100
LATEST = 6
CASES_SHOWN = 50
OTHERWISE = {
    "draft": "withdrawn",
    "answer_proposal": "withdrawn",
    "fund": "refunded",
    "start": "refunded",
    "question": "unanswered",
    "work": "marked_late",
    "late": "contested",
    "inspect": "deemed_accepted",
    "cure": "contested",
    "change": "change_lapsed",
    "fund_change": "change_lapsed",
    "minutes": "meeting_lapsed",
    "challenge": "mediator_replaced",
    "meeting": "meeting_lapsed",
    "take": "operator_told",
    "evidence": "evidence_closed",
    "respond": "noted_silent",
    "find": "mediator_replaced",
    "seat": "operator_told",
    "cure_award": "reduced",
    "elect": "default_option",
    "appeal": "appeal_closed",
    "offer": "offer_lapsed",
    "promise": "unwitnessed",
}
"""The default of every kind of clock, for lists that do not fold the order (a test holds it to the kernel's own)."""
FINDERS_OTHERWISE = {"find": "finders_replaced"}
"""Where the same clock binds finders and not the mediator."""


@dataclass(frozen=True)
class Row:
    """One order of a list."""

    order_id: str
    title: str
    phase: str
    role: str
    rank: str
    mine: bool
    who: str
    duty: str
    due: datetime | None
    otherwise: str
    price: int | None
    currency: str
    others: str
    held: int | None = None


@login_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My orders: whose turn, until when, what happens otherwise, how much money."""
    person, lang = person_of(request), language(request)
    search = request.GET.get("q", "").strip()[:SEARCH_MAX]
    listed = queries.my_orders(person.id, after=request.GET.get("after") or None, limit=PAGE_SIZE, search=search)
    ids = [row.order_id for row in listed.orders]
    waits = {
        row.order_id: row
        for row in ParticipantRow.objects.filter(order_id__in=ids, rank=0).order_by("-due").exclude(role="finder")
    }
    held = dict(BalanceRow.objects.filter(order_id__in=ids, account="held").values_list("order_id", "amount"))
    context = {
        "rows": [_row(row, waits.get(row.order_id), held.get(row.order_id, 0), lang) for row in listed.orders],
        "next_page": listed.next_key,
        "first_page": bool(request.GET.get("after")),
        "search": search,
        "here": "orders",
        "tz": zone(),
        "now": clock.now(),
    }
    return render(request, "gongdao/orders.html", context)


def _row(row: queries.Listed, waits: ParticipantRow | None, held: int, lang: Lang) -> Row:
    rank = "yours" if row.yours else "over" if row.over else "waiting"
    code, due, who = row.code, row.due, say(PAGES, "you_subject", lang)
    if not row.yours:
        code, due, who = "", None, ""
        if waits is not None and not row.over:
            code, due, who = waits.code, waits.due, say(phases.ROLES, waits.role, lang)
    default = FINDERS_OTHERWISE.get(code, "") if row.role == "finder" else ""
    default = default or OTHERWISE.get(code, "")
    return Row(
        order_id=row.order_id,
        title=row.title,
        phase=row.phase,
        role=row.role,
        rank=rank,
        mine=row.yours,
        who=who if code else "",
        duty=say(turn_words.DUTIES, code, lang) if code else "",
        due=due if due != FAR else None,
        otherwise=say(turn_words.DEFAULTS, default, lang) if code else "",
        price=row.price,
        currency=row.currency or "CNY",
        others=say(PAGES, "orders.and", lang).join(
            say(PAGES, "person.erased", lang) if name == ERASED else name for name in row.others
        ),
        held=held if row.price is not None else None,
    )


@login_required
@never_cache
@require_GET
def overview(request: HttpRequest, order_id: str) -> HttpResponse:
    """One order at a glance: every item and where it stands, what can be done now, what happened last."""
    page = open_page(request, order_id)
    items = [
        {
            "title": page.title(r.id),
            "url": f"{reverse('agreement', args=[page.order.id])}#item-{r.id}",
            "essential": r.essential,
            "share": page.shares.get(r.id),
            **state_of(page, page.order.items[r.id]),
        }
        for r in page.requirements
    ]
    return show(
        request,
        "overview",
        page,
        "overview",
        items=items,
        doing=[d for d in DOING if d["tag"] in page.allowed],
        lines=lines(page, page.seen.latest(LATEST)),
    )


DOING = (
    {"tag": "propose", "style": "main"},
    {"tag": "accept", "style": "main"},
    {"tag": "fund", "style": "main"},
    {"tag": "start", "style": "main"},
    {"tag": "deliver", "style": "main"},
    {"tag": "take", "style": "main"},
    {"tag": "waive_appeal", "style": ""},
)
"""The acts that carry an order on; everything else is on the page it belongs to."""


def state_of(page: Page, item: Item) -> dict[str, str]:
    """Where one item stands, in a word and a colour."""
    if item.paid:
        return {"state": page.t("item.paid"), "style": "good"}
    if item.decided:
        return {"state": page.t("item.decided"), "style": "good"}
    if item.contested:
        return {"state": page.t("item.contested"), "style": "bad"}
    if item.verdict != "none":
        style = "bad" if item.verdict == "rejected" else "good"
        return {"state": say(phases.VERDICTS, item.verdict, page.lang), "style": style}
    if item.delivery is not None:
        return {"state": page.t("item.delivered"), "style": "now"}
    if page.order.phase in ("draft", "proposed"):
        style = {"accepted": "good", "objected": "bad", "questioned": "unsure"}.get(item.answer, "")
        return {"state": say(phases.ANSWERS, item.answer, page.lang), "style": style}
    return {"state": page.t("item.waiting"), "style": ""}


@login_required
@never_cache
@require_GET
def news(request: HttpRequest, order_id: str) -> HttpResponse:
    """Whether the record has grown since a page was shown: a line to put on it, or nothing."""
    page = open_page(request, order_id)
    try:
        seen = int(request.GET.get("seq", "0"))
    except ValueError:
        raise Http404 from None
    fresh = page.order.seq > seen
    return render(request, "gongdao/_news.html", {"page": page, "fresh": fresh, "tz": page.tz, "now": page.at})


@login_required
@never_cache
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Disputes without a mediator, for those who may take one."""
    person, lang = person_of(request), language(request)
    if not (person.is_mediator or person.is_operator):
        raise Http404
    listed = queries.wanted("mediator", limit=CASES_SHOWN)
    told = queries.wanted("operator", limit=CASES_SHOWN) if person.is_operator else ()
    offered = [row for row in (*listed, *told) if row.phase == "disputed" and may_take(row.order_id, person)]
    context = {
        "rows": fitting_first(offered, person),
        "here": "cases",
        "tz": zone(),
        "now": clock.now(),
        "lang": lang,
    }
    return render(request, "gongdao/cases.html", context)


@dataclass(frozen=True)
class Case:
    """An open case in a mediator's list, and the kinds of contested items that lie in his field."""

    wanted: queries.Wanted
    fits: tuple[str, ...]


def fitting_first(offered: Iterable[queries.Wanted], person: Person) -> list[Case]:
    """Open cases, those that fit the mediator's competences best first, and among equals the soonest first (R117)."""
    listed = []
    for wanted in offered:
        order = queries.state(wanted.order_id)
        contested = [order.requirement(r) for r in order.contested] if order else []
        kinds = dict.fromkeys(r.check for r in contested if r is not None and r.check in person.competences)
        listed.append(Case(wanted, tuple(kinds)))
    return sorted(listed, key=lambda case: -len(case.fits))


def may_take(order_id: str, person: Person) -> bool:
    """Whether this person may look at an open case; whoever lost it or has a side in it may not."""
    me = seat_of(order_id, person)
    return me is not None and isinstance(queries.order_page(order_id, me), queries.Seen)
