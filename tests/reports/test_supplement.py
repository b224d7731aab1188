"""The report `supplement` through the command and the page, with the published two weeks."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Placement, Sale
from tests.exports.test_known_at import now
from tests.factories import (
    TODAY,
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    reverse_sale,
    sell,
    sell_many,
)
from tests.periods.closings import close
from tests.reports.reporting import report, rows
from tests.splits.conftest import split
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

HEADER = "shelf,agreement,from,to,shares,average_price,gross,commission,net,remaining_capacity"
TWO_WEEKS = ("2001-10-29", "2001-11-09")


@built_once
def sales_placement(treasurer: User) -> Placement:
    """The published sale under the Sales Agreement; 50,290 shares remain offered."""
    placement: Placement = PlacementFactory(accepted=True, by=treasurer)
    sell(placement, 949_710, "4.0254", gross=Decimal("3822967.00"), by=treasurer)
    return placement


@built_once
def other_placement(treasurer: User) -> Placement:
    """The published sales under the Other Agreement."""
    placement: Placement = PlacementFactory(
        agreement=AgreementFactory(other=True),
        minimum_price=Decimal("3.00"),
        accepted=True,
        by=treasurer,
    )
    said: dict[str, Any] = {"method": "nasdaq", "by": treasurer}
    sell(placement, 104_800, "3.23", trade_date=date(2001, 10, 26), **said)
    sell(placement, 20_000, "3.72", gross=Decimal("74392.00"), **said)
    return placement


@pytest.mark.usefixtures("sales_placement", "other_placement")
@pytest.mark.parametrize("since", ["2001-10-27", "2001-10-29"])
def test_the_two_weeks_to_nov_9_2001_have_the_published_figures(since: str) -> None:
    assert report("supplement", since, "2001-11-09").split("\r\n") == [
        HEADER,
        (
            f"333-53108,sales-agreement,{since},2001-11-09,949710,4.025405,3822967.00,152918.68,"
            "3670048.32,21177033.00"
        ),
        (
            f"333-64444,other-agreement,{since},2001-11-09,20000,3.719600,74392.00,2975.68,"
            "71416.32,7987104.00"
        ),
        "",
    ]


@pytest.mark.usefixtures("sales_placement", "other_placement")
def test_the_week_ended_oct_26_2001_has_the_first_published_sale() -> None:
    sales, other = rows("supplement", "2001-10-22", "2001-10-26")
    assert (sales["shares"], sales["average_price"], sales["gross"]) == ("0", "", "0.00")
    assert sales["remaining_capacity"] == "25000000.00"
    assert (other["shares"], other["average_price"]) == ("104800", "3.230000")
    assert (other["gross"], other["remaining_capacity"]) == ("338504.00", "8061496.00")


@pytest.mark.usefixtures("sales_placement", "other_placement")
def test_one_agreement_is_told_alone() -> None:
    (other,) = rows("supplement", *TWO_WEEKS, agreement="other-agreement")
    assert (other["agreement"], other["shares"]) == ("other-agreement", "20000")


@pytest.mark.usefixtures("sales_placement", "other_placement")
def test_the_page_has_the_paragraph_to_paste_and_a_table_with_a_total_for_each_shelf(
    reader: Client,
) -> None:
    since, until = TWO_WEEKS
    page = reader.get(f"/reports/supplement/?from={since}&to={until}")
    text = page.content.decode()
    assert (
        "we sold 949,710 shares of our common stock through Cantor Fitzgerald &amp; Co. under the "
        "Sales Agreement, in privately negotiated transactions, at an average price of $4.0254 per "
        "share, for gross proceeds of $3,822,967.00 and net proceeds of $3,670,048.32 after "
        "commissions of $152,918.68."
    ) in text
    sales, other = page.context["tables"]
    assert (sales["title"], other["title"]) == (
        "Form S-3, File No. 333-53108",
        "Form S-3, File No. 333-64444",
    )
    assert [cell for *_, cell in other["totals"]] == [
        *("Total", "20,000", "$3.7196", "$74,392.00", "$2,975.68", "$0.00", "$71,416.32"),
        "$7,987,104.00",
    ]


@pytest.mark.usefixtures("sales_placement")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ""),
        ("&known_at=2001-11-12T17:30", "2001-11-12T17:30:00"),
        ("&known_at=2001-11-12T22:30:15Z", "2001-11-12T17:30:15"),
    ],
)
def test_the_field_known_at_is_a_date_and_time_of_new_york(
    reader: Client, asked: str, shown: str
) -> None:
    page = reader.get(f"/reports/supplement/?from=2001-10-29&to=2001-11-09{asked}").content.decode()
    field = 'type="datetime-local" id="known-at" name="known_at" step="1"'
    assert f'{field} value="{shown}">' in page


def test_two_agreements_on_one_shelf_are_one_table_with_their_average(
    sales_placement: Placement, reader: Client
) -> None:
    second = AgreementFactory(
        slug="second", name="Second Agreement", capacity=Decimal("5000000.00")
    )
    placement = PlacementFactory(agreement=second, accepted=True)
    sell(placement, 50_290, "5.00")
    page = reader.get("/reports/supplement/?from=2001-10-29&to=2001-11-09")
    (table,) = page.context["tables"]
    assert [row[0][2] for row in table["rows"]] == ["Sales Agreement", "Second Agreement"]
    # 949,710 and 50,290 shares: a million for $3,822,967 and $251,450.
    assert [cell for *_, cell in table["totals"]][:4] == [
        *("Total", "1,000,000", "$4.074417", "$4,074,417.00"),
    ]


def test_the_agreements_of_another_issuer_are_not_told(sales_placement: Placement) -> None:
    other = IssuerFactory(slug="example-bio", name="Example Bio, Inc.")
    shelf = ShelfFactory(issuer=other, file_number="333-10001")
    sell(PlacementFactory(agreement=AgreementFactory(slug="facility", shelf=shelf), accepted=True))
    (ours,) = rows("supplement", *TWO_WEEKS, issuer="neotherapeutics")
    assert ours["shares"] == "949710"
    (theirs,) = rows("supplement", *TWO_WEEKS, issuer="example-bio")
    assert (theirs["shelf"], theirs["shares"]) == ("333-10001", "1000")
    with pytest.raises(CommandError, match="several issuers"):
        report("supplement", *TWO_WEEKS)


def test_an_agreement_signed_later_is_not_told(sales_placement: Placement) -> None:
    AgreementFactory(other=True, signed_on=date(2001, 11, 12))
    assert len(rows("supplement", *TWO_WEEKS)) == 1
    assert len(rows("supplement", "2001-10-29", "2001-11-12")) == 2


def test_what_happened_after_the_last_day_changes_nothing(
    sales_placement: Placement, treasurer: User
) -> None:
    before = report("supplement", *TWO_WEEKS)
    sell(sales_placement, 1_000, trade_date=date(2001, 11, 12), by=treasurer)
    wrong = Sale.objects.get(number=1)
    reverse_sale(wrong, on=date(2001, 11, 12), reason="Wrong", by=treasurer, today=TODAY)
    assert report("supplement", *TWO_WEEKS) == before
    (later,) = rows("supplement", "2001-11-12", "2001-11-13")
    assert (later["shares"], later["gross"]) == ("-948710", "-3818967.00")
    assert (later["commission"], later["net"]) == ("-152758.68", "-3666208.32")
    assert later["remaining_capacity"] == "24996000.00"


def test_what_was_recorded_later_does_not_show_at_an_earlier_moment(
    sales_placement: Placement, treasurer: User
) -> None:
    before, then = report("supplement", *TWO_WEEKS), now().isoformat()
    late = sell(sales_placement, 1_000, by=treasurer)
    sell(sales_placement, 500, by=treasurer)
    reverse_sale(late, on=date(2001, 11, 9), reason="Wrong", by=treasurer, today=TODAY)
    assert report("supplement", *TWO_WEEKS, known_at=then) == before
    (known,) = rows("supplement", *TWO_WEEKS)
    assert (known["shares"], known["gross"]) == ("950210", "3824967.00")


def test_what_is_known_now_is_the_same_from_the_entries_as_from_their_sums(
    sales_placement: Placement, other_placement: Placement, treasurer: User
) -> None:
    wrong = sell(sales_placement, 1_000, trade_date=date(2001, 11, 1), by=treasurer)
    deliver([wrong], delivered_on=date(2001, 11, 6), by=treasurer, today=TODAY)
    reverse_sale(wrong, on=date(2001, 11, 8), reason="Wrong", by=treasurer, today=TODAY)
    for name in ("supplement", "quarter"):
        moment = now().isoformat()
        assert report(name, *TWO_WEEKS) == report(name, *TWO_WEEKS, known_at=moment)


def test_a_closed_month_keeps_its_figures(other_placement: Placement, treasurer: User) -> None:
    closing = close("2001-10", today=TODAY)
    before = report("supplement", "2001-10-15", "2001-10-26")
    assert "104800,3.230000,338504.00" in before
    wrong = Sale.objects.get(trade_date=date(2001, 10, 26))
    reverse_sale(wrong, on=date(2001, 11, 5), reason="Wrong", by=treasurer, today=TODAY)
    AgreementFactory()  # signed in June, and recorded after the closing
    assert report("supplement", "2001-10-15", "2001-10-26") == before
    assert len(rows("supplement", "2001-10-15", "2001-11-12")) == 2
    moment = closing.recorded_at.isoformat()
    assert report("supplement", "2001-10-15", "2001-10-26", known_at=moment) == before


def test_shares_sold_before_a_split_in_the_two_weeks_are_told_in_new_shares(
    treasurer: User,
) -> None:
    placement = PlacementFactory(minimum_price=Decimal("0.50"), accepted=True, by=treasurer)
    sell(placement, 250_000, "0.60", by=treasurer, trade_date=date(2001, 11, 5))
    split(treasurer)  # 1 for 25 on Nov 7
    (before,) = rows("supplement", "2001-10-29", "2001-11-06")
    assert (before["shares"], before["average_price"]) == ("250000", "0.600000")
    (after,) = rows("supplement", *TWO_WEEKS)
    assert (after["shares"], after["average_price"]) == ("10000", "15.000000")
    assert (after["gross"], after["commission"]) == ("150000.00", "6000.00")


def test_an_empty_line_of_an_agreement_says_that_nothing_was_sold(
    treasurer: User, reader: Client
) -> None:
    AgreementFactory()
    (line,) = rows("supplement", *TWO_WEEKS)
    assert list(line.values()) == [
        *("333-53108", "sales-agreement", *TWO_WEEKS, "0", "", "0.00", "0.00", "0.00"),
        "25000000.00",
    ]
    page = reader.get("/reports/supplement/?from=2001-10-29&to=2001-11-09").content.decode()
    assert "we sold no shares of our common stock under the Sales Agreement." in page


@pytest.mark.parametrize("name", ["supplement", "quarter"])
def test_more_sales_cost_no_more_queries(
    name: str, sales_placement: Placement, treasurer: User
) -> None:
    def queries(**options: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            report(name, *TWO_WEEKS, **options)
        return len(captured)

    moment = now().isoformat()
    before, known_before = queries(), queries(known_at=moment)
    sell_many(sales_placement, 20, shares=10, by=treasurer)
    moment = now().isoformat()
    assert (queries(), queries(known_at=moment)) == (before, known_before)


@pytest.fixture
def filed(tmp_path: Path) -> Callable[[str, str], bytes]:
    """A report of the published sales in a form."""

    def act(name: str, form: str) -> bytes:
        file = tmp_path / f"{name}.{form}"
        options = {"since": "2001-10-01", "until": "2001-11-09", "format": form}
        call_command("report", name, **options, output=str(file))
        return file.read_bytes()

    return act


Filed = Callable[[str, str], bytes]


@pytest.mark.usefixtures("published")
def test_the_pdf_of_the_supplement_has_paragraph_table_and_total(filed: Filed) -> None:
    document = pypdfium2.PdfDocument(filed("supplement", "pdf"))
    (text,) = (" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for said in (
        "From Oct 1, 2001 to Nov 9, 2001, we sold 124,800 shares of our common stock through",
        "Form S-3, File No. 333-53108",
        "Sales Agreement 949,710 $4.025405 $3,822,967.00 $152,918.68 $0.00 $3,670,048.32",
        "Total 949,710 $4.025405 $3,822,967.00 $152,918.68 $0.00 $3,670,048.32 $21,177,033.00",
        "Page 1 of 1",
    ):
        assert said in text


@pytest.mark.usefixtures("published")
def test_the_pdf_of_the_quarter_has_a_table_for_each_agreement(filed: Filed) -> None:
    document = pypdfium2.PdfDocument(filed("quarter", "pdf"))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for said in (
        "Cantor Fitzgerald & Co. Jun 12, 2001 – 4.00% $25,000,000.00 $21,177,033.00",
        "Issued 2001 to date 104,800 $3.2300 $338,504.00 $13,540.16 $0.00 $324,963.84",
        "Sold, not yet issued Q4 2001 949,710 $4.025405 $3,822,967.00 $152,918.68 $0.00",
    ):
        assert said in text


@pytest.mark.usefixtures("published")
def test_the_workbooks_have_the_data_first_and_then_a_sheet_for_each_table(filed: Filed) -> None:
    supplement = load_workbook(BytesIO(filed("supplement", "xlsx")))
    assert supplement.sheetnames == ["Supplement", "Shelf 333-53108", "Shelf 333-64444", "About"]
    data = supplement["Supplement"]
    assert [cell.value for cell in data[2]][4:] == [
        *(949_710, 4.025405, 3_822_967, 152_918.68, 3_670_048.32, 21_177_033)
    ]
    quarter = load_workbook(BytesIO(filed("quarter", "xlsx")))
    assert quarter.sheetnames == [
        *("Quarters", "Agreements", "Agreement OA", "Agreement SA", "About")
    ]
