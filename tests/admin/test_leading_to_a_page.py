"""The admin's address that leads from a row to its page, for any content type that is typed."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pghistory.models import Events

from placements.models import Sale
from tests.factories import PlacementFactory, UserFactory, sell_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(UserFactory(group="Auditor"))
    return client


def address(model: type, pk: int) -> str:
    return f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{pk}/"


def test_a_record_leads_to_its_page(reader: Client) -> None:
    [sale] = sell_many(PlacementFactory(accepted=True), 1, shares=10)
    response = reader.get(address(Sale, sale.pk))
    assert response.status_code == 302
    assert response["Location"].endswith(sale.get_absolute_url())


@pytest.mark.parametrize("pk", [1, 10**15])
def test_a_model_without_a_table_has_no_page(reader: Client, pk: int) -> None:
    assert reader.get(address(Events, pk)).status_code == 404


@pytest.mark.parametrize("path", ["999999/1", "1/x", "x/1", "0/0"])
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(f"/admin/r/{path}/").status_code == 404
