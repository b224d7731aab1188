"""The first event that is refused ends the load: told with its place and kind, and nothing kept."""

from datetime import date

import pytest

from placements.models import Agreement
from tests.books import refused
from tests.programme.conftest import LoadEvents
from tests.programme.told import (
    AGENT,
    ISSUED,
    SOLD_OUT,
    Content,
    amended,
    delivered,
    entry,
    event,
    moved,
    opened,
    programme,
    sold,
)

pytestmark = pytest.mark.django_db

NOVEMBER = date(2001, 11, 1)


REFUSED: list[tuple[list[Content], str]] = [
    (
        [opened()[0] | {"number": 2}],
        "Event 1 (placement): The next placement of the Facility is number 1, not 2.",
    ),
    (
        [moved("propose", NOVEMBER, placement=3)],
        "Event 1 (move): The Facility has no placement 3.",
    ),
    (
        [*opened(), moved("propose", NOVEMBER)],
        "Event 4 (move): Placement 1 is accepted: it cannot be proposed.",
    ),
    (
        [*opened(), delivered("N-1", NOVEMBER)],
        "Event 4 (delivery): The Facility has no sale with the reference “N-1”.",
    ),
    (
        [*opened(), sold("N-1", NOVEMBER, 100, "2.00"), delivered("N-1", date(2001, 11, 5))],
        (
            "Event 5 (delivery): Sale 1 of the Facility settles on 2001-11-06, after 2001-11-05: "
            "enter the reason for delivering early as the remark."
        ),
    ),
    (
        [*opened(), sold("N-1", NOVEMBER, 100, "2.00", agent="Another")],
        f"Event 4 (sale): The agent of the Facility is “{AGENT}”; the sale names “Another”.",
    ),
    (
        [*opened(), sold("N-1", NOVEMBER, 100, "2.00", commission="9.00")],
        (
            "Event 4 (sale): The commission by the terms of the Facility is $8.00; the sale states "
            "$9.00."
        ),
    ),
    (
        [*opened(), amended(NOVEMBER)],
        "Event 4 (amendment): Nothing changes: every term is as it stands.",
    ),
    (
        [*ISSUED, entry("transfer", date(2001, 12, 3), 100, to="nobody")],
        "Event 8 (transfer): Example Bio, Inc. has no holder “nobody”.",
    ),
    (
        [*ISSUED, entry("cancel", date(2001, 12, 3), 100, reason="a mistake") | {"warrant": 2}],
        "Event 8 (cancel): The Facility has no warrant 2.",
    ),
    (
        [*SOLD_OUT, event("issue", placement=1, on=date(2002, 1, 2))],
        "Event 7 (issue): An issue on 2002-01-02 is in the future; today is 2001-12-31.",
    ),
    (
        [{"kind": "close", "period": "2001-12", "on": date(2002, 1, 2)}],
        "Event 1 (close): A closing on 2002-01-02 is in the future; today is 2001-12-31.",
    ),
    (
        [{"kind": "close", "period": "2001-11", "on": date(2001, 11, 30)}],
        (
            "Event 1 (close): 2001-11 ends on Nov 30, 2001: it can be closed from the day after "
            "on; today is Nov 30, 2001."
        ),
    ),
]


@pytest.mark.parametrize(("events", "sentence"), REFUSED, ids=[s for _, s in REFUSED])
def test_the_first_event_that_is_refused_ends_the_load_and_is_named(
    load_events: LoadEvents, events: list[Content], sentence: str
) -> None:
    with refused(sentence):
        load_events(programme(*events, warrants=True))
    assert not Agreement.objects.exists()


def test_every_sentence_against_an_event_is_told(load_events: LoadEvents) -> None:
    bad = sold("N-1", date(2001, 11, 3), 100, "2.00") | {"method": "nasdaq"}

    with refused(
        "Event 4 (sale): The Facility does not allow the method “Into Nasdaq”; it allows "
        "“Privately negotiated” (p. 1).",
        "Event 4 (sale): 2001-11-03 is not a trading day (weekend).",
    ):
        load_events(programme(*opened(), bad, methods=["negotiated"]))


def test_an_expiry_that_tells_other_figures_is_refused(load_events: LoadEvents) -> None:
    with refused(
        f"Event 8 (expire): {AGENT} had 10,000 shares of warrant 1 when it expired, not 9,000."
    ):
        load_events(
            programme(*ISSUED, entry("expire", date(2007, 1, 2), 9_000), warrants=True),
            today=date(2008, 1, 2),
        )


def test_what_only_the_database_refuses_is_told_with_the_event(
    load_events: LoadEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placements.actions.placement.reasons_against_terms", lambda *_: [])

    with refused(
        "Event 1 (placement): The database refused this change: a placement has a minimum or an "
        "expected price."
    ):
        load_events(programme(opened(expected_price=None)[0]))
