"""What was known at a moment: neither later sales nor later terms show."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.models import Agreement, AgreementEvent, Placement, TermVersion
from tests.amendments.changing import corrected
from tests.exports.conftest import Exported
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.roles import unguarded

pytestmark = pytest.mark.django_db


def now() -> datetime:
    """The moment by the clock that stamps the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def cells(lines: list[str]) -> list[dict[str, str]]:
    header, *rows = (line.split(",") for line in lines)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_what_was_recorded_later_does_not_show(exported: Exported) -> None:
    person = UserFactory()
    placement = PlacementFactory(accepted=True, by=person)
    first = sell(placement, 1_000, by=person)
    then = now()
    sell(placement, 500, by=person)
    reverse_sale(first, on=date(2001, 11, 9), reason="Wrong", by=person, today=TODAY)
    move_placement(placement, "suspend", on=date(2001, 11, 12), by=person, today=TODAY)

    (sale,) = cells(exported("sales", known_at=then))
    (position,) = cells(
        [line.replace(", Inc", "") for line in exported("agreements", known_at=then)]
    )
    (placed,) = cells(exported("placements", known_at=then))
    assert (sale["sale"], sale["status"], sale["cumulative_gross"]) == ("1", "unsettled", "4000.00")
    assert (position["gross_sold"], position["shares_sold"]) == ("4000.00", "1000")
    assert position["reserved"] == "3996000.00"
    assert (placed["status"], placed["shares_sold"]) == ("accepted", "1000")
    assert [row["status"] for row in cells(exported("placements"))] == ["suspended"]
    assert len(cells(exported("sales"))) == 3


def test_a_delivery_recorded_later_leaves_the_sale_unsettled(exported: Exported) -> None:
    person = UserFactory()
    placement = PlacementFactory(accepted=True, by=person)
    sale = sell(placement, by=person, trade_date=date(2001, 10, 26))
    then = now()
    deliver([sale], delivered_on=date(2001, 10, 31), by=person, today=TODAY)

    (known,) = cells(exported("sales", date(2001, 10, 31), known_at=then))
    (later,) = cells(exported("sales", date(2001, 10, 31)))
    assert (known["status"], later["status"]) == ("unsettled", "settled")


def test_the_capacity_is_the_one_known_then(exported: Exported) -> None:
    placement: Placement = PlacementFactory(accepted=True)
    sell(placement)
    then = now()
    corrected(placement.agreement, capacity=Decimal("30000000.00"), agent="A. Agent")

    assert (
        "Cantor Fitzgerald & Co.,333-53108,2001-06-12,25000000.00,"
        in exported("agreements", known_at=then)[1]
    )
    assert "A. Agent,333-53108,2001-06-12,30000000.00," in exported("agreements")[1]
    (known,) = cells(exported("sales", known_at=then))
    (later,) = cells(exported("sales"))
    assert known["remaining_capacity"] == "24996000.00"
    assert later["remaining_capacity"] == "29996000.00"


def test_terms_that_were_typed_over_before_any_placement_stand_as_they_were_known(
    exported: Exported,
) -> None:
    AgreementFactory()
    then = now()
    Agreement.objects.update(capacity=Decimal("30000000.00"))
    assert ",25000000.00," in exported("agreements", known_at=then)[1]
    assert ",30000000.00," in exported("agreements")[1]


def test_a_capacity_that_was_typed_over_before_terms_had_versions_is_the_one_known_then(
    exported: Exported,
) -> None:
    """As books hold it that were kept before: the only version has the terms of the end."""
    placement: Placement = PlacementFactory(accepted=True)
    sell(placement)
    then = now()
    raised = {"capacity": Decimal("30000000.00")}
    with unguarded():
        Agreement.objects.update(**raised)
        TermVersion.objects.update(**raised)
        event = AgreementEvent.objects.get()
        event.pk, event.capacity = None, raised["capacity"]
        event.save(force_insert=True)

    (known,) = cells(exported("sales", known_at=then))
    (later,) = cells(exported("sales", known_at=now()))
    assert known["remaining_capacity"] == "24996000.00"
    assert later["remaining_capacity"] == "29996000.00"


def test_an_agreement_that_was_not_there_yet_is_missing(exported: Exported) -> None:
    then = now()
    AgreementFactory()

    for dataset in ("agreements", "placements", "sales"):
        assert len(exported(dataset, known_at=then)) == 1
    assert len(exported("agreements")) == 2
