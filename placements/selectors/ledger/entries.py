"""Checks on each entry: figures, reversals, adjustments; six columns, as in `rows`."""

from placements.triggers.offers import HAS_SPLIT, minimum_on

_NET = "s.net <> s.gross - s.commission - s.deductions"
_GROSS = """abs(s.gross - s.shares * s.price) > 0.005
        AND abs(s.gross - s.shares * s.price)
            > abs(s.shares) * 0.5 * power(10::numeric, -GREATEST(s.price_decimals, 2))"""
_PRICE = "s.price <> ROUND(s.price, s.price_decimals)"
_SETTLES = """(s.settlement_date > s.trade_date
           OR ((s.reverses_id IS NOT NULL OR s.adjusts_id IS NOT NULL)
               AND s.settlement_date IS NULL)) IS NOT TRUE"""
# One pass over the sales; nothing is written of one that fails in no figure.
FIGURES = f"""
    SELECT a.name || ', sale ' || s.number, v.what, v.stands, v.follows, a.issuer_id, s.trade_date
    FROM placements_sale s JOIN placements_agreement a ON a.id = s.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the net', {_NET}, s.net::text, (s.gross - s.commission - s.deductions)::text),
        ('the gross', {_GROSS}, s.gross::text,
         'as near to ' || ROUND(s.shares * s.price, 2) || ' as a price of '
         || s.price_decimals || ' decimals tells'),
        ('the price', {_PRICE}, s.price::text, 'a price of ' || s.price_decimals || ' decimals'),
        ('the settlement date', {_SETTLES}, COALESCE(s.settlement_date::text, 'missing'),
         'a day after ' || s.trade_date)
    ) AS v(what, fails, stands, follows)
    WHERE ({_NET} OR ({_GROSS}) OR {_PRICE} OR {_SETTLES}) AND v.fails
"""  # noqa: S608  # put together from constants

