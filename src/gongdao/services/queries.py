"""What lists and pages read: lists from the projections, one order's page from its record through the kernel's eyes.

A stranger is told nothing, not even that an order exists.

Every list is paged by key, so its hundredth page costs what its first does, and no query looks at orders of others.
"""

from datetime import datetime
from functools import cached_property

from msgspec import Struct

from gongdao.kernel.clocks import Turn, turns
from gongdao.kernel.decide import allowed
from gongdao.kernel.entry import Entry
from gongdao.kernel.fold import empty
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.state import Order
from gongdao.kernel.values import Actor, Role
from gongdao.kernel.visibility import sees, view
from gongdao.record import store
from gongdao.services import clock, states
from gongdao.services.models import FAR

PAGE = 20
NUL = "\0"

_OTHERS = "q.order_id = p.order_id AND q.role IN ('buyer', 'seller') AND q.role <> p.role"
"""The other side of an order `p` is in; for a neutral, both sides."""
_LISTED = (
    "SELECT p.order_id, p.role, p.rank, p.code, p.due, o.title, o.phase, o.currency, o.price, o.acted_at,"
    f" ARRAY(SELECT q.name FROM participant q WHERE {_OTHERS} ORDER BY q.role, q.person_id)"
    " FROM participant p JOIN order_row o ON o.order_id = p.order_id"
    " WHERE p.person_id = %s AND (p.rank, p.due, p.order_id) > (%s, %s, %s)"
)
_IN_TURN = " ORDER BY p.rank, p.due, p.order_id LIMIT %s"
_MINE = _LISTED + _IN_TURN
_FOUND = (
    _LISTED
    + " AND (o.title ILIKE %s OR o.order_id ILIKE %s"
    + f" OR EXISTS (SELECT 1 FROM participant q WHERE {_OTHERS} AND q.name ILIKE %s))"
    + _IN_TURN
)
"""A search goes through the person's own orders alone, in the order of his list, and ends with a full page."""
_WANTED = (
    "SELECT order_id, title, phase, next_due, acted_at FROM order_row"
    " WHERE wants = %s AND wants <> '' AND (coalesce(next_due, %s), order_id) > (%s, %s)"
    " ORDER BY coalesce(next_due, %s), order_id LIMIT %s"
)
_DUE = (
    "SELECT order_id, next_due FROM order_row WHERE next_due IS NOT NULL AND next_due <= %s ORDER BY next_due LIMIT %s"
)
BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Listed(Struct, frozen=True):
    """An order in somebody's list. `due` is until when it is his turn; `price` is None for a finder.

    `others` are the persons of the other side by name, for a neutral those of both.
    """

    order_id: str
    role: str
    yours: bool
    over: bool
    code: str
    due: datetime | None
    title: str
    phase: str
    currency: str
    price: int | None
    acted_at: datetime
    others: tuple[str, ...]


class Page(Struct, frozen=True):
    """One page of a list, and the key with which to ask for the next; None on the last."""

    orders: tuple[Listed, ...]
    next_key: str | None


class Wanted(Struct, frozen=True):
    """An order that waits for a mediator or the operator."""

    order_id: str
    title: str
    phase: str
    due: datetime | None
    acted_at: datetime


