"""Tokens: who creates one, what it opens, and how it ends."""

from datetime import date, timedelta

import pytest
from django.test import Client

from neoequity import clock
from neoequity.api.actions import create_api_token, revoke_anyones_api_token, revoke_api_token
from neoequity.api.models import ApiToken
from neoequity.people.models import User
from tests.api.conftest import Read, program, token_of
from tests.books import refused
from tests.clients import logged_in
from tests.factories import AgreementFactory, IssuerFactory, UserFactory

DAY = date(2024, 5, 1)


def status(secret: str, path: str = "positions", **query: str) -> int:
    return program(secret).get(f"/api/v1/{path}", query).status_code


def test_without_a_token_nothing_is_read(tess: User) -> None:
    response = Client().get("/api/v1/positions")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="NeoEquity"'
    assert response.json() == {
        "detail": "A token in use is needed, as in “Authorization: Bearer …”."
    }


def test_a_session_opens_no_address_of_the_api(tess: User) -> None:
    assert logged_in(tess).get("/api/v1/positions").status_code == 401


@pytest.mark.parametrize("secret", ["", "guessed", "é", "x" * 5_000])
def test_another_text_opens_nothing(tess: User, secret: str) -> None:
    assert status(secret) in (400, 401)


def test_a_token_opens_the_books(tess: User) -> None:
    assert status(token_of(tess)) == 200


def test_nothing_can_be_sent(tess: User) -> None:
    assert program(token_of(tess)).post("/api/v1/positions").status_code == 405


def test_a_head_is_answered_without_a_body(tess: User) -> None:
    response = program(token_of(tess)).head("/api/v1/positions")
    assert (response.status_code, response.getvalue()) == (200, b"")


def test_only_the_digest_is_kept(tess: User) -> None:
    secret = token_of(tess)
    assert secret not in str(ApiToken.objects.values().get())


def test_a_token_ends_after_its_last_day(tess: User) -> None:
    secret = token_of(tess)
    ApiToken.objects.update(expires_on=clock.real_day() - timedelta(days=1))
    assert status(secret) == 401


def test_a_revoked_token_opens_nothing(tess: User) -> None:
    secret = token_of(tess)
    revoke_api_token(ApiToken.objects.get(), by=tess)
    assert status(secret) == 401


def test_a_token_ends_with_the_account(tess: User) -> None:
    secret = token_of(tess)
    User.objects.filter(pk=tess.pk).update(is_active=False)
    assert status(secret) == 401


def test_a_token_ends_with_the_right_to_read(tess: User) -> None:
    secret = token_of(tess)
    tess.groups.clear()
    assert status(secret) == 401


@pytest.fixture
def others(tess: User) -> str:
    """A token of another issuer's books."""
    other = IssuerFactory(name="Otherwise, Inc.", slug="otherwise")
    AgreementFactory(issuer=other, slug="otherwise-agreement", name="Their Agreement")
    return token_of(tess, issuer=other)


@pytest.mark.parametrize(
    "path", ["positions", "placements", "sales", "warrants", "limits", "settlements"]
)
def test_a_token_of_one_issuer_tells_nothing_of_another(others: str, path: str) -> None:
    response = program(others).get(f"/api/v1/{path}")
    told = b"".join(response).decode() + str(response.headers)
    assert response.status_code == 200
    assert "otherwise" in told
    assert "neotherapeutics" not in told
    assert "sales-agreement" not in told


