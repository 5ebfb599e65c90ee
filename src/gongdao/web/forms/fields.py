"""What the form of every act asks, as data: fields in groups, filled from the order, from fixed values, or from what
was typed before.

A new act needs an entry in `BUILDERS` and its words, and nothing else: one template renders any form, one view takes
any submission. Fields that are fixed by where the form stands (which claim is answered, which delivery inspected)
travel hidden and are checked by the kernel like everything else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.http import QueryDict

from gongdao.kernel.rules.decision import to_find
from gongdao.kernel.rules.delivery import awaiting, deliverable
from gongdao.kernel.rules.money import due_in
from gongdao.kernel.rules.settlement import THINKING_TIME, bidding_round, open_items
from gongdao.kernel.rules.work import GROUNDS
from gongdao.kernel.state import Order
from gongdao.kernel.values import Actor, Requirement
from gongdao.people.calendars import calendars
from gongdao.web import citing
from gongdao.web.forms.decode import Fault
from gongdao.web.show import as_share, as_sum, decimals_of
from gongdao.words import acts, pages, phases, turns
from gongdao.words.lookup import Lang, Table, say

Choice = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """One question of a form. `kind` chooses the widget; `name` is the path in the act."""

    name: str
    kind: str
    label: str
    hint: str = ""
    value: Any = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    faults: tuple[str, ...] = ()
    checks: tuple[Mapping[str, Any], ...] = ()
    """What kind "places" picks from: checks with the places of their reports."""

    @property
    def may_stay_empty(self) -> bool:
        """Whether to say so beside the label: not where something is always chosen, nor in a row with its own tick."""
        in_row = self.name.split(".")[0] in ("covers", "adds", "replaces")
        return not (self.required or self.kind == "select" or in_row)

    @property
    def moments(self) -> tuple[str, ...]:
        """The instants of a field that takes several, with room for three."""
        given = tuple(self.value) if isinstance(self.value, list | tuple) else (self.value,)
        return (*given, "", "", "")[: max(3, len(given))]

    @property
    def id(self) -> str:
        """The name as an id of the page; a page may hold the same form twice, so the form adds its own prefix."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Group:
    """Questions that belong together, under a legend; an empty legend draws no frame."""

    fields: tuple[Field, ...]
    legend: str = ""
    says: str = ""
    row: bool = False


@dataclass(frozen=True)
class ActForm:
    """A form ready to be shown."""

    tag: str
    groups: tuple[Group, ...]
    fixed: tuple[tuple[str, str], ...]
    button: str
    says: str
    general: tuple[str, ...] = ()
    files: bool = False

    @property
    def bare(self) -> bool:
        """Nothing is asked: a button is enough."""
        return not any(group.fields for group in self.groups)


class Place(Protocol):
    """What a form needs to know of where it stands."""

    order: Order
    me: Actor
    lang: Lang
    tz: ZoneInfo
    at: datetime