class Seen:
    """An order as one viewer sees it: its state with what is hidden blanked out, and the entries he may read.

    Entries are read from the record when they are first asked for: a long record has thousands, and most pages show
    the state alone. None is read beyond the one the state ends with.
    """

    def __init__(self, whole: Order, order: Order, viewer: Actor, at: datetime, head: bytes) -> None:
        self._whole = whole
        self._viewer = viewer
        self.order = order
        self.head = head
        self.allowed = allowed(whole, viewer, at)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Whose turn it is, whether the viewer's or not."""
        return turns(self._whole)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry the viewer may read, oldest first."""
        return tuple(self._readable(1, self._whole.seq))

    def latest(self, count: int) -> tuple[Entry, ...]:
        """The last entries the viewer may read that still have a body, newest first."""
        found: list[Entry] = []
        last, block = self._whole.seq, 4 * count
        while len(found) < count and last > 0:
            first = max(1, last - block + 1)
            found += reversed(self._readable(first, last))
            last, block = first - 1, 4 * block
        return tuple(found[:count])

    def reads(self, entry: Entry) -> bool:
        """Whether the viewer may read the body of an entry."""
        return sees(self._whole, self._viewer, entry)

    def _readable(self, first: int, last: int) -> list[Entry]:
        return [entry for entry, _ in store.entries(self._whole.id, first, last) if self.reads(entry)]


def my_orders(person: str, after: str | None = None, limit: int = PAGE, search: str = "") -> Page:
    """Someone's orders: his turn first, the earliest clock first; then those that wait for others; then what is over.

    `after` is the `next_key` of the page before; one that makes no sense begins at the start. `search` is a part of the
    title, of the order's number, or of the name of somebody on the other side; capitals do not matter.
    """
    rank, due, last = _place(after)
    sought = _pattern(search)
    place = (person, rank, due, last)
    rows = (
        store.run(_FOUND, (*place, sought, sought, sought, limit + 1))
        if sought
        else store.run(_MINE, (*place, limit + 1))
    )
    listed = tuple(
        Listed(
            order_id=order_id,
            role=role,
            yours=rank == 0,
            over=rank == 2,
            code=code,
            due=None if due == FAR else due,
            title=title,
            phase=phase,
            currency=currency,
            price=None if role == "finder" else price,
            acted_at=acted_at,
            others=tuple(others),
        )
        for order_id, role, rank, code, due, title, phase, currency, price, acted_at, others in rows[:limit]
    )
    if len(rows) <= limit:
        return Page(listed, None)
    order_id, _, rank, _, due, *_ = rows[limit - 1]
    return Page(listed, f"{rank}.{due.isoformat()}.{order_id}")


def _pattern(search: str) -> str:
    """What is searched for as a pattern that means itself; empty for nothing."""
    plain = search.strip().replace(NUL, "")
    for special in ("\\", "%", "_"):
        plain = plain.replace(special, f"\\{special}")
    return f"%{plain}%" if plain else ""


def _place(key: str | None) -> tuple[int, datetime, str]:
    try:
        if NUL in (key or ""):
            raise ValueError("no key of ours")
        rank, due, order_id = (key or "").split(".", 1)[0], *(key or "").split(".", 1)[1].rsplit(".", 1)
        return int(rank), datetime.fromisoformat(due), order_id
    except (ValueError, IndexError):
        return -1, BEGINNING, ""


def wanted(role: str, after: tuple[datetime, str] | None = None, limit: int = PAGE) -> tuple[Wanted, ...]:
    """Orders that wait for someone of this role ("mediator", "operator"), nobody seated yet; the soonest first."""
    due, order_id = after or (BEGINNING, "")
    return tuple(Wanted(*row) for row in store.run(_WANTED, (role, FAR, due, order_id, FAR, limit)))


def due_next(until: datetime, limit: int = PAGE) -> tuple[tuple[str, datetime], ...]:
    """Orders with a clock that runs out by `until`, the soonest first."""
    return tuple(store.run(_DUE, (until, limit)))


def role_in(order: Order, person: str, *, mediator: bool = False, operator: bool = False) -> Role | None:
    """In which role someone looks at an order: his seat, else what the platform granted him; None for a stranger."""
    seat = order.role_of(person)
    if seat is not None:
        return seat
    if operator:
        return "operator"
    return "mediator" if mediator else None


def order_page(order_id: str, viewer: Actor, at: datetime | None = None) -> Seen | Refusal:
    """An order as the viewer may see it; `order_unknown` for a stranger, just as for an order that is not there."""
    held = _read(order_id)
    seen = view(held.order, viewer) if held.hash is not None else None
    if seen is None or held.hash is None:
        return refuse("order_unknown", order=order_id)
    return Seen(held.order, seen, viewer, at or clock.now(), held.hash)


def state(order_id: str) -> Order | None:
    """The whole state, for the platform's own use (never for a page); None if there is no such order."""
    held = _read(order_id)
    return held.order if held.hash is not None else None


def _read(order_id: str) -> states.Held:
    """What is recorded under a number as somebody may have typed it: nothing, where no database could store it."""
    return states.Held(empty(order_id), None, None) if NUL in order_id else states.read(order_id)
