"""What a page of one order knows: the order as its viewer may see it, and never more.

Every page of an order begins with `open_page`. It finds the viewer's role, asks the kernel what he may see and what he
may do, and answers a stranger with 404, whichever address he tried. Templates are handed this object only, so nothing
hidden can reach them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongdao.kernel.acts import ActBase, Amend, Draft, HandOverCase, ProposeChange, Take
from gongdao.kernel.award import Preview, preview, shares
from gongdao.kernel.clocks import Turn, turns
from gongdao.kernel.entry import Entry
from gongdao.kernel.erasure import ERASED
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.rules.agreement import price_of
from gongdao.kernel.rules.money import due_in
from gongdao.kernel.state import Order
from gongdao.kernel.values import Actor, Requirement, Role
from gongdao.kernel.values import Person as KernelPerson
from gongdao.people.models import Person
from gongdao.services import clock, queries
from gongdao.web import live, show
from gongdao.words import pages, phases, refusals
from gongdao.words import turns as turn_words
from gongdao.words.lookup import Lang, lang_of, say

TURNS_SHOWN = 2
TAB_OF = {
    "draft": "agreement",
    "answer_proposal": "agreement",
    "question": "agreement",
    "fund": "money",
    "start": "agreement",
    "work": "work",
    "late": "work",
    "inspect": "work",
    "cure": "work",
    "cure_award": "work",
    "change": "changes",
    "fund_change": "money",
    "minutes": "settlement",
    "evidence": "dispute",
    "respond": "dispute",
    "offer": "settlement",
    "meeting": "settlement",
    "find": "bench",
    "take": "bench",
    "seat": "bench",
    "challenge": "people",
    "elect": "decision",
    "appeal": "decision",
    "promise": "work",
}
"""The page on which the duty of each kind of clock is done."""
OVER = ("executed", "closed", "withdrawn")


@dataclass(frozen=True)
class ShownTurn:
    """Whose turn it is, in words."""

    who: str
    mine: bool
    duty: str
    due: datetime | None
    otherwise: str
    clock: str
    url: str
    about: tuple[str, ...] = ()
    """The items it is about, where the clock names a claim, a question or an item."""


@dataclass(frozen=True)
class Tab:
    """One page of the order, and how many things there wait for the viewer."""

    name: str
    url: str
    label: str
    count: int = 0


@dataclass(frozen=True)
class Side:
    """A party or neutral and its persons, for the head of the page."""

    label: str
    names: str
    mine: bool


@dataclass(frozen=True)
class Refused:
    """A refusal as a page shows it."""

    what: str
    why: str
    next: str
    particulars: tuple[tuple[str, str], ...] = ()


def language(request: HttpRequest) -> Lang:
    """The language this request is answered in."""
    return lang_of(getattr(request, "LANGUAGE_CODE", None))


def zone() -> ZoneInfo:
    """The zone times are shown in: the signed-in person's, as the people middleware set it."""
    current = timezone.get_current_timezone()
    return current if isinstance(current, ZoneInfo) else ZoneInfo("Asia/Shanghai")


