"""A month that has ended is told until it is closed."""

from datetime import date

import pytest

from neoequity.notices.notice import Urgency
from placements.models import Agreement
from tests.factories import AgreementFactory
from tests.notices.conftest import Told
from tests.periods.closings import close
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def agreement(db: None) -> Agreement:
    made: Agreement = AgreementFactory(signed_on=date(2001, 10, 1))
    return made


def test_on_its_last_day_a_month_is_not_told(told: Told, agreement: Agreement) -> None:
    assert told("Controller", on=date(2001, 10, 31), kind="period_open") == []


def test_the_day_after_it_is_told_for_information(told: Told, agreement: Agreement) -> None:
    (notice,) = told("Controller", on=date(2001, 11, 1), kind="period_open")
    assert notice.text == (
        "October 2001 of NeoTherapeutics, Inc. ended on Oct 31, 2001 and is still open."
    )
    assert notice.urgency is Urgency.INFORMATION
    assert notice.href == "/periods/"


@pytest.mark.parametrize(
    ("day", "urgency"), [(10, Urgency.INFORMATION), (11, Urgency.SOON)], ids=["10", "11"]
)
def test_ten_days_later_it_is_time(
    told: Told, agreement: Agreement, day: int, urgency: Urgency
) -> None:
    (notice,) = told("CFO", on=date(2001, 11, day), kind="period_open")
    assert notice.urgency is urgency


def test_several_months_are_one_notice(told: Told, agreement: Agreement) -> None:
    (notice,) = told("Controller", on=date(2002, 1, 2), kind="period_open")
    assert notice.text == (
        "3 months of NeoTherapeutics, Inc., October 2001 to December 2001, are still open; the "
        "latest ended on Dec 31, 2001."
    )
    assert notice.key == "period_open:neotherapeutics:2001-12"


def test_a_closed_month_is_told_no_more(told: Told, agreement: Agreement) -> None:
    close("2001-10", today=date(2001, 11, 2))
    assert told("Controller", on=date(2001, 11, 2), kind="period_open") == []


def test_a_treasurer_cannot_close_it_and_is_not_told(told: Told, agreement: Agreement) -> None:
    assert told("Treasury", kind="period_open") == []
    assert [each.urgency for each in told("Auditor", kind="period_open")] == [Urgency.INFORMATION]
