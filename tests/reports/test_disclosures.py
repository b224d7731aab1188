"""Published programmes through the calculation of `quarter`: it gives what they disclosed.

Twenty rows of 10-Q, 10-K and 8-K texts give eleven that have enough numbers to check one by
another. Filings round; each figure is compared in the unit in which it was printed.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest

from neoequity.books.money import ZERO, gross_of
from neoequity.reports.sold import Book, Figures
from neoequity.reports.spans import Span, year_to
from placements.terms.fees import FeeSchedule, Tier
from tests.reports.booked import sale, span

_SEC = "https://www.sec.gov/Archives/edgar/data/"
_GLADSTONE = "https://gladstonefarms.com/investors/sec-filings/all-sec-filings/xbrl_doc_only/2743"
_CAPRICOR = f"{_SEC}1133869/000155837022017470/R9.htm"


class Disclosed(NamedTuple):
    """A row: what was sold at which cost, and figures of it as printed, each with its unit.

    Gross is shares by price where it is not printed, and commission is `percent` of it where it is
    not given. `needs_it_per_sale`: the books can take the commission only once the agent's
    confirmation states that of each sale; here it is given to the calculation as disclosed.
    """

    name: str
    period: Span
    shares: int
    printed: dict[str, tuple[str, str]]
    source: str
    gross: str = ""
    price: str = ""
    percent: str = ""
    commission: str = ""
    deductions: str = "0.00"
    needs_it_per_sale: bool = False

    def book(self) -> Book:
        """The row as one sale, made and delivered on the last day of its period."""
        gross = Decimal(self.gross) if self.gross else gross_of(self.shares, Decimal(self.price))
        deductions, commission = Decimal(self.deductions), ZERO
        if self.commission:
            commission = Decimal(self.commission)
        elif self.percent:
            rate = Decimal(self.percent) / 100
            commission = FeeSchedule([Tier(ZERO, rate)]).commission_between(ZERO, gross)
        net = gross - commission - deductions
        said = Figures(self.shares, gross, commission, deductions, net)
        last = self.period.until.isoformat()
        return Book([sale(last, said, delivered=last)], self.period.until)


CHECKED = [
    Disclosed(
        "Gladstone Land, Q3 2023",
        span("2023-07-01", "2023-09-30"),
        58_360,
        {"average_price": ("17.34", "0.01"), "net": ("1002000", "1000")},
        _GLADSTONE,
        gross="1012000",
        commission="10000",
        needs_it_per_sale=True,
    ),
    Disclosed(
        "Gladstone Land, nine months ended Sep 30, 2023",
        span("2023-01-01", "2023-09-30"),
        788_045,
        {"average_price": ("19.34", "0.01"), "net": ("15087000", "1000")},
        _GLADSTONE,
        gross="15240000",
        commission="153000",
        needs_it_per_sale=True,
    ),
    Disclosed(
        "CIK 1604950, Q1 2020",
        span("2020-01-01", "2020-03-31"),
        1_502_892,
        {"net": ("10400000", "100000")},
        f"{_SEC}1604950/000156459020024648/R15.htm",
        price="7.13",
        percent="3.0",
    ),
    Disclosed(
        "CIK 1604950, Q3 2019",
        span("2019-07-01", "2019-09-30"),
        40_300,
        {"net": ("259000", "1000")},
        f"{_SEC}1604950/000156459020054023/R16.htm",
        price="6.63",
        percent="3.0",
    ),
    Disclosed(
        # Its net of 6.3 million is after expenses that are not printed: 0.4 million more.
        "CIK 1679363, Q3 2020",
        span("2020-07-01", "2020-09-30"),
        256_879,
        {"commission": ("200000", "100000")},
        f"{_SEC}1679363/000155837020013252/R15.htm",
        gross="6900000",
        percent="3.0",
    ),
    Disclosed(
        # Its 1.2 million of cost are more than the 3%: expenses are in it.
        "Capricor, programme of May 2020",
        span("2020-05-04", "2021-06-21"),
        6_027_852,
        {"gross": ("37100000", "100000")},
        _CAPRICOR,
        price="6.15",
        percent="3.0",
    ),
    Disclosed(
        "Capricor, programme of June 2021",
        span("2021-06-21", "2022-09-30"),
        1_607_739,
        {"gross": ("9400000", "100000")},
        _CAPRICOR,
        price="5.86",
        percent="3.0",
    ),
    Disclosed(
        "MicroStrategy, May 2025 programme to Sep 30, 2025",
        span("2025-05-01", "2025-09-30"),
        12_849_124,
        {"net": ("5084637000", "1000")},
        f"{_SEC}1050446/000119312525262568/R32.htm",
        gross="5091204000",
        commission="6567000",
        needs_it_per_sale=True,
    ),
    Disclosed(
        "GameStop, June 2021",
        span("2021-06-01", "2021-06-30"),
        5_000_000,
        {"average_price": ("225.20", "0.01")},
        "https://www.thestreet.com/investing/gamestop-raises-1-126-billion-from-at-the-market-share"
        "-sale",
        gross="1126000000",
    ),
    Disclosed(
        "GameStop, May 2024",
        span("2024-05-01", "2024-05-31"),
        45_000_000,
        {"average_price": ("20.74", "0.01")},
        "https://londoninsider.co.uk/gamestop-raises-933-million-through-share-sale-stock-soars-12/",
        gross="933400000",
    ),
    Disclosed(
        "CIK 1011432, Nov 12 to Dec 31, 2020",
        span("2020-11-12", "2020-12-31"),
        1_315_000,
        {"commission": ("61000", "1000"), "net": ("1843000", "1000")},
        f"{_SEC}1011432/000109690621000585/R17.htm",
        gross="2027000",
        percent="3.0",
        deductions="123000",
    ),
]
NOT_CHECKED = {
    "MicroStrategy, Q3 2023": "shares and net only: no price, no gross, no commission",
    "Realty Income, Q2 2022": "shares and gross only: no price to compare their quotient with",
    "CIK 1158114, Mar 13 to Nov 6, 2024": "shares are rounded, and no commission is printed",
    "CIK 1011432, Sept 2021": "shares, gross and rate only: neither commission nor net is printed",
    "Cellectar, June 2021": "more than half went to expenses that are not printed",
    "CIK 1424182, 2024": "a forward, not settled: its net is that of the forward price",
    "CIK 1701108, Dec 2018 to Sep 9, 2020": "gross only",
    "Sachem Capital, 2019": "shares only",
    "Strategy, STRF, Aug 4 to 10, 2025": "shares and net only: no price, no gross, no commission",
}


def as_printed(figure: Decimal, unit: Decimal) -> Decimal:
    """The figure in the unit of the filing, half-up."""
    return (figure / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


@pytest.mark.parametrize("row", CHECKED, ids=lambda row: row.name)
def test_the_figures_of_a_period_are_those_disclosed(row: Disclosed) -> None:
    book = row.book()
    for account in (book.sold, book.issued):
        figures = account.within(row.period)
        assert figures.shares == row.shares
        for name, (printed, unit) in row.printed.items():
            figure = getattr(figures, name)
            assert as_printed(figure, Decimal(unit)) == Decimal(printed), name
    assert book.waiting(row.period) == Figures()


def test_the_year_to_date_of_gladstone_land_is_its_first_half_and_its_third_quarter() -> None:
    quarter, nine_months = (row.book().sold.until(row.period.until) for row in CHECKED[:2])
    book = Book(
        [
            sale("2023-06-30", nine_months.less(quarter), delivered="2023-07-05"),
            sale("2023-09-28", quarter, delivered="2023-10-02"),
        ],
        CHECKED[0].period.until,
    )
    assert book.sold.within(CHECKED[0].period) == quarter
    year = book.sold.within(year_to(CHECKED[0].period.until))
    assert (year.shares, year.gross) == (788_045, Decimal(15240000))
    assert year.net == Decimal(15087000)
    assert book.waiting(CHECKED[0].period) == quarter


def test_twenty_disclosures_are_checked_or_have_the_reason_why_they_cannot_be() -> None:
    assert (len(CHECKED), len(NOT_CHECKED)) == (11, 9)
    assert all(NOT_CHECKED.values())
    assert [row.name for row in CHECKED if row.needs_it_per_sale] == [
        "Gladstone Land, Q3 2023",
        "Gladstone Land, nine months ended Sep 30, 2023",
        "MicroStrategy, May 2025 programme to Sep 30, 2025",
    ]
