"""What stands of the company's records on a day: not corrected by a record that is known."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from neoequity.books.models import Issuer
from neoequity.company.models.figure import Figure
from neoequity.company.models.record import CompanyRecord
from placements.models import Agreement

_Record = TypeVar("_Record", bound=CompanyRecord)


def uncorrected(
    model: type[_Record], as_of: date, known_at: datetime | None = None
) -> QuerySet[_Record]:
    """The records of all issuers dated by a day that no record known by a moment corrects."""
    rows: QuerySet[_Record] = model._default_manager.filter(day__lte=as_of)
    corrections = model._default_manager.filter(replaces=OuterRef("pk"))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
        corrections = corrections.filter(recorded_at__lte=known_at)
    return rows.exclude(Exists(corrections))


def standing(
    model: type[_Record], issuer: Issuer, as_of: date, known_at: datetime | None = None
) -> QuerySet[_Record]:
    """The same records of one issuer."""
    return uncorrected(model, as_of, known_at).filter(issuer=issuer)


def figures_on(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None = None,
    agreement: Agreement | None = None,
) -> Mapping[str, Figure]:
    """The figure in force of each name, of the company or of one agreement; one query.

    The latest by its day; of two for one day, the one recorded last. A figure that nobody stated
    is missing.
    """
    return {row.name: row for row in company_figures(issuer, as_of, known_at, agreement)}


def company_figures(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None = None,
    agreement: Agreement | None = None,
) -> list[Figure]:
    """The same with those stated before, in order: the last of each name is in force."""
    rows = standing(Figure, issuer, as_of, known_at).filter(agreement=agreement)
    return list(rows.order_by("day", "pk"))
