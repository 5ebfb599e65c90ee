"""Promises kept and broken, and breaches found, by order and person. Filled from the record by `manage rebuild`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0010_names_in_lists")]

    operations = [
        migrations.CreateModel(
            name="ConductRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "order_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("order_id", models.CharField(db_collation="C", max_length=64)),
                ("person_id", models.CharField(max_length=64)),
                ("kept", models.PositiveSmallIntegerField()),
                ("broken", models.PositiveSmallIntegerField()),
                ("breaches", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "conduct",
                "indexes": [models.Index(fields=["person_id"], name="conduct_person")],
            },
        ),
    ]
