"""What a reading is: draft entries for a person to confirm, each with the place it came from.

`text` of every item is exactly `source[start:end]`, where the source is the file decoded with `source.encoding`
and offsets count code points. `confidence` says how the reading came about: `stated` (the text says it in so many
words), `inferred` (a rule joined two places; both are in `grounds`), `unsure` (a guess that a person must settle).
`why` holds the codes of the rules; their words are in `gongdao.words.reading`. Absent knowledge is null, never a
likely value.
"""

from typing import Literal

from msgspec import Struct

Role = Literal["buyer", "seller", "mediator", "platform", "other", "unknown"]
Confidence = Literal["stated", "inferred", "unsure"]
AmountKind = Literal[
    "price",
    "item_price",
    "deposit",
    "advance",
    "offer",
    "demand",
    "proposal",
    "market_price",
    "refund",
    "paid",
    "extra",
    "budget",
    "penalty",
    "hypothetical",
    "joke",
    "mention",
]


class Span(Struct, frozen=True, kw_only=True):
    """A place in the source: `source[start:end] == text`."""

    text: str
    start: int
    end: int


class Found(Span, frozen=True, kw_only=True):
    """Base of every item: its place, how sure the reading is, which rules led to it, and the further places."""

    confidence: Confidence = "stated"
    why: tuple[str, ...] = ()
    grounds: tuple[Span, ...] = ()


class SourceInfo(Struct, frozen=True, kw_only=True):
    """The file as read. `encoding` is the Python codec that yields the text all offsets count in."""

    name: str
    bytes: int
    sha256: str
    encoding: str
    characters: int
    format: str
    why: tuple[str, ...] = ()


class When(Found, frozen=True, kw_only=True):
    """A time as written. `at` is ISO 8601 without a zone, unless one is written; null while unresolved."""

    at: str | None = None
    precision: Literal["second", "minute", "day", "unresolved"] = "unresolved"


class Person(Found, frozen=True, kw_only=True):
    """Somebody who speaks or is spoken of. `account` names the person whose account he writes from (R3)."""

    id: str
    name: str
    role: Role
    aliases: tuple[Span, ...] = ()
    account: str | None = None
    messages: int = 0


class Message(Found, frozen=True, kw_only=True):
    """One message, in order of time. Its text is the body as it stands; `plain` is given where marks differ."""

    id: str
    role: Role
    person: str | None = None
    at: str | None = None
    when: When | None = None
    sender: Span | None = None
    presence: Span | None = None
    system: bool = False
    continues: str | None = None
    continued_by: str | None = None
    quoted: bool = False
    plain: str | None = None
    labels: tuple[str, ...] = ()


class Cover(Span, frozen=True, kw_only=True):
    """What a sum is said to include: a topic, and the requirement it means if exactly one fits."""

    topic: str
    requirement: str | None = None


class Amount(Found, frozen=True, kw_only=True):
    """A sum of money and what it is said to be.

    `minor` counts the currency's hundredths; `value` is the same as a decimal; `high` closes a range. `by` is whose
    figure it is, `said_by` who wrote it down. `also` holds further kinds that the words support.
    """

    id: str
    minor: int
    value: str
    high: int | None = None
    currency: str | None = None
    currency_stated: bool = False
    kind: AmountKind = "mention"
    also: tuple[str, ...] = ()
    by: Role = "unknown"
    person: str | None = None
    said_by: Role = "unknown"
    message: str | None = None
    at: str | None = None
    covers: tuple[Cover, ...] = ()
    approximate: bool = False
    conditional: bool = False
    hypothetical: bool = False
    refused: bool = False


class Requirement(Found, frozen=True, kw_only=True):
    """Something named as wanted. `plain` is the quote without marks, `title` its part after the
    words of wanting."""

    id: str
    topic: str
    title: str
    plain: str
    by: Role = "unknown"
    message: str | None = None
    at: str | None = None
    mentions: tuple[Span, ...] = ()
    references: tuple[str, ...] = ()
    essential: bool | None = None


class Link(Found, frozen=True, kw_only=True):
    """An address. `behind` is the image shown in its place; `same_as` another link to the same file name."""

    id: str
    url: str
    kind: Literal["page", "image", "original_image", "screenshot", "reference", "profile", "file", "permalink"]
    label: Span | None = None
    message: str | None = None
    behind: str | None = None
    same_as: str | None = None


class Exhibit(Found, frozen=True, kw_only=True):
    """Something that may be shown. `presence` says whether it is here: linked, named only, or left out."""

    id: str
    kind: str
    shown_by: Role = "unknown"
    told_by: Role = "unknown"
    message: str | None = None
    links: tuple[str, ...] = ()
    speaks_to: tuple[str, ...] = ()
    presence: Literal["linked", "mentioned", "omitted"] = "mentioned"


class Admission(Found, frozen=True, kw_only=True):
    """Something said or shown against the own interest. `told_by` differs from `by` when the other side reports it."""

    id: str
    kind: str
    by: Role = "unknown"
    told_by: Role = "unknown"
    message: str | None = None
    speaks_to: tuple[str, ...] = ()


class Label(Found, frozen=True, kw_only=True):
    """What a sentence does: promise, ultimatum, accusation, request for more money and so on (R67-R77, R23-R31)."""

    id: str
    code: str
    by: Role = "unknown"
    told_by: Role = "unknown"
    message: str | None = None


class Confirm(Struct, frozen=True, kw_only=True):
    """A thing a person must settle before the draft is used: a code and the item it is about."""

    code: str
    item: str = ""


class ThreadOrder(Struct, frozen=True, kw_only=True):
    """How the messages stood in the file. They are given oldest first whatever it was."""

    found: Literal["oldest_first", "newest_first", "unknown"] = "unknown"
    why: tuple[str, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """A whole reading of one file."""

    schema: str = "gongdao.reading/1"
    source: SourceInfo
    title: Found | None = None
    author: Found | None = None
    date: When | None = None
    order: ThreadOrder = ThreadOrder()
    people: tuple[Person, ...] = ()
    messages: tuple[Message, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    amounts: tuple[Amount, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    links: tuple[Link, ...] = ()
    admissions: tuple[Admission, ...] = ()
    labels: tuple[Label, ...] = ()
    confirm: tuple[Confirm, ...] = ()


class OrderRequirement(Struct, frozen=True, kw_only=True):
    """One item of a draft order. Sums in minor units; null is "not known"."""

    id: str
    title: str
    what: str
    reference: str | None = None
    price: int | None = None
    market: int | None = None
    needs: tuple[str, ...] = ()
    essential: bool | None = None
    sources: tuple[Span, ...] = ()


class OrderDeposit(Struct, frozen=True, kw_only=True):
    """`earnest` (定金) and `advance` (订金) have different law; null where the word used does not tell."""

    kind: Literal["earnest", "advance", "none"] | None = None
    paid: int | None = None


class OrderDraft(Struct, frozen=True, kw_only=True):
    """A draft order taken from a reading. Nobody has agreed to it."""

    schema: str = "gongdao.order-draft/1"
    title: str | None = None
    currency: str | None = None
    price: int | None = None
    list_written_by: Literal["buyer", "seller", "both"] | None = None
    buyer: str | None = None
    seller: str | None = None
    requirements: tuple[OrderRequirement, ...] = ()
    deposit: OrderDeposit = OrderDeposit()
    notes: tuple[Confirm, ...] = ()
    needs_confirmation: tuple[Confirm, ...] = ()
    sources: tuple[Span, ...] = ()
