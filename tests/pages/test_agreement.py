"""The page of an agreement: its terms with their pages, and the workings of its figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.models import Agreement, TermCitation
from placements.models.agreement import TOTALS
from placements.selectors.known_at import in_force
from placements.tables.agreement import TermLine, term_lines
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    sell,
    sell_many,
)
from tests.pages.plain_text import links, words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

ADDRESS = "/agreements/sales-agreement/"


@built_once
def agreement() -> Agreement:
    made: Agreement = AgreementFactory(
        warrant_coverage_rate=Decimal("0.10"), termination_from=date(2002, 6, 12)
    )
    return made


def lines_of(agreement: Agreement) -> list[TermLine]:
    found = Agreement.objects.get(pk=agreement.pk)
    return term_lines(in_force([found], TODAY)[found.pk], found.term_citations.all())


def test_every_term_stands_with_its_value_and_page(reader: Client, agreement: Agreement) -> None:
    TermCitation.objects.filter(term="largest_commission").update(remark="As printed.")
    text = words(reader.get(ADDRESS))
    for term in (
        "Issuer NeoTherapeutics, Inc. p. S-3",
        "Shelf Form S-3 333-53108, prospectus dated Jan 26, 2001 p. S-11",
        "Capacity (gross proceeds) $25,000,000.00 p. S-11",
        "Methods of sale allowed Privately negotiated; Another lawful way p. S-11",
        "Settlement days after the trade date 3 p. S-11",
        "Largest commission possible $900,000.00 As printed. p. S-12",
        "Commission of the agent On gross above $0 4.00% p. S-11",
        "On gross above $10,000,000 3.50% p. S-11",
        "Terminable by either party from Jun 12, 2002 not available",
        "Warrants Warrant coverage 10.00% not available",
    ):
        assert term in text


def test_a_missing_term_reads_not_available_and_never_zero(agreement: Agreement) -> None:
    lines = {line.label: line for line in lines_of(agreement)}
    assert lines["Expense reimbursement, at most"].value == "not available"
    assert lines["Trading days before terms are agreed"].value == "not available"
    assert lines["Expenses may be refundable"].value == "no"


def test_no_settlement_days_means_the_markets_cycle(agreement: Agreement) -> None:
    agreement.settlement_days = None
    agreement.save(update_fields=["settlement_days"])
    lines = {line.label: line.value for line in lines_of(agreement)}
    assert lines["Settlement days after the trade date"] == "the market's standard cycle"


def test_a_new_field_of_the_agreement_is_shown_of_itself(agreement: Agreement) -> None:
    hidden = {"id", "slug", "code", "name", *TOTALS}
    hidden |= {"terminated_on", "terminated_by"}  # until it ends: see tests/ends
    fields = {field.name for field in Agreement._meta.concrete_fields} - hidden
    assert len(lines_of(agreement)) == len(fields) + 3  # its fee tiers


def test_the_capacity_is_worked_out_line_by_line(reader: Client, agreement: Agreement) -> None:
    sold = PlacementFactory(agreement=agreement, accepted=True, shares_offered=1_000_000)
    sell(sold, 400_000, "4.25")
    text = words(reader.get(ADDRESS))
    for line in (
        "Capacity (gross proceeds) p. S-11 $25,000,000.00 less settled $0.00",
        "less sold, not yet settled $1,700,000.00",
        "left to sell $23,300,000.00",
        "less reserved for open placements $2,400,000.00",
        "Placement 1 600,000 $4.0000 minimum $2,400,000.00",
        "free for a new placement $20,900,000.00",
    ):
        assert line in text


def test_a_placement_without_a_minimum_reserves_at_its_expected_price(
    reader: Client, agreement: Agreement
) -> None:
    PlacementFactory(
        agreement=agreement,
        accepted=True,
        shares_offered=1_000,
        minimum_price=None,
        expected_price=Decimal("4.03"),
    )
    text = words(reader.get(ADDRESS))
    assert "Placement 1 1,000 $4.0300 expected $4,030.00" in text


def test_the_commission_is_worked_out_tier_by_tier_and_adds_up(
    reader: Client, agreement: Agreement
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True, shares_offered=6_000_000)
    sell(placement, 3_250_000, "4.00")
    text = words(reader.get(ADDRESS))
    for line in (
        "Commission to date $505,000.00",
        "$0 to $10,000,000 p. S-11 $10,000,000.00 4.00% $400,000.00",
        "$10,000,000 to $20,000,000 p. S-11 $3,000,000.00 3.50% $105,000.00",
        "$20,000,000 to $25,000,000 p. S-11 $0.00 3.00% $0.00",
        "Total $13,000,000.00 $505,000.00",
        "If fully sold, the agreement costs $900,000.00, as stated in the terms below.",
    ):
        assert line in text


def test_net_and_average_price_open_to_their_workings(reader: Client, agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sell(placement, 949_710, "4.03", gross=Decimal(3822967), deductions=Decimal("100.00"))
    text = words(reader.get(ADDRESS))
    assert (
        "Gross sold $3,822,967.00 less commission $152,918.68 less further deductions in the "
        "agent's notices $100.00 net $3,669,948.32"
    ) in text
    assert "$3,822,967.00 of gross for 949,710 shares is $4.025405 per share" in text


def test_before_the_first_sale_there_is_no_average(reader: Client, agreement: Agreement) -> None:
    text = words(reader.get(ADDRESS))
    assert "Average price not available" in text
    assert "No sales by then." in text
    assert "No placements as of Nov 13, 2001." in text


def test_its_sales_and_placements_are_those_of_the_day(
    reader: Client, agreement: Agreement
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sell(placement, 1_000, "4.00")
    assert "SA-1" in words(reader.get(ADDRESS))
    then = words(reader.get(ADDRESS + "?as_of=2001-11-08"))
    assert "SA-1" not in then
    assert "Placement 1 accepted Oct 1, 2001 1,000,000 0 1,000,000 $4.0000 $0.00" in then
    assert "No placements as of Sep 30, 2001." in words(reader.get(ADDRESS + "?as_of=2001-09-30"))


def test_its_figures_open_to_all_the_rows_behind_them(reader: Client, agreement: Agreement) -> None:
    opened = links(reader.get(ADDRESS))
    assert "/sales/?agreement=sales-agreement" in opened
    assert "/sales/?agreement=sales-agreement&status=settled" in opened
    assert "/placements/?agreement=sales-agreement" in opened


def test_a_reader_sees_no_buttons_that_write(
    reader: Client, writer: Client, agreement: Agreement
) -> None:
    assert "Record sale New placement" in words(writer.get(ADDRESS))
    assert "Record sale" not in words(reader.get(ADDRESS))
    assert "Record sale" not in words(writer.get(ADDRESS + "?as_of=2001-11-09"))


def test_an_unknown_agreement_is_not_found(reader: Client) -> None:
    assert reader.get("/agreements/no-agreement/").status_code == 404


def test_a_stranger_is_sent_to_the_login(stranger: Client) -> None:
    for address in (ADDRESS, "/agreements/no-agreement/"):
        response = stranger.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_it_is_only_for_reading(writer: Client, agreement: Agreement) -> None:
    assert writer.post(ADDRESS).status_code == 405


def test_its_queries_do_not_grow_with_sales_and_placements(
    reader: Client, agreement: Agreement
) -> None:
    by = UserFactory()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=by)
    sell_many(placement, 10, shares=10, by=by)
    with CaptureQueriesContext(connection) as few:
        reader.get(ADDRESS)
    sell_many(placement, 990, shares=10, by=by)
    PlacementFactory.create_batch(20, agreement=agreement, accepted=True, shares_offered=10, by=by)
    with CaptureQueriesContext(connection) as many:
        reader.get(ADDRESS)
    assert len(many) == len(few)
