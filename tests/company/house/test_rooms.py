"""The company's first page, its registers, filings and figures, read on the example's books."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.documents.actions import attach_to_record
from neoequity.books.models import Issuer
from neoequity.company.actions.record import record_entry, record_filing
from neoequity.company.models import Filing, RegisterEntry
from neoequity.company.selectors.figures import figures_in_force
from neoequity.company.selectors.filings import filings_on
from neoequity.company.selectors.registers import registers_on
from neoequity.people.models import User
from placements.models import Placement
from tests.factories import TODAY, UserFactory
from tests.pages.plain_text import words
from tests.worlds import built_once

ROOMS = (
    *("Share ledger", "Holders", "Prices", "Calendar and lock-up", "Compensation"),
    *("Other money", "Registers", "Filings", "Figures"),
)


@built_once
def clerk(example: Issuer) -> User:
    user: User = UserFactory(username="clerk")
    return user


def entered(issuer: Issuer, by: User, **facts: Any) -> RegisterEntry:
    told = {"register": "clauses", "title": "Confidentiality", "day": date(2001, 11, 1), **facts}
    row = record_entry(issuer=issuer, **told, by=by, today=TODAY)
    assert isinstance(row, RegisterEntry)
    return row


def filed(issuer: Issuer, by: User, **facts: Any) -> Filing:
    told = {"form": "424B3", "concerns": "Sales", "day": date(2001, 11, 13), **facts}
    row = record_filing(issuer=issuer, **told, by=by, today=TODAY)
    assert isinstance(row, Filing)
    return row


# The first page


def test_every_room_stands_on_the_first_page(reader: Client) -> None:
    page = words(reader.get("/company/"))
    assert [room for room in ROOMS if room not in page] == []


def test_the_rooms_say_their_most_important_state(reader: Client) -> None:
    page = words(reader.get("/company/"))
    assert "21,927,372 shares outstanding on Oct 26, 2001, stated by the company." in page
    assert "Last closing price: $4.0400 on Oct 31, 2001." in page
    assert "$20,000,000.00 expected, at most." in page
    assert "No filings are overdue; next due: 10-Q on Nov 14, 2001." in page
    assert "No reviews are overdue." in page


def test_a_day_before_the_documents_knows_no_share_count(reader: Client) -> None:
    page = words(reader.get("/company/?as_of=2001-06-30"))
    assert "Shares outstanding: not available." in page
    assert "Last closing price: not available." in page


def test_the_menu_has_one_entry_for_the_company_and_none_for_its_records(reader: Client) -> None:
    page = reader.get("/").content.decode()
    assert page.count('href="/company/"') == 1
    assert 'href="/records/figure/"' not in page


@pytest.mark.parametrize("address", ["/company/figures/", "/records/figure/"])
def test_the_menu_marks_the_company_in_its_rooms_and_lists(reader: Client, address: str) -> None:
    page = reader.get(address).content.decode()
    assert '<a class="nav-link" href="/company/" aria-current="page">Company</a>' in page


def test_an_issuer_that_is_not_in_the_books_is_not_found(reader: Client) -> None:
    assert reader.get("/company/?issuer=neotherapeutics").status_code == 200
    assert reader.get("/company/?issuer=another").status_code == 404


# Registers


def test_each_register_has_its_entries_with_their_pages(reader: Client) -> None:
    page = words(reader.get("/company/registers/"))
    assert "Stockholder Rights Plan" in page
    assert "It covers nothing sold under the agreements with the agent" in page
    assert "p. S-11" in page


def test_a_review_is_overdue_from_the_day_after_it(example: Issuer, clerk: User) -> None:
    row = entered(example, clerk, owner="General counsel", review_on=date(2001, 11, 12))
    assert [entry.row for entry in registers_on(example, TODAY).overdue] == [row]
    assert registers_on(example, date(2001, 11, 12)).overdue == []


def test_an_overdue_review_is_marked(example: Issuer, clerk: User, reader: Client) -> None:
    entered(example, clerk, owner="General counsel", review_on=date(2001, 11, 12))
    page = words(reader.get("/company/registers/"))
    assert "1 review: Confidentiality" in page
    assert "Nov 12, 2001 overdue" in page
    assert "1 review is overdue." in words(reader.get("/company/"))


def test_planned_and_actual_proceeds_are_compared_by_category(example: Issuer, clerk: User) -> None:
    research = {"title": "Research and development"}
    entered(example, clerk, register="proceeds_planned", amount=Decimal("2000000.00"), **research)
    for amount in ("1500000.00", "600000.00"):
        entered(example, clerk, register="proceeds_actual", amount=Decimal(amount), **research)
    [use] = [each for each in registers_on(example, TODAY).uses if each.title == research["title"]]
    assert (use.planned, use.actual) == (Decimal("2000000.00"), Decimal("2100000.00"))
    assert use.difference == Decimal("100000.00")


def test_a_use_without_amounts_has_no_difference(example: Issuer) -> None:
    [use] = registers_on(example, TODAY).uses
    assert (use.title, use.planned, use.actual, use.difference) == (
        *("General corporate purposes", None, None, None),
    )


def test_a_corrected_entry_no_longer_stands(example: Issuer, clerk: User) -> None:
    wrong = entered(example, clerk)
    right = entered(example, clerk, replaces=wrong, remark="The title was wrong", title="Secrecy")
    registers = {each.name: each.entries for each in registers_on(example, TODAY).registers}
    rows = [entry.row for entry in registers["clauses"]]
    assert right in rows
    assert wrong not in rows


# Filings


def forms(issuer: Issuer, day: date) -> tuple[list[str], list[str]]:
    """The forms that are due on the day, and those that are overdue."""
    found = filings_on(issuer, day)
    return [each.row.form for each in found.due], [each.row.form for each in found.overdue]


def test_a_filing_is_due_overdue_and_then_filed(example: Issuer, clerk: User) -> None:
    assert forms(example, date(2001, 11, 14)) == (["10-Q"], [])
    assert forms(example, date(2001, 11, 15)) == ([], ["10-Q"])
    due = Filing.objects.get(form="10-Q")
    facts = {"form": "10-Q", "concerns": due.concerns, "due_on": due.due_on}
    made = filed(example, clerk, **facts, filed_on=TODAY, replaces=due, remark="Filed")
    assert forms(example, TODAY) == ([], [])
    assert made in [each.row for each in filings_on(example, TODAY).filed]


def test_the_supplements_of_the_published_sales_are_found_by_their_references(
    example: Issuer,
) -> None:
    found = filings_on(example, TODAY)
    assert [
        (each.placement.agreement.slug, each.placement.number, [f.row.form for f in each.filings])
        for each in found.supplements
    ] == [
        ("other-agreement", 1, ["424B2"]),
        ("other-agreement", 2, ["424B3"]),
        ("sales-agreement", 1, ["424B3"]),
    ]
    assert [each.row.form for each in found.unassigned] == ["424B5"]


def test_a_placement_without_a_supplement_is_told(example: Issuer, reader: Client) -> None:
    found = filings_on(example, date(2001, 11, 9))  # the 424B3 was filed on November 12
    assert [(each.placement.agreement.slug, each.placement.number) for each in found.missing] == [
        *(("other-agreement", 2), ("sales-agreement", 1)),
    ]
    page = words(reader.get("/company/filings/?as_of=2001-11-09"))
    assert page.count("none recorded") == 2


def test_a_supplement_may_name_its_placement(example: Issuer, clerk: User) -> None:
    placement = Placement.objects.get(agreement__slug="sales-agreement")
    row = filed(example, clerk, placement=placement, filed_on=TODAY)
    [own] = [
        each
        for each in filings_on(example, TODAY).supplements
        if each.placement.pgh_obj_id == placement.pk
    ]
    assert row in [each.row for each in own.filings]


def test_a_filing_has_its_documents(example: Issuer, clerk: User, reader: Client) -> None:
    row = Filing.objects.get(form="424B3")
    attach_to_record(row, kind="source", name="424b3.txt", content=b"As filed", by=clerk)
    page = reader.get("/company/filings/").content.decode()
    assert "424b3.txt" in page


# Figures


def test_a_figure_stands_with_its_unit_page_and_what_is_printed(reader: Client) -> None:
    page = words(reader.get("/company/figures/"))
    assert (
        "Shares outstanding, stated by the company 21,927,372 shares Oct 26, 2001 "
        "October 26, 2000 A misprint"
    ) in page
    assert "Nasdaq: issuance that needs stockholder approval 20% percent Jun 12, 2001" in page
    assert "Offering expenses, estimated Sales Agreement $300,000.00 dollars" in page


def test_what_was_in_force_before_can_be_opened(example: Issuer, reader: Client) -> None:
    [count] = [
        each
        for each in figures_in_force(example, TODAY)
        if each.row is not None and each.row.name == "shares_outstanding"
    ]
    assert count.row is not None
    assert [count.row.value, *(row.value for row in count.earlier)] == [21_927_372, 21_862_772]
    page = words(reader.get("/company/figures/"))
    assert "1 earlier 21,862,772, Oct 2, 2001, p. S-9" in page


def test_a_figure_that_no_document_states_is_not_available(reader: Client) -> None:
    page = words(reader.get("/company/figures/"))
    assert "Book value per share not available dollars per share" in page


# All of them


@pytest.mark.parametrize(
    "address", ["/company/", "/company/registers/", "/company/filings/", "/company/figures/"]
)
def test_no_page_asks_more_often_when_there_is_more_to_show(
    example: Issuer, clerk: User, reader: Client, address: str
) -> None:
    reader.get(address)
    with CaptureQueriesContext(connection) as before:
        assert reader.get(address).status_code == 200
    for number in range(5):
        entered(example, clerk, title=f"Clause {number}", register="proceeds_planned")
        row = filed(example, clerk, concerns=f"Sales {number}", filed_on=TODAY)
        attach_to_record(row, kind="source", name="a.txt", content=b"A", by=clerk)
    with CaptureQueriesContext(connection) as after:
        assert reader.get(address).status_code == 200
    assert len(after) == len(before)


def test_readers_are_offered_nothing_to_enter(reader: Client, writer: Client) -> None:
    for address, button in (
        ("/company/registers/", "New register entry"),
        ("/company/filings/", "New filing"),
        ("/company/figures/", "Request a figure"),
    ):
        assert button not in words(reader.get(address))
        assert button in words(writer.get(address))
        assert button not in words(writer.get(f"{address}?as_of=2001-11-09"))
