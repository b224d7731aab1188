"""Notices of settlements: overdue, due today and soon, held up, and failed deliveries."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.calendar import LAST_DAY, settlement_date
from neoequity.books.days import written
from neoequity.books.money import dollars
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted
from placements.selectors.agent_notices import held_up
from placements.selectors.due import Due
from placements.selectors.failures import awaiting_redelivery

#: How many settlement days ahead a settlement is told.
AHEAD = 3
#: So many failed deliveries are read; the page lists all.
MOST_FAILED = 100


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


def held_up_deliveries(books: Books) -> Iterator[Notice]:
    """One for each agreement whose sales need the agent's notice before they are delivered."""
    for row in held_up(books.as_of):
        need = "needs" if row.number == 1 else "need"
        yield Notice(
            Kind.DELIVERY_HELD_UP,
            f"{counted(row.number, 'undelivered sale')} under the {books.names[row.agreement]} "
            f"{need} the agent’s notice before delivery, the first to settle on "
            f"{written(row.first)}.",
            f"{reverse('placements:notice_new')}?{urlencode({'agreement': row.slug})}",
            Urgency.URGENT if row.first <= books.as_of else Urgency.SOON,
            row.first,
            f"{row.slug}:{row.first.isoformat()}",
        )


def failed_deliveries(books: Books) -> Iterator[Notice]:
    """One for each undelivered sale whose delivery failed, by the day on which it is due again."""
    for failure in awaiting_redelivery(books.as_of, MOST_FAILED):
        sale = failure.sale
        yield Notice(
            Kind.DELIVERY_FAILED,
            f"Sale {sale.number} under the {books.names[sale.agreement_id]}, whose delivery failed "
            f"on {written(failure.failed_on)}, is due again on {written(failure.new_day)}.",
            sale.get_absolute_url(),
            Urgency.URGENT if failure.new_day <= books.as_of else Urgency.SOON,
            failure.new_day,
            str(failure.pk),
        )
