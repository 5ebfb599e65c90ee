"""How persons kept their word over all their orders: a projection, counted by a job after the acts that change it.

Only the two sides of an order read it of each other. Whoever finds facts does not: what somebody did elsewhere is no
evidence here.
"""

from django.db import transaction
from django.db.models import Count, Sum
from msgspec import Struct

from gongdao.kernel.conduct import Tally, tallies
from gongdao.kernel.fold import restored
from gongdao.record import store
from gongdao.services import states
from gongdao.services.models import ConductRow


class Conduct(Struct, frozen=True):
    """Promises kept and broken, and breaches found in executed determinations, over `orders` orders that count."""

    kept: int = 0
    broken: int = 0
    breaches: int = 0
    orders: int = 0


def expected(order_id: str) -> dict[str, Tally]:
    """What the record of an order says."""
    entries = restored([entry for entry, _ in store.entries(order_id)])
    return tallies(states.read(order_id).order, entries)


def tally(order_id: str) -> None:
    """Writes down what the record of an order says of its persons; twice is the same as once."""
    with transaction.atomic():
        store.run("SELECT 1 FROM order_row WHERE order_id = %s FOR UPDATE", (order_id,))
        found = expected(order_id)
        ConductRow.objects.filter(order_id=order_id).delete()
        ConductRow.objects.bulk_create(
            ConductRow(order_id=order_id, person_id=person, kept=t.kept, broken=t.broken, breaches=t.breaches)
            for person, t in found.items()
        )


def of(person: str) -> Conduct:
    """A person's conduct over all orders."""
    sums = ConductRow.objects.filter(person_id=person).aggregate(
        kept=Sum("kept", default=0),
        broken=Sum("broken", default=0),
        breaches=Sum("breaches", default=0),
        orders=Count("order_id"),
    )
    return Conduct(**sums)
