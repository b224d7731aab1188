"""What was sent before a closing and waited for it is not added to the moment of that closing."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from neoequity.books.models import Closing
from placements.actions.delivery import deliver
from placements.models import Placement
from tests.factories import PlacementFactory, UserFactory, sell
from tests.periods.closings import CLOSED_ON, close
from tests.roles import unguarded
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AFTER = date(2002, 1, 11)


@built_once
def placement() -> Placement:
    """Under which shares were sold in the quarter that is closed."""
    accepted: Placement = PlacementFactory(accepted=True)
    sell(accepted)
    return accepted


def closed_in_a_moment() -> None:
    """The quarter is closed, and by a clock that statements of now have begun before."""
    closing = close("2001Q4")
    with unguarded():
        Closing.objects.filter(pk=closing.pk).update(
            recorded_at=closing.recorded_at.replace(year=closing.recorded_at.year + 1)
        )


@pytest.mark.parametrize(
    "post",
    [
        lambda placement, to: sell(placement, trade_date=AFTER, **to),
        lambda placement, to: deliver([placement.sales.get()], delivered_on=AFTER, **to),
    ],
    ids=["sale", "delivery"],
)
def test_it_is_refused_and_may_be_recorded_again(placement: Placement, post: Any) -> None:
    closed_in_a_moment()
    said = {"by": UserFactory(), "today": CLOSED_ON}
    refusal = "A period was closed while this waited to be recorded: record it again"
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        post(placement, said)


def test_what_began_after_the_closing_is_recorded(placement: Placement) -> None:
    close("2001Q4")
    later = sell(placement, trade_date=AFTER, by=UserFactory(), today=CLOSED_ON)
    assert later.number == 2
