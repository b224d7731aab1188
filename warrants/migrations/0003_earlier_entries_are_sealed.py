"""What was posted before there were chains: entries are sealed, splits kept no path."""

from django.db import migrations

# What seals are set by is not posted here: for the length of this migration their guard sleeps.
ASLEEP = """
    ALTER TABLE placements_chainhead DISABLE TRIGGER USER;
    ALTER TABLE placements_seal DISABLE TRIGGER USER;
    ALTER TABLE warrants_split DISABLE TRIGGER USER;
"""
AWAKE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE placements_chainhead ENABLE TRIGGER USER;
    ALTER TABLE placements_seal ENABLE TRIGGER USER;
    ALTER TABLE warrants_split ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL DEFERRED;
"""

# By which path they came was not kept: a key without a row says so.
SPLITS = "UPDATE warrants_split SET circumstances = '00000000-0000-0000-0000-000000000000';"

# In the order of recording, after the sales and deliveries of before.
SEAL = """
DO $seal$
DECLARE
    head placements_chainhead%ROWTYPE;
    entry RECORD;
BEGIN
    FOR head IN SELECT * FROM placements_chainhead ORDER BY issuer_id LOOP
        FOR entry IN
            SELECT e.id,
                   json_build_array(
                       'warrant entry', e.id::text, e.warrant_id::text, e.number::text,
                       e.kind::text, to_char(e."on", 'YYYY-MM-DD'), e.holder_from_id::text,
                       e.holder_to_id::text, e.shares::text, e.exercise_price::text,
                       e.market_price::text, e.shares_issued::text, e.cash::text,
                       e.call_id::text, e.reverses_id::text, e.reason::text,
                       to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                       e.recorded_by_id::text)::text AS payload
            FROM warrants_entry e JOIN warrants_warrant w ON w.id = e.warrant_id
            WHERE w.issuer_id = head.issuer_id
              AND NOT EXISTS (SELECT 1 FROM placements_seal s
                              WHERE s.kind = 'warrant entry' AND s.entry = e.id)
            ORDER BY e.recorded_at, e.warrant_id, e.number
        LOOP
            head.length := head.length + 1;
            head.digest := encode(
                sha256(convert_to(head.digest || entry.payload, 'UTF8')), 'hex');
            INSERT INTO placements_seal
                (head_id, position, kind, entry, digest, circumstances)
            VALUES (head.id, head.length, 'warrant entry', entry.id, head.digest,
                    '00000000-0000-0000-0000-000000000000');
        END LOOP;
        UPDATE placements_chainhead SET length = head.length, digest = head.digest
        WHERE id = head.id;
    END LOOP;
END;
$seal$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("warrants", "0002_books_to_trust"),
        ("placements", "0004_earlier_sales_are_sealed"),
    ]

    operations = [migrations.RunSQL([ASLEEP, SEAL, SPLITS, AWAKE], migrations.RunSQL.noop)]
