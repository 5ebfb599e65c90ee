"""A random walk through an order: anyone does anything at any time, often sensible, sometimes not.

`Walk` keeps what must hold after every step, whatever was tried. Content is made from the state, so that most acts are
close to lawful: ids that exist and ids that do not, sums that fit and sums that do not. Amounts and words that some
viewer must never see carry marks, and are looked for in the very bytes he is given.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec

from gongdao.kernel.acts import ACTS, Act, tag_of
from gongdao.kernel.award import entitlement, shares
from gongdao.kernel.calendars import PlainCalendars
from gongdao.kernel.canonical import canonical
from gongdao.kernel.clocks import seats_wanted, to_find, turns, wanted
from gongdao.kernel.decide import allowed, decide, follow_up
from gongdao.kernel.entry import Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import apply, empty, fold
from gongdao.kernel.money import ACCOUNTS, balances
from gongdao.kernel.refusals import CODES, Refusal
from gongdao.kernel.state import Order, Payout
from gongdao.kernel.step import perform, stamped
from gongdao.kernel.values import (
    PLATFORM,
    Actor,
    Agreement,
    CheckCite,
    DelayTerms,
    DepositTerms,
    ExhibitAnswer,
    OfferItem,
    Person,
    Requirement,
)
from gongdao.kernel.visibility import sees, view
from tests.scenarios.story import SHA, Story, file, founding_agreement, person

ACTORS: tuple[Actor, ...] = (
    Actor(person="lin", role="buyer"),
    Actor(person="lin2", role="buyer"),
    Actor(person="qiao", role="seller"),
    Actor(person="qiao2", role="seller"),
    Actor(person="med", role="mediator"),
    Actor(person="med2", role="mediator"),
    Actor(person="f1", role="finder"),
    Actor(person="f2", role="finder"),
    Actor(person="f3", role="finder"),
    Actor(person="op", role="operator"),
    PLATFORM,
    Actor(person="stranger", role="buyer"),
    Actor(person="qiao", role="buyer"),
    Actor(person="lin", role="mediator"),
    Actor(person="med", role="finder"),
)
FINAL = ("closed", "withdrawn")
WEIGHTS = {
    # Acts that carry an order on are tried more often than those that can be repeated for ever.
    **dict.fromkeys(
        ("propose", "accept", "fund", "confirm_funds", "confirm_payout", "start", "receipt", "inspect"), 12
    ),
    **dict.fromkeys(("accept_offer", "accept_change", "decide_challenge", "minutes", "consent_meeting"), 12),
    **dict.fromkeys(
        (
            "elect",
            "appeal",
            "waive_appeal",
            "waive_evidence",
            "find",
            "find_cause",
            "determine",
            "seat_finders",
            "take",
        ),
        12,
    ),
    **dict.fromkeys(
        ("statement", "remind", "add_person", "erase", "extend", "propose_meeting", "promise", "question"), 1
    ),
    **dict.fromkeys(("draft", "amend", "withdraw", "challenge", "hand_over_case", "funds_failed", "payout_failed"), 1),
}
COUNTS: Counter[str] = Counter()
"""What was tried in this session: `tried`, `stood`, `refused`, and per tag how often an act stood."""

REFUSED: Counter[str] = Counter()
"""How often each refusal code was given."""

STARTS = ("nothing", "drafted", "agreed", "working", "delivered", "disputed", "found", "determined", "finders", "cure")


def begin(start: str, rng: Random) -> Story:
    """An order at some point of its life, lived there by lawful acts."""
    story = Story()
    if start == "nothing":
        return story
    deposit = DepositTerms(
        kind=rng.choice(("earnest", "advance")),
        amount=rng.choice((0, 8_000_000, 20_000_000)) if start != "agreed" else 20_000_000,
        where=rng.choice(("escrow", "seller")),
    )
    terms: dict[str, Any] = {"deposit": deposit, "finders": 3 if start == "finders" else 1}
    if rng.random() < 0.3:
        terms["delay"] = DelayTerms(rate_bp=100)
    agreement = thousandfold(founding_agreement(**terms))
    if start == "drafted":
        story.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=agreement)
        story.does("Lin", "propose", hash=story.order.hash)
    elif start == "agreed":
        story.agreed(agreement)
    else:
        story.working(agreement)
    if start in ("delivered", "disputed", "found", "determined", "cure"):
        story.delivers(*rng.choice((("template",), ("template", "changes"), ("template", "changes", "data"))))
    if start in ("disputed", "found", "determined", "finders", "cure"):
        story.disputed(*rng.choice((("changes",), ("template", "changes", "data")))).mediated()
    if start == "finders":
        story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    if start in ("found", "determined", "cure"):
        for requirement in story.order.contested:
            story.finds(requirement, rng.choice((0, 5_000, 10_000)))
        story.does(
            "Mediator", "find_cause", cause=rng.choice(("seller", "seller", "both", "none")), reason="依记录认定"
        )
    if start in ("determined", "cure"):
        story.rests().does("Mediator", "determine")
        options = [o.id for o in story.order.decision.award.options] if story.order.decision else []
        if start == "cure" and "cure" in options and not story.order.decision.elected:  # type: ignore[union-attr]
            story.does("Lin", "elect", option="cure")
    return story


def thousandfold(agreement: Agreement) -> Agreement:
    """The same agreement with every price a thousand times as high, so that sums are long enough to be told apart."""
    requirements = tuple(
        msgspec.structs.replace(r, price=None if r.price is None else r.price * 1_000) for r in agreement.requirements
    )
    price = None if agreement.price is None else agreement.price * 1_000
    return msgspec.structs.replace(agreement, requirements=requirements, price=price)


class Walk:
    """An order under random acts, with everything that must always hold."""

    def __init__(self, start: str, rng: Random) -> None:
        story = begin(start, rng)
        self.now: datetime = story.now
        self.order: Order = story.order
        self.entries: list[Entry] = list(story.entries)
        self.books = dict(story.books())
        self.secrets = Secrets()
        self.history: dict[int, Order] = {}
        self.trail: list[str] = [start]

    # -- one step ----------------------------------------------------------------------------------------------------

    def step(self, rng: Random) -> None:
        """Somebody does something, or a clock runs out, or time passes."""
        dice = rng.random()
        if dice < 0.08 and self.order.due:
            clock = rng.choice(sorted(self.order.due))
            self.now = max(self.now, self.order.due[clock])
            self.attempt(PLATFORM, ACTS["lapse"](clock=clock))  # type: ignore[arg-type]
            return
        if dice < 0.2:
            self.now += timedelta(minutes=rng.choice((1, 60, 24 * 60, 5 * 24 * 60)))
        if dice > 0.99 and self.order.at is not None:
            earlier = perform(
                self.order,
                PLATFORM,
                ACTS["close"](),
                self.order.at - timedelta(minutes=1),
                PlainCalendars(),  # type: ignore[arg-type]
            )
            assert isinstance(earlier, Refusal)
        actor = rng.choice(ACTORS)
        may = allowed(self.order, actor, self.now)
        if not may and rng.random() < 0.8:
            able = [a for a in ACTORS if allowed(self.order, a, self.now)]
            actor = rng.choice(able) if able else actor
            may = allowed(self.order, actor, self.now)
        if may and rng.random() < 0.85:
            tag = rng.choices(may, [WEIGHTS.get(t, 3) for t in may])[0]
        else:
            tag = rng.choice(tuple(ACTS))
        act = Content(rng, self).of(tag, actor)
        if act is not None:
            self.attempt(actor, act)

    def attempt(self, actor: Actor, act: Act) -> None:
        before, bytes_before = self.order, msgspec.json.encode(self.order)
        self.trail.append(f"{actor.person}/{actor.role} {act}")
        may = allowed(before, actor, self.now)
        step = perform(before, actor, act, self.now, PlainCalendars())
        COUNTS["tried"] += 1
        assert msgspec.json.encode(before) == bytes_before, "deciding changed the state it looked at"
        if isinstance(step, Refusal):
            COUNTS["refused"] += 1
            assert step.code in CODES
            REFUSED[step.code] += 1
            self.order = before
            return
        COUNTS["stood"] += 1
        for entry in step.entries:
            assert entry.body is not None
            COUNTS[tag_of(entry.body.act)] += 1
        assert tag_of(act) in may, f"{tag_of(act)} was let through but `allowed` did not list it"
        for move in step.transfers:
            assert move.amount > 0
            self.books[move.debit] += move.amount if move.debit == "rail" else -move.amount
            self.books[move.credit] += -move.amount if move.credit == "rail" else move.amount
        self.order = self.history[step.order.seq] = step.order
        self.entries.extend(step.entries)
        self.secrets.learn(actor, act, step.order)
        self.holds()

    # -- what must hold ----------------------------------------------------------------------------------------------

    def holds(self) -> None:
        order = self.order
        assert self.books == balances(order), "the transfers and the state disagree"
        assert min(self.books[a] for a in ACCOUNTS) >= 0
        confirmed = sum(p.amount for p in order.payments.values() if p.status == "confirmed")
        assert order.held + order.released + order.refunded == confirmed
        assert order.at == self.now
        assert [e.seq for e in self.entries] == list(range(1, order.seq + 1))
        assert follow_up(order) is None, "the platform has not come to rest"
        assert set(order.due) == set(wanted(order)), "a clock that runs was never stamped"
        if order.phase in FINAL:
            assert order.held == 0
        else:
            assert turns(order), f"in {order.phase} it is nobody's turn"
        for delivery in order.deliveries.values():
            assert not (delivery.with_buyer and delivery.returned)
            if order.phase in FINAL:
                assert delivery.with_buyer or delivery.returned or delivery.status != "held"
        self._solvent()

    def _solvent(self) -> None:
        """The escrow always covers what every item still in work will be owed."""
        order = self.order
        if order.phase not in ("working", "inspecting", "disputed", "determined") or order.agreement is None:
            return
        by_item = shares(order.agreement)
        open_items = sum(by_item[r] for r, item in order.items.items() if not item.finished)
        paid = tuple(r for r, item in order.items.items() if item.paid)
        assert order.held + order.released - entitlement(order, paid) >= open_items, "escrow falls short"

    def replays(self) -> None:
        """The record alone gives the same order, every act again decided, every clock again stamped."""
        order = empty(self.order.id)
        for entry in self.entries:
            assert entry.body is not None
            if entry.body.act.__struct_config__.tag != "erase":
                again = decide(order, entry.actor, entry.body.act, entry.at)
                assert again == entry.body.act, f"entry {entry.seq} would not be decided again"
            assert stamped(order, entry.actor, entry.body.act, entry.at, PlainCalendars())[0] == entry
            order = apply(order, entry)
            assert self.history.get(entry.seq, order) == order, f"the record up to {entry.seq} folds to another order"
            decoded = msgspec.json.decode(canonical(entry), type=Entry)
            assert decoded == entry
            assert canonical(decoded) == canonical(entry)
        assert order == self.order
        assert msgspec.json.encode(fold(self.order.id, self.entries)) == msgspec.json.encode(self.order)

    def comes_to_an_end(self) -> None:
        """From wherever it stands: if the parties never speak again, and those who must decide do, it ends, all paid.

        Nobody is ever stuck, and no clock leads in a circle.
        """
        for number in range(150):
            if self.order.phase in FINAL or not self.order.seq:
                return
            self.those_who_must_act(number)
            waiting = [(at, name) for name, at in self.order.due.items() if not self._custody_silent(name)]
            if self.order.phase not in FINAL:
                assert waiting, f"in {self.order.phase} nothing ever happens again"
                at, clock = min(waiting)
                self.now = max(self.now, at)
                self.attempt(PLATFORM, ACTS["lapse"](clock=clock))  # type: ignore[arg-type]
        raise AssertionError(f"never ends, in {self.order.phase} with {sorted(self.order.due)}")

    def _custody_silent(self, clock: str) -> bool:
        later = max(self.now, self.order.due[clock])
        answer = decide(self.order, PLATFORM, ACTS["lapse"](clock=clock), later)  # type: ignore[arg-type]
        return isinstance(answer, Refusal)

    def those_who_must_act(self, number: int) -> None:
        """Custody, the operator, the mediator and the finders do what is theirs to do; the parties stay silent."""
        operator = Actor(person="op", role="operator")

        def does(actor: Actor, tag: str, **content: Any) -> None:
            self.attempt(actor, ACTS[tag](**content))  # type: ignore[arg-type]

        for seq, delivery in list(self.order.deliveries.items()):
            if delivery.status == "handed_in":
                does(PLATFORM, "receipt", delivery=seq, files=delivery.act.files)
        for seq, challenge in list(self.order.challenges.items()):
            if challenge.status == "open":
                does(operator, "decide_challenge", challenge=seq, replaced=False, reason="维持")
        if self.order.phase != "disputed" or self.order.curing:
            return
        if not self.order.mediator and not self.order.handed_to:
            name = f"new{number}"
            does(
                Actor(person=name, role="mediator"),
                "take",
                mediator=Person(id=name, name="新调解员"),
                no_conflict=True,
            )
        if seats_wanted(self.order):
            agreed = self.order.agreement.terms.finders if self.order.agreement else 1
            needed = max(3, agreed) if self.order.appeal_seq is not None else agreed
            panel = tuple(Person(id=f"p{number}-{n}", name="评审") for n in range(needed))
            does(operator, "seat_finders", finders=panel)
        for by in self.order.finders or ((self.order.mediator,) if self.order.mediator else ()):
            actor = Actor(person=by, role="finder" if self.order.finders else "mediator")
            for requirement in to_find(self.order):
                answers = tuple(
                    ExhibitAnswer(exhibit=seq, weight="considered", text="已对照")
                    for seq, shown in self.order.exhibits.items()
                    if shown.act.requirement in (None, requirement)
                )
                does(actor, "find", requirement=requirement, delivered_bp=5_000, reason="认定", exhibits=answers)
            does(actor, "find_cause", cause="seller", reason="依记录认定")
            does(actor, "determine")

    def keeps_secrets(self) -> None:
        """Nobody's view and nobody's entries hold what that viewer may not see, in the bytes themselves."""
        for viewer in (*ACTORS, Actor(person="f1", role="mediator"), Actor(person="med3", role="mediator")):
            shown = view(self.order, viewer)
            read = [e for e in self.entries if sees(self.order, viewer, e)]
            if shown is None:
                assert not read, f"{viewer} may not look and reads entries"
                continue
            seen = msgspec.json.encode(shown) + b"\n" + msgspec.json.encode(read)
            for secret in self.secrets.from_(viewer, self.order):
                assert not re.search(rb"(?<![0-9a-f])" + re.escape(secret) + rb"(?![0-9a-f])", seen), (
                    f"{viewer.person}/{viewer.role} sees {secret!r}"
                )

    def tell(self) -> str:
        """The walk so far, for a failing example."""
        return "\n  ".join(self.trail[-40:])


class Secrets:
    """Marked amounts and words, and from whom each is to be kept."""

    def __init__(self) -> None:
        self.talks: dict[bytes, int | None] = {}
        """Amounts of demands, requests, offers (by entry number) and bids."""
        self.bids: dict[bytes, str] = {}
        self.caucus: dict[bytes, str] = {}
        self.notes: set[bytes] = set()
        self.findings: dict[bytes, tuple[str, str, int]] = {}
        self.causes: dict[bytes, tuple[str, int]] = {}

    def learn(self, actor: Actor, act: Act, order: Order) -> None:
        tag, seq = tag_of(act), order.seq
        if tag == "claim" and act.demand is not None:  # type: ignore[union-attr]
            self.talks[str(act.demand).encode()] = None  # type: ignore[union-attr]
        elif tag == "ask_more" or (tag == "overrun" and act.amount):  # type: ignore[union-attr]
            self.talks[str(act.amount).encode()] = None  # type: ignore[union-attr]
        elif tag == "offer":
            for item in act.covers:  # type: ignore[union-attr]
                if item.sum:
                    self.talks[str(item.sum).encode()] = seq
        elif tag == "bid":
            self.bids[str(act.amount).encode()] = actor.role  # type: ignore[union-attr]
        elif tag == "caucus_note":
            self.caucus[act.text.encode()] = act.party  # type: ignore[union-attr]
        elif tag == "hand_over_case":
            self.notes.add(act.notes.encode())  # type: ignore[union-attr]
        elif tag == "find_cause":
            self.causes[act.reason.encode()] = (actor.person, seq)  # type: ignore[union-attr]
        elif tag == "find":
            self.findings[act.reason.encode()] = (actor.person, act.requirement, seq)  # type: ignore[union-attr]

    def from_(self, viewer: Actor, order: Order) -> list[bytes]:
        hidden: list[bytes] = []
        if viewer.role == "platform":
            return hidden
        unsettled = [s for s, offer in self.talks.items() if offer is None or not _settled(order, offer)]
        finds = viewer.person in (order.finders or (order.mediator,))
        open_case = order.phase == "disputed" and _unfound(order)
        if viewer.role == "finder" or (viewer.role == "mediator" and (not order.mediator or finds) and open_case):
            hidden += [*unsettled, *self.bids]
        if viewer.role == "finder":
            hidden += list(self.talks)
            hidden += [str(p).encode() for p in _prices(order)]
        if len(order.bids_opened_by) < 2 and order.bids_matched is None:
            hidden += [b for b, by in self.bids.items() if by != viewer.role]
        mediator = viewer.role == "mediator" and viewer.person == order.mediator
        hidden += [c for c, party in self.caucus.items() if viewer.role != party and not mediator]
        if viewer.role in ("buyer", "seller", "finder", "operator"):
            hidden += sorted(self.notes)
        if open_case and order.decision is None:
            hidden += [
                c
                for c, (by, seq) in self.causes.items()
                if by != viewer.person and seq > (order.appeal_seq or 0) and seq > (order.dispute_seq or 0)
            ]
        if open_case and order.decision is None and viewer.role != "operator":
            hidden += [
                f
                for f, (by, requirement, seq) in self.findings.items()
                if by != viewer.person
                and requirement in order.contested
                and not (order.appeal_seq is not None and seq < order.appeal_seq and viewer.role != "finder")
            ]
        return hidden


def _settled(order: Order, offer: int) -> bool:
    return offer in order.offers and order.offers[offer].status == "accepted"


def _unfound(order: Order) -> bool:
    """Told apart from the kernel's own way of counting: some contested item lacks a finding in this instance."""
    if order.cause is None:
        return True
    needed = order.appeal.requirements if order.appeal is not None else order.contested
    for requirement in set(needed) & set(order.contested):
        by = {f.by for f in order.findings.values() if f.act.requirement == requirement and f.panel == order.panel}
        if not by or set(order.finders) - by:
            return True
    return False


