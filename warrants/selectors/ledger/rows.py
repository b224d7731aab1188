"""What is counted again from the register; columns as in `placements.selectors.ledger.rows`.

Every check reads the entries anew and trusts no column that the database keeps.
"""

from placements.selectors.ledger.rows import Check
from warrants.models.ratio import moved

_FOLLOWS = "the entries give"
_MUST = "it must be"

# Each warrant by its name, and what every entry gave to a holder (+) or took from one (-).
_WITH = """
    WITH named AS (
        SELECT w.*, i.slug || ', warrant ' || w.number AS name
        FROM warrants_warrant w JOIN placements_issuer i ON i.id = w.issuer_id
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
    SELECT w.name || ', ' || h.name, 'the balance', COALESCE(b.shares, 0)::text,
           COALESCE(s.shares, 0)::text, w.issuer_id, w.issued_on
    FROM warrants_balance b
    FULL JOIN sums s ON s.warrant_id = b.warrant_id AND s.holder_id = b.holder_id
    JOIN named w ON w.id = COALESCE(b.warrant_id, s.warrant_id)
    JOIN warrants_holder h ON h.id = COALESCE(b.holder_id, s.holder_id)
    WHERE COALESCE(b.shares, 0) <> COALESCE(s.shares, 0)
"""

# At no point of its story may a holder have less than nothing.
NEVER_BELOW_ZERO = """
    , running AS (
        SELECT warrant_id, holder_id, number, MIN("on") AS day,
               SUM(SUM(shares)) OVER (PARTITION BY warrant_id, holder_id ORDER BY number) AS held
        FROM moved GROUP BY 1, 2, 3
    )
    SELECT w.name || ', entry ' || r.number || ', ' || h.name, 'what is left',
           r.held::text, '0 or more', w.issuer_id, r.day
    FROM running r JOIN named w ON w.id = r.warrant_id JOIN warrants_holder h ON h.id = r.holder_id
    WHERE r.held < 0
"""

# What was entered late, for its own day was closed, counts the shares of the day of its entry, by
# the splits known then.
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
                SELECT 1 FROM placements_closing c
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
        ('what it reverses', e.reverses_id IS NULL AND e.kind NOT IN ('issue', 'split'),
         CASE WHEN e.reverses_id IS NULL THEN e.kind ELSE 'a reversal' END,
         'an entry that can be reversed')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

DAYS = """
    , days AS (
        SELECT e.*, LAG(e.on) OVER (PARTITION BY e.warrant_id ORDER BY e.number) AS before
        FROM warrants_entry e
    )
    SELECT w.name || ', entry ' || e.number, 'its day', e.on::text, v.follows, w.issuer_id,
           LEAST(e.on, e.before)
    FROM days e JOIN named w ON w.id = e.warrant_id
    CROSS JOIN LATERAL (VALUES
        (e.on >= e.before OR e.before IS NULL, e.before || ' or later'),
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
         'one of its own series'),
        ('the exercise price', c.id IS NULL OR e.exercise_price = c.exercise_price,
         e.exercise_price::text, COALESCE(c.exercise_price::text, 'set by its call'))
    ) AS v(what, holds, stands, follows)
    WHERE e.kind IN ('cash_exercise', 'cashless_exercise') AND e.reverses_id IS NULL
      AND v.holds IS NOT TRUE
"""

# Every holder's shares on the day of a split, before it, and what the split made of them.
SPLITS = """
    , firsts AS (
        SELECT warrant_id, "on", MIN(number) AS first FROM warrants_entry
        WHERE kind = 'split' GROUP BY 1, 2
    ), split AS (
        SELECT s.id, s.effective_on, s.new, s.old, m.warrant_id, m.holder_id,
               COALESCE(SUM(m.shares) FILTER (WHERE m.on < s.effective_on
                   OR (m.on = s.effective_on AND m.number < f.first)), 0) AS before,
               COALESCE(SUM(m.shares) FILTER (
                   WHERE m.on = s.effective_on AND m.kind = 'split'), 0) AS change
        FROM placements_split s
        JOIN named w ON w.issuer_id = s.issuer_id AND w.issued_on < s.effective_on
        JOIN moved m ON m.warrant_id = w.id
        LEFT JOIN firsts f ON f.warrant_id = w.id AND f.on = s.effective_on
        GROUP BY s.id, m.warrant_id, m.holder_id
    )
    SELECT w.name || ', ' || h.name, 'the change by the split of ' || s.effective_on,
           s.change::text, (DIV(s.before * s.new, s.old) - s.before)::bigint::text,
           w.issuer_id, s.effective_on
    FROM split s JOIN named w ON w.id = s.warrant_id JOIN warrants_holder h ON h.id = s.holder_id
    WHERE s.change <> DIV(s.before * s.new, s.old) - s.before
"""

STRAY_SPLITS = """
    SELECT w.name || ', entry ' || e.number, 'a stock split of ' || e.on, 'missing', 'recorded',
           w.issuer_id, e.on
    FROM warrants_entry e JOIN named w ON w.id = e.warrant_id
    WHERE e.kind = 'split' AND NOT EXISTS (
        SELECT 1 FROM placements_split s WHERE s.issuer_id = w.issuer_id AND s.effective_on = e.on)
"""


def _check(about: str, source: str, sql: str) -> Check:
    return Check(about, source, _WITH + sql)


CHECKS = (
    _check("shares outstanding", _FOLLOWS, OUTSTANDING),
    _check("balances", _FOLLOWS, BALANCES),
    _check("what is left", _MUST, NEVER_BELOW_ZERO),
    _check("issues", _MUST, ISSUES),
    _check("issuers and placements", _MUST, OWNERS),
    _check("numbers of entries", _MUST, NUMBERS),
    _check("reversals of entries", _MUST, REVERSALS),
    _check("days of entries", _MUST, DAYS),
    _check("figures of exercises", _MUST, EXERCISES),
    _check("changes by stock splits", "the split gives", SPLITS),
    _check("entries of stock splits", _MUST, STRAY_SPLITS),
)
