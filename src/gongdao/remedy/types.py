"""What goes into an award and what comes out of it.

The input has no field for a demand, an offer, a rating or a name, so none of them can move a sum. Money is in minor
units (fen, pence, yen), ratios are in basis points (10000 = all of it), both as integers.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Cause = Literal["seller", "both", "buyer_at_will", "buyer_breach", "none"]
DepositKind = Literal["earnest", "advance", "none"]
Author = Literal["both", "buyer", "seller"]
Method = Literal["agreed", "weight", "market", "effort", "equal"]
Keeper = Literal["buyer", "seller", "split"]
Elector = Literal["buyer", "either", "nobody"]
OptionId = Literal[
    "reduce",
    "cure",
    "cover",
    "reject_items",
    "reduce_earnest",
    "rescind",
    "rescind_earnest",
    "at_will",
    "pay_for_done",
]

INTEGER_MAX = 2**53 - 1
"""Largest integer every JSON reader keeps exact (RFC 8259 §6)."""


class AssessmentError(ValueError):
    """An assessment that cannot be computed: which key, what was expected there, what was found."""

    def __init__(self, code: str, path: str, expected: str, got: str) -> None:
        super().__init__(f"{path or 'the assessment'}: expected {expected}, got {got}")
        self.code = code
        self.path = path
        self.expected = expected
        self.got = got


class Requirement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One agreed item. `price`, `weight`, `market` and `effort` are what its share of the price may rest on.

    `needs` names the requirements without which this one is of less use; `salvage_bp` is the part of its value that
    stays when they are missing. `essential` items, when they fail, let the buyer rescind (CC 563).
    """

    id: str
    title: str
    price: int | None = None
    weight: int | None = None
    market: int | None = None
    effort: int | None = None
    needs: tuple[str, ...] = ()
    salvage_bp: int = 10_000
    essential: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact decided about one requirement.

    `delivered_bp` is actual over conforming value. `prevented_bp` is the part undone for the buyer's account.
    `accepted` includes deemed acceptance, which the order's timeline decides. `cure_refused` includes a cure period
    that lapsed.
    """

    delivered_bp: int
    cure_cost: int | None = None
    cover_quote: int | None = None
    prevented_bp: int = 0
    accepted: bool = False
    cure_refused: bool = False


class Deposit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money paid beforehand: `earnest` is 定金 (CC 586), `advance` is 订金 or any other name without that nature."""

    kind: DepositKind = "none"
    paid: int = 0


class Delay(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Agreed damages for delay (CC 585): per day of the price, capped; `buyer_days` are not the seller's to answer.

    `review` says that the seller asked for a cut of agreed damages that are excessive against the loss (I23 64, 65).
    """

    rate_bp: int
    late_days: int
    cap_bp: int = 2_000
    buyer_days: int = 0
    review: bool = False


class Assessment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything an award is computed from, and nothing else.

    `price` absent means the sum of agreed or market prices (CC 511). `released` is already with the seller, `held`
    is in escrow. `margin_bp` is the seller's proven margin on work he was kept from doing.
    """

    requirements: tuple[Requirement, ...]
    findings: dict[str, Finding]
    currency: str = "CNY"
    price: int | None = None
    list_written_by: Author = "both"
    deposit: Deposit = Deposit()
    released: int = 0
    held: int = 0
    cause: Cause = "seller"
    margin_bp: int = 500
    delay: Delay | None = None
    loss: int = 0
    unmitigated: int = 0
    buyer_fault_bp: int = 0
    wasted_cost: int = 0
    damages_cap_bp: int = 10_000
    rules: str = "cn-2021"


class Step(msgspec.Struct, frozen=True, gc=False):
    """One line of a derivation. The amounts of an option's steps add up to what is due.

    `code` says which sentence explains it, `item` the requirement it is about ("" if none), `data` the numbers that
    go into `formula`.
    """

    rule: str
    article: str
    formula: str
    amount: int
    code: str
    item: str
    data: dict[str, int]


class Option(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One way to settle: what is due to the seller in total, and the money that moves for it.

    `to_seller` and `to_buyer` come out of escrow; `buyer_owes` and `seller_returns` are owed outside it.
    """

    id: OptionId
    due: int
    to_seller: int
    to_buyer: int
    buyer_owes: int
    seller_returns: int
    deliverable: Keeper
    elects: Elector
    steps: tuple[Step, ...]


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """How the price was divided over the requirements. The shares add up to the price."""

    method: Method
    shares: dict[str, int]
    reason: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer: every available option, the default, and what other allocation methods would have given."""

    price: int
    allocation: Allocation
    options: tuple[Option, ...]
    default: OptionId
    range: dict[str, int]
    rules: str

    @property
    def default_due(self) -> int:
        """What is due to the seller if nobody chooses."""
        return self.range[self.allocation.method]

    def option(self, id: str) -> Option | None:
        """The option of that id, or None if it is not available here."""
        return next((option for option in self.options if option.id == id), None)
