"""What several pages show alike of a contested item: claims, exhibits, checks, findings."""

from typing import Any

from django.urls import reverse

from gongdao.kernel.acts import ConfirmIssues, Inspect, Remind, Statement
from gongdao.kernel.reminders import Reminded, reminded
from gongdao.kernel.rules.dispute import confirmed_issues
from gongdao.kernel.state import Check, Claimed, Shown, other
from gongdao.web import checkwords, citing, show
from gongdao.web.page import Page
from gongdao.words import phases
from gongdao.words.lookup import say

OUTCOME_STYLES = {"passed": "good", "failed": "bad", "cannot_tell": "unsure", "not_applicable": ""}
STANCE_STYLES = {
    "": "", "admits": "good", "admits_part": "unsure", "denies": "bad", "silent": "unsure",
    "accepts": "good", "disputes": "bad", "relies_on": "unsure",
}  # fmt: skip
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def exhibits_on(page: Page, requirement: str | None) -> list[dict[str, Any]]:
    """Exhibits that speak to a requirement (None: to the order as a whole)."""
    found = [(s, x) for s, x in page.order.exhibits.items() if x.act.requirement == requirement]
    return [exhibit(page, seq, shown) for seq, shown in found]


def exhibit(page: Page, seq: int, shown: Shown) -> dict[str, Any]:
    """One exhibit with its answer from the other side and from the findings."""
    act, against = shown.act, shown.against
    neutral = shown.by not in ("buyer", "seller")
    answerer = page.t("both") if neutral else page.role(other(shown.by))  # type: ignore[arg-type]
    answers = [
        {"weight": say(phases.WEIGHTS, a.weight, page.lang), "who": page.name(f.by), "text": a.text}
        for f in page.order.findings.values()
        for a in f.act.exhibits
        if a.exhibit == seq
    ]
    return {
        "seq": seq,
        "title": act.title,
        "kind": say(phases.EXHIBIT_KINDS, act.kind, page.lang),
        "who": f"{page.role(shown.by)} {page.name(shown.person)}",
        "at": shown.at,
        "late": shown.late,
        "against": page.t("exhibit.against", party=page.role(against)) if against else "",
        "single": shown.by in ("buyer", "seller") and not shown.stance and act.kind in ("witness", "market_quote"),
        "source": act.source,
        "file": act.file,
        "file_url": reverse("exhibit_file", args=[page.order.id, seq]) if act.file else "",
        "picture": bool(act.file and act.file.name.lower().endswith(PICTURES)),
        "link": act.link,
        "text": act.text,
        "stance": shown.stance,
        "stance_text": say(phases.EXHIBIT_STANCES, shown.stance, page.lang),
        "style": STANCE_STYLES[shown.stance],
        "answer": shown.answer_text,
        "other": answerer,
        "may_answer": shown.by != page.me.role and "answer_exhibit" in page.allowed,
        "answers": answers,
    }


def checks_on(page: Page, requirement: str, delivery: int | None = None) -> list[dict[str, Any]]:
    """Machine results on a requirement, newest first; of one delivery if named."""
    found = [
        (seq, check)
        for seq, check in page.order.checks.items()
        if check.requirement == requirement and delivery in (None, check.delivery)
    ]
    return [_check(page, seq, check) for seq, check in reversed(found)]


def _check(page: Page, seq: int, check: Check) -> dict[str, Any]:
    kept = citing.places_of(page.order, check)
    told = {reason.code: reason.data for reason in kept.reasons} if kept else {}
    return {
        "seq": seq,
        "delivery": check.delivery,
        "outcome": say(phases.OUTCOMES, check.outcome, page.lang),
        "style": OUTCOME_STYLES[check.outcome],
        "kind": citing.kind_of(check, page.lang),
        "score": check.score,
        "low": check.low,
        "high": check.high,
        "reasons": [checkwords.reason(code, page.lang, told.get(code)) for code in check.reasons],
        "counts": [(checkwords.label(code, page.lang), n) for code, n in kept.counts.items()] if kept else [],
        "sha": check.report_sha256,
        "url": reverse("report", args=[page.order.id, seq]) if kept else "",
    }


def claims_of(page: Page, requirement: str) -> list[dict[str, Any]]:
    """What each side says of an item, buyer first."""
    return [
        {
            "role": party,
            "label": page.t("dispute.says", party=page.role(party)),
            "claims": [
                _claim(page, seq, c)
                for seq, c in page.order.claims.items()
                if c.by == party and c.act.requirement == requirement
            ],
        }
        for party in ("buyer", "seller")
    ]


def _claim(page: Page, seq: int, claim: Claimed) -> dict[str, Any]:
    return {
        "seq": seq,
        "text": claim.act.text,
        "demand": claim.act.demand,
        "other": page.role(other(claim.by)),
        "stance": say(phases.CLAIM_STANCES, claim.stance, page.lang),
        "style": STANCE_STYLES[claim.stance],
        "response": claim.response,
        "may_respond": claim.by != page.me.role and claim.stance in ("", "silent") and "respond" in page.allowed,
    }


