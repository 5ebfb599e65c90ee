"""Numbers the program counts itself lose a CHECK that was read anew from the catalogue at every act.

Those that guard money stay: an amount above zero, between two accounts, and no balance below zero.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="transferrow", name="n", field=models.IntegerField()),
        migrations.AlterField(model_name="transferrow", name="entry_seq", field=models.IntegerField()),
    ]
