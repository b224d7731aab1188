"""How long the checks before a sale and the company's pages take, with a year of daily prices."""

import pytest

from neoequity.books.models import Issuer
from neoequity.company.actions.calendar_address import create_calendar_address
from neoequity.people.models import User
from tests.benchmarks.conftest import Opened

PAGES = [
    "/help/",  # a page that asks nothing of the books, to compare with
    "/before-you-sell/?agreement=sales-agreement&shares=400000&price=3.80&on=2001-11-15",
    "/company/limits/",
    "/company/shares/",
    "/company/today/",
    "/company/prices/",
    "/company/calendar/",
    "/company/compensation/",
    "/company/money/",
]


@pytest.mark.parametrize("address", PAGES)
def bench_the_page_of_the_company(open_page: Opened, address: str) -> None:
    open_page(address)


def bench_the_feed_of_the_calendar(open_page: Opened, person: User) -> None:
    address = create_calendar_address(Issuer.objects.get(), by=person)
    open_page(f"/company/calendar/{address.token}.ics")
