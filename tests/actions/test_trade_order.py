"""Sales and reversals recorded out of turn: what they cost and displace, as of every day."""

from datetime import date
from decimal import Decimal

from django.db import connection

from neoequity.books.periods.late import COLUMNS, late_rows
from neoequity.books.periods.rules import parse_period
from neoequity.ledger import prove_books
from neoequity.people.models import User
from neoequity.periods.checklist import Findings, checklist
from placements.actions.delivery import deliver
from placements.actions.sale import ask_reversal, consider_sale, record_sales
from placements.models import Agreement, Placement, Sale
from placements.selectors.positions import position
from placements.selectors.settlements import groups
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended
from tests.books import refused
from tests.factories import PlacementFactory, UserFactory, notice_of, reverse_sale, sell
from tests.periods.closings import close
from tests.worlds import built_once

TODAY = date(2001, 12, 31)
OCT_31, NOV_1, NOV_2, NOV_5, NOV_9 = (
    *(date(2001, 10, 31), date(2001, 11, 1), date(2001, 11, 2)),
    *(date(2001, 11, 5), date(2001, 11, 9)),
)


THREE_PERCENT = [TierFacts(Decimal("0.00"), Decimal("0.03"), "p. 1")]


@built_once
def placement(agreement: Agreement) -> Placement:
    found: Placement = PlacementFactory(
        agreement=agreement,
        accepted=True,
        shares_offered=20_000_000,
        minimum_price=Decimal("1.00"),
    )
    return found


def sold(placement: Placement, shares: int, on: date) -> Sale:
    return sell(placement, shares, "2.00", trade_date=on, today=TODAY)


def reversed_on(sale: Sale, on: date, by: User) -> Sale:
    return reverse_sale(sale, on=on, reason="the agent's corrected notice", by=by, today=TODAY)


def figures(agreement: Agreement, day: date) -> tuple[str, str, str]:
    """Gross, commission and net as of a day."""
    held = position(agreement, day)
    return str(held.capacity.sold), str(held.commission), str(held.net)


def adjustments(agreement: Agreement) -> list[tuple[int, str, date, int]]:
    """Number, commission, day and cause of each."""
    rows = agreement.sales.filter(adjusts__isnull=False)
    return [
        (row.number, str(row.commission), row.trade_date, row.adjusts.number)
        for row in rows.select_related("adjusts")
        if row.adjusts
    ]


def in_order() -> bool:
    connection.check_constraints()
    return prove_books().differences == []


def test_a_late_notice_across_a_tier_adjusts_the_later_sale(
    agreement: Agreement, placement: Placement
) -> None:
    sold(placement, 3_000_000, NOV_2)
    late = sold(placement, 4_000_000, OCT_31)
    assert late.commission == Decimal("320000.00")
    assert adjustments(agreement) == [(3, "-20000.00", NOV_2, 2)]
    assert figures(agreement, OCT_31) == ("8000000.00", "320000.00", "7680000.00")
    assert figures(agreement, NOV_2) == ("14000000.00", "540000.00", "13460000.00")
    assert in_order()


