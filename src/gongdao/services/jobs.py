"""Which work an act leaves for the worker. The job is written in the act's own transaction, and its handler is
idempotent: it may run twice, and performs its act under a key of its own."""

from collections.abc import Sequence

from msgspec import Struct

from gongdao.kernel.acts import Close, Deliver, Execute, HandOver, Receipt, Release, WitnessPromise
from gongdao.kernel.entry import Entry
from gongdao.kernel.state import Order

QUEUE = "gongdao"


class Job(Struct):
    """A job as `append_entries` writes it. `once` is its name: while it waits, no second one may be left under it, or
    the act that leaves it fails."""

    task: str
    once: str
    args: dict[str, str | int]
    queue: str = QUEUE


def jobs_of(entries: Sequence[Entry], order: Order) -> list[Job]:
    """The jobs due after these entries.

    Paying out what they moved to a party. Custody's word on a delivery (in case whoever took it died before saying it);
    of a received one its pictures, and a check for every item whose agreement names one; the erasure of what went back
    to the seller; the count of how persons kept their word.
    """
    jobs: list[Job] = [_pay_out(order.id, seq) for seq in _moving_money(entries, order)]
    for entry in entries:
        act = entry.body.act if entry.body else None
        if isinstance(act, Deliver):
            jobs.append(
                Job(
                    task="gongdao.receive",
                    once=f"receive:{order.id}:{entry.seq}",
                    args={"order_id": order.id, "delivery": entry.seq},
                )
            )
        elif isinstance(act, Receipt):
            jobs.append(
                Job(
                    task="gongdao.pictures",
                    once=f"pictures:{order.id}:{act.delivery}",
                    args={"order_id": order.id, "delivery": act.delivery},
                )
            )
            for requirement in dict.fromkeys(order.deliveries[act.delivery].act.requirements):
                agreed = order.requirement(requirement)
                if agreed is not None and agreed.check:
                    jobs.append(_check(order.id, act.delivery, requirement))
        elif _tells_of_conduct(act, order):
            jobs.append(
                Job(
                    task="gongdao.conduct",
                    once=f"conduct:{order.id}:{entry.seq}",
                    args={"order_id": order.id},
                )
            )
        elif isinstance(act, HandOver) and act.to == "seller":
            jobs.append(
                Job(
                    task="gongdao.erase_delivery",
                    once=f"erase:{order.id}:{entry.seq}",
                    args={"order_id": order.id, "delivery": act.delivery},
                )
            )
    return jobs


def _moving_money(entries: Sequence[Entry], order: Order) -> list[int]:
    """The entries among these that moved money to a party."""
    if not order.payouts:
        return []
    moving = {payout.entry for payout in order.payouts.values() if payout.status == "due"}
    return [entry.seq for entry in entries if entry.seq in moving]


def _pay_out(order_id: str, entry: int) -> Job:
    return Job(
        task="gongdao.pay_out",
        once=f"pay_out:{order_id}:{entry}",
        args={"order_id": order_id, "entry": entry},
    )


def _tells_of_conduct(act: object, order: Order) -> bool:
    """Whether an act changes what is counted of a person.

    What was said of a promise in a dispute counts when the dispute is over, and with these acts it may be.
    """
    if isinstance(act, WitnessPromise) or (isinstance(act, Execute) and act.basis == "determination"):
        return True
    return isinstance(act, Execute | Release | Close) and bool(order.promises)


def _check(order_id: str, delivery: int, requirement: str) -> Job:
    return Job(
        task="gongdao.check",
        once=f"check:{order_id}:{delivery}:{requirement}",
        args={"order_id": order_id, "delivery": delivery, "requirement": requirement},
    )
