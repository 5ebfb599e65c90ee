"""What a rail must offer: taking a buyer's money, saying whether it came, and paying out what was ordered.

A rail knows references and amounts, nothing of requirements or disputes. Every call carries a key: asked twice, a rail
does a thing once and gives the same answer.
"""

from typing import Literal, Protocol

from msgspec import Struct

Status = Literal["pending", "confirmed", "failed"]


class PayIn(Struct, frozen=True):
    """A payment on its way in. `code` says why it failed; `pay_at` is where the buyer pays, if he must go somewhere."""

    reference: str
    status: Status
    code: str = ""
    pay_at: str = ""


class PayOut(Struct, frozen=True):
    """Money on its way to a party."""

    reference: str
    status: Status
    code: str = ""


class Rail(Protocol):
    """A way for money to come in and go out. `name` is written into the record with each confirmation."""

    name: str

    def pay_in(self, key: str, amount: int, currency: str) -> PayIn:
        """Begins a payment of `amount` minor units; the same key again returns the same payment."""
        ...

    def status(self, reference: str) -> PayIn | None:
        """What became of a payment; None for a reference this rail never gave."""
        ...

    def pay_out(self, key: str, to: str, amount: int, currency: str) -> PayOut:
        """Pays out once per key, however often it is asked."""
        ...
