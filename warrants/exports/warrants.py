"""The dataset `warrants`: the agent's warrants, one row each, in shares of the day."""

from collections.abc import Callable
from datetime import date

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from warrants.models import Warrant
from warrants.selectors.figures import Figures, figures_of
from warrants.selectors.register import warrants_as_of


def _transferable_from(warrant: Warrant) -> date | None:
    clocks = warrant.clocks()
    return clocks and clocks.transferable_from


Cell = Callable[[Warrant, Figures], object]

#: The columns, each with its value for a warrant and its figures.
WARRANTS: dict[str, Cell] = {
    "agreement": lambda warrant, _: warrant.agreement and warrant.agreement.slug,
    "placement": lambda warrant, _: warrant.placement and warrant.placement.number,
    "warrant": lambda warrant, _: warrant.number,
    "holder": lambda _, figures: "; ".join(figures.holders),
    "issued_on": lambda warrant, _: warrant.issued_on,
    "shares": lambda _, figures: figures.shares,
    "exercise_price": lambda _, figures: figures.exercise_price,
    "cashless_from": lambda warrant, _: warrant.cashless_from,
    "transferable_from": lambda warrant, _: _transferable_from(warrant),
    "registrable_from": lambda warrant, _: warrant.registrable_from,
    "expires_on": lambda warrant, _: warrant.expires_on,
    "exercised": lambda _, figures: figures.exercised,
    "cancelled": lambda _, figures: figures.cancelled,
    "outstanding": lambda _, figures: figures.outstanding,
}


def warrant_rows(asked: ExportQuery) -> Query:
    """Warrants issued under the agreements by the day, ordered by agreement and number.

    Several holders share one cell, separated by "; ". Callable series are under no agreement: their
    entries are in `warrant_entries`.
    """
    rows = warrants_as_of(asked.as_of, asked.known_at).filter(agreement__isnull=False)
    rows = rows.filter(**asked.under("agreement"))
    warrants = list(asked.narrow(rows).order_by("agreement__slug", "number"))
    figures = figures_of(warrants, asked.as_of, asked.known_at)
    cells = [
        [cell(warrant, figures[warrant.pk]) for cell in WARRANTS.values()] for warrant in warrants
    ]
    return values_query(cells)