def person_of(request: HttpRequest) -> Person:
    """The signed-in person. Views that call it are behind `login_required`."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


@dataclass
class Page:
    """One order for one viewer."""

    order: Order
    me: Actor
    lang: Lang
    tz: ZoneInfo
    at: datetime
    allowed: frozenset[str]
    seen: queries.Seen
    head: str

    # -- names ---------------------------------------------------------------------------------------------------

    @property
    def currency(self) -> str:
        """The order's currency."""
        return self.order.agreement.currency if self.order.agreement else "CNY"

    @property
    def agreement_title(self) -> str:
        """What the order is called."""
        return self.order.agreement.title if self.order.agreement else self.order.id

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The items of the agreement, in its order."""
        return self.order.agreement.requirements if self.order.agreement else ()

    def t(self, code: str, **data: object) -> str:
        """A sentence of the pages' own words."""
        return say(pages.PAGES, code, self.lang, **data)

    def role(self, role: str) -> str:
        """A role in words."""
        return say(phases.ROLES, role, self.lang)

    @cached_property
    def _unseated(self) -> dict[str, str]:
        """Those who had the case and have it no more, by the acts that named them."""
        named = (
            value
            for entry in self.of(Take, HandOverCase)
            for value in (getattr(entry.body.act, "mediator", None), getattr(entry.body.act, "to", None))  # type: ignore[union-attr]
        )
        known: dict[str, str] = {}
        for value in named:
            if isinstance(value, KernelPerson):
                known.setdefault(value.id, value.name)
        return known

    def name(self, person: str) -> str:
        """A person's name; the platform and unseated neutrals by what they are."""
        seat = self.order.seats.get(person)
        name = seat.person.name if seat else None
        if name is None and person in (*self.order.mediated_by, *self.order.mediators_before):
            name = self._unseated.get(person)
        if name is not None:
            return self.t("person.erased") if name == ERASED else name
        return self.role("platform") if person == "gongdao" else person

    def number(self, requirement: str) -> int:
        """The place of a requirement in the agreement, from 1; 0 if it is not there any more."""
        return next((n for n, r in enumerate(self.requirements, 1) if r.id == requirement), 0)

    def title(self, requirement: str) -> str:
        """A requirement by its number and title; one that is agreed no more by the title it had."""
        found = self.order.requirement(requirement)
        return f"{self.number(requirement)}. {found.title}" if found else self._former.get(requirement, requirement)

    @cached_property
    def _former(self) -> dict[str, str]:
        """The titles of all items there ever were, the newest of each."""
        titles: dict[str, str] = {}
        for entry in self.of(Draft, Amend, ProposeChange):
            act = entry.body.act if entry.body else None
            named = act.agreement.requirements if isinstance(act, Draft | Amend) else ()
            named = act.adds if isinstance(act, ProposeChange) else named
            titles |= {r.id: r.title for r in named}
        return titles

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Who is in this order, by role."""
        roles: tuple[Role, ...] = ("buyer", "seller", "mediator", "finder")
        found = []
        for role in roles:
            names = [s.person.name for s in self.order.seats.values() if s.role == role]
            if names:
                found.append(
                    Side(
                        self.role(role),
                        "、".join(names) if self.lang == "zh-hans" else ", ".join(names),
                        self.me.role == role,
                    )
                )
        return tuple(found)

    # -- whose turn ----------------------------------------------------------------------------------------------

    @cached_property
    def all_turns(self) -> tuple[ShownTurn, ...]:
        """Every running clock: the viewer's own first, then by when it runs out. Five claims to answer by the same
        hour are one line, which names the five items."""
        bound: dict[str, list[Role]] = {}
        for turn in turns(self.order):
            bound.setdefault(turn.clock, []).append(turn.who)
        alike: dict[object, list[Turn]] = {}
        for turn in turns(self.order):
            same = (turn.what, turn.due, turn.default, tuple(bound[turn.clock]))
            alike.setdefault(same, []).append(turn)
        shown = [self._turn(group) for group in alike.values()]
        return tuple(sorted(shown, key=lambda s: (not s.mine, s.due is None, s.due)))

    def _turn(self, group: list[Turn]) -> ShownTurn:
        roles = tuple(dict.fromkeys(turn.who for turn in group))
        mine = self.me.role in roles
        others = [self.t(f"the.{role}") for role in roles if role != self.me.role]
        names = ([self.t("you_subject")] if mine else []) + others
        first = group[0]
        about = (self._about(clock) for clock in dict.fromkeys(turn.clock for turn in group))
        return ShownTurn(
            who=self.t("and_last").join(names),
            mine=mine,
            duty=say(turn_words.DUTIES, first.what, self.lang),
            due=first.due,
            otherwise=say(turn_words.DEFAULTS, first.default, self.lang),
            clock=first.clock,
            url=reverse(TAB_OF[first.what], args=[self.order.id]),
            about=tuple(dict.fromkeys(title for title in about if title)),
        )

    def _about(self, clock: str) -> str:
        """The item a clock is about, by number and title; empty where it is about the order."""
        kind, _, rest = clock.partition(":")
        subject = rest.partition(":")[0]
        requirement: str | None = None
        if kind == "cure":
            requirement = subject
        elif kind == "respond" and int(subject) in self.order.claims:
            requirement = self.order.claims[int(subject)].act.requirement
        elif kind == "question" and int(subject) in self.order.questions:
            requirement = self.order.questions[int(subject)].requirement
        return self.title(requirement) if requirement else ""

    @property
    def my_turns(self) -> tuple[ShownTurn, ...]:
        """The clocks that bind the viewer."""
        return tuple(turn for turn in self.all_turns if turn.mine)

    @property
    def shown_turns(self) -> tuple[ShownTurn, ...]:
        """What the head of the page says at once: all that waits for the viewer, and at least the next of the rest."""
        return self.all_turns[: max(TURNS_SHOWN, len(self.my_turns))]

    @property
    def more_turns(self) -> tuple[ShownTurn, ...]:
        """What it keeps folded."""
        return self.all_turns[len(self.shown_turns) :]

    @property
    def rest(self) -> str:
        """Why nobody's clock runs."""
        return self.t("rest.over" if self.order.phase in OVER else "rest.waiting")

    # -- money ---------------------------------------------------------------------------------------------------

    @property
    def sees_money(self) -> bool:
        """Finders are shown no sums at all."""
        return self.me.role != "finder"

    @cached_property
    def price(self) -> int | None:
        """The price of the whole, or None where it is not shown or not known."""
        return price_of(self.order.agreement) if self.order.agreement and self.sees_money else None

    @cached_property
    def stakes(self) -> Preview | None:
        """What each side can win or lose, while anything is open."""
        if not self.sees_money or self.order.phase in OVER:
            return None
        found = preview(self.order)
        return found if found and found.open_items else None

    @cached_property
    def shares(self) -> Mapping[str, int]:
        """What each item is worth, where this viewer may know it; minor units."""
        return shares(self.order.agreement) if self.order.agreement and self.sees_money else {}

    @property
    def outcome(self) -> int | None:
        """What the seller got in the end."""
        return self.order.released if self.sees_money and self.order.phase in OVER else None

    # -- tabs ----------------------------------------------------------------------------------------------------

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """The pages of this order that have something to show this viewer."""
        order, role = self.order, self.me.role
        neutral = role in ("mediator", "finder", "operator")
        live = order.phase not in ("draft", "proposed", "withdrawn")
        disputed = order.disputes > 0
        shown: list[tuple[str, bool]] = [
            ("overview", True),
            ("agreement", True),
            ("money", role != "finder"),
            ("work", live),
            ("changes", live and role != "finder"),
            ("bench", neutral and disputed),
            ("dispute", disputed),
            (
                "settlement",
                (role != "finder" and order.phase in ("working", "inspecting", "disputed", "determined"))
                or bool(order.offers),
            ),
            (
                "decision",
                order.decision is not None
                or bool(order.findings)
                or order.appeal is not None
                or (disputed and order.phase in OVER),
            ),
            ("record", True),
            ("people", True),
        ]
        counts = self._counts()
        return tuple(
            Tab(name, reverse(name, args=[order.id]), self.t(f"tab.{name}"), counts.get(name, 0))
            for name, present in shown
            if present
        )

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for turn in self.my_turns:
            tab = TAB_OF[turn.clock.partition(":")[0]]
            counts[tab] = counts.get(tab, 0) + 1
        return counts

    @property
    def news_url(self) -> str:
        """Where the page asks now and then whether the record has grown."""
        return f"{reverse('news', args=[self.order.id])}?seq={self.order.seq}"

    @property
    def live_url(self) -> str:
        """Where the page hears at once that the record has grown; empty where nobody tells."""
        return f"{settings.LIVE_URL}/{live.ticket(self.order.id)}" if settings.LIVE_URL else ""

    # -- the record ----------------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries the viewer may read, oldest first."""
        return self.seen.entries

    @cached_property
    def by_seq(self) -> dict[int, Entry]:
        """The same by their numbers."""
        return {entry.seq: entry for entry in self.entries}

    @cached_property
    def _by_kind(self) -> dict[type[ActBase], list[Entry]]:
        kinds: dict[type[ActBase], list[Entry]] = {}
        for entry in self.entries:
            if entry.body is not None:
                kinds.setdefault(type(entry.body.act), []).append(entry)
        return kinds

    def act(self, seq: int) -> ActBase | None:
        """The act of an entry, where the viewer may read it."""
        entry = self.by_seq.get(seq)
        return entry.body.act if entry is not None and entry.body is not None else None

    def of(self, *kinds: type[ActBase]) -> list[Entry]:
        """Readable entries of some kinds, oldest first."""
        return sorted((e for kind in kinds for e in self._by_kind.get(kind, ())), key=lambda e: e.seq)

    def refused(self, refusal: Refusal) -> Refused:
        """A refusal in the viewer's language, with those of its particulars that say something to a person."""
        explained = refusals.explain(refusal.code, self.lang)
        return Refused(*explained, particulars=tuple(self._particulars(refusal)))

    def _particulars(self, refusal: Refusal) -> Iterable[tuple[str, str]]:
        return particulars(refusal, self.lang, self.tz, self.currency, self)


