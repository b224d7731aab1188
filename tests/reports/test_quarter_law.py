"""Whatever happened in whatever order, the quarters add up to what the agreement has."""

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.calendar import is_trading_day
from neoequity.books.exporting.query import ExportQuery
from neoequity.reports.report import Asked
from neoequity.reports.sold import Figures
from neoequity.reports.sold_rows import programmes
from neoequity.reports.spans import Span, quarters_of
from placements.exports import write_export
from placements.models import Agreement, Split
from placements.selectors.positions import position
from placements.terms.split import shares_on
from tests.exports.test_known_at import now
from tests.histories.reckoning import History
from tests.histories.test_any_order import histories, recorded
from tests.laws import law

pytestmark = pytest.mark.django_db

#: Trading days on both sides of the end of a quarter that is also the end of the year.
DAYS = [
    day
    for day in (date(2001, 12, 14) + timedelta(days=n) for n in range(30))
    if is_trading_day(day)
]
SIGNED_ON, FIRST_WEEK, LAST = date(2001, 6, 12), date(2002, 1, 4), date(2002, 2, 15)

Line = dict[str, str]


@law()
@given(histories(DAYS), st.randoms(use_true_random=False))
def test_quarters_add_up_to_the_position_and_to_the_export(history: History, order: Random) -> None:
    with recorded(history, order) as office:
        for as_of in (FIRST_WEEK, LAST):
            asked = Asked(office.agreement.issuer, SIGNED_ON, as_of, as_of, LAST)
            sold, issued = _sums(asked)
            assert (sold, issued) == _sums(asked._replace(known_at=now()))
            lines = _exported(as_of)
            assert_is_the_position(sold, issued, office.agreement, as_of)
            assert sold[1:] == _dollars(lines)
            settled = [line for line in lines if line["status"] == "settled"]
            assert issued[1:] == _dollars(settled)
            assert issued.shares == _shares(settled, as_of, office.agreement)


def _sums(asked: Asked) -> tuple[Figures, Figures]:
    """What all quarters sold and issued; the total of the last says the same."""
    (programme,) = programmes(asked)
    quarters = quarters_of(asked.since, asked.as_of)
    sums = []
    for account in (programme.book.sold, programme.book.issued):
        total = _total(account.within, quarters)
        assert total == account.until(asked.as_of)
        sums.append(total)
    return sums[0], sums[1]


def _total(within: Callable[[Span], Figures], quarters: Iterable[Span]) -> Figures:
    total = Figures()
    for quarter in quarters:
        total = total.plus(within(quarter))
    return total


def assert_is_the_position(
    sold: Figures, issued: Figures, agreement: Agreement, as_of: date
) -> None:
    held = position(agreement, as_of)
    assert sold == (*(held.shares, held.capacity.sold, held.commission, held.deductions, held.net),)
    assert issued.gross == held.capacity.settled


def _exported(as_of: date) -> list[Line]:
    out = BytesIO()
    write_export("sales", ExportQuery(as_of), out)
    return list(csv.DictReader(StringIO(out.getvalue().decode(), newline="")))


def _dollars(lines: list[Line]) -> tuple[Decimal, ...]:
    names = ("gross", "commission", "deductions", "net")
    return tuple(sum((Decimal(line[name]) for line in lines), Decimal("0.00")) for name in names)


def _shares(lines: list[Line], as_of: date, agreement: Agreement) -> int:
    traded = [(date.fromisoformat(line["trade_date"]), int(line["shares"])) for line in lines]
    return shares_on(as_of, traded, Split.by_issuer(as_of)[agreement.issuer_id])
