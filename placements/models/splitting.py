"""SQL for what placements offer and have sold, in the shares of a day, and the rules on it."""

from neoequity.books.chain.sealing import lock_heads
from neoequity.books.periods.closed_days import refuse_closed_days
from neoequity.books.triggers import RECORDED_NOW, refuse_where, steps
from placements.models.ratio import price_on, shares_on

#: Whether the issuer of the agreement `a` ever split its shares: what most books are asked first.
HAS_SPLIT = "EXISTS (SELECT 1 FROM placements_split x WHERE x.issuer_id = a.issuer_id)"

#: SQL on a placement `p` of the agreement `a`: shares as lots of sales that are not reversed now.
_STANDING = """
    SELECT l.trade_date, l.shares FROM placements_lot l
    WHERE l.placement_id = p.id AND l.settlement_date IS NOT NULL AND l.reversed_on IS NULL"""
_OFFER = "SELECT p.proposed_on AS trade_date, p.shares_offered AS shares"


def standing_on(day: str) -> str:
    """The same as of a day: what was traded by then and not reversed by then."""
    return f"""
    SELECT l.trade_date, l.shares FROM placements_lot l
    WHERE l.placement_id = p.id AND l.settlement_date IS NOT NULL
      AND (l.reversed_on IS NULL OR l.reversed_on > {day})"""


def offered_on(day: str) -> str:
    """SQL for the shares that a proposed placement `p` of `a` offers, in the shares of a day."""
    return shares_on(day, _OFFER, "a.issuer_id")


def left_on(day: str) -> str:
    """SQL for the shares that it has left, as of a day; never negative."""
    sold = shares_on(day, standing_on(day), "a.issuer_id")
    return f"GREATEST({offered_on(day)} - {sold}, 0)"


def minimum_on(day: str) -> str:
    """SQL for its minimum price in the shares of a day."""
    return price_on(day, "p.minimum_price", "p.proposed_on", "a.issuer_id")


def reserving_price_on(day: str) -> str:
    """SQL for the price that reserves capacity for it, in the shares of a day."""
    price = "COALESCE(p.minimum_price, p.expected_price)"
    return price_on(day, price, "p.proposed_on", "a.issuer_id")


def oversold(placements: str) -> str:
    """SQL for those of the placements `p` (a condition) that sold more than they offer.

    Before any split or after the last: terms.split.is_oversold. Without a split the totals tell.
    """
    sold = shares_on("d.day", _STANDING, "a.issuer_id")
    return f"""
    SELECT p.id FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE {placements} AND CASE WHEN {HAS_SPLIT} THEN EXISTS (
        SELECT 1 FROM (
            SELECT x.effective_on - 1 AS day FROM placements_split x
            WHERE x.issuer_id = a.issuer_id
            UNION ALL SELECT 'infinity') d
        WHERE {sold} > {offered_on("d.day")})
    ELSE p.shares_sold > p.shares_offered END"""


OFFERS_HOLD_SALES = refuse_where(
    oversold("p.id IN (SELECT placement_id FROM posted)"),
    "A placement sells no more shares than it offers, counted in the same shares.",
)

#: The minimum of each trade day, only where splits may have changed what was agreed.
MINIMUMS = f"""
    SELECT d.placement_id, d.trade_date, {minimum_on("d.trade_date")} AS price
    FROM (SELECT DISTINCT s.placement_id, s.trade_date FROM posted s
          JOIN placements_agreement a ON a.id = s.agreement_id WHERE {HAS_SPLIT}) d
    JOIN placements_placement p ON p.id = d.placement_id
    JOIN placements_agreement a ON a.id = p.agreement_id"""

#: Whoever records a split waits for the sales that are being posted, and they for it.
LOCK_SPLIT = """
    PERFORM 1 FROM placements_agreement WHERE issuer_id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM books_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
"""

_PLACEMENTS_HOLD_AFTER_IT = refuse_where(
    oversold("a.issuer_id IN (SELECT issuer_id FROM posted)"),
    "A stock split leaves no placement with more shares sold than offered.",
)

_SALES_FETCH_THE_MINIMUM = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN placements_agreement a ON a.issuer_id = n.issuer_id
    JOIN placements_placement p ON p.agreement_id = a.id AND p.proposed_on < n.effective_on
        AND p.minimum_price IS NOT NULL
    JOIN placements_sale s ON s.placement_id = p.id AND s.trade_date >= n.effective_on
    CROSS JOIN LATERAL (SELECT {minimum_on("s.trade_date")} AS price) m
    WHERE s.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
      AND (s.price < m.price OR s.gross < ROUND(s.shares * m.price, 2))
    """,
    "A stock split leaves no sale of its day or later below the minimum price agreed.",
)

POST_SPLITS = steps(
    LOCK_SPLIT=LOCK_SPLIT,
    _PLACEMENTS_HOLD_AFTER_IT=_PLACEMENTS_HOLD_AFTER_IT,
    _SALES_FETCH_THE_MINIMUM=_SALES_FETCH_THE_MINIMUM,
    RECORDED_NOW=RECORDED_NOW,
    LOCK_HEADS=lock_heads("SELECT issuer_id FROM posted"),
    REFUSE_CLOSED_DAYS=refuse_closed_days("SELECT issuer_id, effective_on FROM posted"),
)
