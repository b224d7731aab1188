"""Who gets in, what a stranger sees, and what every answer tells the browser."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pghistory.middleware import HistoryMiddleware
from pghistory.models import Context

from neoequity.books.models import Issuer
from neoequity.people.models import User
from tests.worlds import built_once

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@built_once
def member(db: None) -> User:
    return User.objects.create_user("member", password="a long enough one")


@pytest.mark.parametrize("path", ["/", "/admin/", "/exports/sales.csv", "/no/such/page"])
def test_a_stranger_is_sent_to_the_login_from_everywhere(
    client: Client, db: None, path: str
) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={path}"


def test_the_admin_has_no_login_of_its_own(client: Client, db: None) -> None:
    answer = client.get("/admin/login/?next=/admin/")

    assert answer["Location"] == "/accounts/login/?next=/admin/"


def test_a_member_is_let_in_and_out(client: Client, member: User) -> None:
    answer = client.post(
        "/accounts/login/?next=/", {"username": "member", "password": "a long enough one"}
    )
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(member.pk)

    answer = client.post("/accounts/logout/")
    assert answer["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_a_member_is_told_when_a_page_is_not_there(client: Client, member: User) -> None:
    client.force_login(member)

    assert client.get("/no/such/page").status_code == 404


def test_every_page_carries_the_strict_policy(client: Client, db: None) -> None:
    answer = client.get("/accounts/login/")

    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, member: User
) -> None:
    client.post("/accounts/login/", {"username": "member", "password": "a long enough one"})
    cookie = client.cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_change_made_through_a_page_is_kept_with_user_and_address(
    member: User, rf: RequestFactory
) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        Issuer.objects.create(slug="acme", name="Acme", ticker="ACME", market="Nasdaq")
        return HttpResponse()

    request = rf.post("/issuers/new/")
    request.user = member
    HistoryMiddleware(view)(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context_id FROM books_issuerevent")
        [(context,)] = cursor.fetchall()

    assert Context.objects.get(pk=context).metadata == {"user": member.pk, "url": "/issuers/new/"}