SUMS = ("price", "sum", "amount", "deposit", "missing", "agreed", "paid", "computed", "waives", "due", "total", "held")
VOCABULARIES = {
    "phase": phases.PHASES,
    "ground": phases.END_GROUNDS,
    "verdict": phases.VERDICTS,
    "role": phases.ROLES,
    "party": phases.ROLES,
    "waiting": phases.ROLES,
}


def particulars(
    refusal: Refusal, lang: Lang, tz: ZoneInfo, currency: str, page: Page | None = None
) -> Iterable[tuple[str, str]]:
    """The particulars of a refusal by name, in the reader's form."""
    for name, value in refusal.data.items():
        if name not in refusals.PARTICULARS or value == "":
            continue
        shown = str(value)
        if name in ("requirement", "needs"):
            shown = page.title(shown) if page else shown
        elif name in SUMS and isinstance(value, int):
            shown = show.money(value, currency, lang)
        elif name in ("instant", "earliest", "latest", "until"):
            shown = show.moment(datetime.fromisoformat(shown), tz, lang)
        elif name == "clock":
            # A clock that does not exist has no name; what was sent is then shown as it came.
            kind = shown.partition(":")[0]
            shown = say(turn_words.CLOCKS, kind, lang) if kind in turn_words.CLOCKS else shown
        elif name in VOCABULARIES and shown in VOCABULARIES[name]:
            shown = say(VOCABULARIES[name], shown, lang)
        elif name == "yours" and isinstance(value, int):
            shown = show.money(value, currency, lang)
        yield say(refusals.PARTICULARS, name, lang), shown


