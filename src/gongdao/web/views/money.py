"""Where the money is: the picture, the ledger's lines, paying in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongdao.kernel.rules.agreement import earnest_share
from gongdao.kernel.rules.money import due_in
from gongdao.kernel.state import Payout
from gongdao.ledger.models import TransferRow
from gongdao.web import show as shown
from gongdao.web.page import Page, open_page
from gongdao.web.pictures import money_bar
from gongdao.web.views.base import show
from gongdao.words import acts, pages, phases
from gongdao.words.lookup import Lang, say

PAYOUT_STYLES = {"paid": "good", "failed": "bad", "due": "unsure"}
STYLES = {"confirmed": "good", "failed": "bad", "pending": "unsure"}


@login_required
@never_cache
@require_GET
def money(request: HttpRequest, order_id: str) -> HttpResponse:
    """The money of one order. Finders are shown no sums, so for them the page is not there."""
    page = open_page(request, order_id)
    if not page.sees_money:
        raise Http404
    order = page.order
    missing = due_in(order) if order.phase not in ("draft", "withdrawn", "closed", "executed") else 0
    sums = [("released", order.released), ("held", order.held), ("refunded", order.refunded), ("nothing", missing)]
    lines = [
        {
            "at": line.at,
            "seq": line.entry_seq,
            "purpose": say(acts.NAMES, line.purpose, page.lang) if line.purpose in acts.NAMES else line.purpose,
            "debit": say(pages.ACCOUNTS, line.debit, page.lang),
            "credit": say(pages.ACCOUNTS, line.credit, page.lang),
            "amount": line.amount,
        }
        for line in TransferRow.objects.filter(order_id=order.id).order_by("n")
    ]
    payments = [
        {
            "seq": seq,
            "purpose": say(phases.FUND_PURPOSES, p.purpose, page.lang),
            "status": say(phases.STATUSES, p.status, page.lang),
            "style": STYLES[p.status],
            "amount": p.amount,
        }
        for seq, p in order.payments.items()
    ]
    return show(
        request,
        "money",
        page,
        "money",
        bar=money_bar([row for row in sums if row[1] or row[0] != "nothing"], page.currency, page.lang),
        deposit=deposit_note(page),
        missing=missing,
        fund_open=page.order.phase == "agreed",
        lines=lines,
        payments=payments,
        payouts=[_payout(page, payout) for payout in order.payouts.values()],
    )


def _payout(page: Page, payout: Payout) -> dict[str, object]:
    """A payment out: to whom, how much, and when it was made, or what comes next."""
    said: dict[str, str] = {}
    if payout.status == "failed":
        said = {"reason": failure(payout.code, page.lang), "who": page.role(payout.party)}
    elif payout.at is not None:
        said = {"when": shown.moment(payout.at, page.tz, page.lang), "reference": payout.reference}
    return {
        "seq": payout.entry,
        "to": page.role(payout.party),
        "amount": payout.amount,
        "status": page.t(f"payout.{payout.status}"),
        "style": PAYOUT_STYLES[payout.status],
        "says": page.t(f"payout.says_{payout.status}", **said),
    }


def failure(code: str, lang: Lang) -> str:
    """Why a rail said no, in words where its code is known, else the code as the rail gave it."""
    return say(phases.RAIL_CODES, code, lang) if code in phases.RAIL_CODES else code


def deposit_note(page: Page) -> dict[str, object] | None:
    """What the deposit is in law, in one sentence with its sums: of 200, 80 is 定金, 120 is an advance."""
    agreement = page.order.agreement
    if agreement is None or agreement.terms.deposit.kind == "none":
        return None
    effective, rest = earnest_share(agreement)
    sums = {
        "whole": shown.money(agreement.terms.deposit.amount, page.currency, page.lang),
        "earnest": shown.money(effective, page.currency, page.lang),
        "advance": shown.money(rest, page.currency, page.lang),
    }
    if agreement.terms.deposit.kind == "advance":
        return {"says": page.t("deposit.advance", **sums), "warn": False}
    return {"says": page.t("deposit.over" if rest else "deposit.earnest", **sums), "warn": bool(rest)}