@dataclass
class Maker:
    """Builds the fields of one form: words in the reader's language, values from what was typed or from the order."""

    place: Place
    fixed: Mapping[str, str]
    typed: QueryDict | None = None
    faults: Iterable[Fault] = ()
    used: set[str] = field(default_factory=set)

    @property
    def order(self) -> Order:
        return self.place.order

    @property
    def decimals(self) -> int:
        """Decimals of the order's currency."""
        return decimals_of(self.order.agreement.currency if self.order.agreement else "CNY")

    def t(self, code: str, **data: object) -> str:
        """A sentence of the pages' own words."""
        return say(pages.PAGES, code, self.place.lang, **data)

    def fault(self, name: str) -> tuple[str, ...]:
        """What is wrong with a field, in words."""
        found = tuple(f for f in self.faults if f.path == name)
        self.used.update(f.path for f in found)
        return tuple(say(pages.FAULTS, f.code, self.place.lang, **f.data) for f in found)

    def left_over(self) -> tuple[str, ...]:
        """Faults at places the form has no field for."""
        return tuple(
            say(pages.FAULTS, f.code, self.place.lang, **f.data) for f in self.faults if f.path not in self.used
        )

    def ask(
        self,
        name: str,
        kind: str,
        *,
        label: str = "",
        text: str = "",
        hint: str = "",
        value: Any = "",
        choices: tuple[Choice, ...] = (),
        required: bool = False,
    ) -> tuple[Field, ...]:
        """One field, or none where its value is fixed by the page."""
        if name in self.fixed:
            return ()
        if self.typed is not None:
            several = kind in ("picks", "files", "whens")
            value = self.typed.getlist(name) if several else (self.typed.get(name, "") or "")
            if kind == "tick":
                value = value not in ("", "0", "off", "false")
        shown = text or self.t(label or f"field.{name}")
        return (
            Field(
                name,
                kind,
                shown,
                hint=self.t(hint) if hint else "",
                value=value,
                choices=choices,
                required=required,
                faults=self.fault(name),
            ),
        )

    def table(self, words: Table, only: Iterable[str] | None = None, blank: bool = False) -> tuple[Choice, ...]:
        """The choices of a vocabulary."""
        codes = tuple(words if only is None else only)
        chosen = tuple((code, say(words, code, self.place.lang)) for code in codes)
        return ((("", self.t("choose")),) if blank else ()) + chosen

    def requirements(self, only: Iterable[str] | None = None, none: str = "") -> tuple[Choice, ...]:
        """Requirements to choose among, by number and title; `none` names the choice of no requirement."""
        listed = self.order.agreement.requirements if self.order.agreement else ()
        ids = set(only) if only is not None else {r.id for r in listed}
        found = tuple((r.id, f"{n}. {r.title}") for n, r in enumerate(listed, 1) if r.id in ids)
        return ((("", self.t(none)),) if none else ()) + found

    def persons(self) -> tuple[Choice, ...]:
        """Everyone seated."""
        return tuple(
            (p, f"{seat.person.name} ({say(phases.ROLES, seat.role, self.place.lang)})")
            for p, seat in self.order.seats.items()
        )

    def when(self, moment: datetime) -> str:
        """An instant as a datetime-local field wants it, in the viewer's zone."""
        return moment.astimezone(self.place.tz).strftime("%Y-%m-%dT%H:%M")

    def working_hour(self, days: int) -> str:
        """A default some days ahead, in the afternoon of a working day of the order's calendar."""
        country = self.order.agreement.terms.calendar if self.order.agreement else "CN"
        calendar = calendars.at(self.place.at).calendar(country)
        local = (self.place.at + timedelta(days=days)).astimezone(self.place.tz)
        while not calendar.is_working(local.date()):
            local += timedelta(days=1)
        return local.replace(hour=17, minute=0).strftime("%Y-%m-%dT%H:%M")


Built = list[Group]
Builder = Callable[[Maker], Built]


def _one(*fields: tuple[Field, ...]) -> Built:
    return [Group(tuple(f for some in fields for f in some))]


def _none(m: Maker) -> Built:
    return []


def _text(label: str = "", hint: str = "") -> Builder:
    return lambda m: _one(
        m.ask("requirement", "select", choices=m.requirements(), required=True), _say_text(m, label, hint)
    )


def _say_text(m: Maker, label: str = "", hint: str = "") -> tuple[Field, ...]:
    return m.ask("text", "text", label=label, hint=hint, required=True)


def _reason(m: Maker, required: bool = True) -> tuple[Field, ...]:
    return m.ask("reason", "text", required=required)


def _answer(m: Maker) -> Built:
    return _one(m.ask("text", "text", label="field.answer", required=True))


def _withdraw(m: Maker) -> Built:
    return _one(_reason(m, required=False))


def _add_person(m: Maker) -> Built:
    return _one(m.ask("person", "line", label="field.username", hint="hint.username", required=True))


def _fund(m: Maker) -> Built:
    agreement = m.order.agreement
    deposit = agreement.terms.deposit if agreement else None
    missing = due_in(m.order)
    purposes = ["escrow"] + (["deposit"] if deposit and deposit.kind != "none" and m.order.agreed else [])
    return _one(
        m.ask("purpose", "radio", choices=m.table(phases.FUND_PURPOSES, purposes), value=purposes[0], required=True),
        m.ask("amount", "sum", hint="hint.fund", value=as_sum(missing, m.decimals), required=True),
    )


