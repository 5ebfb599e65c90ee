"""What every format hands over: the parts of a file, each as a passage that knows its place in the source."""

from dataclasses import dataclass, field, replace

from ..passage import Passage
from ..stamps import Stamp


@dataclass(frozen=True)
class Entry:
    """One message as it stands in the file. `label` is a word for a role, `sender` a name; either may be absent."""

    body: Passage
    stamp: Stamp | None = None
    stamp_at: Passage | None = None
    sender: Passage | None = None
    label: Passage | None = None
    presence: Passage | None = None
    day: Stamp | None = None
    system: bool = False
    quoted: bool = False

    def with_day(self, day: Stamp | None) -> "Entry":
        """The same entry, told by a separator line to which day its bare time belongs."""
        return replace(self, day=day)


@dataclass(frozen=True)
class Address:
    """A link in the source: its exact place, its meaning after unescaping, its words and the image it wraps."""

    start: int
    end: int
    url: str
    tag: str
    label: Passage | None = None
    wraps: int | None = None
    before: str = ""


@dataclass(frozen=True)
class Document:
    """The parts of one file. `narrative` is running text outside of messages, told by the author."""

    kind: str
    title: Passage | None = None
    author: Passage | None = None
    date: Stamp | None = None
    date_at: Passage | None = None
    entries: tuple[Entry, ...] = ()
    narrative: tuple[Passage, ...] = ()
    addresses: tuple[Address, ...] = ()
    why: tuple[str, ...] = field(default=())