@pytest.mark.parametrize("path", ["positions", "sales", "settlements", "reports/quarter"])
def test_a_token_of_one_issuer_opens_no_other(others: str, path: str) -> None:
    assert status(others, path, issuer="neotherapeutics") == 403
    assert status(others, path, agreement="sales-agreement") in (400, 404)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": " "}, "Enter a name for the token, such as the program it is for."),
        ({"name": "x" * 61}, "A token’s name has at most 60 characters."),
        ({"name": "in USE"}, "You have a token named “in USE” already."),
        ({"expires_on": date(2024, 4, 30)}, "Apr 30, 2024 has passed."),
        (
            {"expires_on": date(2025, 5, 3)},
            "A token works for at most a year: until May 2, 2025.",
        ),
    ],
)
def test_what_no_token_may_be(tess: User, changed: dict[str, object], sentence: str) -> None:
    given = {"expires_on": DAY, "by": tess, "today": DAY}
    create_api_token(name="In use", **given)  # type: ignore[arg-type]
    with refused(sentence):
        create_api_token(**{"name": "Another", **given, **changed})  # type: ignore[arg-type]


def test_a_name_is_free_again_once_its_token_is_revoked(tess: User) -> None:
    token_of(tess)
    revoke_api_token(ApiToken.objects.get(), by=tess)
    assert status(token_of(tess)) == 200


def test_nobody_revokes_anothers_token(tess: User) -> None:
    token_of(tess)
    other = UserFactory(username="cora", group="CFO")
    with refused(f"API token {ApiToken.objects.get().pk} belongs to tess: ask an Administrator."):
        revoke_api_token(ApiToken.objects.get(), by=other)


def test_an_administrator_revokes_anybodys(tess: User) -> None:
    secret = token_of(tess)
    revoke_anyones_api_token(
        ApiToken.objects.get(), by=UserFactory(username="ada", group="Administrator")
    )
    assert status(secret) == 401


def test_the_page_shows_a_new_token_once(tess: User) -> None:
    client = logged_in(tess)
    ahead = clock.real_day() + timedelta(days=30)
    page = client.post("/accounts/api-tokens/", {"name": "Ledger", "expires_on": str(ahead)})
    assert page.status_code == 200
    token = ApiToken.objects.get()
    assert (token.name, token.owner, token.expires_on) == ("Ledger", tess, ahead)
    secret = page.content.decode().partition("<code>")[2].partition("</code>")[0]
    assert status(secret) == 200
    again = client.get("/accounts/api-tokens/").content.decode()
    assert "Ledger" in again
    assert secret not in again


def test_the_page_keeps_the_day_of_the_books(tess: User) -> None:
    page = logged_in(tess).get("/accounts/api-tokens/").content.decode()
    assert "Example day: Nov 13, 2001" in page


def test_the_page_says_why_there_is_no_token(tess: User) -> None:
    page = logged_in(tess).post("/accounts/api-tokens/", {"name": "", "expires_on": "2001-01-01"})
    assert page.status_code == 422
    assert "Enter a name for the token" in page.content.decode()


def test_a_token_is_revoked_on_its_owners_page(tess: User) -> None:
    secret = token_of(tess)
    logged_in(tess).post(f"/accounts/api-tokens/{ApiToken.objects.get().pk}/revoke/")
    assert status(secret) == 401


@pytest.mark.parametrize(
    ("path", "query", "answer", "sentence"),
    [
        ("sales", {"limit": "0"}, 400, "limit"),
        ("sales", {"limit": "many"}, 400, "limit"),
        ("sales", {"as_of": "yesterday"}, 400, "The as-of day must be a date such as 2001-11-09"),
        ("sales", {"known_at": "then"}, 400, "known_at"),
        ("sales", {"method": "barter"}, 400, "barter"),
        ("sales", {"agreement": "none"}, 404, "There is no agreement “none”."),
        ("positions", {"issuer": "none"}, 404, "There is no issuer “none”."),
        ("reports/none", {}, 404, "There is no report “none”"),
        ("reports/quarter", {"from": "2001-11-12", "to": "2001-11-01"}, 400, "is before"),
    ],
)
def test_a_question_that_has_no_answer_is_told_why(
    read: Read, path: str, query: dict[str, str], answer: int, sentence: str
) -> None:
    assert sentence in read(path, answer, **query)["detail"]
