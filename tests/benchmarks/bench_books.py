"""How long every page takes on top of very many sales: today's, of a past day, and deep in."""

import pytest

from placements.models import Sale
from tests.benchmarks.conftest import Opened

AGREEMENT = "sales-agreement"
EARLIER = "as_of=2001-03-01"
PAGES = [
    "/",
    f"/?{EARLIER}",
    f"/agreements/{AGREEMENT}/",
    f"/agreements/{AGREEMENT}/?{EARLIER}",
    f"/agreements/{AGREEMENT}/?known_at=2100-01-01T00:00:00Z",
    "/placements/",
    f"/placements/?{EARLIER}",
    f"/placements/{AGREEMENT}/30/",
    f"/placements/{AGREEMENT}/100/",
    "/sales/new/",
    "/settlements/",
    f"/settlements/?{EARLIER}",
    "/warrants/",
    f"/warrants/?{EARLIER}",
    f"/warrants/issue/{AGREEMENT}/50/",
    "/warrants/holders/",
    "/warrants/registration/",
    "/periods/",
    "/history/",
    "/history/?kind=sale",
    "/approvals/",
    "/admin/placements/sale/",
    "/admin/placements/delivery/",
]
LISTS = [
    "",
    EARLIER,
    "status=unsettled",
    "status=overdue",
    "status=settled",
    "status=reversed",
    f"agreement={AGREEMENT}&placement=30",
    "method=negotiated",
    "trade_from=2001-03-01&trade_to=2001-03-10",
    "document=missing",
    "document=unconfirmed",
    "sort=-gross",
]


@pytest.mark.parametrize("address", PAGES)
def bench_the_page(open_page: Opened, address: str) -> None:
    open_page(address)


@pytest.mark.parametrize("query", LISTS)
def bench_the_list_of_sales(open_page: Opened, query: str) -> None:
    open_page(f"/sales/?{query}")


@pytest.mark.parametrize("depth", ["half way", "the last"])
def bench_a_page_deep_in_the_list_of_sales(open_page: Opened, depth: str) -> None:
    pages = -(-Sale.objects.count() // 50)
    open_page(f"/sales/?page={pages if depth == 'the last' else pages // 2}")


@pytest.mark.parametrize("number", ["first", "last"])
def bench_the_page_of_one_sale(open_page: Opened, number: str) -> None:
    sale = Sale.objects.filter(reverses=None).order_by("number" if number == "first" else "-number")
    open_page(sale[0].get_absolute_url())


def bench_the_checklist_of_a_period(open_page: Opened) -> None:
    open_page("/periods/close/?issuer=neotherapeutics&period=2001-10")
