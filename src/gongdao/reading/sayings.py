"""What a sum is said to be, whose it is, and what it is said to include.

A ladder from the most to the least specific: supposed for the sake of argument, a joke, deposit, market price,
penalty, a mediator's proposal, refund, payment made, extra, budget, price; then offer or demand by whose figure it
is. What nothing supports stays `mention`. A supposed figure never becomes a demand (R63).
"""

import re
from dataclasses import dataclass
from functools import cache

from . import lexicon
from .amounts import Sum
from .passage import has_han
from .scene import NOBODY, WINDOW, Scene, Unit, Voice
from .shapes import AmountKind, Confidence, Role

_PER = re.compile(
    r"(?:每|/|per |each |a )(?:页|张|个|条|篇|天|小时|字|page|item|hour|day|word|picture|image)?\s?$", re.I
)
_UNCLEAR = re.compile(r"包不包括|含不含|包不包|不知道|不清楚|not sure (?:if|whether)|unclear|don't know", re.I)
_WITHOUT = re.compile(
    r"(?:不含|不包括?|不包含|没有|除了|without|excluding|not including|except)(?: the| any)?\s?$", re.I
)


@dataclass(frozen=True)
class Saying:
    """The judgement on one sum."""

    kind: AmountKind
    also: tuple[str, ...] = ()
    voice: Voice = NOBODY
    covers: tuple[tuple[int, int, str], ...] = ()
    confidence: Confidence = "stated"
    why: tuple[str, ...] = ()
    ground: tuple[int, int] | None = None
    conditional: bool = False
    hypothetical: bool = False
    refused: bool = False


@dataclass(frozen=True)
class _Place:
    """A sum in its sentence and clause, and the ranges in which no other sum stands between."""

    unit: Unit
    one: Sum
    sentence: tuple[int, int]
    clause: tuple[int, int]
    left: int
    right: int

    def near(self, key: str, before: int = 12, after: int = 10) -> tuple[int, int] | None:
        """A word beside the sum, in its clause, no other sum between."""
        text = self.unit.folded
        stretch = 1 if has_han(text[self.clause[0] : self.clause[1]]) else 2
        a = max(self.clause[0], self.left, self.one.start - before * stretch)
        b = min(self.clause[1], self.right, self.one.end + after * stretch)
        return _last(key, text, a, self.one.start) or _first(key, text, self.one.end, b)

    def within(self, key: str) -> tuple[int, int] | None:
        """A word anywhere in the sentence on this side of the neighbouring sums, else anywhere in the clause."""
        text = self.unit.folded
        a, b = max(self.sentence[0], self.left), min(self.sentence[1], self.right)
        return _last(key, text, a, self.one.start) or _first(key, text, self.one.end, b)

    def before(self, key: str) -> tuple[int, int] | None:
        """A word before the sum in its sentence, no other sum between."""
        return _last(key, self.unit.folded, max(self.sentence[0], self.left), self.one.start)

    def said(self, key: str) -> tuple[int, int] | None:
        """A word anywhere in the sentence."""
        return _first(key, self.unit.folded, *self.sentence)


def judge(scene: Scene, unit: Unit, sums: list[Sum]) -> list[Saying]:
    """What each of the sums of a unit is said to be, in order."""
    return [_judge(scene, _place(unit, sums, number)) for number in range(len(sums))]


def _place(unit: Unit, sums: list[Sum], number: int) -> _Place:
    one = sums[number]
    at = unit.sentence_at(one.start)
    start, end = unit.sentences[at]
    sentence = (max(start, one.start - WINDOW), min(end, one.end + WINDOW))
    which = unit.clause_at(at, one.start)
    clause = unit.clauses[at][which] if which is not None else sentence
    left = max(sentence[0], sums[number - 1].end if number else 0)
    right = min(sentence[1], sums[number + 1].start if number + 1 < len(sums) else sentence[1])
    return _Place(unit, one, sentence, clause, left, right)


def _judge(scene: Scene, place: _Place) -> Saying:
    supposed = _supposed(place)
    if supposed is not None:
        return Saying(
            "hypothetical",
            voice=NOBODY,
            confidence="inferred",
            why=("supposed",),
            ground=supposed,
            hypothetical=True,
        )
    voice = scene.whose(place.unit, place.one.start)
    covers = _covers(place)
    kind, also, confidence, why, ground = _kind(place, voice, covers)
    if kind == "price" and voice.role == "buyer" and voice.why != "first_person" and place.near("money.quoting"):
        voice = Voice("seller", scene.by_role.get("seller"), "quote_is_sellers", sure=False)
    extra_why = (voice.why,) if voice.why else ()
    if _UNCLEAR.search(place.unit.folded, place.one.end, place.sentence[1]):
        extra_why = (*extra_why, "cover_unclear")
    if confidence == "stated" and not voice.sure:
        confidence = "inferred"
    return Saying(
        kind,
        also,
        voice,
        covers,
        confidence,
        (*why, *extra_why),
        ground,
        conditional=kind in ("offer", "demand", "market_price", "proposal", "refund") and _conditional(place),
        refused=_refused(place),
    )


