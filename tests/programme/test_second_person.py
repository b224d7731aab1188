"""A file whose warrants and splits a second person must approve: approved as published."""

from datetime import date

import pytest
from pytest_django import Settings

from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.approvals.second_person import SECOND_PERSON
from neoequity.books.models import Approval
from placements.selectors.ledger import prove_ledger
from tests.books import refused
from tests.programme.conftest import LoadEvents
from tests.programme.told import ISSUED, entry, programme, split
from tests.second_person import choose
from warrants.models import Entry, Split, Warrant

pytestmark = pytest.mark.django_db

KEPT = [
    *ISSUED,
    entry("transfer", date(2001, 12, 3), 4_000, to="officer"),
    entry("cancel", date(2001, 12, 4), 500, reason="over-issued"),
    split(date(2001, 12, 5), 2, 1),
]


@pytest.fixture(autouse=True)
def _on(settings: Settings, db: None) -> None:
    choose(settings, *SECOND_PERSON)


def test_a_file_asks_in_the_name_of_its_loader_and_the_published_record_approves(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*KEPT, warrants=True))

    of_warrants = Approval.objects.exclude(kind="proposal").order_by("pk")
    assert [
        (
            request.kind,
            request.asked_by.username,
            request.decision,
            request.decided_by and request.decided_by.username,
        )
        for request in of_warrants
    ] == [
        (kind, "office", "approved", PUBLISHED_RECORD)
        for kind in ("warrant_issue", "warrant_transfer", "warrant_cancellation", "stock_split")
    ]


def test_the_register_is_the_one_of_an_office_that_leaves_it_to_one_person(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*KEPT, warrants=True))

    warrant = Warrant.objects.get()
    assert (warrant.shares, warrant.issued_on) == (10_000, date(2001, 11, 15))
    assert list(Entry.objects.order_by("number").values_list("kind", "shares")) == [
        ("issue", 10_000),
        ("transfer", 4_000),
        ("cancellation", 500),
        ("split", 5_500),
        ("split", 4_000),
    ]
    assert {row.recorded_by.username for row in Entry.objects.all()} == {"office"}
    assert prove_ledger().differences == []


def test_a_split_that_was_recorded_first_follows_an_issue_of_an_earlier_day(
    load_events: LoadEvents,
) -> None:
    [*settled, issue] = ISSUED
    load_events(programme(*settled, split(date(2001, 11, 20)), issue, warrants=True))

    assert Split.objects.get().new == 1
    assert Warrant.objects.get().outstanding == 400


def test_the_first_event_that_is_refused_ends_the_load(load_events: LoadEvents) -> None:
    too_many = entry("transfer", date(2001, 12, 3), 10_001, to="officer")
    with refused(
        "Event 8 (transfer): 10,001 shares are more than the 10,000 that Example Securities LLC "
        "has."
    ):
        load_events(programme(*ISSUED, too_many, warrants=True))
