"""What a sentence does: promise, ultimatum, accusation, request for more money, appeal to effort, and so on.

Labels carry no weight of their own; they show a mediator where to look (R67-R77, R23-R31, R99-R113). A sentence may
have several. Words of a label that are asked, denied or put into another's mouth are read accordingly or left out.
"""

import re

from msgspec.structs import replace

from . import lexicon
from .codes import ACTS, LABELS
from .scene import WINDOW, Scene, Unit, Voice
from .shapes import Label, Role

_ASKED_OF_ME = re.compile(
    r"(?:希望|要|让|叫|求|跟|逼|催)我|\b(?:asked|asks|wants?|wanted|told|pressed|begged) (?:me|us)\b|\bmy\b", re.I
)
_DENIED = re.compile(
    r"(?:我(?:们)?(?:故意|会|要|在|是)*|不是|没|不|未|别|没有|\bnot|n't|\bnever|\bno)(?:a |an |such a |什么|这种|再|在)?\s?$",  # noqa: E501
    re.I,
)
_COUNTER = re.compile(
    r"诬赖|诬陷|(?:说|骂|叫|称)(?:我|别人|人家).{0,4}骗子|call(?:ed|ing)? (?:me|us|people|others)|accus(?:e|ed|ing) (?:me|us|people|others)|false accusation",  # noqa: E501
    re.I,
)
_OPEN_QUESTION = re.compile(r"^(?:没|吗|么|没有|了没|了吗)|^.{0,3}\?")
_SELLERS = frozenset(("more_money", "early_confirmation", "scope_creep", "effort_appeal", "withholding"))
# Acts of speaking: in a message they are its writer's own, whoever they speak of.
_SPOKEN = frozenset(
    (
        "effort_appeal",
        "courtesy",
        "rule_appeal",
        "scope_creep",
        "warning",
        "insult",
        "accusation",
        "counter_accusation",
        "ultimatum",
        "proposal",
        "conditional_acceptance",
        "promise_request",
        "dispute",
        "witness",
        "complaint_mediator",
    )
)
_NEEDS_FACT = frozenset(("impossibility", "end_notice"))
_OWN_WORK = frozenset(("done_claim", "demo_claim", "hand_over"))


def find(scene: Scene) -> tuple[Label, ...]:
    """The labels of all units, in order of the text."""
    found: list[Label] = []
    for unit in scene.units:
        if unit.system:
            continue
        for code in ACTS:
            if lexicon.find(f"act.{code}").search(unit.folded):
                found.extend(_in_unit(scene, unit, code))
    found.sort(key=lambda one: (one.start, one.end, LABELS.index(one.code)))
    return tuple(replace(one, id=f"b{number + 1}") for number, one in enumerate(found))


def _in_unit(scene: Scene, unit: Unit, code: str) -> list[Label]:
    found: list[Label] = []
    for start, end in unit.sentences:
        if end - start > 4 * WINDOW:
            end = start + 4 * WINDOW
        for match in lexicon.find(f"act.{code}").finditer(unit.folded, start, end):
            label = _label(scene, unit, code, (start, end), match)
            if label is not None:
                found.append(label)
                break
    return found


def _label(scene: Scene, unit: Unit, code: str, sentence: tuple[int, int], match: "re.Match[str]") -> Label | None:
    text = unit.folded
    before = text[max(sentence[0], match.start() - 8) : match.start()]
    after = text[match.end() : sentence[1]]
    if code in ("done_claim", "demo_claim", "accusation") and _DENIED.search(before):
        return None
    if code in _NEEDS_FACT and lexicon.find("mood.condition").search(text, sentence[0], match.start()):
        return None
    if code in _OWN_WORK and _OPEN_QUESTION.match(after):
        return None
    voice = _voice(scene, unit, code, sentence, match)
    if voice is None:
        return None
    if code == "accusation" and _COUNTER.search(text, *sentence):
        code = "counter_accusation"
    place = scene.span(unit, *sentence)
    own = voice.role == unit.role
    return Label(
        id="",
        text=place.text,
        start=place.start,
        end=place.end,
        code=code,
        by=voice.role,
        told_by=unit.role,
        message=unit.message,
        confidence="stated" if own and unit.role != "unknown" else "inferred" if voice.role != "unknown" else "unsure",
        why=("label_words",) if own else ("label_words", "told_by_other_side"),
        grounds=(scene.span(unit, *match.span()),),
    )


def _voice(scene: Scene, unit: Unit, code: str, sentence: tuple[int, int], match: "re.Match[str]") -> Voice | None:
    """Whose act the label names. A buyer does not ask himself for more money: told by him, it is the seller's."""
    if code in _SELLERS and unit.role in ("mediator", "platform"):
        return None
    asked = _ASKED_OF_ME.search(unit.folded, sentence[0], match.end())
    if code in _SELLERS and unit.role == "buyer":
        subject = _subject(scene, unit, sentence[0], match.start())
        if asked is None and (subject is None or subject.role == "buyer"):
            return None
        other: Role = "seller"
        return Voice(other, scene.by_role.get(other))
    if code in _SPOKEN and unit.message is not None:
        return Voice(unit.role, unit.person)
    voice = scene.whose(unit, match.end() if code == "promise" else match.start())
    if code in _SPOKEN:
        return voice
    if voice.role == unit.role and unit.message is None:
        return _subject(scene, unit, sentence[0], match.start()) or voice
    if code in _OWN_WORK and unit.role == "buyer" and voice.role == "buyer" and code != "hand_over":
        subject = _subject(scene, unit, sentence[0], match.start())
        return subject if subject and subject.role == "seller" else None
    return voice


def _subject(scene: Scene, unit: Unit, start: int, place: int) -> Voice | None:
    """The last person named before a place in the sentence, whether said to speak or not."""
    found = None
    for subject in scene.subjects.finditer(unit.folded, max(start, place - WINDOW), place):
        if re.search(
            r"(?:给|由|让|叫|跟|和|与|对|找|向|把|被|替|帮|\bto|\bwith|\bfor|\bfrom|\bby)\s?$",
            unit.folded[max(start, subject.start() - 6) : subject.start()],
            re.I,
        ):
            continue
        found = subject
    return scene.meant(unit, found) if found is not None else None
