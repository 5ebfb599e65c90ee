"""The state of an order: what a fold over its record arrives at.

Everything is immutable. Open things are kept under the number of the entry that created them; texts of the thread are
not kept here, because no decision reads them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from .acts import (
    Appeal,
    Award,
    Claim,
    Deliver,
    Exhibit,
    Find,
    FindCause,
    Offer,
    Promise,
    ProposeChange,
    ProposeMeeting,
)
from .values import Actor, Agreement, Party, Person, Requirement, Role, Shape

Phase = Literal[
    "draft",
    "proposed",
    "agreed",
    "funded",
    "working",
    "inspecting",
    "disputed",
    "determined",
    "executed",
    "closed",
    "withdrawn",
]
OPEN_STATUS = "open"


class Seat(Shape, frozen=True, kw_only=True):
    """A person's place in the order."""

    person: Person
    role: Role


class Item(Shape, frozen=True, kw_only=True):
    """Where one requirement stands.

    `answer` is the seller's before work; `verdict` the buyer's on the latest delivery; `decided` says a settlement or
    an executed determination disposed of it; `settled` is the seller's total under a settlement, in minor units;
    `keeper` is who keeps the work, once that is decided.
    """

    answer: Literal["open", "accepted", "objected", "questioned"] = "open"
    delivery: int | None = None
    verdict: Literal["none", "accepted", "rejected", "deemed"] = "none"
    rejections: int = 0
    contested: bool = False
    paid: bool = False
    decided: bool = False
    settled: int | None = None
    keeper: Literal["", "buyer", "seller"] = ""

    @property
    def accepted(self) -> bool:
        """Accepted by the buyer, or deemed so when the agreed inspection period passed."""
        return self.verdict in ("accepted", "deemed")

    @property
    def finished(self) -> bool:
        """Nothing is open about this item any more."""
        return self.paid or self.decided


class Asked(Shape, frozen=True, kw_only=True):
    """A question about a requirement, and the entry that answered it."""

    requirement: str
    by: Role
    text: str
    answer: int | None = None
    answer_text: str = ""
    lapsed: bool = False


class Payment(Shape, frozen=True, kw_only=True):
    """Money the buyer paid in: pending until the rail confirms or fails it."""

    purpose: Literal["escrow", "deposit"]
    amount: int
    status: Literal["pending", "confirmed", "failed"] = "pending"


class Payout(Shape, frozen=True, kw_only=True):
    """Money an entry moved to a party, which the rail still has to pay out to it.

    `failures` counts how often the rail said no, `code` is what it said last; `at` is when it confirmed, and
    `reference` its word for it.
    """

    entry: int
    party: Party
    amount: int
    status: Literal["due", "failed", "paid"] = "due"
    failures: int = 0
    code: str = ""
    reference: str = ""
    at: datetime | None = None


class Change(Shape, frozen=True, kw_only=True):
    """A change order and what became of it.

    `awaiting_money`: the other side agreed, and it comes into force when the extra money is held; the old terms stand
    until then.
    """

    act: ProposeChange
    by: Party
    status: Literal["open", "accepted", "declined", "lapsed", "awaiting_money"] = "open"


class Request(Shape, frozen=True, kw_only=True):
    """A labelled request outside a change order (more money, early confirmation or payment, overrun notice)."""

    kind: Literal["overrun", "ask_more", "ask_early"]
    by: Party
    status: Literal["open", "refused"] = "open"


class Promised(Shape, frozen=True, kw_only=True):
    """A testable commitment, and whether a witness said it was kept."""

    act: Promise
    by: Role
    status: Literal["open", "kept", "broken", "unwitnessed"] = "open"


class Delivery(Shape, frozen=True, kw_only=True):
    """Files handed in. `held` once custody has the bytes; `buyer` or `seller` once handed over."""

    act: Deliver
    at: datetime
    status: Literal["handed_in", "held", "refused"] = "handed_in"
    code: str = ""
    with_buyer: bool = False
    returned: bool = False


