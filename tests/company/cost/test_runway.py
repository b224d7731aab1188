"""The runway from figures on record, worked by hand to the day (p. S-4).

$1,000,000 at the end of Oct 31, 2001 and $2.3 million a month, as in tests/company/terms; a fifth
of 100,000 shares a day at $4.04 brings 77,568.00 net.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from neoequity.books.models import Issuer
from neoequity.company.actions.record import record_funding, record_price
from neoequity.company.models.standing import figures_on
from neoequity.company.selectors.money import class_b, records_of_money
from neoequity.company.selectors.receipts import Choice
from neoequity.company.selectors.runway import Outlook, months, outlook
from placements.models import Agreement
from placements.selectors.positions import positions
from tests.company.cost.offices import other_agreement, sold, state
from tests.factories import TODAY, usual
from tests.warrants.factories import SeriesFactory, opened_warrant
from tests.worlds import built_once

START = date(2001, 10, 31)
AT_4_04 = Choice(Decimal("4.04"), Decimal("0.20"))


@built_once
def office(sales: Agreement) -> Agreement:
    """The Sales Agreement of a company that states its cash, burn and volume."""
    state(sales, "cash", "1000000.00", day=START)
    state(sales, "monthly_burn", "2300000.00", day=date(2001, 10, 1))
    state(sales, "average_daily_volume", "100000", day=date(2001, 10, 1), page="p. S-10")
    return sales


@built_once
def callable_too(office: Agreement) -> Agreement:
    """The same with 200,000 Class B Warrants outstanding."""
    opened_warrant(200_000, series=SeriesFactory(opened_on=date(2001, 10, 1)))
    return office


def asked(issuer: Issuer, choice: Choice = AT_4_04, as_of: date = START) -> Outlook:
    return outlook(
        issuer,
        choice,
        figures=figures_on(issuer, as_of),
        positions=positions(as_of),
        series=class_b(issuer, as_of, ()),
        records=records_of_money(issuer, as_of),
        as_of=as_of,
    )


def days(found: Outlook) -> Sequence[date | None]:
    """The day on which cash runs out in each scenario."""
    return [each.runway.runs_out_on if each.runway else None for each in found.outcomes]


def test_three_scenarios_stand_side_by_side_to_the_day(callable_too: Agreement) -> None:
    """13 days burn 996,666.67; 18 trades settle by Nov 30; 95% of 4.04 x 200,000 is 767,600.00."""
    found = asked(callable_too.issuer)
    assert [each.name for each in found.outcomes] == [
        "Nothing sold",
        "Programme",
        "Programme and Class B",
    ]
    assert days(found) == [date(2001, 11, 14), date(2001, 12, 2), date(2002, 1, 5)]
    assert [each.runway.received for each in found.outcomes if each.runway] == [
        Decimal(0),
        Decimal("1396224.00"),
        Decimal("3947888.00"),
    ]


def test_month_by_month_the_table_says_what_is_left(callable_too: Agreement) -> None:
    """1,000,000 + 1,396,224 - 2,300,000 = 96,224; with Class B 767,600 more."""
    november, december, january = months(asked(callable_too.issuer))
    assert (november.ends_on, november.burn) == (date(2001, 11, 30), Decimal("2300000.00"))
    assert [cell.cash for cell in november.cells] == [
        None,
        Decimal("96224.00"),
        Decimal("863824.00"),
    ]
    assert [cell.received for cell in november.cells] == [
        0,
        Decimal("1396224.00"),
        Decimal("2163824.00"),
    ]
    assert [cell.cash is None for cell in december.cells] == [True, True, False]
    assert [cell.cash for cell in january.cells] == [None, None, None]


def test_without_cash_on_record_the_runway_is_not_available(sales: Agreement) -> None:
    state(sales, "monthly_burn", "2300000.00", day=date(2001, 10, 1))
    found = asked(sales.issuer)
    assert found.missing == [
        "No document states the cash on hand: record it among the company figures."
    ]
    assert days(found) == [None, None, None]
    assert months(found) == []


def test_without_a_share_of_the_volume_only_selling_nothing_has_an_answer(
    office: Agreement,
) -> None:
    found = asked(office.issuer, AT_4_04._replace(participation=None))
    assert days(found) == [date(2001, 11, 14), None, None]
    assert found.outcomes[1].missing == "Enter the share of the daily volume that may be sold."


def test_below_two_dollars_class_b_is_not_counted_on(callable_too: Agreement) -> None:
    found = asked(callable_too.issuer, AT_4_04._replace(price=Decimal("1.99")))
    assert found.outcomes[2].missing == (
        "At a market price of $1.9900, below $2.00, the Class B Warrants may not be usable as a "
        "source of cash (p. S-4)."
    )


def test_sales_already_made_come_in_on_their_settlement_date(office: Agreement) -> None:
    """960,000 net on Nov 15 would be a day late; 1,100,000 of cash last until it comes.

    2,060,000 are burnt after 26.87 days.
    """
    sold(office, 250_000)
    assert days(asked(office.issuer, as_of=TODAY))[0] == date(2001, 11, 14)
    state(office, "cash", "1100000.00", day=START)
    assert days(asked(office.issuer, as_of=TODAY))[0] == date(2001, 11, 27)


def test_one_agreement_is_sold_after_the_other_and_not_beside_it(office: Agreement) -> None:
    """$100,000 left of the first: two days; the second goes on from the third."""
    sold(office, 24_900_000, "1.00", trade_date=date(2001, 10, 30))
    other_agreement()
    found = asked(office.issuer)
    selling = found.parts["programme"].receipts
    assert [(each.on.day, each.what) for each in selling[:4]] == [
        (6, "Sales Agreement"),
        (7, "Sales Agreement"),
        (8, "Other Agreement"),
        (9, "Other Agreement"),
    ]
    assert [str(each.amount) for each in selling[:3]] == ["78376.00", "18622.14", "77568.00"]


def test_a_scenario_of_ones_own_counts_on_what_was_chosen(office: Agreement) -> None:
    """1,000,000 of cash, $8,000,000 by Nov 12 and 50% of 1,000,000 by Nov 20: 9,500,000.

    Four months burn 9,200,000; the last 300,000 are 4.04 days of March at 74,193.55.
    """
    by, issuer = usual(), office.issuer
    block = {"source": "Investors", "kind": "debenture", "expected_on": date(2001, 11, 12)}
    payment = {
        "source": "Pfizer",
        "kind": "milestone",
        "expected_on": date(2001, 11, 20),
        "probability": Decimal("0.5"),
    }
    for facts, amount in ((block, "8000000.00"), (payment, "1000000.00")):
        record_funding(
            issuer=issuer,
            state="expected",
            day=date(2001, 10, 1),
            amount=Decimal(amount),
            **facts,
            by=by,
            today=TODAY,
        )
    found = asked(issuer, AT_4_04._replace(parts=("debentures", "milestones")))
    assert found.outcomes[3].name == "As chosen"
    assert days(found)[3] == date(2002, 3, 5)


def test_twenty_days_with_a_volume_take_the_place_of_the_stated_average(
    office: Agreement,
) -> None:
    for day in range(2, 31):
        if date(2001, 10, day).weekday() < 5:
            record_price(
                issuer=office.issuer,
                day=date(2001, 10, day),
                volume=50_000,
                document="The exchange",
                by=usual(),
                today=TODAY,
            )
    volume = asked(office.issuer).volume
    assert volume is not None
    assert (volume.shares, volume.source) == (
        50_000,
        "average of 20 days, Oct 3, 2001 to Oct 30, 2001",
    )


def test_with_fewer_days_the_stated_average_stays(office: Agreement) -> None:
    volume = asked(office.issuer).volume
    assert volume is not None
    assert (volume.shares, volume.source) == (100_000, "p. S-10")