def _kind(
    place: _Place, voice: Voice, covers: tuple[tuple[int, int, str], ...]
) -> tuple[AmountKind, tuple[str, ...], Confidence, tuple[str, ...], tuple[int, int] | None]:
    role: Role = voice.role
    paid = place.near("money.paid", 12, 3)
    also: tuple[str, ...] = ("paid",) if paid else ()
    if joke := _joke(place):
        return "joke", (), "unsure", ("joke_word",), joke
    if found := place.near("money.deposit"):
        english = place.unit.folded[found[0] : found[1]].isascii()
        return "deposit", also, "inferred" if english else "stated", ("deposit_word",), found
    if found := place.near("money.advance"):
        return "advance", also, "stated", ("advance_word",), found
    if found := place.near("money.market", 24, 14) or place.before("money.market"):
        offered = ("offer",) if role == "buyer" and place.within("money.offer") else ()
        return "market_price", offered, "stated", ("market_word",), found
    if found := place.near("money.penalty"):
        return "penalty", (), "stated", ("penalty_word",), found
    if role in ("mediator", "platform"):
        found = place.within("money.proposal")
        return "proposal", (), "stated" if found else "inferred", ("mediator_figure",), found
    if found := place.near("money.refund", 10, 8):
        if role == "buyer":
            return "demand", ("refund",), "stated", ("refund_word",), found
        if (paid and role == "seller") or role == "unknown":
            return "refund", also, "inferred", ("refund_word",), found
        return "offer", ("refund",), "inferred", ("refund_word",), found
    if found := place.near("money.balance"):
        return (
            "demand" if role == "seller" else "offer" if role == "buyer" else "price",
            also,
            "stated",
            ("balance_word",),
            found,
        )
    if paid:
        return "paid", (), "stated", ("paid_word",), paid
    if found := _extra(place):
        if role == "buyer" and _conditional(place):
            return "offer", ("extra",), "stated", ("extra_word",), found
        if role == "buyer" and covers:
            return "item_price", ("offer", "extra"), "inferred", ("extra_for_item",), found
        return "extra", ("demand",) if role == "seller" else ("offer",), "stated", ("extra_word",), found
    if found := place.near("money.budget"):
        return "budget", (), "stated", ("budget_word",), found
    return _by_side(place, role, covers)


def _extra(place: _Place) -> tuple[int, int] | None:
    """加个 before a sum, "more" on either side of it. 加 behind a sum joins what it buys (300模板加数据)."""
    found = place.near("money.extra", 6, 8)
    behind = found is not None and found[0] >= place.one.end
    return None if found is None or (behind and not place.unit.folded[found[0] : found[1]].isascii()) else found


def _by_side(
    place: _Place, role: Role, covers: tuple[tuple[int, int, str], ...]
) -> tuple[AmountKind, tuple[str, ...], Confidence, tuple[str, ...], tuple[int, int] | None]:
    price, demand, offer = place.near("money.price"), place.within("money.demand"), place.within("money.offer")
    each = _PER.search(place.unit.folded, max(0, place.one.start - 8), place.one.start)
    firm = place.near("money.demand", 16, 6)
    if role == "seller":
        if firm:
            return "demand", (), "stated", ("demand_word",), firm
        if price or (each and not demand):
            kind: AmountKind = "item_price" if len(covers) == 1 and not _whole_job(place) else "price"
            return kind, (), "stated", ("price_word",), price
        if demand:
            return "demand", (), "stated", ("demand_word",), demand
        if offer or place.within("money.proposal"):
            return "offer", (), "stated", ("offer_word",), offer
        if len(covers) == 1:
            return "item_price", (), "unsure", ("sum_beside_item",), None
        return "price", (), "unsure", ("sellers_figure",), None
    if role == "buyer":
        near_offer = place.near("money.offer", 16, 10)
        if near_offer or (offer and not price):
            return "offer", (), "stated", ("offer_word",), near_offer or offer
        if price:
            return "price", (), "inferred", ("price_word",), price
        if place.within("money.proposal"):
            return "offer", (), "inferred", ("proposal_word",), place.within("money.proposal")
        if firm and place.unit.folded[firm[0] : firm[1]].lower().startswith(("赔", "compens", "索", "扣", "deduct")):
            return "demand", (), "stated", ("demand_word",), firm
        return "offer", (), "inferred" if covers else "unsure", ("buyers_figure",), None
    if price:
        return "price", (), "inferred", ("price_word",), price
    if found := place.within("money.proposal"):
        return "proposal", (), "unsure", ("proposal_word",), found
    if firm or offer:
        return ("demand" if firm else "offer"), (), "unsure", ("side_unknown",), firm or offer
    return "mention", (), "unsure", ("nothing_said_of_it",), None


