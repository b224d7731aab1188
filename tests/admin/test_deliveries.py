"""Deliveries are recorded in the admin through the action, then kept."""

from datetime import date

import pytest
from django.test import Client

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Delivery, Placement, Sale
from tests.admin.typed import address, sentences
from tests.factories import TODAY, sell
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def sale(placement: Placement) -> Sale:
    """A sale of Thursday, November 1, 2001."""
    return sell(placement, trade_date=date(2001, 11, 1))


def test_a_delivery_is_recorded(admin: Client, chief: User, sale: Sale) -> None:
    link = f"{address('delivery_add')}?sale={sale.pk}"
    assert link in admin.get(address("sale_change", sale.pk)).content.decode()
    offered = admin.get(link).context["adminform"].form
    assert (offered["sale"].value(), offered["delivered_on"].value()) == (str(sale.pk), TODAY)

    admin.post(address("delivery_add"), {"sale": sale.pk, "delivered_on": "2001-11-06"})

    delivery = Delivery.objects.get()
    assert (delivery.sale, delivery.delivered_on) == (sale, date(2001, 11, 6))
    assert delivery.recorded_by == chief
    assert link not in admin.get(address("sale_change", sale.pk)).content.decode()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2001-11-14", "A delivery on Nov 14, 2001 is in the future; today is Nov 13, 2001."),
        ("2001-11-12", "Nov 12, 2001 is not a settlement day (Veterans Day (observed))."),
    ],
)
def test_a_delivery_that_breaks_a_rule_is_refused(
    admin: Client, sale: Sale, on: str, sentence: str
) -> None:
    response = admin.post(address("delivery_add"), {"sale": sale.pk, "delivered_on": on})

    assert sentences(response) == {"delivered_on": [sentence]}
    assert not Delivery.objects.exists()


def test_shares_are_delivered_once(admin: Client, chief: User, sale: Sale) -> None:
    deliver([sale], delivered_on=date(2001, 11, 6), by=chief, today=TODAY)

    response = admin.post(address("delivery_add"), {"sale": sale.pk, "delivered_on": TODAY})

    assert sentences(response) == {
        "": ["Sale 1 of the Sales Agreement was already delivered on Nov 6, 2001."]
    }


def test_a_recorded_delivery_stays(admin: Client, chief: User, sale: Sale) -> None:
    (delivery,) = deliver([sale], delivered_on=TODAY, by=chief, today=TODAY)
    change = address("delivery_change", delivery.pk)

    assert admin.get(change).status_code == 200
    assert admin.get(address("delivery_history", delivery.pk)).status_code == 200
    assert admin.post(change, {"delivered_on": "2001-11-07"}).status_code == 403
    assert admin.post(address("delivery_delete", delivery.pk)).status_code == 403
    assert admin.get(address("delivery_changelist")).status_code == 200
    assert Delivery.objects.get().delivered_on == TODAY


def test_an_early_delivery_is_asked_about_and_its_reason_is_kept(
    admin: Client, placement: Placement
) -> None:
    early = sell(placement)
    said = {"sale": early.pk, "delivered_on": "2001-11-13"}

    response = admin.post(address("delivery_add"), said)

    asks = (
        "Sale 1 of the Sales Agreement settles on Nov 15, 2001, after Nov 13, 2001: enter the "
        "reason for delivering early as the remark."
    )
    assert sentences(response) == {"remark": [asks]}
    assert not Delivery.objects.exists()
    admin.post(address("delivery_add"), said | {"remark": "The agent asked for it."})
    assert Delivery.objects.get().remark == "The agent asked for it."