def _prices(order: Order) -> set[int]:
    return {r.price for r in order.agreement.requirements if r.price} if order.agreement else set()


class Content:
    """Makes the content of an act from the state: mostly fitting, sometimes not."""

    def __init__(self, rng: Random, walk: Walk) -> None:
        self.rng = rng
        self.walk = walk
        self.order = walk.order
        self.at = walk.now

    def of(self, tag: str, actor: Actor) -> Act | None:
        make = getattr(self, tag, None)
        content = make(actor) if make else {}
        return None if content is None else ACTS[tag](**content)  # type: ignore[return-value]

    # -- small choices -----------------------------------------------------------------------------------------------

    def fits(self) -> bool:
        return self.rng.random() < 0.92

    def seq(self, known: Any) -> int:
        known = sorted(known)
        if known and self.fits():
            return self.rng.choice(known)  # type: ignore[no-any-return]
        return self.rng.randint(1, max(1, self.order.seq + 2))

    def item(self) -> str:
        known = list(self.order.items)
        return self.rng.choice(known) if known and self.fits() else self.rng.choice(("nothing", "extra1"))

    def some_items(self, known: Any = None) -> tuple[str, ...]:
        known = list(self.order.items if known is None else known)
        if not known or not self.fits():
            return ("nothing",)
        return tuple(self.rng.sample(known, self.rng.randint(1, len(known))))

    def marked(self, most: int = 40_000_000) -> int:
        """An amount of seven digits or so, so that it can be told from every other by chance as good as always."""
        return self.rng.randint(100_000, max(100_001, most))

    def words(self) -> str:
        return self.rng.choice(("", "说明", "理由")) if not self.fits() else "说明"

    def mark(self, kind: str) -> str:
        return f"{kind}-{self.order.seq}-{self.rng.randint(0, 10**6)}"

    def one_of(self, tag: str, field: str) -> str:
        for info in msgspec.inspect.type_info(ACTS[tag]).fields:  # type: ignore[union-attr]
            if info.name == field:
                return self.rng.choice(info.type.values)  # type: ignore[union-attr, no-any-return]
        raise AssertionError(f"{tag} has no {field}")

    def later(self) -> datetime:
        """An instant that is usually inside working hours in Shanghai."""
        day = self.at + timedelta(days=self.rng.choice((0, 2, 3, 7)))
        return day.replace(hour=self.rng.choice((2, 5, 8, 15)), minute=0, second=0, microsecond=0)

    def new_agreement(self) -> Agreement:
        rng = self.rng
        count = rng.randint(1, 4)
        ids = [f"r{n}" for n in range(count)]
        how = rng.choice(("price", "price", "price", "weight", "market"))
        requirements = tuple(
            Requirement(
                id=i if self.fits() else "r0",
                title=f"第 {i} 项",
                price=self.marked(60_000_000) if how == "price" else None,
                weight=rng.randint(0, 5) if how == "weight" else None,
                quotes=tuple(rng.randint(1, 30_000_000) for _ in range(rng.choice((0, 3, 3, 4))))
                if how == "market"
                else (),
                needs=tuple(rng.sample(ids, rng.randint(0, min(2, count)))) if rng.random() < 0.3 else (),
                salvage_bp=rng.choice((0, 5_000, 10_000)),
                essential=rng.random() < 0.3,
            )
            for i in ids
        )
        total = sum(r.price or 0 for r in requirements)
        price = {"price": rng.choice((None, total)), "weight": rng.randint(1, 50_000_000), "market": None}[how]
        deposit = DepositTerms(kind=rng.choice(("earnest", "advance", "none")), amount=rng.choice((0, 0, 5_000_000)))
        base = founding_agreement(
            deposit=deposit, market_decides=how == "market", finders=rng.choice((1, 1, 3)), revisions=rng.choice((0, 2))
        )
        currency = "CNY" if self.fits() else rng.choice(("EUR", "QQQ"))
        author = rng.choice(("both", "both", "buyer", "seller"))
        return msgspec.structs.replace(
            base, requirements=requirements, price=price, currency=currency, list_written_by=author
        )

    # -- agreement ---------------------------------------------------------------------------------------------------

    def draft(self, actor: Actor) -> dict[str, Any]:
        seller = person("Qiao") if self.fits() else person("Lin")
        return {"buyer": person("Lin"), "seller": seller, "agreement": self.new_agreement()}

    def amend(self, actor: Actor) -> dict[str, Any]:
        return {"agreement": self.new_agreement(), "reason": self.words()}

    def _hash(self) -> str:
        return self.order.hash if self.order.hash and self.fits() else SHA

    def propose(self, actor: Actor) -> dict[str, Any]:
        return {"hash": self._hash()}

    accept = start = propose

    def question(self, actor: Actor) -> dict[str, Any]:
        return {"requirement": self.item(), "text": "怎么做？"}

    def answer(self, actor: Actor) -> dict[str, Any]:
        return {"question": self.seq(self.order.questions), "text": "这样做"}

    def accept_item(self, actor: Actor) -> dict[str, Any]:
        return {"requirement": self.item()}

    def object(self, actor: Actor) -> dict[str, Any]:
        return {"requirement": self.item(), "text": "做不了"}

    def withdraw(self, actor: Actor) -> dict[str, Any] | None:
        return {"reason": self.words()} if self.rng.random() < 0.2 else None

    def add_person(self, actor: Actor) -> dict[str, Any]:
        party = actor.role if actor.role in ("buyer", "seller") and self.fits() else "buyer"
        who = self.rng.choice(("Lin's assistant", "Qiao's engineer", "Qiao", "Mediator", "Finder 1"))
        if self.fits():
            who = "Lin's assistant" if party == "buyer" else "Qiao's engineer"
        return {"party": party, "person": person(who)}

    # -- money -------------------------------------------------------------------------------------------------------

    def fund(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.rules.money import due_in

        missing = due_in(self.order)
        deposit = self.order.agreement.terms.deposit.amount if self.order.agreement else 0
        purpose = self.rng.choice(("escrow", "escrow", "deposit"))
        amount = self.rng.choice((missing, missing, missing, max(1, missing // 2), missing + 1, deposit))
        return {"purpose": purpose, "amount": max(1, amount)}

    def confirm_funds(self, actor: Actor) -> dict[str, Any]:
        return {"fund": self.seq(self.order.payments), "rail": "sandbox", "reference": "ref"}

    def funds_failed(self, actor: Actor) -> dict[str, Any]:
        return {"fund": self.seq(self.order.payments), "code": "declined"}

    def confirm_payout(self, actor: Actor) -> dict[str, Any]:
        owed = self.payout()
        amount = owed.amount if self.fits() else owed.amount + 1
        return {"entry": owed.entry, "party": owed.party, "amount": amount, "rail": "sandbox", "reference": "ref"}

    def payout_failed(self, actor: Actor) -> dict[str, Any]:
        owed = self.payout()
        return {"entry": owed.entry, "party": owed.party, "code": "account_closed"}

    def payout(self) -> Payout:
        """Some payment out, or one nobody ordered."""
        made_up = Payout(entry=1, party="seller", amount=1)
        return self.rng.choice(tuple(self.order.payouts.values()) or (made_up,))

    def release(self, actor: Actor) -> dict[str, Any]:
        items = self.some_items()
        by_item = shares(self.order.agreement) if self.order.agreement else {}
        return {"requirements": (*items, items[0]), "amount": sum(by_item.get(r, 0) for r in items)}

    # -- work --------------------------------------------------------------------------------------------------------

    def propose_change(self, actor: Actor) -> dict[str, Any] | None:
        agreement = self.order.agreement
        if agreement is None:
            return None
        adds, replaces, drops = (), (), ()
        dice = self.rng.random()
        if dice < 0.5:
            price = self.marked(20_000_000) if agreement.requirements[0].price is not None else None
            weight = 1 if agreement.requirements[0].weight is not None else None
            adds = (Requirement(id=f"extra{self.order.version}", title="增项", price=price, weight=weight),)
        elif dice < 0.75:
            drops = self.some_items()[:1]
        else:
            target = self.order.requirement(self.item())
            if target is not None:
                replaces = (msgspec.structs.replace(target, price=self.marked(30_000_000)),)
        gone = {*drops, *(r.id for r in replaces)}
        total = sum(r.price or 0 for r in (*adds, *replaces))
        total += sum(r.price or 0 for r in agreement.requirements if r.id not in gone)
        price = (total if self.fits() else total + 1) if agreement.price is not None else None
        return {
            "adds": adds,
            "replaces": replaces,
            "drops": drops,
            "price": price,
            "extra_days": self.rng.choice((0, 0, 3)),
            "reason": self.words(),
        }

    def accept_change(self, actor: Actor) -> dict[str, Any]:
        return {"change": self.seq(self.order.changes)}

    decline_change = accept_change

    def overrun(self, actor: Actor) -> dict[str, Any]:
        return {"requirement": self.item(), "amount": self.rng.choice((0, self.marked())), "reason": self.words()}

    def ask_more(self, actor: Actor) -> dict[str, Any]:
        return {"amount": self.marked(), "reason": self.words()}

    def ask_early(self, actor: Actor) -> dict[str, Any]:
        return {"what": "payment", "reason": self.words()}

    def refuse_request(self, actor: Actor) -> dict[str, Any]:
        return {"request": self.seq(self.order.requests)}

    def end(self, actor: Actor) -> dict[str, Any] | None:
        return {"ground": self.one_of("end", "ground"), "reason": self.words()} if self.rng.random() < 0.4 else None

    def promise(self, actor: Actor) -> dict[str, Any]:
        return {"text": "协助安装", "test": "能打开", "until": self.later(), "requirement": self.item()}

    def witness_promise(self, actor: Actor) -> dict[str, Any]:
        return {"promise": self.seq(self.order.promises), "kept": self.rng.random() < 0.5}

    # -- delivery ----------------------------------------------------------------------------------------------------

    def deliver(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.rules.delivery import deliverable

        files = (file(sha=f"{self.order.seq:064x}"),) * (1 if self.fits() else 2)
        return {"requirements": self.some_items(deliverable(self.order)), "files": files}

    def receipt(self, actor: Actor) -> dict[str, Any]:
        open_ones = [s for s, d in self.order.deliveries.items() if d.status == "handed_in"]
        delivery = self.seq(open_ones or self.order.deliveries)
        known = self.order.deliveries.get(delivery)
        return {"delivery": delivery, "files": known.act.files if known and self.fits() else (file(),)}

    def refuse_delivery(self, actor: Actor) -> dict[str, Any] | None:
        if self.rng.random() < 0.6:
            return None
        open_ones = [s for s, d in self.order.deliveries.items() if d.status == "handed_in"]
        return {"delivery": self.seq(open_ones or self.order.deliveries), "code": "bomb"}

    def check_result(self, actor: Actor) -> dict[str, Any]:
        return {
            "delivery": self.seq(self.order.deliveries),
            "requirement": self.item(),
            "kind": "works",
            "outcome": self.one_of("check_result", "outcome"),
            "report_sha256": SHA,
            "version": "1",
            "settings_sha256": SHA,
        }

    def inspect(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.custody import awaiting

        waiting = [(s, r) for s in self.order.deliveries for r in awaiting(self.order, s)]
        delivery, requirement = self.rng.choice(waiting) if waiting and self.fits() else (1, self.item())
        return {
            "delivery": delivery,
            "requirement": requirement,
            "verdict": self.rng.choice(("accepted", "rejected")),
            "reason": self.words(),
        }

    def hand_over(self, actor: Actor) -> dict[str, Any]:
        to = self.rng.choice(("buyer", "seller"))
        return {
            "delivery": self.seq(self.order.deliveries),
            "to": to,
            "person": "lin" if to == "buyer" else "qiao",
            "files": (),
        }

    # -- dispute -----------------------------------------------------------------------------------------------------

    def dispute(self, actor: Actor) -> dict[str, Any]:
        return {"requirements": self.some_items(), "reason": self.words()}

    def claim(self, actor: Actor) -> dict[str, Any]:
        demand = self.marked(10**9) if self.rng.random() < 0.7 else None
        return {"requirement": self.item(), "text": "主张", "demand": demand}

    def respond(self, actor: Actor) -> dict[str, Any]:
        return {"claim": self.seq(self.order.claims), "stance": self.one_of("respond", "stance")}

    def statement(self, actor: Actor) -> dict[str, Any]:
        by = (self.seq(self.order.exhibits),) if self.order.exhibits and self.rng.random() < 0.3 else ()
        return {"text": "留言", "label": self.one_of("statement", "label"), "supported_by": by}

    def remind(self, actor: Actor) -> dict[str, Any]:
        return {"requirement": self.item(), "text": "提醒"}

    def confirm_issues(self, actor: Actor) -> dict[str, Any]:
        return {"requirements": (self.order.contested if self.fits() else ()) or self.some_items()}

    def exhibit(self, actor: Actor) -> dict[str, Any]:
        about = self.item() if self.rng.random() < 0.8 else None
        return {"kind": self.one_of("exhibit", "kind"), "title": "证据", "requirement": about, "text": self.words()}

    def answer_exhibit(self, actor: Actor) -> dict[str, Any]:
        return {"exhibit": self.seq(self.order.exhibits), "stance": self.one_of("answer_exhibit", "stance")}

    def waive_evidence(self, actor: Actor) -> dict[str, Any]:
        return {}

    def take(self, actor: Actor) -> dict[str, Any]:
        who = Person(id=actor.person, name="调解员") if self.fits() else person("Mediator")
        return {"mediator": who, "no_conflict": self.fits()}

    def challenge(self, actor: Actor) -> dict[str, Any]:
        return {"ground": self.one_of("challenge", "ground"), "text": self.words()}

    def decide_challenge(self, actor: Actor) -> dict[str, Any]:
        replaced = self.rng.random() < 0.5
        return {"challenge": self.seq(self.order.challenges), "replaced": replaced, "reason": self.words()}

    def hand_over_case(self, actor: Actor) -> dict[str, Any]:
        to = self.rng.choice(("Mediator", "Other mediator"))
        return {"to": person(to), "notes": self.mark("NOTES")}

    def caucus_note(self, actor: Actor) -> dict[str, Any]:
        party = (
            actor.role if actor.role in ("buyer", "seller") and self.fits() else self.rng.choice(("buyer", "seller"))
        )
        return {"party": party, "text": self.mark("CAUCUS")}

    def propose_meeting(self, actor: Actor) -> dict[str, Any]:
        times = tuple(self.later() for _ in range(self.rng.randint(1, 2)))
        return {"times": times, "length": self.rng.choice((0, 30, 90)), "agenda": "议程"}

    def consent_meeting(self, actor: Actor) -> dict[str, Any]:
        meeting = self.seq(self.order.meetings)
        known = self.order.meetings.get(meeting)
        return {"meeting": meeting, "time": known.act.times[0] if known and self.fits() else self.later()}

    def minutes(self, actor: Actor) -> dict[str, Any]:
        return {"meeting": self.seq(self.order.meetings), "attended": ("lin",), "text": "纪要"}

    def extend(self, actor: Actor) -> dict[str, Any]:
        clock = self.rng.choice(sorted(self.order.due)) if self.order.due and self.fits() else "work:9"
        return {"clock": clock, "days": self.rng.randint(1, 5), "reason": self.words()}

    def feedback(self, actor: Actor) -> dict[str, Any]:
        return {"courtesy": 3, "correctness": 1, "text": self.words()}

    def answer_feedback(self, actor: Actor) -> dict[str, Any]:
        return {"feedback": self.seq(self.order.feedback), "adopted": True, "text": "已改"}

    # -- settlement --------------------------------------------------------------------------------------------------

    def offer(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.rules.settlement import affordable, open_items

        left = open_items(self.order)
        items = left if left and self.rng.random() < 0.5 else self.some_items(left)
        most = affordable(self.order, items) if self.order.agreement else 0
        covers = tuple(
            OfferItem(
                requirement=r,
                sum=self.marked(most // max(1, len(items))),
                deliverable=self.rng.choice(("buyer", "seller")),
            )
            for r in items
        )
        open_offers = [s for s, o in self.order.offers.items() if o.status == "open"]
        return {
            "covers": covers,
            "lapses_at": self.later(),
            "ends": items == left,
            "reply_to": self.seq(open_offers) if open_offers and self.rng.random() < 0.3 else None,
            "reason": self.words(),
        }

    def accept_offer(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.rules.settlement import sacrifice

        open_offers = [s for s, o in self.order.offers.items() if o.status == "open" and o.by != actor.role]
        offer = self.seq(open_offers or self.order.offers)
        waives = None
        if offer in self.order.offers and actor.role in ("buyer", "seller") and self.fits():
            waives = sacrifice(self.order, actor.role, offer) or None  # type: ignore[arg-type]
        return {"offer": offer, "waives": waives}

    def decline_offer(self, actor: Actor) -> dict[str, Any]:
        return {"offer": self.seq(self.order.offers)}

    withdraw_offer = decline_offer

    def bid(self, actor: Actor) -> dict[str, Any]:
        from gongdao.kernel.rules.settlement import bidding_round

        number = min(3, bidding_round(self.order)) if self.fits() else self.rng.randint(1, 3)
        return {"round": number, "amount": self.marked()}

    def match_bids(self, actor: Actor) -> dict[str, Any]:
        return {"round": 1, "price": self.marked()}

    # -- decision ----------------------------------------------------------------------------------------------------

    def seat_finders(self, actor: Actor) -> dict[str, Any]:
        agreed = self.order.agreement.terms.finders if self.order.agreement else 1
        needed = max(3, agreed) if self.order.appeal_seq is not None else agreed
        names = [f"Finder {n}" for n in range(1, 7)] + ["Mediator"]
        return {"finders": tuple(person(n) for n in self.rng.sample(names, needed if self.fits() else 2))}

    def find(self, actor: Actor) -> dict[str, Any]:
        requirement = self.rng.choice(to_find(self.order)) if to_find(self.order) and self.fits() else self.item()
        delivered = self.rng.choice((0, 3_000, 10_000))
        shown = {
            s: x.act.requirement for s, x in self.order.exhibits.items() if x.act.requirement in (None, requirement)
        }
        answers = tuple(
            ExhibitAnswer(exhibit=s, weight="considered", text="已对照") for s in shown if self.rng.random() < 0.97
        )
        cites = tuple(CheckCite(check=s) for s in self.order.checks)[:1]
        return {
            "requirement": requirement,
            "delivered_bp": delivered,
            "reason": self.mark("FOUND"),
            "exhibits": answers,
            "checks": cites,
            "cure_cost": self.rng.choice((None, None, 4_000_000)),
            "cover_quote": self.rng.choice((None, 9_000_000)),
            "prevented_bp": self.rng.choice((0, 0, 10_000 - delivered)),
            "cure_refused": self.rng.random() < 0.5,
        }

    def find_cause(self, actor: Actor) -> dict[str, Any]:
        return {
            "cause": self.one_of("find_cause", "cause"),
            "reason": self.mark("CAUSE") if self.fits() else "",
            "late_days": self.rng.choice((0, 5)),
            "loss": self.rng.choice((0, 0, 3_000_000)),
            "wasted_cost": self.rng.choice((0, 0, 2_000_000)),
        }

    def elect(self, actor: Actor) -> dict[str, Any]:
        options = [o.id for o in self.order.decision.award.options] if self.order.decision else []
        return {"option": self.rng.choice(options) if options and self.fits() else "cure"}

    def appeal(self, actor: Actor) -> dict[str, Any]:
        items = self.order.decision.covers if self.order.decision else ()
        return {"ground": "wrong_fact", "requirements": self.some_items(items), "reason": self.words()}

    def execute(self, actor: Actor) -> dict[str, Any]:
        return {"basis": "determination", "to_seller": self.order.held, "to_buyer": 0}

    def lapse(self, actor: Actor) -> dict[str, Any]:
        return {"clock": self.rng.choice(sorted(self.order.due)) if self.order.due and self.fits() else "work:9"}

    def erase(self, actor: Actor) -> dict[str, Any]:
        able = [e for e in self.walk.entries if e.body is not None and skeleton(e.body.act) is not None]
        if not able:
            return {"entry": 1, "reason": "申请", "skeleton": None}
        chosen = self.rng.choice(able)
        assert chosen.body is not None
        left = skeleton(chosen.body.act) if self.fits() else chosen.body.act
        return {"entry": chosen.seq, "reason": self.words(), "skeleton": left, "due": chosen.body.due}
