"""SQL for balances by day: the same rules as in `warrants.terms.register`."""

from neoequity.books.triggers import refuse_where
from warrants.triggers.ratio import SPLITS


def changes_still_due(warrants: str) -> str:
    """SQL for (warrant_id, holder_id, day, shares) still to be adjusted for splits.

    On the day of a split each holder's balance becomes balance x new / old. On the day of an entry
    stated in pre-split shares (recorded before the split was known, or reversing an entry from
    before the split) the difference is taken back. Fractions are dropped. There are no rows when
    the entries of the kind `split` match.
    """
    return f"""
    WITH RECURSIVE chosen AS (
        SELECT w.id, w.issuer_id, w.issued_on FROM warrants_warrant w WHERE w.id IN ({warrants})
    ), older AS (
        SELECT e.id, s.new AS gives, s.old AS takes,
               ROW_NUMBER() OVER (PARTITION BY e.id ORDER BY s.effective_on) AS place
        FROM chosen w JOIN warrants_entry e ON e.warrant_id = w.id AND e.kind <> 'split'
        LEFT JOIN warrants_entry o ON o.id = e.reverses_id
        JOIN {SPLITS} s ON s.issuer_id = w.issuer_id
            AND s.effective_on > w.issued_on AND s.effective_on <= e.on
            AND (s.effective_on > COALESCE(o.on, e.on)
                 OR s.recorded_at > COALESCE(o.recorded_at, e.recorded_at))
    ), steps AS (
        SELECT e.id, 0::bigint AS place, e.shares::numeric AS shares
        FROM warrants_entry e WHERE e.id IN (SELECT id FROM older)
        UNION ALL
        SELECT t.id, r.place, DIV(t.shares * r.gives, r.takes)
        FROM steps t JOIN older r ON r.id = t.id AND r.place = t.place + 1
    ), counted AS (
        SELECT DISTINCT ON (id) id, shares FROM steps ORDER BY id, place DESC
    ), moved AS (
        SELECT e.warrant_id, h.holder_id, e.on AS day, h.sign * e.shares AS shares,
               CASE WHEN e.kind = 'split' THEN -h.sign * e.shares
                    ELSE h.sign * (COALESCE(c.shares, e.shares) - e.shares) END AS due
        FROM warrants_entry e LEFT JOIN counted c ON c.id = e.id
        CROSS JOIN LATERAL (VALUES (e.holder_to_id, 1), (e.holder_from_id, -1))
            AS h (holder_id, sign)
        WHERE e.warrant_id IN (SELECT id FROM chosen) AND h.holder_id IS NOT NULL
    ), due AS (
        SELECT warrant_id, holder_id, day, due FROM moved
        UNION ALL
        SELECT m.warrant_id, m.holder_id, s.effective_on,
               DIV(SUM(m.shares) * s.new, s.old) - SUM(m.shares)
        FROM chosen w JOIN {SPLITS} s ON s.issuer_id = w.issuer_id
            AND s.effective_on > w.issued_on
        JOIN moved m ON m.warrant_id = w.id AND m.day < s.effective_on
        GROUP BY m.warrant_id, m.holder_id, s.id
    )
    SELECT warrant_id, holder_id, day, SUM(due)::bigint AS shares
    FROM due GROUP BY 1, 2, 3 HAVING SUM(due) <> 0"""


def splits_are_followed(warrants: str) -> str:
    """SQL that refuses unless every balance of these warrants was adjusted for each split."""
    return refuse_where(
        changes_still_due(warrants),
        "A stock split changes what each holder has of each warrant by its ratio, and nothing "
        "else does.",
    )


def below_nothing(warrants: str) -> str:
    """SQL for (warrant_id, holder_id, day, held) where a balance was negative."""
    return f"""
    SELECT d.warrant_id, d.holder_id, d.day, d.held FROM (
        SELECT m.warrant_id, m.holder_id, m.day, SUM(SUM(m.shares)) OVER (
                   PARTITION BY m.warrant_id, m.holder_id ORDER BY m.day)::bigint AS held
        FROM (SELECT e.warrant_id, h.holder_id, e.on AS day, h.sign * e.shares AS shares
              FROM warrants_entry e CROSS JOIN LATERAL (VALUES
                  (e.holder_to_id, 1), (e.holder_from_id, -1)) AS h (holder_id, sign)
              WHERE h.holder_id IS NOT NULL AND e.warrant_id IN ({warrants})) m
        GROUP BY 1, 2, 3) d
    WHERE d.held < 0"""
