"""The board and control reports of a closed period: as known at its closing, whenever packed."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from pytest_django import Settings

from neoequity.books.models import Closing, ExceptionalDay
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.people.models import User
from neoequity.reports.all import REPORTS
from neoequity.reports.report import Asked
from neoequity.reports.scope import asked_for
from placements.actions.delivery import deliver
from placements.actions.exceptional_day import record_exceptional_day
from placements.models import Sale
from tests.amendments.changing import amended
from tests.constraints.rows import run
from tests.factories import PlacementFactory, UserFactory, reverse_sale, sell
from tests.pack.test_pack import files
from tests.periods.closings import CLOSED_ON, close
from tests.reports.made import rows_of
from tests.roles import owner
from tests.splits.conftest import split
from tests.warrants.factories import warrant_agreement
from tests.worlds import built_once
from warrants.models.accrual import Accrual
from warrants.selectors.accruals import accruals

pytestmark = pytest.mark.django_db

LATER = date(2002, 2, 1)
REPORTED = ("board", "controls")


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON


@built_once
def sale(db: None) -> Sale:
    """949,710 shares at $4.0254 on Nov 9, 2001; the placement has 50,290 left."""
    placement = PlacementFactory(
        agreement=warrant_agreement(), accepted=True, shares_offered=1_000_000
    )
    return sell(placement, 949_710, "4.0254")


@built_once
def closing(sale: Sale) -> Closing:
    """The quarter, closed on January 12, 2002, with the sale not delivered."""
    return close("2001Q4")


def reports(closing: Closing) -> dict[str, bytes]:
    """The two reports as the pack of the period holds them."""
    out = BytesIO()
    write_pack(scope_of(closing.issuer, closing.period, LATER), out)
    held = files(out.getvalue())
    return {name: held[f"reports/{name}.pdf"] for name in REPORTED}


def _deliver(sale: Sale) -> None:
    deliver([sale], delivered_on=LATER, by=UserFactory(), today=LATER)


def _reverse(sale: Sale) -> None:
    reverse_sale(sale, on=LATER, reason="Found out late.", by=UserFactory(), today=LATER)


def _amend(sale: Sale) -> None:
    amended(
        sale.agreement,
        name="Renamed Agreement",
        agent="Acme & Co.",
        warrant_due_days=30,
        effective_on=date(2002, 1, 14),
        today=LATER,
    )


def _split(sale: Sale) -> None:
    split(sale.placement.status_by, on=LATER, today=LATER)


def _sell_more(sale: Sale) -> None:
    sell(sale.placement, 1_000, trade_date=date(2002, 1, 14), by=UserFactory(), today=LATER)


def _another_day_off(_sale: Sale) -> None:
    storm = ExceptionalDay(
        day=date(2002, 1, 15), is_trading_day=False, is_settlement_day=False, source="A storm."
    )
    record_exceptional_day(storm, by=UserFactory())


def _change_people(_sale: Sale) -> None:
    cfo: User = UserFactory(username="new-cfo", group="CFO")
    cfo.is_superuser = True
    cfo.save()
    cfo.user_permissions.add(Permission.objects.get(codename="add_sale"))


@pytest.mark.parametrize(
    "act",
    [
        *(_deliver, _reverse, _amend, _split, _sell_more, _another_day_off),
        _change_people,
    ],
)
def test_later_acts_leave_the_reports_of_a_closed_period_as_they_were(
    closing: Closing, sale: Sale, act: Callable[[Sale], None]
) -> None:
    before = reports(closing)
    act(sale)
    assert reports(closing) == before


def test_the_setting_of_four_eyes_is_not_told_of_a_closed_period(
    closing: Closing, settings: Settings
) -> None:
    before = reports(closing)
    settings.SECOND_PERSON_FOR = frozenset()
    settings.TWO_FACTOR_REQUIRED = not settings.TWO_FACTOR_REQUIRED
    assert reports(closing) == before


def test_a_guard_switched_off_later_is_no_exception_of_a_closed_period(closing: Closing) -> None:
    with owner():
        run("ALTER TABLE placements_agreement DROP CONSTRAINT capacity_is_positive")
    row = next(row for row in _controls(closing) if row[1] == "Guards of the database")
    assert str(row[4]).endswith("all were in place at Closing 1 (2001Q4).")
    assert row[6] == 0


def test_a_moment_that_no_closing_proved_says_that_it_is_not_recorded(closing: Closing) -> None:
    asked = _asked(closing)._replace(
        known_at=datetime(2001, 11, 1, tzinfo=closing.recorded_at.tzinfo)
    )
    rows = rows_of(REPORTS["controls"].build(asked).data)
    evidence = {str(row[1]): str(row[4]) for row in rows}
    assert evidence["Rights"] == (
        "Not recorded by the product for that moment: no closing had looked at them by then."
    )
    assert evidence["A capacity is more than $0"] == "Not recorded by the product for that moment."


def _asked(closing: Closing) -> Asked:
    return asked_for(*closing.period, LATER, issuer=closing.issuer)


def _controls(closing: Closing) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows_of(REPORTS["controls"].build(_asked(closing)).data)]


def test_warrants_earned_are_those_known_at_the_moment(closing: Closing, sale: Sale) -> None:
    """949,710 × 10% earned; nothing after the reversal, as known now."""
    _reverse(sale)
    then = accruals(date(2001, 12, 31), known_at=closing.recorded_at)
    assert [_earned(each) for each in then] == [(949_710, 94_971, "accruing")]
    assert accruals(LATER) == []
    assert [_earned(each) for each in accruals(LATER, known_at=closing.recorded_at)] == [
        (949_710, 94_971, "accruing")
    ]


def test_a_delivery_is_known_from_its_recording(closing: Closing, sale: Sale) -> None:
    _deliver(sale)
    assert [_earned(each)[2] for each in accruals(LATER)] == ["accruing"]
    before = accruals(LATER, known_at=closing.recorded_at)
    assert [(each.owed.unsettled) for each in before] == [1]


def _earned(accrual: Accrual) -> tuple[int, int, str]:
    return accrual.sold_now, accrual.to_issue_now, accrual.owed.state


def test_as_known_now_and_at_this_moment_warrants_are_the_same(closing: Closing) -> None:
    later = close("2002-01", today=LATER)
    for day in (date(2001, 11, 9), date(2001, 12, 31), LATER):
        now, then = accruals(day), accruals(day, known_at=later.recorded_at)
        assert [_earned(each) for each in now] == [_earned(each) for each in then]
        assert (
            [each.gross for each in now] == [each.gross for each in then] == [Decimal("3822962.63")]
        )
