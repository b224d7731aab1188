"""Small programmes whose right answers rest on commission in trade order, splits in placements,
deductions in exports, the terms of the day, and notices that are the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from placements.models import Agreement
from tests.books import nothing_changes
from tests.factories import UserFactory
from tests.programme.cases import Row, exported, load, money, proved
from tests.programme.told import TODAY
from warrants.selectors.accruals import accruals, limit_checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_last_day_of_2001(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


def entries() -> list[tuple[str, ...]]:
    """Kind, number, day, commission and what an adjustment adjusts, of each entry."""
    return [
        (row["kind"], row["sale"], row["trade_date"], row["commission"], row["adjusts"])
        for row in exported("sales")
    ]


# Commission in trade order


def test_a_late_notice_displaces_the_commission_of_a_later_day(tmp_path: Path) -> None:
    load("late notice", tmp_path)

    assert entries() == [
        ("sale", "1", "2001-11-02", "240000.00", ""),
        ("sale", "2", "2001-10-31", "320000.00", ""),
        ("adjustment", "3", "2001-11-02", "-20000.00", "2"),
    ]
    assert money("10-31") == ("8000000.00", "320000.00", "7680000.00")
    assert money("11-02") == ("14000000.00", "540000.00", "13460000.00")
    assert proved().startswith("The ledger agrees: ")


def test_a_sale_reversed_on_its_trade_date_was_never_there(tmp_path: Path) -> None:
    load("reversed on its trade date", tmp_path)

    assert money("11-01") == ("0.00", "0.00", "0.00")
    assert money("11-02") == ("6000000.00", "240000.00", "5760000.00")
    assert [entry[:4] for entry in entries()[2:]] == [
        ("reversal", "3", "2001-11-01", "-320000.00"),
        ("adjustment", "4", "2001-11-02", "20000.00"),
    ]


def test_a_sale_reversed_later_stands_until_then(tmp_path: Path) -> None:
    load("reversed later", tmp_path)

    assert [money(day)[1] for day in ("11-02", "11-05")] == ["540000.00", "240000.00"]
    assert [entry[2:4] for entry in entries()[2:]] == [
        ("2001-11-05", "-320000.00"),
        ("2001-11-05", "20000.00"),
    ]


def test_a_reversal_across_an_amendment_leaves_what_the_rest_costs(tmp_path: Path) -> None:
    load("reversed across an amendment", tmp_path)

    assert money("11-05")[1] == "770000.00"
    assert money("11-09")[:2] == ("10000000.00", "300000.00")


def test_a_reversal_under_rising_rates_can_be_approved(tmp_path: Path) -> None:
    load("rising rates", tmp_path)

    assert money("11-09")[:2] == ("10000000.00", "10000.00")


def test_a_cent_of_rounding_makes_no_adjustment_and_no_change_of_tiers(tmp_path: Path) -> None:
    load("only cents", tmp_path)
    client = Client()
    client.force_login(UserFactory(username="reader"))
    page = client.get("/agreements/facility/").content.decode()

    assert [row["kind"] for row in exported("sales")] == ["sale", "sale"]
    assert "fee tiers changed" not in page


# Splits in placements


def test_an_open_placement_counts_the_shares_of_the_day(tmp_path: Path) -> None:
    load("split while open", tmp_path)

    [placement] = exported("placements", "11-08")
    assert (placement["shares_offered"], placement["shares_sold"]) == ("40000", "10000")
    assert Decimal(placement["minimum_price"]) == Decimal("12.50")
    [agreement] = exported("agreements", "11-08")
    assert (agreement["shares_sold"], agreement["reserved"]) == ("10000", "375000.00")


def test_a_sale_below_the_minimum_of_the_day_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        load("refused after a split", tmp_path)

    assert "price of $1.0000 is below the minimum of $12.5000" in str(refusal.value)
    assert str(refusal.value).startswith("Event 6 (sale): ")
    assert not Agreement.objects.exists()


def the_warrant(as_of: str = "") -> Row:
    """The one warrant, all of it outstanding and within the NASD's limit."""
    [warrant] = exported("warrants", as_of)
    assert warrant["outstanding"] == warrant["shares"]
    found = accruals(date.fromisoformat(f"2001-{as_of}") if as_of else TODAY)
    assert [each.owed.over_issued for each in found] == [0]
    assert all(check.holds for check in limit_checks(found))
    return warrant


def test_shares_traded_before_a_split_and_settled_after_it_earn_new_ones(tmp_path: Path) -> None:
    load("split before settlement", tmp_path)

    warrant = the_warrant()
    assert warrant["shares"] == "400"
    assert Decimal(warrant["exercise_price"]) == Decimal("130.0000")
    assert proved().startswith("The ledger agrees: ")


# The terms of the day


def test_what_was_earned_before_an_amendment_follows_the_earlier_terms(tmp_path: Path) -> None:
    load("terms of the day", tmp_path)

    for day in ("11-15", "12-03", "12-31"):
        warrant = the_warrant(day)
        assert warrant["shares"] == "10000"
        assert Decimal(warrant["exercise_price"]) == Decimal("5.2000")
    assert "over-issued" not in proved()


# Exports, and imports on top


def test_deductions_foot_in_every_file(tmp_path: Path) -> None:
    load("deductions", tmp_path)

    for row in (*exported("sales"), *exported("agreements")):
        gross = Decimal(row.get("gross") or row["gross_sold"])
        commission, deductions = Decimal(row["commission"]), Decimal(row["deductions"])
        assert (commission, deductions) == (Decimal("60810.00"), Decimal("123000.00"))
        assert Decimal(row["net"]) == gross - commission - deductions == Decimal("1843190.00")
    [sale] = exported("sales")
    assert sale["remark"] == "agent's counsel"


HEADER = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"
NOTICE = "facility,1,2001-11-05,1000,2.00,,negotiated,"


def imported(tmp_path: Path, *lines: str) -> None:
    """The file on top of the case with deductions."""
    load("deductions", tmp_path)
    file = tmp_path / "notice.csv"
    file.write_text("\n".join([HEADER, *lines, ""]))
    call_command("import_sales", str(file))


def test_rows_of_nothing_but_commas_are_passed_over(tmp_path: Path) -> None:
    imported(tmp_path, f"{NOTICE}A-1", ",,,,,,,", ",,,,,,,")

    assert [row["agent_reference"] for row in exported("sales")] == ["N-1", "A-1"]


def test_the_same_reference_written_otherwise_is_refused_on_its_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        imported(tmp_path, f"{NOTICE}X-1", f"{NOTICE}x-01")

    assert "ine 3" in str(refusal.value)
    assert "line 2" in str(refusal.value)


def test_a_likely_duplicate_is_booked_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path, f"{NOTICE}X-1", f"{NOTICE}Y-7")

    printed = "".join(capsys.readouterr())
    assert len(exported("sales")) == 3
    assert "line 3" in printed.lower()
    assert "line 2" in printed.lower()
