"""What every rail must do: one suite, which a new rail subclasses with its own maker."""

import pytest

from gongdao.rails.port import Rail
from gongdao.rails.sandbox import SandboxRail


class RailSuite:
    """The claims. A subclass gives `make`, two of which speak of the same books, and an amount the rail declines."""

    declined = 0
    declined_out = 0

    def make(self) -> Rail:
        raise NotImplementedError

    def test_a_payment_is_confirmed(self) -> None:
        paid = self.make().pay_in("order:5", 20_000, "CNY")
        assert paid.status == "confirmed"
        assert paid.reference

    def test_the_same_key_is_the_same_payment_even_after_a_restart(self) -> None:
        assert self.make().pay_in("order:5", 20_000, "CNY") == self.make().pay_in("order:5", 20_000, "CNY")

    def test_another_key_is_another_payment(self) -> None:
        rail = self.make()
        assert rail.pay_in("order:5", 20_000, "CNY").reference != rail.pay_in("order:6", 20_000, "CNY").reference

    def test_it_answers_for_a_payment_later(self) -> None:
        paid = self.make().pay_in("order:5", 20_000, "CNY")
        assert self.make().status(paid.reference) == paid

    @pytest.mark.parametrize("reference", ["", "x", "in-1-2-3", "in--1-a-b", "out-5-a-b"])
    def test_it_knows_nothing_of_payments_it_never_made(self, reference: str) -> None:
        assert self.make().status(reference) is None

    def test_a_reference_altered_is_not_known(self) -> None:
        reference = self.make().pay_in("order:5", 20_000, "CNY").reference
        assert self.make().status(reference.replace("20000", "90000")) is None

    def test_a_declined_payment_says_why(self) -> None:
        failed = self.make().pay_in("order:5", self.declined, "CNY")
        assert failed.status == "failed"
        assert failed.code

    def test_paying_out_is_done_once_per_key(self) -> None:
        first = self.make().pay_out("order:9", "bob", 5_000, "CNY")
        assert first.status == "confirmed"
        assert self.make().pay_out("order:9", "bob", 5_000, "CNY") == first
        assert self.make().pay_out("order:9", "alice", 5_000, "CNY").reference != first.reference

    def test_a_payment_out_that_fails_says_why_and_says_it_again(self) -> None:
        failed = self.make().pay_out("order:9", "bob", self.declined_out, "CNY")
        assert failed.status == "failed"
        assert failed.code
        assert self.make().pay_out("order:9", "bob", self.declined_out, "CNY") == failed

    @pytest.mark.parametrize("amount", [0, -1])
    def test_nothing_is_not_paid(self, amount: int) -> None:
        with pytest.raises(ValueError, match="at least one"):
            self.make().pay_in("k", amount, "CNY")
        with pytest.raises(ValueError, match="at least one"):
            self.make().pay_out("k", "bob", amount, "CNY")


class TestSandboxRail(RailSuite):
    declined = 20_013
    declined_out = 20_017

    def make(self) -> Rail:
        return SandboxRail()
