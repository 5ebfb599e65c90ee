"""Clocks that ran out: for each, the platform performs `lapse`, and the stated default takes effect.

The index on `next_due` is the queue. A worker claims an order by a conditional update of its row, so two workers seldom
try the same one; that they never both succeed is the kernel's doing, which knows a clock that already lapsed.
"""

import logging
import time
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

JUMP = timedelta(minutes=1)
"""By more than this no clock is set right unnoticed; NTP moves one by less, or slowly."""
HOLD = timedelta(minutes=15)
"""So long after a jump forward nothing lapses: what lapsed cannot be undone, and a wrong clock is soon set right."""

_CLAIM = (
    "UPDATE order_row SET claimed_until = %s WHERE order_id = %s AND next_due <= %s"
    " AND (claimed_until IS NULL OR claimed_until < %s) RETURNING order_id"
)


class Steady:
    """Watches the machine's clock against one that cannot be set, and says whether it may be believed.

    After a jump forward nothing lapses for `HOLD`, unless the clock is set right before. A jump back only makes
    everything wait: no act is dated before the one it follows.
    """

    def __init__(self) -> None:
        self._offset: timedelta | None = None
        """Between the two clocks, as last believed."""
        self._since: timedelta | None = None
        """When a jump forward was noticed, by the clock that cannot be set."""

    def believes(self, wall: datetime, running: timedelta) -> bool:
        """Whether clocks may lapse by `wall`. `running` is how long the machine has been up, asleep or not."""
        offset = timedelta(seconds=wall.timestamp()) - running
        jumped = offset - self._offset if self._offset is not None else timedelta(0)
        if jumped <= JUMP:
            if jumped < -JUMP:
                log.error("clock_jumped: the machine's clock went back by %s", -jumped)
            if self._since is not None:
                log.warning("the machine's clock was set right; clocks run out as usual")
        elif self._since is None:
            self._since = running
            log.error("clock_jumped: the machine's clock went forward by %s; nothing lapses for %s", jumped, HOLD)
            return False
        elif running - self._since < HOLD:
            return False
        self._offset, self._since = offset, None
        return True


_steady = Steady()


def lapse_what_is_due() -> int:
    """Lets every clock lapse that has run out by now, if the machine's clock can be believed; returns how many did."""
    return lapse_due() if _steady.believes(clock.now(), _running()) else 0


def _running() -> timedelta:
    # Linux counts the time a machine slept only here: waking up is no jump.
    which = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return timedelta(seconds=time.clock_gettime(which))


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
