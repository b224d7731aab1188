"""Workbooks across a stock split: shares of different days are not added up."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from neoequity.books.exporting.query import ExportQuery
from neoequity.datasets import Making, write_dataset_workbook
from placements.models import Placement
from tests.factories import TODAY, UserFactory, sell
from tests.splits.conftest import MONDAY, THURSDAY, split
from tests.splits.conftest import placement as sold_before
from tests.warrants.factories import issued_warrant
from tests.worlds import built_once
from warrants.actions.register import exercise
from warrants.models import Holder

placement = sold_before
pytestmark = pytest.mark.django_db


@built_once
def both_sides(placement: Placement) -> Placement:
    """250,000 shares at $0.60 before a 1-for-25 split, 4,000 at $15.00 after it."""
    split(placement.status_by)
    sell(placement, 4_000, "15.00", by=UserFactory(), trade_date=THURSDAY, agent_reference="N-2")
    return placement


def workbook(dataset: str, as_of: date = TODAY, **asked: Any) -> Any:
    out = BytesIO()
    making = Making("anna", timezone.now())
    write_dataset_workbook(dataset, ExportQuery(as_of, **asked), out, making)
    return openpyxl.load_workbook(BytesIO(out.getvalue()))


def totals(book: Any) -> dict[str, Any]:
    """The last row of the first sheet by its columns."""
    heading, *_, last = book.worksheets[0].iter_rows(values_only=True)
    return dict(zip(heading, last, strict=True))


def notes(book: Any) -> list[str]:
    return [value for name, value in book["About"].iter_rows(values_only=True) if name == "Note"]


def test_shares_from_both_sides_of_a_split_have_no_total(both_sides: Placement) -> None:
    book = workbook("sales")
    assert totals(book)["shares"] == "not available"
    assert totals(book)["gross"] == "=SUBTOTAL(109,K2:K3)"


def test_a_note_has_the_total_in_the_shares_of_the_day(both_sides: Placement) -> None:
    """250,000 ÷ 25 + 4,000 = 14,000."""
    [note] = notes(workbook("sales"))
    assert note == (
        "shares: a stock split lies between the rows, which are each in the shares of their own "
        "day. In the shares of Nov 13, 2001 they are 14,000."
    )


def test_before_the_split_the_shares_are_added_up(both_sides: Placement) -> None:
    book = workbook("sales", as_of=MONDAY)
    assert totals(book)["shares"] == "=SUBTOTAL(109,I2)"
    assert notes(book) == []


def test_what_was_sold_after_the_split_alone_is_added_up(both_sides: Placement) -> None:
    def since(rows: Any) -> Any:
        return rows.filter(trade_date__gte=THURSDAY)

    book = workbook("sales", narrow=since)
    assert totals(book)["shares"] == "=SUBTOTAL(109,I2)"
    assert notes(book) == []


def test_a_split_that_was_not_known_yet_changes_no_total(placement: Placement) -> None:
    moment = timezone.now()
    split(placement.status_by)
    book = workbook("sales", known_at=moment)
    assert totals(book)["shares"] == "=SUBTOTAL(109,I2)"


def test_placements_are_in_the_shares_of_the_day_and_added_up(both_sides: Placement) -> None:
    book = workbook("placements")
    row = dict(zip(*list(book.worksheets[0].iter_rows(values_only=True))[:2], strict=True))
    assert (row["shares_offered"], row["shares_sold"]) == (40_000, 14_000)
    assert row["average_price"] == pytest.approx(Decimal("15.0"))
    assert totals(book)["shares_sold"].startswith("=SUBTOTAL(109,")


def test_shares_issued_on_warrants_before_a_split_have_no_total(db: None) -> None:
    """40 shares before a 1-for-25 split; what they are after it no column of the file says."""
    by = UserFactory(username="treasurer")
    warrant = issued_warrant(by=by)
    holder = Holder.objects.get(category="agent")
    on, split_on, today = date(2002, 9, 4), date(2002, 9, 5), date(2002, 12, 2)
    exercise(warrant, holder=holder, shares=40, on=on, way="cash", by=by, today=today)
    assert totals(workbook("warrant_entries", as_of=on))["shares_issued"].startswith("=SUBTOTAL")
    split(by, on=split_on, today=today)
    book = workbook("warrant_entries", as_of=split_on)
    assert totals(book)["shares_issued"] == "not available"
    [note] = notes(book)
    assert note.startswith("shares_issued: a stock split lies between the rows")
    assert totals(workbook("warrant_entries", as_of=on))["shares_issued"].startswith("=SUBTOTAL")
