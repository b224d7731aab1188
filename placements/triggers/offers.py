"""SQL for what placements offer and have sold, in the shares of a day."""

from placements.triggers.ratio import price_on, shares_on

#: Whether the issuer of the agreement `a` ever split its shares; checked first, as most never do.
HAS_SPLIT = "EXISTS (SELECT 1 FROM placements_split x WHERE x.issuer_id = a.issuer_id)"

#: SQL on a placement `p` of the agreement `a`: the shares in aggregates of sales not reversed now.
_STANDING = """
    SELECT l.trade_date, l.shares FROM placements_saleaggregate l
    WHERE l.placement_id = p.id AND l.settlement_date IS NOT NULL AND l.reversed_on IS NULL"""
_OFFER = "SELECT p.proposed_on AS trade_date, p.shares_offered AS shares"


def standing_on(day: str) -> str:
    """The same as of a day: what was traded and not reversed by then."""
    return f"""
    SELECT l.trade_date, l.shares FROM placements_saleaggregate l
    WHERE l.placement_id = p.id AND l.settlement_date IS NOT NULL
      AND (l.reversed_on IS NULL OR l.reversed_on > {day})"""


def offered_on(day: str) -> str:
    """SQL for the shares that a proposed placement `p` of `a` offers, in the shares of a day."""
    return shares_on(day, _OFFER, "a.issuer_id")


def left_on(day: str) -> str:
    """SQL for the shares it has left as of a day; never negative."""
    sold = shares_on(day, standing_on(day), "a.issuer_id")
    return f"GREATEST({offered_on(day)} - {sold}, 0)"


def minimum_on(day: str) -> str:
    """SQL for its minimum price in the shares of a day."""
    return price_on(day, "p.minimum_price", "p.proposed_on", "a.issuer_id")


def reserving_price_on(day: str) -> str:
    """SQL for the price at which it reserves capacity, in the shares of a day."""
    price = "COALESCE(p.minimum_price, p.expected_price)"
    return price_on(day, price, "p.proposed_on", "a.issuer_id")


def oversold(placements: str) -> str:
    """SQL for those of the placements `p` (a condition) that sold more than they offer.

    Before any split or after the last, as `terms.split.is_oversold`; by the totals without a split.
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
