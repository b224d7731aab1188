"""Checks that recalculate the register; columns as in `placements.selectors.ledger.rows`.

Every check starts from the entries and relies on no column that the database maintains.
"""

from neoequity.books.proof.check import Check
from warrants.triggers.ratio import moved
from warrants.triggers.register import below_nothing, changes_still_due

_FOLLOWS = "the entries give"
_MUST = "it must be"

# Each warrant by name, and the shares that each entry gave to a holder (+) or took (-).
_WITH = """
    WITH named AS (
        SELECT w.*, i.slug || ', warrant ' || w.number AS name
        FROM warrants_warrant w JOIN books_issuer i ON i.id = w.issuer_id
    ), moved AS (
        SELECT e.warrant_id, h.holder_id, e.number, e.on, e.kind, h.sign * e.shares AS shares
        FROM warrants_entry e CROSS JOIN LATERAL (VALUES
            (e.holder_to_id, 1), (e.holder_from_id, -1)
        ) AS h(holder_id, sign)
        WHERE h.holder_id IS NOT NULL
    )
"""

OUTSTANDING = """
    SELECT w.name, 'the number of shares outstanding', w.outstanding::text,
           COALESCE(SUM(m.shares), 0)::text, w.issuer_id, w.issued_on
    FROM named w LEFT JOIN moved m ON m.warrant_id = w.id
    GROUP BY w.id, w.name, w.outstanding, w.issuer_id, w.issued_on
    HAVING w.outstanding <> COALESCE(SUM(m.shares), 0)
"""

BALANCES = """
    , sums AS (
        SELECT warrant_id, holder_id, SUM(shares) AS shares FROM moved GROUP BY 1, 2
    )
    SELECT COALESCE(w.name, 'A warrant that is not there') || ', '
               || COALESCE(h.name, 'a holder who is not there'),
           'the balance', COALESCE(b.shares, 0)::text, COALESCE(s.shares, 0)::text, w.issuer_id,
           w.issued_on
    FROM warrants_balance b
    FULL JOIN sums s ON s.warrant_id = b.warrant_id AND s.holder_id = b.holder_id
    LEFT JOIN named w ON w.id = COALESCE(b.warrant_id, s.warrant_id)
    LEFT JOIN warrants_holder h ON h.id = COALESCE(b.holder_id, s.holder_id)
    WHERE COALESCE(b.shares, 0) <> COALESCE(s.shares, 0) OR s.warrant_id IS NULL
"""

_ALL = "SELECT id FROM warrants_warrant"
_LOW = ", low AS (" + below_nothing(_ALL) + ")"
_DUE = ", due AS (" + changes_still_due(_ALL) + ")"

# No balance may be negative on any day.
NEVER_BELOW_ZERO = """
    SELECT w.name || ', ' || h.name, 'what is left on ' || d.day, d.held::text, '0 or more',
           w.issuer_id, d.day
    FROM low d
    JOIN named w ON w.id = d.warrant_id JOIN warrants_holder h ON h.id = d.holder_id
"""

# An issue entered late because its own day was closed counts shares of the day of entry, by the
# splits known then.
_ENTERED = moved(
    "w.shares", "w.issuer_id", "w.issued_on", "COALESCE(e.on, w.issued_on)", "e.recorded_at"
)