def _whole_job(place: _Place) -> bool:
    return bool(
        re.search(
            r"包干|一口价|一共|总|全部|合计|in total|total|altogether|everything|all in",
            place.unit.folded[place.clause[0] : place.clause[1]],
            re.I,
        )
    )


def _supposed(place: _Place) -> tuple[int, int] | None:
    """The words that make a figure a supposition: 要是他说600, "suppose he asked", and what such a figure leads to."""
    text = place.unit.folded
    saying = lexicon.find("mood.saying")
    for match in saying.finditer(text, place.sentence[0], place.one.start):
        between = text[match.end() : place.one.start]
        rhetorical = lexicon.find("mood.rhetorical").search(text, match.end(), place.sentence[1])
        counterfactual = re.search(r"\bhad\b|'d\b|\bwere\b", match.group(), re.I) or not match.group().isascii()
        if rhetorical or (len(between) <= 8 and counterfactual):
            return match.span()
    return _last("mood.hypothetical", text, place.sentence[0], place.one.start)


def _joke(place: _Place) -> tuple[int, int] | None:
    text = place.unit.folded
    found = _first("mood.joke", text, *place.sentence)
    if found:
        return found
    number = place.unit.sentence_at(place.one.start)
    if number + 1 < len(place.unit.sentences):
        start, end = place.unit.sentences[number + 1]
        if end - start <= 24:
            return _first("mood.joke", text, start, end)
    return None


def _conditional(place: _Place) -> bool:
    text = place.unit.folded
    number = place.unit.sentence_at(place.one.start)
    end = place.sentence[1]
    if number + 1 < len(place.unit.sentences):
        start, stop = place.unit.sentences[number + 1]
        if re.match(r"但|前提|不过|but|only if|provided", text[start:stop], re.I):
            end = stop
    return bool(
        _first("act.conditional_acceptance", text, place.sentence[0], end)
        or _first("mood.condition", text, place.sentence[0], end)
    )


def _refused(place: _Place) -> bool:
    text = place.unit.folded
    return bool(
        _last("mood.refuse", text, max(place.clause[0], place.one.start - 30), place.one.start)
        or place.near("mood.refuse", 8, 6)
    )


def _covers(place: _Place) -> tuple[tuple[int, int, str], ...]:
    """Topics in the sum's clause, else in the next, else in the nearest before, never across another sum."""
    number = place.unit.sentence_at(place.one.start)
    clauses = place.unit.clauses[number]
    here = place.unit.clause_at(number, place.one.start)
    if here is None:
        return topics(place.unit.folded, max(place.sentence[0], place.left), min(place.sentence[1], place.right))
    tries = [here, here + 1, *range(here - 1, max(-1, here - 4), -1)]
    for n in tries:
        if not 0 <= n < len(clauses):
            continue
        start, end = clauses[n]
        if (n > here and start >= place.right) or (n < here and end <= place.left):
            continue
        found = topics(place.unit.folded, max(start, place.left), min(end, place.right))
        if found:
            return found
    return ()


def topics(text: str, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """The topics named in a range, each once, in order; what is said to be left out is left out."""
    found: dict[str, tuple[int, int, str]] = {}
    if not _any_topic().search(text, start, end):
        return ()
    for topic in lexicon.keys("topic"):
        for match in lexicon.find(f"topic.{topic}").finditer(text, start, end):
            if _WITHOUT.search(text, max(start, match.start() - 16), match.start()):
                continue
            found.setdefault(topic, (match.start(), match.end(), topic))
    if len(found) > 1:
        found.pop("page", None)
    return tuple(sorted(found.values()))


@cache
def _any_topic() -> "re.Pattern[str]":
    return lexicon.find(*(f"topic.{topic}" for topic in lexicon.keys("topic")))


def _first(key: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    match = lexicon.find(key).search(text, start, end)
    return match.span() if match else None


def _last(key: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    found = None
    for match in lexicon.find(key).finditer(text, start, end):
        found = match.span()
    return found
