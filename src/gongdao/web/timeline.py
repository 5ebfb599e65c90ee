"""The record as people read it: one line per entry, with what this viewer may see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.acts import (
    AskMore,
    Bid,
    CheckResult,
    Claim,
    ConfirmFunds,
    ConfirmPayout,
    Deliver,
    Elect,
    Execute,
    Exhibit,
    Extend,
    Find,
    Fund,
    Inspect,
    Lapse,
    Offer,
    PayoutFailed,
    Release,
    Respond,
    Statement,
    tag_of,
)
from gongdao.kernel.entry import Entry
from gongdao.kernel.money import payout_key
from gongdao.web import show
from gongdao.web.page import Page
from gongdao.words import acts, phases, turns
from gongdao.words.lookup import say

LABELLED = {"ask_more": "ask_more", "ask_early": "ask_early", "overrun": "overrun"}


@dataclass(frozen=True)
class Line:
    """One entry of the record in words."""

    seq: int
    at: datetime
    role: str
    who: str
    name: str
    about: str = ""
    text: str = ""
    labels: tuple[str, ...] = ()
    hidden: str = ""
    hash: str = ""


def lines(page: Page, entries: Iterable[Entry], hashes: dict[int, str] | None = None) -> list[Line]:
    """The entries as lines, in the order given."""
    return [_line(page, entry, (hashes or {}).get(entry.seq, "")) for entry in entries]


def _line(page: Page, entry: Entry, digest: str) -> Line:
    role = entry.actor.role
    who = page.role(role) if role == "platform" else f"{page.role(role)} {page.name(entry.actor.person)}"
    if entry.body is None:
        erased = entry.seq in page.order.erased
        hidden = page.t("record.erased" if erased else "record.sealed")
        return Line(entry.seq, entry.at, role, who, page.t("record.closed"), hidden=hidden, hash=digest)
    act = entry.body.act
    text = str(getattr(act, "text", "") or getattr(act, "reason", "") or getattr(act, "note", "") or "")
    labels: tuple[str, ...] = ()
    if isinstance(act, Statement) and act.label:
        labels = (say(phases.STATEMENT_LABELS, act.label, page.lang),)
    return Line(
        entry.seq, entry.at, role, who, say(acts.NAMES, tag_of(act), page.lang),
        about=_about(page, act), text=text, labels=labels, hash=digest,
    )  # fmt: skip


def _about(page: Page, act: object) -> str:
    """The particulars worth a glance: which item, how much, how it came out."""
    parts: list[str] = []
    requirement = getattr(act, "requirement", None)
    if isinstance(requirement, str) and requirement:
        parts.append(page.title(requirement))
    if isinstance(act, Deliver | Release) or (hasattr(act, "requirements") and requirement is None):
        parts.extend(page.title(r) for r in act.requirements)
    match act:
        case ConfirmPayout() | PayoutFailed():
            parts.append(page.role(act.party))
            owed = page.order.payouts.get(payout_key(act.entry, act.party))
            if owed is not None:
                parts.append(show.money(owed.amount, page.currency, page.lang))
        case Fund() | Release() | AskMore() | Bid():
            parts.append(show.money(act.amount, page.currency, page.lang))
        case ConfirmFunds():
            fund = page.order.payments.get(act.fund)
            if fund is not None:
                parts.append(show.money(fund.amount, page.currency, page.lang))
        case Inspect():
            parts.append(say(phases.VERDICTS, act.verdict, page.lang))
        case CheckResult():
            parts.append(say(phases.OUTCOMES, act.outcome, page.lang))
        case Respond():
            parts.append(say(phases.CLAIM_STANCES, act.stance, page.lang))
        case Exhibit():
            parts.append(act.title)
        case Claim(demand=int() as demand):
            parts.append(show.money(demand, page.currency, page.lang))
        case Offer():
            parts.append(show.money(sum(i.sum for i in act.covers), page.currency, page.lang))
        case Find():
            parts.append(f"{show.as_share(act.delivered_bp)} %")
        case Elect():
            parts.append(option_name(act.option, page))
        case Execute():
            parts.append(
                page.t(
                    "timeline.execute",
                    to_seller=show.money(act.to_seller, page.currency, page.lang),
                    to_buyer=show.money(act.to_buyer, page.currency, page.lang),
                )
            )
        case Lapse() | Extend():
            parts.append(say(turns.CLOCKS, act.clock.partition(":")[0], page.lang))
    return " · ".join(dict.fromkeys(parts))


def option_name(option: str, page: Page) -> str:
    """A remedy by name."""
    from gongdao.web.remedies import name

    return name(option, page.lang)
