"""Text without marks of any program: running text, or a talk whose lines begin with a word for a role."""

from ..passage import Passage
from . import markup, threads
from .document import Document
from .post import _byline, _date, _dateline, _heading, _runs

KIND = "plain"


def sniff(source: str) -> float:
    """Always possible, never likely: the last resort."""
    return 0.1 if source.strip() else 0.0


def read(source: str) -> Document:
    """Running text as narrative, labelled lines as messages."""
    from . import lines

    rows = [markup.Row(text, ()) for text in lines.of(source)]
    thread = threads.find(rows)
    told = [row for number, row in enumerate(rows) if number not in thread.rows]
    date, date_at = _date(_dateline(told))
    addresses = tuple(a for row in rows for a in markup.bare(row.text))
    narrative: tuple[Passage, ...] = _runs(rows, thread.rows)
    return Document(KIND, _heading(told), _byline(told), date, date_at, thread.entries, narrative, addresses)
