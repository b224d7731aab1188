"""The triggers of failed deliveries: of which sale, on which day, and due again when."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from placements.triggers.locking import lock_agreements
from placements.triggers.market_day import on_the_calendar

DELIVERY_FAILURE = Sealed(
    kind="deliveryfailure",
    table="placements_deliveryfailure",
    columns=sealed_columns(
        "id recorded_at recorded_by_id sale_id failed_on new_day reason",
        recorded_at=MOMENT,
        failed_on=DAY,
        new_day=DAY,
    ),
    joins="JOIN placements_sale s ON s.id = e.sale_id "
    "JOIN placements_agreement a ON a.id = s.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="'The failed delivery of sale ' || s.number || ' of the ' || a.name",
    day="e.failed_on",
)

FAILS_UNDELIVERED = refuse_where(
    """
    SELECT 1 FROM posted e LEFT JOIN placements_sale s ON s.id = e.sale_id
    WHERE s.id IS NULL OR s.reverses_id IS NOT NULL OR s.adjusts_id IS NOT NULL
       OR EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
       OR EXISTS (SELECT 1 FROM placements_delivery d WHERE d.sale_id = s.id)
    """,
    "A delivery fails for a sale that stands and is not delivered.",
)

FAILS_WHEN_DUE = refuse_where(
    """
    SELECT 1 FROM posted e JOIN placements_sale s ON s.id = e.sale_id
    WHERE e.failed_on < COALESCE(
        (SELECT p.new_day FROM placements_deliveryfailure p
         WHERE p.sale_id = e.sale_id AND p.id < e.id ORDER BY p.id DESC LIMIT 1),
        s.settlement_date)
    """,
    "A delivery fails on the day on which its sale falls due, or later.",
)

FAILS_ON_SETTLEMENT_DAYS = refuse_where(
    f"""
    SELECT 1 FROM posted e
    WHERE NOT {on_the_calendar("is_settlement_day", "e.failed_on")}
       OR NOT {on_the_calendar("is_settlement_day", "e.new_day")}
    """,
    "A delivery fails on a settlement day, and falls due again on another.",
)

DELIVERY_FAILURE_TRIGGERS = posted_once(
    DELIVERY_FAILURE,
    dated="failed_on",
    plural="failed deliveries",
    LOCK_AGREEMENTS=lock_agreements(
        "SELECT s.agreement_id FROM posted e JOIN placements_sale s ON s.id = e.sale_id"
    ),
    FAILS_UNDELIVERED=FAILS_UNDELIVERED,
    FAILS_WHEN_DUE=FAILS_WHEN_DUE,
    FAILS_ON_SETTLEMENT_DAYS=FAILS_ON_SETTLEMENT_DAYS,
)
