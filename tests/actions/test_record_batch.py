"""Recording many sales at once: all of a batch or nothing, in its order."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions import sale as sale_actions
from placements.actions.posting_context import PostingContext
from placements.actions.sale import record_sales
from placements.models import Agreement, Placement, Sale
from placements.terms.commission import Adjustment
from tests.books import nothing_changes, refused
from tests.factories import TODAY, PlacementFactory, notice_of, sell


def test_a_batch_is_booked_in_its_order_with_commission_upon_commission(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, shares_offered=5_000_000, accepted=True)
    notices = [notice_of(placement, shares, "4.00") for shares in (2_000_000, 1_250_000, 1)]
    sales = record_sales(notices, by=treasurer, today=TODAY)
    assert [(sale.number, sale.commission) for sale in sales] == [
        (1, Decimal("320000.00")),
        (2, Decimal("185000.00")),
        (3, Decimal("0.14")),
    ]
    agreement.refresh_from_db()
    assert agreement.commission_sold == Decimal("505000.14")


def test_a_batch_may_hold_sales_of_several_agreements(
    placement: Placement, other: Placement, treasurer: User
) -> None:
    notices = [notice_of(placement), notice_of(other, method="nasdaq"), notice_of(placement)]
    sales = record_sales(notices, by=treasurer, today=TODAY)
    assert [(sale.agreement.slug, sale.number) for sale in sales] == [
        *(("sales-agreement", 1), ("other-agreement", 1)),
        ("sales-agreement", 2),
    ]


def test_one_bad_notice_refuses_the_batch_and_every_reason_names_its_place(
    placement: Placement, treasurer: User
) -> None:
    notices = [
        notice_of(placement),
        notice_of(placement, price="3.00"),
        notice_of(placement),
        notice_of(placement, method="ecn", trade_date=date(2001, 11, 11)),
    ]
    with nothing_changes(), pytest.raises(Refused) as refusal:
        record_sales(notices, by=treasurer, today=TODAY)
    assert [(reason.row, reason.field) for reason in refusal.value.reasons] == [
        *((1, "price"), (3, "method")),
        (3, "trade_date"),
    ]


def test_what_each_could_have_alone_is_refused_when_together_they_want_more_than_is_left(
    placement: Placement, treasurer: User
) -> None:
    notices = [notice_of(placement, 600_000), notice_of(placement, 600_000)]
    with refused(
        "600,000 shares would be more than the 400,000 that placement 1 has left of 1,000,000 "
        "(p. S-11)."
    ):
        record_sales(notices, by=treasurer, today=TODAY)


def test_a_reference_twice_in_one_batch_is_refused(placement: Placement, treasurer: User) -> None:
    notices = [notice_of(placement, agent_reference="CF-1") for _ in range(2)]
    with refused(
        "The agent's reference “CF-1” is already booked as sale 1 of the Sales Agreement."
    ):
        record_sales(notices, by=treasurer, today=TODAY)


def test_the_same_reference_may_be_booked_under_each_agreement(
    placement: Placement, other: Placement
) -> None:
    for each in (placement, other):
        sell(each, agent_reference="424B3-2001-11-12")
    assert Sale.objects.count() == 2


def test_an_empty_batch_books_nothing(treasurer: User) -> None:
    with nothing_changes():
        assert record_sales([], by=treasurer, today=TODAY) == []


def test_when_the_second_statement_fails_the_first_is_gone(
    placement: Placement, treasurer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced = PostingContext.price

    def spoil_the_second(book: PostingContext) -> dict[str, list[Adjustment]]:
        adjustments = priced(book)
        [page] = book.pages.values()
        page.entered[1].commission += 200
        page.entered[1].net -= 200
        return adjustments

    monkeypatch.setattr(PostingContext, "price", spoil_the_second)
    monkeypatch.setattr(sale_actions, "_ROWS_A_STATEMENT", 1)
    notices = [notice_of(placement), notice_of(placement)]
    with nothing_changes(), pytest.raises(IntegrityError, match="fee schedule in force"):
        record_sales(notices, by=treasurer, today=TODAY)


def test_recording_a_sale_takes_nine_queries_with_those_for_the_permission(
    placement: Placement, treasurer: User
) -> None:
    person = User.objects.get(pk=treasurer.pk)  # whose permissions nobody has asked for yet
    with CaptureQueriesContext(connection) as queries:
        record_sales([notice_of(placement)], by=person, today=TODAY)
    assert len(queries) == 9


def test_a_thousand_sales_take_as_many_queries_as_ten(
    placement: Placement, treasurer: User
) -> None:
    counts = []
    for number in (10, 1000):
        notices = [notice_of(placement, 1) for _ in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            record_sales(notices, by=treasurer, today=TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]
