"""Receipts and the cash of sales in files, to the byte, as of a day and as known at a moment."""

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from neoequity.books.exporting.query import ExportQuery
from neoequity.datasets import write_dataset
from neoequity.people.models import User
from placements.actions.amendment import ask_amendment
from placements.models import Placement, Sale
from tests.cash.receiving import CENT, LATER, NET, PAID_ON, part, received, undone
from tests.clients import logged_in
from tests.factories import AgreementFactory, UserFactory, approved, reverse_sale, sell

RECEIPTS = (
    "agreement,receipt,date,amount,bank_reference,matched,difference,remark,undoes,reason,"
    "recorded_at,recorded_by"
)


def written(dataset: str, asked: ExportQuery) -> str:
    out = BytesIO()
    write_dataset(dataset, asked, out)
    return out.getvalue().decode()


def rows(dataset: str, **asked: Any) -> list[dict[str, str]]:
    query = ExportQuery(**{"as_of": LATER, **asked})
    return list(csv.DictReader(StringIO(written(dataset, query))))


def cash(**asked: Any) -> list[tuple[str, str, str]]:
    """The number of each entry, the day on which it was paid, and what it received."""
    return [(row["sale"], row["paid_on"], row["cash_received"]) for row in rows("sales", **asked)]


def undated(text: str) -> str:
    """The lines without the two columns of the recording."""
    return "\n".join(",".join(line.split(",")[:-2]) for line in text.split("\r\n") if line)


def test_receipts_are_written_to_the_byte(sale: Sale, treasurer: User) -> None:
    short = part(sale, NET - CENT)
    received(sale.agreement, NET, short, reference="FW-1", by=treasurer, remark="by wire")
    text = written("receipts", ExportQuery(as_of=LATER))
    assert text.startswith(f"{RECEIPTS}\r\n")
    assert undated(text).split("\n")[1] == (
        "sales-agreement,1,2001-11-15,3670048.32,FW-1,3670048.31,0.01,by wire,,"
    )
    assert text.endswith(",treasurer\r\n")


def test_what_undoes_a_receipt_negates_its_figures(sale: Sale) -> None:
    undone(received(sale.agreement, NET, part(sale), reference="FW-1"))
    figures = [
        tuple(row[name] for name in ("receipt", "amount", "matched", "difference", "undoes"))
        for row in rows("receipts")
    ]
    assert figures == [
        ("1", "3670048.32", "3670048.32", "0.00", ""),
        ("2", "-3670048.32", "-3670048.32", "0.00", "1"),
    ]


def test_receipts_of_later_days_are_left_out(sale: Sale) -> None:
    received(sale.agreement, "1.00", on=LATER)
    assert rows("receipts", as_of=PAID_ON) == []


def test_receipts_may_be_asked_for_one_agreement(sale: Sale) -> None:
    received(sale.agreement, "1.00")
    received(AgreementFactory(other=True), "2.00")
    assert len(rows("receipts", agreement="sales-agreement")) == 1


def test_a_workbook_has_the_receipts_and_their_sums(sale: Sale) -> None:
    received(sale.agreement, NET, part(sale, NET - CENT))
    client = logged_in(UserFactory(group="Auditor"))
    answer = client.get("/exports/receipts.xlsx?as_of=2001-11-20")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == RECEIPTS.split(",")


def test_sales_end_with_the_agent_the_day_of_payment_and_the_cash(sale: Sale) -> None:
    header = written("sales", ExportQuery(as_of=LATER)).split("\r\n", 1)[0]
    assert header.endswith(
        "deductions,remark,settlement_reason,adjusts,agent,paid_on,cash_received"
    )


def test_a_sale_that_was_paid_names_the_day_and_the_amount(sale: Sale) -> None:
    received(sale.agreement, NET, part(sale))
    assert cash() == [("1", "2001-11-15", "3670048.32")]


def test_a_sale_a_cent_short_has_no_day_of_payment(sale: Sale) -> None:
    received(sale.agreement, NET, part(sale, NET - CENT))
    assert cash() == [("1", "", "3670048.31")]


