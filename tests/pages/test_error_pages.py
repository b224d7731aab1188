"""What a person reads when a request is wrong, refused, lost or fails."""

import pytest
from django.test import Client

from neoequity import dashboard
from tests.factories import AgreementFactory
from tests.pages.plain_text import breaks_the_policy, words

pytestmark = pytest.mark.django_db


def test_an_unknown_address_has_a_page_with_the_header(reader: Client) -> None:
    AgreementFactory()
    response = reader.get("/nowhere/?as_of=2001-11-09")
    assert response.status_code == 404
    assert "There is nothing at this address" in words(response)
    assert "Sales Agreement" in words(response)


def test_who_may_not_do_something_is_told_so(reader: Client) -> None:
    response = reader.get("/sales/new/")
    assert response.status_code == 403
    assert "Your account, reader, may read the books but does not have the right" in words(response)


def test_a_request_refused_on_its_way_in_has_a_page_too(reader: Client) -> None:
    response = reader.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "This request cannot be understood" in words(response)
    assert "The same page as of today" not in words(response)


def test_a_form_without_its_token_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "a"})
    assert response.status_code == 403
    assert "Nothing was changed." in words(response)
    assert breaks_the_policy(response) == []


def test_a_failure_has_a_page_that_needs_nothing(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(dashboard, "blocks", fail)
    reader.raise_request_exception = False
    response = reader.get("/")
    assert response.status_code == 500
    assert "nothing is half done" in words(response)
    assert "disk" not in words(response)
    assert breaks_the_policy(response) == []


def test_a_wrong_password_is_answered_in_words(stranger: Client) -> None:
    response = stranger.post("/accounts/login/", {"username": "reader", "password": "wrong"})
    assert "The name and password do not match." in words(response)
