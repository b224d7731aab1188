"""The settlement list, where deliveries are recorded."""

from datetime import date

import pytest
from django.test import Client

from placements.models import Delivery, Sale
from tests.books import nothing_changes
from tests.factories import TODAY, PlacementFactory, UserFactory, reverse_sale, sell
from tests.pages.plain_text import words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

LIST = "/settlements/"
DELIVER = "/settlements/deliver/"


@built_once
def sales(db: None) -> list[Sale]:
    """Due on 6, 13 and Nov 15, 2001."""
    placement = PlacementFactory(accepted=True)
    days = (date(2001, 11, 1), date(2001, 11, 7), date(2001, 11, 9))
    return [sell(placement, 1_000, trade_date=day) for day in days]


def sent(*sales: Sale, on: str = "2001-11-13", **more: str) -> dict[str, object]:
    return {"sale": [sale.pk for sale in sales], "delivered_on": on, **more}


def grouped(client: Client, **query: str) -> dict[str, list[int]]:
    groups = client.get(LIST, query).context["groups"]
    return {name: [sale.number for sale, _ in rows] for name, _, rows in groups}


@pytest.mark.usefixtures("sales")
def test_sales_wait_in_three_groups_with_their_totals(reader: Client) -> None:
    assert grouped(reader) == {"overdue": [1], "today": [2], "coming": [3]}
    text = words(reader.get(LIST))
    assert "Overdue 1 sale, 1,000 shares, $3,840.00 net" in text
    assert "Due today, Nov 13, 2001 1 sale, 1,000 shares, $3,840.00 net" in text
    assert "Upcoming 1 sale, 1,000 shares, $3,840.00 net" in text


@pytest.mark.parametrize(
    ("as_of", "groups"),
    [
        ("2001-10-31", {}),
        ("2001-11-06", {"today": [1]}),
        ("2001-11-08", {"overdue": [1], "coming": [2]}),
        ("2001-11-15", {"overdue": [1, 2], "today": [3]}),
        ("2001-11-30", {"overdue": [1, 2, 3]}),
    ],
)
@pytest.mark.usefixtures("sales")
def test_the_groups_are_those_of_the_day(
    reader: Client, as_of: str, groups: dict[str, list[int]]
) -> None:
    assert grouped(reader, as_of=as_of) == groups


def test_what_is_reversed_does_not_wait(reader: Client, sales: list[Sale]) -> None:
    by = UserFactory()
    reverse_sale(sales[0], on=date(2001, 11, 12), reason="Wrong.", by=by, today=TODAY)
    assert grouped(reader) == {"today": [2], "coming": [3]}
    assert grouped(reader, as_of="2001-11-09") == {"overdue": [1], "coming": [2, 3]}


def test_several_sales_are_delivered_at_once(writer: Client, sales: list[Sale]) -> None:
    said = sent(*sales[:2], on="2001-11-09", remark="By courier.")
    response = writer.post(DELIVER, said, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    told = "The delivery of 2 sales (2,000 shares) on Nov 9, 2001 is recorded."
    assert told in words(response)
    assert grouped(writer) == {"coming": [3]}
    rows = Delivery.objects.values_list("sale__number", "delivered_on", "remark", "recorded_by")
    by = Delivery.objects.first().recorded_by_id  # type: ignore[union-attr]  # two were recorded
    assert set(rows) == {
        (1, date(2001, 11, 9), "By courier.", by),
        (2, date(2001, 11, 9), "By courier.", by),
    }


def test_one_sale_is_delivered_from_its_own_page(writer: Client, sales: list[Sale]) -> None:
    response = writer.post(DELIVER, sent(sales[0], back="1"), follow=True)
    assert response.redirect_chain == [(sales[0].get_absolute_url(), 302)]
    assert "settled, delivered on Nov 13, 2001" in words(response)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2001-11-14", "A delivery on Nov 14, 2001 is in the future; today is Nov 13, 2001."),
        ("2001-11-12", "Nov 12, 2001 is not a settlement day (Veterans Day (observed))."),
        ("2001-11-08", "Sale 3 of the Sales Agreement was made on Nov 9, 2001"),
        ("", "Delivered on is missing."),
        ("yesterday", "Delivered on must be a day such as Nov 9, 2001."),
    ],
)
def test_a_delivery_that_is_refused_says_why_and_keeps_what_was_chosen(
    writer: Client, sales: list[Sale], on: str, sentence: str
) -> None:
    response = writer.post(DELIVER, sent(*sales, on=on))
    assert response.status_code == 422
    assert sentence in words(response)
    assert response.content.count(b" checked>") == 3
    assert not Delivery.objects.exists()


def test_one_sale_that_cannot_be_delivered_holds_up_all(writer: Client, sales: list[Sale]) -> None:
    writer.post(DELIVER, sent(sales[0]))
    response = writer.post(DELIVER, sent(*sales))
    assert response.status_code == 422
    assert "Sale 1 of the Sales Agreement was already delivered on Nov 13, 2001." in words(response)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "Choose at least one sale."),
        (["999999"], "There is no such sale."),
        (["x"], "There is no such sale."),
        (["9" * 30], "There is no such sale."),
    ],
)
@pytest.mark.usefixtures("sales")
def test_a_choice_that_is_none_is_refused(writer: Client, chosen: list[str], sentence: str) -> None:
    response = writer.post(DELIVER, {"sale": chosen, "delivered_on": "2001-11-13"})
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Delivery.objects.exists()


def test_an_early_delivery_is_asked_about_beside_the_remark_and_the_choice_is_kept(
    writer: Client, sales: list[Sale]
) -> None:
    with nothing_changes():
        page = writer.post(DELIVER, sent(*sales))
    assert page.status_code == 422
    sentence = (
        "Sale 3 of the Sales Agreement settles on Nov 15, 2001, after Nov 13, 2001: enter the "
        "reason for delivering early as the remark."
    )
    assert page.context["form"].errors == {"remark": [sentence]}
    assert sentence in words(page)
    assert page.context["chosen"] == {sale.pk for sale in sales}


def test_with_its_reason_an_early_delivery_is_recorded(writer: Client, sales: list[Sale]) -> None:
    writer.post(DELIVER, sent(*sales, remark="The agent asked for it."))
    assert set(Delivery.objects.values_list("remark", flat=True)) == {"The agent asked for it."}
    assert Delivery.objects.count() == 3


def test_the_page_of_a_sale_says_before_that_an_early_delivery_needs_a_reason(
    writer: Client, sales: list[Sale]
) -> None:
    *_, early = sales
    sentence = "It settles on Nov 15, 2001: a delivery before that day needs a reason"
    assert sentence in words(writer.get(early.get_absolute_url()))
    assert "needs a reason" not in words(writer.get(sales[1].get_absolute_url()))
