"""A back-dated capacity is held against the books of its day and of every day since."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client

from neoequity.blocked import blocks
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement, TermVersion
from placements.selectors.ledger import prove_ledger
from placements.selectors.positions import Position, position
from tests.amendments.changing import amended, ask_for
from tests.books import nothing_changes, refused
from tests.constraints.conftest import House
from tests.constraints.rows import refused_by_database
from tests.constraints.test_raw_versions import raw_version
from tests.factories import (
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.pages.plain_text import words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

TODAY = date(2001, 12, 14)
MILLION = Decimal(1_000_000)


def november(day: int) -> date:
    return date(2001, 11, day)


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def agreement() -> Agreement:
    made: Agreement = AgreementFactory(largest_commission=None)
    return made


@built_once
def placement(agreement: Agreement) -> Placement:
    """5,000,000 shares at a minimum of $4.00, so $20,000,000 reserved from 1 October."""
    made: Placement = PlacementFactory(agreement=agreement, accepted=True, shares_offered=5_000_000)
    return made


def closed(placement: Placement, on: date = TODAY) -> None:
    move_placement(placement, "close", on=on, by=UserFactory(), today=TODAY)


def lowered(agreement: Agreement, millions: int, since: date) -> TermVersion:
    return amended(agreement, capacity=millions * MILLION, effective_on=since, today=TODAY)


def on_the_books(agreement: Agreement, day: date) -> Position:
    return position(Agreement.objects.get(pk=agreement.pk), day)


@built_once
def reversed_later(placement: Placement) -> Placement:
    """$8,000,000 sold on 5 November and $4,000,000 on the 7th, which are reversed on the 20th.

    The placement is closed on the 26th, so the rest is free again.
    """
    person = UserFactory()
    sell(placement, 2_000_000, "4.00", trade_date=november(5), by=person, today=TODAY)
    wrong = sell(placement, 1_000_000, "4.00", trade_date=november(7), by=person, today=TODAY)
    reverse_sale(wrong, on=november(20), reason="Not sold.", by=person, today=TODAY)
    closed(placement, november(26))
    return placement


@pytest.mark.parametrize(
    ("since", "day", "sold", "reserved"),
    [
        # 5,000,000 shares are offered: what is not sold holds back $4.00 a share.
        (november(1), "2001-11-01", "$0.00", "$20,000,000.00"),
        (november(6), "2001-11-06", "$8,000,000.00", "$12,000,000.00"),
        (november(19), "2001-11-19", "$12,000,000.00", "$8,000,000.00"),
        (november(25), "2001-11-25", "$8,000,000.00", "$12,000,000.00"),
    ],
)
def test_a_lower_capacity_holds_what_was_sold_and_reserved_on_its_day(
    reversed_later: Placement, since: date, day: str, sold: str, reserved: str
) -> None:
    person = UserFactory()
    with (
        nothing_changes(),
        refused(
            f"On {day} the Sales Agreement had sold {sold} and reserved {reserved} for open "
            f"placements, more than a capacity of $9,000,000.00 from {since} on. A sale that was "
            "reversed counts until its reversal took effect."
        ),
    ):
        ask_for(
            reversed_later.agreement,
            capacity=9 * MILLION,
            effective_on=since,
            today=TODAY,
            by=person,
        )


def test_from_the_day_on_which_it_fits_it_is_lowered(reversed_later: Placement) -> None:
    lowered(reversed_later.agreement, 9, november(26))
    for day, limit, remaining in ((november(25), 25, 17), (november(26), 9, 1), (TODAY, 9, 1)):
        capacity = on_the_books(reversed_later.agreement, day).capacity
        assert (capacity.limit, capacity.remaining) == (limit * MILLION, remaining * MILLION)
    assert prove_ledger().differences == []


def test_a_later_day_on_which_it_does_not_fit_is_named(agreement: Agreement) -> None:
    """On its own day the capacity would do; a placement was accepted on the day after."""
    person = UserFactory()
    first = PlacementFactory(agreement=agreement, accepted=True, shares_offered=2_000_000)
    sell(first, 2_000_000, "4.00", trade_date=november(5), by=person, today=TODAY)
    closed(first, november(6))
    second = PlacementFactory(
        agreement=agreement, accepted=True, on=november(8), shares_offered=1_000_000
    )
    wrong = sell(second, 500_000, "4.00", trade_date=november(9), by=person, today=TODAY)
    reverse_sale(wrong, on=november(20), reason="Not sold.", by=person, today=TODAY)
    closed(second, november(26))
    with refused(
        "On 2001-11-08 the Sales Agreement had sold $8,000,000.00 and reserved $4,000,000.00 for "
        "open placements, more than a capacity of $9,000,000.00 from 2001-11-07 on. A sale that "
        "was reversed counts until its reversal took effect."
    ):
        ask_for(agreement, capacity=9 * MILLION, effective_on=november(7), today=TODAY, by=person)
    lowered(agreement, 12, november(7))


def test_a_capacity_raised_before_sales_that_were_reversed_shows_on_each_day(
    reversed_later: Placement,
) -> None:
    lowered(reversed_later.agreement, 30, november(6))
    for day, limit, sold in ((5, 25, 8), (6, 30, 8), (7, 30, 12), (19, 30, 12), (20, 30, 8)):
        capacity = on_the_books(reversed_later.agreement, november(day)).capacity
        assert (capacity.limit, capacity.sold) == (limit * MILLION, sold * MILLION)


def test_the_right_sale_is_booked_in_the_place_of_one_that_was_reversed_later(
    agreement: Agreement, placement: Placement
) -> None:
    """Both count between; the pages say why more than the capacity is on the books."""
    person = UserFactory()
    third = PlacementFactory(
        agreement=agreement,
        accepted=True,
        shares_offered=2_000_000,
        minimum_price=Decimal("2.50"),
    )
    wrong = sell(placement, 4_000_000, "4.00", trade_date=november(5), by=person, today=TODAY)
    amended(agreement, capacity=30 * MILLION, effective_on=november(12), today=TODAY)
    reverse_sale(wrong, on=november(20), reason="Wrong price.", by=person, today=TODAY)
    sell(placement, 4_000_000, "4.10", trade_date=november(5), by=person, today=TODAY)

    then = on_the_books(agreement, november(6))
    assert then.capacity.remaining == Decimal("-7400000.00")
    assert then.reversed_later == Decimal("16000000.00")
    [block, *_] = blocks([then], [], november(6))
    assert block.why == (
        "$7,400,000.00 more than its capacity are on the books of this day: sales of "
        "$16,000,000.00 still counted that were reversed later."
    )
    auditor = Client()
    auditor.force_login(UserFactory(group="Auditor"))
    for page in ("/", "/agreements/sales-agreement/"):
        shown = words(auditor.get(page, {"as_of": "2001-11-06"}))
        assert "sales of $16,000,000.00 still counted that were reversed later." in shown
    with refused(
        "The sale's gross of $9,000,000.00 is more than the $8,600,000.00 that the Sales Agreement "
        "had left before 2001-11-12 of $25,000,000.00 (p. S-11)."
    ):
        sell(third, 2_000_000, "4.50", trade_date=november(6), by=person, today=TODAY)


def test_methods_that_sales_were_made_by_are_not_taken_away_for_their_days(
    placement: Placement,
) -> None:
    person = UserFactory()
    sale = sell(placement, 1_000, trade_date=november(9), by=person, today=TODAY)
    with refused(
        "A sale of 2001-11-09 was made by the method “Privately negotiated”, which the terms from "
        "2001-11-09 on would not allow."
    ):
        ask_for(
            placement.agreement,
            methods=["nasdaq"],
            effective_on=november(9),
            today=TODAY,
            by=person,
        )
    reverse_sale(sale, on=TODAY, reason="Otherwise.", by=person, today=TODAY)
    amended(placement.agreement, methods=["nasdaq"], effective_on=november(9), today=TODAY)


@pytest.mark.parametrize("since", [november(1), november(19), november(25)])
def test_the_database_refuses_a_lower_capacity_on_the_same_days(
    reversed_later: Placement, since: date
) -> None:
    with refused_by_database("A lower capacity still holds what is sold and what open placements"):
        raw_version(_house(reversed_later), capacity="9000000.00", effective_on=since)


def test_the_database_takes_a_lower_capacity_from_the_day_on_which_it_fits(
    reversed_later: Placement,
) -> None:
    raw_version(_house(reversed_later), capacity="9000000.00", effective_on=november(26))
    assert Agreement.objects.get().capacity == 9 * MILLION


def test_the_database_keeps_the_methods_of_sales_that_stand(placement: Placement) -> None:
    sell(placement, 1_000, trade_date=november(9), today=TODAY)
    with refused_by_database("The sales from the day of a change on were made by methods"):
        raw_version(_house(placement), methods=["nasdaq"], effective_on=november(9))


def _house(placement: Placement) -> House:
    """So much of the house as a raw version needs."""
    return cast(House, SimpleNamespace(agreement=placement.agreement, person=UserFactory()))
