"""Which acts may lose their words, and what is left of them then.

Erasure deletes the body of an entry and never touches the chain. What stays is the act's skeleton: everything that a
decision reads, without the words. It is kept in the `erase` act, so a stranger can still replay the order.
"""

from msgspec.structs import replace

from .acts import (
    ActBase,
    Answer,
    AnswerExhibit,
    AnswerFeedback,
    CaucusNote,
    Challenge,
    Claim,
    DeclineChange,
    DeclineOffer,
    Exhibit,
    Feedback,
    HandOverCase,
    Question,
    RecordMinutes,
    Respond,
    Statement,
)

ERASED = "[erased]"

WORDS: dict[type[ActBase], tuple[str, ...]] = {
    Question: ("text",),
    Answer: ("text",),
    Claim: ("text",),
    Respond: ("text",),
    Statement: ("text",),
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


def skeleton(act: ActBase) -> ActBase | None:
    """The act without its words, or None where it may not be erased."""
    fields = WORDS.get(type(act))
    if fields is None:
        return None
    changes: dict[str, object] = dict.fromkeys(fields, ERASED)
    if isinstance(act, Exhibit) and act.file is not None:
        changes["file"] = replace(act.file, name=ERASED)
    return replace(act, **changes)


def is_skeleton(act: ActBase) -> bool:
    """Whether an act is what erasure leaves of some act."""
    return skeleton(act) == act
