"""Notices of settlements: overdue, due today, and due within the next settlement days."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from neoequity.books.calendar import LAST_DAY, settlement_date
from neoequity.books.days import written
from neoequity.books.money import dollars
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted
from placements.selectors.due import Due

#: How many settlement days ahead a settlement is told.
AHEAD = 3


def settlements(books: Books) -> Iterator[Notice]:
    """One for each settlement date and agreement up to the horizon."""
    last = _horizon(books)
    for row in books.due:
        if row.day <= last:
            yield _notice(row, books.as_of)


def _horizon(books: Books) -> date:
    """The last settlement day ahead that is told; the calendar's last where it ends before."""
    try:
        return settlement_date(books.as_of, AHEAD, books.exceptions)
    except ValueError:  # past the calendar
        return LAST_DAY


def _notice(row: Due, as_of: date) -> Notice:
    net = f"{dollars(row.net)} net"
    sales = f"{counted(row.sales, 'sale')} under the {row.agreement}"
    if row.overdue:
        have = "has" if row.sales == 1 else "have"
        text = f"{sales} {have} been overdue since {written(row.day)}: {net}, no delivery recorded."
    else:
        settle = "settles" if row.sales == 1 else "settle"
        when = f"today, {written(row.day)}" if row.day == as_of else f"on {written(row.day)}"
        text = f"{sales} {settle} {when}: {net}."
    return Notice(
        Kind.SETTLEMENT_OVERDUE if row.overdue else Kind.SETTLEMENT_DUE,
        text,
        reverse("placements:settlements"),
        Urgency.URGENT if row.day <= as_of else Urgency.SOON,
        row.day,
        f"{row.slug}:{row.day.isoformat()}",
    )
