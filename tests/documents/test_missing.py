"""What lacks its document: the filters, their CSV, and the list for the closing."""

from datetime import date

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Delivery, Placement, Sale
from placements.selectors.documents import MOST_SHOWN, missing_documents
from tests.factories import (
    TODAY,
    IssuerFactory,
    PlacementFactory,
    attached,
    reverse_sale,
    sell,
    sell_many,
)
from tests.pages.plain_text import links, words
from tests.worlds import built_once

QUARTER = (date(2001, 10, 1), date(2001, 12, 31))
NOTICE, ACCEPTANCE = "Agent's notice", "Agent's acceptance"
CONFIRMATION = "Confirmation of delivery"


@built_once
def sales(placement: Placement, treasurer: User) -> list[Sale]:
    """Sale 1 with its notice, 2 without, 3 reversed (by 4), 5 delivered without a confirmation."""
    noticed, bare, wrong = sell_many(placement, 3, by=treasurer, shares=100)
    reverse_sale(wrong, on=TODAY, reason="Wrong price", by=treasurer, today=TODAY)
    attached(noticed, "notice")
    delivered = sell(placement, trade_date=date(2001, 11, 1), by=treasurer)
    attached(delivered, "notice")
    deliver([delivered], delivered_on=date(2001, 11, 6), by=treasurer, today=TODAY)
    return [noticed, bare, wrong, delivered]


def numbers(client: Client, query: str) -> list[int]:
    """The sales on the page, by number."""
    prefix = "/sales/sales-agreement/"
    page = client.get(f"/sales/?{query}")
    assert page.status_code == 200
    return sorted(
        int(link.split("/")[3]) for link in links(page) if link.split("?")[0].startswith(prefix)
    )


def exported(client: Client, dataset: str, query: str) -> list[str]:
    content = client.get(f"/exports/{dataset}.csv?{query}").getvalue().decode()
    return content.split("\r\n")[1:-1]


def test_sales_without_a_notice_are_found(reader: Client, sales: list[Sale]) -> None:
    assert numbers(reader, "document=missing") == [2]
    [line] = exported(reader, "sales", "document=missing")
    assert line.startswith("sales-agreement,1,2,sale,")


def test_a_sale_reversed_later_still_lacked_its_notice_before(
    reader: Client, sales: list[Sale]
) -> None:
    assert numbers(reader, "document=missing&as_of=2001-11-12") == [2, 3]


def test_deliveries_without_a_confirmation_are_found(reader: Client, sales: list[Sale]) -> None:
    assert numbers(reader, "document=unconfirmed") == [5]
    assert len(exported(reader, "sales", "document=unconfirmed")) == 1
    attached(sales[-1].delivery, "confirmation")
    assert numbers(reader, "document=unconfirmed") == []


def test_a_document_of_another_kind_does_not_fill_the_gap(
    reader: Client, sales: list[Sale]
) -> None:
    attached(sales[1], "other")
    attached(sales[-1].delivery, "other")
    assert numbers(reader, "document=missing") == [2]
    assert numbers(reader, "document=unconfirmed") == [5]


def test_accepted_placements_without_an_acceptance_are_found(
    reader: Client, placement: Placement
) -> None:
    PlacementFactory(agreement=placement.agreement, proposed=True)
    accepted = PlacementFactory(agreement=placement.agreement, accepted=True)
    attached(placement, "acceptance")
    [line] = exported(reader, "placements", "document=missing")
    assert line.startswith(f"sales-agreement,{accepted.number},accepted,")
    page = words(reader.get("/placements/?document=missing"))
    assert "Placement 3" in page
    assert "Placement 1" not in page


def test_a_filter_that_is_none_is_refused_in_a_sentence(reader: Client, sales: list[Sale]) -> None:
    answer = reader.get("/exports/sales.csv?document=eaten")
    assert answer.status_code == 400
    assert answer.content.decode() == "“eaten” is no state of the documents.\n"


def test_the_settlements_lead_to_what_was_not_confirmed(reader: Client, sales: list[Sale]) -> None:
    assert "/sales/?document=unconfirmed" in links(reader.get("/settlements/"))


def test_the_list_for_a_closing_names_record_page_and_what_it_lacks(
    sales: list[Sale], placement: Placement
) -> None:
    missing = missing_documents(placement.agreement.issuer, *QUARTER)
    assert [(str(row.record), row.url, row.lacks) for row in missing.rows] == [
        ("Sale 2", "/sales/sales-agreement/2/", NOTICE),
        ("Placement 1", "/placements/sales-agreement/1/", ACCEPTANCE),
        ("Delivery of Nov 6, 2001", "/sales/sales-agreement/5/", CONFIRMATION),
    ]
    assert missing.count == 3


def test_a_closing_asks_for_its_own_issuer_and_period_only(
    sales: list[Sale], placement: Placement
) -> None:
    issuer = placement.agreement.issuer
    stranger = IssuerFactory(slug="stranger", name="Stranger, Inc.")
    assert missing_documents(stranger, *QUARTER).count == 0
    assert missing_documents(issuer, date(2001, 7, 1), date(2001, 9, 30)).count == 0
    november = missing_documents(issuer, date(2001, 11, 1), date(2001, 11, 30))
    assert [row.lacks for row in november.rows] == [NOTICE, CONFIRMATION]


def test_a_sale_reversed_after_the_period_was_standing_in_it(
    sales: list[Sale], placement: Placement
) -> None:
    missing = missing_documents(placement.agreement.issuer, date(2001, 11, 1), date(2001, 11, 12))
    assert [row.record for row in missing.rows if isinstance(row.record, Sale)] == sales[1:3]


def test_where_everything_is_attached_nothing_is_missing(
    sale: Sale, delivery: Delivery, placement: Placement
) -> None:
    attached(sale, "notice")
    attached(delivery, "confirmation")
    attached(placement, "acceptance")
    missing = missing_documents(placement.agreement.issuer, *QUARTER)
    assert (missing.count, missing.rows) == (0, [])


def test_many_are_counted_and_the_first_hundred_shown(
    placement: Placement,
    treasurer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    issuer = placement.agreement.issuer
    sell_many(placement, 150, by=treasurer, shares=10)
    with django_assert_max_num_queries(9):
        missing = missing_documents(issuer, *QUARTER)
    assert (missing.count, len(missing.rows)) == (151, MOST_SHOWN)
