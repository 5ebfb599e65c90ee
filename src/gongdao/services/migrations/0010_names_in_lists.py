"""A person's name beside his seat, so that lists show the other side by name and can be searched for it.

Written by the one statement that writes everything else of a list, and rebuilt from the record like the rest. Lists of
orders that stand already get their names by `gongdao manage rebuild`.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("gongdao.services.migrations.0002_append_entries").APPEND_ENTRIES

INSERTED = """
        INSERT INTO participant (order_id, person_id, role, rank, code, due)
        SELECT p_order, x.person, x.role, x.rank, x.code, x.due
        FROM json_to_recordset(p_people) AS x(person text, role text, rank smallint, code text, due timestamptz)
"""
UPDATED = "SET rank = excluded.rank, code = excluded.code, due = excluded.due;"

NAMED = """
        INSERT INTO participant (order_id, person_id, role, rank, code, due, name)
        SELECT p_order, x.person, x.role, x.rank, x.code, x.due, x.name
        FROM json_to_recordset(p_people)
            AS x(person text, role text, rank smallint, code text, due timestamptz, name text)
"""
NAME_UPDATED = "SET rank = excluded.rank, code = excluded.code, due = excluded.due, name = excluded.name;"


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """The text with each change made exactly once, or an error: a function half changed would lose names silently."""
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"append_entries has changed; it no longer holds {old!r} once")
        text = text.replace(old, new)
    return text


OR_REPLACE = ("CREATE FUNCTION append_entries", "CREATE OR REPLACE FUNCTION append_entries")
AFTER = replaced(BEFORE, OR_REPLACE, (INSERTED, NAMED), (UPDATED, NAME_UPDATED))


class Migration(migrations.Migration):
    dependencies = [("services", "0002_append_entries")]

    operations = [
        migrations.AddField(
            model_name="participantrow",
            name="name",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.RunSQL(AFTER, replaced(BEFORE, OR_REPLACE)),
    ]
