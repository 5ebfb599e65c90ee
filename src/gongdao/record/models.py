"""Tables of the record: entries that can only be added, and the signed tree over all heads.

`order_id` stands first in every key that grows with orders, and nothing refers across orders, so the tables can be
distributed by order. The application's role may INSERT and SELECT on `entry`, nothing else (see `services.rights`); a
body leaves only by `erase_body`, which wants an erasure in the same record that names it.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class EntryRow(models.Model):
    """One entry of one order's chain. `commit` and `hash` are 32 raw bytes (see `record.chain`).

    `salt` and `body` are what the commitment opens to: 16 bytes and the canonical JSON of the body, to the byte. Both
    are NULL where the body was erased.
    """

    pk = models.CompositePrimaryKey("order_id", "seq")
    order_id = models.CharField(max_length=64, db_collation="C")
    seq = models.IntegerField()
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=16)
    actor_person = models.CharField(max_length=64)
    commit = models.BinaryField()
    hash = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = models.TextField(null=True)

    class Meta:
        db_table = "entry"
        indexes = [BrinIndex(fields=["at"], name="entry_at")]


class LeafRow(models.Model):
    """The place in the tree of one order's head: after `seq` entries it ended in `hash`."""

    pk = models.CompositePrimaryKey("order_id", "seq")
    order_id = models.CharField(max_length=64, db_collation="C")
    seq = models.PositiveIntegerField()
    hash = models.BinaryField()
    index = models.PositiveBigIntegerField()

    class Meta:
        db_table = "leaf"


class NodeRow(models.Model):
    """A complete node of the tree; once written it never changes (see `record.merkle`)."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "node"


class CheckpointRow(models.Model):
    """A signed checkpoint over the first `size` leaves."""

    size = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        db_table = "checkpoint"
