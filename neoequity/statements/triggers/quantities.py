"""SQL for what a line, an entry or a receipt has, and what standing matches and differences take.

The figures are those of `terms.entry.entry_of` and `terms.open_items`.
"""

from placements.triggers.ratio import shares_on

#: Each line with its dollars to the cent and its shares, as its side is compared.
LINES = """(
    SELECT l.id, l.side, l.sender_id, o.issuer_id,
           CASE l.side WHEN 'agent' THEN n.sign * ROUND(COALESCE(l.net,
                    l.gross - COALESCE(l.commission, 0) - COALESCE(l.fees, 0), l.amount, 0), 2)
                WHEN 'bank' THEN ROUND(COALESCE(l.amount, 0), 2) ELSE 0 END AS amount,
           CASE l.side WHEN 'bank' THEN 0 ELSE n.sign * COALESCE(l.shares, 0) END AS shares
    FROM statements_statementline l JOIN statements_sender o ON o.id = l.sender_id
    CROSS JOIN LATERAL (SELECT CASE l.kind WHEN 'cancel' THEN -1 ELSE 1 END AS sign) n)"""

#: The day on which an entry's shares are due: after a failed delivery the new one; a reversal and
#: an adjustment have their own.
_DUE = """COALESCE(
    (SELECT f.new_day FROM placements_deliveryfailure f
     WHERE f.sale_id = s.id ORDER BY f.id DESC LIMIT 1),
    s.settlement_date, s.trade_date)"""
_RESTATED = shares_on(
    _DUE, "SELECT COALESCE(r.trade_date, s.trade_date) AS trade_date, s.shares", "a.issuer_id"
)

#: Each entry on each side, with what its sender should say of it; `traded` lacks the splits.
ENTRIES = f"""(
    SELECT s.id, v.side, s.agreement_id, a.issuer_id,
           CASE v.side WHEN 'transfer_agent' THEN 0 ELSE s.net END AS amount,
           CASE v.side WHEN 'agent' THEN s.shares WHEN 'bank' THEN 0
                ELSE CASE WHEN EXISTS (
                         SELECT 1 FROM placements_split x WHERE x.issuer_id = a.issuer_id
                           AND x.effective_on > COALESCE(r.trade_date, s.trade_date)
                           AND x.effective_on <= {_DUE})
                     THEN {_RESTATED} ELSE s.shares END END AS shares
    FROM placements_sale s JOIN placements_agreement a ON a.id = s.agreement_id
    LEFT JOIN placements_sale r ON r.id = s.reverses_id
    CROSS JOIN (VALUES ('agent'), ('transfer_agent'), ('bank')) v (side))"""

#: Each receipt with its dollars; one that undoes another takes them back.
RECEIPTS = """(
    SELECT r.id, 'bank' AS side, r.agreement_id, a.issuer_id, r.amount, 0 AS shares
    FROM placements_receipt r JOIN placements_agreement a ON a.id = r.agreement_id)"""

_STANDS = "NOT EXISTS (SELECT 1 FROM statements_match u WHERE u.undoes_id = m.id)"


def pieces(column: str, keys: str) -> str:
    """SQL for rows (key, side, amount, shares, is_received): what is taken of these rows.

    `column` names them in both tables: `line_id`, `entry_id` or `receipt_id`. What entries have
    received of the bank in receipts that stand counts as taken of them, whether matched or not.
    """
    found = [
        f"""SELECT p.{column} AS key, m.side, p.amount, p.shares, false AS is_received
            FROM statements_matchpart p JOIN statements_match m ON m.id = p.match_id
            WHERE p.{column} IN ({keys}) AND {_STANDS}"""
    ]
    if column != "receipt_id":
        found.append(
            f"""SELECT d.{column}, d.side, d.amount, d.shares, false
                FROM statements_accepteddifference d
                WHERE d.{column} IN ({keys}) AND d.undoes_id IS NULL AND NOT EXISTS (
                    SELECT 1 FROM statements_accepteddifference u WHERE u.undoes_id = d.id)"""
        )
    if column == "entry_id":
        found.append(
            f"""SELECT q.entry_id, 'bank', q.amount, 0, true FROM placements_receiptpart q
                WHERE q.entry_id IN ({keys}) AND NOT EXISTS (
                    SELECT 1 FROM placements_receipt u WHERE u.undoes_id = q.receipt_id)"""
        )
    return "\nUNION ALL\n".join(found)


def taken(column: str, keys: str) -> str:
    """SQL for what is taken of these rows altogether: (key, side, amount, shares)."""
    return (
        "(SELECT key, side, SUM(amount) AS amount, SUM(shares) AS shares "
        f"FROM ({pieces(column, keys)}) piece GROUP BY key, side)"
    )


def not_part_of(part: str, whole: str) -> str:
    """The SQL condition that dollars or shares of one lie outside those of the other."""
    return " OR ".join(
        f"{part}.{figure} NOT BETWEEN LEAST({whole}.{figure}, 0) AND GREATEST({whole}.{figure}, 0)"
        for figure in ("amount", "shares")
    )


WHOLES = {"line_id": LINES, "entry_id": ENTRIES, "receipt_id": RECEIPTS}


def beyond(column: str, parts: str) -> str:
    """SQL for rows of which more is taken than they have, or matched with another sign.

    `parts` is SQL for rows with `column` and side, as they were just posted. What a row has and
    each piece of it are added up in one pass: a join would be made row by row, or of all with all,
    for the planner takes what was just posted for a single row.
    """
    keys = f"SELECT {column} FROM ({parts}) part"  # constants
    return f"""
    SELECT 1 FROM (
        SELECT w.id AS key, w.side, w.amount AS whole_amount, w.shares AS whole_shares,
               NULL::numeric AS amount, NULL::bigint AS shares, false AS is_received
        FROM {WHOLES[column]} w
        WHERE (w.id, w.side) IN (SELECT {column}, side FROM ({parts}) part)
        UNION ALL
        SELECT key, side, NULL, NULL, amount, shares, is_received
        FROM ({pieces(column, keys)}) piece
    ) each
    GROUP BY key, side
    HAVING MAX(whole_amount) IS NOT NULL AND ({_outside("amount")} OR {_outside("shares")})
    """


def _outside(figure: str) -> str:
    """The SQL condition that all pieces, or one that is no receipt's, lie outside the whole."""
    whole = f"LEAST(MAX(whole_{figure}), 0) AND GREATEST(MAX(whole_{figure}), 0)"
    matched = f"({figure}) FILTER (WHERE NOT is_received)"
    sums = (f"SUM({figure})", f"MIN{matched}", f"MAX{matched}")
    return " OR ".join(f"{each} NOT BETWEEN {whole}" for each in sums)
