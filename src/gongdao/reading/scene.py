"""The text of a reading as the rules walk it: units of one voice, and whose words or figures a place reports."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from . import lexicon, sentences
from .passage import Passage
from .shapes import Role, Span

_PASSIVE = re.compile(r"(?:给|由|让|叫|跟|和|与|对|找|向|把|被|替|帮|除了|\b(?:to|with|for|from|by|of))\s?$", re.I)
_ADOPTS = re.compile(r"(?:按照?|根据|依照?|照着?|听从?|\b(?:as|like|per|following))\s?$", re.I)
# "You pay 550": the figure is that of the one who says so.
_PAYS = re.compile(r"[付打转给加出]|pay|pays|paid|sent", re.I)
WINDOW = 600
"""How far a word can reach at most, in characters. Real sentences are shorter; a hostile file has endless ones."""
_FAR = 1 << 60
_REACH = 14
_REACH_EN = 40


@dataclass(frozen=True, eq=False)
class Unit:
    """A message's body or a stretch of telling: its words, whose they are, and which message it is.

    `number` is its place among the units, so that two of them compare by it.
    """

    number: int
    text: Passage
    role: Role
    person: str | None
    message: str | None = None
    at: str | None = None
    system: bool = False

    @cached_property
    def folded(self) -> str:
        """The words as the rules read them."""
        return self.text.folded

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The ranges of its sentences."""
        return sentences.sentences(self.folded)

    @cached_property
    def clauses(self) -> list[list[tuple[int, int]]]:
        """The ranges of the clauses, sentence by sentence."""
        return [sentences.clauses(self.folded, a, b) for a, b in self.sentences]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence around a place; the last before it where it falls between two."""
        return max(0, bisect_right(self.sentences, (place, _FAR)) - 1)

    def clause_at(self, sentence: int, place: int) -> int | None:
        """The number of the clause around a place in a sentence."""
        found = bisect_right(self.clauses[sentence], (place, _FAR)) - 1
        return found if found >= 0 and place < self.clauses[sentence][found][1] else None


@dataclass(frozen=True)
class Voice:
    """Whose something is: a role, a person if known, the rule that told, and the words that show it."""

    role: Role
    person: str | None = None
    why: str = ""
    ground: tuple[int, int] | None = None
    sure: bool = True


NOBODY = Voice("unknown")


@dataclass(frozen=True)
class Scene:
    """All units in order, the people by role, and the names people are called by."""

    source: str
    units: tuple[Unit, ...]
    by_role: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[Role, str]] = field(default_factory=dict)
    chinese: bool = True

    def span(self, unit: Unit, start: int, end: int) -> Span:
        """A range of a unit as a place in the source."""
        a, b = unit.text.place(start, end)
        return Span(text=self.source[a:b], start=a, end=b)

    @cached_property
    def subjects(self) -> "re.Pattern[str]":
        """The words for people, each group named after who is meant."""
        parts = [f"(?P<{role}>{lexicon.source(f'role.noun.{role}')})" for role in _SUBJECTS]
        names = sorted((name for name in self.names if len(name) > 1), key=len, reverse=True)
        if names:
            parts.insert(
                0, "(?P<name>" + "|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in names) + ")"
            )
        return re.compile("|".join(parts), re.I)

    def counterpart(self, role: Role) -> Role:
        """The other side of a buyer or seller."""
        if role == "buyer":
            return "seller"
        return "buyer" if role == "seller" else "unknown"

    def whose(self, unit: Unit, place: int) -> Voice:
        """Whose figure or statement stands at a place: the last person said, before it and in the same sentence,
        to say, ask or offer something; without one, the voice of the unit itself."""
        number = unit.sentence_at(place)
        start = max(unit.sentences[number][0] if unit.sentences else 0, place - WINDOW)
        own = Voice(unit.role, unit.person)
        found = own
        for match in self.subjects.finditer(unit.folded, start, place):
            before = unit.folded[max(start, match.start() - 8) : match.start()]
            if _ADOPTS.search(before):
                found = Voice(unit.role, unit.person, "adopts_proposal", match.span())
                continue
            if _PASSIVE.search(before):
                continue
            reach = _REACH_EN if match.group().isascii() else _REACH
            verb = lexicon.find("mood.reported").search(unit.folded, match.end(), min(place, match.end() + reach))
            if verb is None or unit.folded[verb.end() : place].count("“") > 1:
                continue
            if unit.message and match.lastgroup not in ("first", "third") and _PAYS.fullmatch(verb.group()):
                found = Voice(unit.role, unit.person, "asked_of_other", match.span())
                continue
            found = self.meant(unit, match)
        return found

    def meant(self, unit: Unit, match: "re.Match[str]") -> Voice:
        """Who a match of `subjects` means."""
        kind = match.lastgroup or ""
        while kind and match[kind] is None:
            kind = ""
        if kind == "name":
            role, person = self.names[match.group().lower()]
            return Voice(role, person, "named_subject", match.span())
        if kind == "first":
            return Voice(unit.role, unit.person, "first_person", match.span())
        if kind == "second":
            if unit.message is None:
                return Voice("unknown", None, "addressee_unclear", match.span(), sure=False)
            other = self.counterpart(unit.role)
            return Voice(other, self.by_role.get(other), "second_person", match.span(), sure=False)
        if kind == "third":
            return self._third(unit, match)
        named: Role = kind  # type: ignore[assignment]
        return Voice(named, self.by_role.get(named), "named_subject", match.span())

    def _third(self, unit: Unit, match: "re.Match[str]") -> Voice:
        """A pronoun means whoever was named last before it; else, in a message, the other side."""
        named = None
        sentence = unit.sentences[unit.sentence_at(match.start())][0] if unit.sentences else 0
        for earlier in self.subjects.finditer(unit.folded, max(0, match.start() - 160), match.start()):
            if earlier.lastgroup in ("buyer", "seller", "mediator", "platform", "name"):
                meant = self.meant(unit, earlier)
                distant = meant.role in ("mediator", "platform") and earlier.end() < sentence
                if meant.role != unit.role and not (distant and unit.role in ("buyer", "seller")):
                    named = earlier
        if named is not None:
            meant = self.meant(unit, named)
            return Voice(meant.role, meant.person, "pronoun", named.span(), sure=False)
        other = self.counterpart(unit.role)
        return Voice(other, self.by_role.get(other), "pronoun", match.span(), sure=False)


_SUBJECTS = ("mediator", "buyer", "seller", "platform", "first", "second", "third")
