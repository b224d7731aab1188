"""Notices of capacity: agreements and shelves sold to 80, 95 and 100%."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.days import written
from neoequity.books.money import ZERO, dollars
from neoequity.company.models.limits import shelf_held
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from placements.models import Shelf
from placements.selectors.positions import Position
from placements.terms.capacity import Capacity

#: Percent of what may be sold, and how soon a person is needed once so much is sold.
STEPS = ((100, Urgency.SOON), (95, Urgency.SOON), (80, Urgency.INFORMATION))


def capacities(books: Books) -> Iterator[Notice]:
    """One for each agreement, and for each shelf with a stated amount, that reached a step."""
    for position in books.positions:
        yield from _of_agreement(position, books)
    for on_it in _by_shelf(books.positions):
        yield from _of_shelf(on_it, books)


def step_of(used: Decimal, limit: Decimal) -> tuple[int, Urgency] | None:
    """The highest step that is reached, to the cent; None below the first."""
    return next((step for step in STEPS if 100 * used >= step[0] * limit), None)


def _of_agreement(position: Position, books: Books) -> Iterator[Notice]:
    capacity, terms = position.capacity, position.in_force.terms
    step = None if capacity.ended else step_of(capacity.sold, capacity.limit)
    if step is not None:
        percent, urgency = step
        yield Notice(
            Kind.AGREEMENT_CAPACITY,
            _sentence(f"Under the {terms.name}", capacity, books),
            position.agreement.get_absolute_url(),
            urgency,
            books.as_of,
            f"{position.agreement.slug}:{percent}",
        )


def _of_shelf(on_it: list[Position], books: Books) -> Iterator[Notice]:
    shelf: Shelf = on_it[0].in_force.terms.shelf
    capacities = [each.capacity for each in on_it]
    held = shelf_held(
        shelf,
        sum((each.sold for each in capacities), ZERO),
        sum((each.reserved for each in capacities), ZERO),
    )
    if held.amount is None or held.used is None:
        return
    step = step_of(held.used, held.amount)
    if step is not None:
        percent, urgency = step
        issuer = on_it[0].agreement.issuer.slug
        yield Notice(
            Kind.SHELF_CAPACITY,
            _sentence(f"From {held.name}", Capacity(held.amount, held.used), books),
            f"{reverse('company:limits')}?{urlencode({'issuer': issuer})}",
            urgency,
            books.as_of,
            f"{shelf.file_number}:{percent}",
        )


def _by_shelf(positions: Iterable[Position]) -> list[list[Position]]:
    shelves: dict[int, list[Position]] = {}
    for each in positions:
        shelves.setdefault(each.in_force.terms.shelf.pk, []).append(each)
    return list(shelves.values())


def _sentence(where: str, capacity: Capacity, books: Books) -> str:
    sold, limit = dollars(capacity.sold), dollars(capacity.limit)
    left = max(capacity.remaining, ZERO)
    return (
        f"{where}, {sold} of {limit} ({capacity.percent(capacity.sold)}%) has been sold as of "
        f"{written(books.as_of)}; {dollars(left)} remains."
    )
