"""`append_entries` as it is now, whole: an entry with its body is one row, and jobs wake the worker after the commit.

What it answers and why it is one function stands in 0002 and docs/decisions/0008; what changed here in 0016.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("gongdao.services.migrations.0010_names_in_lists").AFTER
DROP_BEFORE = import_module("gongdao.services.migrations.0002_append_entries").DROP
DROP = DROP_BEFORE.replace("json, json, json, json,", "json, json, json, json, json,")

APPEND_ENTRIES = """
CREATE FUNCTION append_entries(
    p_order text, p_seq integer, p_hash bytea, p_count integer, p_head bytea, p_at timestamptz,
    p_entries json, p_transfers json, p_seated json, p_moved json, p_jobs json,
    p_title text, p_phase text, p_currency text, p_price bigint, p_next_due timestamptz, p_wants text,
    p_key text, p_digest bytea,
    OUT outcome text, OUT first integer, OUT last integer
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_digest bytea;
    v_transfers integer;
    v_moved integer := CASE WHEN p_transfers IS NULL THEN 0 ELSE json_array_length(p_transfers) END;
BEGIN
    -- The head is the lock: a second writer waits here, then finds it moved.
    IF p_seq = 0 THEN
        INSERT INTO order_row (order_id, seq, hash, transfers, title, phase, currency, price, opened_at, acted_at,
                               next_due, claimed_until, wants)
        VALUES (p_order, p_count, p_head, v_moved, p_title, p_phase, p_currency,
                p_price, p_at, p_at, p_next_due, NULL, p_wants)
        ON CONFLICT (order_id) DO NOTHING
        RETURNING 0 INTO v_transfers;
    ELSE
        UPDATE order_row o
        SET seq = p_seq + p_count, hash = p_head, acted_at = p_at, title = p_title, phase = p_phase,
            currency = p_currency, price = p_price, next_due = p_next_due, claimed_until = NULL, wants = p_wants,
            transfers = o.transfers + v_moved
        WHERE o.order_id = p_order AND o.seq = p_seq AND o.hash = p_hash
          AND NOT EXISTS (SELECT 1 FROM idempotency i WHERE i.order_id = p_order AND i.key = p_key)
        RETURNING o.transfers - v_moved INTO v_transfers;
    END IF;
    IF NOT FOUND THEN
        SELECT i.digest, i.first_seq, i.last_seq INTO v_digest, first, last
        FROM idempotency i WHERE i.order_id = p_order AND i.key = p_key;
        outcome := CASE WHEN NOT FOUND THEN 'lost' WHEN v_digest = p_digest THEN 'again' ELSE 'reused' END;
        RETURN;
    END IF;
    first := p_seq + 1;
    last := p_seq + p_count;

    INSERT INTO entry (order_id, seq, at, actor_role, actor_person, commit, hash, salt, body)
    SELECT p_order, x.seq, x.at, x.role, x.person, decode(x.commit, 'base64'), decode(x.hash, 'base64'),
           decode(x.salt, 'base64'), x.body
    FROM json_to_recordset(p_entries) AS x(
        seq integer, at timestamptz, role text, person text, commit text, hash text, salt text, body text);

    IF p_key <> '' THEN
        INSERT INTO idempotency (order_id, key, digest, first_seq, last_seq)
        VALUES (p_order, p_key, p_digest, first, last);
    END IF;

    IF v_moved > 0 THEN
        INSERT INTO transfer (order_id, n, entry_seq, at, debit, credit, amount, currency, purpose)
        SELECT p_order, v_transfers + row_number() OVER (), x.entry, x.at, x.debit, x.credit, x.amount, p_currency,
               x.purpose
        FROM json_to_recordset(p_transfers) AS x(
            entry integer, at timestamptz, debit text, credit text, amount bigint, purpose text);
        IF v_transfers = 0 THEN
            INSERT INTO balance (order_id, account, amount)
            VALUES (p_order, 'rail', 0), (p_order, 'held', 0), (p_order, 'seller', 0), (p_order, 'buyer', 0);
        END IF;
        -- 'rail' is an asset, which a debit raises; the others are owed, and a credit raises them.
        UPDATE balance b SET amount = b.amount + moved.amount
        FROM (
            SELECT account, sum(amount) AS amount FROM (
                SELECT x.debit AS account, CASE x.debit WHEN 'rail' THEN x.amount ELSE -x.amount END AS amount
                FROM json_to_recordset(p_transfers) AS x(debit text, amount bigint)
                UNION ALL
                SELECT x.credit, CASE x.credit WHEN 'rail' THEN -x.amount ELSE x.amount END
                FROM json_to_recordset(p_transfers) AS x(credit text, amount bigint)
            ) AS legs GROUP BY account
        ) AS moved
        WHERE b.order_id = p_order AND b.account = moved.account;
    END IF;

    IF p_seated IS NOT NULL THEN
        INSERT INTO participant (order_id, person_id, role, rank, code, due, name)
        SELECT p_order, x.person, x.role, x.rank, x.code, x.due, x.name
        FROM json_to_recordset(p_seated)
            AS x(person text, role text, rank smallint, code text, due timestamptz, name text)
        ON CONFLICT (order_id, person_id, role) DO UPDATE
        SET rank = excluded.rank, code = excluded.code, due = excluded.due, name = excluded.name;
    END IF;
    IF p_moved IS NOT NULL THEN
        UPDATE participant p SET rank = x.rank, code = x.code, due = x.due, name = x.name
        FROM json_to_recordset(p_moved)
            AS x(person text, role text, rank smallint, code text, due timestamptz, name text)
        WHERE p.order_id = p_order AND p.person_id = x.person AND p.role = x.role;
        -- A seat that is gone (a mediator replaced) is sent with a rank below zero.
        IF position('"rank":-' IN p_moved::text) > 0 THEN
            DELETE FROM participant WHERE order_id = p_order AND rank < 0;
        END IF;
    END IF;

    IF p_jobs IS NOT NULL THEN
        PERFORM procrastinate_defer_jobs_v1(array_agg(
            ROW(x.queue, x.task, 0, NULL, x.once, x.args, NULL)::procrastinate_job_to_defer_v1))
        FROM json_to_recordset(p_jobs) AS x(queue text, task text, once text, args jsonb);
    END IF;

    outcome := 'done';
END $$;
"""

# A NOTIFY in the act's own transaction would put the commits of all orders in one queue (docs/decisions/0010), and the
# event "deferred" says nothing that the job does not say itself. Disabled, not dropped, so that the library's own
# migrations find what they expect.
QUIET = """
ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_insert_v1;
"""
LOUD = QUIET.replace("DISABLE", "ENABLE")


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0011_conduct"),
        ("record", "0003_body_beside_its_entry"),
        ("ledger", "0002_plain_numbers"),
    ]

    operations = [
        migrations.AlterField(model_name="orderrow", name="seq", field=models.IntegerField()),
        migrations.AlterField(model_name="orderrow", name="transfers", field=models.IntegerField()),
        migrations.AlterField(model_name="participantrow", name="rank", field=models.SmallIntegerField()),
        migrations.AlterField(model_name="idempotencyrow", name="first_seq", field=models.IntegerField()),
        migrations.AlterField(model_name="idempotencyrow", name="last_seq", field=models.IntegerField()),
        migrations.RunSQL(DROP_BEFORE + APPEND_ENTRIES, DROP + BEFORE),
        migrations.RunSQL(QUIET, LOUD),
    ]