def requirement_fields(m: Maker, path: str, r: Requirement | None) -> tuple[Field, ...]:
    """The fields of one requirement inside a change order; what is not asked travels along unchanged."""
    return (
        *m.ask(f"{path}.title", "line", label="field.title", value=r.title if r else ""),
        *m.ask(f"{path}.what", "text", label="field.what", value=r.what if r else ""),
        *m.ask(f"{path}.acceptance", "text", label="field.acceptance", value=r.acceptance if r else ""),
        *m.ask(
            f"{path}.price",
            "sum",
            label="field.price",
            value=as_sum(r.price, m.decimals) if r and r.price is not None else "",
        ),
    )


def _keep(path: str, r: Requirement) -> tuple[Field, ...]:
    """The rest of a requirement, hidden, so that replacing its text does not lose its rules."""
    kept: list[tuple[str, str]] = [
        ("id", r.id),
        ("reference", r.reference),
        ("check", r.check),
        ("salvage_bp", as_share(r.salvage_bp)),
        *([("essential", "on")] if r.essential else []),
        *([("weight", str(r.weight))] if r.weight is not None else []),
        *([("effort", str(r.effort))] if r.effort is not None else []),
        *[("needs", n) for n in r.needs],
    ]
    return tuple(Field(f"{path}.{name}", "hidden", "", value=value) for name, value in kept if value)


def _propose_change(m: Maker) -> Built:
    order = m.order
    requirements = order.agreement.requirements if order.agreement else ()
    open_now = [r for r in requirements if not (order.items[r.id].finished or order.items[r.id].accepted)]
    groups: Built = []
    for n, r in enumerate(open_now):
        path = f"replaces.{n}"
        groups.append(
            Group(
                (
                    Field(f"{path}.optional", "hidden", "", value="1"),
                    *m.ask(f"{path}.row", "tick", text=m.t("change.this", title=r.title)),
                    *requirement_fields(m, path, r),
                    *_keep(path, r),
                ),
                legend=r.title,
            )
        )
    new_id = next(f"r{n}" for n in range(len(order.items) + 1, 10_000) if f"r{n}" not in order.items)
    groups.append(
        Group(
            (
                Field("adds.0.optional", "hidden", "", value="1"),
                Field("adds.0.id", "hidden", "", value=new_id),
                *m.ask("adds.0.row", "tick", text=m.t("change.add")),
                *requirement_fields(m, "adds.0", None),
            ),
            legend=m.t("change.new"),
        )
    )
    last: list[tuple[Field, ...]] = [
        m.ask("drops", "picks", choices=m.requirements(r.id for r in open_now)),
        m.ask("extra_days", "count", value="0", hint="hint.extra_days"),
        _reason(m),
    ]
    if order.agreement and order.agreement.price is not None:
        last.insert(1, m.ask("price", "sum", label="field.new_price", value=as_sum(order.agreement.price, m.decimals)))
    return [*groups, *_one(*last)]


def _optional_reason(m: Maker) -> Built:
    return _one(_reason(m, required=False))


def _overrun(m: Maker) -> Built:
    return _one(
        m.ask("requirement", "select", choices=m.requirements(none="whole_order")),
        m.ask("amount", "sum", hint="hint.overrun"),
        _reason(m),
    )


def _ask_more(m: Maker) -> Built:
    return _one(m.ask("amount", "sum", required=True), _reason(m))


def _ask_early(m: Maker) -> Built:
    return _one(m.ask("what", "radio", label="field.early", choices=m.table(phases.EARLY), required=True), _reason(m))


def _end(m: Maker) -> Built:
    mine = [ground for ground, sides in GROUNDS.items() if m.place.me.role in sides]
    return _one(m.ask("ground", "radio", choices=m.table(phases.END_GROUNDS, mine), required=True), _reason(m))


def _promise(m: Maker) -> Built:
    return _one(
        m.ask("text", "text", label="field.promise", required=True),
        m.ask("test", "text", label="field.test", required=True),
        m.ask("until", "when", value=m.working_hour(7), required=True),
        m.ask("requirement", "select", choices=m.requirements(none="whole_order")),
    )


def _witness_promise(m: Maker) -> Built:
    answers = (("on", m.t("yes_kept")), ("off", m.t("no_broken")))
    return _one(m.ask("kept", "radio", choices=answers, required=True), m.ask("text", "text", label="field.grounds"))


def _deliver(m: Maker) -> Built:
    ids = deliverable(m.order)
    return _one(
        m.ask("requirements", "picks", choices=m.requirements(ids), value=list(ids), required=True),
        m.ask("files", "files", hint="hint.deliver", required=True),
        m.ask("note", "text", label="field.note"),
        m.ask("run.kind", "select", choices=m.table(phases.RUN_KINDS), hint="hint.run"),
        m.ask("run.entry", "line", hint="hint.entry"),
    )