def findings_on(page: Page, requirement: str) -> list[dict[str, Any]]:
    """Findings this viewer may read."""
    return [
        {
            "who": page.name(f.by),
            "delivered_bp": f.act.delivered_bp,
            "prevented_bp": f.act.prevented_bp,
            "reason": f.act.reason,
            "mine": f.by == page.me.person and f.panel == page.order.panel,
            "exhibits": [
                {"exhibit": a.exhibit, "weight": say(phases.WEIGHTS, a.weight, page.lang), "text": a.text}
                for a in f.act.exhibits
            ],
            "cites": citing.cites_of(page.order, f.act.checks, page.lang),
        }
        for f in page.order.findings.values()
        if f.act.requirement == requirement
    ]


def inspections_of(page: Page, requirement: str) -> list[dict[str, Any]]:
    """The buyer's verdicts on an item, with the reasons he gave."""
    found = []
    for entry in page.of(Inspect):
        act = entry.body.act if entry.body else None
        if isinstance(act, Inspect) and act.requirement == requirement:
            found.append(
                {
                    "delivery": act.delivery,
                    "verdict": say(phases.VERDICTS, act.verdict, page.lang),
                    "style": "good" if act.verdict == "accepted" else "bad",
                    "reason": act.reason,
                }
            )
    return found


def reminders_on(page: Page, requirement: str) -> list[dict[str, Any]]:
    """How often either side was reminded of an item, since when, and each reminder with its words."""
    return [
        {
            "role": side.by,
            "says": ("" if page.lang == "zh-hans" else " ").join(
                (_how_often(page, side), _before_delivery(page, side))
            ),
            "delivery": side.delivery,
            "each": [_reminder(page, seq) for seq in side.entries],
        }
        for side in reminded(page.order, requirement)
    ]


def _how_often(page: Page, side: Reminded) -> str:
    return page.t(
        "reminders.once" if len(side.entries) == 1 else "reminders.times",
        party=page.role(side.by),
        n=len(side.entries),
        first=show.moment(side.first, page.tz, page.lang),
        last=show.moment(side.last, page.tz, page.lang),
    )


def _before_delivery(page: Page, side: Reminded) -> str:
    if side.delivery is None:
        return page.t("reminders.undelivered")
    if 0 < side.before < len(side.entries):
        return page.t("reminders.some_before", before=side.before)
    times = "one" if len(side.entries) == 1 else "all"
    return page.t(f"reminders.{times}_{'before' if side.before else 'after'}")


def _reminder(page: Page, seq: int) -> dict[str, Any]:
    reminder, act = page.order.reminders[seq], page.act(seq)
    return {
        "seq": seq,
        "at": reminder.at,
        "who": page.name(reminder.person),
        "text": act.text if isinstance(act, Remind) else page.t("record.erased"),
        "url": f"{reverse('record', args=[page.order.id])}?before={seq + 1}#e{seq}",
    }


def issues_of(page: Page) -> dict[str, Any] | None:
    """What is contested and which side has confirmed that this is the whole of it; None while nothing is."""
    contested = page.order.contested
    if page.order.phase != "disputed" or not contested:
        return None
    words = {e.actor.role: e.body.act.text for e in page.of(ConfirmIssues) if e.body}  # type: ignore[union-attr]
    sides = [
        {
            "role": party,
            "done": done,
            "chip": page.t("issues.confirmed" if done else "issues.waiting", party=page.role(party)),
            "says": page.t("dispute.says", party=page.role(party)),
            "text": words.get(party, "") if done else "",
        }
        for party in ("buyer", "seller")
        for done in (confirmed_issues(page.order, party),)
    ]
    agreed = all(side["done"] for side in sides)
    return {
        "agreed": agreed,
        "lead": page.t("issues.agreed" if agreed else "issues.open"),
        "items": [(requirement, page.title(requirement)) for requirement in contested],
        "sides": sides,
    }


def thread(page: Page) -> list[dict[str, Any]]:
    """The case thread, oldest first: messages with their labels, reminders with their item; an accusation without an
    exhibit is marked."""
    rows = []
    for entry in page.of(Statement, Remind):
        act = entry.body.act if entry.body else None
        if not isinstance(act, Statement | Remind):
            continue
        row: dict[str, Any] = {
            "seq": entry.seq,
            "at": entry.at,
            "role": entry.actor.role,
            "who": f"{page.role(entry.actor.role)} {page.name(entry.actor.person)}",
            "text": act.text,
        }
        if isinstance(act, Statement):
            row["continues"] = act.continues
            row["label"] = say(phases.STATEMENT_LABELS, act.label, page.lang) if act.label else ""
            row["style"] = "unsure"
            row["unsupported"] = act.label == "accusation" and not act.supported_by
        else:
            row |= {"label": page.t("thread.reminder"), "style": "plain", "about": page.title(act.requirement)}
        rows.append(row)
    return rows
