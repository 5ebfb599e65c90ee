"""A decoded source into a whole reading: format, timeline, people, units, and each kind of item in turn."""

import re
from datetime import date

from msgspec.structs import replace

from . import amounts, evidence, formats, labels, lexicon, people, requirements, sayings, timeline
from .faults import ReadingError
from .formats.document import Document
from .formats.wechat import is_system
from .passage import Passage
from .people import Cast
from .requirements import Want, Wants
from .scene import Scene, Unit
from .shapes import (
    Amount,
    Confirm,
    Cover,
    Found,
    Label,
    Link,
    Message,
    Person,
    Reading,
    Requirement,
    Role,
    SourceInfo,
    Span,
    When,
)
from .source import Source
from .stamps import Resolved, resolve
from .timeline import Timed, Timeline

_NAMES_MAX = 100
_WORD = re.compile(r"[a-z]{4,30}|[\u4e00-\u9fff]{2,}")


def read(source: Source, base: date | None = None) -> Reading:
    """Reads a source. Raises ReadingError where there is nothing to read; see `faults.FAULTS`."""
    document = formats.read(source.text)
    line = timeline.build(document.entries, base)
    cast = people.find(source.text, document, line)
    scene = _scene(source.text, document, line, cast)
    wants = requirements.find(scene)
    found_links, where = evidence.links(source.text, scene, document.addresses)
    found_labels = labels.find(scene)
    sums = _amounts(scene, wants)
    shown = evidence.exhibits(scene, found_links, where, wants)
    admitted = evidence.admissions(scene, wants)
    needs = _requirements(scene, wants, found_links)
    messages = _messages(source.text, line, cast, scene, found_labels)
    if document.kind in ("plain", "wechat") and not (messages or sums or needs or found_links):
        raise ReadingError("nothing_recognised")
    when = resolve(document.date, order="dmy", base=base) if document.date else None
    reading = Reading(
        source=_info(source, document),
        title=_found(source.text, document.title),
        author=_found(source.text, document.author),
        date=_when(source.text, document.date_at, when),
        order=line.order,
        people=cast.people,
        messages=messages,
        requirements=needs,
        amounts=sums,
        exhibits=shown,
        links=found_links,
        admissions=admitted,
        labels=found_labels,
    )
    return _with_doubts(reading, wants)


def _info(source: Source, document: Document) -> SourceInfo:
    return SourceInfo(
        name=source.name,
        bytes=source.size,
        sha256=source.sha256,
        encoding=source.encoding,
        characters=len(source.text),
        format=document.kind,
        why=(*source.why, *document.why),
    )


def _found(source: str, place: Passage | None) -> Found | None:
    if place is None or not place:
        return None
    start, end = place.whole()
    return Found(text=source[start:end], start=start, end=end)


def _when(source: str, place: Passage | None, when: Resolved | None) -> When | None:
    if place is None or when is None:
        return None
    start, end = place.whole()
    doubtful = bool(set(when.why) & {"date_order_assumed", "date_order_contradictory"})
    return When(
        text=source[start:end],
        start=start,
        end=end,
        at=when.at,
        precision=when.precision,  # type: ignore[arg-type]
        confidence="unsure" if doubtful or when.at is None else "inferred" if when.why else "stated",
        why=when.why,
    )


def _scene(source: str, document: Document, line: Timeline, cast: Cast) -> Scene:
    """Messages oldest first, then the telling, as units with a voice."""
    units: list[Unit] = []
    for number, one in enumerate(line.timed):
        person = _spoken_by(cast, number)
        role: Role = person.role if person else "unknown"
        system = one.entry.system or (not one.entry.sender and not one.entry.label)
        units.append(
            Unit(
                len(units),
                one.entry.body,
                role,
                person.id if person else None,
                f"m{number + 1}",
                one.when.at if one.when else None,
                system,
            )
        )
    author = cast.people[cast.author] if cast.author is not None else None
    for block in document.narrative:
        units.append(Unit(len(units), block, author.role if author else "unknown", author.id if author else None))
    by_role: dict[str, str] = {}
    for person in cast.people:
        if person.account is None:
            by_role.setdefault(person.role, person.id)
    names: dict[str, tuple[Role, str]] = {
        person.name.strip().lower(): (person.role, person.id)
        for person in sorted(cast.people, key=lambda p: -p.messages)[:_NAMES_MAX]
        if person.role != "unknown" and len(person.name.strip()) > 1 and not person.name.isdigit()
    }
    text = " ".join(unit.folded[:2_000] for unit in units[:200])
    return Scene(source, tuple(units), by_role, names, chinese=bool(re.search(r"[\u4e00-\u9fff]", text)))


def _spoken_by(cast: Cast, number: int) -> Person | None:
    which = cast.spokesmen[number] if cast.spokesmen[number] is not None else cast.speakers[number]
    return cast.people[which] if which is not None else None