def _inspect(m: Maker) -> Built:
    waiting = [(seq, r) for seq in m.order.deliveries for r in awaiting(m.order, seq)]
    verdicts = m.table(phases.VERDICTS, ("accepted", "rejected"))
    return _one(
        m.ask("delivery", "select", choices=tuple((str(s), f"#{s}") for s in sorted({s for s, _ in waiting}))),
        m.ask("requirement", "select", choices=m.requirements(r for _, r in waiting)),
        m.ask("verdict", "radio", choices=verdicts, required=True),
        m.ask("reason", "text", hint="hint.reject", required=m.fixed.get("verdict") == "rejected")
        if m.fixed.get("verdict") != "accepted"
        else (),
    )


def _dispute(m: Maker) -> Built:
    ids = [r for r, i in m.order.items.items() if not (i.finished or i.accepted or i.contested)]
    rejected = [r for r in ids if m.order.items[r].verdict == "rejected"]
    return _one(
        m.ask("requirements", "picks", choices=m.requirements(ids), value=rejected, required=True),
        m.ask("reason", "text", hint="hint.dispute", required=True),
    )


def _claim(m: Maker) -> Built:
    return _one(
        m.ask("requirement", "select", choices=m.requirements(m.order.contested), required=True),
        m.ask("text", "text", label="field.claim", hint="hint.claim", required=True),
        m.ask("demand", "sum", hint="hint.demand_buyer" if m.place.me.role == "buyer" else "hint.demand_seller"),
    )


def _respond(m: Maker) -> Built:
    stances = m.table(phases.CLAIM_STANCES, ("admits", "admits_part", "denies"))
    return _one(
        m.ask("stance", "radio", choices=stances, required=True),
        m.ask("text", "text", label="field.response"),
    )


def _statement(m: Maker) -> Built:
    exhibits = tuple((str(seq), f"#{seq} {shown.act.title}") for seq, shown in m.order.exhibits.items())
    return _one(
        m.ask("text", "text", label="field.statement", required=True),
        m.ask("label", "select", choices=m.table(phases.STATEMENT_LABELS), hint="hint.label"),
        m.ask("supported_by", "picks", choices=exhibits) if exhibits else (),
    )


def _confirm_issues(m: Maker) -> Built:
    listed = m.requirements(m.order.contested)
    return _one(
        m.ask("requirements", "picks", label="field.issues", choices=listed, value=m.order.contested, required=True),
        m.ask("text", "short", label="field.issue"),
    )


def _exhibit(m: Maker) -> Built:
    return _one(
        m.ask("kind", "select", label="field.kind", choices=m.table(phases.EXHIBIT_KINDS, blank=True), required=True),
        m.ask("title", "line", label="field.exhibit_title", required=True),
        m.ask("requirement", "select", label="field.speaks_to", choices=m.requirements(none="whole_order")),
        m.ask("source", "line", hint="hint.source"),
        m.ask("file", "file", hint="hint.file"),
        m.ask("link", "line", label="field.link"),
        m.ask("text", "text", label="field.exhibit_text"),
    )


def _answer_exhibit(m: Maker) -> Built:
    stances = m.table(phases.EXHIBIT_STANCES, ("accepts", "disputes", "relies_on"))
    return _one(m.ask("stance", "radio", choices=stances, required=True), m.ask("text", "text", label="field.comment"))


def _take(m: Maker) -> Built:
    return _one(m.ask("no_conflict", "tick", hint="hint.no_conflict", required=True))


def _challenge(m: Maker) -> Built:
    return _one(
        m.ask("ground", "radio", choices=m.table(phases.CHALLENGE_GROUNDS), required=True),
        m.ask("text", "text", label="field.reason", required=True),
    )


def _decide_challenge(m: Maker) -> Built:
    answers = (("on", m.t("replace_mediator")), ("off", m.t("keep_mediator")))
    return _one(m.ask("replaced", "radio", label="field.decision", choices=answers, required=True), _reason(m))


def _hand_over_case(m: Maker) -> Built:
    return _one(
        m.ask("to", "line", label="field.username", hint="hint.username", required=True),
        m.ask("notes", "text", required=True),
    )


