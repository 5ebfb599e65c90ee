"""What is wanted, item by item: lists announced as needs, enumerations in a sentence, single wishes.

Takes a list only where something announces it as one of wants, because a dispute is full of other lists (ways out,
proposals, reasons). The same want said again is kept as a further mention of the first (R14), told by topic and by
likeness of characters, never merged inside one list.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from . import lexicon
from .passage import has_han
from .sayings import topics
from .scene import Scene, Unit
from .shapes import Confidence

_ITEM = re.compile(
    r"^\s*(?:\(?\d{1,2}\s?[.、)]|[①-⑳]|[-*+•·]\s|\(?[一二三四五六七八九十]\s?[、.)]|第[一二三四五六七八九十][,，、:]?|\[[ x]?\])\s*(?P<words>\S.*)$"  # noqa: E501
)
_ORDINALS = re.compile(
    r"(?P<mark>(?:其)?[一二三四五六七八九]是|第[一二三四五六七八九](?:个|是|项)?[,:]?|(?<![\d.])\d{1,2}\s?[.、)](?!\d)|[①-⑳]|\([一二三四五六七八九\d]\)"
    r"|\b(?:first|second|third|fourth|fifth)(?:ly)?\b[,:]?)"
)
_JOIN_ZH = re.compile(r"[、;,]|以及|还有|(?<=[^\s])和(?=[^\s谐平])|并且|并|还要?(?=[做加改有导采])")
_JOIN_EN = re.compile(
    r",\s{0,4}(?:and\s{1,4})?(?:also\s{1,4})?|;\s{0,4}(?:and\s{1,4})?|\s{1,4}and\s{1,4}(?:also\s{1,4})?(?=(?:an?|the|some|to|my|our|\d+|two|three|four|five|six|[a-z]+ing)\b)|\s{1,4}plus\s{1,4}|\s{1,4}as well as\s{1,4}",  # noqa: E501
    re.I,
)
_LEAD = re.compile(
    r"^(?:\s|(?:and|also|then|plus|或|并|且|另|再|还|又|是|的|把|个|an?|the|some|to|for|me|us|you)\b\s*(?=[a-z])|[,:\-–])+",
    re.I,
)
# A member that begins like a sentence or an answer, or holds a figure as large as a price, names nothing wanted.
_NO_PHRASE = re.compile(
    r"^(?:but|because|so|if|when|which|that|i|you|we|he|she|they|it|ok(?:ay)?|yes|no|fine|sure|thanks?)\b"
    r"|^[但因所如你他她我没不好可行对]|\d{3}",
    re.I,
)
_MAX_ITEM = 300
MAX_WANTS = 200
"""An agreement holds at most 200 requirements (kernel), so no more are drafted."""


@dataclass
class Want:
    """One want: its unit, the whole quote, the part that names the thing, and where else it is said."""

    unit: Unit
    start: int
    end: int
    title: tuple[int, int]
    topic: str
    kind: str
    confidence: Confidence = "stated"
    why: tuple[str, ...] = ()
    mentions: list[tuple[Unit, int, int]] = field(default_factory=list)
    essential: bool | None = None
    by_line: bool = False

    @property
    def words(self) -> str:
        """The part that names the thing, folded."""
        return self.unit.folded[self.title[0] : self.title[1]]


_COMMON = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "your",
        "their",
        "have",
        "will",
        "must",
        "should",
        "some",
        "page",
        "site",
        "website",
        "work",
        "make",
        "need",
        "want",
        "like",
        "into",
        "each",
        "also",
        "them",
        "they",
        "what",
        "when",
        "where",
        "which",
        "would",
        "could",
        "please",
        "design",
        "build",
        "write",
        "add",
        "the",
        "and",
        "for",
    ]
)


def tokens(want: Want) -> frozenset[str]:
    """The words by which a want is known again: English words of four letters, Chinese pairs of characters."""
    words = want.words.lower()
    latin = {w for w in re.findall(r"[a-z]{4,30}", words) if w not in _COMMON}
    han = re.findall(r"[\u4e00-\u9fff]{2,}", words)
    return frozenset(latin | {part[n : n + 2] for part in han for n in range(len(part) - 1)})


@dataclass(frozen=True)
class Wants:
    """The requirements found, a number the text itself gives for them, and whether another side listed them too."""

    wants: tuple[Want, ...]
    stated_count: int | None = None


def find(scene: Scene) -> Wants:
    """All requirements of a scene, in the order they are first named."""
    groups: list[list[Want]] = []
    for unit in scene.units:
        if unit.system or unit.role in ("mediator", "platform"):
            continue
        groups.extend(_groups(unit))
    listed = [group for group in groups if len(group) > 1]
    wants: list[Want] = []
    for group in sorted(groups, key=lambda g: _weight(g), reverse=False):
        _merge(wants, group, bool(listed))
    for want in wants:
        _first_said(scene, want)
    wants.sort(key=lambda want: _order(scene, want))
    return Wants(tuple(wants), _count(scene, len(wants)))


def _weight(group: list[Want]) -> tuple[int]:
    """Announced lists first, then enumerations, then single wishes; order of text within each (sorting is stable)."""
    return ({"list": 0, "series": 1, "single": 2}[group[0].kind],)


def _first_said(scene: Scene, want: Want) -> None:
    """Quotes a want where its owner first said it; the other places, the seller's words too, stay as its mentions."""
    places = [(want.unit, want.start, want.end), *want.mentions]
    places.sort(key=lambda place: (place[0].role == "seller", place[0].number, place[1]))
    unit, start, end = places[0]
    if (unit, start, end) == (want.unit, want.start, want.end):
        want.mentions = places[1:]
        return
    want.unit, want.start, want.end, want.mentions = unit, start, end, places[1:]
    want.title = _named(unit.folded, start, end)


