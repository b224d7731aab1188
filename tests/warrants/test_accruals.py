"""What is owed on a past day, by what was known of that day only."""

from datetime import date

import pytest

from placements.actions.delivery import deliver
from placements.models import Sale
from tests.factories import UserFactory
from tests.warrants.factories import sold_placement, warrant_agreement
from warrants.selectors.accruals import accruals

pytestmark = pytest.mark.django_db


def test_a_delivery_after_the_day_does_not_move_what_was_to_be_dated_on_it() -> None:
    sold_placement(warrant_agreement(), delivered=False)
    late, today = date(2001, 11, 20), date(2001, 11, 30)
    deliver(list(Sale.objects.all()), delivered_on=late, by=UserFactory(), today=today)
    (before,) = accruals(date(2001, 11, 16))
    (after,) = accruals(late)
    assert (before.owed.state, before.owed.dated) == ("unsettled", date(2001, 11, 15))
    assert (after.owed.state, after.owed.dated) == ("due", late)
