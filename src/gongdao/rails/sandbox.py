"""The sandbox rail: plays a bank, moves nothing.

It keeps no books: the answer to a key follows from the key, so it survives a restart and two processes agree. Payments
in whose amount ends in 13 minor units fail, and payments out whose amount ends in 17, so that both can be tried out;
every other payment is confirmed at once.
"""

import hashlib

from gongdao.rails.port import PayIn, PayOut

FAILS_AT = 13
OUT_FAILS_AT = 17


class SandboxRail:
    """See the module. A reference carries what is needed to answer for it later, and a check that it is ours."""

    name = "sandbox"

    def pay_in(self, key: str, amount: int, currency: str) -> PayIn:
        """Confirmed at once, or failed where the amount ends in 13. Raises ValueError on an amount below one."""
        if amount < 1:
            raise ValueError("a payment is at least one minor unit")
        return self._answer("in", key, amount, currency)

    def status(self, reference: str) -> PayIn | None:
        """The answer given before; None for a reference that is not this rail's."""
        parts = reference.split("-")
        if len(parts) != 4 or parts[0] != "in" or not parts[1].isdigit() or self._mark(*parts[:3]) != parts[3]:
            return None
        return self._outcome(reference, int(parts[1]))

    def pay_out(self, key: str, to: str, amount: int, currency: str) -> PayOut:
        """Confirmed at once, or failed where the amount ends in 17. Raises ValueError on an amount below one."""
        if amount < 1:
            raise ValueError("a payment is at least one minor unit")
        answer = self._answer("out", f"{key}:{to}", amount, currency)
        if amount % 100 == OUT_FAILS_AT:
            return PayOut(reference=answer.reference, status="failed", code="account_closed")
        return PayOut(reference=answer.reference, status="confirmed")

    def _answer(self, way: str, key: str, amount: int, currency: str) -> PayIn:
        named = hashlib.sha256(f"{key}:{currency}".encode()).hexdigest()[:16]
        reference = f"{way}-{amount}-{named}-{self._mark(way, str(amount), named)}"
        return self._outcome(reference, amount)

    @staticmethod
    def _mark(way: str, amount: str, named: str) -> str:
        return hashlib.sha256(f"gongdao sandbox {way} {amount} {named}".encode()).hexdigest()[:8]

    @staticmethod
    def _outcome(reference: str, amount: int) -> PayIn:
        if amount % 100 == FAILS_AT:
            return PayIn(reference=reference, status="failed", code="declined_by_bank")
        return PayIn(reference=reference, status="confirmed")
