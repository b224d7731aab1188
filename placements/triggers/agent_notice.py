"""The triggers of the agent's notices, which list the sales that each covers (p. S-11)."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from placements.triggers.locking import lock_agreements

AGENT_NOTICE = Sealed(
    kind="agentnotice",
    table="placements_agentnotice",
    columns=sealed_columns(
        "id recorded_at recorded_by_id agreement_id received_on received_time stated remark "
        "replaces_id reason",
        recorded_at=MOMENT,
        received_on=DAY,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="'Agent’s notice ' || e.id || ' under the ' || a.name",
    day="e.received_on",
)

#: The columns of a line, as a notice states them.
_FIGURES = "shares, price, gross, commission, fees, net, settlement_date"
_STATED = """posted e CROSS JOIN LATERAL jsonb_to_recordset(e.stated) AS t(
        sale bigint, shares bigint, price numeric, gross numeric, commission numeric,
        fees numeric, net numeric, settlement_date date)"""

#: That no other notice replaced the notice `n`.
STANDS = "NOT EXISTS (SELECT 1 FROM placements_agentnotice r WHERE r.replaces_id = n.id)"


def has_notice(sale: str) -> str:
    """SQL for whether a notice of this sale stands, or of old only its document is attached."""
    return f"""(
        EXISTS (SELECT 1 FROM placements_agentnoticesale l
                JOIN placements_agentnotice n ON n.id = l.notice_id
                WHERE l.sale_id = {sale} AND {STANDS})
        OR (EXISTS (SELECT 1 FROM placements_attachment d
                    WHERE d.sale_id = {sale} AND d.kind = 'notice')
            AND NOT EXISTS (SELECT 1 FROM placements_agentnoticesale l WHERE l.sale_id = {sale})))
    """


REPLACES_ONE_OF_ITS_AGREEMENT = refuse_where(
    """
    SELECT 1 FROM posted e JOIN placements_agentnotice earlier ON earlier.id = e.replaces_id
    WHERE earlier.agreement_id <> e.agreement_id OR earlier.id >= e.id
    """,
    "A notice replaces an earlier one of the same agreement.",
)

LISTS_SALES = refuse_where(
    "SELECT 1 FROM posted e WHERE jsonb_typeof(e.stated) <> 'array' OR e.stated = '[]'",
    "A notice covers at least one sale.",
)

COVERS_ITS_SALES = refuse_where(
    f"""
    SELECT 1 FROM {_STATED} LEFT JOIN placements_sale s ON s.id = t.sale
    WHERE s.id IS NULL OR s.agreement_id <> e.agreement_id
       OR s.reverses_id IS NOT NULL OR s.adjusts_id IS NOT NULL OR s.trade_date > e.received_on
    """,
    "A notice covers sales of its agreement that were made by the day on which it was received.",
)

LIST_SALES = f"""
    INSERT INTO placements_agentnoticesale (notice_id, sale_id, {_FIGURES})
    SELECT e.id, t.sale, {", ".join(f"t.{name.strip()}" for name in _FIGURES.split(","))}
    FROM {_STATED};
"""

ONE_STANDS = refuse_where(
    f"""
    SELECT 1 FROM placements_agentnoticesale l JOIN placements_agentnotice n ON n.id = l.notice_id
    WHERE l.sale_id IN (SELECT x.sale_id FROM placements_agentnoticesale x
                        JOIN posted e ON e.id = x.notice_id)
      AND {STANDS}
    GROUP BY l.sale_id HAVING COUNT(*) > 1
    """,
    "A sale has one notice of the agent that stands; another one replaces it.",
)

AGENT_NOTICE_TRIGGERS = posted_once(
    AGENT_NOTICE,
    dated="received_on",
    plural="notices of the agent",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    REPLACES_ONE_OF_ITS_AGREEMENT=REPLACES_ONE_OF_ITS_AGREEMENT,
    LISTS_SALES=LISTS_SALES,
    COVERS_ITS_SALES=COVERS_ITS_SALES,
    LIST_SALES=LIST_SALES,
    ONE_STANDS=ONE_STANDS,
)
