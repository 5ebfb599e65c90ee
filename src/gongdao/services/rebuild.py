"""The lists, made anew from the record: one command, after which they are equal to what they were.

What acts wrote as they happened and what a fold over the record gives must be the same; `compare` says where it is not.
"""

from collections.abc import Iterator

from django.db import transaction
from msgspec import Struct

from gongdao.kernel.fold import fold
from gongdao.record import store
from gongdao.services import conduct, projection, states
from gongdao.services.models import OrderRow, ParticipantRow

BATCH = 500


class Difference(Struct, frozen=True):
    """A row of a list that is not what the record says it should be."""

    order_id: str
    what: str
    listed: str
    recorded: str


def order_ids() -> Iterator[str]:
    """Every order there is a record of, in order of number."""
    after = ""
    while True:
        rows = store.run(
            "SELECT order_id FROM entry WHERE seq = 1 AND order_id > %s ORDER BY order_id LIMIT %s", (after, BATCH)
        )
        if not rows:
            return
        for (order_id,) in rows:
            yield order_id
        after = rows[-1][0]


def compare() -> list[Difference]:
    """Every difference between the lists and the record; empty when they agree."""
    found: list[Difference] = []
    listed = set(OrderRow.objects.values_list("order_id", flat=True))
    for order_id in order_ids():
        listed.discard(order_id)
        found += _differences(order_id)
    return found + [Difference(order_id, "order", "listed", "no record") for order_id in sorted(listed)]


def rebuild() -> int:
    """Writes the lists anew, order by order, each in a transaction of its own; returns the number of orders."""
    count = 0
    for order_id in order_ids():
        with transaction.atomic():
            rebuild_one(order_id)
            conduct.tally(order_id)
        count += 1
    return count


def _expected(order_id: str) -> tuple[dict[str, object], dict[tuple[str, str], projection.Place]]:
    entries = store.entries(order_id)
    order = fold(order_id, [entry for entry, _ in entries])
    row, places = projection.of(order)
    transfers = store.run("SELECT count(*) FROM transfer WHERE order_id = %s", (order_id,))[0][0]
    head = {"seq": order.seq, "hash": entries[-1][1], "transfers": transfers}
    instants = {"opened_at": entries[0][0].at, "acted_at": entries[-1][0].at}
    return {**head, **instants, **row._asdict()}, places


def _differences(order_id: str) -> list[Difference]:
    expected, places = _expected(order_id)
    row = OrderRow.objects.filter(pk=order_id).values(*expected).first()
    if row is None:
        return [Difference(order_id, "order", "not listed", "recorded")]
    found = [
        Difference(order_id, name, str(row[name]), str(value))
        for name, value in expected.items()
        if (bytes(row[name]) if name == "hash" else row[name]) != value
    ]
    listed = {
        (p.person_id, p.role): projection.Place(p.rank, p.code, p.due, p.name)
        for p in ParticipantRow.objects.filter(order_id=order_id)
    }
    if listed != places:
        found.append(Difference(order_id, "participants", str(listed), str(places)))
    return found


def rebuild_one(order_id: str) -> None:
    """Writes the lists of one order anew, in the caller's transaction."""
    OrderRow.objects.select_for_update().filter(pk=order_id).first()
    states.forget(order_id)
    expected, places = _expected(order_id)
    OrderRow.objects.update_or_create(order_id=order_id, defaults=expected)
    ParticipantRow.objects.filter(order_id=order_id).delete()
    ParticipantRow.objects.bulk_create(
        ParticipantRow(order_id=order_id, person_id=person, role=role, **place._asdict())
        for (person, role), place in places.items()
    )