def _caucus_note(m: Maker) -> Built:
    parties = m.table(phases.ROLES, ("buyer", "seller"))
    return _one(m.ask("party", "radio", choices=parties, required=True), _say_text(m, "field.note"))


def _propose_meeting(m: Maker) -> Built:
    return _one(
        m.ask("times", "whens", value=m.working_hour(2), hint="hint.times", required=True),
        m.ask("length", "count", value="30", hint="hint.length", required=True),
        m.ask("agenda", "text", required=True),
    )


def _consent_meeting(m: Maker) -> Built:
    meeting = m.order.meetings.get(int(m.fixed.get("meeting", "0") or 0))
    times = meeting.act.times if meeting else ()
    shown = tuple((time.astimezone(UTC).isoformat(), m.when(time).replace("T", " ")) for time in times)
    return _one(m.ask("time", "radio", choices=shown, required=True))


def _minutes(m: Maker) -> Built:
    return _one(
        m.ask("attended", "picks", choices=m.persons(), value=list(m.order.seats)),
        m.ask("text", "text", label="field.minutes", required=True),
    )


def _extend(m: Maker) -> Built:
    clocks = tuple(
        (name, f"{say(turns.CLOCKS, name.partition(':')[0], m.place.lang)} · {m.when(at).replace('T', ' ')}")
        for name, at in m.order.due.items()
        if name.partition(":")[0] in turns.CLOCKS
    )
    return _one(
        m.ask("clock", "select", choices=clocks, required=True),
        m.ask("days", "count", value="2", required=True),
        _reason(m),
    )


def _feedback(m: Maker) -> Built:
    marks = tuple((str(n), say(pages.MARKS, str(n), m.place.lang)) for n in range(5, 0, -1))
    return _one(
        m.ask("courtesy", "select", choices=marks, required=True),
        m.ask("correctness", "select", choices=marks, required=True),
        m.ask("text", "text", label="field.comment"),
    )


def _answer_feedback(m: Maker) -> Built:
    answers = (("on", m.t("adopted")), ("off", m.t("not_adopted")))
    return _one(
        m.ask("adopted", "radio", choices=answers, required=True),
        m.ask("text", "text", label="field.answer", required=True),
    )


def _offer(m: Maker) -> Built:
    order, reply = m.order, m.fixed.get("reply_to", "")
    countered = order.offers.get(int(reply)) if reply else None
    before = {c.requirement: c for c in countered.act.covers} if countered else {}
    keepers = m.table(phases.DELIVERABLES, ("buyer", "seller"))
    rows: Built = []
    for n, (requirement, text) in enumerate(m.requirements(open_items(order))):
        old = before.get(requirement)
        path = f"covers.{n}"
        rows.append(
            Group(
                (
                    Field(f"{path}.optional", "hidden", "", value="1"),
                    Field(f"{path}.requirement", "hidden", "", value=requirement),
                    *m.ask(f"{path}.row", "tick", label="field.covered", value=old is not None or not before),
                    *m.ask(
                        f"{path}.sum", "sum", label="field.offer_sum", value=as_sum(old.sum, m.decimals) if old else ""
                    ),
                    *m.ask(
                        f"{path}.deliverable",
                        "select",
                        label="field.keeper",
                        choices=keepers,
                        value=old.deliverable if old else "buyer",
                    ),
                ),
                legend=text,
                row=True,
            )
        )
    return [
        *rows,
        *_one(
            m.ask("lapses_at", "when", hint="hint.lapses", value=_thinking_time(m), required=True),
            m.ask("ends", "tick", hint="hint.ends", value=True),
            m.ask("conditions", "text", hint="hint.conditions"),
            _reason(m, required=m.place.me.role == "mediator"),
        ),
    ]


def _thinking_time(m: Maker) -> str:
    return m.working_hour(max(3, THINKING_TIME.days + 1))


def _accept_offer(m: Maker) -> Built:
    return _one(m.ask("waives", "sum", hint="hint.waives")) if m.faults or m.typed is not None else []


def _bid(m: Maker) -> Built:
    return _one(m.ask("amount", "sum", label="field.bid", hint="hint.bid", required=True))


