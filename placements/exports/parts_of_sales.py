"""The dataset `sales` in parts: each agreement's rows, some thousand at a time.

The bytes are those of `sale_rows`. A part reads the rows of an agreement that follow the one
before by number, which an index has in order, so nothing is sorted that does not fit in memory;
its running total begins with the sum of the parts before it.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from neoequity.books.exporting.copying import Query, query_of
from neoequity.books.exporting.parts import FIRST, GROWTH, MOST, Ask
from neoequity.books.exporting.query import ExportQuery
from placements.exports.cash import Keys
from placements.exports.sales import RUNNING, cells, listed
from placements.models import Agreement
from placements.selectors.sales import sales_as_of, status_where

# The rows of the next part; entries are counted by number, and their keys may come in any order.
_NEXT = """
    SELECT MAX(number), MIN(id), MAX(id), SUM(gross) FROM (
        SELECT number, id, gross FROM placements_sale
        WHERE agreement_id = %s AND number > %s AND trade_date <= %s AND recorded_at <= %s
        ORDER BY number LIMIT %s
    ) AS rows
"""


class _Part(NamedTuple):
    """Rows of an agreement after one number up to another, and the gross of all before them."""

    agreement: int
    after: int
    last: int
    entries: Keys
    before: Decimal


def sale_parts(asked: ExportQuery, ask: Ask) -> Iterator[Query]:
    """The queries for the rows of `sale_rows`, in their order."""
    agreements = Agreement.objects.filter(**_chosen(asked)).order_by("slug").values_list("pk")
    most = FIRST
    for (agreement,) in ask(query_of(agreements)):
        after, gross = 0, Decimal("0.00")
        known_at = asked.known_at or "infinity"
        while True:
            last, lowest, highest, sold = ask(
                Query(_NEXT, [agreement, after, asked.as_of, known_at, most])
            )[0]
            if last is None:
                break
            yield _rows(_Part(agreement, after, last, (lowest, highest), gross), asked)
            after, gross, most = last, gross + sold, min(most * GROWTH, MOST)


def _chosen(asked: ExportQuery) -> dict[str, str]:
    return {
        path.removeprefix("agreement__"): slug for path, slug in asked.under("agreement").items()
    }


def _rows(part: _Part, asked: ExportQuery) -> Query:
    """The rows of a part. What is joined is limited to its keys, which the planner cannot know."""
    first, last = part.entries
    undone = Q(reversal__reverses__gte=first, reversal__reverses__lte=last)
    undone &= Q(reversal__trade_date__lte=asked.as_of)
    settled = Q(delivery__sale__gte=first, delivery__sale__lte=last)
    settled &= Q(delivery__delivered_on__lte=asked.as_of)
    if asked.known_at is not None:
        undone &= Q(reversal__recorded_at__lte=asked.known_at)
        settled &= Q(delivery__recorded_at__lte=asked.known_at)
    dated: QuerySet[Any] = sales_as_of(asked.as_of, asked.known_at)
    rows = dated.filter(
        agreement=part.agreement, number__gt=part.after, number__lte=part.last
    ).annotate(
        undone=FilteredRelation("reversal", condition=undone),
        settled=FilteredRelation("delivery", condition=settled),
        status=status_where(
            asked.as_of,
            is_reversed=Q(reverses__isnull=False) | Q(undone__isnull=False),
            is_settled=Q(settled__isnull=False),
        ),
    )
    total = f"{part.before:f} + {RUNNING.format(rows='')}"
    return listed(cells(rows), asked, part.entries, total=total, order='listed."sale"')
