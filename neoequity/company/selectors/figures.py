"""The company's figures in force on a day, each with what was stated before."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.company.models import Figure
from neoequity.company.models.standing import standing
from neoequity.company.terms.figures import FIGURES, Unit


class InForce(NamedTuple):
    """A figure by its title and unit; `row` is in force, `earlier` what was, the latest first.

    A figure that no document states has no row.
    """

    title: str
    unit: Unit
    row: Figure | None
    earlier: list[Figure]


def figures_in_force(
    issuer: Issuer, as_of: date, known_at: datetime | None = None
) -> list[InForce]:
    """Every figure of the list, those of an agreement after the company's own; one query."""
    rows = standing(Figure, issuer, as_of, known_at).select_related("agreement", "replaces")
    stated: dict[str, list[list[Figure]]] = {name: [] for name in FIGURES}
    order = rows.order_by("name", "agreement__name", "-day", "-pk")
    for (name, _), group in groupby(order, key=lambda row: (row.name, row.agreement_id)):
        stated[name].append(list(group))
    return [found for name in FIGURES for found in _of_name(name, stated[name])]


def _of_name(name: str, groups: list[list[Figure]]) -> Iterator[InForce]:
    title, unit = FIGURES[name]
    if not groups:
        yield InForce(title, unit, None, [])
    own_first = sorted(groups, key=lambda group: group[0].agreement_id is not None)
    for latest, *earlier in own_first:
        yield InForce(title, unit, latest, earlier)
