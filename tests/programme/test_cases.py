"""Small programmes from files: what is loaded, and what the exports then say."""

from pathlib import Path

import pytest
from pytest_django import Settings

from placements.models import LoadedEvent, Sale
from tests.programme.cases import CASES, exported, load, money, proved
from tests.programme.told import TODAY

pytestmark = pytest.mark.django_db

#: Those that must not be loaded.
REFUSED = {"refused after a split"}


@pytest.fixture(autouse=True)
def _the_last_day_of_2001(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@pytest.mark.parametrize("case", sorted(CASES.keys() - REFUSED))
def test_a_case_is_loaded_whole_and_leaves_the_ledger_in_order(case: str, tmp_path: Path) -> None:
    load(case, tmp_path)

    assert LoadedEvent.objects.count() == len(CASES[case]["history"]["event"])
    assert proved().startswith("The ledger agrees: ")


def test_two_sales_out_of_order_at_one_rate_differ_by_a_cent_of_rounding(tmp_path: Path) -> None:
    load("only cents", tmp_path)

    assert [row["commission"] for row in exported("sales")] == ["0.40", "0.41"]
    assert money("12-31") == ("20.24", "0.81", "19.43")


def test_deductions_that_the_notice_itemises_lower_the_net(tmp_path: Path) -> None:
    load("deductions", tmp_path)

    [sale] = Sale.objects.all()
    assert str(sale.deductions) == "123000.00"
    assert sale.remark == "agent's counsel"
    assert money("12-31") == ("2027000.00", "60810.00", "1843190.00")
