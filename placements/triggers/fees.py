"""SQL for commission as stated, up to a maximum, and for what changes the way of pricing sales."""

from neoequity.books.triggers import refuse_where
from placements.triggers.in_force import version_in_force

#: A CTE with the maximum and the second fee of each trade date in `posted`.
FEES_OF_DAYS = f"""
    fees_of_days AS MATERIALIZED (
        SELECT d.agreement_id, d.trade_date, v.commission_maximum_rate, v.second_fee_rate
        FROM (SELECT DISTINCT agreement_id, trade_date FROM posted) d
        JOIN placements_termversion v ON v.agreement_id = d.agreement_id
            AND v.number = {version_in_force("d.agreement_id", "d.trade_date")}
    )"""


def most_commission(gross: str, terms: str) -> str:
    """SQL for the most that a sale may state: its part of the gross, rounded up to the cent."""
    return f"CEIL({terms}.commission_maximum_rate * {gross} * 100) / 100"


TIERS_OR_A_MAXIMUM = refuse_where(
    """
    SELECT 1 FROM placements_termversion v JOIN books_approval a ON a.id = NEW.approval_id
    WHERE v.agreement_id = NEW.agreement_id AND v.number = NEW.number - 1
      AND CASE WHEN NEW.commission_maximum_rate IS NOT NULL
               THEN a.asked -> 'fee_tiers' <> 'null'
               ELSE v.commission_maximum_rate IS NOT NULL
                    AND jsonb_typeof(a.asked -> 'fee_tiers') IS DISTINCT FROM 'array' END
    """,
    "An agreement has fee tiers or a maximum commission, never both and never neither.",
)

# The original terms are entered bit by bit, until the first placement.
PRICED_BEFORE_USE = refuse_where(
    """
    SELECT 1 FROM posted p JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE NOT EXISTS (SELECT 1 FROM placements_placement o
                      WHERE o.agreement_id = a.id AND o.id NOT IN (SELECT id FROM posted))
      AND (a.commission_maximum_rate IS NOT NULL)
          = EXISTS (SELECT 1 FROM placements_feetier t WHERE t.agreement_id = a.id)
    """,
    "An agreement has fee tiers or a maximum commission, one of the two, before its first "
    "placement.",
)

# Other ways of pricing would also change what is owed as of each day on which such a sale counted.
NOTHING_SOLD_ON_OTHER_FEES = refuse_where(
    """
    SELECT 1 FROM placements_saleaggregate l
    JOIN placements_termversion v ON v.agreement_id = l.agreement_id AND v.number = NEW.number - 1
    WHERE l.agreement_id = NEW.agreement_id AND l.trade_date >= NEW.effective_on AND l.shares > 0
      AND CASE
          WHEN (v.commission_maximum_rate IS NULL) <> (NEW.commission_maximum_rate IS NULL)
          THEN COALESCE(l.reversed_on > l.trade_date, true)
          ELSE l.reversed_on IS NULL
               AND v.second_fee_rate IS DISTINCT FROM NEW.second_fee_rate END
    """,
    "A maximum instead of fee tiers, fee tiers instead of a maximum, and another second fee take "
    "effect after the last sale: those of their day or later are reversed first.",
)

STATED_WITHIN_ANOTHER_MAXIMUM = refuse_where(
    f"""
    SELECT 1 FROM placements_sale s
    WHERE s.agreement_id = NEW.agreement_id AND s.trade_date >= NEW.effective_on
      AND s.commission_stated > {most_commission("s.gross", "NEW")} AND s.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    """,
    "The sales from the day of a change on state no more commission than its maximum.",
)
