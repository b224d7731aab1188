"""Posted sales can be read and reversed in the admin, and nothing else."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Placement, Sale
from tests.admin.typed import address, books, notice_form, sentences, told
from tests.factories import TODAY, approved, notice_of, reverse_sale, sell, sell_many
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def sale(placement: Placement) -> Sale:
    """One thousand shares at $4.00."""
    return sell(placement)


def test_a_posted_sale_cannot_be_changed_by_anybody(
    admin: Client, placement: Placement, sale: Sale
) -> None:
    before = Sale.objects.values().get()
    form = notice_form(placement, notice_of(placement, 5))

    response = admin.post(address("sale_change", sale.pk), form)

    assert response.status_code == 403
    assert Sale.objects.values().get() == before


def test_a_posted_sale_cannot_be_deleted_by_anybody(admin: Client, sale: Sale) -> None:
    response = admin.post(address("sale_delete", sale.pk), {"post": "yes"})

    assert response.status_code == 403
    assert Sale.objects.count() == 1


def test_deleting_chosen_sales_is_not_offered_and_does_nothing(admin: Client, sale: Sale) -> None:
    form = {"action": "delete_selected", "_selected_action": sale.pk, "post": "yes"}

    admin.post(address("sale_changelist"), form)

    assert "delete_selected" not in admin.get(address("sale_changelist")).content.decode()
    assert Sale.objects.count() == 1


def test_the_page_of_a_sale_shows_its_figures_and_no_field_to_type_in(
    admin: Client, sale: Sale
) -> None:
    page = admin.get(address("sale_change", sale.pk)).content.decode()

    for figure in ("1,000", "$4.0000", "$4,000.00", "$160.00", "$3,840.00", "2001"):
        assert figure in page
    assert 'name="shares"' not in page


def test_the_list_names_each_sale_as_the_pages_do(admin: Client, sale: Sale) -> None:
    page = admin.get(address("sale_changelist")).content.decode()

    assert f'<a href="{address("sale_change", sale.pk)}">SA-1</a>' in page


def test_a_sale_is_reversed_with_a_reason_and_a_day(admin: Client, chief: User, sale: Sale) -> None:
    url = address("sale_reverse", sale.pk)
    assert url in admin.get(address("sale_change", sale.pk)).content.decode()
    assert admin.get(url).context["form"]["on"].value() == TODAY

    response: Any = admin.post(url, {"on": "2001-11-12", "reason": "booked twice by the agent"})

    assert response.url == address("sale_change", sale.pk)
    assert told(admin, response.url) == [
        "The reversal of sale 1 of the Sales Agreement is awaiting approval by a CFO."
    ]
    assert not Sale.objects.filter(reverses=sale).exists()
    approved(Approval.objects.get(kind="reversal"))
    reversal = Sale.objects.get(reverses=sale)
    assert (reversal.trade_date, reversal.gross) == (date(2001, 11, 12), Decimal("-4000.00"))
    assert (reversal.reason, reversal.recorded_by) == ("booked twice by the agent", chief)


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        ("2001-11-12", " ", "reason"),
        ("2001-11-08", "too early", "on"),
        ("2001-11-14", "too late", "on"),
        ("12 Nov", "unreadable", "on"),
    ],
)
def test_a_reversal_that_breaks_a_rule_is_refused_beside_its_field(
    admin: Client, sale: Sale, on: str, reason: str, field: str
) -> None:
    before = books()

    response = admin.post(address("sale_reverse", sale.pk), {"on": on, "reason": reason})

    assert list(sentences(response)) == [field]
    assert books() == before


def test_a_sale_is_reversed_once(admin: Client, chief: User, sale: Sale) -> None:
    reversal = reverse_sale(sale, on=TODAY, reason="wrong price", by=chief, today=TODAY)
    form = {"on": TODAY, "reason": "again"}

    again = admin.post(address("sale_reverse", sale.pk), form)
    of_the_reversal = admin.post(address("sale_reverse", reversal.pk), form)

    assert sentences(again) == {
        "": ["Sale 1 was already reversed on Nov 13, 2001, by entry 2; a sale is reversed once."]
    }
    assert sentences(of_the_reversal) == {
        "": ["Sale 2 is itself a reversal and cannot be reversed."]
    }
    page = admin.get(address("sale_change", sale.pk)).content.decode()
    assert address("sale_change", reversal.pk) in page
    assert address("sale_reverse", sale.pk) not in page


def test_a_reader_sees_sales_and_reverses_none(reader: User, sale: Sale) -> None:
    client = Client()
    client.force_login(reader)
    url = address("sale_reverse", sale.pk)

    assert url not in client.get(address("sale_change", sale.pk)).content.decode()
    assert client.post(url, {"on": TODAY, "reason": "no right"}).status_code == 403
    assert Sale.objects.count() == 1


def test_an_unknown_sale_is_not_found(admin: Client) -> None:
    assert admin.get(address("sale_reverse", 404)).status_code == 404


def test_history_tells_of_posting_delivery_and_reversal(
    admin: Client, chief: User, sale: Sale
) -> None:
    deliver([sale], delivered_on=TODAY, by=chief, today=TODAY, remark="asked for")
    reverse_sale(sale, on=TODAY, reason="wrong price", by=chief, today=TODAY)

    entries = admin.get(address("sale_history", sale.pk)).context["entries"]

    assert [entry.what for entry in entries[::-1]] == [
        "sale 1 of the Sales Agreement recorded: 1,000 shares, gross $4,000.00",
        "sale 1 of the Sales Agreement delivered on 2001-11-13",
        (
            "sale 1 of the Sales Agreement reversed by entry 2, with effect from 2001-11-13: "
            "(1,000) shares, gross ($4,000.00)"
        ),
    ]
    assert [entry.why for entry in entries] == ["wrong price", "asked for", ""]
    assert [entry.who for entry in entries[::-1]] == [sale.recorded_by.username, "chief", "chief"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2, 1]),
        ("?kind=standing", [2]),
        ("?kind=reversed", [1]),
        ("?kind=reversal", [3]),
        ("?q=CF-B", [2]),
        ("?q=3", [3]),
        ("?method=negotiated", [3, 2, 1]),
    ],
)
def test_the_list_is_filtered_and_searched(
    admin: Client, chief: User, placement: Placement, query: str, numbers: list[int]
) -> None:
    wrong = sell(placement, agent_reference="CF-A")
    sell(placement, agent_reference="CF-B")
    reverse_sale(wrong, on=TODAY, reason="wrong price", by=chief, today=TODAY)

    rows = admin.get(address("sale_changelist") + query).context["cl"].result_list

    assert [row.number for row in rows] == numbers


def test_the_list_asks_the_database_as_often_for_many_sales_as_for_few(
    admin: Client,
    placement: Placement,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    sell_many(placement, 2)
    with django_assert_max_num_queries(30) as few:
        admin.get(address("sale_changelist"))
    sell_many(placement, 50)

    with django_assert_num_queries(len(few)):
        admin.get(address("sale_changelist"))


def test_the_list_says_how_many_entries_there_are_and_how_many_it_was_narrowed_to(
    admin: Client, chief: User, sale: Sale
) -> None:
    reverse_sale(sale, on=TODAY, reason="A wrong price.", by=chief, today=TODAY)
    found = [
        admin.get(address("sale_changelist"), query).context["cl"].result_count
        for query in ({}, {"kind": "reversal"})
    ]
    assert found == [2, 1]