def _messages(source: str, line: Timeline, cast: Cast, scene: Scene, found: tuple[Label, ...]) -> tuple[Message, ...]:
    by_message: dict[str, list[str]] = {}
    for label in found:
        if label.message and label.code not in by_message.setdefault(label.message, []):
            by_message[label.message].append(label.code)
    continued = {one.continues: number for number, one in enumerate(line.timed) if one.continues is not None}
    return tuple(
        _message(
            source, number, one, cast, scene.units[number], continued.get(number), by_message.get(f"m{number + 1}", [])
        )
        for number, one in enumerate(line.timed)
    )


def _message(
    source: str, number: int, one: Timed, cast: Cast, unit: Unit, continued: int | None, codes: list[str]
) -> Message:
    entry = one.entry
    start, end = entry.body.whole() if entry.body else _empty_body(one)
    text = source[start:end]
    person = _spoken_by(cast, number)
    for code in ("media", "deleted"):
        if lexicon.find(f"chat.{code}").search(entry.body.folded[:160]):
            codes = [code, *codes]
    if one.continues is not None:
        codes = ["continuation", *codes]
    return Message(
        id=f"m{number + 1}",
        text=text,
        start=start,
        end=end,
        role=unit.role,
        person=unit.person,
        at=one.when.at if one.when else None,
        when=_when(source, entry.stamp_at, one.when),
        sender=_span(source, entry.sender or entry.label),
        presence=_span(source, entry.presence),
        system=unit.system or (is_system(entry.body) and entry.system),
        continues=f"m{one.continues + 1}" if one.continues is not None else None,
        continued_by=f"m{continued + 1}" if continued is not None else None,
        quoted=entry.quoted,
        plain=entry.body.text if entry.body.text != text else None,
        labels=tuple(codes),
        confidence=person.confidence if person else "unsure",
        why=person.why if person else (),
    )


def _empty_body(one: Timed) -> tuple[int, int]:
    """Where a body would stand: behind the last part of the head."""
    heads = [place for place in (one.entry.stamp_at, one.entry.sender, one.entry.label) if place]
    end = max((place.whole()[1] for place in heads), default=0)
    return end, end


def _span(source: str, place: Passage | None) -> Span | None:
    if place is None or not place:
        return None
    start, end = place.whole()
    return Span(text=source[start:end], start=start, end=end)


def _amounts(scene: Scene, wants: Wants) -> tuple[Amount, ...]:
    found: list[Amount] = []
    topics: dict[str, list[int]] = {}
    for number, want in enumerate(wants.wants):
        topics.setdefault(want.topic, []).append(number)
    units = [unit for unit in scene.units if not unit.system]
    talk = sum(amounts.signs_of_money(unit.folded) for unit in units) >= 2
    sums = [
        (unit, amounts.find(unit.folded, [c for s in unit.clauses for c in s], scene.chinese, talk)) for unit in units
    ]
    stated = [one.currency for _, group in sums for one in group if one.currency]
    named = _names_of(wants)
    usual = max(set(stated), key=stated.count) if stated else "CNY" if scene.chinese else None
    for unit, group in sums:
        behind = [0, *(one.end for one in group)]
        for one, saying, left in zip(group, sayings.judge(scene, unit, group), behind, strict=False):
            place = scene.span(unit, one.start, one.end)
            one_currency = amounts.in_currency(one, usual)
            spoken = saying.covers or _by_name(unit, one, named, left)
            covers = tuple(_cover(scene, unit, cover, topics, wants, named) for cover in spoken)
            ground = (scene.span(unit, *saying.ground),) if saying.ground else ()
            voiced = (scene.span(unit, *saying.voice.ground),) if saying.voice.ground else ()
            found.append(
                Amount(
                    id=f"s{len(found) + 1}",
                    text=place.text,
                    start=place.start,
                    end=place.end,
                    minor=one.minor,
                    value=_decimal(one.minor),
                    high=one.high,
                    currency=one_currency.currency,
                    currency_stated=one.currency is not None,
                    kind="item_price" if covers and "sellers_figure" in saying.why else saying.kind,
                    also=saying.also,
                    by=saying.voice.role,
                    person=saying.voice.person,
                    said_by=unit.role,
                    message=unit.message,
                    at=unit.at,
                    covers=covers,
                    approximate=one.approximate,
                    conditional=saying.conditional,
                    hypothetical=saying.hypothetical,
                    refused=saying.refused,
                    confidence=saying.confidence,
                    why=(*one_currency.why, *saying.why),
                    grounds=(*ground, *voiced),
                )
            )
    return tuple(found)


def _cover(
    scene: Scene,
    unit: Unit,
    cover: tuple[int, int, str],
    topics: dict[str, list[int]],
    wants: Wants,
    named: dict[str, int],
) -> Cover:
    start, end, topic = cover
    place = scene.span(unit, start, end)
    fits = topics.get(topic, [])
    own = [n for n, want in enumerate(wants.wants) if want.unit is unit and want.start <= start < want.end]
    said = [
        n for n in fits if place.text in scene.span(wants.wants[n].unit, wants.wants[n].start, wants.wants[n].end).text
    ]
    word = unit.folded[start:end].lower()
    by_name = [named[word]] if word in named else []
    one = next((only[0] for only in (own, by_name, fits, said) if len(only) == 1), None)
    return Cover(
        text=place.text,
        start=place.start,
        end=place.end,
        topic=topic,
        requirement=f"r{one + 1}" if one is not None else None,
    )


