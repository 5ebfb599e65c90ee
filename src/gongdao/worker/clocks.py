"""Clocks that ran out: for each, the platform performs `lapse`, and the stated default takes effect.

The index on `next_due` is the queue. A worker claims an order by a conditional update of its row, so two workers seldom
try the same one; that they never both succeed is the kernel's doing, which knows a clock that already lapsed.
"""

import logging
from datetime import datetime, timedelta

from gongdao.kernel.acts import Lapse
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM
from gongdao.record import store
from gongdao.services import clock, queries
from gongdao.services.perform import perform

log = logging.getLogger("gongdao.worker.clocks")

BATCH = 100
CLAIM = timedelta(seconds=60)
LAPSES_MAX = 50
"""More clocks than this in one order at one go would be a loop of ours."""

_CLAIM = (
    "UPDATE order_row SET claimed_until = %s WHERE order_id = %s AND next_due <= %s"
    " AND (claimed_until IS NULL OR claimed_until < %s) RETURNING order_id"
)


def lapse_due(at: datetime | None = None) -> int:
    """Lets every clock lapse that has run out by `at` (now, if left out); returns how many did."""
    instant = at or clock.now()
    lapsed = 0
    for order_id, _ in queries.due_next(instant, BATCH):
        if store.run(_CLAIM, (instant + CLAIM, order_id, instant, instant)):
            lapsed += _lapse_order(order_id, instant)
    return lapsed


def _lapse_order(order_id: str, at: datetime) -> int:
    """Lets the clocks of one order lapse, the earliest first, until none has run out."""
    for count in range(LAPSES_MAX):
        order = queries.state(order_id)
        ran_out = sorted((due, name) for name, due in order.due.items() if due <= at) if order else []
        if not ran_out:
            return count
        done = perform(order_id, PLATFORM, Lapse(clock=ran_out[0][1]), key="", at=max(at, order.at or at))  # type: ignore[union-attr]
        if isinstance(done, Refusal):
            # Somebody acted in between, or the clock stands still (a meeting): the row's `next_due` is right again
            # with the next act, and the claim keeps us from asking at once.
            log.info("order %s: %s not lapsed: %s", order_id, ran_out[0][1], done.code)
            return count
    log.error("order %s: more than %d clocks ran out at once", order_id, LAPSES_MAX)
    return LAPSES_MAX
