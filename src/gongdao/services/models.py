"""Tables that make lists quick and writing twice harmless. All but `idempotency` can be rebuilt from the record.

`order_row` is also the one place two writers of an order meet: it carries the head (`seq`, `hash`), and whoever
appends moves it from the head he read to the head he wrote, or has lost the race.
"""

from datetime import UTC, datetime

from django.db import models

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no clock runs" where a list must be ordered by instant and paged without gaps."""


class OrderRow(models.Model):
    """An order as lists show it.

    `next_due` is the earliest clock that is running, if any; `claimed_until` keeps two workers from trying the same
    one; `wants` is "mediator" or "operator" when someone of that role must act and nobody is seated for it yet.
    """

    order_id = models.CharField(primary_key=True, max_length=64, db_collation="C")
    seq = models.IntegerField()
    hash = models.BinaryField()
    transfers = models.IntegerField()
    title = models.CharField(max_length=300)
    phase = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    price = models.BigIntegerField()
    opened_at = models.DateTimeField()
    acted_at = models.DateTimeField()
    next_due = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    wants = models.CharField(max_length=16, blank=True)

    class Meta:
        db_table = "order_row"
        indexes = [
            models.Index(fields=["next_due"], name="order_next_due", condition=models.Q(next_due__isnull=False)),
            models.Index(fields=["wants", "next_due"], name="order_wants", condition=~models.Q(wants="")),
        ]


class ParticipantRow(models.Model):
    """A person's seat in an order, and whether it is his turn.

    `rank` orders his list: 0 = his turn, 1 = he waits for others, 2 = over. `code` says what he should do, `due` until
    when (`FAR` when no clock runs for him). `name` is what the record calls him, for the other side's lists.
    """

    pk = models.CompositePrimaryKey("order_id", "person_id", "role")
    order_id = models.CharField(max_length=64, db_collation="C")
    person_id = models.CharField(max_length=64)
    role = models.CharField(max_length=16)
    rank = models.SmallIntegerField()
    code = models.CharField(max_length=40, blank=True)
    due = models.DateTimeField()
    name = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        db_table = "participant"
        indexes = [models.Index(fields=["person_id", "rank", "due", "order_id"], name="participant_list")]


class ConductRow(models.Model):
    """What the record of one order says of a person: promises kept and broken, breaches found (`kernel.conduct`)."""

    pk = models.CompositePrimaryKey("order_id", "person_id")
    order_id = models.CharField(max_length=64, db_collation="C")
    person_id = models.CharField(max_length=64)
    kept = models.PositiveSmallIntegerField()
    broken = models.PositiveSmallIntegerField()
    breaches = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "conduct"
        indexes = [models.Index(fields=["person_id"], name="conduct_person")]


class IdempotencyRow(models.Model):
    """A key under which a write from outside was done: `digest` is of its content, the rest what came of it."""

    pk = models.CompositePrimaryKey("order_id", "key")
    order_id = models.CharField(max_length=64, db_collation="C")
    key = models.CharField(max_length=80)
    digest = models.BinaryField()
    first_seq = models.IntegerField()
    last_seq = models.IntegerField()

    class Meta:
        db_table = "idempotency"
