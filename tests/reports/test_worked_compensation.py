"""The agent's compensation over the worked case of `test_worked_quarter`, to the cent by hand.

$10,000 of expenses are claimed on Dec 10, the advisory share is $62,500 and the limit 8%. Warrants
for 10% at 130% are worth the floor, 0.2% of proceeds for each 1%: 2%.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from placements.models import Agreement
from tests.reports.journal_books import TODAY, opened, spend, the_case
from tests.reports.reporting import rows
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

_WITH_FLOOR = ("", "nasd-formula-floor v1")


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def compensated(db: None) -> Agreement:
    placement = opened(
        advisory_share=Decimal("62500.00"),
        compensation_limit_rate=Decimal("0.08"),
        warrant_coverage_rate=Decimal("0.10"),
        warrant_strike_rate=Decimal("1.30"),
        warrant_limit_rate=Decimal("0.10"),
    )[0]
    spend(placement.agreement, "10000.00", date(2001, 12, 10), category="reimbursement")
    the_case(placement)
    return placement.agreement


def meter(until: str, reading: str = "to_date") -> dict[str, str]:
    """Each item of the Sales Agreement's reading, with the warrants at their floor."""
    return {
        line["item"]: line["amount"]
        for line in rows("compensation", "2001-10-01", until, agreement="sales-agreement")
        if line["reading"] == reading and line["method"] in _WITH_FLOOR
    }


@pytest.mark.usefixtures("compensated")
def test_the_old_quarter_has_both_december_sales_whenever_they_settle() -> None:
    """$1,200,000 gross; 143,500 − 96,000 is over, and of that the expenses come back."""
    assert meter("2001-12-31") == {
        "commission": "47000.00",
        "expenses": "10000.00",
        "advisory": "62500.00",
        "warrants": "24000.00",
        "total": "143500.00",
        "limit": "96000.00",
        "over": "47500.00",
        "refundable": "10000.00",
        "limit_first_met": "",
    }


@pytest.mark.usefixtures("compensated")
def test_the_new_quarter_is_without_the_reversed_sale_and_with_the_adjustment() -> None:
    """$1,150,000 gross at 36,000 + 8,750 + 500; a split changes no dollar."""
    figures = meter("2002-03-28")
    assert {name: figures[name] for name in ("commission", "warrants", "total")} == {
        "commission": "45250.00",
        "warrants": "23000.00",
        "total": "140750.00",
    }
    assert (figures["limit"], figures["over"]) == ("92000.00", "48750.00")


@pytest.mark.usefixtures("compensated")
def test_the_limit_is_first_met_where_room_and_charges_are_equal() -> None:
    """Of 8%, 2% is warrants. Up to $1,000,000 2% is left after 4%, from there 2.5% after 3.5%.

    72,500 of expenses and advisory money less 20,000 at $1,000,000 and 25,000 at $2,000,000 leaves
    27,500, for which 3% above it suffices after 916,666.67: past the capacity of $2,500,000.
    """
    assert meter("2002-03-28")["limit_first_met"] == ""


@pytest.mark.usefixtures("compensated")
def test_at_maximum_all_of_the_capacity_is_sold_and_the_expenses_are_at_their_cap() -> None:
    """40,000 + 35,000 + 15,000 of commission on $2,500,000."""
    figures = meter("2002-03-28", "at_maximum")
    assert figures == {
        "commission": "90000.00",
        "expenses": "60000.00",
        "advisory": "62500.00",
        "warrants": "50000.00",
        "total": "262500.00",
        "limit": "200000.00",
        "over": "62500.00",
        "refundable": "60000.00",
    }
