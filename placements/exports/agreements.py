"""The dataset `agreements`: what each has sold, settled, reserved and left."""

from collections.abc import Mapping
from typing import Any

from placements.exports.asked import Asked
from placements.exports.copying import PLAIN_TEXT, Query, values_query
from placements.models import Agreement, AgreementEvent
from placements.selectors.known import agreements_known_at
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
)

_TEXTS = 4
_CELLS = [PLAIN_TEXT.format("%s::text")] * _TEXTS + ["%s"] * (len(AGREEMENTS) - _TEXTS)


def agreement_rows(asked: Asked) -> Query:
    """The position of every agreement (or the one), with its terms as they were known then."""
    slugs = None if asked.agreement is None else [asked.agreement]
    found = positions(asked.as_of, asked.known_at, slugs)
    terms: Mapping[int, Agreement | AgreementEvent] = {
        position.agreement.pk: position.agreement for position in found
    }
    if asked.known_at is not None:
        terms = agreements_known_at(asked.known_at)
    ordered = sorted(found, key=lambda position: position.agreement.slug)
    known = [position for position in ordered if position.agreement.pk in terms]
    return values_query(
        _CELLS, [_cells(terms[position.agreement.pk], position) for position in known]
    )


def _cells(terms: Agreement | AgreementEvent, position: Position) -> tuple[Any, ...]:
    capacity = position.capacity._replace(limit=terms.capacity)
    return (
        terms.slug,
        terms.issuer.name,
        terms.agent,
        terms.shelf.file_number,
        terms.signed_on,
        capacity.limit,
        capacity.sold,
        capacity.settled,
        capacity.reserved,
        capacity.remaining,
        position.shares,
        position.commission,
        position.net,
    )
