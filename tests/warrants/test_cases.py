"""The two small inputs that went wrong, built with the actions: export and proof are right."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import User

from neoequity.books.exporting.query import Asked
from neoequity.datasets import write_dataset
from placements.actions.delivery import deliver
from tests.amendments.changing import amended
from tests.factories import UserFactory
from tests.warrants.factories import sold_placement, warrant_agreement
from warrants.actions.issue import issue_warrant
from warrants.actions.split import record_split
from warrants.selectors.accruals import accruals, limit_checks
from warrants.selectors.ledger import prove_register

pytestmark = pytest.mark.django_db

TODAY = date(2001, 12, 31)


def exported(as_of: date) -> list[str]:
    """The rows of the dataset `warrants`."""
    out = BytesIO()
    write_dataset("warrants", Asked(as_of), out)
    return out.getvalue().decode().split("\r\n")[1:-1]


@pytest.fixture
def person() -> User:
    user: User = UserFactory()
    return user


def test_case_08_a_reverse_split_between_a_trade_and_its_settlement(person: User) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=person, delivered=False)
    record_split(
        placement.agreement.issuer, effective_on=date(2001, 11, 13), new=1, old=25,
        source="Form 8-K", by=person, today=TODAY,
    )  # fmt: skip
    deliver(list(placement.sales.all()), delivered_on=date(2001, 11, 15), by=person, today=TODAY)
    issue_warrant(placement.agreement, placement, by=person, today=date(2001, 11, 16))
    row = (
        "sales-agreement,1,1,Cantor Fitzgerald & Co.,2001-11-15,400,130.0000,2002-11-15,"
        "2002-11-15,2002-11-15,2006-11-15,0,0,400"
    )
    assert exported(TODAY) == [row]
    [check] = limit_checks(accruals(TODAY))
    assert (check.limit, check.total) == (400, 400)
    assert prove_register().differences == []


def test_case_10_terms_amended_after_a_placement_was_sold(person: User) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=person)
    rates = {"warrant_coverage_rate": Decimal("0.05"), "warrant_strike_rate": Decimal("1.50")}
    amended(placement.agreement, effective_on=date(2001, 12, 3), page="p. 1", **rates)
    issue_warrant(placement.agreement, placement, by=person, today=date(2001, 12, 4))
    row = (
        "sales-agreement,1,1,Cantor Fitzgerald & Co.,2001-11-15,10000,5.2000,2002-11-15,"
        "2002-11-15,2002-11-15,2006-11-15,0,0,10000"
    )
    for day in (date(2001, 11, 15), date(2001, 12, 3), TODAY):
        assert exported(day) == [row]
        assert [each.owed.over_issued for each in accruals(day)] == [0]
        assert all(check.holds for check in limit_checks(accruals(day)))
    assert prove_register().differences == []
