"""Recording sales: the figures frozen into the row, and what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import ExceptionalDay
from neoequity.people.models import User
from placements.actions.placement import move_placement
from placements.actions.sale import consider_sale, record_sale
from placements.models import Agreement, Placement
from tests.books import nothing_changes, refused
from tests.factories import TODAY, PlacementFactory, notice_of, sell

# The row


def test_a_sale_is_posted_with_its_figures(placement: Placement, treasurer: User) -> None:
    notice = notice_of(
        placement,
        949_710,
        "4.0254",
        gross=Decimal("3822967.00"),
        agent_reference="424B3-2001-11-12",
        remark="two weeks ended November 9, 2001",
    )
    sale = record_sale(notice, by=treasurer, today=TODAY)
    sale.refresh_from_db()
    assert (sale.number, sale.kind, sale.shares) == (1, "sale", 949_710)
    assert sale.gross == Decimal("3822967.00")
    assert sale.commission == Decimal("152918.68")
    assert sale.net == Decimal("3670048.32")
    assert sale.price == Decimal("4.025400")
    assert sale.settlement_date == date(2001, 11, 15)
    assert sale.agent_reference == "424B3-2001-11-12"
    assert sale.remark == "two weeks ended November 9, 2001"
    assert sale.recorded_by == treasurer


def test_without_a_stated_gross_it_is_shares_times_price(
    placement: Placement, treasurer: User
) -> None:
    notice = notice_of(placement, 333, "4.123456")
    assert record_sale(notice, by=treasurer, today=TODAY).gross == Decimal("1373.11")


def test_further_deductions_lower_the_net_and_neither_gross_nor_commission(
    placement: Placement, treasurer: User
) -> None:
    notice = notice_of(placement, 1000, "4.00", deductions=Decimal("12.50"))
    sale = record_sale(notice, by=treasurer, today=TODAY)
    assert (sale.gross, sale.commission, sale.net) == (
        *(Decimal("4000.00"), Decimal("160.00")),
        Decimal("3827.50"),
    )


def test_the_totals_of_agreement_and_placement_move_with_the_sale(
    placement: Placement, agreement: Agreement
) -> None:
    sell(placement, 1000, "4.00")
    agreement.refresh_from_db()
    placement.refresh_from_db()
    assert (agreement.gross_sold, agreement.shares_sold) == (Decimal("4000.00"), 1000)
    assert agreement.commission_sold == Decimal("160.00")
    assert (placement.gross_sold, placement.shares_sold) == (Decimal("4000.00"), 1000)


def test_five_million_on_top_of_eight_costs_185_000_dollars(agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement, shares_offered=4_000_000, accepted=True)
    sell(placement, 2_000_000, "4.00")
    assert sell(placement, 1_250_000, "4.00").commission == Decimal("185000.00")


def test_sales_are_numbered_within_their_agreement(placement: Placement, other: Placement) -> None:
    numbers = [sell(each).number for each in (placement, other, placement, other, placement)]
    assert numbers == [1, 1, 2, 2, 3]


def test_an_exceptional_day_moves_the_settlement_date(placement: Placement) -> None:
    ExceptionalDay.objects.create(
        day=date(2001, 11, 14), is_trading_day=True, is_settlement_day=False, source="a strike"
    )
    assert sell(placement).settlement_date == date(2001, 11, 16)


def test_the_parties_may_agree_on_another_settlement_date(placement: Placement) -> None:
    sale = sell(
        placement, settlement_date=date(2001, 11, 16), settlement_reason="agreed by telephone"
    )
    assert sale.settlement_date == date(2001, 11, 16)
    assert sale.settlement_reason == "agreed by telephone"


def test_a_sale_is_recorded_by_somebody(placement: Placement) -> None:
    with nothing_changes(), pytest.raises(TypeError, match="needs `by`"):
        record_sale(notice_of(placement), by=None, today=TODAY)  # type: ignore[arg-type]  # the point


# Refusals


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"shares": 1_000_001},
            (
                "1,000,001 shares would be more than the 1,000,000 that placement 1 has left of "
                "1,000,000 (p. S-11)."
            ),
        ),
        (
            {"price": Decimal("3.9999")},
            (
                "The price of $3.9999 is below the minimum of $4.0000 agreed for placement 1 "
                "(p. S-11)."
            ),
        ),
        (
            {"method": "nasdaq"},
            (
                "The Sales Agreement does not allow the method “Into Nasdaq”; it allows “Privately "
                "negotiated” and “Another lawful way” (p. S-11)."
            ),
        ),
        (
            {"trade_date": date(2001, 9, 28)},
            (
                "The trade date 2001-09-28 is before 2001-10-01, the day on which placement 1 was "
                "accepted (p. S-11)."
            ),
        ),
        (
            {"trade_date": date(2001, 11, 14)},
            "The trade date 2001-11-14 is in the future; today is 2001-11-13.",
        ),
        (
            {"trade_date": date(2001, 11, 10)},
            "2001-11-10 is not a trading day (weekend).",
        ),
        (
            {"gross": Decimal("4005.01")},
            (
                "The gross of $4,005.01 does not fit 1,000 shares at $4.0000, which is $4,000.00: "
                "with a price written to two decimals they may differ by $5.00."
            ),
        ),
        (
            {"agent_reference": "CF-BOOKED"},
            "The agent's reference “CF-BOOKED” is already booked as sale 1 of the Sales Agreement.",
        ),
        (
            {"settlement_date": date(2001, 11, 16)},
            (
                "The settlement date 2001-11-16 is not the rule's 2001-11-15: say why the parties "
                "agreed on another (p. S-11)."
            ),
        ),
        (
            {"settlement_date": date(2001, 11, 12), "settlement_reason": "agreed"},
            "2001-11-12 is not a settlement day (Veterans Day (observed)).",
        ),
        (
            {"settlement_date": date(2001, 11, 9), "settlement_reason": "agreed"},
            "The settlement date 2001-11-09 is not after the trade date 2001-11-09.",
        ),
        ({"agreement": "third-agreement"}, "There is no agreement “third-agreement”."),
        ({"placement": 9}, "The Sales Agreement has no placement 9."),
    ],
    ids=str,
)
def test_a_sale_that_breaks_a_rule_is_refused_with_its_sentence_and_nothing_changes(
    placement: Placement, treasurer: User, said: dict[str, Any], sentence: str
) -> None:
    if said.get("agent_reference"):
        sell(placement, by=treasurer, agent_reference=said["agent_reference"])
    notice = notice_of(placement)._replace(**said)
    assert [reason.sentence for reason in consider_sale(notice, today=TODAY).reasons] == [sentence]
    with refused(sentence):
        record_sale(notice, by=treasurer, today=TODAY)


def test_more_than_the_agreement_has_left_is_refused(agreement: Agreement, treasurer: User) -> None:
    placement = PlacementFactory(
        agreement=agreement, shares_offered=10_000_000, minimum_price=Decimal("2.50"), accepted=True
    )
    sell(placement, 6_249_999, "4.00")
    with refused(
        "The sale's gross of $4.01 is more than the $4.00 that the Sales Agreement has left of "
        "$25,000,000.00 (p. S-11)."
    ):
        record_sale(notice_of(placement, 1, "4.01"), by=treasurer, today=TODAY)


def test_a_sale_after_closing_is_refused(agreement: Agreement, treasurer: User) -> None:
    closed = PlacementFactory(agreement=agreement, closed=True)
    with refused(
        "The trade date 2001-11-09 is after 2001-10-01, the day on which placement 1 was closed "
        "(p. S-11)."
    ):
        record_sale(notice_of(closed), by=treasurer, today=TODAY)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        *(("draft", "a draft"), ("proposed", "proposed")),
        *(("withdrawn", "withdrawn"), ("declined", "declined")),
    ],
)
def test_a_sale_under_a_placement_that_the_agent_has_not_accepted_is_refused(
    agreement: Agreement, treasurer: User, status: str, told: str
) -> None:
    placement = PlacementFactory(agreement=agreement, status=status)
    with refused(
        f"Placement 1 is {told}: nothing may be sold under a placement that the agent has not "
        "accepted (p. S-11)."
    ):
        record_sale(notice_of(placement), by=treasurer, today=TODAY)


def test_a_sale_during_a_suspension_is_refused(agreement: Agreement, treasurer: User) -> None:
    suspended = PlacementFactory(agreement=agreement, suspended=True)
    with refused(
        "Placement 1 has been suspended since 2001-10-01: a sale of 2001-11-09 cannot be booked "
        "under it (p. S-11)."
    ):
        record_sale(notice_of(suspended), by=treasurer, today=TODAY)


def test_a_sale_of_a_suspension_is_refused_after_the_placement_is_resumed(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    for verb, day in (("suspend", 5), ("resume", 7)):
        on = date(2001, 11, day)
        move_placement(placement, verb, on=on, by=treasurer, today=TODAY)
    Placement.objects.update(remark="Resumed by telephone.")
    with refused(
        "Placement 1 was suspended from 2001-11-05 until 2001-11-07: a sale of 2001-11-06 cannot "
        "be booked under it (p. S-11)."
    ):
        sell(placement, trade_date=date(2001, 11, 6))
    for day in (2, 7):
        sell(placement, trade_date=date(2001, 11, day))


def test_a_sale_of_a_suspension_is_refused_after_the_placement_is_closed(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    for verb, day in (("suspend", 5), ("close", 7)):
        on = date(2001, 11, day)
        move_placement(placement, verb, on=on, by=treasurer, today=TODAY)
    with refused(
        "Placement 1 was suspended from 2001-11-05 until it was closed: a sale of 2001-11-06 "
        "cannot be booked under it (p. S-11)."
    ):
        sell(placement, trade_date=date(2001, 11, 6))
    sell(placement, trade_date=date(2001, 11, 2))


def test_a_stated_gross_below_the_minimum_price_is_refused(
    agreement: Agreement, treasurer: User
) -> None:
    """The printed price is the minimum, and half a cent a share is forgiven to printed prices."""
    placement = PlacementFactory(agreement=agreement, accepted=True)
    with refused(
        "The gross of $3,999.99 is below the $4,000.00 of 1,000 shares at the minimum of $4.0000 "
        "agreed for placement 1 (p. S-11)."
    ):
        sell(placement, gross=Decimal("3999.99"))
    assert sell(placement, gross=Decimal("4000.00")).gross == Decimal("4000.00")
