"""The operator's desk: cases that wait for him, calendars by country, and where to erase. He decides no facts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.clocks import turns
from gongdao.services import clock, queries
from gongdao.web.page import language, person_of, zone
from gongdao.words import turns as turn_words
from gongdao.words.lookup import say

SHOWN = 100


@login_required
@never_cache
@require_GET
def operator(request: HttpRequest) -> HttpResponse:
    """What waits for the operator, soonest first. For everyone else the page is not there."""
    person, lang = person_of(request), language(request)
    if not person.is_operator:
        raise Http404
    rows: list[dict[str, Any]] = []
    for wanted in (*queries.wanted("operator", limit=SHOWN), *queries.wanted("mediator", limit=SHOWN)):
        order = queries.state(wanted.order_id)
        if order is None:
            continue
        for turn in turns(order):
            if turn.who in ("operator", "mediator") and (turn.who == "operator" or not order.mediator):
                rows.append(
                    {
                        "order_id": wanted.order_id,
                        "title": wanted.title,
                        "phase": wanted.phase,
                        "what": say(turn_words.DUTIES, turn.what, lang),
                        "who": turn.who,
                        "due": turn.due,
                        "misses": order.mediator_misses,
                    }
                )
                break
    return render(
        request, "gongdao/operator.html", {"rows": rows, "here": "operator", "tz": zone(), "now": clock.now()}
    )
