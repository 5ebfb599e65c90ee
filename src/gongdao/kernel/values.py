"""The small values acts are made of.

Stored shapes only grow: fields are appended with a default and never change their meaning, because a record
written today must still fold in ten years.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:\-]+$")]
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Note = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
OptionalText = Annotated[str, Meta(max_length=20_000)]
Reason = Annotated[str, Meta(max_length=20_000)]
"""Optional for the decoder, so that the kernel can refuse an empty one by name (`reason_missing`)."""
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Seq = Annotated[int, Meta(ge=1, le=10_000_000)]
"""The number of an entry in its order's record. Whatever an act creates is known by this number ever after."""
Money = Annotated[int, Meta(ge=0, le=10**13)]
"""Minor units of the order's one currency (fen for CNY)."""
BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
Days = Annotated[int, Meta(ge=0, le=3650)]
Minutes = Annotated[int, Meta(ge=0, le=1440)]

Instant = Annotated[datetime, Meta(tz=True)]
"""A point in time with its zone; written in UTC."""

Party = Literal["buyer", "seller"]
Role = Literal["buyer", "seller", "mediator", "finder", "operator", "platform"]


class Shape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """Base of every value: immutable, strict, and always encoded with all its fields."""


class Actor(Shape, frozen=True, kw_only=True):
    """Who acts, and in which role. `platform` is the program itself, acting on clocks and confirmations."""

    person: Id
    role: Role


PLATFORM = Actor(person="gongdao", role="platform")


class Person(Shape, frozen=True, kw_only=True):
    """A named person. `hours` are minutes after local midnight between which he may be contacted."""

    id: Id
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    tz: Annotated[str, Meta(max_length=64)] = "Asia/Shanghai"
    hours: tuple[Minutes, Minutes] = (9 * 60, 18 * 60)


class FileRef(Shape, frozen=True, kw_only=True):
    """A file by its name as handed in, its size in bytes and the SHA-256 of its bytes."""

    name: Annotated[str, Meta(min_length=1, max_length=500)]
    size: Annotated[int, Meta(ge=0, le=2**43)]
    sha256: Sha256


class Requirement(Shape, frozen=True, kw_only=True):
    """One agreed item. Amounts in minor units; `quotes` are market references, at least three when they decide."""

    id: Id
    title: Line
    what: OptionalText = ""
    reference: OptionalText = ""
    reference_files: tuple[FileRef, ...] = ()
    acceptance: OptionalText = ""
    check: Literal["", "imitation", "changes", "dataset", "works", "starts", "same"] = ""
    price: Money | None = None
    weight: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    quotes: Annotated[tuple[Money, ...], Meta(max_length=50)] = ()
    effort: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    needs: Annotated[tuple[Id, ...], Meta(max_length=200)] = ()
    salvage_bp: BasisPoints = 10_000
    essential: bool = False


class DepositTerms(Shape, frozen=True, kw_only=True):
    """`earnest` (定金) and `advance` (订金) are different words with different law (CC 586, I23 67).

    `where` says whether the deposit stays in escrow or is handed to the seller; it is always part of the price.
    """

    kind: Literal["earnest", "advance", "none"] = "none"
    amount: Money = 0
    where: Literal["escrow", "seller"] = "escrow"


class DelayTerms(Shape, frozen=True, kw_only=True):
    """Agreed damages for delay: basis points of the price per day, and their cap (CC 585)."""

    rate_bp: BasisPoints
    cap_bp: BasisPoints = 2_000


class Terms(Shape, frozen=True, kw_only=True):
    """What both sides agree to besides the items. Days are working days of `calendar` unless said."""

    deposit: DepositTerms = DepositTerms()
    delay: DelayTerms | None = None
    work_days: Days | None = None
    inspection_days: Annotated[int, Meta(ge=1, le=60)] = 3
    cure_days: Annotated[int, Meta(ge=1, le=60)] = 7
    revisions: Annotated[int, Meta(ge=0, le=20)] = 2
    calendar: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] = "CN"
    finders: Literal[1, 3, 5] = 1
    margin_bp: BasisPoints = 500
    market_decides: bool = False
    consumer: bool = True
    job: Literal["custom", "template"] = "custom"
    feasibility: OptionalText = ""
    rights_note: OptionalText = ""


class Agreement(Shape, frozen=True, kw_only=True):
    """The frozen whole that both sides accept by its hash. No `price` means the sum of the items."""

    title: Line
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "CNY"
    requirements: Annotated[tuple[Requirement, ...], Meta(max_length=200)]
    terms: Terms = Terms()
    price: Money | None = None
    list_written_by: Literal["both", "buyer", "seller"] = "both"
    rules: Annotated[str, Meta(max_length=40)] = "cn-2021"


class Due(Shape, frozen=True, kw_only=True):
    """A clock that an entry started: which, and the instant it runs out, computed once in working time."""

    clock: Annotated[str, Meta(max_length=80)]
    at: Instant


class ExhibitAnswer(Shape, frozen=True, kw_only=True):
    """What a finder says of one exhibit. None may be passed over in silence (REQUIREMENTS R91)."""

    exhibit: Seq
    weight: Literal["relied_on", "considered", "set_aside"]
    text: Reason = ""


class CheckCite(Shape, frozen=True, kw_only=True):
    """A region, row or file of a check's report that a finding relies on."""

    check: Seq
    ground: Annotated[str, Meta(max_length=200)] = ""


class OfferItem(Shape, frozen=True, kw_only=True):
    """One item an offer covers: what the seller gets for it, and who keeps the work."""

    requirement: Id
    sum: Money
    deliverable: Literal["buyer", "seller"] = "buyer"
