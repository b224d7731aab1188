"""The triggers of sales: what the database updates and refuses when they are posted."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.closed_days import STANDS, refuse_closed_days, refuse_what_waited
from neoequity.books.triggers.sealing import lock_heads, seal
from placements.triggers.ending import NOTHING_SOLD_FROM_THE_END
from placements.triggers.fees import FEES_OF_DAYS, most_commission
from placements.triggers.in_force import schedules, version_in_force
from placements.triggers.locking import lock_agreements
from placements.triggers.market_day import SALES_KEEP_THE_CALENDAR
from placements.triggers.numbering import numbers_run_on
from placements.triggers.offers import HAS_SPLIT, minimum_on, oversold
from placements.triggers.sale_aggregate import ENTER_AGGREGATES
from placements.triggers.sealed import SALE

#: The minimum of each trade day, where splits may have restated the one agreed.
MINIMUMS = f"""
    SELECT d.placement_id, d.trade_date, {minimum_on("d.trade_date")} AS price
    FROM (SELECT DISTINCT s.placement_id, s.trade_date FROM posted s
          JOIN placements_agreement a ON a.id = s.agreement_id WHERE {HAS_SPLIT}) d
    JOIN placements_placement p ON p.id = d.placement_id
    JOIN placements_agreement a ON a.id = p.agreement_id"""

# Outer joins: foreign keys are checked at commit, so the row may not exist yet.
SALE_FITS_PLACEMENT = refuse_where(
    f"""
    WITH allowed AS MATERIALIZED (
        SELECT d.agreement_id, d.trade_date, v.methods
        FROM (SELECT DISTINCT agreement_id, trade_date FROM posted) d
        JOIN placements_termversion v
            ON v.agreement_id = d.agreement_id
            AND v.number = {version_in_force("d.agreement_id", "d.trade_date")}
    ), minimums AS MATERIALIZED ({MINIMUMS})
    SELECT 1 FROM posted s
    LEFT JOIN placements_agreement a ON a.id = s.agreement_id
    LEFT JOIN placements_placement p ON p.id = s.placement_id AND p.agreement_id = a.id
    LEFT JOIN allowed m ON m.agreement_id = a.id AND m.trade_date = s.trade_date
    LEFT JOIN minimums n ON n.placement_id = p.id AND n.trade_date = s.trade_date
    WHERE p.id IS NULL
       OR (s.reverses_id IS NULL AND s.adjusts_id IS NULL AND (
              p.accepted_on IS NULL
           OR p.status NOT IN ('accepted', 'suspended', 'closed')
           OR s.trade_date < p.accepted_on
           OR s.trade_date > p.closed_on
           OR (p.status = 'suspended' AND s.trade_date >= p.status_on)
           OR s.price < COALESCE(n.price, p.minimum_price)
           OR s.gross < ROUND(s.shares * COALESCE(n.price, p.minimum_price), 2)
           OR s.method <> ALL (m.methods)))
    """,
    "A sale must fit its placement: accepted on its trade date, at or above the minimum price, "
    "by a method that the agreement allows.",
)

OFFERS_HOLD_SALES = refuse_where(
    oversold("p.id IN (SELECT placement_id FROM posted)"),
    "A placement sells no more shares than it offers, counted in the same shares.",
)

# From its day until resumption or, if the placement was closed instead, for good.
SALES_KEEP_OUT_OF_SUSPENSIONS = refuse_where(
    """
    SELECT 1
    FROM (SELECT DISTINCT placement_id, trade_date FROM posted
          WHERE reverses_id IS NULL AND adjusts_id IS NULL) s
    JOIN placements_placementevent e ON e.pgh_obj_id = s.placement_id
        AND e.status = 'suspended' AND e.status_on <= s.trade_date
    WHERE NOT EXISTS (
        SELECT 1 FROM placements_placementevent n
        WHERE n.pgh_obj_id = e.pgh_obj_id AND n.pgh_id > e.pgh_id
          AND n.status = 'accepted' AND n.status_on <= s.trade_date)
    """,
    "A sale is not dated inside a suspension of its placement.",
)

REVERSAL_MIRRORS_SALE = refuse_where(
    """
    SELECT 1 FROM posted r LEFT JOIN placements_sale s ON s.id = r.reverses_id
    WHERE r.reverses_id IS NOT NULL AND (
          s.id IS NULL
       OR s.reverses_id IS NOT NULL
       OR s.adjusts_id IS NOT NULL
       OR (r.agreement_id, r.placement_id, r.method, r.price, r.price_decimals)
          <> (s.agreement_id, s.placement_id, s.method, s.price, s.price_decimals)
       OR (r.shares, r.gross, r.deductions) <> (-s.shares, -s.gross, -s.deductions)
       OR (r.commission_stated, r.second_fee)
          IS DISTINCT FROM (-s.commission_stated, -s.second_fee)
       OR r.trade_date < s.trade_date)
    """,
    "A reversal must negate one sale, of its own agreement and placement, not before its "
    "trade date.",
)

REVERSAL_IS_APPROVED = refuse_where(
    """
    SELECT 1 FROM posted r WHERE r.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM books_approval a
        WHERE a.kind = 'reversal' AND a.subject = r.reverses_id AND a.decision = 'approved'
          AND a.dated = r.trade_date AND a.asked = jsonb_build_object('reason', r.reason))
    """,
    "A reversal is posted as one person asked for it and another approved it.",
)

# It may be dated after the day it concerns only if that day, and those between, are closed.
ADJUSTMENT_FITS_ITS_CAUSE = refuse_where(
    f"""
    SELECT 1 FROM posted n LEFT JOIN placements_sale c ON c.id = n.adjusts_id
    LEFT JOIN placements_agreement a ON a.id = n.agreement_id
    WHERE n.adjusts_id IS NOT NULL AND (
          c.id IS NULL
       OR c.adjusts_id IS NOT NULL
       OR c.number >= n.number
       OR (n.agreement_id, n.placement_id, n.method)
          <> (c.agreement_id, c.placement_id, c.method)
       OR n.concerns < c.trade_date
       OR (n.trade_date > n.concerns AND NOT EXISTS (
              SELECT 1 FROM books_closing c
              WHERE c.issuer_id = a.issuer_id AND {STANDS}
                AND n.trade_date - 1 BETWEEN c.starts_on AND c.ends_on)))
    """,
    "An adjustment of commission must point at the entry that caused it, of its own agreement and "
    "placement, and be dated on the day it concerns or on the first open day after it.",
)

# By the fee schedule of its trade date, apart from a stray cent of rounding. The trigger of the
# agreement checks their total to the cent. What a sale states follows no schedule.
COMMISSION_KEEPS_THE_RATES = refuse_where(
    f"""
    WITH {schedules("a.id IN (SELECT agreement_id FROM posted)")}, rates AS MATERIALIZED (
        SELECT k.agreement_id, k.starts_on, k.ends_on, MIN(t.rate) AS least, MAX(t.rate) AS most
        FROM schedules k
        JOIN tiers t ON t.agreement_id = k.agreement_id AND t.version = k.number
        GROUP BY 1, 2, 3
    )
    SELECT 1 FROM posted s LEFT JOIN rates r ON r.agreement_id = s.agreement_id
        AND s.trade_date >= r.starts_on AND s.trade_date < r.ends_on
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL AND s.commission_stated IS NULL
      AND (s.commission - COALESCE(s.second_fee, 0)
           BETWEEN r.least * s.gross - 0.05 AND r.most * s.gross + 0.05) IS NOT TRUE
    """,
    "The commission of a sale lies between the lowest and the highest rate of the fee schedule in "
    "force on its trade date.",
)

# Stated where the terms of its trade date have a maximum, rounded up to the cent, and only there.
STATED_WITHIN_THE_MAXIMUM = refuse_where(
    f"""
    WITH {FEES_OF_DAYS}
    SELECT 1 FROM posted s LEFT JOIN fees_of_days f
        ON f.agreement_id = s.agreement_id AND f.trade_date = s.trade_date
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND CASE WHEN f.commission_maximum_rate IS NULL THEN s.commission_stated IS NOT NULL
               ELSE (s.commission_stated <= {most_commission("s.gross", "f")}) IS NOT TRUE END
    """,
    "A sale states its commission where its agreement has a maximum on its trade date, and states "
    "no more than that.",
)

SECOND_FEE_BY_ITS_RATE = refuse_where(
    f"""
    WITH {FEES_OF_DAYS}
    SELECT 1 FROM posted s LEFT JOIN fees_of_days f
        ON f.agreement_id = s.agreement_id AND f.trade_date = s.trade_date
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND s.second_fee IS DISTINCT FROM ROUND(f.second_fee_rate * s.gross, 2)
    """,
    "The second fee of a sale is what the rate in force on its trade date gives, to the cent.",
)

NUMBERS_RUN_ON = numbers_run_on(
    "placements_sale",
    "The sales of an agreement are numbered in the order of their recording, without a gap.",
)

ADD_SALES_TO_TOTALS = """
    UPDATE placements_agreement a
    SET gross_sold = a.gross_sold + s.gross,
        shares_sold = a.shares_sold + s.shares,
        commission_sold = a.commission_sold + s.commission,
        commission_apart = a.commission_apart + s.apart
    FROM (SELECT agreement_id, SUM(gross) AS gross, SUM(shares) AS shares,
                 SUM(commission) AS commission,
                 COALESCE(SUM(commission_stated), 0) + COALESCE(SUM(second_fee), 0) AS apart
          FROM posted GROUP BY agreement_id) s
    WHERE a.id = s.agreement_id;

    UPDATE placements_placement p
    SET gross_sold = p.gross_sold + s.gross, shares_sold = p.shares_sold + s.shares
    FROM (SELECT placement_id, SUM(gross) AS gross, SUM(shares) AS shares
          FROM posted GROUP BY placement_id) s
    WHERE p.id = s.placement_id;

    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled, deductions)
    SELECT agreement_id, trade_date, SUM(gross), SUM(shares), SUM(commission), SUM(net), 0,
           SUM(deductions)
    FROM posted GROUP BY agreement_id, trade_date
    ON CONFLICT (agreement_id, day) DO UPDATE
    SET gross = d.gross + EXCLUDED.gross, shares = d.shares + EXCLUDED.shares,
        commission = d.commission + EXCLUDED.commission, net = d.net + EXCLUDED.net,
        deductions = d.deductions + EXCLUDED.deductions;
