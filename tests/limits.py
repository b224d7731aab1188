"""Each declared limit of a term, with a value just inside it and one just outside."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db.models import DecimalField

from placements.models import Agreement, FeeTier
from placements.terms.limit import Among, Filled, Limit, NotBefore, OneOf, Range
from placements.terms.limits import LIMITS, TIER_LIMITS
from placements.terms.limits import told as told_of

#: The signing day of the agreements in these tests.
SIGNED_ON = date(2001, 6, 12)


class Edge(NamedTuple):
    """One end of a limit; `outside` breaks this limit and no other."""

    limit: Limit
    inside: Any
    outside: Any

    @property
    def term(self) -> str:
        """The name of the term."""
        return self.limit.term

    @property
    def sentence(self) -> str:
        """What is said of the value outside."""
        values = {"signed_on": SIGNED_ON, self.term: self.outside}
        return told_of(self.limit, values.get)


def _step(limit: Range) -> int | Decimal:
    """The least by which two values of the term differ."""
    model = FeeTier if limit in TIER_LIMITS else Agreement
    field = model._meta.get_field(limit.term)
    places = field.decimal_places if isinstance(field, DecimalField) else None
    return 1 if places is None else Decimal(1).scaleb(-places)


def edges_of(limit: Limit) -> list[Edge]:
    """Both ends of a range, and of the others their one."""
    if isinstance(limit, Filled):
        return [Edge(limit, "A", "")]
    if isinstance(limit, Among):
        return [
            Edge(limit, [limit.words[0]], []),
            Edge(limit, list(limit.words), ["by post", limit.words[0]]),
        ]
    if isinstance(limit, OneOf):
        return [Edge(limit, word, "by post") for word in limit.words]
    if isinstance(limit, NotBefore):
        return [Edge(limit, SIGNED_ON, SIGNED_ON - timedelta(days=1))]
    edges, step = [], _step(limit)
    if limit.lowest is not None:
        lowest = limit.lowest + 0 * step
        out_of_it = lowest if limit.more_than_lowest else lowest - step
        edges.append(Edge(limit, out_of_it + step, out_of_it))
    if limit.highest is not None:
        highest = limit.highest + 0 * step
        out_of_it = highest if limit.less_than_highest else highest + step
        edges.append(Edge(limit, out_of_it - step, out_of_it))
    return edges


def each_edge(limits: tuple[Limit, ...]) -> list[Any]:
    """A parameter for each end of each limit."""
    return [
        pytest.param(edge, id=f"{edge.term}-{edge.limit.constraint}-{place}")
        for limit in limits
        for place, edge in enumerate(edges_of(limit), start=1)
    ]


OF_TERMS, OF_TIERS = each_edge(LIMITS), each_edge(TIER_LIMITS)
