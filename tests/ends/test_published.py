"""Two published programs that were terminated: one came back, the other was replaced."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.issuers import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.selectors.limits import limits_on
from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from placements.models import Agreement, Placement, TermVersion
from placements.selectors.positions import Position, position, positions
from tests.books import nothing_changes, refused
from tests.ends.published import (
    BACK,
    ENDED,
    NOTICE,
    RAISED,
    SPRING_2020,
    TODAY,
    cantor,
    placed,
    raymond_james,
    sold,
)
from tests.factories import UserFactory
from tests.programme.told import Content
from tests.worlds import built_once

DAY_BEFORE, ENDS_ON = date(2020, 9, 8), date(2020, 9, 9)
LAST_OF_GAP, BACK_ON = date(2020, 11, 12), date(2020, 11, 13)


def load(content: Content, by: User) -> None:
    load_whole(read_whole(content), by=by, today=TODAY, with_history=True)


@built_once
def office(db: None) -> User:
    person: User = UserFactory(username="office")
    return person


@built_once
def ended(office: User) -> Agreement:
    """The program of CIK 1701108, terminated."""
    load(cantor(*SPRING_2020, NOTICE), office)
    return Agreement.objects.get()


@built_once
def reinstated(ended: Agreement, office: User) -> Agreement:
    """The same once it is reinstated with $34.0M."""
    load(cantor(*SPRING_2020, NOTICE, *BACK), office)
    return Agreement.objects.get()


def left(agreement: Agreement, day: date) -> Decimal:
    return position(agreement, day).capacity.remaining


def test_the_unsold_34_6_million_are_gone_on_the_day_of_termination(ended: Agreement) -> None:
    assert left(ended, DAY_BEFORE) == Decimal("34600000.00")
    assert left(ended, ENDS_ON) == 0
    assert left(ended, TODAY) == 0


def test_what_lapsed_is_said_and_what_was_sold_stays(ended: Agreement) -> None:
    capacity = position(ended, ENDS_ON).capacity
    assert capacity.sold == Decimal("15400000.00")
    assert capacity.lapsed == Decimal("34600000.00")
    assert capacity.reserved == capacity.free == 0


def test_34_0_million_are_back_from_the_day_of_reinstatement_and_the_gap_stays(
    reinstated: Agreement,
) -> None:
    assert left(reinstated, DAY_BEFORE) == Decimal("34600000.00")
    assert left(reinstated, ENDS_ON) == 0
    assert left(reinstated, LAST_OF_GAP) == 0
    assert left(reinstated, BACK_ON) == Decimal("34000000.00")


def test_what_was_known_before_the_reinstatement_was_recorded_stays_known(
    reinstated: Agreement,
) -> None:
    before = TermVersion.objects.get(number=2).recorded_at
    [known] = positions(TODAY, before)
    assert isinstance(known, Position)
    assert known.terminated_on == ENDS_ON
    assert known.capacity.remaining == 0
    assert left(reinstated, TODAY) == Decimal("34000000.00")


def test_the_open_placement_ends_with_the_agreement(ended: Agreement) -> None:
    placement = Placement.objects.get()
    assert (placement.status, placement.closed_on) == ("closed", ENDS_ON)
    assert placement.status_note == "The Facility was terminated on 2020-09-09."


def test_a_sale_of_the_day_before_is_still_recorded_late(ended: Agreement, office: User) -> None:
    late = sold("facility", "C-2", DAY_BEFORE, 1000, "10.00")
    load(cantor(*SPRING_2020, NOTICE, late), office)
    assert ended.sales.count() == 2


@pytest.mark.parametrize("day", [ENDS_ON, LAST_OF_GAP])
def test_nothing_is_sold_on_the_day_of_termination_or_later(
    ended: Agreement, office: User, day: date
) -> None:
    after = sold("facility", "C-2", day, 1000, "10.00")
    with pytest.raises(Refused) as refusal, nothing_changes():
        load(cantor(*SPRING_2020, NOTICE, after), office)
    assert refusal.value.reasons[0].sentence == (
        "Event 6 (sale): The Facility was terminated on 2020-09-09 (Notice of termination, p. 1), "
        "and nothing is placed or sold under it from that day on: a sale cannot be recorded as of "
        f"{day}."
    )


def test_after_the_reinstatement_a_new_placement_sells(reinstated: Agreement, office: User) -> None:
    again = [
        *placed("facility", 2, BACK_ON),
        sold("facility", "C-2", BACK_ON, 100_000, "10.00", number=2),
    ]
    load(cantor(*SPRING_2020, NOTICE, *BACK, *again), office)
    assert left(reinstated, BACK_ON) == Decimal("33000000.00")


def test_the_gap_stays_closed_to_sales_after_the_reinstatement(
    reinstated: Agreement, office: User
) -> None:
    again = placed("facility", 2, LAST_OF_GAP)
    with refused(
        "Event 9 (move): The Facility was terminated on 2020-09-09 (Notice of termination, p. 1), "
        "and nothing is placed or sold under it from that day on: placement 2 cannot be proposed "
        "as of 2020-11-12.",
        "Event 9 (move): The Facility was terminated on Sep 9, 2020 (Notice of termination, p. 1): "
        "nothing is placed or sold under it from that day on.",
    ):
        load(cantor(*SPRING_2020, NOTICE, *BACK, *again), office)


def test_the_limits_say_that_nothing_is_left(ended: Agreement) -> None:
    [row] = [each for each in limits_on(Issuer.objects.get(), TODAY) if each.limit == "agreement"]
    assert (row.allowed, row.used, row.left) == (50_000_000, 15_400_000, 0)
    assert [step.amount for step in row.steps] == [50_000_000, -15_400_000, -34_600_000, 0, 0]


def test_a_program_that_was_raised_terminated_and_replaced(office: User) -> None:
    events = [
        *placed("facility", 1, date(2024, 3, 13), 6_000_000),
        RAISED,
        sold("facility", "R-1", date(2024, 11, 5), 5_700_000, "10.30"),
        ENDED,
        *placed("second", 1, date(2024, 11, 7)),
        sold("second", "R-2", date(2024, 11, 7), 1000, "10.00"),
    ]
    load(raymond_james(*events), office)
    first, second = Agreement.objects.order_by("signed_on")
    assert left(first, date(2024, 8, 5)) == Decimal("25000000.00")
    assert left(first, date(2024, 8, 6)) == Decimal("60000000.00")
    assert left(first, date(2024, 11, 5)) == Decimal("1290000.00")
    assert left(first, date(2024, 11, 6)) == 0
    assert left(second, date(2024, 11, 7)) == Decimal("24990000.00")
