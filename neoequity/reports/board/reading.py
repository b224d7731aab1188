"""Everything that the board report tells, read once."""

from collections.abc import Sequence
from typing import NamedTuple

from neoequity.company.selectors.compensation import compensations
from neoequity.company.selectors.readings import Compensation
from neoequity.company.selectors.share_ledger import Ledger, share_ledger
from neoequity.company.selectors.today import runway_unsold
from neoequity.company.terms.runway import Runway
from neoequity.reports.board.coming import Coming, coming
from neoequity.reports.board.months import Month, months_sold
from neoequity.reports.report import Asked
from placements.models import Split
from placements.selectors.positions import Position


class Read(NamedTuple):
    """Everything that the page shows, read once."""

    asked: Asked
    positions: Sequence[Position]
    costs: Sequence[Compensation]
    months: Sequence[Month]
    ledger: Ledger
    runway: Runway | None
    coming: Sequence[Coming]


def read_of(asked: Asked) -> Read:
    """The programme of a period, as known at its moment; a fixed number of queries."""
    splits = Split.by_issuer(asked.as_of, asked.known_at, issuers=[asked.issuer.pk])
    slugs = None if asked.agreement is None else [asked.agreement]
    owned = [
        each
        for each in compensations(asked.as_of, asked.known_at, slugs)
        if each.agreement.issuer_id == asked.issuer.pk
    ]
    costs = sorted(owned, key=lambda each: -each.position.capacity.limit)
    shown = [each.position for each in costs]
    keys = [each.agreement.pk for each in shown]
    return Read(
        asked,
        shown,
        costs,
        months_sold(keys, asked.since, asked.as_of, asked.known_at, splits),
        share_ledger(asked.issuer, asked.as_of, known_at=asked.known_at),
        runway_unsold(asked.issuer, asked.as_of, asked.known_at),
        coming(asked, shown),
    )
