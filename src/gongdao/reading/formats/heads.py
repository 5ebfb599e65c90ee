"""Lines that open a message in a plain thread: a name, a time, in one of the orders programs write them.

Used by every format whose messages are told apart by such lines only. Because a sentence may end in a date too, a
line counts as a head only with a time of day, a short name that is no half sentence, and, where the thread has a
prevailing make of head, in that make.
"""

import re
from collections import Counter
from dataclasses import dataclass

from .. import lexicon
from ..passage import Passage
from ..stamps import STAMP, Stamp, from_match, whole

_BULLET = r"(?:[-*+>•]\s+|\#{1,6}\s+)?(?:\*\*|__)?"
_NAME = r"(?P<name>[^\n:：\[\]()（）【】]{1,40}?(?:[(（][^()（）\n]{1,40}[)）]|<[^<>\n]{1,60}>)?)"
_STAMP = rf"(?P<stamp>{STAMP})"
_SHAPES = {
    # 张三 2012/9/26 22:35:11
    "name_time": rf"\s*{_BULLET}{_NAME}\s*(?:\*\*|__)?(?:[,，|·—–-]\s*|\s+){_STAMP}\s*(?:\*\*|__)?[:：]?\s*",
    # | 张三 | 2012-09-26 22:35 | text |
    "table": rf"\s*\|\s*{_NAME}\s*\|\s*{_STAMP}\s*\|\s*(?P<body>[^|]*[^|\s])\s*\|?\s*",
    # 张三 (2012-09-26 22:35:11): text
    "name_bracket": rf"\s*{_BULLET}{_NAME}\s*(?:\*\*|__)?[\[(（【]\s*{_STAMP}\s*[\])）】]\s*(?:\*\*|__)?(?:[:：]\s*(?P<body>.*)|\s*)",  # noqa: E501
    # 2012-09-26 22:35:11 张三(10001)
    "time_name": rf"\s*{_BULLET}{_STAMP}\s+{_NAME}\s*",
    # [2012-09-26 22:35] 张三: text
    "time_name_body": rf"\s*{_BULLET}[\[(（【]?\s*{_STAMP}\s*[\])）】]?\s*(?:[-–|]\s*)?(?:\*\*|__)?{_NAME}(?:\*\*|__)?[:：]\s*(?:\*\*|__)?\s*(?P<body>.*)",  # noqa: E501
    # 张三 2012-09-26 22:35: text
    "name_time_body": rf"\s*{_BULLET}{_NAME}(?:\*\*|__)?[,，]?\s+{_STAMP}(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<body>\S.*)",  # noqa: E501
}  # fmt: skip
_PATTERNS = {shape: re.compile(pattern, re.X | re.I) for shape, pattern in _SHAPES.items()}
_HAS_CLOCK = re.compile(r"\d\s?[:：点时]|\d\s?[ap]\.?m", re.I)
_HALF_SENTENCE = re.compile(
    r"(?:[是在于到为至从前后约定改说的了和与]|\b(?:at|on|by|until|till|before|after|is|was|for|from|since|and|to|the))$"
    r"|[。！？!?；;，…“”\"=/\\]|https?",
    re.I,
)
_SEPARATOR = re.compile(r"[\s—–\-=*_~·|]*(?:日期|date)?[:：]?\s*(?P<inner>.{4,40}?)[\s—–\-=*_~·|]*", re.I)


@dataclass(frozen=True)
class Head:
    """A head found at a line: its shape, who, when, and what of the body stands on the same line."""

    line: int
    shape: str
    stamp: Stamp
    stamp_at: Passage
    name: Passage
    body: Passage | None = None


def scan(rows: list[Passage]) -> list[Head]:
    """The heads among some lines, those of the prevailing make only where there is one."""
    found = [head for number, row in enumerate(rows) if (head := _head(number, row))]
    shapes = Counter(head.shape for head in found)
    if len(found) < 3 or not shapes:
        return found
    main, count = shapes.most_common(1)[0]
    if count < 2:
        return found
    names = {head.name.text for head in found if head.shape == main}
    return [head for head in found if head.shape == main or _same_thread(head, main, shapes[head.shape], names)]


def role_word(text: str) -> bool:
    """Whether a name is a word for a role, so that it heads a message even without a time."""
    names = [f"role.label.{role}" for role in ("buyer", "seller", "mediator", "platform", "self")]
    return bool(lexicon.find(*names).fullmatch(text.strip().strip("*_")))


def day_separator(row: Passage) -> Stamp | None:
    """The day a line stands for, where the line is nothing but a date between rules."""
    match = _SEPARATOR.fullmatch(row.folded)
    if not match or not any(c.isdigit() for c in match["inner"]):
        return None
    stamp = whole(match["inner"])
    return stamp if stamp and stamp.has_day and not stamp.has_time and (stamp.ymd or stamp.numeric) else None


def _same_thread(head: Head, main: str, often: int, names: set[str]) -> bool:
    """Whether a head of another make still belongs: a make of the same family, or a speaker known for sure."""
    return (often >= 2 and _kin(main, head.shape)) or head.name.text in names or role_word(head.name.folded)


def _kin(one: str, other: str) -> bool:
    """Shapes that one program mixes: a body may or may not follow on the head's line."""
    return one.removesuffix("_body") == other.removesuffix("_body")


def _head(number: int, row: Passage) -> Head | None:
    text = row.folded
    if len(text) > 2_000 or not _HAS_CLOCK.search(text, 0, 140):
        return None
    for shape, pattern in _PATTERNS.items():
        if "body" not in shape and len(text) > 120:
            continue
        match = pattern.fullmatch(text)
        stamp = from_match(match) if match else None
        if match is None or stamp is None or not stamp.has_time:
            continue
        name = row.cut(*match.span("name")).strip()
        if not _is_name(name.folded):
            continue
        body = None
        if match.groupdict().get("body"):
            body = row.cut(*match.span("body"))
        return Head(number, shape, stamp, row.cut(*match.span("stamp")).strip(), name, body)
    return None


def _is_name(text: str) -> bool:
    text = text.strip().strip("*_")
    if not text or text.isdigit() or _HALF_SENTENCE.search(text):
        return False
    return len(text) <= 24 or text.count(" ") <= 4
