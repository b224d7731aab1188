"""Which notices look like a standing sale, or like an earlier notice of their batch."""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from neoequity.books.refusal import Reason
from placements.terms.likeness import Features, Twin, features_of, warnings_about
from placements.terms.notice import SaleNotice

# One lookup in the index `sale_by_features` each; a reversed sale no longer counts as a likeness.
_STANDING = """
    SELECT n.place, s.number, a.name, s.agent_reference
    FROM unnest(%s::text[], %s::int[], %s::date[], %s::bigint[], %s::numeric[])
         WITH ORDINALITY AS n (agreement, placement, trade_date, shares, price, place)
    JOIN placements_agreement a ON a.slug = n.agreement
    JOIN placements_placement p ON p.agreement_id = a.id AND p.number = n.placement
    CROSS JOIN LATERAL (
        SELECT number, agent_reference FROM placements_sale e
        WHERE e.placement_id = p.id AND e.trade_date = n.trade_date
          AND e.shares = n.shares AND e.price = n.price
          AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = e.id)
        ORDER BY number LIMIT 1) s
"""


def likely_duplicates(
    notices: Sequence[SaleNotice], named: Callable[[int], str] = lambda _: "this sale"
) -> list[Reason]:
    """A warning for each notice that looks like another; one query, without the lock.

    `named` gives the name of the notice at a place of the batch, such as "line 2".
    """
    features = [features_of(notice) for notice in notices]
    twins = _standing(dict.fromkeys(features))
    warnings = []
    for row, (notice, its_features) in enumerate(zip(notices, features, strict=True)):
        twin = twins.setdefault(its_features, Twin(named(row), notice.agent_reference))
        about_it = warnings_about(notice, twin, called=named(row))
        warnings += [warning._replace(row=row) for warning in about_it]
    return warnings


def _standing(features: Iterable[Features]) -> dict[Features, Twin]:
    """The first standing sale with each of these features."""
    wanted = list(features)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(column) for column in zip(*wanted, strict=True)])
        return {
            wanted[place - 1]: Twin(f"sale {number} of the {name}", reference)
            for place, number, name, reference in cursor.fetchall()
        }
