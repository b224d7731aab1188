"""The transfer agent's side: deliveries in the shares of the day on which they are due."""

from datetime import date

import pytest

from neoequity.statements.models import Sender
from neoequity.statements.terms.entry import Quantity
from placements.models import Placement
from tests.factories import sell, usual
from tests.statements import files
from tests.statements.matched import NOV_30, by_hand, entry_row, line_rows, sides_of
from tests.statements.recorded import received
from warrants.actions.split import record_split


@pytest.mark.parametrize(("new", "old", "delivered"), [(1, 25, 40), (2, 1, 2002), (1, 3, 333)])
def test_a_delivery_after_a_split_is_matched_in_new_shares(
    registry: Sender, placement: Placement, new: int, old: int, delivered: int
) -> None:
    """Traded Nov 9, due Nov 15; the split takes effect between. The fraction is dropped."""
    sale = sell(placement, 1001)
    record_split(
        registry.issuer, effective_on=date(2001, 11, 13), new=new, old=old, source="a notice",
        by=usual(), today=NOV_30,
    )  # fmt: skip
    rows = (
        "Issuer\tNeo",
        "Opening shares\t0",
        "\t".join(files.TRANSFER_AGENT.columns),
        f"2001-11-15\tDWAC-1\tIssued\t{delivered}",
        f"Closing shares\t{delivered}",
    )
    content = files.lines_of(*rows)
    statement = received(registry, content, files.TRANSFER_AGENT.name).statement
    [entry] = sides_of(registry).items.values()
    assert entry.quantity == Quantity(shares=delivered)
    match = by_hand(registry, *line_rows(statement), entry_row(sale))
    assert [part.shares for part in match.parts.all()] == [delivered, delivered]
    assert sides_of(registry).items == {}
