"""A story is an order lived act by act, readable by a mediator. The kernel decides; nothing here knows a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from gongdao.kernel.acts import ACTS, Act
from gongdao.kernel.calendars import Calendars, PlainCalendars
from gongdao.kernel.clocks import Turn, turns
from gongdao.kernel.entry import Entry
from gongdao.kernel.fold import empty, fold
from gongdao.kernel.money import ACCOUNTS, PARTIES, Transfer, balances, payouts_due
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.step import perform
from gongdao.kernel.values import (
    PLATFORM,
    Actor,
    Agreement,
    DepositTerms,
    ExhibitAnswer,
    FileRef,
    OfferItem,
    Person,
    Requirement,
    Role,
    Terms,
)

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai, on an ordinary Monday."""

CAST: dict[str, tuple[Role, Person]] = {
    "Lin": ("buyer", Person(id="lin", name="林女士")),
    "Lin's assistant": ("buyer", Person(id="lin2", name="小何")),
    "Qiao": ("seller", Person(id="qiao", name="乔工")),
    "Qiao's engineer": ("seller", Person(id="qiao2", name="阿泽")),
    "Mediator": ("mediator", Person(id="med", name="调解员方")),
    "Other mediator": ("mediator", Person(id="med2", name="调解员苏")),
    "Finder 1": ("finder", Person(id="f1", name="评审一")),
    "Finder 2": ("finder", Person(id="f2", name="评审二")),
    "Finder 3": ("finder", Person(id="f3", name="评审三")),
    "Finder 4": ("finder", Person(id="f4", name="评审四")),
    "Finder 5": ("finder", Person(id="f5", name="评审五")),
    "Finder 6": ("finder", Person(id="f6", name="评审六")),
    "Operator": ("operator", Person(id="op", name="运营")),
    "Stranger": ("buyer", Person(id="stranger", name="路人")),
}
SHA = "ab" * 32
WEEKDAYS = PlainCalendars()


def yuan(amount: float) -> int:
    """Yuan in fen."""
    return round(amount * 100)


def person(name: str) -> Person:
    return CAST[name][1]


def actor(name: str) -> Actor:
    if name == "Platform":
        return PLATFORM
    role, who = CAST[name]
    return Actor(person=who.id, role=role)


def file(name: str = "site.zip", sha: str = SHA) -> FileRef:
    return FileRef(name=name, size=1234, sha256=sha)


def founding_agreement(**terms: Any) -> Agreement:
    """The founding case with our own parties: 400 in three items, the changes need the template and are essential."""
    terms.setdefault("deposit", DepositTerms(kind="earnest", amount=yuan(200), where="seller"))
    return Agreement(
        title="仿站建设",
        requirements=(
            Requirement(id="template", title="模板", price=yuan(200), effort=4),
            Requirement(
                id="changes",
                title="栏目修改",
                price=yuan(100),
                effort=2,
                needs=("template",),
                salvage_bp=0,
                essential=True,
            ),
            Requirement(id="data", title="数据采集", price=yuan(100), effort=1),
        ),
        price=yuan(400),
        terms=Terms(**terms),
    )


class Refused(AssertionError):  # noqa: N818 (it is what happened in the story)
    """An act of a story was refused although the story expected it to stand."""


