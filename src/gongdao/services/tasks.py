"""What the worker does for acts that left it something (`jobs`). Every handler may run twice.

Found by procrastinate by this module's name. A handler that fails is tried again, later each time; what it writes to a
record it writes under a key of its own, so a second run finds it done.
"""

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from gongdao.custody.faults import Erased
from gongdao.services import checks, conduct, custody, inspection, money, queries, references

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


class UntilDone(BaseRetryStrategy):
    """Comes back for ever, after 10 seconds at first and every six hours at last: what is owed stays owed."""

    FIRST, LAST = 10, 6 * 3600

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """When to try again, by how often it was tried."""
        return RetryDecision(retry_in={"seconds": min(self.FIRST * 4 ** min(job.attempts, 10), self.LAST)})


@app.periodic(cron="*/5 * * * *")
@app.task(name="gongdao.retry_stalled", queueing_lock="gongdao.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Puts back the jobs of workers that died over them. Without a `lock`: that would wait for the dead job itself."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.task(name="gongdao.receive", retry=RETRY)
def receive(order_id: str, delivery: int) -> None:
    """Custody's word on a delivery, should the process that took it have died before saying it."""
    custody.receive(order_id, delivery)


@app.task(name="gongdao.pictures", retry=RETRY)
def pictures_of(order_id: str, delivery: int) -> None:
    """Takes what the buyer inspects a received delivery by: pictures, tree, tables."""
    inspection.take(order_id, delivery)


@app.task(name="gongdao.check", retry=RETRY)
def check(order_id: str, delivery: int, requirement: str) -> None:
    """Runs the check an item's agreement names on a received delivery, and puts its result on the record."""
    checks.run(order_id, delivery, requirement)


@app.task(name="gongdao.capture", retry=RETRY)
def capture(order_id: str, address: str) -> None:
    """Captures the page at an address that is to be agreed as a reference."""
    references.run(order_id, address)


@app.task(name="gongdao.erase_delivery", retry=RETRY)
def erase_delivery(order_id: str, delivery: int) -> None:
    """Erases the platform's copy of what went back to the seller, and the pictures made of it (DESIGN §5 rule 9).

    Exhibits and the reports findings rest on stay: they are evidence, and may be needed before a court.
    """
    order = queries.state(order_id)
    returned = order.deliveries.get(delivery) if order else None
    if order is None or returned is None or not returned.returned:
        return
    try:
        for sha256 in custody.only_in(order, delivery):
            custody.store().discard(order_id, sha256)
    except Erased:
        return
    inspection.forget(order_id, delivery)


@app.task(name="gongdao.conduct", retry=RETRY)
def count_conduct(order_id: str) -> None:
    """Counts anew what an order says of its persons."""
    conduct.tally(order_id)


@app.task(name="gongdao.pay_out", retry=UntilDone())
def pay_out(order_id: str, entry: int) -> None:
    """Has the rail pay out what an entry moved to the parties."""
    money.pay_out_due(order_id, entry)


@app.periodic(cron="17 * * * *")
@app.task(name="gongdao.pay_out_everything", queueing_lock="gongdao.pay_out_everything")
def pay_out_everything(timestamp: int) -> None:
    """Once an hour, whatever is owed and has no job any more, as after a restored backup."""
    money.pay_out_everything()
