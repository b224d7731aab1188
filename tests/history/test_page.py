"""The page of the history: its filters, its pages, what it says when there is nothing."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from neoequity.books.exporting.query import NEW_YORK
from neoequity.books.history.lines import Line
from neoequity.books.history.query import kind_of
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Placement, Sale
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    approved,
    sell,
)
from tests.history.conftest import Lines, Rows
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def books(agreement: Agreement, treasurer: User) -> Sale:
    """Two agreements, a placement drafted by a clerk and accepted by the treasurer, one sale."""
    AgreementFactory(other=True)
    clerk, cfo = UserFactory(username="clerk"), UserFactory(group="CFO")
    draft = draft_placement(
        agreement, shares_offered=5_000, minimum_price=Decimal(4), on=TODAY, by=clerk
    )
    approved(ask_proposal(draft, by=treasurer), by=cfo)
    move_placement(draft, "propose", on=TODAY, by=treasurer, today=TODAY)
    placement = move_placement(draft, "accept", on=TODAY, by=treasurer, today=TODAY)
    sale: Sale = sell(placement, by=treasurer, trade_date=TODAY)
    return sale


def shown(client: Client, query: str = "", status: int = 200) -> list[Line]:
    response = client.get(f"/history/?{query}")
    assert response.status_code == status
    lines: list[Line] = response.context["lines"]
    return lines


def test_a_stranger_is_sent_to_the_login() -> None:
    assert Client().get("/history/").status_code == 302


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("person=clerk", ["Drafted a placement"]),
        (
            "person=treasurer",
            [
                "Recorded a sale",
                "Changed the status of a placement",
                "Changed the status of a placement",
                "Requested approval of a proposal",
            ],
        ),
        ("kind=sale", ["Recorded a sale"]),
        (
            "kind=placement",
            [
                "Changed the status of a placement",
                "Changed the status of a placement",
                "Drafted a placement",
            ],
        ),
        ("kind=placement&field=accepted_on", ["Changed the status of a placement"]),
        ("field=shares_offered", ["Drafted a placement"]),
        (
            "path=program",
            [
                *(
                    "Recorded a sale",
                    "Changed the status of a placement",
                    "Changed the status of a placement",
                ),
                *("Approved a request", "Requested approval of a proposal", "Drafted a placement"),
            ],
        ),
        ("path=admin", []),
        ("path=program&person=clerk", ["Drafted a placement"]),
    ],
)
def test_a_filter_lets_through_what_it_names(
    client: Client, books: Sale, query: str, acts: list[str]
) -> None:
    assert [line.through for line in shown(client, query)] == acts


def test_a_filter_on_a_field_shows_that_field_only(client: Client, books: Sale) -> None:
    [accepted, proposed, drafted] = shown(client, "kind=placement&field=status")
    assert [
        change.sentence for line in (accepted, proposed, drafted) for change in line.changes
    ] == [
        "Status from “proposed” to “accepted”",
        "Status from “draft” to “proposed”",
        "Status: draft",
    ]


def test_one_record_is_asked_for_by_kind_and_key(client: Client, books: Sale) -> None:
    lines = shown(client, f"record=placement:{books.placement_id}")
    assert [line.what for line in lines] == [
        "Placement 1 (Sales Agreement) changed",
        "Placement 1 (Sales Agreement) changed",
        "Placement 1 (Sales Agreement) entered",
    ]
    page = client.get(f"/history/?record=placement:{books.placement_id}").content.decode()
    assert "<h1>History of Placement 1 (Sales Agreement)</h1>" in page


def test_an_agreement_leaves_out_what_stands_under_another(client: Client, books: Sale) -> None:
    lines = shown(client, "agreement=other-agreement")
    assert {line.record.model.__name__ for line in lines} == {
        "Agreement",
        "FeeTier",
        "TermCitation",
    }
    assert not [line for line in lines if "Sales Agreement" in line.what]


def test_the_days_are_new_yorks(client: Client, books: Sale) -> None:
    today = timezone.now().astimezone(NEW_YORK).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    assert shown(client, f"recorded_from={today}&recorded_to={today}") == shown(client)
    assert shown(client, f"recorded_to={yesterday}") == []
    assert shown(client, f"recorded_from={tomorrow}") == []


def test_an_earlier_day_had_not_seen_it(client: Client, books: Sale) -> None:
    page = client.get("/history/?as_of=2001-11-12")
    assert page.context["lines"] == []
    assert "Nothing had been recorded as of Nov 12, 2001." in page.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("person=nobody", "There is no such person."),
        ("kind=cat", "“cat” is not a kind of record."),
        ("field=cat", "“cat” is not a field with a history."),
        ("path=cat", "“cat” is not a path."),
        ("record=cat:1", "“cat:1” is not a record; “placement:12” is one."),
        ("record=placement:x", "“placement:x” is not a record; “placement:12” is one."),
        (f"record=placement:{'9' * 30}", "is not a record; “placement:12” is one."),
        ("agreement=cat", "There is no such agreement."),
    ],
)
def test_a_wrong_filter_lets_nothing_through_and_says_so(
    client: Client, books: Sale, query: str, sentence: str
) -> None:
    response = client.get(f"/history/?{query}")
    assert response.status_code == 400
    assert response.context["lines"] == []
    assert sentence in response.content.decode()
    if not query.startswith("agreement"):
        download = client.get(f"/exports/history.csv?{query}")
        assert download.status_code == 400
        assert sentence in download.content.decode()


def test_pages_follow_one_another_without_a_gap_or_a_repetition(
    client: Client, books: Sale, lines: Lines
) -> None:
    Placement.objects.update(remark="again")
    sell(books.placement, 10, trade_date=TODAY)
    every, page, seen = lines(), "/history/", []
    while page:
        response = client.get(page)
        seen += response.context["lines"]
        page = response.context["older"]
    assert seen == every
    assert len(seen) > 15


def test_pages_of_one_moment_follow_one_another(client: Client, monkeypatch: Any) -> None:
    """Rows of one statement share their moment of recording."""
    monkeypatch.setattr("neoequity.history.page._LINES", 3)
    placement = PlacementFactory(accepted=True)
    for _ in range(4):
        sell(placement, 10)
    response, seen = client.get("/history/?kind=sale"), []
    while True:
        seen += response.context["lines"]
        if not response.context["older"]:
            break
        response = client.get(response.context["older"])
    assert [line.record.pk for line in seen] == sorted(
        Sale.objects.values_list("pk", flat=True), reverse=True
    )


@pytest.mark.parametrize(
    "place", ["x", "2001_1_1", "2001-11-09T00:00:00_1_1", "_", "2001-11-09_x_"]
)
def test_a_place_that_makes_no_sense_is_the_top(client: Client, books: Sale, place: str) -> None:
    assert shown(client, f"beneath={place}") == shown(client)


def test_the_page_and_the_file_tell_the_same(client: Client, books: Sale, rows: Rows) -> None:
    told = [
        (kind_of(line.record.model), field)
        for line in shown(client, "kind=placement") + shown(client, "kind=sale")
        for field in [change.field for change in line.changes] or [""]
    ]
    placements = [row for row in rows() if row["kind"] == "placement"]
    sales = [row for row in rows() if row["kind"] == "sale"]
    words = {field.name: field.verbose_name for field in Placement._meta.concrete_fields}
    assert told == [(row["kind"], words.get(row["field"], "")) for row in placements + sales]
    moments = [datetime.fromisoformat(row["recorded_at"]) for row in placements]
    assert sorted({line.at for line in shown(client, "kind=placement")}) == sorted(set(moments))


@pytest.mark.parametrize("query", ["", "kind=placement", "field=remark", "path=outside"])
def test_the_page_asks_as_often_for_a_thousand_events_as_for_ten(
    client: Client, agreement: Agreement, query: str
) -> None:
    for number in range(10):
        PlacementFactory(agreement=agreement, remark=f"{number}")
    Placement.objects.update(remark="first")
    few = _asked(client, query)
    for number in range(100):
        Placement.objects.update(remark=f"change {number}")
    assert _asked(client, query) <= few
    assert few <= 35


def _asked(client: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/history/?{query}").status_code == 200
    return len(asked)
