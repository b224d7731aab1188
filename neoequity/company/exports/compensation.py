"""The dataset `compensation`: both readings of every agreement, item by item (p. S-12)."""

from collections.abc import Iterator

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.company.selectors.compensation import compensations
from neoequity.company.selectors.readings import Compensation, Reading
from neoequity.company.terms.compensation import TO_DATE, percent_of
from neoequity.company.terms.warrant_value import METHODS, Method
from placements.models import Agreement

COMPENSATION = ("agreement", "reading", "item", "amount", "percent_of_gross", "method")

#: The items that do not depend on the method of valuing warrants, and those that do.
_ALIKE = ("commission", "expenses", "advisory", "limit")
_BY_METHOD = ("warrants", "total", "over", "refundable")

Row = tuple[object, ...]


def compensation_rows(asked: ExportQuery) -> Query:
    """The lines of `compensation_lines`; a missing figure is an empty cell."""
    return values_query(list(compensation_lines(asked)))


def compensation_lines(asked: ExportQuery) -> Iterator[Row]:
    """Both readings of every agreement, or of the one asked for.

    What depends on the value of the warrants has a line for each method.
    """
    for each in compensations_asked(asked):
        yield from lines_of(each)


def compensations_asked(asked: ExportQuery) -> list[Compensation]:
    """The compensation under every agreement, or the one asked for, in the order of the slugs."""
    chosen = Agreement.objects.all()
    if asked.agreement is not None:
        chosen = chosen.filter(slug=asked.agreement)
    if asked.issuer is not None:
        chosen = chosen.filter(issuer__slug=asked.issuer)
    slugs = chosen.values_list("slug", flat=True)
    found = compensations(asked.as_of, asked.known_at, slugs)
    return sorted(found, key=lambda each: each.position.in_force.said.slug)


def lines_of(found: Compensation) -> Iterator[Row]:
    """The lines of one agreement, both readings."""
    slug = found.position.in_force.said.slug
    for reading in found.readings:
        for item in _ALIKE:
            yield (slug, reading.name, *_figures(reading, item, next(iter(METHODS.values()))), None)
        for method in METHODS.values():
            for item in _BY_METHOD:
                yield (slug, reading.name, *_figures(reading, item, method), str(method))
            if reading.name == TO_DATE:
                met = found.first_met(method)
                yield (slug, reading.name, "limit_first_met", met, None, str(method))


def _figures(reading: Reading, item: str, method: Method) -> Row:
    """The item, its dollars and its percentage; both None where the reading has no answer."""
    meter = reading.meters.get(method)
    if meter is None:
        return item, None, None
    amount = next(line.amount for line in meter.lines if line.item == item)
    return item, amount, percent_of(amount, meter.gross)
