"""The dataset `agreements`: what each has sold, settled, reserved and left."""

from collections.abc import Callable, Mapping

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from placements.models import Agreement
from placements.selectors.known_at import names_known_at
from placements.selectors.positions import Position, positions

Cell = Callable[[Position, Mapping[int, str]], object]

#: The columns, and the cell of a position in each; the mapping gives issuers' names by key.
AGREEMENTS: dict[str, Cell] = {
    "agreement": lambda each, _: each.in_force.said.slug,
    "issuer": lambda each, issuers: issuers[each.in_force.said.issuer_id],
    "agent": lambda each, _: each.in_force.terms.agent,
    "shelf": lambda each, _: each.in_force.terms.shelf.file_number,
    "signed_on": lambda each, _: each.in_force.said.signed_on,
    "capacity": lambda each, _: each.capacity.limit,
    "gross_sold": lambda each, _: each.capacity.sold,
    "gross_settled": lambda each, _: each.capacity.settled,
    "reserved": lambda each, _: each.capacity.reserved,
    "remaining_capacity": lambda each, _: each.capacity.remaining,
    "shares_sold": lambda each, _: each.shares,
    "commission": lambda each, _: each.commission,
    "net": lambda each, _: each.net,
    "deductions": lambda each, _: each.deductions,
    "terminated_on": lambda each, _: each.in_force.terms.terminated_on,
}


def agreement_rows(asked: ExportQuery) -> Query:
    """The position of every agreement, or the one asked for, with its terms as known then."""
    chosen = Agreement.objects.all()
    if asked.agreement is not None:
        chosen = chosen.filter(slug=asked.agreement)
    if asked.issuer is not None:
        chosen = chosen.filter(issuer__slug=asked.issuer)
    chosen_positions = positions(asked.as_of, asked.known_at, chosen.values_list("slug", flat=True))
    ordered = sorted(chosen_positions, key=lambda position: position.in_force.said.slug)
    names = names_known_at(Issuer, asked.known_at)
    rows = [[cell(each, names) for cell in AGREEMENTS.values()] for each in ordered]
    return values_query(rows)
