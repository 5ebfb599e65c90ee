"""How persons kept their word, counted from records: by a job as it happens, and the same by a rebuild."""

from datetime import timedelta

import pytest
from django.db import connection

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import AcceptOffer, Offer, Promise, Start, WitnessPromise
from gongdao.kernel.values import OfferItem
from gongdao.services import conduct
from gongdao.services.conduct import Conduct
from gongdao.services.ids import new_order_id
from gongdao.services.models import ConductRow
from gongdao.services.rebuild import rebuild


def jobs_run() -> int:
    """Does what the worker would do for the conduct jobs that wait; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'order_id' FROM procrastinate_jobs WHERE task_name = 'gongdao.conduct'")
        waiting = [order_id for (order_id,) in cursor.fetchall()]
    for order_id in waiting:
        conduct.tally(order_id)
    return len(waiting)


def promised(walk: Walk, *kept: bool) -> None:
    """The seller gives promises while he works, and the buyer says of each whether it was kept."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    walk.do("seller", Start(hash=walk.order.hash if walk.order else ""))
    for answer in kept:
        until = walk.at + timedelta(days=20)
        promise = walk.do("seller", Promise(text="I help with the installation", test="it starts", until=until))
        walk.do("buyer", WitnessPromise(promise=promise, kept=answer))


def test_promises_are_counted_for_the_one_who_gave_them(walk: Walk) -> None:
    promised(walk, True, True, False)
    assert conduct.of("bob") == Conduct()
    assert jobs_run() == 3
    assert conduct.of("bob") == Conduct(kept=2, broken=1, orders=1)
    assert conduct.of("alice") == Conduct()


def test_a_breach_counts_when_the_determination_is_executed_and_not_before(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.inspect(walk, "en", sample.work(walk, "en"))
    sample.find(walk, "en", sample.dispute(walk, "en"), 200)
    assert jobs_run() == 0
    assert conduct.expected(walk.order_id) == {}
    sample.decide(walk, "en")
    assert jobs_run() == 1
    assert conduct.of("bob") == Conduct(breaches=1, orders=1)
    assert conduct.of("alice") == Conduct()


def test_what_is_said_in_a_dispute_counts_when_it_is_over(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    delivery = sample.work(walk, "en")
    until = walk.at + timedelta(days=20)
    promise = walk.do("seller", Promise(text="I help with the installation", test="it starts", until=until))
    sample.inspect(walk, "en", delivery)
    sample.dispute(walk, "en")
    walk.do("buyer", WitnessPromise(promise=promise, kept=False))
    jobs_run()
    assert conduct.of("bob") == Conduct()
    rebuild()
    assert conduct.of("bob") == Conduct()
    covers = (OfferItem(requirement="changes", sum=0), OfferItem(requirement="data", sum=0))
    offer = walk.do("buyer", Offer(covers=covers, lapses_at=walk.at + timedelta(days=10)))
    walk.do("seller", AcceptOffer(offer=offer))
    jobs_run()
    assert conduct.of("bob") == Conduct(broken=1, orders=1)


@pytest.mark.parametrize(("outcome", "breaches"), [(300, 1), (400, 0)])
def test_a_seller_who_is_right_has_no_breach_to_his_name(walk: Walk, outcome: int, breaches: int) -> None:
    sample.founding(walk, "en", outcome)  # type: ignore[arg-type]
    jobs_run()
    assert conduct.of("bob").breaches == breaches


def test_a_rebuild_counts_the_same(db: None, cast: Cast, walk: Walk) -> None:
    promised(walk, True, False)
    sample.founding(Walk(new_order_id(), cast, walk.at), "en")
    jobs_run()
    counted = sorted(ConductRow.objects.values_list())
    assert conduct.of("bob") == Conduct(kept=1, broken=1, breaches=1, orders=2)
    ConductRow.objects.all().delete()
    rebuild()
    assert sorted(ConductRow.objects.values_list()) == counted
