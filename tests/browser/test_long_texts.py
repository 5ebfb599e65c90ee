"""Texts as long as they may be, of signs nobody types: no page grows wider than a phone, and none fails."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.cast import Company
from gongdao.cli.sample import Walk
from gongdao.kernel import acts as a
from gongdao.kernel.values import ExhibitAnswer, OfferItem, Requirement
from gongdao.services import clock
from gongdao.services.ids import new_order_id

from .conftest import Enter
from .test_accessible import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 2_000
STRANGE = "‮שלום‬e" + "\u0301\u0327\u0489" * 20 + "\u200b\u200d\ufeff" * 5 + "👩‍👩‍👧‍👦" * 3 + "𠮷ﷺ"
"""Written from right to left, piled up, joined without a width, and outside the basic plane."""
TEXT = ("W" * 200 + STRANGE * 4 + "W" * MOST)[:MOST]
PAGES = {
    "buyer": ("", "/agreement", "/agreement/versions", "/work", "/changes", "/dispute", "/settlement", "/record"),
    "mediator": ("/bench", "/decision", "/people"),
}


def contested(company: Company, text: str, at: datetime) -> Walk:
    """A dispute up to its determination in which everything that can be said is said at full length."""
    walk = Walk(new_order_id(), company.cast(), at)
    line, long, name = text[:300], text, text[:255]
    one = sample.agreement(company.language)
    items = tuple(
        Requirement(
            id=r.id * 16 if r.id == "data" else r.id,
            title=line,
            what=long,
            acceptance=long,
            reference=long,
            price=10**12,
        )
        for r in one.requirements
    )
    agreed = replace(one, title=line, requirements=items, terms=replace(one.terms, feasibility=long, rights_note=long))
    agreed = replace(agreed, terms=replace(agreed.terms, deposit=type(agreed.terms.deposit)()))
    ids = tuple(r.id for r in items)
    walk.do("buyer", a.Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreed))
    walk.do("buyer", a.Propose(hash=walk.order.hash if walk.order else ""))
    asked = walk.do("seller", a.Question(requirement=ids[0], text=long))
    walk.do("buyer", a.Answer(question=asked, text=long))
    walk.do("seller", a.Object(requirement=ids[1], text=long))
    walk.do("buyer", a.Amend(agreement=replace(agreed, title="x" + line[:299]), reason=long))
    walk.do("buyer", a.Propose(hash=walk.order.hash if walk.order else ""))
    walk.do("seller", a.AcceptItem(requirement=ids[1]))
    walk.do("buyer", a.Accept(hash=walk.order.hash if walk.order else ""))
    walk.do("seller", a.Accept(hash=walk.order.hash if walk.order else ""))
    walk.fund("escrow", 3 * 10**12)
    walk.do("seller", a.Start(hash=walk.order.hash if walk.order else ""))
    walk.do("seller", a.Overrun(requirement=ids[0], amount=1, reason=long))
    request = walk.do("seller", a.AskMore(amount=10**12, reason=long))
    walk.do("buyer", a.RefuseRequest(request=request, reason=long))
    new = Requirement(id="new" * 20, title=line, what=long, price=10**12)
    changing = walk.do("seller", a.ProposeChange(adds=(new,), reason=long))
    walk.do("buyer", a.DeclineChange(change=changing, reason=long))
    walk.do("seller", a.Promise(text=long, test=long, until=walk.at + timedelta(days=9)))
    delivery = walk.deliver(ids, {name: b"x", "b" + name[:254]: b"y"}, long)
    for item in ids:
        walk.do("buyer", a.Inspect(delivery=delivery, requirement=item, verdict="rejected", reason=long))
    walk.do("buyer", a.Dispute(requirements=ids, reason=long))
    claims = [walk.do("buyer", a.Claim(requirement=item, text=long, demand=10**12)) for item in ids]
    walk.do("mediator", a.Take(mediator=walk.cast.mediator, no_conflict=True))
    walk.do("seller", a.Respond(claim=claims[0], stance="denies", text=long))
    shown = walk.do(
        "seller",
        a.Exhibit(
            kind="other", title=line, requirement=ids[0], source=long, text=long, link="https://x.example/" + "W" * 1900
        ),
    )
    walk.do("buyer", a.AnswerExhibit(exhibit=shown, stance="relies_on", text=long))
    walk.do("buyer", a.Statement(text=long, label="accusation"))
    walk.do("buyer", a.CaucusNote(party="buyer", text=long))
    times = (datetime(2026, 11, 24, 3, tzinfo=at.tzinfo),)
    walk.do("buyer", a.ProposeMeeting(times=times, length=30, agenda=long))
    offered = walk.do(
        "seller",
        a.Offer(
            covers=(OfferItem(requirement=ids[0], sum=10**12),),
            lapses_at=datetime(2026, 11, 26, 3, tzinfo=at.tzinfo),
            conditions=long,
            reason=long,
        ),
    )
    walk.do("buyer", a.DeclineOffer(offer=offered, reason=long))
    for side in ("buyer", "seller"):
        walk.do(side, a.WaiveEvidence())  # type: ignore[arg-type]
    for item in ids:
        answers = (ExhibitAnswer(exhibit=shown, weight="considered", text=long),) if item == ids[0] else ()
        walk.do("mediator", a.Find(requirement=item, delivered_bp=5_000, reason=long, exhibits=answers))
    walk.do("mediator", a.FindCause(cause="seller", reason=long))
    walk.do("mediator", a.Determine(note=long))
    return walk


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_no_text_is_wider_than_a_phone(company: Company, enter: Enter) -> None:
    for part in ("buyer", "seller", "mediator"):
        company.accounts[part].name = TEXT[:80]
        company.accounts[part].save()
    bad = []
    with clock.at(datetime(2026, 11, 18, 10, tzinfo=clock.now().tzinfo)):
        walk = contested(company, TEXT, datetime(2026, 11, 18, 1, 0, tzinfo=clock.now().tzinfo))
        for part, tails in PAGES.items():
            page = enter(part, width=390)
            for tail in tails:
                answer = page.goto(f"/orders/{walk.order_id}{tail}")
                assert answer is not None
                assert answer.status == 200, tail
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                if too_wide(page):
                    bad.append((part, tail))
    assert not bad