def _seat_finders(m: Maker) -> Built:
    agreed = m.order.agreement.terms.finders if m.order.agreement else 1
    needed = max(3, agreed) if m.order.appeal_seq is not None else agreed
    return _one(m.ask("finders", "text", hint="hint.finders", text=m.t("field.finders", needed=needed), required=True))


def exhibits_on(order: Order, requirement: str) -> list[int]:
    """The exhibits a finding on this requirement may answer: its own, and those on the whole order."""
    return [seq for seq, shown in order.exhibits.items() if shown.act.requirement in (None, requirement)]


def _find(m: Maker) -> Built:
    order = m.order
    requirement = m.fixed.get("requirement", "")
    own = next(
        (f.act for f in order.findings.values() if f.by == m.place.me.person and f.act.requirement == requirement), None
    )
    answered = {a.exhibit: a for a in own.exhibits} if own else {}
    groups: Built = _one(
        m.ask("requirement", "select", choices=m.requirements(to_find(order)), required=True),
        m.ask(
            "delivered_bp",
            "share",
            hint="hint.delivered",
            value=as_share(own.delivered_bp) if own else "",
            required=True,
        ),
        m.ask("reason", "text", hint="hint.finding", value=own.reason if own else "", required=True),
    )
    weights = m.table(phases.WEIGHTS, blank=True)
    for n, seq in enumerate(exhibits_on(order, requirement)):
        shown, path, before = order.exhibits[seq], f"exhibits.{n}", answered.get(seq)
        must = shown.act.requirement == requirement
        groups.append(
            Group(
                (
                    Field(f"{path}.optional", "hidden", "", value="1") if not must else Field("", "nothing", ""),
                    Field(f"{path}.exhibit", "hidden", "", value=str(seq)),
                    *(
                        ()
                        if must
                        else m.ask(f"{path}.row", "tick", label="field.answer_here", value=before is not None)
                    ),
                    *m.ask(
                        f"{path}.weight",
                        "select",
                        label="field.weight",
                        choices=weights,
                        value=before.weight if before else "",
                        required=must,
                    ),
                    *m.ask(
                        f"{path}.text",
                        "short",
                        label="field.exhibit_answer",
                        value=before.text if before else "",
                        required=must,
                    ),
                ),
                legend=m.t("exhibit_no", seq=seq, title=shown.act.title),
            )
        )
    groups += _places(m, requirement, tuple(citing.as_value(c) for c in own.checks) if own else ())
    groups.append(
        Group(
            (
                *m.ask(
                    "prevented_bp", "share", hint="hint.prevented", value=as_share(own.prevented_bp) if own else "0"
                ),
                *m.ask(
                    "cure_cost",
                    "sum",
                    hint="hint.cure_cost",
                    value=as_sum(own.cure_cost, m.decimals) if own and own.cure_cost is not None else "",
                ),
                *m.ask(
                    "cover_quote",
                    "sum",
                    hint="hint.cover_quote",
                    value=as_sum(own.cover_quote, m.decimals) if own and own.cover_quote is not None else "",
                ),
                *m.ask("cure_refused", "tick", value=bool(own and own.cure_refused)),
            ),
            legend=m.t("more_facts"),
        )
    )
    return groups


def _places(m: Maker, requirement: str, before: tuple[str, ...]) -> Built:
    """The checks on an item with the places of their reports to pick from; nothing where there is no check."""
    chosen = tuple(m.typed.getlist("cites")) if m.typed is not None else before
    offered = citing.offered(m.order, requirement, chosen, m.place.lang)
    if not offered:
        return []
    hint = m.t("hint.cites")
    return [
        Group((Field("cites", "places", m.t("field.cites"), hint, chosen, checks=offered, faults=m.fault("cites")),))
    ]


def _find_cause(m: Maker) -> Built:
    own = m.order.cause
    sums = ("loss", "unmitigated", "wasted_cost")
    counts = ("late_days", "buyer_days")
    return [
        *_one(
            m.ask("cause", "radio", choices=m.table(phases.CAUSES), value=own.cause if own else "", required=True),
            m.ask("reason", "text", value=own.reason if own else "", required=True),
        ),
        Group(
            (
                *(
                    f
                    for name in sums
                    for f in m.ask(name, "sum", value=as_sum(getattr(own, name), m.decimals) if own else "0")
                ),
                *m.ask("buyer_fault_bp", "share", value=as_share(own.buyer_fault_bp) if own else "0"),
                *(f for name in counts for f in m.ask(name, "count", value=str(getattr(own, name)) if own else "0")),
                *m.ask("review", "tick", value=bool(own and own.review)),
            ),
            legend=m.t("losses_and_delay"),
            row=True,
        ),
    ]


