"""Closings, reopenings and changed terms are acts that the history tells."""

from datetime import date

from django.test import Client

from neoequity.books.history.lines import history_lines
from neoequity.books.history.query import HistoryQuery, RecordKey
from neoequity.books.history.sources import sources
from placements.models import Agreement, Placement
from tests.factories import UserFactory, approved
from tests.pages.plain_text import words
from tests.periods.closings import CLOSED_ON, anna, carl, close, reopen
from tests.periods.test_requests import amendment


def told(sought: HistoryQuery) -> list[tuple[str, str, str, str]]:
    """What, who, by which act and why, newest first."""
    lines = history_lines(sources(), sought, most=20).lines
    return [(line.what, line.who, line.through, line.why) for line in lines]


def test_a_closing_and_its_reopening_tell_who_when_and_why(sold: Placement) -> None:
    closing = close()
    reopen(closing)
    both = [
        (
            "2001Q4 of NeoTherapeutics, Inc. reopened on 2002-01-12 (closing 1), as anna asked",
            "carl",
            "Reopened a period",
            "A sale was forgotten.",
        ),
        (
            "2001Q4 of NeoTherapeutics, Inc. closed on 2002-01-12 (closing 1)",
            "anna",
            "Closed a period",
            "",
        ),
    ]
    assert told(HistoryQuery(record=RecordKey(type(closing), closing.pk))) == both
    assert told(HistoryQuery(kinds=["closing"], person=anna().pk)) == both[1:]
    assert told(HistoryQuery(kinds=["reopening"], person=carl().pk)) == both[:1]


def test_changed_terms_tell_their_paper_and_reason(sold: Placement) -> None:
    by = UserFactory(username="tom")
    request = amendment(sold.agreement, effective_on=date(2001, 12, 28), by=by)
    approved(request, by=carl(), today=CLOSED_ON)
    [line] = told(
        HistoryQuery(kinds=["termversion"], under=RecordKey(Agreement, sold.agreement_id))
    )
    what, *rest = line
    assert what == (
        "version 2 of the terms of the Sales Agreement recorded, with effect from 2001-12-28, by "
        "Amendment No. 1"
    )
    assert rest == ["tom", "Changed the terms", "The agent asked for it."]


def test_the_page_of_a_closing_leads_to_its_history(sold: Placement, reader: Client) -> None:
    closing = close()
    reopen(closing)
    address = f"/history/?record=closing:{closing.pk}"
    assert address in reader.get(f"/periods/{closing.pk}/").text
    page = words(reader.get(address))
    assert "Q4 2001 of NeoTherapeutics, Inc. reopened on Jan 12, 2002 (closing 1)" in page