def test_a_sale_reversed_on_its_trade_date_never_stood(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    first = sold(placement, 4_000_000, NOV_1)
    sold(placement, 3_000_000, NOV_2)
    assert reversed_on(first, NOV_1, treasurer).commission == Decimal("-320000.00")
    assert adjustments(agreement) == [(4, "20000.00", NOV_2, 3)]
    assert figures(agreement, NOV_1) == ("0.00", "0.00", "0.00")
    assert figures(agreement, NOV_2) == ("6000000.00", "240000.00", "5760000.00")
    assert in_order()


def test_a_sale_reversed_later_stood_until_then(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    first = sold(placement, 4_000_000, NOV_1)
    sold(placement, 3_000_000, NOV_2)
    reversed_on(first, NOV_5, treasurer)
    assert adjustments(agreement) == [(4, "20000.00", NOV_5, 3)]
    assert figures(agreement, NOV_2)[1] == "540000.00"
    assert figures(agreement, NOV_5)[1] == "240000.00"
    assert in_order()


def test_a_sale_of_the_old_tiers_is_reversed_after_new_ones_took_effect(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    first = sold(placement, 6_000_000, date(2001, 10, 5))
    amended(agreement, effective_on=NOV_1, fee_tiers=THREE_PERCENT, largest_commission=None)
    sold(placement, 5_000_000, NOV_5)
    assert figures(agreement, NOV_5)[1] == "770000.00"
    reversed_on(first, NOV_9, treasurer)
    assert figures(agreement, NOV_9)[:2] == ("10000000.00", "300000.00")
    assert in_order()


def test_new_tiers_adjust_the_days_on_which_a_reversed_sale_stood(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    """$2 million stood on 2 November at 4%; by the amendment of that day it is 3%."""
    sale = sold(placement, 1_000_000, NOV_2)
    reversed_on(sale, NOV_5, treasurer)
    amended(agreement, effective_on=NOV_1, fee_tiers=THREE_PERCENT, largest_commission=None)
    assert adjustments(agreement) == [(3, "-20000.00", NOV_2, 1), (4, "20000.00", NOV_5, 1)]
    assert figures(agreement, NOV_2)[1] == "60000.00"
    assert figures(agreement, NOV_5)[1] == "0.00"
    assert in_order()


def test_a_stray_cent_stays_with_the_late_sale(agreement: Agreement, placement: Placement) -> None:
    sell(placement, 2, "5.06", trade_date=NOV_2, today=TODAY)
    late = sell(placement, 2, "5.06", trade_date=OCT_31, today=TODAY)
    assert late.commission == Decimal("0.41")
    assert adjustments(agreement) == []
    assert in_order()


def test_a_batch_is_priced_in_trade_order_and_adjusts_only_what_was_posted_before(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    sold(placement, 2_000_000, NOV_5)  # 4 million, at 4% of 8 November's view
    notices = [
        notice_of(placement, 2_000_000, "2.00", trade_date=NOV_2),
        notice_of(placement, 2_000_000, "2.00", trade_date=OCT_31),
    ]
    late, earlier = record_sales(notices, by=treasurer, today=TODAY)
    assert (late.commission, earlier.commission) == (Decimal("160000.00"),) * 2
    assert adjustments(agreement) == [(4, "-10000.00", NOV_5, 2)]  # 2 of its 4 million at 3.5%
    assert in_order()


def test_an_adjustment_of_a_closed_day_is_dated_on_the_first_open_one(
    agreement: Agreement, placement: Placement
) -> None:
    sold(placement, 3_000_000, NOV_2)
    close("2001-11", today=TODAY)
    sold(placement, 4_000_000, OCT_31)
    row = Sale.objects.get(adjusts__isnull=False)
    assert (row.concerns, row.trade_date) == (NOV_2, date(2001, 12, 1))
    assert figures(agreement, NOV_2)[1] == "560000.00"  # November stays as it was closed
    assert figures(agreement, date(2001, 12, 1))[1] == "540000.00"
    assert in_order()


def test_an_adjustment_of_a_closed_day_is_told_among_the_changes_after_the_closing(
    placement: Placement,
) -> None:
    sold(placement, 3_000_000, NOV_2)
    closing = close("2001-11", today=TODAY)
    sold(placement, 4_000_000, OCT_31)
    entry, dated, concerns = (
        COLUMNS.index("entry"),
        COLUMNS.index("dated"),
        COLUMNS.index("concerns"),
    )
    told = {row[entry]: (row[dated], row[concerns]) for row in late_rows(closing)}
    assert told == {
        "Sale 2": (OCT_31, "dated before it, so part of to date"),
        "Adjustment 3": (
            date(2001, 12, 1),
            "adjusts the commission of 2001-11-02 by -20000.00, which is closed",
        ),
    }


def test_what_is_considered_tells_the_adjustments_that_will_be_posted(
    placement: Placement,
) -> None:
    sold(placement, 3_000_000, NOV_2)
    notice = notice_of(placement, 4_000_000, "2.00", trade_date=OCT_31)
    considered = consider_sale(notice, today=TODAY)
    assert [(each.on, each.commission) for each in considered.adjustments] == [
        (NOV_2, Decimal("-20000.00"))
    ]


def test_an_adjustment_waits_among_the_settlements_until_it_is_paid(
    placement: Placement, treasurer: User
) -> None:
    sold(placement, 3_000_000, NOV_2)
    sold(placement, 4_000_000, OCT_31)
    adjustment = Sale.objects.get(adjusts__isnull=False)
    waiting = {group.name: group for group in groups(TODAY, {})}
    assert waiting["adjustments"][1:] == (1, 0, Decimal("20000.00"))
    paid_on = date(2001, 12, 3)
    deliver([adjustment], delivered_on=paid_on, by=treasurer, today=TODAY)
    assert "adjustments" not in {group.name for group in groups(TODAY, {})}
    assert in_order()
    with refused(f"Adjustment 3 of the Sales Agreement was already paid on {paid_on}."):
        deliver([adjustment], delivered_on=paid_on, by=treasurer, today=TODAY)


def test_an_adjustment_that_is_not_paid_is_on_the_checklist(placement: Placement) -> None:
    sold(placement, 3_000_000, NOV_2)
    sold(placement, 4_000_000, OCT_31)
    period = parse_period("2001-11")
    items = {item.topic: item for item in checklist(placement.agreement.issuer, period, Findings())}
    assert items["unsettled"].sentence == (
        "2 sales are not settled on Nov 30, 2001: $14,000,000.00 gross. 1 adjustment is not paid "
        "on Nov 30, 2001: $20,000.00 net."
    )
    assert items["unsettled"].lines[-1] == (
        "Adjustment 3 of the Sales Agreement: $20,000.00 net, for the commission of 2001-11-02"
    )


def test_an_adjustment_is_never_reversed(placement: Placement) -> None:
    sold(placement, 3_000_000, NOV_2)
    sold(placement, 4_000_000, OCT_31)
    adjustment = Sale.objects.get(adjusts__isnull=False)
    with refused(
        "Entry 3 is an adjustment of commission: it is never reversed, for the next posting that "
        "displaces commission adjusts it again."
    ):
        ask_reversal(adjustment, on=TODAY, reason="wrong", by=UserFactory(), today=TODAY)
