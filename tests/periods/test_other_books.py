"""Closings of the shipped programme's books, and of books with a register."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client

from neoequity.books.models import ChainHead
from neoequity.ledger import prove_books
from neoequity.management.commands.prepare import PROGRAMME
from placements.models import ClosingTotal
from placements.selectors.closings import with_what_was_left
from tests.factories import UserFactory
from tests.periods.closings import close, reopen
from tests.periods.test_commands import NOTES, say
from tests.warrants.factories import issued_warrant, warrant_agreement


@pytest.mark.usefixtures("controller")
def test_the_shipped_programmes_quarter_is_closed_to_the_cent() -> None:
    """By hand: 338,504.00 + 74,392.00 = 412,896.00 of the Other Agreement, at 4% 16,515.84."""
    call_command("load_programme", str(PROGRAMME), with_history=True, stdout=StringIO())
    said = say("close_period", "2001Q4", "--user", "anna", *NOTES)
    assert "2001Q4 of NeoTherapeutics, Inc. is closed (closing 1)." in said
    assert "2 sales are not settled on Dec 31, 2001: $3,897,359.00 gross." in said
    assert "1 warrant is due and not issued on Dec 31, 2001." in said
    other, sales = with_what_was_left(ClosingTotal.objects.order_by("agreement__slug"))
    assert (sales.gross, sales.shares) == (Decimal("3822967.00"), 949_710)
    assert (sales.commission, sales.net) == (Decimal("152918.68"), Decimal("3670048.32"))
    assert (sales.settled, sales.unsettled) == (Decimal(0), Decimal("3822967.00"))
    assert vars(sales)["left_then"] == Decimal("21177033.00")
    assert (other.gross, other.shares) == (Decimal("412896.00"), 124_800)
    assert (other.commission, other.net) == (Decimal("16515.84"), Decimal("396380.16"))
    assert (other.settled, other.unsettled) == (Decimal("338504.00"), Decimal("74392.00"))
    assert vars(other)["left_then"] == Decimal("7987104.00")
    assert prove_books().differences == []


def test_the_changes_are_a_csv_too(reader: Client) -> None:
    agreement = warrant_agreement()
    closing = close("2001Q4")
    reopen(closing)
    issued_warrant(agreement, by=UserFactory(username="tom"))
    response = reader.get(f"/periods/{closing.pk}/late-changes.csv")
    head = ChainHead.objects.get()
    assert response["X-Chain-Head"] == f"neotherapeutics {head.length} {head.digest}"
    header, *rows = b"".join(response).decode().split("\r\n")
    assert header == "recorded_at,recorded_by,entry,of,dated,shares,amount,concerns"
    told = {row.split(",", 1)[1] for row in rows if row}
    assert "tom,Sale 1,Sales Agreement,2001-11-09,10000,40000.00,dated in it" in told
    assert "tom,Entry 1,Warrant 1,2001-11-15,1000,0.00,dated in it" in told
    assert {row.split(",")[1] for row in told} >= {"Placement 1: accepted", "Delivery of sale 1"}


def test_the_changes_are_a_workbook_too(reader: Client) -> None:
    agreement = warrant_agreement()
    closing = close("2001Q4")
    reopen(closing)
    issued_warrant(agreement, by=UserFactory(username="tom"))
    response = reader.get(f"/periods/{closing.pk}/late-changes.xlsx")
    book = openpyxl.load_workbook(BytesIO(response.getvalue()))

    assert response["X-Chain-Head"].startswith("neotherapeutics ")
    assert response["Content-Disposition"] == (
        'attachment; filename="late-changes-2001Q4-closing-1.xlsx"'
    )
    rows = [row[1:] for row in book["Late changes"].iter_rows(values_only=True)]
    assert rows[0] == ("recorded_by", "entry", "of", "dated", "shares", "amount", "concerns")
    dated = datetime(2001, 11, 9)  # noqa: DTZ001  # a cell has no zone
    assert ("tom", "Sale 1", "Sales Agreement", dated, 10_000, 40_000, "dated in it") in rows
    assert dict(book["About"].iter_rows(values_only=True))["Period"] == "2001Q4"
