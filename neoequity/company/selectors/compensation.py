"""The agent's compensation under each agreement against its limit, as of a day (p. S-12).

Both readings rest on the terms in force, on what was sold and posted, and on the expenses that
stand. A term that the agreement does not state is never guessed: the reading is then None.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum, prefetch_related_objects

from neoequity.books.money import ZERO
from neoequity.company.selectors.expenses import (
    Advisory,
    Figures,
    Spent,
    cost_figures,
    offering_expenses,
    spent_under,
)
from neoequity.company.selectors.grants import Issued, issued_grants
from neoequity.company.selectors.readings import NEEDED, Compensation, Reading, SaleCost, sale_cost
from placements.models import Agreement, DayTotal, Split
from placements.models.agreement import fees_expected
from placements.selectors.counted import Splits
from placements.selectors.positions import Position, positions


def compensations(
    as_of: date,
    known_at: datetime | None = None,
    slugs: Iterable[str] | None = None,
    splits: Splits | None = None,
) -> list[Compensation]:
    """Every agreement's compensation, or that of those named, as of a day and known at a moment.

    A fixed number of queries, however many sales and expenses there are.
    """
    if splits is None:
        splits = Split.by_issuer(as_of, known_at)
    found = positions(as_of, known_at, slugs, splits)
    prefetch_related_objects([each.agreement for each in found], "term_citations")
    keys = [each.agreement.pk for each in found]
    spent = spent_under(keys, as_of, known_at)
    figures = cost_figures(as_of, known_at)
    grants = issued_grants(keys, as_of, known_at, splits)
    drawn: dict[int, Decimal] = {}
    for each in found:
        issuer, own = each.agreement.issuer_id, spent.get(each.agreement.pk, Spent())
        drawn[issuer] = drawn.get(issuer, ZERO) + own.deposit_drawn
    return [
        _compensation(each, spent.get(each.agreement.pk, Spent()), figures, drawn, grants)
        for each in found
    ]


def compensation(
    agreement: Agreement, as_of: date, known_at: datetime | None = None
) -> Compensation:
    """One agreement's compensation; the deposit counts what every agreement drew from it."""
    return next(
        each for each in compensations(as_of, known_at) if each.agreement.pk == agreement.pk
    )


def all_in_cost(agreement: Agreement, shares: int, price: Decimal, as_of: date) -> SaleCost:
    """What selling shares at a price per share would cost, all in, after what is sold by the day.

    Three queries; reads the agreement's `versions` and `fee_tiers`.
    """
    versions = agreement.versions_by(as_of)
    days = DayTotal.objects.filter(agreement=agreement, day__lte=as_of)
    spent = spent_under([agreement.pk], as_of).get(agreement.pk, Spent())
    estimate = cost_figures(as_of).get((agreement.issuer_id, agreement.pk, "offering_expenses"))
    return sale_cost(
        shares,
        price,
        sold=days.aggregate(sold=Sum("gross", default=ZERO))["sold"],
        terms=versions[-1],
        fees=fees_expected(versions[-1], agreement.tiers(versions)),
        offering=offering_expenses(estimate, spent.offering),
    )


def meter_after(agreement: Agreement, shares: int, price: Decimal, as_of: date) -> Reading:
    """The reading to date as if shares were sold at a price per share on top of what is sold."""
    return compensation(agreement, as_of).after(shares, price)


def _compensation(
    position: Position,
    spent: Spent,
    figures: Figures,
    drawn: Mapping[int, Decimal],
    grants: Mapping[int, list[Issued]],
) -> Compensation:
    agreement, terms = position.agreement, position.in_force.terms
    issuer = agreement.issuer_id
    estimate = figures.get((issuer, agreement.pk, "offering_expenses"))
    return Compensation(
        position=position,
        spent=spent,
        offering=offering_expenses(estimate, spent.offering),
        offering_figure=estimate,
        advisory=Advisory(
            figures.get((issuer, None, "advisory_retainer")),
            figures.get((issuer, None, "advisory_deposit")),
            drawn[issuer],
        ),
        grants=grants.get(agreement.pk, ()),
        missing=tuple(name for name in NEEDED if getattr(terms, name) is None),
    )
