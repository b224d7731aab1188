"""A register in order, however empty or full; and what is owed beyond the NASD's limit."""

from datetime import date

from neoequity.people.models import User
from placements.models import Sale
from tests.factories import UserFactory, reverse_sale
from tests.warrants.factories import (
    issued_warrant,
    sold_placement,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.selectors.accruals import accruals
from warrants.selectors.findings import beyond_the_limit
from warrants.selectors.ledger import prove_register

LATER = date(2003, 1, 31)


@built_once
def office(db: None) -> User:
    person: User = UserFactory(username="office")
    return person


def test_an_empty_register_is_in_order(db: None) -> None:
    assert prove_register().differences == []


def test_warrants_beyond_the_nasds_limit_are_a_finding_and_no_difference(office: User) -> None:
    issued_warrant(by=office)
    (sale,) = Sale.objects.all()
    reverse_sale(sale, on=date(2001, 11, 20), reason="Wrong", by=office, today=LATER)

    assert prove_register().differences == []
    assert [finding.sentence for finding in beyond_the_limit(accruals(LATER))] == [
        (
            "Sales Agreement: 1,000 warrant shares are issued and owed on 0 shares sold; the "
            "NASD's limit is 0 (p. S-12)."
        )
    ]


def test_more_sales_keep_the_register_in_order(office: User) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement, by=office)
    placement = sold_placement(agreement, 5_000, by=office, closed=False)
    sold_placement(agreement, 3_333, by=office, delivered=False)
    assert placement.shares_sold == 5_000

    assert prove_register().differences == []
