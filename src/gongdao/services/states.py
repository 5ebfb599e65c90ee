"""Folded states kept by this process, so that an act reads only what is new.

A kept state is never trusted by itself: reading compares its hash with the chain, and writing is refused by the
database unless the head is still where the state ends.
"""

from collections import OrderedDict
from threading import Lock

from msgspec import Struct

from gongdao.kernel.acts import Erase
from gongdao.kernel.fold import apply, empty, fold
from gongdao.kernel.state import Order
from gongdao.record import store
from gongdao.services import projection
from gongdao.services.projection import Listing

KEPT = 4096
"""How many orders' states one process keeps; a busy order's state is some ten kilobytes."""


class Held(Struct, frozen=True):
    """An order's state, the hash of the entry it ends with, and what lists show of it (None before the first)."""

    order: Order
    hash: bytes | None
    listing: Listing | None


_held: OrderedDict[str, Held] = OrderedDict()
_lock = Lock()


def kept(order_id: str) -> Held | None:
    """The state this process last saw, possibly behind the record."""
    with _lock:
        held = _held.get(order_id)
        if held is not None:
            _held.move_to_end(order_id)
        return held


def keep(held: Held) -> None:
    """Remembers a state; the one longest unused makes room."""
    with _lock:
        _held[held.order.id] = held
        _held.move_to_end(held.order.id)
        if len(_held) > KEPT:
            _held.popitem(last=False)


def forget(order_id: str) -> None:
    """Drops a state, as after an erasure: words that left the record must leave the memory too."""
    with _lock:
        _held.pop(order_id, None)


def forget_all() -> None:
    """Drops every state (for measurements and tests)."""
    with _lock:
        _held.clear()


def read(order_id: str) -> Held:
    """The state of an order as the record has it now; an empty order if there is none by this number.

    One query: the entries after the kept state, and the one it ended with, whose hash must be the same.
    """
    known = kept(order_id)
    if known is None or known.hash is None:
        return _refold(order_id)
    rows = store.entries(order_id, first=known.order.seq)
    if not rows or rows[0][1] != known.hash:
        return _refold(order_id)
    if len(rows) == 1:
        return known
    order = known.order
    for entry, _ in rows[1:]:
        if entry.body is None or isinstance(entry.body.act, Erase):
            return _refold(order_id)
        order = apply(order, entry)
    held = Held(order, rows[-1][1], projection.of(order))
    keep(held)
    return held


def _refold(order_id: str) -> Held:
    forget(order_id)
    rows = store.entries(order_id)
    if not rows:
        return Held(empty(order_id), None, None)
    order = fold(order_id, [entry for entry, _ in rows])
    held = Held(order, rows[-1][1], projection.of(order))
    keep(held)
    return held


def as_of(order_id: str, seq: int) -> Order:
    """The state right after entry `seq`, folded from the record."""
    return fold(order_id, [entry for entry, _ in store.entries(order_id, last=seq)])
