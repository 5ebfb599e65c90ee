"""One entry of a record as the kernel sees it: who did what, when, and which clocks that started."""

from .acts import Act
from .values import Actor, Due, Instant, Shape


class Body(Shape, frozen=True, kw_only=True):
    """What the entry's commitment covers: the act, and the clocks it started with the instants they run out."""

    act: Act
    due: tuple[Due, ...] = ()


class Entry(Shape, frozen=True, kw_only=True):
    """An act at its place in the record. `body` is None where it was erased or is withheld from this reader."""

    order: str
    seq: int
    at: Instant
    actor: Actor
    body: Body | None