class Story:
    """Lives an order. `does` must succeed, `is_refused` must not; time passes only when the story says so."""

    def __init__(self, order_id: str = "o-1", start: datetime = MONDAY, calendars: Calendars = WEEKDAYS) -> None:
        self.now = start
        self.calendars = calendars
        self.order: Order = empty(order_id)
        self.entries: list[Entry] = []
        self.transfers: list[Transfer] = []

    def attempt(self, name: str, tag: str, /, **content: Any) -> Refusal | None:
        act: Act = ACTS[tag](**content)  # type: ignore[assignment]
        step = perform(self.order, actor(name), act, self.now, self.calendars)
        if isinstance(step, Refusal):
            return step
        self.order = step.order
        self.entries.extend(step.entries)
        self.transfers.extend(step.transfers)
        return None

    def does(self, name: str, tag: str, /, **content: Any) -> int:
        """Performs an act and returns its entry number."""
        before = self.order.seq
        refusal = self.attempt(name, tag, **content)
        if refusal is not None:
            raise Refused(f"{name} {tag}: {refusal.code} {refusal.data}")
        self.now += timedelta(minutes=1)
        return before + 1

    def is_refused(self, name: str, tag: str, code: str, /, **content: Any) -> Refusal:
        before = self.order
        refusal = self.attempt(name, tag, **content)
        assert refusal is not None, f"{name} {tag} was let through; expected {code}"
        assert refusal.code == code, f"{name} {tag}: {refusal.code} {refusal.data}, expected {code}"
        assert self.order is before
        return refusal

    def passes(self, **delta: float) -> Story:
        self.now += timedelta(**delta)
        return self

    def nobody_acts(self, kind: str) -> str:
        """Lets the next clock of a kind run out and its default happen; returns the default's code."""
        turn = next(t for t in turns(self.order) if t.what == kind)
        assert turn.due is not None, f"clock {turn.clock} was never stamped"
        self.now = max(self.now, turn.due)
        self.does("Platform", "lapse", clock=turn.clock)
        return turn.default

    def turn_of(self, kind: str) -> Turn:
        return next(t for t in turns(self.order) if t.what == kind)

    def acts(self) -> list[str]:
        return [type(e.body.act).__name__ for e in self.entries if e.body is not None]

    def check(self) -> None:
        """What must hold of every story: the fold agrees with history and money neither appears nor vanishes."""
        assert fold(self.order.id, self.entries) == self.order
        confirmed = sum(p.amount for p in self.order.payments.values() if p.status == "confirmed")
        assert self.order.held + self.order.released + self.order.refunded == confirmed
        assert all(t.amount > 0 for t in self.transfers)
        assert self.books() == balances(self.order)
        owed = {party: sum(p.amount for p in self.order.payouts.values() if p.party == party) for party in PARTIES}
        assert owed == {"seller": self.order.released, "buyer": self.order.refunded}, "money moved that nobody pays out"
        if self.order.phase in ("closed", "withdrawn"):
            assert self.order.held == 0, "an order ended with money in escrow"
            assert all(self.custody(d) != "held" for d in self.order.deliveries), "custody keeps what nobody is owed"

    def paid_out(self) -> Story:
        """The rail pays out everything that is owed, and says so."""
        for owed in payouts_due(self.order):
            self.does(
                "Platform",
                "confirm_payout",
                entry=owed.entry,
                party=owed.party,
                amount=owed.amount,
                rail="sandbox",
                reference=f"out-{owed.entry}-{owed.party}",
            )
        return self

    def books(self) -> dict[str, int]:
        """The accounts as the transfers alone have them."""
        books = dict.fromkeys(ACCOUNTS, 0)
        for t in self.transfers:
            books[t.debit] += t.amount if t.debit == "rail" else -t.amount
            books[t.credit] += -t.amount if t.credit == "rail" else t.amount
        return dict(books)

    def custody(self, delivery: int) -> str:
        """Where a delivery is: handed_in, refused, held, with_buyer or returned."""
        held = self.order.deliveries[delivery]
        assert not (held.with_buyer and held.returned), "the same files went to both sides"
        return "with_buyer" if held.with_buyer else "returned" if held.returned else held.status

    def money(self) -> tuple[float, float, float]:
        """Yuan with the seller, back with the buyer, and still in escrow."""
        return self.order.released / 100, self.order.refunded / 100, self.order.held / 100

    def entry(self, seq: int) -> Entry:
        """An entry of the record by its number."""
        return self.entries[seq - 1]

    def agenda(self) -> set[str]:
        """The kinds of clock that run now."""
        return {turn.what for turn in turns(self.order)}

    # -- stretches of life that many stories share -------------------------------------------------------------------

    def agreed(self, agreement: Agreement | None = None) -> Story:
        agreement = agreement or founding_agreement()
        self.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=agreement)
        self.does("Lin", "propose", hash=self.order.hash)
        self.does("Lin", "accept", hash=self.order.hash)
        self.does("Qiao", "accept", hash=self.order.hash)
        return self

    def pays(self, amount: int, purpose: str = "escrow") -> Story:
        fund = self.does("Lin", "fund", purpose=purpose, amount=amount)
        self.does("Platform", "confirm_funds", fund=fund, rail="sandbox", reference=f"sb-{fund}")
        return self

    def funded(self, agreement: Agreement | None = None) -> Story:
        self.agreed(agreement)
        assert self.order.agreement is not None
        deposit = self.order.agreement.terms.deposit.amount
        if deposit:
            self.pays(deposit, "deposit")
        price = sum(r.price or 0 for r in self.order.agreement.requirements)
        return self.pays(price - deposit)

    def working(self, agreement: Agreement | None = None) -> Story:
        self.funded(agreement)
        self.does("Qiao", "start", hash=self.order.hash)
        return self

    def delivers(self, *requirements: str, sha: str = SHA) -> int:
        files = (file(sha=sha),)
        delivery = self.does("Qiao", "deliver", requirements=requirements, files=files)
        self.does("Platform", "receipt", delivery=delivery, files=files)
        return delivery

    def accepts(self, delivery: int, *requirements: str) -> Story:
        for requirement in requirements:
            self.does("Lin", "inspect", delivery=delivery, requirement=requirement, verdict="accepted")
        return self

    def rejects(self, delivery: int, requirement: str, reason: str = "与约定不符") -> int:
        return self.does(
            "Lin", "inspect", delivery=delivery, requirement=requirement, verdict="rejected", reason=reason
        )

    def checked(self, delivery: int, requirement: str, outcome: str, kind: str = "works") -> int:
        return self.does(
            "Platform",
            "check_result",
            delivery=delivery,
            requirement=requirement,
            kind=kind,
            outcome=outcome,
            report_sha256=SHA,
            version="1",
            settings_sha256=SHA,
        )

    def disputed(self, *requirements: str, by: str = "Lin") -> Story:
        self.does(by, "dispute", requirements=requirements or tuple(self.order.items), reason="没有按约定做")
        return self

    def mediated(self, by: str = "Mediator") -> Story:
        self.does(by, "take", mediator=person(by), no_conflict=True)
        return self

    def offers(self, by: str, sums: dict[str, int], ends: bool = False, days: float = 2, **more: Any) -> int:
        """An offer that lapses some days later; sums in fen by requirement."""
        keeps = more.pop("keeps", {})
        covers = tuple(OfferItem(requirement=r, sum=s, deliverable=keeps.get(r, "buyer")) for r, s in sums.items())
        return self.does(by, "offer", covers=covers, lapses_at=self.now + timedelta(days=days), ends=ends, **more)

    def finds(self, requirement: str, delivered_bp: int, by: str = "Mediator", **more: Any) -> int:
        answers = [
            {"exhibit": seq, "weight": "considered", "text": "已对照"}
            for seq, shown in self.order.exhibits.items()
            if shown.act.requirement in (None, requirement)
        ]
        return self.does(
            by,
            "find",
            requirement=requirement,
            delivered_bp=delivered_bp,
            reason="逐项对照约定与交付后认定",
            exhibits=tuple(ExhibitAnswer(**a) for a in answers),
            **more,
        )

    def rests(self) -> Story:
        """Both sides have shown what they have, so nothing waits for the evidence period."""
        for name in ("Lin", "Qiao"):
            if not self.order.evidence_closed and CAST[name][0] not in self.order.evidence_waived:
                self.does(name, "waive_evidence")
        return self

    def determined(self, cause: str = "seller", by: str = "Mediator") -> Story:
        self.rests()
        self.does(by, "find_cause", cause=cause, reason="依记录认定")
        self.does(by, "determine", note="")
        return self

    def executed(self, option: str | None = None) -> Story:
        assert self.order.decision is not None
        if not self.order.decision.elected:
            self.does("Lin", "elect", option=option or self.order.decision.award.default)
        if self.order.phase == "determined":
            self.does("Lin", "waive_appeal")
            self.does("Qiao", "waive_appeal")
        return self
