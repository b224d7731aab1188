"""Failed deliveries: of an undelivered sale when it is due, again and again, due on a new day."""

from datetime import date

from neoequity.books.history.lines import history_lines
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import Delivery, DeliveryFailure, Sale
from placements.selectors.failures import failures_of, with_due_day
from tests.books import refused
from tests.factories import reverse_sale, usual

THURSDAY, FRIDAY = date(2001, 11, 15), date(2001, 11, 16)
MONDAY, TUESDAY = date(2001, 11, 19), date(2001, 11, 20)


def fail(sale: Sale, on: date = THURSDAY, again: date = FRIDAY, **told: object) -> DeliveryFailure:
    facts = {"reason": "The account was wrong.", "by": usual(), "today": on, **told}
    return fail_delivery(sale, failed_on=on, new_day=again, **facts)  # type: ignore[arg-type]


def test_a_failure_is_kept_with_its_day_its_reason_and_the_new_day(
    sale: Sale, treasurer: User
) -> None:
    failure = fail(sale, by=treasurer)
    assert (failure.sale, failure.failed_on, failure.new_day) == (sale, THURSDAY, FRIDAY)
    assert (failure.reason, failure.recorded_by) == ("The account was wrong.", treasurer)


def test_a_sale_falls_due_on_the_new_day(sale: Sale, second: Sale) -> None:
    fail(sale)
    days = dict(with_due_day(Sale.objects.all(), FRIDAY).values_list("number", "due_on"))
    assert days == {sale.number: FRIDAY, second.number: THURSDAY}


def test_a_failure_to_come_moves_no_earlier_view(sale: Sale) -> None:
    fail(sale)
    [row] = with_due_day(Sale.objects.all(), date(2001, 11, 14))
    assert (row.due_on, row.failed_on) == (THURSDAY, None)


def test_several_deliveries_may_fail_in_a_row(sale: Sale) -> None:
    fail(sale)
    fail(sale, FRIDAY, MONDAY)
    assert [each.failed_on for each in failures_of(sale, MONDAY)] == [THURSDAY, FRIDAY]
    assert failures_of(sale, MONDAY).reverse()[0].new_day == MONDAY


def test_a_delivery_does_not_fail_again_before_its_new_day(sale: Sale) -> None:
    fail(sale, THURSDAY, MONDAY)
    with refused(
        "Sale 1 of the Sales Agreement falls due on 2001-11-19: its delivery cannot have failed on "
        "2001-11-16, before that."
    ):
        fail(sale, FRIDAY, TUESDAY)


def test_a_failed_sale_is_delivered_on_its_new_day(sale: Sale, treasurer: User) -> None:
    fail(sale)
    deliver([sale], delivered_on=FRIDAY, by=treasurer, today=FRIDAY)
    assert Delivery.objects.get().delivered_on == FRIDAY


def test_shares_are_not_delivered_before_the_day_on_which_their_delivery_failed(
    sale: Sale, treasurer: User
) -> None:
    fail(sale, FRIDAY, MONDAY)
    with refused(
        "Sale 1 of the Sales Agreement was not delivered on 2001-11-15: its delivery failed on "
        "2001-11-16."
    ):
        deliver([sale], delivered_on=THURSDAY, by=treasurer, today=FRIDAY)


def test_what_is_delivered_does_not_fail(sale: Sale, treasurer: User) -> None:
    deliver([sale], delivered_on=THURSDAY, by=treasurer, today=THURSDAY)
    with refused("Sale 1 of the Sales Agreement was delivered on 2001-11-15."):
        fail(sale)


def test_what_is_reversed_does_not_fail(sale: Sale, treasurer: User) -> None:
    reverse_sale(sale, on=THURSDAY, reason="a mistake", by=treasurer, today=THURSDAY)
    with refused("Sale 1 of the Sales Agreement was reversed: there is nothing to deliver."):
        fail(sale)


def test_the_history_tells_when_the_sale_falls_due_again(sale: Sale, treasurer: User) -> None:
    fail(sale, by=treasurer)
    [line, *_] = history_lines(sources(), HistoryQuery(kinds=["deliveryfailure"]), most=1).lines
    assert line.what.startswith("delivery of sale 1 of the Sales Agreement failed on")
    assert line.why == "The account was wrong."
