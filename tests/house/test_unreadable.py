"""What cannot be read is answered with a sentence, to everybody and for every page at once."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.test.client import FakePayload

from neoequity.people.models import User
from neoequity.wsgi import application
from tests.clients import logged_in
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, attached, sell
from tests.house.test_doors import POLICY
from tests.pages.plain_text import breaks_the_policy, words
from tests.worlds import built_once

NUL = "contains a NUL character, which nothing in the books has. Nothing was changed."
FORM = "application/x-www-form-urlencoded"


@built_once
def treasurer(db: None) -> Client:
    """Somebody who enters, in books with a sale and a document."""
    by = UserFactory(username="treasurer", group="Treasury")
    attached(sell(PlacementFactory(accepted=True), by=by), by=by)
    return logged_in(by)


def test_a_session_with_a_nul_is_refused_to_a_stranger_in_words(client: Client, db: None) -> None:
    client.cookies["sessionid"] = "abcdefgh\0"

    answer = client.get("/sales/")

    assert answer.status_code == 400
    assert f"A cookie {NUL}" in words(answer)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert breaks_the_policy(answer) == []


@pytest.mark.parametrize(
    "address",
    [
        "/sales/?method=%00",
        "/sales/?%00=1",
        "/periods/close/?issuer=%00&period=2001-07",
        "/admin/placements/sale/?method=%00",
        "/accounts/login/?next=%00",
        "/no/such/page/%00",
        "/static/%00",
    ],
)
def test_an_address_with_a_nul_is_refused_whatever_its_page(
    treasurer: Client, client: Client, address: str
) -> None:
    for asking in (client, treasurer):
        answer = asking.get(address)
        assert answer.status_code == 400
        assert f"The address {NUL}" in words(answer)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\0", "a NUL character"),
        ("9" * 4_301, "a number of 1,000 digits or more"),
        ("\N{ARABIC-INDIC DIGIT THREE}" * 4_301, "a number of 1,000 digits or more"),
    ],
)
def test_a_form_with_what_nobody_can_read_is_refused(
    treasurer: Client, text: str, fault: str
) -> None:
    for address in ("/settlements/deliver/", "/sales/preview/", "/accounts/login/"):
        for sent in ({"sale": text}, {text: "1"}):
            answer = treasurer.post(address, urlencode(sent), content_type=FORM)
            assert answer.status_code == 400
            assert f"The form contains {fault}, which nothing in the books has." in words(answer)


def test_a_key_that_no_row_can_have_names_no_row(treasurer: Client) -> None:
    for key in ("9" * 30, "9" * 999, "-1", "²"):
        answer = treasurer.post(
            "/settlements/deliver/", {"sale": key, "delivered_on": "2001-11-13", "remark": ""}
        )
        assert answer.status_code == 422
        assert "There is no such sale." in words(answer)


@pytest.mark.parametrize(
    "kind",
    [f"{FORM}; charset=utf-16", "multipart/form-data; boundary=a; charset=hex", "a/b;charset="],
)
def test_a_form_that_is_not_utf_8_is_refused(client: Client, db: None, kind: str) -> None:
    answer = client.generic("POST", "/accounts/login/", b"username=a", content_type=kind)

    assert answer.status_code == 400
    assert "The request is written otherwise than in UTF-8" in words(answer)


def test_a_part_of_a_form_with_a_broken_header_is_refused(client: Client, db: None) -> None:
    part = b"--a\r\nContent-Disposition: form-data; name*=x; name*0=y\r\n\r\nz\r\n--a--\r\n"

    answer = client.generic(
        "POST", "/accounts/login/", part, content_type="multipart/form-data; boundary=a"
    )

    assert answer.status_code == 400
    assert "The form is not written as forms are. Nothing was changed." in words(answer)


class Broken:
    """The connection of somebody who is gone."""

    def read(self, *_size: int) -> bytes:
        raise ConnectionResetError("The peer is gone.")

    readline = read


def test_a_form_that_breaks_off_is_refused(client: Client, db: None) -> None:
    gone: Any = {"wsgi.input": Broken()}

    answer = client.post("/accounts/login/", {"username": "a"}, **gone)

    assert answer.status_code == 400
    assert "The form did not arrive as a whole. Nothing was changed." in words(answer)


def test_an_address_without_end_is_refused(client: Client, db: None) -> None:
    answer = client.get("/sales/", {"q": "a " * 5_000})

    assert answer.status_code == 400
    assert "The address is longer than 8,000 characters." in words(answer)


def served(**environ: Any) -> tuple[str, bytes]:
    """The status and the page that the server sends for a request with these headers."""
    told: list[str] = []

    def start_response(status: str, _headers: Any, _info: Any = None) -> None:
        told.append(status)

    page = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/accounts/login/",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": FakePayload(b""),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **environ,
        },
        start_response,
    )
    return told[0], b"".join(page)


@pytest.mark.parametrize(
    "kind",
    ["a/b; c*=x; c*0=y", "a/b; charset*=none''x", "a/b; charset=\0", f"a/b; c*{'9' * 5_000}*=x"],
)
def test_a_content_type_that_cannot_be_read_is_no_failure_of_the_server(
    db: None, kind: str
) -> None:
    status, page = served(CONTENT_TYPE=kind)

    assert status == "400 Bad Request"
    assert b"does not say how it is written. Nothing was changed." in page


def test_a_content_type_that_can_be_read_is_left_alone(db: None) -> None:
    assert served(CONTENT_TYPE="text/plain; charset=utf-8")[0] == "200 OK"
    assert served()[0] == "200 OK"


@pytest.mark.parametrize("zone", ["+16:00", "-16:00", "+23:59", "-15:59:59.999999", "Z", ""])
def test_a_moment_may_be_told_in_any_zone(treasurer: Client, zone: str) -> None:
    query = urlencode({"known_at": f"2099-11-12T17:30:00{zone}"})

    assert treasurer.get(f"/agreements/sales-agreement/?{query}").status_code == 200
    for dataset in ("sales", "agreements", "placements"):
        answer = treasurer.get(f"/exports/{dataset}.csv?{query}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).count(b"\n") == 2  # type: ignore[attr-defined]  # a file


@pytest.mark.parametrize(
    "query",
    [
        {"trade_date__year": 10**30},
        {"trade_date__gte": "10000-01-01"},
        {"recorded_at__gte": "2001-11-09T10:00:00+16:00"},
        {"agent_reference__regex": "("},
    ],
)
def test_a_list_of_the_admin_that_cannot_be_narrowed_is_shown_whole(
    treasurer: Client, query: Mapping[str, Any]
) -> None:
    answer = treasurer.get("/admin/placements/sale/", query, follow=True)

    assert answer.redirect_chain == [("/admin/placements/sale/?e=1", 302)]
    assert "The list cannot be narrowed as the address says: here is the whole of it." in words(
        answer
    )
    assert "1 sale" in words(answer)


@pytest.mark.parametrize("year", [{"year": 9999}, {"year": 10**30}, {"year": 2001, "month": 13}])
def test_a_year_of_the_admin_that_is_none_shows_all_years(
    treasurer: Client, year: Mapping[str, int]
) -> None:
    query = {f"delivered_on__{name}": number for name, number in year.items()}

    answer = treasurer.get("/admin/placements/delivery/", query, follow=True)

    assert answer.redirect_chain == [("/admin/placements/delivery/?e=1", 302)]


def test_a_chosen_row_of_the_admin_that_is_no_row_changes_nothing(db: None) -> None:
    chief = logged_in(User.objects.create_superuser("chief"))
    agreement = AgreementFactory()
    for key in ("abc", "9" * 30, "-1"):
        chosen = {"action": "delete_selected", "index": "0", "_selected_action": key}
        answer = chief.post("/admin/placements/agreement/", chosen, follow=True)
        assert "What was chosen is not in this list. Nothing was changed." in words(answer)
    agreement.refresh_from_db()
