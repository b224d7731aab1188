"""An event is loaded once: the same file changes nothing, a longer one goes on."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from placements.models import LoadedEvent, Placement
from tests.books import books, nothing_changes, refused
from tests.programme.conftest import LoadEvents
from tests.programme.told import (
    ISSUED,
    amended,
    delivered,
    opened,
    programme,
    reversal,
    sold,
    split,
)

pytestmark = pytest.mark.django_db

NOVEMBER = date(2001, 11, 1)


def test_loading_the_same_file_again_changes_nothing(load_events: LoadEvents) -> None:
    content = programme(
        *ISSUED,
        split(date(2001, 11, 20), 2, 1),
        amended(date(2001, 12, 3), terms={"capacity": "30000000.00"}),
        warrants=True,
    )
    made = load_events(content)

    assert made[-2:] == ["Event 8 (split)", "Event 9 (amendment)"]
    with nothing_changes():
        assert load_events(content) == []


def test_further_events_of_a_file_are_recorded_after_those_loaded_before(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*opened()))

    assert load_events(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"))) == [
        "Event 4 (sale)"
    ]
    assert load_events(programme(*opened())) == []
    kept = LoadedEvent.objects.values_list("position", "kind", "recorded_by__username")
    assert list(kept) == [
        (1, "placement", "office"),
        (2, "move", "office"),
        (3, "move", "office"),
        (4, "sale", "office"),
    ]


def test_the_history_tells_who_loaded_and_not_who_approved_the_last(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"), reversal("N-1", NOVEMBER)))

    [kept] = set(LoadedEvent.objects.values_list("context_id", "recorded_by"))
    told = Context.objects.get(pk=str(kept[0])).metadata
    assert (told["act"], told["user"]) == ("load_events", kept[1])


def test_events_of_which_one_was_loaded_otherwise_are_refused(load_events: LoadEvents) -> None:
    load_events(programme(*opened()))
    changed = opened()
    changed[1]["on"] = date(2001, 10, 2)

    with refused(
        "Event 2 (move) is not the one that was loaded at this position (move). Events that were "
        "loaded stay as they were; further ones are added after them."
    ):
        load_events(programme(*changed, sold("N-1", NOVEMBER, 100, "2.00")))


def test_a_refused_continuation_leaves_what_was_loaded(load_events: LoadEvents) -> None:
    load_events(programme(*opened()))
    before = books()

    with refused("Event 5 (delivery): The Facility has no sale with the reference “N-2”."):
        load_events(
            programme(
                *opened(), sold("N-1", NOVEMBER, 100, "2.00"), delivered("N-2", date(2001, 11, 6))
            )
        )
    assert books() == before


def test_without_the_history_no_event_is_loaded(load_events: LoadEvents) -> None:
    load_events(programme(*opened()), history=False)

    assert not Placement.objects.exists()
    assert len(load_events(programme(*opened()))) == 3


def test_a_file_goes_on_stating_the_terms_that_were_signed(load_events: LoadEvents) -> None:
    changes = amended(
        NOVEMBER,
        terms={"capacity": "30000000.00", "settlement_days": 4},
        fee_tiers=[{"above": "0.00", "rate": "0.03"}],
    )
    load_events(programme(*opened(), changes))

    assert load_events(programme(*opened(), changes)) == []
    with refused(
        "Facility: capacity is $30,000,000.00; the file says $26,000,000.00. What the books hold "
        "is changed in the admin."
    ):
        load_events(programme(*opened(), changes, capacity="26000000.00"))


def test_a_file_that_states_the_terms_of_today_agrees_too(load_events: LoadEvents) -> None:
    tiers = [{"above": "0.00", "rate": "0.03"}]
    changes = amended(NOVEMBER, terms={"settlement_days": 4}, fee_tiers=tiers)
    load_events(programme(*opened(), changes))

    assert (
        load_events(programme(*opened(), changes, settlement_days=4, tiers=[("0.00", "0.03")]))
        == []
    )


def test_two_issuers_count_their_events_apart(load_events: LoadEvents) -> None:
    load_events(programme(*opened()))
    other = programme({**opened()[0], "agreement": "second"})
    other["issuer"] |= {"slug": "other-bio", "name": "Other Bio, Inc."}
    other["shelf"][0]["file_number"] = "333-2"
    other["agreement"][0]["slug"] = "second"
    other["agreement"][0]["terms"]["shelf"]["value"] = "333-2"

    assert load_events(other)[-1] == "Event 1 (placement)"
    assert LoadedEvent.objects.filter(position=1).count() == 2


def test_locks_are_taken_before_the_first_event_in_the_order_of_acts(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*ISSUED, warrants=True))
    with CaptureQueriesContext(connection) as queries:
        load_events(programme(*ISSUED, split(date(2001, 11, 20), 2, 1), warrants=True))
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    tables = ["placements_agreement", "books_issuer", "warrants_warrant", "chainhead"]
    assert [table in sql for table, sql in zip(tables, locks, strict=False)] == [True] * 4
