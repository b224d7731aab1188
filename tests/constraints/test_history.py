"""The history: every change of a tracked row, however it is made, leaves an event that stays."""

from decimal import Decimal
from operator import attrgetter
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from neoequity.books.models import Approval, ExceptionalDay, Issuer
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import (
    Agreement,
    AgreementEvent,
    DeliveryInstruction,
    DeliveryInstructionLine,
    FeeTier,
    Placement,
    PlacementEvent,
    Shelf,
    TermCitation,
)
from tests.constraints.conftest import House
from tests.constraints.rows import (
    ask,
    columns_of,
    delete,
    insert,
    refused_by_database,
    run,
    update,
)
from tests.factories import TODAY, approved, sell
from tests.kinds.cases import kinds_with_tests
from tests.worlds import built_once

#: For each tracked model: a row that may change, a column of it and another value.
TRACKED: dict[type[Model], tuple[str, str, Any]] = {
    Issuer: ("agreement.issuer", "name", "NeoTherapeutics Inc"),
    Shelf: ("agreement.shelf", "page", "p. S-12"),
    ExceptionalDay: ("day", "source", "NASD Notice 01-99"),
    Agreement: ("other", "agent", "Cantor Fitzgerald and Co."),
    FeeTier: ("other_tier", "page", "p. S-12"),
    TermCitation: ("page", "page", "p. S-12"),
    Placement: ("draft", "shares_offered", 50_000),
    DeliveryInstruction: ("instruction", "remark", "by courier"),
    DeliveryInstructionLine: ("line", "shares", 999),
    Approval: ("request", "note", "after a call with the agent"),
}
#: The warrants' own are tested beside them.
EVENTS: list[Any] = [
    model
    for label in ("books", "placements")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, Event)
]


class Rows(House):
    """The house, and a fee tier of the agreement that has sold nothing."""

    @property
    def other_tier(self) -> FeeTier:
        return self.other.fee_tiers.get()


@built_once
def rows(house: House) -> Rows:
    return Rows(*house)


def events_of(model: type[Model]) -> list[dict[str, Any]]:
    """The model's events, oldest first."""
    [event] = [each for each in EVENTS if each.pgh_tracked_model is model]
    return list(event.objects.order_by("pgh_id").values())


def test_every_table_is_tracked_or_keeps_its_rows_for_ever() -> None:
    """A posted row is its own history; the totals of days follow the posted rows."""
    names = {
        model.__name__
        for label in ("books", "placements")
        for model in apps.get_app_config(label).get_models()
        if not issubclass(model, Event) and not model._meta.proxy
    } - kinds_with_tests()
    kept = {
        *("Sale", "Delivery", "DayTotal", "SaleAggregate", "Document", "Attachment", "TermVersion"),
        *(
            "ChainHead",
            "Seal",
            "ChangeLog",
            "LoggedChange",
            "LedgerProof",
            "Closing",
            "ClosingTotal",
            "Reopening",
            "LoadedEvent",
            "Split",
        ),
        *("Receipt", "ReceiptPart", "CashTotal"),
        "AgentNoticeSale",  # the database lists it from the notice, which is posted
        "RecordAttachment",
        "DecisionSeen",  # that news was read is no part of the books
        "RememberedColumn",  # nor is what fills in a form
        "SecondPerson",  # what the settings say, brought up to them by each migration
        "MarketClosure",  # those of the calendar, made anew after each migration
    }
    assert names - {model.__name__ for model in TRACKED} == kept
    assert {event.pgh_tracked_model for event in EVENTS} == set(TRACKED)


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_a_raw_update_leaves_an_event_with_what_the_row_says_now(
    rows: Rows, model: type[Model]
) -> None:
    path, column, value = TRACKED[model]
    before = events_of(model)
    update(attrgetter(path)(rows), **{column: value})
    [event] = events_of(model)[len(before) :]
    assert event["pgh_label"] == "update"
    assert event[column] == value


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_an_update_that_changes_nothing_leaves_no_event(rows: Rows, model: type[Model]) -> None:
    path, column, _ = TRACKED[model]
    row, before = attrgetter(path)(rows), events_of(model)
    update(row, **{column: columns_of(row)[column]})
    assert events_of(model) == before


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_a_session_that_asks_to_ignore_the_triggers_leaves_its_event_all_the_same(
    rows: Rows, model: type[Model]
) -> None:
    path, column, value = TRACKED[model]
    before = events_of(model)
    everything = ask("SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger")
    run("SELECT set_config('pgtrigger.ignore', %s, true)", [everything])
    update(attrgetter(path)(rows), **{column: value})
    assert len(events_of(model)) == len(before) + 1


def test_a_raw_insert_and_a_raw_delete_leave_events(rows: Rows) -> None:
    insert(ExceptionalDay, columns_of(rows.day, day="2001-09-12"))
    delete(rows.day)
    assert [(event["pgh_label"], str(event["day"])) for event in events_of(ExceptionalDay)] == [
        ("insert", "2001-09-11"),
        ("insert", "2001-09-12"),
        ("delete", "2001-09-11"),
    ]


def test_a_bulk_update_leaves_an_event_for_each_row(rows: Rows) -> None:
    before = PlacementEvent.objects.count()
    changed = Placement.objects.update(remark="moved to the new system")
    assert PlacementEvent.objects.count() == before + changed == before + 3


def test_totals_that_follow_a_sale_are_no_change_of_terms(rows: Rows) -> None:
    before = AgreementEvent.objects.count(), PlacementEvent.objects.count()
    sell(rows.placement)
    assert (AgreementEvent.objects.count(), PlacementEvent.objects.count()) == before


def test_an_event_names_the_act_and_the_person(rows: Rows) -> None:
    draft = draft_placement(
        rows.agreement,
        shares_offered=1,
        minimum_price=None,
        expected_price=Decimal(4),
        on=TODAY,
        by=rows.person,
    )
    approved(ask_proposal(draft, by=rows.person))
    move_placement(draft, "propose", on=TODAY, by=rows.person, today=TODAY)
    told = PlacementEvent.objects.filter(pgh_obj=draft).order_by("pgh_id")
    metadata = [event.pgh_context.metadata for event in told.select_related("pgh_context")]
    assert [(each["act"], each["user"]) for each in metadata] == [
        ("draft_placement", rows.person.pk),
        ("move_placement", rows.person.pk),
    ]


def test_events_of_one_transaction_keep_their_order(rows: Rows) -> None:
    update(rows.draft, remark="first")
    update(rows.draft, remark="second")
    first, second = PlacementEvent.objects.filter(pgh_obj=rows.draft).order_by("-pgh_id")[:2][::-1]
    assert (first.remark, second.remark) == ("first", "second")
    assert first.pgh_created_at < second.pgh_created_at


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET pgh_created_at = '2001-11-09'",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "SET LOCAL pgtrigger.ignore = '{{append_only,events_stay}}'; DELETE FROM {}",
    ],
)
def test_events_are_only_ever_added_to(rows: Rows, event: type[Event], statement: str) -> None:
    with refused_by_database("What happened stays written"):
        run(statement.format(event._meta.db_table))
