"""An entry and its body in one row: half the rows to write, and one range to read (docs/decisions/0016).

The application's role may still only add rows. A body leaves as before, by `erase_body` alone, which empties the two
columns of the entry that an erasure in the same record names.
"""

from django.db import migrations, models

ONE_ROW = """
UPDATE entry e SET salt = b.salt, body = b.body FROM body b WHERE b.order_id = e.order_id AND b.seq = e.seq;

CREATE OR REPLACE FUNCTION erase_body(p_order text, p_seq integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM entry WHERE order_id = p_order AND seq > p_seq
        AND body::jsonb -> 'act' ->> 'act' = 'erase' AND (body::jsonb -> 'act' ->> 'entry')::integer = p_seq
    ) THEN
        RAISE EXCEPTION 'no erasure in order % names entry %', p_order, p_seq USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE entry SET salt = NULL, body = NULL WHERE order_id = p_order AND seq = p_seq AND body IS NOT NULL;
    RETURN FOUND;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_erase_body")]

    operations = [
        migrations.AddField(model_name="entryrow", name="salt", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="entryrow", name="body", field=models.TextField(null=True)),
        # Its CHECK was read anew from the catalogue at every act; the chain is what numbers entries.
        migrations.AlterField(model_name="entryrow", name="seq", field=models.IntegerField()),
        migrations.RunSQL(ONE_ROW),
        migrations.DeleteModel(name="BodyRow"),
    ]
