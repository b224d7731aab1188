"""Notices and failed deliveries in a programme file: recorded as on their pages, once."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.refusal import Refused
from placements.models import AgentNotice, Agreement, Delivery, DeliveryFailure
from placements.terms.agent_notice import Figures
from tests.books import refused
from tests.programme.conftest import LoadEvents
from tests.programme.told import Content, delivered, event, opened, programme, sold

pytestmark = pytest.mark.django_db

SOLD_ON, CAME_ON = date(2001, 11, 9), date(2001, 11, 12)
DUE_ON, NEXT_DAY = date(2001, 11, 15), date(2001, 11, 16)
SOLD = [*opened(), sold("N-1", SOLD_ON, 1000, "4.00"), sold("N-2", SOLD_ON, 500, "4.00")]


def notice(*references: str, **facts: object) -> Content:
    sales = [{"agent_reference": each} for each in references]
    return event("notice", **{"on": CAME_ON, "sales": sales, **facts})


def failed(reference: str, on: date = DUE_ON, new_day: date = NEXT_DAY) -> Content:
    return event(
        "delivery_failure", agent_reference=reference, on=on, new_day=new_day, reason="no account"
    )


def test_a_notice_covers_the_sales_it_names_with_what_it_states(load_events: LoadEvents) -> None:
    stated = {"agent_reference": "N-1", "commission": "159.99", "settlement_date": DUE_ON}
    load_events(programme(*SOLD, notice(sales=[stated, {"agent_reference": "N-2"}])))
    lines = AgentNotice.objects.get().lines.order_by("sale__number")
    assert [line.figures() for line in lines] == [
        Figures(commission=Decimal("159.99"), settlement_date=DUE_ON),
        Figures(),
    ]


def test_a_notice_with_a_reason_replaces_the_one_that_stands(load_events: LoadEvents) -> None:
    load_events(programme(*SOLD, notice("N-1"), notice("N-1", "N-2", reason="one was left out")))
    wrong, right = AgentNotice.objects.order_by("pk")
    assert right.replaces == wrong


def test_a_second_notice_without_a_reason_is_refused(load_events: LoadEvents) -> None:
    with pytest.raises(Refused, match=r"Event 7 \(notice\): Sale 1 of the Facility has a notice"):
        load_events(programme(*SOLD, notice("N-1"), notice("N-1")))


def test_a_failed_delivery_is_followed_by_its_delivery(load_events: LoadEvents) -> None:
    load_events(programme(*SOLD, failed("N-1"), delivered("N-1", NEXT_DAY)))
    assert DeliveryFailure.objects.get().new_day == NEXT_DAY
    assert Delivery.objects.get().delivered_on == NEXT_DAY


def test_a_term_says_that_the_notice_comes_before_the_delivery(load_events: LoadEvents) -> None:
    with refused(
        "Event 6 (delivery): Sale 1 of the Facility cannot be delivered before the agent's written "
        "notice of it is received: record the notice first."
    ):
        load_events(programme(*SOLD, delivered("N-1", DUE_ON), notice_needed="before_delivery"))


def test_with_its_notice_such_a_sale_is_delivered(load_events: LoadEvents) -> None:
    events = [*SOLD, notice("N-1"), delivered("N-1", DUE_ON)]
    load_events(programme(*events, notice_needed="before_delivery"))
    assert Agreement.objects.get().notice_needed == "before_delivery"
    assert Delivery.objects.count() == 1


def test_an_unknown_moment_for_the_notice_is_named(load_events: LoadEvents) -> None:
    with pytest.raises(Refused, match="notice_needed"):
        load_events(programme(*SOLD, notice_needed="some day"))


def test_loading_the_same_notices_again_changes_nothing(load_events: LoadEvents) -> None:
    content = programme(*SOLD, notice("N-1"), failed("N-2"))
    load_events(content)
    assert load_events(content) == []
    assert (AgentNotice.objects.count(), DeliveryFailure.objects.count()) == (1, 1)
