"""SQL that requires trading days, and settlement by the rule or with a reason."""

from neoequity.books.calendar import FIRST_DAY, LAST_DAY, STANDARD_CYCLES
from neoequity.books.triggers import refuse_where, steps
from placements.triggers.in_force import version_in_force


def on_the_calendar(column: str, day: str) -> str:
    """SQL for `day_kind`: exceptional days override closures, closures override weekdays."""
    return f"""
        ({day} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}' AND COALESCE(
            (SELECT x.{column} FROM books_exceptionalday x WHERE x.day = {day}),
            (SELECT c.{column} FROM books_marketclosure c WHERE c.day = {day}),
            EXTRACT(ISODOW FROM {day}) < 6))"""


_TRADES = on_the_calendar("is_trading_day", "d.trade_date")
_SETTLES = on_the_calendar("is_settlement_day", "d.settlement_date")
_COUNTS = on_the_calendar("is_settlement_day", "(d.trade_date + ahead)")
_CYCLE = " ".join(f"WHEN e.trade_date >= '{day}' THEN {n}" for day, n in STANDARD_CYCLES)

#: The trade dates of sales `posted` that are not trading days.
NO_TRADING_DAYS = f"""
    SELECT d.trade_date
    FROM (SELECT DISTINCT trade_date FROM posted WHERE reverses_id IS NULL AND adjusts_id IS NULL) d
    WHERE NOT {_TRADES}
"""
SALES_ARE_OF_TRADING_DAYS = refuse_where(NO_TRADING_DAYS, "A sale is made on a trading day.")

#: The sales `posted` that settle on a day that is not a settlement day, or on another than the
#: rule's without a reason. The rule's day is reached after as many settlement days as the terms of
#: the trade date require; the count is bounded.
NOT_BY_THE_RULE = f"""
    SELECT d.agreement_id, d.trade_date, d.settlement_date FROM (
        SELECT e.*, COALESCE(v.settlement_days, CASE {_CYCLE} END) AS n
        FROM (SELECT DISTINCT agreement_id, trade_date, settlement_date,
                     settlement_reason !~ '\\S' AS by_the_rule
              FROM posted WHERE reverses_id IS NULL AND adjusts_id IS NULL) e
        LEFT JOIN placements_termversion v
            ON v.agreement_id = e.agreement_id
            AND v.number = {version_in_force("e.agreement_id", "e.trade_date")}
    ) d
    WHERE NOT {_SETTLES}
       OR (d.by_the_rule AND (
              d.settlement_date - d.trade_date > 2 * d.n + 400
           OR d.n <> (SELECT COUNT(*) FROM generate_series(
                          1, LEAST(d.settlement_date - d.trade_date, 2 * d.n + 400)) AS ahead
                      WHERE {_COUNTS})))
"""
SALES_SETTLE_BY_THE_RULE = refuse_where(
    NOT_BY_THE_RULE,
    "A sale settles on a settlement day: the one by the rule, or another with its reason.",
)

SALES_KEEP_THE_CALENDAR = steps(
    SALES_ARE_OF_TRADING_DAYS=SALES_ARE_OF_TRADING_DAYS,
    SALES_SETTLE_BY_THE_RULE=SALES_SETTLE_BY_THE_RULE,
)
