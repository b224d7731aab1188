"""The dataset `agreements`: what each has sold, settled, reserved and left."""

from collections.abc import Mapping
from typing import Any

from neoequity.books.exporting.copying import PLAIN_TEXT, Query, values_query
from neoequity.books.exporting.query import Asked
from neoequity.books.models import Issuer
from placements.models import Agreement
from placements.selectors.known import names_known_at
from placements.selectors.positions import Position, positions

AGREEMENTS = (
    "agreement",
    "issuer",
    "agent",
    "shelf",
    "signed_on",
    "capacity",
    "gross_sold",
    "gross_settled",
    "reserved",
    "remaining_capacity",
    "shares_sold",
    "commission",
    "net",
    "deductions",
)

_TEXTS = 4
_CELLS = [PLAIN_TEXT.format("%s::text")] * _TEXTS + ["%s"] * (len(AGREEMENTS) - _TEXTS)


def agreement_rows(asked: Asked) -> Query:
    """The position of every agreement (or the one), with its terms as they were known then."""
    chosen = Agreement.objects.all()
    if asked.agreement is not None:
        chosen = chosen.filter(slug=asked.agreement)
    if asked.issuer is not None:
        chosen = chosen.filter(issuer__slug=asked.issuer)
    found = positions(asked.as_of, asked.known_at, chosen.values_list("slug", flat=True))
    ordered = sorted(found, key=lambda position: position.in_force.said.slug)
    names = names_known_at(Issuer, asked.known_at)
    return values_query(_CELLS, [_cells(position, names) for position in ordered])


def _cells(position: Position, issuers: Mapping[int, str]) -> tuple[Any, ...]:
    said, terms = position.in_force.said, position.in_force.terms
    capacity = position.capacity
    return (
        said.slug,
        issuers[said.issuer_id],
        terms.agent,
        terms.shelf.file_number,
        said.signed_on,
        capacity.limit,
        capacity.sold,
        capacity.settled,
        capacity.reserved,
        capacity.remaining,
        position.shares,
        position.commission,
        position.net,
        position.deductions,
    )
