"""What binds first under each agreement at a price: the answer of the first screen."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.books.money import ZERO
from neoequity.company.selectors.limits import Programme, programme_on
from neoequity.company.terms.before_you_sell import amounts_left
from neoequity.company.terms.binding import Binding, binding
from placements.selectors.positions import Position


class Bound(NamedTuple):
    """The most that an agreement can sell at a price, and what binds first."""

    slug: str
    name: str
    binding: Binding


def first_to_bind(issuer: Issuer, as_of: date, price: Decimal) -> list[Bound]:
    """What binds first under each of an issuer's agreements at a price, as of a day.

    Dollars and shares that open placements may still sell are left out, as before a sale.
    """
    programme = programme_on(issuer, as_of)
    return [_bound(each, programme, price) for each in programme.shown]


def _bound(position: Position, programme: Programme, price: Decimal) -> Bound:
    terms = position.in_force.terms
    found = amounts_left(
        position.capacity.free,
        programme.shelf_of(position),
        programme.shares,
        programme.twenty,
        terms.warrant_coverage_rate or ZERO,
    )
    return Bound(position.agreement.slug, terms.name, binding(found, price))
