"""Whether anything that concerns a signed-off month was recorded after its sign-off.

Whatever moves a reconciliation is a record of its own, never changed afterwards. So it is enough to
look for later ones; only then are rows read again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from neoequity.statements.models import SignOff

_DUE = "COALESCE(s.settlement_date, s.trade_date)"
_OTHERS = "(VALUES ('transfer_agent'), ('bank')) v (side)"

#: What can move a month: of which issuer or agreement, on which side, from which day on.
_RECORDS = f"""
    SELECT NULL::bigint AS issuer, s.agreement_id AS agreement, 'agent' AS side,
           s.trade_date AS day, s.recorded_at AS at
    FROM placements_sale s
    UNION ALL
    SELECT NULL, s.agreement_id, v.side, {_DUE}, s.recorded_at
    FROM placements_sale s CROSS JOIN {_OTHERS}
    UNION ALL
    SELECT o.issuer_id, NULL, l.side, l.day, t.recorded_at
    FROM statements_statement t JOIN statements_sender o ON o.id = t.sender_id
    JOIN statements_statementline l ON l.statement_id = t.id
    UNION ALL
    SELECT m.issuer_id, NULL, m.side, p.day, m.recorded_at
    FROM statements_match m JOIN (
        SELECT p.match_id,
               GREATEST(MAX(l.day), MAX(s.trade_date), MAX(r.received_on)) AS day
        FROM statements_matchpart p LEFT JOIN statements_statementline l ON l.id = p.line_id
        LEFT JOIN placements_sale s ON s.id = p.entry_id
        LEFT JOIN placements_receipt r ON r.id = p.receipt_id
        GROUP BY p.match_id) p ON p.match_id = COALESCE(m.undoes_id, m.id)
    UNION ALL
    SELECT d.issuer_id, NULL, d.side, COALESCE(l.day, s.trade_date), d.recorded_at
    FROM statements_accepteddifference d LEFT JOIN placements_sale s ON s.id = d.entry_id
    LEFT JOIN statements_statementline l ON l.id = d.line_id
    UNION ALL
    SELECT NULL, r.agreement_id, 'bank', r.received_on, r.recorded_at FROM placements_receipt r
    UNION ALL
    SELECT NULL, r.agreement_id, 'bank', r.received_on, p.recorded_at
    FROM placements_receiptpart p JOIN placements_receipt r ON r.id = p.receipt_id
    UNION ALL
    SELECT x.issuer_id, NULL, 'transfer_agent', x.effective_on, x.recorded_at
    FROM placements_split x
    UNION ALL
    SELECT NULL, s.agreement_id, 'transfer_agent', d.delivered_on, d.recorded_at
    FROM placements_delivery d JOIN placements_sale s ON s.id = d.sale_id
    UNION ALL
    SELECT NULL, s.agreement_id, 'transfer_agent', x.failed_on, x.recorded_at
    FROM placements_deliveryfailure x JOIN placements_sale s ON s.id = x.sale_id
    UNION ALL
    SELECT w.issuer_id, NULL, 'transfer_agent', e."on", e.recorded_at
    FROM warrants_entry e JOIN warrants_warrant w ON w.id = e.warrant_id
    WHERE e.shares_issued <> 0
    UNION ALL
    SELECT f.issuer_id, NULL, 'transfer_agent', f.day, f.recorded_at FROM company_figure f
    UNION ALL
    SELECT e.issuer_id, NULL, 'transfer_agent', e.day, e.recorded_at FROM company_shareevent e"""  # noqa: S608  # put together from constants

_LATER = f"""
    SELECT issuer, agreement, side, date_trunc('month', day)::date, MAX(at)
    FROM ({_RECORDS}) AS recorded
    WHERE at > %(since)s AND day <= %(until)s
    GROUP BY 1, 2, 3, 4
"""  # noqa: S608  # put together from constants


class _Later(NamedTuple):
    month: date
    at: datetime


def touched(sign_offs: Iterable[SignOff]) -> list[SignOff]:
    """Those after which something was recorded that may concern their month; one query.

    Give them with their agreements.
    """
    rows = list(sign_offs)
    if not rows:
        return []
    asked = {
        "since": min(row.recorded_at for row in rows),
        "until": max(row.last_day for row in rows),
    }
    later: dict[tuple[int | None, int | None, str], list[_Later]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LATER, asked)
        for issuer, agreement, side, month, at in cursor.fetchall():
            later[issuer, agreement, side].append(_Later(month, at))
    return [
        row
        for row in rows
        if any(
            each.month <= row.last_day and each.at > row.recorded_at
            for key in (
                (row.agreement.issuer_id, None, row.side),
                (None, row.agreement_id, row.side),
            )
            for each in later.get(key, ())
        )
    ]