def test_a_sale_paid_in_parts_was_paid_on_the_last_days(sale: Sale) -> None:
    received(sale.agreement, "3000000.00", part(sale, "3000000.00"))
    received(sale.agreement, "670048.32", part(sale, "670048.32"), on=LATER)
    assert cash() == [("1", "2001-11-20", "3670048.32")]
    assert cash(as_of=PAID_ON) == [("1", "", "3000000.00")]


def test_what_is_paid_past_the_net_leaves_the_day_of_payment(sale: Sale) -> None:
    received(sale.agreement, NET, part(sale))
    received(sale.agreement, CENT, part(sale, CENT, "The agent rounded up."), on=LATER)
    assert cash() == [("1", "2001-11-15", "3670048.33")]


def test_a_sale_whose_receipt_is_undone_was_paid_until_then(sale: Sale) -> None:
    undone(received(sale.agreement, NET, part(sale)))
    assert cash(as_of=PAID_ON) == [("1", "2001-11-15", "3670048.32")]
    assert cash() == [("1", "", "0.00")]


def test_a_sale_paid_again_was_paid_on_the_later_day(sale: Sale) -> None:
    undone(received(sale.agreement, NET, part(sale)), on=date(2001, 11, 19))
    received(sale.agreement, NET, part(sale), on=LATER)
    assert cash() == [("1", "2001-11-20", "3670048.32")]


def test_what_was_not_yet_known_is_left_out(sale: Sale) -> None:
    before = timezone.now()
    received(sale.agreement, NET, part(sale))
    assert cash(known_at=before) == [("1", "", "0.00")]
    assert rows("receipts", known_at=before) == []


def test_what_was_paid_back_stands_on_the_reversal(sale: Sale, treasurer: User) -> None:
    received(sale.agreement, NET, part(sale))
    back = reverse_sale(sale, on=LATER, reason="sold twice", by=treasurer, today=LATER)
    received(sale.agreement, -NET, part(back), on=LATER)
    assert cash() == [
        ("1", "2001-11-15", "3670048.32"),
        ("2", "2001-11-20", "-3670048.32"),
    ]


def test_each_row_names_the_agent_of_its_own_day(placement: Placement, treasurer: User) -> None:
    sell(placement, by=treasurer)
    request = ask_amendment(
        placement.agreement,
        kind="amendment",
        effective_on=date(2001, 11, 12),
        document="Amendment 1",
        page="p. 1",
        reason="Another agent.",
        terms={"agent": "Another Agent"},
        fee_tiers=None,
        by=treasurer,
        today=LATER,
    )
    approved(request, today=LATER)
    sell(placement, by=treasurer, trade_date=date(2001, 11, 13), today=LATER)
    assert [row["agent"] for row in rows("sales")] == ["Cantor Fitzgerald & Co.", "Another Agent"]


def test_a_reversal_names_the_agent_of_its_sale(sale: Sale, treasurer: User) -> None:
    reverse_sale(sale, on=LATER, reason="sold twice", by=treasurer, today=LATER)
    assert [row["agent"] for row in rows("sales")] == ["Cantor Fitzgerald & Co."] * 2


def test_a_filtered_file_has_the_cash_of_its_rows(sale: Sale, second: Sale) -> None:
    received(sale.agreement, second.net, part(second))
    asked = ExportQuery(LATER, narrow=lambda sales: sales.filter(number=2))
    [row] = csv.DictReader(StringIO(written("sales", asked)))
    assert (row["sale"], row["paid_on"], row["cash_received"]) == ("2", "2001-11-15", "3840.00")
    assert row["cumulative_gross"] == "3826967.00"


def test_page_and_command_write_the_same_receipts(
    sale: Sale, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    received(sale.agreement, NET, part(sale))
    file = tmp_path / "receipts.csv"
    call_command("export", "receipts", "--as-of", "2001-11-20", "--output", str(file))
    client = logged_in(UserFactory(group="Auditor"))
    answer = client.get("/exports/receipts.csv?as_of=2001-11-20")
    sent: Iterator[bytes] = answer.streaming_content  # type: ignore[attr-defined]
    assert file.read_bytes() == b"".join(sent)