def _determine(m: Maker) -> Built:
    return _one(m.ask("note", "text", label="field.determine_note", hint="hint.determine_note"))


def _appeal(m: Maker) -> Built:
    covers = m.order.decision.covers if m.order.decision else ()
    return _one(
        m.ask("ground", "radio", choices=m.table(phases.APPEAL_GROUNDS), required=True),
        m.ask("requirements", "picks", choices=m.requirements(covers), required=True),
        _reason(m),
    )


def _erase(m: Maker) -> Built:
    return _one(m.ask("entry", "count", required=True), _reason(m))


BUILDERS: dict[str, Builder] = {
    "propose": _none,
    "question": _text("field.question", "hint.question"),
    "answer": _answer,
    "accept_item": _none,
    "object": _text("field.objection"),
    "accept": _none,
    "withdraw": _withdraw,
    "add_person": _add_person,
    "fund": _fund,
    "start": _none,
    "propose_change": _propose_change,
    "accept_change": _none,
    "decline_change": _optional_reason,
    "overrun": _overrun,
    "ask_more": _ask_more,
    "ask_early": _ask_early,
    "refuse_request": _optional_reason,
    "end": _end,
    "promise": _promise,
    "witness_promise": _witness_promise,
    "deliver": _deliver,
    "inspect": _inspect,
    "dispute": _dispute,
    "claim": _claim,
    "respond": _respond,
    "statement": _statement,
    "remind": _text("field.reminder"),
    "confirm_issues": _confirm_issues,
    "exhibit": _exhibit,
    "answer_exhibit": _answer_exhibit,
    "waive_evidence": _none,
    "take": _take,
    "challenge": _challenge,
    "decide_challenge": _decide_challenge,
    "hand_over_case": _hand_over_case,
    "caucus_note": _caucus_note,
    "propose_meeting": _propose_meeting,
    "consent_meeting": _consent_meeting,
    "minutes": _minutes,
    "extend": _extend,
    "feedback": _feedback,
    "answer_feedback": _answer_feedback,
    "offer": _offer,
    "accept_offer": _accept_offer,
    "decline_offer": _optional_reason,
    "withdraw_offer": _none,
    "bid": _bid,
    "open_bids": _none,
    "seat_finders": _seat_finders,
    "find": _find,
    "find_cause": _find_cause,
    "determine": _determine,
    "elect": _none,
    "waive_appeal": _none,
    "appeal": _appeal,
    "erase": _erase,
}
"""Every act a person performs by a form. `draft` and `amend` have an editor of their own (`forms.agreement`)."""

STANDING: dict[str, Callable[[Place], dict[str, str]]] = {
    "propose": lambda p: {"hash": p.order.hash},
    "accept": lambda p: {"hash": p.order.hash},
    "start": lambda p: {"hash": p.order.hash},
    "add_person": lambda p: {"party": p.me.role},
    "bid": lambda p: {"round": str(bidding_round(p.order))},
}
"""Values that follow from where the order stands: the hash of the version on the page, one's own party."""


def form_for(
    tag: str,
    place: Place,
    fixed: Mapping[str, str] | None = None,
    typed: QueryDict | None = None,
    faults: Iterable[Fault] = (),
) -> ActForm:
    """The form of an act. Raises KeyError for an act no person performs by a form."""
    standing = STANDING[tag](place) if tag in STANDING and typed is None else {}
    fixed = {**standing, **(fixed or {})}
    if tag == "caucus_note" and place.me.role in ("buyer", "seller"):
        fixed["party"] = place.me.role
    maker = Maker(place, fixed, typed, tuple(faults))
    groups = tuple(Group(tuple(f for f in g.fields if f.name), g.legend, g.says, g.row) for g in BUILDERS[tag](maker))
    return ActForm(
        tag=tag,
        groups=groups,
        fixed=tuple((k, v) for k, v in fixed.items() if v),
        button=say(acts.BUTTONS, tag, place.lang),
        says=say(acts.SAYS, tag, place.lang),
        general=maker.left_over(),
        files=any(f.kind in ("file", "files") for g in groups for f in g.fields),
    )
