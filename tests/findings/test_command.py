"""`verify_ledger` prints findings apart from differences, and ends with 1 for differences alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neoequity.people.models import User
from tests.ledger.tampering import tamper_with_books
from tests.warrants.factories import sold_placement
from warrants.models import Warrant

OVER_ISSUED = (
    "Sales Agreement, placement 1: 1,000 warrant shares are issued; 0 shares remain sold and earn "
    "0, so 1,000 are over-issued (p. S-11)."
)
LIMIT = (
    "Sales Agreement: 1,000 warrant shares are issued and owed on 0 shares sold; the NASD's "
    "limit is 0 (p. S-12)."
)
OVERDUE = (
    "Sales Agreement, placement 1: 1,000 warrant shares were due to Cantor Fitzgerald & Co. by "
    "2001-11-22 and have not been issued."
)


def printed() -> list[str]:
    """What the command prints where it does not fail."""
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    return said.getvalue().splitlines()


def test_an_over_issue_beyond_the_limit_is_printed_and_the_ledger_agrees(
    over_issued: Warrant,
) -> None:
    heading, *findings, counts, head = printed()

    assert heading == "Findings:"
    assert findings == [OVER_ISSUED, LIMIT]
    assert counts.startswith("The ledger agrees: 1 agreement, 1 placement, 2 sales, ")
    assert head.startswith("NeoTherapeutics, Inc.: the chain's head is ")


def test_a_warrant_that_is_overdue_is_a_finding(office: User) -> None:
    sold_placement(by=office)

    assert printed()[:2] == ["Findings:", OVERDUE]


def test_books_without_findings_print_no_heading(office: User) -> None:
    assert "Findings:" not in printed()


def test_a_difference_beside_findings_ends_with_1_and_both_are_printed_apart(
    over_issued: Warrant,
) -> None:
    tamper_with_books("UPDATE placements_agreement SET shares_sold = 1")
    said = StringIO()

    with pytest.raises(CommandError, match=r"^The ledger does not agree: 1 difference\.$"):
        call_command("verify_ledger", stdout=said)

    assert said.getvalue().splitlines() == [
        "Sales Agreement: the number of shares sold is 1; the rows give 0.",
        "Findings:",
        OVER_ISSUED,
        LIMIT,
    ]