def _order(scene: Scene, want: Want) -> tuple[int, int]:
    return want.unit.number, want.start


def _groups(unit: Unit) -> list[list[Want]]:
    found: list[list[Want]] = []
    used: list[tuple[int, int]] = []
    for group in [*_line_lists(unit), *_ordinal_lists(unit)]:
        found.append(group)
        lead = unit.folded.rfind("\n", 0, max(0, unit.folded.rfind("\n", 0, group[0].start))) + 1
        used.append((lead if group[0].by_line else group[0].start, group[-1].end))
    for number, sentence in enumerate(unit.sentences):
        if any(a < sentence[1] and sentence[0] < b for a, b in used):
            continue
        group = _announced(unit, number) or _wished(unit, number)
        if group:
            found.append(group)
    return found


def _line_lists(unit: Unit) -> list[list[Want]]:
    """Lines that begin with a number or a dash, under a line that announces wants."""
    lines = _lines(unit.folded)
    found: list[list[Want]] = []
    number = 0
    while number < len(lines):
        if not _ITEM.match(unit.folded[lines[number][0] : lines[number][1]]):
            number += 1
            continue
        first = number
        rows = []
        while number < len(lines):
            start, end = lines[number]
            match = _ITEM.match(unit.folded[start:end])
            if match is None:
                if unit.folded[start:end].strip():
                    break
                if number + 1 >= len(lines) or not _ITEM.match(
                    unit.folded[lines[number + 1][0] : lines[number + 1][1]]
                ):
                    break
                number += 1
                continue
            rows.append((start + match.start("words"), start + len(unit.folded[start:end].rstrip())))
            number += 1
        above = [lines[n] for n in range(max(0, first - 3), first) if unit.folded[lines[n][0] : lines[n][1]].strip()]
        lead = unit.folded[above[-1][0] : above[-1][1]] if above else ""
        if (len(rows) > 1 or lead.rstrip().endswith((":", "："))) and _announces(lead, unit, rows):
            found.append(
                [_want(unit, a, b, (a, b), "list", why=("announced_list",)) for a, b in rows if b - a <= _MAX_ITEM]
            )
            for want in found[-1]:
                want.by_line = True
            if not found[-1]:
                found.pop()
    return found


