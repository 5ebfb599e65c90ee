"""Tables of the escrow ledger: one row per transfer, and the balance each account of an order has come to.

A transfer names the account it debits, the account it credits and an amount above zero, so the books balance by
construction and no trigger is needed. Accounts belong to one order: what lies with the rail is an asset of the
platform; what is held, and what is the seller's or the buyer's, it owes. A transfer is never altered; a balance moves
only in the statement that adds the transfer, and the database refuses to let one fall below zero.
"""

from django.db import models
from django.db.models import CheckConstraint, Q


class TransferRow(models.Model):
    """One movement. `n` counts within the order; `entry_seq` is the entry of the record that ordered it."""

    pk = models.CompositePrimaryKey("order_id", "n")
    order_id = models.CharField(max_length=64, db_collation="C")
    n = models.IntegerField()
    entry_seq = models.IntegerField()
    at = models.DateTimeField()
    debit = models.CharField(max_length=16)
    credit = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=32)

    class Meta:
        db_table = "transfer"
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="transfer_above_zero"),
            CheckConstraint(condition=~Q(debit=models.F("credit")), name="transfer_between_two"),
        ]


class BalanceRow(models.Model):
    """What an account of an order has come to, in minor units. Derived from the transfers and equal to them."""

    pk = models.CompositePrimaryKey("order_id", "account")
    order_id = models.CharField(max_length=64, db_collation="C")
    account = models.CharField(max_length=16)
    amount = models.BigIntegerField()

    class Meta:
        db_table = "balance"
        constraints = [CheckConstraint(condition=Q(amount__gte=0), name="balance_not_negative")]