class Check(Shape, frozen=True, kw_only=True):
    """A machine's result on one requirement of a delivery. Scores are hundredths of a point."""

    delivery: int
    requirement: str
    kind: str
    outcome: Literal["passed", "failed", "cannot_tell", "not_applicable"]
    report_sha256: str
    score: int | None
    low: int | None
    high: int | None
    reasons: tuple[str, ...]


class Shown(Shape, frozen=True, kw_only=True):
    """An exhibit, who showed it, and what the other side said. `against` = its own party's exhibit was relied on."""

    act: Exhibit
    by: Role
    person: str
    at: datetime
    late: bool = False
    stance: Literal["", "accepts", "disputes", "relies_on"] = ""
    answer_text: str = ""

    @property
    def against(self) -> Party | None:
        """The party this exhibit counts against, because the other side relies on what it showed itself."""
        return self.by if self.stance == "relies_on" and self.by in ("buyer", "seller") else None


class Reminder(Shape, frozen=True, kw_only=True):
    """One reminder of a requirement, by whom and when."""

    requirement: str
    by: Party
    person: str
    at: datetime


class Claimed(Shape, frozen=True, kw_only=True):
    """A claim about one item and its answer."""

    act: Claim
    by: Party
    stance: Literal["", "admits", "admits_part", "denies", "silent"] = ""
    response: str = ""


class Offered(Shape, frozen=True, kw_only=True):
    """A settlement offer, who may still accept it, and who has."""

    act: Offer
    by: Role
    status: Literal["open", "accepted", "declined", "lapsed", "withdrawn", "countered"] = "open"
    accepted_by: tuple[Party, ...] = ()

    @property
    def total(self) -> int:
        """The seller's total for the covered items, in minor units."""
        return sum(item.sum for item in self.act.covers)


class Meeting(Shape, frozen=True, kw_only=True):
    """A proposed talk, who agreed to which time, and whether minutes exist."""

    act: ProposeMeeting
    by: Role
    consents: Mapping[str, datetime] = {}
    time: datetime | None = None
    minutes: int | None = None
    lapsed: bool = False


class Objection(Shape, frozen=True, kw_only=True):
    """A challenge of the mediator."""

    by: Party
    mediator: str
    ground: str
    status: Literal["open", "kept", "replaced"] = "open"


class Found(Shape, frozen=True, kw_only=True):
    """A finding on one requirement by one finder. `panel` counts the appeal that seated him (0 = first instance)."""

    act: Find
    by: str
    panel: int


class Rated(Shape, frozen=True, kw_only=True):
    """Feedback on the mediation and whether it was answered."""

    by: Party
    answered: bool = False


