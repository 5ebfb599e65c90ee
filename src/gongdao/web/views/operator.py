"""The operator's desk: cases that wait for him, and payments out that a rail refused. He decides no facts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongdao.kernel.clocks import turns
from gongdao.kernel.state import Order
from gongdao.services import clock, money, queries
from gongdao.web.page import language, person_of, zone
from gongdao.web.views.money import failure
from gongdao.words import phases
from gongdao.words import turns as turn_words
from gongdao.words.lookup import Lang, say

SHOWN = 100


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def operator(request: HttpRequest) -> HttpResponse:
    """What waits for the operator, soonest first. For everyone else the page is not there.

    Sent with the number of an order, it has the rail try again what it refused to pay out.
    """
    person, lang = person_of(request), language(request)
    if not person.is_operator:
        raise Http404
    if request.method == "POST":
        _pay_out_again(request.POST.get("order", ""))
        return redirect("operator")
    rows: list[dict[str, Any]] = []
    stuck: list[dict[str, Any]] = []
    for wanted in (*queries.wanted("operator", limit=SHOWN), *queries.wanted("mediator", limit=SHOWN)):
        order = queries.state(wanted.order_id)
        if order is None:
            continue
        stuck += _refused_by_rail(order, wanted.title, lang)
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
    context = {"rows": rows, "stuck": stuck, "here": "operator", "tz": zone(), "now": clock.now()}
    return render(request, "gongdao/operator.html", context)


def _pay_out_again(order_id: str) -> None:
    """Asks the rail once more for everything an order owes; what it says stands in the record and on the desk."""
    if queries.state(order_id) is None:
        raise Http404
    try:
        money.pay_out_due(order_id, again=True)
    except money.NotPaidOut:
        # Its failure is on record by now, or the rail has it in hand; either way the desk shows it.
        return


def _refused_by_rail(order: Order, title: str, lang: Lang) -> list[dict[str, Any]]:
    """What a rail refused to pay out, and why."""
    currency = order.agreement.currency if order.agreement else "CNY"
    return [
        {
            "order_id": order.id,
            "title": title,
            "to": say(phases.ROLES, payout.party, lang),
            "amount": payout.amount,
            "currency": currency,
            "reason": failure(payout.code, lang),
            "failures": payout.failures,
            "waits": payout.failures >= money.TRIES_MAX,
        }
        for payout in order.payouts.values()
        if payout.status == "failed"
    ]