REVERSALS = """
    SELECT a.name || ', reversal ' || r.number, v.what, v.stands, v.follows, a.issuer_id,
           LEAST(r.trade_date, s.trade_date)
    FROM placements_sale r
    JOIN placements_agreement a ON a.id = r.agreement_id
    JOIN placements_sale s ON s.id = r.reverses_id
    JOIN placements_placement rp ON rp.id = r.placement_id
    JOIN placements_placement sp ON sp.id = s.placement_id
    CROSS JOIN LATERAL (VALUES
        ('the agreement', r.agreement_id = s.agreement_id, r.agreement_id::text,
         s.agreement_id::text),
        ('the placement', rp.id = sp.id, rp.number::text, sp.number::text),
        ('the method', r.method = s.method, r.method, s.method),
        ('the price', r.price = s.price, r.price::text, s.price::text),
        ('the number of decimals of its price', r.price_decimals = s.price_decimals,
         r.price_decimals::text, s.price_decimals::text),
        ('the number of shares', r.shares = -s.shares, r.shares::text, (-s.shares)::text),
        ('the gross', r.gross = -s.gross, r.gross::text, (-s.gross)::text),
        ('the sum of deductions', r.deductions = -s.deductions, r.deductions::text,
         (-s.deductions)::text),
        ('the commission stated', r.commission_stated IS NOT DISTINCT FROM -s.commission_stated,
         COALESCE(r.commission_stated::text, 'none'),
         COALESCE((-s.commission_stated)::text, 'none')),
        ('the second fee', r.second_fee IS NOT DISTINCT FROM -s.second_fee,
         COALESCE(r.second_fee::text, 'none'), COALESCE((-s.second_fee)::text, 'none')),
        ('the day of effect', r.trade_date >= s.trade_date, r.trade_date::text,
         s.trade_date || ' or later'),
        ('its own number', r.number > s.number, r.number::text, 'more than ' || s.number),
        ('what it reverses', s.reverses_id IS NULL AND s.adjusts_id IS NULL,
         CASE WHEN s.adjusts_id IS NULL THEN 'a reversal' ELSE 'an adjustment' END, 'a sale')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

ADJUSTMENTS = """
    SELECT a.name || ', adjustment ' || n.number, v.what, v.stands, v.follows, a.issuer_id,
           n.concerns
    FROM placements_sale n
    JOIN placements_agreement a ON a.id = n.agreement_id
    JOIN placements_sale c ON c.id = n.adjusts_id
    CROSS JOIN LATERAL (VALUES
        ('the agreement', n.agreement_id = c.agreement_id, 'another', 'that of its cause'),
        ('the placement', n.placement_id = c.placement_id, 'another', 'that of its cause'),
        ('the number of shares', n.shares = 0, n.shares::text, '0'),
        ('the gross', n.gross = 0, n.gross::text, '0.00'),
        ('its own number', n.number > c.number, n.number::text, 'more than ' || c.number),
        ('the day it concerns', n.concerns >= c.trade_date, COALESCE(n.concerns::text, 'missing'),
         c.trade_date || ' or later'),
        ('its day', n.trade_date >= n.concerns, n.trade_date::text, n.concerns || ' or later'),
        ('what it adjusts', c.adjusts_id IS NULL, 'an adjustment', 'a sale or a reversal')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

# Most sales hold by columns alone, and nothing is written of them.
# A split recorded late may precede a sale that was reversed because of it: the restated minimum
# binds standing sales only.
SALES_IN_PLACEMENTS = f"""
    WITH agreements AS MATERIALIZED (
        SELECT a.id, a.name, a.issuer_id, {HAS_SPLIT} AS has_split FROM placements_agreement a
    )
    SELECT a.name || ', sale ' || s.number, v.what, v.stands, v.follows, a.issuer_id, s.trade_date
    FROM placements_sale s
    JOIN agreements a ON a.id = s.agreement_id
    JOIN placements_placement p ON p.id = s.placement_id
    CROSS JOIN LATERAL (SELECT CASE WHEN NOT a.has_split THEN p.minimum_price
        WHEN NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
        THEN {minimum_on("s.trade_date")} END AS price) m
    CROSS JOIN LATERAL (VALUES
        ('the agreement of its placement', p.agreement_id = s.agreement_id, 'another', 'its own'),
        ('the trade date', s.trade_date >= p.accepted_on, s.trade_date::text,
         COALESCE(p.accepted_on::text, 'a day that the placement does not have')
         || ', the day of acceptance, or later'),
        ('the trade date', s.trade_date <= p.closed_on OR p.closed_on IS NULL, s.trade_date::text,
         p.closed_on || ', the day of closing, or earlier'),
        ('the price', s.price >= m.price OR m.price IS NULL, s.price::text,
         m.price || ', the minimum, or more')
    ) AS v(what, holds, stands, follows)
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND (NOT a.has_split AND p.agreement_id = s.agreement_id AND s.trade_date >= p.accepted_on
           AND (s.trade_date <= p.closed_on OR p.closed_on IS NULL)
           AND (s.price >= p.minimum_price OR p.minimum_price IS NULL)) IS NOT TRUE
      AND v.holds IS NOT TRUE
"""  # noqa: S608  # put together from constants

DELIVERIES = """
    SELECT a.name || ', sale ' || s.number, v.what, v.stands, v.follows, a.issuer_id,
           LEAST(d.delivered_on, s.trade_date)
    FROM placements_delivery d
    JOIN placements_sale s ON s.id = d.sale_id
    JOIN placements_agreement a ON a.id = s.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the day of delivery', d.delivered_on >= s.trade_date, d.delivered_on::text,
         s.trade_date || ', the trade date, or later'),
        ('what was delivered', s.reverses_id IS NULL, 'a reversal', 'a sale')
    ) AS v(what, holds, stands, follows)
    WHERE (d.delivered_on >= s.trade_date AND s.reverses_id IS NULL) IS NOT TRUE
      AND v.holds IS NOT TRUE
"""
