"""The triggers of deliveries: what the database updates and refuses when they are posted."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_closed_days, refuse_what_waited
from neoequity.books.triggers.sealing import lock_heads, seal
from placements.terms.agent_notice import BEFORE_DELIVERY
from placements.triggers.agent_notice import has_notice
from placements.triggers.in_force import version_in_force
from placements.triggers.locking import lock_agreements
from placements.triggers.sale_aggregate import DELIVER_AGGREGATES
from placements.triggers.sealed import DELIVERY

DELIVERY_FITS_SALE = refuse_where(
    """
    SELECT 1 FROM posted v LEFT JOIN placements_sale s ON s.id = v.sale_id
    WHERE s.id IS NULL
       OR s.reverses_id IS NOT NULL
       OR v.delivered_on < s.trade_date
       OR EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    """,
    "Shares are delivered for a sale that stands, not before its trade date.",
)

NOTICE_IS_HERE = refuse_where(
    f"""
    SELECT 1 FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    JOIN placements_termversion t ON t.agreement_id = s.agreement_id
        AND t.notice_needed = '{BEFORE_DELIVERY}'
        AND t.number = {version_in_force("s.agreement_id", "s.trade_date")}
    WHERE s.adjusts_id IS NULL AND NOT {has_notice("s.id")}
    """,
    "Shares are delivered after the agent's notice of their sale, where the agreement needs it "
    "before delivery.",
)

NOT_BEFORE_IT_FAILED = refuse_where(
    """
    SELECT 1 FROM posted v JOIN placements_deliveryfailure f ON f.sale_id = v.sale_id
    WHERE v.delivered_on < f.failed_on
    """,
    "Shares are not delivered before the day on which their delivery failed.",
)

SETTLE_DELIVERED = """
    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled)
    SELECT s.agreement_id, v.delivered_on, 0, 0, 0, 0, SUM(s.gross)
    FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    GROUP BY 1, 2
    ON CONFLICT (agreement_id, day) DO UPDATE SET settled = d.settled + EXCLUDED.settled;
"""

POST_DELIVERIES = steps(
    LOCK_AGREEMENTS=lock_agreements(
        "SELECT s.agreement_id FROM posted v JOIN placements_sale s ON s.id = v.sale_id"
    ),
    DELIVERY_FITS_SALE=DELIVERY_FITS_SALE,
    NOTICE_IS_HERE=NOTICE_IS_HERE,
    NOT_BEFORE_IT_FAILED=NOT_BEFORE_IT_FAILED,
    SETTLE_DELIVERED=SETTLE_DELIVERED,
    DELIVER_AGGREGATES=DELIVER_AGGREGATES,
    RECORDED_NOW=RECORDED_NOW,
)

DELIVERIES_KEEP_OUT = refuse_closed_days("""
    SELECT a.issuer_id, v.delivered_on
    FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    JOIN placements_agreement a ON a.id = s.agreement_id
""")

_DELIVERIES_STAY = "A recorded delivery is never changed or deleted; reverse its sale instead."

DELIVERY_TRIGGERS = [
    refuse_truncate("deliveries_are_not_truncated", _DELIVERIES_STAY),
    refuse("deliveries_stay", pgtrigger.Update | pgtrigger.Delete, _DELIVERIES_STAY),
    after_insert(
        "deliveries_settle_sales",
        steps(
            POST_DELIVERIES,
            LOCK_HEADS=lock_heads(DELIVERY.issuers),
            DELIVERIES_KEEP_OUT=DELIVERIES_KEEP_OUT,
            REFUSE_WHAT_WAITED=refuse_what_waited(DELIVERY),
            SEAL=seal(DELIVERY),
        ),
    ),
]
