"""Where deliveries stand: what waits for the buyer's word, and to whom each goes once its items are done with.

Pure questions about the state and the two moves that follow from them; the acts are in `rules.delivery`.
"""

from msgspec.structs import replace

from .state import Delivery, Order


def for_cure(order: Order, delivery: int) -> bool:
    """Whether a delivery was handed in for the cure that now runs; older ones were found wanting already."""
    return order.curing and order.decision_seq is not None and delivery > order.decision_seq


def awaiting(order: Order, delivery: int) -> tuple[str, ...]:
    """Items of a held delivery that the buyer has not judged yet."""
    if order.deliveries[delivery].status != "held":
        return ()
    cure = for_cure(order, delivery)
    return tuple(
        r
        for r in order.deliveries[delivery].act.requirements
        if r in order.items
        and order.items[r].delivery == delivery
        and order.items[r].verdict == "none"
        and not order.items[r].finished
        and (cure or not order.items[r].contested)
    )


def undelivered(order: Order) -> tuple[str, ...]:
    """Items in work of which custody has nothing yet."""
    return tuple(
        r
        for r, item in order.items.items()
        if item.delivery is None and not item.finished and not item.contested and not item.accepted
    )


def handed_in(order: Order) -> set[str]:
    """Items with a delivery about which custody has not spoken yet."""
    return {r for d in order.deliveries.values() if d.status == "handed_in" for r in d.act.requirements}


def settle_phase(order: Order) -> Order:
    """Working while nothing waits for inspection, inspecting while something does."""
    if order.phase not in ("working", "inspecting"):
        return order
    waits = any(awaiting(order, seq) for seq in order.deliveries)
    return replace(order, phase="inspecting" if waits else "working")


def settle_custody(order: Order) -> Order:
    """Gives every held delivery its way once all its items are done with.

    The files of one delivery cannot be parted, so the whole goes to the buyer if he keeps any item of it. A delivery
    that a later one replaced, or whose items a change order dropped, goes back to the seller and is erased.
    """
    deliveries = dict(order.deliveries)
    for seq, delivery in deliveries.items():
        if delivery.status == "held" and not (delivery.with_buyer or delivery.returned):
            deliveries[seq] = _settled(order, seq, delivery)
    return replace(order, deliveries=deliveries)


def _settled(order: Order, seq: int, delivery: Delivery) -> Delivery:
    items = [order.items[r] for r in delivery.act.requirements if r in order.items]
    if not all(item.finished for item in items):
        return delivery
    if any(item.delivery == seq and item.keeper == "buyer" for item in items):
        return replace(delivery, with_buyer=True)
    return replace(delivery, returned=True)
