"""Every issuer begins a chain, and what was posted before there were chains is sealed."""

from django.db import migrations

# What seals are set by is not posted here: for the length of this migration their guard sleeps.
ASLEEP = """
    ALTER TABLE placements_chainhead DISABLE TRIGGER USER;
    ALTER TABLE placements_seal DISABLE TRIGGER USER;
"""
AWAKE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE placements_chainhead ENABLE TRIGGER USER;
    ALTER TABLE placements_seal ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL DEFERRED;
"""

BEGIN_CHAINS = """
    INSERT INTO placements_chainhead (issuer_id, origin, length, digest)
    SELECT id, 'NeoEquity chain of ' || slug, 0,
           encode(sha256(convert_to('NeoEquity chain of ' || slug, 'UTF8')), 'hex')
    FROM placements_issuer ORDER BY id;
"""

# By which path they came was not kept: a key without a row says so.
# In the order of recording; what was recorded in one statement, sales before deliveries.
SEAL = """
DO $seal$
DECLARE
    head placements_chainhead%ROWTYPE;
    entry RECORD;
BEGIN
    FOR head IN SELECT * FROM placements_chainhead ORDER BY issuer_id LOOP
        FOR entry IN
            SELECT 'sale' AS kind, e.id, e.recorded_at, 1 AS turn, e.agreement_id, e.number,
                   json_build_array(
                       'sale', e.id::text, e.agreement_id::text, e.placement_id::text,
                       e.number::text, to_char(e.trade_date, 'YYYY-MM-DD'),
                       to_char(e.settlement_date, 'YYYY-MM-DD'), e.settlement_reason::text,
                       e.method::text, e.shares::text, e.price::text, e.gross::text,
                       e.commission::text, e.deductions::text, e.net::text,
                       e.agent_reference::text, e.reverses_id::text, e.reason::text,
                       e.remark::text,
                       to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                       e.recorded_by_id::text)::text AS payload
            FROM placements_sale e JOIN placements_agreement a ON a.id = e.agreement_id
            WHERE a.issuer_id = head.issuer_id
            UNION ALL
            SELECT 'delivery', e.id, e.recorded_at, 2, e.id, 0,
                   json_build_array(
                       'delivery', e.id::text, e.sale_id::text,
                       to_char(e.delivered_on, 'YYYY-MM-DD'), e.remark::text,
                       to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                       e.recorded_by_id::text)::text
            FROM placements_delivery e JOIN placements_sale s ON s.id = e.sale_id
            JOIN placements_agreement a ON a.id = s.agreement_id
            WHERE a.issuer_id = head.issuer_id
            ORDER BY 3, 4, 5, 6
        LOOP
            head.length := head.length + 1;
            head.digest := encode(
                sha256(convert_to(head.digest || entry.payload, 'UTF8')), 'hex');
            INSERT INTO placements_seal
                (head_id, position, kind, entry, digest, circumstances)
            VALUES (head.id, head.length, entry.kind, entry.id, head.digest,
                    '00000000-0000-0000-0000-000000000000');
        END LOOP;
        UPDATE placements_chainhead SET length = head.length, digest = head.digest
        WHERE id = head.id;
    END LOOP;
END;
$seal$
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0003_accounts_that_act")]

    operations = [migrations.RunSQL([ASLEEP, BEGIN_CHAINS, SEAL, AWAKE], migrations.RunSQL.noop)]
