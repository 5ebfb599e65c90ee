"""A draft order out of a reading. It fills in what the source says and leaves null what it does not.

A price is taken only where a sum was called the price of an item by the seller or in the list itself; figures from
a quarrel (offers, demands, proposals) never become prices. Nobody has agreed to the draft: `needs_confirmation`
says what a person must settle first.
"""

from typing import Literal

from gongdao.kernel.acts import Draft
from gongdao.kernel.values import Agreement, DepositTerms, Person, Requirement, Terms

from .faults import ReadingError
from .shapes import Amount, Confirm, OrderDeposit, OrderDraft, OrderRequirement, Reading, Span
from .shapes import Requirement as Found

_TITLE_MAX = 300


def order_from(reading: Reading) -> OrderDraft:
    """The draft order of a reading; empty lists and nulls where the source is silent."""
    needs: list[Confirm] = []
    items = tuple(_item(reading, one, needs) for one in reading.requirements)
    if not items:
        needs.append(Confirm(code="requirements_missing"))
    deposit = _deposit(reading, needs)
    price = _total(reading, needs)
    currency = _currency(reading, needs)
    written = _written_by(reading, needs)
    parties = {role: _party(reading, role, needs) for role in ("buyer", "seller")}
    notes = [
        Confirm(code=f"figure_{a.kind}", item=a.id) for a in reading.amounts if a.kind not in ("deposit", "advance")
    ]
    notes += [Confirm(code=f"admission_{a.kind}", item=a.id) for a in reading.admissions]
    used = [reading.title] if reading.title else []
    return OrderDraft(
        title=reading.title.text[:_TITLE_MAX] if reading.title else None,
        currency=currency,
        price=price,
        list_written_by=written,
        buyer=parties["buyer"],
        seller=parties["seller"],
        requirements=items,
        deposit=deposit,
        notes=tuple(notes),
        needs_confirmation=tuple(needs),
        sources=tuple(Span(text=u.text, start=u.start, end=u.end) for u in used),
    )


def to_draft(
    reading: Reading, buyer: Person | None = None, seller: Person | None = None, written: OrderDraft | None = None
) -> Draft:
    """The kernel's opening act for a reading.

    The parties are taken from the reading unless given. Raises ReadingError("party_unknown") where a side has no
    name and ("nothing_recognised") where no requirement was found: the kernel's act needs both.
    """
    order = written or order_from(reading)
    if not order.requirements:
        raise ReadingError("nothing_recognised")
    kind = order.deposit.kind or "none"
    return Draft(
        buyer=buyer or _person(reading, "buyer"),
        seller=seller or _person(reading, "seller"),
        agreement=Agreement(
            title=_line(order.title or order.requirements[0].title),
            currency=order.currency or "CNY",
            requirements=tuple(_kernel_item(item) for item in order.requirements),
            terms=Terms(deposit=DepositTerms(kind=kind, amount=order.deposit.paid or 0 if kind != "none" else 0)),
            price=order.price,
            list_written_by=order.list_written_by or "both",
        ),
    )


def _kernel_item(item: OrderRequirement) -> Requirement:
    return Requirement(
        id=item.id,
        title=_line(item.title),
        what=item.what[:20_000],
        reference=item.reference or "",
        price=item.price,
        quotes=(item.market,) if item.market is not None else (),
        needs=item.needs,
        essential=item.essential or False,
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:_TITLE_MAX] or "-"


def _person(reading: Reading, role: str) -> Person:
    found = next((p for p in reading.people if p.role == role and p.account is None), None)
    if found is None:
        raise ReadingError("party_unknown", role=role)
    return Person(id=found.id, name=_line(found.name)[:80])