def _lines(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _announces(lead: str, unit: Unit, rows: list[tuple[int, int]]) -> bool:
    if not lead or _blocked(lead):
        return False
    if lexicon.find("requirement.strong").search(lead):
        return True
    weak = lexicon.find("requirement.intro").search(lead)
    return bool(weak) and sum(bool(topics(unit.folded, a, b)) for a, b in rows) * 2 >= len(rows)


def _blocked(text: str) -> bool:
    return bool(lexicon.find("requirement.blocked").search(text))


def _ordinal_lists(unit: Unit) -> list[list[Want]]:
    """Enumerations inside running text: 一是…，二是…，三是…; 1. … 2. …; first …, second …"""
    text = unit.folded
    found: list[list[Want]] = []
    for number, (start, end) in enumerate(unit.sentences):
        marks = list(_ORDINALS.finditer(text, start, end))
        if len(marks) < 2 or (marks[0].start() == start and number == 0 and "\n" in text[start:end]):
            continue
        values = [_ordinal(m["mark"]) for m in marks]
        if values[:2] != [1, 2]:
            continue
        run = [m for place, m in enumerate(marks) if values[place] == place + 1]
        lead = text[start : run[0].start()] or (text[slice(*unit.sentences[number - 1])] if number else "")
        before = text[slice(*unit.sentences[number - 1])] if number else ""
        if _blocked(lead) or not (lexicon.find("requirement.strong").search(lead + before) and not _blocked(before)):
            continue
        stops = [m.start() for m in run[1:]] + [end]
        wants = []
        for mark, stop in zip(run, stops, strict=True):
            a, b = _trim(text, mark.end(), stop)
            if a < b and b - a <= _MAX_ITEM:
                wants.append(_want(unit, a, b, (a, b), "list", why=("enumerated",)))
        if len(wants) >= 2:
            found.append(wants)
    return found


def _ordinal(mark: str) -> int:
    word = mark.strip(" .、),:(其是第个项ly").lower()
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "firstly": 1, "firs": 1, "secondly": 2}
    if word.isdigit():
        return int(word)
    if word and "①" <= word[0] <= "⑳":
        return ord(word[0]) - ord("①") + 1
    if word and word[0] in "一二三四五六七八九":
        return "一二三四五六七八九".index(word[0]) + 1
    return names.get(word, names.get(word + "t", 0))


def _announced(unit: Unit, number: int) -> list[Want]:
    """A sentence that announces wants before a colon and lists them after it."""
    text = unit.folded
    start, end = unit.sentences[number]
    colon = next(
        (
            n
            for n in range(start, end)
            if text[n] == ":"
            and not text[n + 1 : n + 3].startswith("//")
            and not (text[n - 1 : n].isdigit() and text[n + 1 : n + 2].isdigit())
        ),
        None,
    )
    if colon is None or colon - start > 60:
        return []
    lead = text[start:colon]
    if _blocked(lead) or not lexicon.find("requirement.strong").search(lead) or text[end - 1 : end] == "?":
        return []
    wants = []
    for a, b in _members(text, colon + 1, end):
        sure = _is_thing(text, a, b)
        if sure or _phrase(text, a, b):
            wants.append(
                _want(unit, a, b, _named(text, a, b), "list", "stated" if sure else "inferred", ("announced_list",))
            )
    return wants if len(wants) >= 2 or (wants and topics(text, *wants[0].title)) else []


