"""SQL that restates shares and prices after an issuer's stock splits, as terms.split does."""


def ratio(column: str, issuer: str, after: str, until: str) -> str:
    """SQL for the product of `new` or `old` over the splits after one day and until another.

    SQL has no product aggregate: it is the exponential of the sum of logarithms, rounded.
    """
    return f"""(
        SELECT COALESCE(ROUND(EXP(SUM(LN(split.{column}::numeric)))), 1) FROM placements_split split
        WHERE split.issuer_id = {issuer}
          AND split.effective_on > {after} AND split.effective_on <= {until})"""


def price_on(day: str, price: str, since: str, issuer: str) -> str:
    """SQL for a price agreed on the day `since`, in the shares of a day; six decimals half-up."""
    old, new = (ratio(column, issuer, since, day) for column in ("old", "new"))
    return f"ROUND({price} * {old} / {new}, 6)"


def shares_on(day: str, traded: str, issuer: str) -> str:
    """SQL for what was traded by a day, in the shares of that day, as `terms.split.shares_on`.

    `traded` is SQL for rows with `trade_date` and `shares`.
    """
    return f"""(
        WITH RECURSIVE traded AS MATERIALIZED (
            SELECT t.trade_date, t.shares FROM ({traded}) t WHERE t.trade_date <= {day}
        ), splits AS MATERIALIZED (
            SELECT ROW_NUMBER() OVER ordered AS step, split.effective_on, split.new, split.old,
                   LEAD(split.effective_on) OVER ordered AS until
            FROM placements_split split
            WHERE split.issuer_id = {issuer} AND split.effective_on <= {day}
            WINDOW ordered AS (ORDER BY split.effective_on)
        ), counted AS (
            SELECT 0::bigint AS step, COALESCE((
                SELECT SUM(t.shares) FROM traded t
                WHERE NOT EXISTS (SELECT 1 FROM splits x WHERE x.effective_on <= t.trade_date)
            ), 0)::numeric AS shares
            UNION ALL
            SELECT x.step, DIV(c.shares * x.new, x.old) + COALESCE((
                SELECT SUM(t.shares) FROM traded t WHERE t.trade_date >= x.effective_on
                    AND (x.until IS NULL OR t.trade_date < x.until)), 0)
            FROM counted c JOIN splits x ON x.step = c.step + 1
        )
        SELECT shares FROM counted ORDER BY step DESC LIMIT 1)"""
