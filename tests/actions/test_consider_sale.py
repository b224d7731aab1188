"""A sale considered before it is posted: its figures, and every reason against it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.sale import consider_sale, record_sale
from placements.models import Placement
from tests.books import nothing_changes
from tests.factories import TODAY, notice_of, sell


def test_a_considered_sale_shows_its_figures_and_changes_nothing(placement: Placement) -> None:
    sell(placement, 500_000, "20.00")
    notice = notice_of(placement, 100_000, "10.00")
    with nothing_changes():
        considered = consider_sale(notice, today=TODAY)
    assert considered.reasons == []
    assert considered.booking is not None
    assert considered.booking.commission == Decimal("35000.00")
    assert considered.booking.net == Decimal("965000.00")
    assert [part.tier.rate for part in considered.slices] == [Decimal("0.035")]
    assert considered.after is not None
    assert considered.after.remaining == Decimal("14000000.00")


def test_what_was_considered_is_what_is_posted(placement: Placement, treasurer: User) -> None:
    notice = notice_of(placement, 777, "4.321", deductions=Decimal("1.00"))
    booking = consider_sale(notice, today=TODAY).booking
    sale = record_sale(notice, by=treasurer, today=TODAY)
    assert booking is not None
    figures = ("gross", "commission", "net", "settlement_date")
    assert [getattr(booking, name) for name in figures] == [getattr(sale, name) for name in figures]


@pytest.mark.parametrize("said", [{"agreement": "third"}, {"placement": 9}], ids=str)
def test_a_notice_for_nothing_known_has_reasons_and_no_figures(
    placement: Placement, said: dict[str, Any]
) -> None:
    considered = consider_sale(notice_of(placement)._replace(**said), today=TODAY)
    assert len(considered.reasons) == 1
    assert considered.booking is None
    assert considered.after is None


@pytest.mark.parametrize("day", [date(1066, 10, 14), date(9999, 12, 31)], ids=str)
def test_a_trade_date_that_no_calendar_covers_is_a_sentence_and_no_crash(
    placement: Placement, treasurer: User, day: date
) -> None:
    notice = notice_of(placement, trade_date=day, settlement_date=day)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        record_sale(notice, by=treasurer, today=TODAY)
    assert consider_sale(notice, today=TODAY).reasons == [
        reason._replace(row=None) for reason in refusal.value.reasons
    ]