def _members(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of an announced list: every part between its separators."""
    joiner = _JOIN_ZH if has_han(text[start:end]) else _JOIN_EN
    cuts = [start, *(n for match in joiner.finditer(text, start, end) for n in (match.start(), match.end())), end]
    parts = [_trim(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    return [(a, b) for a, b in parts if a < b]


def _phrase(text: str, start: int, end: int) -> bool:
    """A short phrase that names something and is no sentence of its own."""
    words = text[start:end]
    if len(words) > (60 if not has_han(words) else 16) or lexicon.find("requirement.not_work").search(words):
        return False
    return not _NO_PHRASE.search(words)


def _wished(unit: Unit, number: int) -> list[Want]:
    """A wish in a sentence: I need a page, a form and the data; 需要做首页，还要采集数据."""
    text = unit.folded
    start, end = unit.sentences[number]
    if unit.role == "seller" and not lexicon.find("requirement.restated").search(text, start, end):
        return []
    if text[end - 1 : end] == "?" and not lexicon.find("requirement.polite").search(text, start, end):
        return []
    need = lexicon.find("requirement.need", "requirement.polite", "requirement.restated").search(text, start, end)
    if need is None or need.start() - start > 40 or not _owned(text, start, need):
        return []
    sentence_tail = text[need.start() : min(end, need.end() + 24)]
    if lexicon.find("requirement.not_work").match(sentence_tail) or lexicon.find("requirement.not_work").search(
        sentence_tail
    ):
        return []
    parts = _parts(text, need.end(), end)
    wants = []
    for place, (a, b) in enumerate(parts):
        begin = need.start() if place == 0 else a
        if not _is_thing(text, a, b):
            if place == 0:
                return []
            continue
        title = _named(text, a, b)
        wants.append(_want(unit, begin, b, title, "series" if len(parts) > 1 else "single", "inferred", ("wish_word",)))
    return wants


def _owned(text: str, start: int, need: "re.Match[str]") -> bool:
    """Whether the wish is the speaker's own and real: no condition, no question, no other subject before it."""
    before = text[start : need.start()]
    if lexicon.find("mood.condition").search(before) or lexicon.find("mood.rhetorical").search(before):
        return False
    return not re.search(
        r"(?:你|他|她|卖家|客服|不|没|别|的|当[做作成]|他们|you|he|she|they|not|don't|didn't|never|seller)\s*$",
        before,
        re.I,
    )


def _is_thing(text: str, start: int, end: int) -> bool:
    """A thing to make or deliver: it names a topic or a verb of work, and is no talk of money, time or the dispute."""
    words = text[start:end]
    if not words.strip() or lexicon.find("requirement.not_work").search(words):
        return False
    head = words.strip().lower()
    if re.match(
        r"(?:but|because|so |if |when |which |that |i |you |we |he |she |they |it |my budget|the budget|budget|within|by |before|但|因为|所以|如果|你|他|预算|价格|多少)",  # noqa: E501
        head,
    ):
        need = lexicon.find("requirement.need").match(head)
        if need is None:
            return False
    if topics(text, start, end):
        return True
    return bool(_work_head().match(head))


@cache
def _work_head() -> "re.Pattern[str]":
    return re.compile(
        rf"(?:(?:请|帮我|另外|然后|同时|再|也|还要?|要|能|可以|把.{{1,12}}|对.{{1,12}}|please |to |also |you to )*)(?:{lexicon.source('requirement.work')})",  # noqa: E501
        re.I,
    )


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of an enumeration. Words joined inside one member (模板和数据的对接) are rarely told apart; a
    member without a topic or a verb of work is given back to the one before it."""
    joiner = _JOIN_ZH if has_han(text[start:end]) else _JOIN_EN
    cut: list[tuple[int, int]] = []
    at = start
    for match in joiner.finditer(text, start, end):
        cut.append((at, match.start()))
        at = match.end() if not match.group().startswith(("还", "并")) else match.start()
    cut.append((at, end))
    merged: list[tuple[int, int]] = []
    for a, b in cut:
        a, b = _trim(text, a, b)
        if a >= b:
            continue
        alone = topics(text, a, b) or _work_head().match(text[a:b].strip().lower()) or _titled(text, a, b)
        if merged and not alone and not _stands_apart(text, a, b):
            continue
        merged.append((a, b))
    return merged


def _titled(text: str, a: int, b: int) -> bool:
    """A short noun phrase with an article, as lists in English have them."""
    return bool(re.match(r"(?:an?|the|some|\d+|two|three|four|five)\s+\w+(?:\s\w+){0,5}$", text[a:b].strip(), re.I))


def _stands_apart(text: str, a: int, b: int) -> bool:
    return bool(lexicon.find("requirement.need").match(text, a, b))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",，、;；:：-–—“”\"'()"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",，、;；:：。.!！?？~“”\"'()"):
        end -= 1
    return start, end


def _named(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a member after its words of wanting."""
    a, b = _trim(text, start, end)
    need = lexicon.find("requirement.need", "requirement.polite").match(text, a, b)
    if need and need.end() < b:
        a, b = _trim(text, need.end(), b)
    lead = _LEAD.match(text[a:b]) if not has_han(text[a:b]) else None
    if lead and lead.end() < b - a:
        a += lead.end()
    return (a, b) if a < b else (start, end)


def _want(
    unit: Unit,
    start: int,
    end: int,
    title: tuple[int, int],
    kind: str,
    confidence: Confidence = "stated",
    why: tuple[str, ...] = (),
) -> Want:
    found = topics(unit.folded, *title) or topics(unit.folded, start, end)
    return Want(
        unit,
        start,
        end,
        title,
        _main_topic(unit.folded, title, found),
        kind,
        confidence,
        why,
        essential=_essential(unit.folded, start, end),
    )


def _main_topic(text: str, title: tuple[int, int], found: tuple[tuple[int, int, str], ...]) -> str:
    """The topic of a want. 对模仿的站做修改 speaks of a template but wants a change: the work asked for wins."""
    if not found:
        return "other"
    names = [topic for _, _, topic in found]
    if "changes" in names and "imitation" in names:
        return "changes"
    return names[0] if names[0] != "page" or len(names) == 1 else names[1]


def _essential(text: str, start: int, end: int) -> bool | None:
    if lexicon.find("requirement.optional").search(text, start, end):
        return False
    return True if lexicon.find("requirement.essential").search(text, max(0, start), end) else None


def _merge(wants: list[Want], group: list[Want], listed: bool) -> None:
    """Joins a group to what is known: each member at most to one, members of one group never to each other."""
    free = list(wants)
    lone = {w.topic for w in group if sum(v.topic == w.topic for v in group) == 1}
    fresh: list[Want] = []
    for want in group:
        same = [
            w
            for w in free
            if want.topic in lone and w.topic == want.topic != "other" and sum(v.topic == w.topic for v in wants) == 1
        ]
        match = next((w for w in same), None) or next((w for w in free if _likeness(w.words, want.words) >= 0.6), None)
        if match is not None:
            match.mentions.append((want.unit, want.start, want.end))
            free.remove(match)
            continue
        fresh.append(want)
    if listed and wants and group[0].kind == "single" and group[0].unit.message is None:
        return
    known = bool(wants)
    for want in fresh:
        if len(wants) >= MAX_WANTS:
            return
        if listed and known and group[0].kind != "list":
            want.confidence = "unsure"
        wants.append(want)


def _likeness(one: str, other: str) -> float:
    """How much two phrases share, by pairs of neighbouring characters (Dice)."""
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _pairs(text: str) -> set[str]:
    text = re.sub(r"\s+", " ", text.lower())
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _count(scene: Scene, found: int) -> int | None:
    """The number of requirements the text itself states, if it does; that equal to what was found preferred."""
    numbers = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)}
    numbers |= {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
    stated = []
    for unit in scene.units:
        for match in lexicon.find("requirement.count").finditer(unit.folded):
            word = next((g for g in match.groups() if g), "").lower()
            value = numbers.get(word, int(word) if word.isdigit() else 0)
            if value >= 2:
                stated.append(value)
    if not stated:
        return None
    return found if found in stated else stated[0]
