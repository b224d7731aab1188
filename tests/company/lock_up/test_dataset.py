"""The dataset `lock_ups`, as of a day and as known at a moment."""

from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client

from neoequity.books.exporting.query import ExportQuery
from neoequity.datasets import write_dataset
from tests.clients import logged_in
from tests.company.lock_up.story import (
    TODAY,
    Story,
    attach_paper,
    consented,
    december,
    november,
    placed,
)
from tests.factories import IssuerFactory, UserFactory

HEADER = "agreement,placement,from,to,consent"
BOTH = [
    "other-agreement,1,2001-11-12,2001-12-03,",
    "sales-agreement,1,2001-10-25,2001-11-23,",
]


def rows(**asked: Any) -> list[str]:
    written = BytesIO()
    write_dataset("lock_ups", ExportQuery(**{"as_of": TODAY, **asked}), written)
    header, *lines = written.getvalue().decode().split("\r\n")[:-1]
    assert header == HEADER
    return lines


def test_each_placement_has_its_window(story: Story) -> None:
    assert rows() == BOTH


def test_an_open_window_has_no_last_day(story: Story) -> None:
    placed(story.sales, december(3), by=story.by)
    assert rows()[-1] == "sales-agreement,2,2001-11-26,,"


def test_an_earlier_day_has_the_window_as_it_was(story: Story) -> None:
    assert rows(as_of=november(5)) == ["sales-agreement,1,2001-10-25,,"]


def test_it_can_be_asked_for_one_agreement(story: Story) -> None:
    assert rows(agreement="other-agreement") == BOTH[:1]
    assert rows(issuer="neotherapeutics") == BOTH
    IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT")
    assert rows(issuer="another") == []


def test_consents_that_count_are_named_by_their_record(story: Story) -> None:
    first = consented(story, story.sales, november(9), november(9))
    second = consented(story, story.sales, november(20), november(30))
    consented(story, story.sales, december(4), december(5))
    missing = consented(story, story.other, november(20), november(20), attached=False)
    assert rows() == [BOTH[0], f"{BOTH[1]}{first.pk} {second.pk}"]
    attach_paper(missing, by=story.by)
    assert rows() == [f"{BOTH[0]}{missing.pk}", f"{BOTH[1]}{first.pk} {second.pk}"]


def test_an_earlier_moment_knows_neither_later_moves_nor_later_sales(story: Story) -> None:
    third = placed(story.sales, december(3), sold_on=december(4), by=story.by)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_created_at FROM placements_placementevent WHERE pgh_obj_id = %s "
            "AND status = 'accepted'",
            [third.pk],
        )
        [(accepted,)] = cursor.fetchall()
    assert rows(known_at=accepted)[-1] == "sales-agreement,2,2001-11-26,,"
    assert rows(known_at=accepted)[:2] == BOTH


def test_it_is_downloaded_from_its_address(story: Story) -> None:
    client: Client = logged_in(UserFactory(group="Auditor"))
    response = client.get("/exports/lock_ups.csv?as_of=2001-12-05")
    content = b"".join(response).decode()
    assert content == "\r\n".join([HEADER, *BOTH, ""])
