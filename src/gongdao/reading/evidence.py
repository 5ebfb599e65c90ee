"""Links, exhibits and admissions: what can be shown, who shows it, and what speaks against the one who showed it.

An exhibit that is only named (聊天记录, "the spec document") is kept as named only; nothing is fetched. Something
the other side itself put forward that states the requirements is an admission (R13, R94, S4).
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from os.path import splitext
from urllib.parse import urlsplit

from msgspec.structs import replace

from . import lexicon
from .formats.document import Address
from .requirements import Wants
from .scene import WINDOW, Scene, Unit
from .shapes import Admission, Exhibit, Link, Role, Span

_PROFILE = re.compile(r"user_profile|/member/|webww|/profile|/user/|/u/\d|[?&]uid=", re.I)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg)$", re.I)
_FILE = re.compile(r"\.(?:zip|rar|7z|pdf|docx?|xlsx?|csv|psd|ai|txt|md|tar|gz)$", re.I)
_NAMED = (
    "screenshot", "chat_log", "change_document", "reference_site", "pictures", "source_code", "live_site", "data_files",
    "phone_call", "recording", "witness", "contract", "receipt",
)  # fmt: skip
_FAR = 1 << 60
_QUESTION = re.compile(r"[?吗么]\s*[!?。]*$")


@dataclass
class _Shown:
    kind: str
    unit: Unit | None
    place: Span
    shown_by: Role
    told_by: Role
    presence: str
    links: list[str] = field(default_factory=list)
    grounds: list[Span] = field(default_factory=list)
    about: bool = False
    why: tuple[str, ...] = ()


def links(
    source: str, scene: Scene, addresses: tuple[Address, ...]
) -> tuple[tuple[Link, ...], dict[str, tuple[Unit, int]]]:
    """The links in order, and for each the unit and position it stands at, where it stands in one."""
    where: dict[str, tuple[Unit, int]] = {}
    found: list[Link] = []
    stems: dict[str, str] = {}
    by_start = sorted((unit.text.starts[0], unit.number, unit) for unit in scene.units if unit.text)
    for number, address in enumerate(addresses):
        name = f"l{number + 1}"
        spot = _spot(by_start, address)
        if spot is not None:
            where[name] = spot
        behind = f"l{address.wraps + 1}" if address.wraps is not None else None
        stem = _stem(address.url)
        kind = _kind(address, spot)
        found.append(
            Link(
                id=name,
                text=source[address.start : address.end],
                start=address.start,
                end=address.end,
                url=address.url,
                kind=kind,  # type: ignore[arg-type]
                label=_label(source, address),
                message=spot[0].message if spot else None,
                behind=behind,
                same_as=stems.get(stem) if stem and kind != "profile" else None,
                why=_why(address, kind),
            )
        )
        if stem and kind != "profile":
            stems.setdefault(stem, name)
    return tuple(found), where


def _label(source: str, address: Address) -> Span | None:
    if not address.label:
        return None
    start, end = address.label.whole()
    return Span(text=source[start:end], start=start, end=end)


def _why(address: Address, kind: str) -> tuple[str, ...]:
    if kind == "screenshot":
        return ("screenshot_named_before",)
    if kind == "original_image":
        return ("image_links_to_it",) if address.wraps is not None else ("original_named",)
    return ("reference_word",) if kind == "reference" else ()


def _kind(address: Address, spot: tuple[Unit, int] | None) -> str:
    label = address.label.folded if address.label else ""
    before = _sentence_before(spot) if spot else address.before
    if address.tag == "img":
        return "screenshot" if lexicon.find("exhibit.screenshot").search(label) else "image"
    original = address.wraps is not None or bool(lexicon.find("exhibit.original_image").search(label))
    if lexicon.find("exhibit.screenshot").search(label) or (
        lexicon.find("exhibit.screenshot").search(before) and (original or _IMAGE.search(_path(address.url)))
    ):
        return "screenshot"
    if original:
        return "original_image"
    if _PROFILE.search(address.url) or lexicon.find("chat.presence").fullmatch(label):
        return "profile"
    if spot is None and address.tag == "text":
        return "permalink"
    if _IMAGE.search(_path(address.url)):
        return "image"
    if _FILE.search(_path(address.url)):
        return "file"
    near = before[-40:] + label
    if lexicon.find("requirement.reference", "exhibit.reference_site", "topic.imitation").search(near):
        return "reference"
    return "page"


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url.split("?")[0]


def _stem(url: str) -> str:
    """The file name without folder and ending, if it is long enough to tell one file from another."""
    stem = splitext(_path(url).rstrip("/").rsplit("/", 1)[-1])[0]
    return stem if len(stem) >= 8 and any(c.isdigit() for c in stem) and any(c.isalpha() for c in stem) else ""


def _spot(by_start: list[tuple[int, int, Unit]], address: Address) -> tuple[Unit, int] | None:
    """The unit around an address and the position in it; a link that closes a unit stands just behind its text."""
    number = bisect_right(by_start, (address.start, _FAR)) - 1
    if number < 0:
        return None
    unit = by_start[number][2]
    if address.start - unit.text.ends[-1] > 400:
        return None
    return unit, min(bisect_left(unit.text.starts, address.start), len(unit.text) - 1)


def _sentence_before(spot: tuple[Unit, int]) -> str:
    unit, place = spot
    number = unit.sentence_at(place)
    start = unit.sentences[number][0] if unit.sentences else 0
    if place - start < 4 and number:
        start = unit.sentences[number - 1][0]
    return unit.folded[max(start, place - 120) : place]


def exhibits(
    scene: Scene, found_links: tuple[Link, ...], where: dict[str, tuple[Unit, int]], wants: Wants
) -> tuple[Exhibit, ...]:
    """Linked exhibits first told together with their links, then those that are only named, then left-out media."""
    shown = _linked(scene, found_links, where)
    covered = [(s.unit, s.place) for s in shown if s.kind == "screenshot"]
    shown += _media(scene)
    shown += _named(scene, covered)
    everything = tuple(f"r{n + 1}" for n in range(len(wants.wants)))
    shown.sort(key=lambda s: (s.place.start, s.place.end))
    return tuple(
        Exhibit(
            id=f"e{number + 1}",
            text=one.place.text,
            start=one.place.start,
            end=one.place.end,
            kind=one.kind,
            shown_by=one.shown_by,
            told_by=one.told_by,
            message=one.unit.message if one.unit else None,
            links=tuple(one.links),
            speaks_to=everything if one.about else (),
            presence=one.presence,  # type: ignore[arg-type]
            confidence="stated" if one.presence == "linked" and one.shown_by != "unknown" else "inferred",
            why=one.why,
            grounds=tuple(one.grounds),
        )
        for number, one in enumerate(shown)
    )


def _linked(scene: Scene, found: tuple[Link, ...], where: dict[str, tuple[Unit, int]]) -> list[_Shown]:
    by_id = {link.id: link for link in found}
    shown: dict[str, _Shown] = {}
    home: dict[str, str] = {}
    for link in found:
        if link.kind in ("profile", "permalink"):
            continue
        parent = link.same_as or link.behind
        root = home.get(parent or "", link.id)
        home[link.id] = root
        if root in shown:
            if link.id not in shown[root].links:
                shown[root].links.append(link.id)
            if link.kind == "screenshot":
                shown[root].kind = "screenshot"
            continue
        spot = where.get(link.id)
        unit = spot[0] if spot else None
        place = Span(text=link.text, start=link.start, end=link.end)
        shown_by, ground, about = _shower(scene, spot) if spot else ("unknown", None, False)
        kind = {"image": "picture", "original_image": "picture", "page": "link", "reference": "reference_site"}.get(
            link.kind, link.kind
        )
        grounds = [ground] if ground else []
        shown[root] = _Shown(
            kind, unit, place, shown_by, unit.role if unit else "unknown", "linked", [link.id], grounds, about
        )
        for other in (by_id.get(link.behind or ""),):
            if other is not None and other.id not in shown[root].links:
                home[other.id] = root
                shown[root].links.append(other.id)
    return list(shown.values())


def _shower(scene: Scene, spot: tuple[Unit, int]) -> tuple[Role, Span | None, bool]:
    """Who shows what a link leads to: somebody said to provide it in the words before, else the writer."""
    unit, place = spot
    number = unit.sentence_at(max(0, place - 1))
    start, end = unit.sentences[number] if unit.sentences else (0, 0)
    start, end = max(start, place - WINDOW), min(end, place + WINDOW)
    about = bool(lexicon.find("exhibit.about_requirements").search(unit.folded, start, end))
    provider = _provider(scene, unit, start, min(end, max(place, start)))
    if provider is None:
        return unit.role, None, False
    return provider[0], scene.span(unit, *provider[1]), about


def _provider(scene: Scene, unit: Unit, start: int, end: int) -> tuple[Role, tuple[int, int]] | None:
    """A person said to provide something: subject and verb in one stretch."""
    for match in scene.subjects.finditer(unit.folded, start, min(end, start + WINDOW)):
        if match.lastgroup in ("second",) and unit.message is None:
            continue
        verb = lexicon.find("exhibit.provides").search(
            unit.folded, match.end(), min(end, match.end() + (36 if match.group().isascii() else 16))
        )
        if verb is None:
            continue
        between = unit.folded[match.end() : verb.start()]
        if scene.subjects.search(between) and "把" not in between:
            continue
        voice = scene.meant(unit, match)
        return voice.role, (match.start(), verb.end())
    return None


def _media(scene: Scene) -> list[_Shown]:
    shown = []
    for unit in scene.units:
        if unit.message is None or unit.system:
            continue
        for match in lexicon.find("chat.media").finditer(unit.folded):
            place = scene.span(unit, *match.span())
            shown.append(
                _Shown("attachment", unit, place, unit.role, unit.role, "omitted", why=("left_out_of_export",))
            )
    return shown


def _named(scene: Scene, covered: list[tuple[Unit | None, Span]]) -> list[_Shown]:
    shown: dict[tuple[str, Role], _Shown] = {}
    for unit in scene.units:
        if unit.system:
            continue
        for kind in _NAMED:
            for match in lexicon.find(f"exhibit.{kind}").finditer(unit.folded):
                place = scene.span(unit, *match.span())
                if kind == "screenshot" and any(abs(c.start - place.end) < 200 and u is unit for u, c in covered):
                    continue
                number = unit.sentence_at(match.start())
                start, end = unit.sentences[number]
                provider = _provider(scene, unit, max(start, match.start() - 60), min(end, match.end() + 60))
                close = provider and -16 <= match.start() - provider[1][1] <= 10
                by: Role = provider[0] if provider and close else "unknown"
                key = (kind, unit.role)
                if key in shown:
                    shown[key].grounds.append(place)
                    if shown[key].shown_by == "unknown":
                        shown[key].shown_by = by
                    continue
                shown[key] = _Shown(kind, unit, place, by, unit.role, "mentioned", why=("named_only",))
    return list(shown.values())


def admissions(scene: Scene, wants: Wants) -> tuple[Admission, ...]:
    """What the sides say or show against themselves, in order of the text."""
    everything = tuple(f"r{n + 1}" for n in range(len(wants.wants)))
    found: list[Admission] = []
    for unit in scene.units:
        if unit.system:
            continue
        for start, end in unit.sentences:
            one = _adversary(scene, unit, start, end, everything) or _conceded(scene, unit, start, end)
            if one is not None:
                found.append(one)
    found += _restated(scene, wants)
    found.sort(key=lambda one: (one.start, one.end))
    return tuple(replace(one, id=f"a{number + 1}") for number, one in enumerate(found))


def _adversary(scene: Scene, unit: Unit, start: int, end: int, everything: tuple[str, ...]) -> Admission | None:
    """The other side put forward something that states the requirements."""
    if unit.role not in ("buyer", "seller", "unknown"):
        return None
    about = lexicon.find("exhibit.about_requirements").search(unit.folded, start, end)
    provider = _provider(scene, unit, start, end) if about else None
    if about is None or provider is None or provider[0] in (unit.role, "unknown", "mediator", "platform"):
        return None
    if re.search(r"没|不|拒|not|n't|never|refuse", unit.folded[provider[1][0] : provider[1][1]], re.I):
        return None
    place = scene.span(unit, start, end)
    grounds = (scene.span(unit, *provider[1]), scene.span(unit, *about.span()))
    return Admission(
        id="", text=place.text, start=place.start, end=place.end, kind="adversary_exhibit", by=provider[0],
        told_by=unit.role, message=unit.message, speaks_to=everything, confidence="inferred",
        why=("shown_by_other_side",), grounds=grounds,
    )  # fmt: skip


def _conceded(scene: Scene, unit: Unit, start: int, end: int) -> Admission | None:
    """The speaker's own words against himself; suppositions and questions are none."""
    text = unit.folded
    if unit.role in ("mediator", "platform") or lexicon.find("mood.condition").search(text, start, end):
        return None
    cannot = lexicon.find("admission.cannot").search(text, start, end)
    conceded = lexicon.find("admission.concede").search(text, start, end)
    match = conceded or (cannot if unit.role == "seller" else None)
    if match is None or (_QUESTION.search(text[start:end]) and end - match.end() < 12):
        return None
    voice = scene.whose(unit, match.start())
    if voice.why in ("second_person", "pronoun", "named_subject", "addressee_unclear") and voice.role != unit.role:
        return None
    place = scene.span(unit, start, end)
    return Admission(
        id="", text=place.text, start=place.start, end=place.end, kind="concession" if conceded else "cannot_do",
        by=unit.role, told_by=unit.role, message=unit.message, confidence="inferred", why=("own_words",),
        grounds=(scene.span(unit, *match.span()),),
    )  # fmt: skip


def _restated(scene: Scene, wants: Wants) -> list[Admission]:
    """The seller lists the buyer's requirements himself."""
    found: dict[str, Admission] = {}
    for number, want in enumerate(wants.wants):
        places = [(want.unit, want.start, want.end), *want.mentions]
        for unit, start, end in places:
            if unit.role != "seller":
                continue
            place = scene.span(unit, start, end)
            name = f"{unit.message}"
            before = found.get(name)
            if before is not None:
                first, last = min(before.start, place.start), max(before.end, place.end)
                found[name] = _widened(scene, before, first, last, f"r{number + 1}")
                continue
            found[name] = Admission(
                id="", text=place.text, start=place.start, end=place.end, kind="requirements_restated", by="seller",
                told_by="seller", message=unit.message, speaks_to=(f"r{number + 1}",), confidence="inferred", why=("own_words",),  # noqa: E501
            )  # fmt: skip
    return list(found.values())


def _widened(scene: Scene, one: Admission, start: int, end: int, requirement: str) -> Admission:
    ids = one.speaks_to if requirement in one.speaks_to else (*one.speaks_to, requirement)
    return replace(one, text=scene.source[start:end], start=start, end=end, speaks_to=ids)
