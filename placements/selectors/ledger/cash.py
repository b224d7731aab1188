"""Checks on receipts, their parts and the totals of cash; six columns, as in `rows`."""

from neoequity.books.proof.check import Check
from placements.triggers.cash_total import THEIR_ENTRIES, WHEN_DUE

_STANDS = "NOT EXISTS (SELECT 1 FROM placements_receipt u WHERE u.undoes_id = r.id)"

RECEIPTS = f"""
    SELECT a.name || ', receipt ' || r.number, v.what, v.stands, v.follows, a.issuer_id,
           LEAST(r.received_on, o.received_on)
    FROM placements_receipt r JOIN placements_agreement a ON a.id = r.agreement_id
    LEFT JOIN placements_receipt o ON o.id = r.undoes_id
    LEFT JOIN (SELECT receipt_id, SUM(amount) AS allocated FROM placements_receiptpart
               GROUP BY receipt_id) p ON p.receipt_id = r.id
    CROSS JOIN LATERAL (VALUES
        ('the amount allocated',
         COALESCE(p.allocated, 0) BETWEEN LEAST(r.amount, 0) AND GREATEST(r.amount, 0),
         COALESCE(p.allocated, 0)::text, 'from 0 to ' || r.amount),
        ('the amount allocated', o.id IS NULL OR p.allocated IS NULL,
         COALESCE(p.allocated, 0)::text, 'nothing, for it undoes another'),
        ('the amount', o.id IS NULL OR r.amount = -o.amount, r.amount::text,
         COALESCE(-o.amount, 0)::text),
        ('the agreement', o.id IS NULL OR r.agreement_id = o.agreement_id, 'another',
         'that of the receipt it undoes'),
        ('its day', o.id IS NULL OR r.received_on >= o.received_on, r.received_on::text,
         o.received_on || ' or later'),
        ('what it undoes', o.undoes_id IS NULL, 'one that undoes another', 'a receipt'),
        ('the bank reference', o.id IS NOT NULL OR NOT {_STANDS} OR NOT EXISTS (
             SELECT 1 FROM placements_receipt t WHERE t.agreement_id = r.agreement_id
               AND t.reference_key = r.reference_key AND t.id < r.id
               AND NOT EXISTS (SELECT 1 FROM placements_receipt u WHERE u.undoes_id = t.id)),
         r.bank_reference, 'that of no other receipt that stands')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""  # noqa: S608  # put together from constants

NUMBERS = """
    SELECT a.name, 'the number of the receipt in place ' || r.place, r.number::text, r.place::text,
           a.issuer_id, NULL::date
    FROM (SELECT agreement_id, number,
                 ROW_NUMBER() OVER (PARTITION BY agreement_id ORDER BY number) AS place
          FROM placements_receipt) r
    JOIN placements_agreement a ON a.id = r.agreement_id
    WHERE r.number <> r.place
"""

# One that received more says why in the remark of a part.
ENTRIES = f"""
    SELECT a.name || ', entry ' || s.number, 'the cash received', r.received::text,
           'from 0 to ' || s.net || ', its net, or more with a remark', a.issuer_id, s.trade_date
    FROM (SELECT p.entry_id, SUM(p.amount) AS received, BOOL_OR(p.remark <> '') AS told
          FROM placements_receiptpart p JOIN placements_receipt r ON r.id = p.receipt_id
          WHERE {_STANDS} GROUP BY p.entry_id) r
    JOIN placements_sale s ON s.id = r.entry_id
    JOIN placements_agreement a ON a.id = s.agreement_id
    WHERE r.received * SIGN(s.net) < 0 OR (ABS(r.received) > ABS(s.net) AND NOT r.told)
"""  # noqa: S608  # put together from constants

PARTS = """
    SELECT a.name || ', receipt ' || r.number || ', its part for entry ' || s.number, v.what,
           v.stands, v.follows, a.issuer_id, LEAST(p.applied_on, r.received_on)
    FROM placements_receiptpart p
    JOIN placements_receipt r ON r.id = p.receipt_id
    JOIN placements_sale s ON s.id = p.entry_id
    JOIN placements_agreement a ON a.id = r.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the agreement', s.agreement_id = r.agreement_id, 'another', 'that of its receipt'),
        ('the day from which it counts', p.applied_on >= GREATEST(r.received_on, s.trade_date),
         p.applied_on::text, GREATEST(r.received_on, s.trade_date) || ' or later')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

# Grouping treats missing days as equal; a join would not.
TOTALS = f"""
    WITH moved AS (
        SELECT agreement_id, day, trade_date, due_on, received AS kept_received,
               applied AS kept_applied, 0.00 AS received, 0.00 AS applied
        FROM placements_cashtotal
        UNION ALL
        SELECT agreement_id, received_on, NULL, NULL, 0, 0, amount, 0 FROM placements_receipt
        UNION ALL
        SELECT s.agreement_id, p.applied_on, {WHEN_DUE}, 0, 0, 0, p.amount
        FROM placements_receiptpart p {THEIR_ENTRIES}
        UNION ALL
        SELECT s.agreement_id, u.received_on, {WHEN_DUE}, 0, 0, 0, -p.amount
        FROM placements_receipt u JOIN placements_receiptpart p ON p.receipt_id = u.undoes_id
        {THEIR_ENTRIES}
    ), days AS (
        SELECT agreement_id, day, trade_date, due_on, SUM(kept_received) AS kept_received,
               SUM(kept_applied) AS kept_applied, SUM(received) AS received,
               SUM(applied) AS applied
        FROM moved GROUP BY agreement_id, day, trade_date, due_on
    )
    SELECT concat_ws(', ', a.name, d.day, 'traded ' || d.trade_date, 'due ' || d.due_on), v.what,
           v.stands::text, v.follows::text, a.issuer_id, d.day
    FROM days d JOIN placements_agreement a ON a.id = d.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the cash received', d.kept_received, d.received),
        ('the cash allocated', d.kept_applied, d.applied)
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""  # noqa: S608  # put together from constants

_MUST = "it must be"
OF_RECEIPTS = (
    Check("receipts", _MUST, RECEIPTS),
    Check("numbers of receipts", _MUST, NUMBERS),
)
OF_PARTS = (
    Check("parts of receipts", _MUST, PARTS),
    Check("cash received by entries", _MUST, ENTRIES),
    Check("totals of cash", "the rows give", TOTALS),
)
