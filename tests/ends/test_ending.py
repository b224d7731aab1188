"""The end of an agreement by its actions: who may, what it closes, and what stands against it."""

from datetime import date, timedelta

from neoequity.books.models import Approval
from placements.actions.ending import ask_reinstatement, ask_termination
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement
from placements.selectors.positions import position
from tests.books import refused
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    approved,
    reverse_sale,
    sell,
    usual,
)
from tests.worlds import built_once

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@built_once
def agreement(db: None) -> Agreement:
    """The Sales Agreement with an accepted, a suspended and a proposed placement."""
    signed: Agreement = AgreementFactory()
    for status in ("accepted", "suspended", "proposed"):
        PlacementFactory(agreement=signed, status=status, shares_offered=100_000)
    return signed


def ask(agreement: Agreement, on: date = TODAY, noticed_on: date = YESTERDAY) -> Approval:
    agreement.refresh_from_db()
    return ask_termination(
        agreement,
        noticed_on=noticed_on,
        terminated_on=on,
        terminated_by="agent",
        document="Notice of termination",
        page="p. 1",
        reason="The agent leaves the business",
        by=usual(),
        today=TODAY,
    )


def ask_back(agreement: Agreement, on: date, today: date = TODAY) -> Approval:
    agreement.refresh_from_db()
    return ask_reinstatement(
        agreement,
        effective_on=on,
        document="Letter",
        page="",
        reason="The agent returns",
        by=usual(),
        today=today,
    )


def statuses() -> list[tuple[str, date]]:
    return list(Placement.objects.order_by("number").values_list("status", "status_on"))


def test_nothing_ends_before_a_second_person_approves(agreement: Agreement) -> None:
    request = ask(agreement)
    agreement.refresh_from_db()
    assert agreement.terminated_on is None
    assert request.what == (
        "Termination of the Sales Agreement on 2001-11-13, by Notice of termination"
    )


def test_what_is_open_is_closed_or_withdrawn_on_the_day(agreement: Agreement) -> None:
    approved(ask(agreement))
    assert statuses() == [("closed", TODAY), ("closed", TODAY), ("withdrawn", TODAY)]


def test_an_end_to_come_leaves_what_is_open_until_its_day(agreement: Agreement) -> None:
    approved(ask(agreement, on=TOMORROW))
    assert [status for status, _ in statuses()] == ["accepted", "suspended", "proposed"]
    assert position(agreement, TODAY).capacity.reserved == 800_000
    assert position(agreement, TODAY).terminated_on is None
    assert position(agreement, TOMORROW).capacity.reserved == 0
    assert position(agreement, TOMORROW).terminated_on == TOMORROW


def test_a_day_with_a_sale_is_not_the_day_of_the_end(agreement: Agreement) -> None:
    sell(Placement.objects.get(number=1), trade_date=YESTERDAY)
    with refused(
        "A sale of 2001-11-12 stands under the Sales Agreement, which would end on 2001-11-12: "
        "reverse the sales of 2001-11-12 and later first."
    ):
        ask(agreement, on=YESTERDAY)


def test_a_reversed_sale_does_not_stand_against_the_end(agreement: Agreement) -> None:
    sale = sell(Placement.objects.get(number=1), trade_date=YESTERDAY)
    reverse_sale(sale, on=TODAY, reason="a false notice", by=usual(), today=TODAY)
    assert ask(agreement, on=YESTERDAY).decision == ""


def test_a_placement_that_moved_on_the_day_stands_against_the_end(agreement: Agreement) -> None:
    move_placement(Placement.objects.get(number=3), "accept", on=TODAY, by=usual(), today=TODAY)
    with refused(
        "Placement 3 has been accepted since 2001-11-13, and the Sales Agreement would end on "
        "2001-11-13: close or withdraw it first."
    ):
        ask(agreement)


def test_an_end_before_its_notice_is_refused(agreement: Agreement) -> None:
    with refused(
        "The Sales Agreement cannot end on 2001-11-11, before 2001-11-12, the day on which the "
        "change takes effect."
    ):
        ask(agreement, on=date(2001, 11, 11))


def test_an_agreement_ends_once(agreement: Agreement) -> None:
    approved(ask(agreement))
    with refused(
        "The Sales Agreement is already terminated, with effect from 2001-11-13. Another day is "
        "entered as a change of terms."
    ):
        ask(agreement)


def test_an_agreement_that_goes_on_is_not_reinstated(agreement: Agreement) -> None:
    with refused("The Sales Agreement has not been terminated: nothing is to be reinstated."):
        ask_back(agreement, TODAY)


def test_what_settles_and_is_reversed_after_the_end_is_recorded(agreement: Agreement) -> None:
    sale = sell(Placement.objects.get(number=1), trade_date=date(2001, 11, 9))
    approved(ask(agreement))
    reversal = reverse_sale(sale, on=TODAY, reason="a false notice", by=usual(), today=TODAY)
    assert reversal.trade_date == TODAY
    assert position(agreement, TODAY).capacity.sold == 0
    assert position(agreement, TODAY).capacity.remaining == 0


def test_a_notice_is_taken_back_while_its_day_is_to_come(agreement: Agreement) -> None:
    approved(ask(agreement, on=TOMORROW))
    approved(ask_back(agreement, TODAY))
    assert position(agreement, TOMORROW).terminated_on is None
    assert [status for status, _ in statuses()] == ["accepted", "suspended", "proposed"]


def test_placements_that_stayed_open_stand_against_a_reinstatement(agreement: Agreement) -> None:
    approved(ask(agreement, on=TOMORROW))
    later = TOMORROW + timedelta(days=1)
    for placement in Placement.objects.filter(status__in=("suspended", "proposed")):
        verb = "close" if placement.status == "suspended" else "withdraw"
        move_placement(placement, verb, on=TOMORROW, by=usual(), today=later)
    with refused(
        "Placement 1, accepted, ended with the Sales Agreement on 2001-11-14: an agreement is "
        "reinstated once all its earlier placements are closed or withdrawn, before 2001-11-15 "
        "where they were accepted."
    ):
        ask_back(agreement, later, today=later)


def test_a_placement_closed_after_the_reinstatement_stands_against_it(
    agreement: Agreement,
) -> None:
    approved(ask(agreement, on=TOMORROW))
    later = TOMORROW + timedelta(days=1)
    for placement in Placement.objects.all():
        verb = "withdraw" if placement.status == "proposed" else "close"
        move_placement(
            placement,
            verb,
            on=later if placement.number == 1 else TOMORROW,
            by=usual(),
            today=later,
        )
    with refused(
        "Placement 1, was open until 2001-11-15, ended with the Sales Agreement on 2001-11-14: an "
        "agreement is reinstated once all its earlier placements are closed or withdrawn, before "
        "2001-11-15 where they were accepted."
    ):
        ask_back(agreement, later, today=later)
