"""Who speaks and who is spoken of, and on which side each stands.

A word for a role beside a message settles the side. Without one it is inferred from what only a buyer, a seller or
a mediator says of himself, or from the other side being known; both are marked as needing a person's confirmation.
Somebody who names himself while writing from another's account (技术部1号) is a person of his own on that side (R3).
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from . import lexicon
from .formats.document import Document
from .passage import Passage
from .shapes import Confidence, Person, Role, Span
from .timeline import Timeline, speaker

_ROLES: tuple[Role, ...] = ("buyer", "seller", "mediator", "platform")
_TELLERS: tuple[Role, ...] = ("buyer", "seller")
_SPEAKERS: tuple[Role, ...] = ("buyer", "seller", "mediator")
_DECLARES = re.compile(r"作为|我是|as (?:a|the|your)\b|i(?:'m| am) (?:the|a)\b", re.I)
_ALIAS = re.compile(r"(?:文中|帖子里|上面)的?(?P<name>[^\s,，。！？、]{2,12}?)(?:就)?是(?:我|本人)")


@dataclass
class _Draft:
    name: Passage
    role: Role = "unknown"
    confidence: Confidence = "stated"
    why: tuple[str, ...] = ()
    grounds: list[Passage] = field(default_factory=list)
    aliases: list[Passage] = field(default_factory=list)
    account: str | None = None
    score: Counter[Role] = field(default_factory=Counter)
    bodies: list[Passage] = field(default_factory=list)
    messages: int = 0


@dataclass(frozen=True)
class Cast:
    """The people found; for each message (oldest first) its speaker's number and its spokesman's, if any."""

    people: tuple[Person, ...]
    speakers: tuple[int | None, ...]
    spokesmen: tuple[int | None, ...]
    author: int | None


def find(source: str, document: Document, timeline: Timeline) -> Cast:
    """The cast of a document."""
    drafts: list[_Draft] = []
    author = None
    if document.author is not None:
        drafts.append(_Draft(document.author))
        author = 0
    speakers = _speakers(drafts, timeline, author)
    if author is None:
        author = next((n for n, d in enumerate(drafts) if "self_label" in d.why), None)
    _other_side(drafts, stated_only=True)
    _author_side(drafts, document, author)
    _by_words(drafts, author if document.narrative else None)
    _part(drafts)
    _other_side(drafts)
    _aliases(drafts, document, author)
    spokesmen = _spokesmen(drafts, timeline, speakers)
    _mentioned(drafts, document)
    people = tuple(_person(source, number, draft) for number, draft in enumerate(drafts))
    return Cast(people, tuple(speakers), tuple(spokesmen), author)


def _speakers(drafts: list[_Draft], timeline: Timeline, author: int | None) -> list[int | None]:
    known: dict[str, int] = {}
    if author is not None:
        known[drafts[author].name.folded.strip().lower()] = author
    found: list[int | None] = []
    for one in timeline.timed:
        entry = one.entry
        who = speaker(entry)
        if not who or (entry.system and entry.label is None):
            found.append(None)
            continue
        role, self_label = _label_role(entry.label)
        if self_label and who not in known:
            if author is not None and entry.sender is None:
                known[who] = author
                drafts[author].aliases.append(entry.label or entry.body)
            elif author is not None:
                known[who] = author
                drafts[author].aliases.append(entry.sender or entry.body)
        if who not in known:
            known[who] = len(drafts)
            drafts.append(_Draft(entry.sender or entry.label or entry.body))
        draft = drafts[known[who]]
        draft.messages += 1
        draft.bodies.append(entry.body)
        if self_label and "self_label" not in draft.why:
            draft.why = (*draft.why, "self_label")
        if role != "unknown" and draft.role == "unknown":
            draft.role, draft.why = role, (*draft.why, "role_label")
            if entry.label is not None:
                draft.grounds.append(entry.label)
        found.append(known[who])
    return found


def _label_role(label: Passage | None) -> tuple[Role, bool]:
    if label is None:
        return "unknown", False
    word = label.folded.strip().strip("*_")
    for role in _ROLES:
        if lexicon.find(f"role.label.{role}").fullmatch(word):
            return role, False
    return "unknown", bool(lexicon.find("role.label.self").fullmatch(word))


def _author_side(drafts: list[_Draft], document: Document, author: int | None) -> None:
    """The author's side from what he tells, judged like a speaker's own words."""
    if author is not None:
        drafts[author].bodies.extend(document.narrative)


def _by_words(drafts: list[_Draft], teller: int | None) -> None:
    """Sides by what people say of themselves. The teller of a story is a party: he quotes the mediator's words, so
    those do not make him one. A declaration (作为买家, "I am the buyer") counts three times."""
    for number, draft in enumerate(drafts):
        if draft.role != "unknown":
            continue
        named = _role_in_name(draft.name)
        if named is not None:
            draft.role, place = named
            draft.confidence, draft.why = "inferred", (*draft.why, "role_in_name")
            draft.grounds.append(place)
            continue
        score = draft.score
        shown: dict[Role, list[Passage]] = {}
        for body in draft.bodies:
            for role in _TELLERS if number == teller else _SPEAKERS:
                for match in lexicon.find(f"role.cue.{role}").finditer(body.folded):
                    score[role] += 3 if _DECLARES.match(match.group()) else 1
                    shown.setdefault(role, []).append(body.cut(*match.span()))
        _decide(draft, score, shown)


def _decide(draft: _Draft, score: Counter[Role], shown: dict[Role, list[Passage]]) -> None:
    ranked = score.most_common(2)
    if not ranked:
        return
    role, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    if most == second:
        return
    sure = most >= 3 and most >= 2 * second
    draft.role = role
    draft.confidence = "inferred" if sure or (most >= 2 and second == 0) else "unsure"
    draft.why = (*draft.why, "role_from_words")
    draft.grounds.extend(shown[role][:3])


def _role_in_name(name: Passage) -> tuple[Role, Passage] | None:
    for role in _ROLES:
        match = lexicon.find(f"role.label.{role}").search(name.folded)
        if match and len(match.group()) >= 2:
            return role, name.cut(*match.span())
    return None


def _other_side(drafts: list[_Draft], stated_only: bool = False) -> None:
    """With one party known and exactly one speaker unknown, that one is the other party.

    With `stated_only`, only beside a party whose role the source states, and never a speaker who names himself a
    mediator.
    """
    speaking = [draft for draft in drafts if draft.messages or draft.bodies]
    unknown = [draft for draft in speaking if draft.role == "unknown"]
    if stated_only:
        unknown = [draft for draft in unknown if not _mediates(draft)]
    sides = {draft.role for draft in speaking}
    if len(unknown) != 1 or len(sides & {"buyer", "seller"}) != 1:
        return
    unknown[0].role = "seller" if "buyer" in sides else "buyer"
    unknown[0].confidence = "unsure" if any(d.confidence == "unsure" for d in drafts) else "inferred"
    unknown[0].why = (*unknown[0].why, "other_party")


def _part(drafts: list[_Draft]) -> None:
    """Two speakers whose words put both on one side: the one with the weaker case is the other side."""
    parties = [draft for draft in drafts if draft.messages and draft.role in ("buyer", "seller", "unknown")]
    if len(parties) != 2 or len({draft.role for draft in parties}) != 1 or "unknown" in {d.role for d in parties}:
        return
    inferred = [draft for draft in parties if "role_from_words" in draft.why]
    if not inferred:
        return
    weaker = min(inferred, key=lambda draft: draft.score[draft.role])
    if len(inferred) == 2 and inferred[0].score[weaker.role] == inferred[1].score[weaker.role]:
        return
    weaker.role = "seller" if weaker.role == "buyer" else "buyer"
    weaker.confidence, weaker.why, weaker.grounds = "unsure", ("other_party",), []


def _mediates(draft: _Draft) -> bool:
    if _role_in_name(draft.name) is not None:
        return True
    return any(
        _DECLARES.match(m.group())
        for body in draft.bodies
        for m in lexicon.find("role.cue.mediator").finditer(body.folded)
    )


def _aliases(drafts: list[_Draft], document: Document, author: int | None) -> None:
    if author is None:
        return
    for block in document.narrative:
        match = _ALIAS.search(block.text)
        if match:
            drafts[author].aliases.append(block.cut(*match.span("name")))


def _spokesmen(drafts: list[_Draft], timeline: Timeline, speakers: list[int | None]) -> list[int | None]:
    found: list[int | None] = []
    by_name: dict[tuple[int, str], int] = {}
    name, enters = lexicon.find("role.spokesman.name"), lexicon.find("role.spokesman.enters")
    for number, one in enumerate(timeline.timed):
        account = speakers[number]
        if account is None:
            found.append(None)
            continue
        body = one.entry.body
        match = name.search(body.folded)
        if match and enters.search(body.folded, match.end(), match.end() + 12):
            key = (account, match.group())
            if key not in by_name:
                by_name[key] = len(drafts)
                side = drafts[account]
                drafts.append(
                    _Draft(
                        body.cut(*match.span()),
                        side.role,
                        "inferred",
                        ("named_within_party",),
                        account=f"p{account + 1}",
                    )
                )
            drafts[by_name[key]].messages += 1
            found.append(by_name[key])
            continue
        found.append(found[one.continues] if one.continues is not None else None)
        if found[-1] is not None:
            drafts[found[-1]].messages += 1
    return found


def _mentioned(drafts: list[_Draft], document: Document) -> None:
    """People the telling names by their role who do not speak in the thread."""
    present = {draft.role for draft in drafts}
    for role in _ROLES:
        if role in present:
            continue
        places = [
            block.cut(*m.span())
            for block in document.narrative
            for m in lexicon.find(f"role.noun.{role}").finditer(block.folded)
        ]
        if not places:
            continue
        names = Counter(place.folded for place in places)
        often = [word for word in names if names[word] > 1] or list(names)
        best = max(often, key=lambda word: (len(word) if word[:1] not in "该这那" else 0, names[word]))
        first = next(place for place in places if place.folded == best)
        drafts.append(_Draft(first, role, "inferred", ("named_in_text",)))


def _person(source: str, number: int, draft: _Draft) -> Person:
    start, end = draft.name.whole()
    return Person(
        id=f"p{number + 1}",
        text=source[start:end],
        start=start,
        end=end,
        name=draft.name.text,
        role=draft.role,
        confidence=draft.confidence if draft.role != "unknown" else "unsure",
        why=draft.why,
        grounds=tuple(_span(source, place) for place in draft.grounds),
        aliases=tuple(_span(source, place) for place in draft.aliases),
        account=draft.account,
        messages=draft.messages,
    )


def _span(source: str, place: Passage) -> Span:
    start, end = place.whole()
    return Span(text=source[start:end], start=start, end=end)
