"""The risk card: what each side should know before it is bound (REQUIREMENTS R120).

Every sum on it follows from the agreement as it stands. It gives no odds and no advice, and finders are not shown it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from gongdao.kernel.rules.agreement import earnest_share, price_of
from gongdao.kernel.values import Agreement, Requirement
from gongdao.services import references
from gongdao.web import show as shown
from gongdao.web.page import Page


class Risk(NamedTuple):
    """One line of the card: a heading, what it says, and the items it is about, if only some."""

    title: str
    says: str
    items: tuple[str, ...] = ()


def risks(page: Page) -> list[Risk]:
    """The card for this viewer; empty once both are bound, and for whoever is shown no sums."""
    agreement = page.order.agreement
    if agreement is None or page.order.phase not in ("draft", "proposed") or not page.sees_money:
        return []
    return [*_losses(page, agreement), *_open_ends(page), _deciders(page, agreement)]


def _losses(page: Page, agreement: Agreement) -> Iterable[Risk]:
    """What either side stands to lose, and what its deposit is in law."""

    def money(sum_: int) -> str:
        return shown.money(sum_, agreement.currency, page.lang)

    price = price_of(agreement) or 0
    deposit, earnest = agreement.terms.deposit, earnest_share(agreement)[0]
    yield Risk(page.t("risk.buyer"), page.t("risk.buyer_says", price=money(price)))
    yield Risk(page.t("risk.seller"), page.t("risk.seller_says", price=money(price)))
    if deposit.kind == "earnest":
        sums = {"whole": money(deposit.amount), "earnest": money(earnest), "twice": money(2 * earnest)}
        yield Risk(page.t("risk.deposit"), page.t("risk.earnest_says", **sums))
    elif deposit.kind == "advance":
        yield Risk(page.t("risk.deposit"), page.t("risk.advance_says", whole=money(deposit.amount)))
    if deposit.kind != "none" and deposit.where == "seller":
        yield Risk(page.t("risk.with_seller"), page.t("risk.with_seller_says", whole=money(deposit.amount)))


def _open_ends(page: Page) -> Iterable[Risk]:
    """What a dispute could be about because the agreement leaves it open."""
    vague = _titles(page, (r for r in page.requirements if not r.acceptance.strip() and not r.check))
    if vague:
        yield Risk(page.t("risk.vague"), page.t("risk.vague_says"), vague)
    unpinned = _titles(page, (r for r in page.requirements if references.unpinned(r)))
    if unpinned:
        yield Risk(page.t("risk.unpinned"), page.t("risk.unpinned_says"), unpinned)
    imitated = _titles(page, without_rights_note(page))
    if imitated:
        yield Risk(page.t("risk.rights"), page.t("risk.rights_says"), imitated)


def without_rights_note(page: Page) -> list[Requirement]:
    """Items that name a reference site while nothing is said about the rights of its owner (R8)."""
    agreement = page.order.agreement
    if agreement is None or agreement.terms.rights_note.strip():
        return []
    return [r for r in agreement.requirements if r.check == "imitation" or references.address_in(r.reference)]


def _deciders(page: Page, agreement: Agreement) -> Risk:
    finders = agreement.terms.finders
    code = "risk.decides_one" if finders == 1 else "risk.decides_several"
    return Risk(page.t("risk.decides"), page.t(code, n=finders))


def _titles(page: Page, requirements: Iterable[Requirement]) -> tuple[str, ...]:
    return tuple(page.title(r.id) for r in requirements)
