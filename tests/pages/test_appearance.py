"""Light or dark: a browser's choice holds on every page, and leads back to where it was made."""

import pytest
from django.test import Client

from tests.clients import logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def choose(client: Client, appearance: str, way_back: str = "/sales/?status=settled") -> str:
    """Where the choice leads."""
    sent = {"appearance": appearance, "next": way_back}
    return client.post("/accounts/appearance/", sent).headers["Location"]


def drawn_in(client: Client, page: str) -> str:
    """The color schemes of the page, as its meta names them."""
    text = client.get(page).content.decode()
    return text.partition('<meta name="color-scheme" content="')[2].partition('"')[0]


def test_a_page_follows_the_system_until_the_user_chooses(reader: Client) -> None:
    assert drawn_in(reader, "/sales/") == "light dark"


@pytest.mark.parametrize("page", ["/sales/", "/accounts/password/", "/nowhere/"])
def test_a_choice_holds_on_every_page_of_the_browser(reader: Client, page: str) -> None:
    choose(reader, "dark")
    assert drawn_in(reader, page) == "dark"


def test_the_admin_follows_the_same_choice(db: None) -> None:
    client = logged_in(UserFactory(username="chief", is_staff=True))
    choose(client, "light")
    assert drawn_in(client, "/admin/") == "light"


def test_a_stranger_chooses_on_the_sign_in_page(stranger: Client) -> None:
    choose(stranger, "dark")
    assert drawn_in(stranger, "/accounts/login/") == "dark"


def test_choosing_the_system_again_ends_a_choice(reader: Client) -> None:
    choose(reader, "dark")
    choose(reader, "system")
    assert drawn_in(reader, "/sales/") == "light dark"


def test_the_choice_leads_back_to_its_page(reader: Client) -> None:
    assert choose(reader, "dark") == "/sales/?status=settled"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_choice_leads_to_no_other_site(reader: Client, elsewhere: str) -> None:
    assert choose(reader, "dark", elsewhere) == "/"


def test_an_unknown_appearance_is_not_remembered(reader: Client) -> None:
    choose(reader, "sepia")
    assert "appearance" not in reader.cookies


def test_a_forged_cookie_changes_nothing(reader: Client) -> None:
    reader.cookies["appearance"] = '"><script>'
    assert drawn_in(reader, "/sales/") == "light dark"
