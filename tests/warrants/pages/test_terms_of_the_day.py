"""The pages cite the paper of the terms that a warrant follows; what they offer can succeed."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from tests.amendments.changing import amended
from tests.factories import UserFactory
from tests.pages.plain_text import words
from tests.periods.closings import close
from tests.warrants.factories import sold_placement, warrant_agreement
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.split import record_split
from warrants.models import Holder, Warrant

pytestmark = pytest.mark.django_db

AMENDED_ON, DECEMBER = date(2001, 11, 7), date(2001, 12, 20)
FIRST, PROGRAMME = "/warrants/issue/sales-agreement/1/", "/warrants/issue/sales-agreement/"
REGISTER = "/warrants/"
HALF = {
    "warrant_coverage_rate": Decimal("0.05"),
    "warrant_strike_rate": Decimal("1.50"),
    "warrant_life_years": 3,
    "warrant_due_days": 10,
}


@built_once
def person() -> User:
    user: User = UserFactory()
    return user


def test_a_placement_accepted_before_an_amendment_cites_the_pages_of_then(
    reader: Client, person: User
) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=person)
    amended(placement.agreement, effective_on=date(2001, 11, 20), **HALF)
    for page in (FIRST, f"{FIRST}?as_of=2001-11-15"):
        text = words(reader.get(page))
        assert "10,000 warrant shares at $5.2000" in text
        assert "10.00% of them, rounded down p. S-11 10,000" in text
        assert "5 years after the issue on Nov 15, 2001" in text
        assert "7 days after the later of" in text
        assert "Amendment No. 1" not in text


def test_a_pool_cites_each_paper_for_the_sales_of_its_days(reader: Client, person: User) -> None:
    agreement = warrant_agreement(warrant_pooled=True)
    sold_placement(agreement, 10_005, "4.00", trade_date=date(2001, 11, 5), by=person)
    amended(agreement, effective_on=AMENDED_ON, page="p. 1", **HALF)
    sold_placement(agreement, 20_010, "5.00", by=person)
    text = words(reader.get(PROGRAMME))
    for line in (
        "2,001 warrant shares at $6.7333",
        "10.00% of 10,005 sold p. S-11 1,000.5",
        "5.00% of 20,010 sold Amendment No. 1, p. 1 1,000.5",
        "total, rounded down 2,001",
        "130.00% of $40,020.00 p. S-11 $52,026.00",
        "150.00% of $100,050.00 Amendment No. 1, p. 1 $150,075.00",
        "3 years after the issue on Nov 15, 2001, the last day included Amendment No. 1, p. 1",
        "10 days after the later of",
    ):
        assert line in text, line


def test_an_issued_warrant_cites_the_terms_that_it_was_issued_by(
    reader: Client, person: User
) -> None:
    first = sold_placement(warrant_agreement(), by=person)
    issue_warrant(first.agreement, first, by=person, today=date(2001, 11, 30))
    amended(first.agreement, effective_on=date(2001, 11, 20), page="p. 1", **HALF)
    text = words(reader.get("/warrants/neotherapeutics/1/"))
    assert "5 years after the issue on Nov 15, 2001, the last day included p. S-12" in text
    assert "Amendment No. 1" not in text


def test_shares_as_traded_and_after_a_split_are_both_told(reader: Client, person: User) -> None:
    placement = sold_placement(shares=100_000, by=person, delivered=False)
    record_split(
        placement.agreement.issuer, effective_on=date(2001, 11, 13), new=1, old=25,
        source="Form 8-K", by=person, today=date(2001, 11, 30),
    )  # fmt: skip
    text = words(reader.get(FIRST))
    for line in (
        "400 warrant shares at $130.0000",
        "Counted in the shares of Nov 15, 2001",
        "Shares as traded, reversals left out 100,000",
        "Shares sold, after the stock splits by Nov 15, 2001 4,000",
    ):
        assert line in text, line


# What is offered can succeed


def offered(client: Client) -> tuple[bool, bool]:
    """Whether the register and the page of the placement offer the issue."""
    return (
        f'class="btn btn-sm btn-primary" href="{FIRST}"' in client.get(REGISTER).content.decode(),
        "Issue warrant" in words(client.get(FIRST)),
    )


def test_what_can_be_issued_is_offered(writer: Client, person: User) -> None:
    sold_placement(by=person)
    assert offered(writer) == (True, True)


def test_an_issue_beyond_the_limit_is_not_offered(writer: Client, person: User) -> None:
    sold_placement(warrant_agreement(warrant_limit_rate=Decimal("0.0999")), by=person)
    assert offered(writer) == (False, False)
    assert "more than the 999 that 9.99% of the shares sold allows" in words(writer.get(FIRST))


def test_without_the_agent_among_the_holders_it_is_not_offered(
    writer: Client, person: User
) -> None:
    sold_placement(by=person)
    Holder.objects.all().delete()
    assert offered(writer) == (False, False)
    assert "is not among the holders as the agent." in words(writer.get(FIRST))


def test_without_all_clocks_it_is_not_offered(writer: Client, person: User) -> None:
    sold_placement(warrant_agreement(warrant_life_years=None), by=person)
    assert offered(writer) == (False, False)
    assert "does not state all clocks of its warrants." in words(writer.get(FIRST))


def test_in_a_closed_month_it_is_offered_with_an_entry_of_today(
    writer: Client, person: User, settings: Settings
) -> None:
    sold_placement(by=person)
    close("2001-11", today=date(2001, 12, 10))
    settings.NEOEQUITY_TODAY = DECEMBER
    assert offered(writer) == (True, True)
    told = "the register's entry is dated Dec 20, 2001, and the warrant keeps its own date."
    assert told in words(writer.get(FIRST))
    assert writer.post(FIRST).status_code == 302
    assert Warrant.objects.get().entries.get().on == DECEMBER


def test_where_today_is_closed_it_is_not_offered(
    writer: Client, person: User, settings: Settings
) -> None:
    sold_placement(by=person)
    close("2001Q4")
    settings.NEOEQUITY_TODAY = DECEMBER
    assert offered(writer) == (False, False)
