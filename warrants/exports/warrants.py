"""The dataset `warrants`: the agent's warrants, each in one row, in the shares of the day."""

from typing import Any

from neoequity.books.exporting.copying import PLAIN_TEXT, Query, values_query
from neoequity.books.exporting.query import Asked
from warrants.models import Warrant
from warrants.selectors.figures import Figures, figures_of
from warrants.selectors.register import warrants_as_of

WARRANTS = (
    "agreement",
    "placement",
    "warrant",
    "holder",
    "issued_on",
    "shares",
    "exercise_price",
    "cashless_from",
    "transferable_from",
    "registrable_from",
    "expires_on",
    "exercised",
    "cancelled",
    "outstanding",
)
_TEXT = PLAIN_TEXT.format("%s::text")
_CELLS = [_TEXT if column in {"agreement", "holder"} else "%s" for column in WARRANTS]


def warrant_rows(asked: Asked) -> Query:
    """Warrants issued under the agreements by the day, in the order of agreement and number.

    Several holders of what is outstanding stand in one cell, with "; " between them. Callable
    series are under no agreement: their entries are in `warrant_entries`.
    """
    rows = warrants_as_of(asked.as_of, asked.known_at).filter(agreement__isnull=False)
    rows = rows.filter(**asked.under("agreement"))
    warrants = list(asked.narrow(rows).order_by("agreement__slug", "number"))
    figures = figures_of(warrants, asked.as_of, asked.known_at)
    return values_query(_CELLS, [_cells(warrant, figures[warrant.pk]) for warrant in warrants])


def _cells(warrant: Warrant, figures: Figures) -> tuple[Any, ...]:
    clocks = warrant.clocks()
    return (
        warrant.agreement and warrant.agreement.slug,
        warrant.placement and warrant.placement.number,
        warrant.number,
        "; ".join(figures.holders),
        warrant.issued_on,
        figures.shares,
        figures.exercise_price,
        warrant.cashless_from,
        clocks and clocks.transferable_from,
        warrant.registrable_from,
        warrant.expires_on,
        figures.exercised,
        figures.cancelled,
        figures.outstanding,
    )
