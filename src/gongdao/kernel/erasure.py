"""Which acts may lose their words, and what is left of them then.

Erasure deletes the body of an entry and never touches the chain. What stays is the act's skeleton: everything that a
decision reads, without the words. It is kept in the `erase` act, so a stranger can still replay the order.

Names are words too. No decision reads a person's name, so the acts that name persons can lose it and keep the rest: a
draft keeps its agreement, a seat its number, zone and hours.
"""

from msgspec.structs import replace

from .acts import (
    ActBase,
    AddPerson,
    Answer,
    AnswerExhibit,
    AnswerFeedback,
    CaucusNote,
    Challenge,
    Claim,
    ConfirmIssues,
    DeclineChange,
    DeclineOffer,
    Draft,
    Exhibit,
    Feedback,
    HandOverCase,
    Question,
    RecordMinutes,
    Remind,
    Respond,
    SeatFinders,
    Statement,
    Take,
)
from .values import Person

ERASED = "[erased]"

WORDS: dict[type[ActBase], tuple[str, ...]] = {
    Question: ("text",),
    Answer: ("text",),
    Claim: ("text",),
    Respond: ("text",),
    Statement: ("text",),
    Remind: ("text",),
    ConfirmIssues: ("text",),
    AnswerExhibit: ("text",),
    CaucusNote: ("text",),
    Challenge: ("text",),
    DeclineChange: ("reason",),
    DeclineOffer: ("reason",),
    Exhibit: ("title", "source", "link", "text"),
    Feedback: ("text",),
    AnswerFeedback: ("text",),
    HandOverCase: ("notes",),
    RecordMinutes: ("text",),
}
"""The fields of each erasable act that hold words. Acts that move money or decide facts are not erasable."""

NAMED: dict[type[ActBase], tuple[str, ...]] = {
    Draft: ("buyer", "seller"),
    AddPerson: ("person",),
    Take: ("mediator",),
    HandOverCase: ("to",),
    SeatFinders: ("finders",),
}
"""The fields of each act that name persons. Their names can be erased; who they are in the order stays."""


def skeleton(act: ActBase) -> ActBase | None:
    """The act without its words, or None where it may not be erased."""
    words, persons = WORDS.get(type(act), ()), NAMED.get(type(act), ())
    if not words and not persons:
        return None
    changes: dict[str, object] = dict.fromkeys(words, ERASED)
    for field in persons:
        changes[field] = _nameless(getattr(act, field))
    if isinstance(act, Exhibit) and act.file is not None:
        changes["file"] = replace(act.file, name=ERASED)
    return replace(act, **changes)


def _nameless(named: Person | tuple[Person, ...]) -> Person | tuple[Person, ...]:
    if isinstance(named, tuple):
        return tuple(replace(person, name=ERASED) for person in named)
    return replace(named, name=ERASED)


def is_skeleton(act: ActBase) -> bool:
    """Whether an act is what erasure leaves of some act."""
    return skeleton(act) == act
