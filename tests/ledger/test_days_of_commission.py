"""The proof counts the commission of every day, and passes over what rounding makes of it only."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from placements.actions import sale as sale_actions
from placements.actions.sale import record_sales
from placements.models import Placement, Sale
from placements.selectors.ledger import prove_ledger
from placements.selectors.one_sale import commission_workings
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended
from tests.factories import PlacementFactory, UserFactory, notice_of, reverse_sale, sell
from tests.ledger.tampering import tamper_with_books
from tests.worlds import built_once

TODAY = date(2001, 12, 31)
OCT_29, OCT_31 = date(2001, 10, 29), date(2001, 10, 31)
NOV_1, NOV_2, NOV_5, NOV_9 = (
    *(date(2001, 11, 1), date(2001, 11, 2)),
    *(date(2001, 11, 5), date(2001, 11, 9)),
)


@built_once
def placement(db: None) -> Placement:
    found: Placement = PlacementFactory(accepted=True, minimum_price=Decimal("1.00"))
    return found


def sold(placement: Placement, on: date, shares: int = 1_000) -> Sale:
    return sell(placement, shares, "1.01", trade_date=on, today=TODAY)


def days_found() -> list[str]:
    """The days on which the proof finds other commissions than the standing sales cost."""
    connection.check_constraints()
    found = "the commission posted until then"
    return sorted(
        each.split(":")[0].removeprefix("Sales Agreement, ")
        for each in prove_ledger().differences
        if found in each
    )


def move_cents(cents: int, out_of: Sale, into: Sale) -> None:
    """From the commission of one sale to that of another."""
    for row, more in ((out_of, -cents), (into, cents)):
        tamper_with_books(
            f"UPDATE placements_sale SET commission = commission + {more} * 0.01, "  # noqa: S608  # numbers
            f"net = net - {more} * 0.01 WHERE id = {row.pk}"
        )


def test_a_late_entry_covers_no_cent_of_a_day_before_its_own(placement: Placement) -> None:
    early, later = sold(placement, OCT_29), sold(placement, NOV_1)
    sold(placement, NOV_5)
    sold(placement, OCT_31)  # late
    assert days_found() == []
    move_cents(1, early, later)
    assert days_found() == ["2001-10-29"]  # not 31 October, on which a late entry may stray


def test_a_late_entry_covers_no_cent_from_the_last_day_on_that_was_known(
    placement: Placement,
) -> None:
    sold(placement, OCT_31)
    known = sold(placement, NOV_1)
    sold(placement, OCT_29)  # late
    last = sold(placement, NOV_5)
    assert days_found() == []
    move_cents(1, known, last)
    assert days_found() == ["2001-11-01"]


def test_a_shuffled_file_covers_no_more_than_one_late_entry(placement: Placement) -> None:
    sold(placement, NOV_5)
    days = [NOV_2, OCT_31, OCT_29, NOV_1] * 5
    notices = [notice_of(placement, 10, trade_date=day) for day in days]
    rows = record_sales(notices, by=UserFactory(), today=TODAY)
    assert days_found() == []
    move_cents(3, rows[2], rows[0])
    assert days_found() == ["2001-10-29", "2001-10-31", "2001-11-01"]


def test_a_file_that_takes_several_statements_covers_nothing_and_keeps_its_workings(
    placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sale_actions, "_ROWS_A_STATEMENT", 2)
    days = [NOV_5, NOV_1, OCT_29, NOV_2, OCT_31, NOV_1, OCT_29]
    notices = [notice_of(placement, 1_003, "1.01", trade_date=day) for day in days]
    rows = record_sales(notices, by=UserFactory(), today=TODAY)
    assert [row.number for row in rows] == [7, 4, 1, 6, 3, 5, 2]
    assert [row.trade_date for row in rows] == days
    assert len({row.recorded_at for row in Sale.objects.all()}) == 4
    assert days_found() == []
    befores = [commission_workings(row).before / row.gross for row in Sale.objects.order_by("pk")]
    assert befores == list(range(7))
    move_cents(1, rows[2], rows[0])
    assert days_found() == ["2001-10-29", "2001-10-31", "2001-11-01", "2001-11-02"]


def test_other_tiers_cover_the_cents_that_they_round_on_days_of_the_past(
    placement: Placement,
) -> None:
    """A cent strays on 2 November: $13.13 at 4% cost 52 cents, and 12.12 of it at 3% save 13."""
    first, second = sold(placement, OCT_29, 1), sold(placement, NOV_2, 12)
    for sale, day in ((first, NOV_5), (second, NOV_9)):
        reverse_sale(sale, on=day, reason="wrong", by=sale.recorded_by, today=TODAY)
    amended(
        placement.agreement,
        effective_on=NOV_1,
        fee_tiers=[TierFacts(Decimal(0), Decimal("0.03"), "p. 1")],
        largest_commission=None,
        today=TODAY,
    )
    assert placement.agreement.sales.filter(concerns=NOV_2).get().commission == Decimal("-0.12")
    assert days_found() == []
    move_cents(1, first, second)
    assert days_found() == ["2001-10-29"]
