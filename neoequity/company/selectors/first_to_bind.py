"""What binds first under each agreement at a price: the answer of the first screen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.books.money import ZERO
from neoequity.company.models.share_ledger import share_books
from neoequity.company.selectors.limits import nasdaq_20, shelf
from neoequity.company.terms.binding import Binding, DollarLimit, Limit, ShareLimit, binding
from neoequity.company.terms.headroom import most_shares
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.terms.lifecycle import RESERVING


class Bound(NamedTuple):
    """The most that an agreement can sell at a price, and what binds first."""

    slug: str
    name: str
    binding: Binding


def first_to_bind(issuer: Issuer, as_of: date, price: Decimal) -> list[Bound]:
    """What binds first under each of an issuer's agreements at a price, as of a day.

    Dollars and shares that open placements may still sell are left out, as before a sale.
    """
    shown = [each for each in positions(as_of) if each.agreement.issuer_id == issuer.pk]
    books = share_books(issuer, as_of)
    left, nasdaq = books.headroom.left, nasdaq_20(books, shown, None).left
    promised = _promised(shown, as_of)
    bounds = []
    for each in shown:
        coverage = each.in_force.terms.warrant_coverage_rate or ZERO
        registered = shelf(each, shown).left
        fits = None if left is None else most_shares(left - promised, coverage)
        found: list[Limit] = [
            DollarLimit("agreement", each.capacity.free),
            DollarLimit("shelf", registered if isinstance(registered, Decimal) else None),
            ShareLimit("authorised", fits),
            ShareLimit("nasdaq_20", nasdaq if isinstance(nasdaq, int) else None),
        ]
        bounds.append(Bound(each.agreement.slug, each.in_force.terms.name, binding(found, price)))
    return bounds


def _promised(shown: Sequence[Position], as_of: date) -> int:
    """Unsold shares of open placements with the warrants that they would earn, rounded up."""
    coverage = {
        each.agreement.pk: each.in_force.terms.warrant_coverage_rate or ZERO for each in shown
    }
    rows = placements_as_of(as_of).filter(agreement__in=coverage, status__in=RESERVING)
    return sum(row.unsold_then + ceil(row.unsold_then * coverage[row.agreement_id]) for row in rows)
