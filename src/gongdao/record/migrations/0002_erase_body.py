"""The one way a body leaves: an erasure in the same record that names its entry."""

from django.db import migrations

ERASE_BODY = """
CREATE FUNCTION erase_body(p_order text, p_seq integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM body WHERE order_id = p_order AND seq > p_seq
        AND body::jsonb -> 'act' ->> 'act' = 'erase' AND (body::jsonb -> 'act' ->> 'entry')::integer = p_seq
    ) THEN
        RAISE EXCEPTION 'no erasure in order % names entry %', p_order, p_seq USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM body WHERE order_id = p_order AND seq = p_seq;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION erase_body(text, integer) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [migrations.RunSQL(ERASE_BODY, "DROP FUNCTION erase_body(text, integer)")]