def _item(reading: Reading, one: Found, needs: list[Confirm]) -> OrderRequirement:
    price = _item_price(reading, one)
    market = _single([a for a in reading.amounts if a.kind == "market_price" and _only(a, one.id)])
    if price is None:
        needs.append(Confirm(code="price_missing", item=one.id))
    elif price.confidence != "stated":
        needs.append(Confirm(code="price_inferred", item=one.id))
    if market is not None:
        needs.append(Confirm(code="market_one_sided", item=one.id))
    if one.essential is None:
        needs.append(Confirm(code="essential_unknown", item=one.id))
    reference = next((link.url for link in reading.links if link.id in one.references), None)
    if reference is None:
        needs.append(Confirm(code="reference_missing", item=one.id))
    places = [Span(text=one.text, start=one.start, end=one.end), *one.mentions]
    places += [Span(text=a.text, start=a.start, end=a.end) for a in (price, market) if a is not None]
    return OrderRequirement(
        id=one.id,
        title=" ".join(one.title.split())[:_TITLE_MAX],
        what=one.plain,
        reference=reference,
        price=price.minor if price else None,
        market=market.minor if market else None,
        essential=one.essential,
        sources=tuple(places),
    )


def _item_price(reading: Reading, one: Found) -> Amount | None:
    """A sum called the price of this item: inside the item's own line, or by the seller for it alone."""
    inside = [
        a
        for a in reading.amounts
        if one.start <= a.start < one.end and a.kind in ("item_price", "price", "budget", "offer", "mention")
    ]
    if len(inside) == 1:
        return inside[0]
    said = [a for a in reading.amounts if a.kind == "item_price" and a.by == "seller" and _only(a, one.id)]
    return _single(said)


def _only(amount: Amount, requirement: str) -> bool:
    return len(amount.covers) == 1 and amount.covers[0].requirement == requirement


def _single(found: list[Amount]) -> Amount | None:
    """The one sum, or none where two differ: which of them holds is for a person to say."""
    return found[0] if found and len({a.minor for a in found}) == 1 else None


def _deposit(reading: Reading, needs: list[Confirm]) -> OrderDeposit:
    found = [a for a in reading.amounts if a.kind in ("deposit", "advance")]
    if not found:
        return OrderDeposit()
    one = _single(found)
    if one is None:
        needs += [Confirm(code="deposit_differs", item=a.id) for a in found]
        return OrderDeposit()
    needs.append(Confirm(code="deposit_inside_or_beside", item=one.id))
    if one.kind == "deposit" and one.confidence != "stated":
        needs.append(Confirm(code="deposit_kind_unclear", item=one.id))
        return OrderDeposit(kind=None, paid=one.minor)
    return OrderDeposit(kind="advance" if one.kind == "advance" else "earnest", paid=one.minor)


def _total(reading: Reading, needs: list[Confirm]) -> int | None:
    said = [
        a
        for a in reading.amounts
        if a.kind == "price" and a.by == "seller" and a.confidence == "stated" and a.high is None
    ]
    inside = [a for a in said if not any(r.start <= a.start < r.end for r in reading.requirements)]
    one = _single(inside)
    needs.append(Confirm(code="price_to_confirm", item=one.id) if one else Confirm(code="total_price_missing"))
    return one.minor if one else None


def _currency(reading: Reading, needs: list[Confirm]) -> str | None:
    stated = {a.currency for a in reading.amounts if a.currency_stated and a.currency}
    if len(stated) == 1:
        return next(iter(stated))
    needs.append(Confirm(code="currencies_differ" if stated else "currency_assumed"))
    if stated:
        return None
    return next((a.currency for a in reading.amounts if a.currency), None)


def _written_by(reading: Reading, needs: list[Confirm]) -> Literal["buyer", "seller", "both"] | None:
    sides = {one.by for one in reading.requirements}
    if sides == {"buyer"}:
        return "buyer"
    if sides == {"seller"}:
        return "seller"
    needs.append(Confirm(code="list_author_unknown"))
    return "both" if sides == {"buyer", "seller"} else None


def _party(reading: Reading, role: str, needs: list[Confirm]) -> str | None:
    found = next((p for p in reading.people if p.role == role and p.account is None), None)
    if found is None:
        needs.append(Confirm(code=f"{role}_unknown"))
        return None
    if found.confidence != "stated":
        needs.append(Confirm(code=f"{role}_inferred", item=found.id))
    return found.name