def plain_refusal(refusal: Refusal, lang: Lang, tz: ZoneInfo, currency: str = "CNY") -> Refused:
    """A refusal before there is an order to show it on."""
    return Refused(*refusals.explain(refusal.code, lang), particulars=tuple(particulars(refusal, lang, tz, currency)))


def open_page(request: HttpRequest, order_id: str) -> Page:
    """The order for the signed-in person. Raises Http404 for everyone who may not know that it exists."""
    person, at = person_of(request), clock.now()
    me = seat_of(order_id, person)
    seen = queries.order_page(order_id, me, at) if me is not None else None
    if me is None or not isinstance(seen, queries.Seen):
        raise Http404
    return Page(
        order=seen.order,
        me=me,
        lang=language(request),
        tz=zone(),
        at=at,
        allowed=sensible(seen.order, seen.allowed),
        seen=seen,
        head=seen.head.hex(),
    )


def sensible(order: Order, allowed: tuple[str, ...]) -> frozenset[str]:
    """What is offered of what is allowed: not a button that can only be refused, for want of money or of an answer."""
    unfunded = order.phase == "proposed" and (due_in(order) > 0 or "buyer" not in order.accepted_by)
    disagreed = any(item.answer == "objected" for item in order.items.values())
    asked = any(q.by == "seller" and q.answer is None and not q.lapsed for q in order.questions.values())
    return frozenset(allowed) - ({"start"} if unfunded else set()) - ({"accept"} if disagreed or asked else set())


def seat_of(order_id: str, person: Person) -> Actor | None:
    """In which role a person looks at an order, or None. The whole state is read for this and handed to nobody."""
    whole = queries.state(order_id)
    if whole is None:
        return None
    role = queries.role_in(whole, person.id, mediator=person.is_mediator, operator=person.is_operator)
    return Actor(person=person.id, role=role) if role else None