"""

# A sale both delivered and reversed is no longer settled from the later of the two days on.
UNSETTLE_REVERSED = """
    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled)
    SELECT r.agreement_id, GREATEST(r.trade_date, v.delivered_on), 0, 0, 0, 0, SUM(r.gross)
    FROM posted r JOIN placements_delivery v ON v.sale_id = r.reverses_id
    GROUP BY 1, 2
    ON CONFLICT (agreement_id, day) DO UPDATE SET settled = d.settled + EXCLUDED.settled;
"""

# The totals come first: updating them waits for moves of the placement, so later reads are stable.
POST_SALES = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    ADD_SALES_TO_TOTALS=ADD_SALES_TO_TOTALS,
    UNSETTLE_REVERSED=UNSETTLE_REVERSED,
    ENTER_AGGREGATES=ENTER_AGGREGATES,
    SALE_FITS_PLACEMENT=SALE_FITS_PLACEMENT,
    OFFERS_HOLD_SALES=OFFERS_HOLD_SALES,
    SALES_KEEP_OUT_OF_SUSPENSIONS=SALES_KEEP_OUT_OF_SUSPENSIONS,
    NOTHING_SOLD_FROM_THE_END=NOTHING_SOLD_FROM_THE_END,
    SALES_KEEP_THE_CALENDAR=SALES_KEEP_THE_CALENDAR,
    REVERSAL_MIRRORS_SALE=REVERSAL_MIRRORS_SALE,
    REVERSAL_IS_APPROVED=REVERSAL_IS_APPROVED,
    ADJUSTMENT_FITS_ITS_CAUSE=ADJUSTMENT_FITS_ITS_CAUSE,
    COMMISSION_KEEPS_THE_RATES=COMMISSION_KEEPS_THE_RATES,
    STATED_WITHIN_THE_MAXIMUM=STATED_WITHIN_THE_MAXIMUM,
    SECOND_FEE_BY_ITS_RATE=SECOND_FEE_BY_ITS_RATE,
    NUMBERS_RUN_ON=NUMBERS_RUN_ON,
    RECORDED_NOW=RECORDED_NOW,
)

# Reversing a delivered sale also takes back the settlement, on the later of the two days.
SALES_KEEP_OUT = refuse_closed_days("""
    SELECT a.issuer_id, s.trade_date
    FROM posted s JOIN placements_agreement a ON a.id = s.agreement_id
    UNION ALL
    SELECT a.issuer_id, GREATEST(r.trade_date, v.delivered_on)
    FROM posted r JOIN placements_agreement a ON a.id = r.agreement_id
    JOIN placements_delivery v ON v.sale_id = r.reverses_id
""")

_SALES_STAY = "A posted sale is never changed or deleted; reverse it and record the right one."

SALE_TRIGGERS = [
    refuse_truncate("posted_sales_are_not_truncated", _SALES_STAY),
    refuse("posted_sales_stay", pgtrigger.Update | pgtrigger.Delete, _SALES_STAY),
    after_insert(
        "posted_sales_count",
        steps(
            POST_SALES,
            LOCK_HEADS=lock_heads(SALE.issuers),
            SALES_KEEP_OUT=SALES_KEEP_OUT,
            REFUSE_WHAT_WAITED=refuse_what_waited(SALE),
            SEAL=seal(SALE),
        ),
    ),
]
