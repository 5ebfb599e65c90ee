"""Paying out: the job asks the rail once per key, writes down its word, and never pays twice, whatever dies when."""

import json

import pytest
from django.db import connection

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Accept, Draft, Inspect, Propose, Start
from gongdao.kernel.state import Payout
from gongdao.kernel.values import Agreement, Requirement
from gongdao.rails.port import PayOut, Status
from gongdao.rails.sandbox import SandboxRail
from gongdao.services import money, projection, queries, rebuild
from gongdao.services.books import unbalanced


class Bank(SandboxRail):
    """A rail that keeps what it was asked, and answers as the test tells it."""

    name = "bank"

    def __init__(self) -> None:
        self.paid: dict[str, tuple[str, int]] = {}
        self.asked: list[str] = []
        self.answers: list[Status] = []
        self.dies_after_paying = False

    def pay_out(self, key: str, to: str, amount: int, currency: str) -> PayOut:
        self.asked.append(key)
        status = self.answers.pop(0) if self.answers else "confirmed"
        if status == "confirmed":
            self.paid[key] = (to, amount)
        if self.dies_after_paying:
            self.dies_after_paying = False
            raise ConnectionError("the line went dead")
        return PayOut(reference=f"out-{key}", status=status, code="account_closed" if status == "failed" else "")


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    bank = Bank()
    monkeypatch.setattr(money, "rail", lambda: bank)
    return bank


def released(walk: Walk, price: int = 20_000) -> Payout:
    """One item of an order, delivered, accepted and so released; returns what is owed for it."""
    agreement = Agreement(title="A page", requirements=(Requirement(id="page", title="Page", price=price),))
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    hashed = walk.order.hash if walk.order else ""
    walk.do("buyer", Propose(hash=hashed))
    walk.do("buyer", Accept(hash=hashed))
    walk.do("seller", Accept(hash=hashed))
    walk.fund("escrow", price)
    walk.do("seller", Start(hash=hashed))
    delivery = walk.deliver(("page",), {"page.html": b"<p>a page"}, "done")
    walk.do("buyer", Inspect(delivery=delivery, requirement="page", verdict="accepted"))
    assert walk.order is not None
    (owed,) = walk.order.payouts.values()
    return owed


def owed_now(walk: Walk) -> Payout:
    order = queries.state(walk.order_id)
    assert order is not None
    (owed,) = order.payouts.values()
    return owed


def jobs(task: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", (task,))
        return [args if isinstance(args, dict) else json.loads(args) for (args,) in cursor.fetchall()]


def test_what_moves_money_leaves_a_job_and_the_job_pays(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    assert jobs("gongdao.pay_out") == [{"order_id": walk.order_id, "entry": owed.entry}]
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    paid = owed_now(walk)
    assert (paid.status, paid.at) == ("paid", walk.at)
    assert list(bank.paid.values()) == [(walk.cast.seller.id, 20_000)]
    assert unbalanced(walk.order_id) == []
    assert list(money.owing()) == []


def test_a_job_that_runs_again_pays_nothing_again(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    for _ in range(3):
        money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert len(bank.asked) == 1
    assert money.pay_out(walk.order_id, owed.entry, "seller", at=walk.at) is None


def test_a_crash_between_the_payment_and_its_record_pays_once(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    bank.dies_after_paying = True
    with pytest.raises(ConnectionError):
        money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert owed_now(walk).status == "due"
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert owed_now(walk).status == "paid"
    assert len(bank.asked) == 2
    assert len(set(bank.asked)) == 1, "after a crash the rail must be asked under the same key"
    assert len(bank.paid) == 1


def test_while_the_rail_does_not_know_it_is_asked_again_under_the_same_key(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    bank.answers = ["pending", "confirmed"]
    with pytest.raises(money.NotPaidOut):
        money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert owed_now(walk).status == "due"
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert len(set(bank.asked)) == 1


def test_a_failure_is_recorded_shown_to_the_operator_and_tried_again_under_a_new_key(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    bank.answers = ["failed"]
    with pytest.raises(money.NotPaidOut):
        money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert (owed_now(walk).status, owed_now(walk).code) == ("failed", "account_closed")
    assert [row.order_id for row in queries.wanted("operator")] == [walk.order_id]
    assert rebuild.compare() == []
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert owed_now(walk).status == "paid"
    assert [key.rpartition(":")[2] for key in bank.asked] == ["0", "1"]
    assert queries.wanted("operator") == ()
    assert rebuild.compare() == []


def test_after_five_failures_only_the_operator_tries_again(walk: Walk, bank: Bank) -> None:
    owed = released(walk)
    bank.answers = ["failed"] * money.TRIES_MAX
    for _ in range(money.TRIES_MAX - 1):
        with pytest.raises(money.NotPaidOut):
            money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    # The last try fails as well, and the job has nothing left to come back for.
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    money.pay_out_due(walk.order_id, owed.entry, at=walk.at)
    assert len(bank.asked) == money.TRIES_MAX
    money.pay_out_due(walk.order_id, again=True, at=walk.at)
    assert owed_now(walk).status == "paid"
    assert len(bank.asked) == money.TRIES_MAX + 1


def test_what_has_lost_its_job_is_paid_out_by_the_hourly_look_at_the_ledger(walk: Walk, bank: Bank) -> None:
    released(walk)
    assert list(money.owing()) == [walk.order_id]
    assert money.pay_out_everything(at=walk.at) == 0
    assert owed_now(walk).status == "paid"


def test_one_order_whose_rail_is_dead_keeps_nobody_from_his_money(walk: Walk, bank: Bank) -> None:
    released(walk)
    bank.dies_after_paying = True
    assert money.pay_out_everything(at=walk.at) == 1
    assert money.pay_out_everything(at=walk.at) == 0


def test_an_entry_that_moved_nothing_is_not_paid(walk: Walk, bank: Bank) -> None:
    released(walk)
    answer = money.pay_out(walk.order_id, 1, "buyer", at=walk.at)
    assert answer is not None
    assert getattr(answer, "code", "") == "payout_unknown"
    assert bank.asked == []


def test_both_sides_of_an_executed_determination_are_paid(walk: Walk, bank: Bank) -> None:
    order = sample.founding(walk, "en")
    assert {(p.party, p.status) for p in order.payouts.values()} == {("seller", "paid"), ("buyer", "paid")}
    assert sorted(bank.paid.values()) == [(walk.cast.buyer.id, 20_000), (walk.cast.seller.id, 20_000)]
    assert unbalanced(walk.order_id) == []
    assert projection.of(order).row.wants == ""