ISSUES = f"""
    SELECT w.name, v.what, v.stands, v.follows, w.issuer_id, LEAST(w.issued_on, e.on)
    FROM named w
    LEFT JOIN warrants_entry e ON e.warrant_id = w.id AND e.kind = 'issue'
    CROSS JOIN LATERAL (SELECT {_ENTERED} AS shares) f
    CROSS JOIN LATERAL (VALUES
        ('its issue', e.id IS NOT NULL, 'missing', 'an entry'),
        ('the number of its issue', e.number = 1 OR e.id IS NULL, e.number::text, '1'),
        ('the day of its issue', e.on = w.issued_on OR e.id IS NULL OR (
            e.on > w.issued_on AND w.agreement_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM books_closing c
                WHERE c.issuer_id = w.issuer_id AND c.recorded_at <= e.recorded_at
                  AND c.starts_on <= e.on AND c.ends_on >= w.issued_on)), e.on::text,
         w.issued_on::text),
        ('the number of shares of its issue', e.shares = f.shares OR e.id IS NULL,
         e.shares::text, f.shares::text)
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""  # noqa: S608  # put together from constants

OWNERS = """
    SELECT w.name, v.what, v.stands, v.follows,
           COALESCE(a.issuer_id, s.issuer_id, w.issuer_id), w.issued_on
    FROM named w
    LEFT JOIN placements_agreement a ON a.id = w.agreement_id
    LEFT JOIN placements_placement p ON p.id = w.placement_id
    LEFT JOIN warrants_series s ON s.id = w.series_id
    CROSS JOIN LATERAL (VALUES
        ('the issuer', w.issuer_id = COALESCE(a.issuer_id, s.issuer_id), 'another',
         'that of its agreement or series'),
        ('the agreement of its placement', p.agreement_id = w.agreement_id OR p.id IS NULL,
         'another', 'its own')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

NUMBERS = """
    , places AS (
        SELECT warrant_id, number,
               ROW_NUMBER() OVER (PARTITION BY warrant_id ORDER BY number) AS place
        FROM warrants_entry
    )
    SELECT w.name, 'the number of the entry in place ' || e.place, e.number::text, e.place::text,
           w.issuer_id, NULL::date
    FROM places e JOIN named w ON w.id = e.warrant_id
    WHERE e.number <> e.place
"""

REVERSALS = """
    SELECT w.name || ', reversal ' || r.number, v.what, v.stands, v.follows, w.issuer_id,
           LEAST(r.on, e.on)
    FROM warrants_entry r
    JOIN named w ON w.id = r.warrant_id
    JOIN warrants_entry e ON e.id = r.reverses_id
    CROSS JOIN LATERAL (VALUES
        ('the warrant', r.warrant_id = e.warrant_id, 'another', 'that of what it reverses'),
        ('the kind', r.kind = e.kind, r.kind, e.kind),
        ('the holder from', r.holder_from_id IS NOT DISTINCT FROM e.holder_from_id, 'another',
         'that of what it reverses'),
        ('the holder to', r.holder_to_id IS NOT DISTINCT FROM e.holder_to_id, 'another',
         'that of what it reverses'),
        ('the number of shares', r.shares = -e.shares, r.shares::text, (-e.shares)::text),
        ('the number of shares issued', r.shares_issued = -e.shares_issued,
         r.shares_issued::text, (-e.shares_issued)::text),
        ('the cash', r.cash = -e.cash, r.cash::text, (-e.cash)::text),
        ('its own number', r.number > e.number, r.number::text, 'more than ' || e.number),
        ('its day', r.on >= e.on, r.on::text, e.on || ' or later'),
        ('what it reverses', e.reverses_id IS NULL AND e.kind NOT IN ('issue', 'split'),
         CASE WHEN e.reverses_id IS NULL THEN e.kind ELSE 'a reversal' END,
         'an entry that can be reversed')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

DAYS = """
    SELECT w.name || ', entry ' || e.number, 'its day', e.on::text, v.follows, w.issuer_id, e.on
    FROM warrants_entry e JOIN named w ON w.id = e.warrant_id
    CROSS JOIN LATERAL (VALUES
        (e.on >= w.issued_on, w.issued_on || ', the day of issue, or later'),
        (e.kind NOT IN ('cash_exercise', 'cashless_exercise') OR e.reverses_id IS NOT NULL
         OR w.expires_on IS NULL OR e.on <= w.expires_on,
         w.expires_on || ', the last day of exercise, or earlier'),
        (e.kind <> 'cashless_exercise' OR e.reverses_id IS NOT NULL OR e.on >= w.cashless_from,
         COALESCE(w.cashless_from::text, 'a day that the warrant does not have')
         || ', the first of cashless exercise, or later'),
        (e.kind <> 'expiry' OR e.reverses_id IS NOT NULL OR e.on > w.expires_on,
         'after ' || COALESCE(w.expires_on::text, 'a day that the warrant does not have'))
    ) AS v(holds, follows)
    WHERE v.holds IS NOT TRUE
"""

EXERCISES = """
    SELECT w.name || ', entry ' || e.number, v.what, v.stands, v.follows, w.issuer_id, e.on
    FROM warrants_entry e
    JOIN named w ON w.id = e.warrant_id
    LEFT JOIN warrants_callnotice c ON c.id = e.call_id
    CROSS JOIN LATERAL (SELECT CASE WHEN e.kind = 'cash_exercise' THEN e.shares ELSE
        DIV(e.shares * GREATEST(e.market_price - e.exercise_price, 0), e.market_price)
        END::bigint AS received,
        CASE WHEN e.kind = 'cash_exercise' THEN ROUND(e.shares * e.exercise_price, 2) ELSE 0.00
        END AS paid) AS f
    CROSS JOIN LATERAL (VALUES
        ('the number of shares issued', e.shares_issued = f.received, e.shares_issued::text,
         f.received::text),
        ('the cash', e.cash = f.paid, e.cash::text, f.paid::text),
        ('its call', (c.id IS NULL AND w.series_id IS NULL) OR c.series_id = w.series_id,
         CASE WHEN c.id IS NULL THEN 'missing' ELSE 'of another series' END,
         'one of its own series')
    ) AS v(what, holds, stands, follows)
    WHERE e.kind IN ('cash_exercise', 'cashless_exercise') AND e.reverses_id IS NULL
      AND v.holds IS NOT TRUE
"""

SPLITS = """
    SELECT w.name || ', ' || h.name, 'the change by stock splits on ' || d.day,
           p.shares::text, (p.shares + d.shares)::text, w.issuer_id, d.day
    FROM due d
    JOIN named w ON w.id = d.warrant_id JOIN warrants_holder h ON h.id = d.holder_id
    CROSS JOIN LATERAL (
        SELECT COALESCE(SUM(m.shares), 0)::bigint AS shares FROM moved m
        WHERE m.kind = 'split' AND (m.warrant_id, m.holder_id, m.on)
              = (d.warrant_id, d.holder_id, d.day)) p
"""


def _check(about: str, source: str, sql: str) -> Check:
    return Check(about, source, _WITH + sql)


CHECKS = (
    _check("shares outstanding", _FOLLOWS, OUTSTANDING),
    _check("balances", _FOLLOWS, BALANCES),
    _check("what is left", _MUST, _LOW + NEVER_BELOW_ZERO),
    _check("issues", _MUST, ISSUES),
    _check("issuers and placements", _MUST, OWNERS),
    _check("numbers of entries", _MUST, NUMBERS),
    _check("reversals of entries", _MUST, REVERSALS),
    _check("days of entries", _MUST, DAYS),
    _check("figures of exercises", _MUST, EXERCISES),
    _check("changes by stock splits", "the splits give", _DUE + SPLITS),
)
