"""Who may open and do what: a stranger nothing, a reader may read, a writer may write as well."""

import pytest
from django.test import Client
from django.urls import reverse

from neoequity.people.models import User
from placements.models import Delivery, Placement, Sale
from tests.clients import logged_in
from tests.factories import PlacementFactory, UserFactory, sell
from tests.pages.plain_text import links, words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

HERE = "sales-agreement"
READING = [
    ("placements", ()),
    ("placement", (HERE, 1)),
    ("sales", ()),
    ("sale", (HERE, 1)),
    ("settlements", ()),
]
WRITING = [
    ("placement_new", (), "add_placement"),
    ("placement_edit", (HERE, 2), "add_placement"),
    ("placement_move", (HERE, 1, "suspend"), "change_placement"),
    ("sale_new", (), "add_sale"),
    ("sale_reverse", (HERE, 1), "add_sale"),
]
POST_ONLY = [("sale_preview", "add_sale"), ("deliver", "add_delivery")]
UNKNOWN = [
    ("placement", (HERE, 99)),
    ("placement", ("elsewhere", 1)),
    ("placement_edit", (HERE, 99)),
    ("placement_move", (HERE, 1, "explode")),
    ("placement_move", (HERE, 99, "close")),
    ("sale", (HERE, 99)),
    ("sale", (HERE, 10**30)),
    ("sale_reverse", ("elsewhere", 1)),
]


@built_once(autouse=True)
def _a_ledger(db: None) -> None:
    placement = PlacementFactory(accepted=True)
    sell(placement)
    PlacementFactory(agreement=placement.agreement)


def url(name: str, *args: object) -> str:
    return reverse(f"placements:{name}", args=args)


EVERY_PAGE = [
    *READING,
    *[(name, args) for name, args, _ in WRITING],
    *[(name, ()) for name, _ in POST_ONLY],
]


@pytest.mark.parametrize(("name", "args"), EVERY_PAGE)
def test_a_stranger_is_sent_to_the_login(
    stranger: Client, name: str, args: tuple[object, ...]
) -> None:
    for response in (stranger.get(url(name, *args)), stranger.post(url(name, *args))):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("name", "args"), READING)
def test_a_reader_may_read(reader: Client, name: str, args: tuple[object, ...]) -> None:
    assert reader.get(url(name, *args)).status_code == 200
    assert reader.post(url(name, *args)).status_code == 405


@pytest.mark.parametrize(("name", "args", "permission"), WRITING)
def test_a_page_that_writes_needs_its_permission(
    reader: Client, name: str, args: tuple[object, ...], permission: str
) -> None:
    assert reader.get(url(name, *args)).status_code == 403
    assert reader.post(url(name, *args)).status_code == 403
    entrusted = logged_in(UserFactory(permissions=[permission]))
    assert entrusted.get(url(name, *args)).status_code == 200


@pytest.mark.parametrize(("name", "permission"), POST_ONLY)
def test_what_is_only_done_by_a_button_cannot_be_opened(
    writer: Client, reader: Client, name: str, permission: str
) -> None:
    assert writer.get(url(name)).status_code == 405
    assert reader.post(url(name)).status_code == 403


def test_a_reader_changes_nothing_by_sending_what_a_writer_sends(reader: Client) -> None:
    sale = Sale.objects.get()
    reader.post(url("deliver"), {"sale": sale.pk, "delivered_on": "2001-11-13"})
    reader.post(url("sale_reverse", HERE, 1), {"on": "2001-11-13", "reason": "No."})
    reader.post(url("placement_move", HERE, 1, "close"), {"on": "2001-11-13"})
    assert not Delivery.objects.exists()
    assert Sale.objects.count() == 1
    assert Placement.objects.get(number=1).status == "accepted"


@pytest.mark.parametrize(("name", "args"), UNKNOWN)
def test_what_is_not_in_the_books_is_not_found(
    writer: Client, name: str, args: tuple[object, ...]
) -> None:
    assert writer.get(url(name, *args)).status_code == 404


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (("placements", ()), ("placement_new", ())),
        (("placement", (HERE, 1)), ("placement_move", (HERE, 1, "close"))),
        (("placement", (HERE, 2)), ("placement_edit", (HERE, 2))),
        (("sales", ()), ("sale_new", ())),
        (("sale", (HERE, 1)), ("sale_reverse", (HERE, 1))),
    ],
)
def test_buttons_are_there_for_those_who_may_use_them(
    reader: Client,
    writer: Client,
    page: tuple[str, tuple[object, ...]],
    target: tuple[str, tuple[object, ...]],
) -> None:
    address, goal = url(page[0], *page[1]), url(target[0], *target[1])
    assert goal in links(writer.get(address))
    assert goal not in links(reader.get(address))
    assert goal not in links(writer.get(address, {"as_of": "2001-11-12"}))


@pytest.mark.parametrize("page", ["settlements", "sale"])
def test_deliveries_are_offered_to_those_who_may_record_them(
    reader: Client, writer: Client, page: str
) -> None:
    address = url(page, HERE, 1) if page == "sale" else url(page)
    assert "Record delivery" in words(writer.get(address))
    assert "Record delivery" not in words(reader.get(address))
    assert "Record delivery" not in words(writer.get(address, {"as_of": "2001-11-12"}))


@pytest.mark.parametrize(("name", "args", "permission"), WRITING)
def test_nothing_is_entered_while_looking_at_another_day(
    writer: Client, name: str, args: tuple[object, ...], permission: str
) -> None:
    address = f"{url(name, *args)}?as_of=2001-11-12"
    assert writer.get(address).status_code == 409
    response = writer.post(address, {"on": "2001-11-13", "reason": "A reason."})
    assert response.status_code == 409
    assert "Nothing can be entered on another day" in words(response)
    assert Sale.objects.count() == 1


def test_a_form_from_elsewhere_is_refused() -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(UserFactory())
    sent = {"sale": Sale.objects.get().pk, "delivered_on": "2001-11-13"}
    assert careful.post(url("deliver"), sent).status_code == 403
    assert not Delivery.objects.exists()


def test_somebody_who_has_left_is_a_stranger(stranger: Client) -> None:
    gone = UserFactory()
    stranger.force_login(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert stranger.get(url("sales")).status_code == 302