def _names_of(wants: Wants) -> dict[str, int]:
    """The words that belong to one requirement only, and to which."""
    owners: dict[str, set[int]] = {}
    for number, want in enumerate(wants.wants):
        for word in requirements.tokens(want):
            owners.setdefault(word, set()).add(number)
    return {word: next(iter(numbers)) for word, numbers in owners.items() if len(numbers) == 1}


def _by_name(unit: Unit, one: amounts.Sum, named: dict[str, int], left: int) -> tuple[tuple[int, int, str], ...]:
    """What a sum is for, told by a requirement's own words between the sum before and it, where no topic is named."""
    text = unit.folded.lower()
    sentence = unit.sentences[unit.sentence_at(one.start)]
    start = max(sentence[0], one.start - 24, left)
    best: tuple[int, int, str] | None = None
    for match in _WORD.finditer(text, start, one.start):
        for a, b in _grams(match):
            if text[a:b] in named:
                best = a, b, "other"
    return (best,) if best else ()


def _grams(match: "re.Match[str]") -> list[tuple[int, int]]:
    start, end = match.span()
    if match.group()[0].isascii():
        return [(start, end)]
    return [(n, n + 2) for n in range(start, end - 1)]


def _decimal(minor: int) -> str:
    whole, cents = divmod(minor, 100)
    return f"{whole}.{cents:02d}" if cents else str(whole)


def _requirements(scene: Scene, wants: Wants, links: tuple[Link, ...]) -> tuple[Requirement, ...]:
    return tuple(_requirement(scene, number, want, links) for number, want in enumerate(wants.wants))


def _requirement(scene: Scene, number: int, want: Want, links: tuple[Link, ...]) -> Requirement:
    place = scene.span(want.unit, want.start, want.end)
    title = scene.span(want.unit, *want.title)
    inside = [
        link.id
        for link in links
        if place.start <= link.start < place.end + 120
        and link.kind in ("reference", "page")
        and link.message == want.unit.message
    ]
    return Requirement(
        id=f"r{number + 1}",
        text=place.text,
        start=place.start,
        end=place.end,
        topic=want.topic,
        title=want.unit.text.text[slice(*want.title)],
        plain=want.unit.text.text[want.start : want.end],
        by=want.unit.role,
        message=want.unit.message,
        at=want.unit.at,
        mentions=tuple(scene.span(unit, a, b) for unit, a, b in want.mentions),
        references=tuple(inside),
        essential=want.essential,
        confidence=want.confidence,
        why=(*want.why, "said_again") if want.mentions else want.why,
        grounds=(title,),
    )


def _with_doubts(reading: Reading, wants: Wants) -> Reading:
    """The list of what a person must settle, in the order of the reading."""
    doubts: list[Confirm] = []
    for person in reading.people:
        if person.role == "unknown":
            doubts.append(Confirm(code="role_unknown", item=person.id))
        elif person.confidence != "stated":
            doubts.append(Confirm(code="role_inferred", item=person.id))
    sides = [person for person in reading.people if person.account is None and person.role in ("buyer", "seller")]
    for place, person in enumerate(sides):
        if any(other.role == person.role for other in sides[:place]):
            doubts.append(Confirm(code="same_side_twice", item=person.id))
    if reading.order.found == "unknown" and len(reading.messages) > 1:
        doubts.append(Confirm(code="order_unclear"))
    for message in reading.messages:
        if message.when is not None and message.when.at is None:
            doubts.append(Confirm(code="time_unresolved", item=message.id))
        elif message.when is not None and message.when.confidence == "unsure":
            doubts.append(Confirm(code="time_assumed", item=message.id))
    if wants.stated_count is not None and wants.stated_count != len(wants.wants):
        doubts.append(Confirm(code="requirement_count_differs"))
    doubts += [
        Confirm(code="requirement_inferred", item=r.id) for r in reading.requirements if r.confidence != "stated"
    ]
    for amount in reading.amounts:
        if amount.confidence != "stated":
            doubts.append(Confirm(code="amount_meaning", item=amount.id))
        if not amount.currency_stated:
            doubts.append(Confirm(code="currency_assumed" if amount.currency else "currency_unknown", item=amount.id))
        if "cover_unclear" in amount.why:
            doubts.append(Confirm(code="cover_unclear", item=amount.id))
    doubts += [Confirm(code="exhibit_to_hand_in", item=e.id) for e in reading.exhibits if e.presence != "linked"]
    doubts += [
        Confirm(code="original_to_keep", item=link.id)
        for link in reading.links
        if link.kind in ("screenshot", "original_image")
    ]
    return replace(reading, confirm=tuple(doubts))
