"""Check of the figures that the agent's notices state: as they were sealed with each notice."""

from neoequity.books.proof.check import Check

_FIGURES = {
    "shares": "shares",
    "price": "price::numeric(14,6)",
    "gross": "gross::numeric(18,2)",
    "commission": "commission::numeric(18,2)",
    "fees": "fees::numeric(18,2)",
    "net": "net::numeric(18,2)",
    "settlement_date": "settlement_date",
}


def _lines(rows: str, row: str, sale: str) -> str:
    """SQL for all lines as one text: each sale with what is stated of it."""
    cells = ", ".join(f"COALESCE({row}.{figure}::text, '-')" for figure in _FIGURES.values())
    line = f"concat_ws(' ', {row}.{sale}, {cells})"
    return f"(SELECT string_agg({line}, '; ' ORDER BY {row}.{sale}) FROM {rows})"  # noqa: S608


_STATED = """jsonb_to_recordset(n.stated) AS t(
        sale bigint, shares bigint, price numeric, gross numeric, commission numeric,
        fees numeric, net numeric, settlement_date date)"""

NOTICE_LINES = Check(
    "figures of notices",
    "the notice states",
    f"""
    SELECT 'Notice ' || n.id, 'what is stated of its sales', r.listed, r.stated, a.issuer_id,
           n.received_on
    FROM placements_agentnotice n JOIN placements_agreement a ON a.id = n.agreement_id
    CROSS JOIN LATERAL (
        SELECT {_lines("placements_agentnoticesale l WHERE l.notice_id = n.id", "l", "sale_id")}
               AS listed,
               {_lines(_STATED, "t", "sale")} AS stated) r
    WHERE r.listed IS DISTINCT FROM r.stated
    """,  # noqa: S608  # put together from constants
)