class Decision(Shape, frozen=True, kw_only=True):
    """A determination in force: its award, what was elected, and by whom appeals are waived.

    `covers` are the items it decides, `counted` the accepted ones its sums already count, and `kept` which of `covers`
    the buyer keeps under each option.
    """

    award: Award
    covers: tuple[str, ...]
    counted: tuple[str, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = {}
    elected: str = ""
    appeals_waived: tuple[Party, ...] = ()
    appeal_lapsed: bool = False
    final: bool = False


class Order(Shape, frozen=True, kw_only=True):
    """The whole order. All sums are minor units of the agreement's currency.

    `held` is in escrow, `released` is the seller's, `refunded` the buyer's again; the three always add up to what the
    rail confirmed. What of the latter two the rail has paid out stands in `payouts`.
    """

    id: str
    seq: int = 0
    at: datetime | None = None
    phase: Phase = "draft"
    agreement: Agreement | None = None
    agreed: bool = False
    version: int = 0
    hash: str = ""
    drafted_by: Party = "buyer"
    proposed_by: Party | None = None
    accepted_by: tuple[Party, ...] = ()
    seats: Mapping[str, Seat] = {}
    items: Mapping[str, Item] = {}
    questions: Mapping[int, Asked] = {}
    payments: Mapping[int, Payment] = {}
    held: int = 0
    released: int = 0
    refunded: int = 0
    returned: int = 0
    """The part of `refunded` that went back because a change order made the price smaller."""
    payouts: Mapping[str, Payout] = {}
    """What was ordered to be paid out, under `entry:party`."""
    deposit_paid: int = 0
    disposed: int = 0
    """The seller's total for items an executed determination disposed of; negative where he must give back double."""
    changes: Mapping[int, Change] = {}
    extra_days: int = 0
    late: bool = False
    requests: Mapping[int, Request] = {}
    promises: Mapping[int, Promised] = {}
    ended: str = ""
    ended_by: Party | None = None
    deliveries: Mapping[int, Delivery] = {}
    checks: Mapping[int, Check] = {}
    disputes: int = 0
    dispute_seq: int | None = None
    claims: Mapping[int, Claimed] = {}
    exhibits: Mapping[int, Shown] = {}
    reminders: Mapping[int, Reminder] = {}
    issues: Mapping[str, tuple[str, ...]] = {}
    """Which items each side last confirmed to be what the dispute is about, by party."""
    evidence_closed: bool = False
    evidence_waived: tuple[Party, ...] = ()
    mediator: str = ""
    mediators_before: tuple[str, ...] = ()
    mediated_by: tuple[str, ...] = ()
    """Everyone who ever had the case and may have heard a confidence."""
    handed_to: str = ""
    mediator_misses: int = 0
    take_round: int = 0
    challenges: Mapping[int, Objection] = {}
    meetings: Mapping[int, Meeting] = {}
    offers: Mapping[int, Offered] = {}
    bids: Mapping[str, int] = {}
    """Sealed bids under `round:party`; empty for a reader from whom they are withheld."""
    bids_opened_by: tuple[Party, ...] = ()
    bids_matched: int | None = None
    finders: tuple[str, ...] = ()
    panel: int = 0
    findings: Mapping[int, Found] = {}
    cause: FindCause | None = None
    cause_by: str = ""
    decision: Decision | None = None
    decision_seq: int | None = None
    cure_used: bool = False
    curing: bool = False
    appeal: Appeal | None = None
    appeal_seq: int | None = None
    executed_offer: int | None = None
    feedback: Mapping[int, Rated] = {}
    extensions: Mapping[str, int] = {}
    """How often a clock was extended."""
    credit: Mapping[str, int] = {}
    """Working days a side has earned by extensions given to the other, still unused."""
    erased: tuple[int, ...] = ()
    due: Mapping[str, datetime] = {}

    def requirement(self, requirement_id: str) -> Requirement | None:
        """The agreed requirement with this id, or None."""
        if self.agreement is None:
            return None
        return next((r for r in self.agreement.requirements if r.id == requirement_id), None)

    @property
    def confirmed(self) -> int:
        """Everything the rail ever confirmed for this order, in minor units."""
        return self.held + self.released + self.refunded

    @property
    def covered(self) -> int:
        """How much of the price was ever paid in and not given back as excess, in minor units."""
        return self.confirmed - self.returned

    @property
    def contested(self) -> tuple[str, ...]:
        """Contested items that nobody has disposed of, in the order of the agreement."""
        return tuple([r for r, item in self.items.items() if item.contested and not item.finished])

    def role_of(self, person: str) -> Role | None:
        """The role a person is seated in, or None for a stranger."""
        seat = self.seats.get(person)
        return seat.role if seat else None


def with_item(order: Order, requirement: str, **changes: object) -> Order:
    """The order with one item changed."""
    items = dict(order.items)
    items[requirement] = replace(items[requirement], **changes)
    return replace(order, items=items)


def party_of(actor: Actor) -> Party:
    """The party an actor acts for. Only called where a rule admits nobody else."""
    if actor.role not in ("buyer", "seller"):
        raise AssertionError(f"{actor.role} is not a party")
    return actor.role


def other(party: Party) -> Party:
    """The opposite party."""
    return "seller" if party == "buyer" else "buyer"
