"""SQL for what agreements and shelves have free, and what a placement needs of it.

The action and the trigger share it, so both check an acceptance against the same figures.
"""

from placements.triggers.in_force import version_in_force
from placements.triggers.offers import left_on, offered_on, reserving_price_on
from placements.triggers.ratio import price_on

_OPEN = "('accepted', 'suspended')"

# As of the day: the last change of the placement dated by then.
_STATUS = """(
    SELECT e.status FROM placements_placementevent e
    WHERE e.pgh_obj_id = p.id AND e.status_on <= d.day ORDER BY e.pgh_id DESC LIMIT 1)"""

_RESERVED = f"""
    SELECT COALESCE(SUM(ROUND({left_on("d.day")} * {reserving_price_on("d.day")}, 2)), 0)
    FROM placements_placement p
    WHERE p.agreement_id = a.id AND {_STATUS} IN {_OPEN}"""

_SOLD = """
    SELECT COALESCE(SUM(t.gross), 0) AS gross FROM placements_daytotal t
    WHERE t.agreement_id = a.id AND t.day <= d.day"""


def first_day_over(agreement: str, since: str, capacity: str) -> str:
    """SQL for the first day from `since` on with more sold and reserved than the capacity, if any.

    Gives `day`, `sold` and `reserved`, in dollars as of the day: a reversed sale counts until its
    reversal took effect, a placement reserves while it was open.
    """
    return f"""
    SELECT d.day, sold.gross AS sold, held.dollars AS reserved
    FROM placements_agreement a
    CROSS JOIN LATERAL (
        SELECT {since}::date AS day
        UNION SELECT t.day FROM placements_daytotal t
            WHERE t.agreement_id = a.id AND t.day > {since}
        UNION SELECT e.status_on FROM placements_placementevent e
            WHERE e.agreement_id = a.id AND e.status_on > {since}
        UNION SELECT x.effective_on FROM placements_split x
            WHERE x.issuer_id = a.issuer_id AND x.effective_on > {since}) d
    CROSS JOIN LATERAL ({_SOLD}) sold
    CROSS JOIN LATERAL ({_RESERVED}) held (dollars)
    WHERE a.id = {agreement} AND sold.gross + held.dollars > {capacity}
    ORDER BY d.day LIMIT 1"""


def free_by_day(placement: str, since: str) -> str:
    """SQL with a row for `since` and for each later day on which something changed.

    `free` is in dollars and without this proposed placement, which `needs` dollars for its `shares`
    at `price`; sales, reversals and moves count by their days, however late they were recorded.
    """
    return f"""
    SELECT d.day, v.capacity,
           v.capacity - sold.gross - ({_RESERVED} AND p.id <> d.placement_id) AS free,
           ROUND(n.shares * n.price, 2) AS needs, n.shares, n.price
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    CROSS JOIN LATERAL (
        SELECT {since} AS day, p.id AS placement_id
        UNION SELECT t.day, p.id FROM placements_daytotal t
            WHERE t.agreement_id = a.id AND t.day > {since}
        UNION SELECT e.status_on, p.id FROM placements_placementevent e
            WHERE e.agreement_id = a.id AND e.pgh_obj_id <> p.id AND e.status_on > {since}
        UNION SELECT t.effective_on, p.id FROM placements_termversion t
            WHERE t.agreement_id = a.id AND t.effective_on > {since}
        UNION SELECT x.effective_on, p.id FROM placements_split x
            WHERE x.issuer_id = a.issuer_id AND x.effective_on > {since}) d
    CROSS JOIN LATERAL (
        SELECT {offered_on("d.day")} AS shares, {reserving_price_on("d.day")} AS price) n
    CROSS JOIN LATERAL ({_SOLD}) sold
    JOIN placements_termversion v ON v.agreement_id = a.id
        AND v.number = {version_in_force("a.id", "d.day")}
    WHERE p.id = {placement}"""


#: What the open placements of an agreement `a` reserve now.
RESERVED_NOW = f"""
    SELECT SUM(ROUND({left_on("'infinity'::date")} * {reserving_price_on("'infinity'::date")}, 2))
    FROM placements_placement p WHERE p.agreement_id = a.id AND p.status IN {_OPEN}
"""

#: The price at which a placement is held against its shelf: the higher of the two it states.
_DEARER = "GREATEST(p.minimum_price, p.expected_price)"
_DEARER_THEN = price_on("p.status_on", _DEARER, "p.proposed_on", "a.issuer_id")


def past_the_shelf(accepted: str) -> str:
    """SQL for those of the `accepted` placements whose shelf had expired or has no room for them.

    What all agreements on the shelf have sold and reserve now counts, after what was sold from it
    before; a shelf without either amount has no limit that is known. It must follow the lock on the
    issuer's head, so that nothing is sold or accepted meanwhile under another agreement.
    """
    return f"""
    SELECT 1 FROM ({accepted}) p
    JOIN placements_agreement a ON a.id = p.agreement_id
    JOIN placements_shelf f ON f.id = a.shelf_id
    CROSS JOIN LATERAL (
        SELECT SUM(a.gross_sold + COALESCE(({RESERVED_NOW}), 0)) AS gross
        FROM placements_agreement a WHERE a.shelf_id = f.id) used
    CROSS JOIN LATERAL (
        SELECT ROUND({left_on("'infinity'::date")} * {reserving_price_on("'infinity'::date")}, 2)
            AS reserved,
            ROUND({offered_on("p.status_on")} * {_DEARER_THEN}, 2) AS needs) own
    WHERE p.status_on > f.expires_on
       OR f.sold_before_gross + used.gross - own.reserved + own.needs > f.amount"""
