"""The change log: every change that no issuer's chain seals is sealed when it is committed."""

import json
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from neoequity.books.history.sources import tracked
from neoequity.books.kinds import logged_kinds
from neoequity.books.models import ChangeLog, ExceptionalDay, LoggedChange
from neoequity.books.proof.change_log import prove_log
from neoequity.people.models import User
from placements.actions.sale import record_sale
from placements.models import Placement
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, notice_of
from tests.worlds import built_once


def commit() -> None:
    """What waits for the commit happens now."""
    connection.check_constraints()


def logged() -> list[tuple[str, int]]:
    """Kind and entry of each logged change, in the order of the log."""
    return [*LoggedChange.objects.values_list("kind", "entry")]


def events_of(model: type[Model]) -> Any:
    """The model of a tracked model's events."""
    return next(each.events for each in tracked() if each.model is model)


@built_once
def placement(person: User) -> Placement:
    """An accepted placement, which has moved twice."""
    accepted: Placement = PlacementFactory(accepted=True, by=person)
    return accepted


@pytest.fixture
def day(db: None) -> ExceptionalDay:
    """The first change of the books that the test looks at."""
    day = ExceptionalDay.objects.create(
        day="2001-09-11", is_trading_day=False, is_settlement_day=True, source="a notice"
    )
    commit()
    return day


def test_each_event_is_sealed_over_the_digest_before_it_and_its_columns(
    day: ExceptionalDay,
) -> None:
    before = LoggedChange.objects.latest("position")

    ExceptionalDay.objects.filter(pk=day.pk).update(source="two notices")
    commit()

    event = events_of(ExceptionalDay).objects.latest("pgh_id")
    sealed = LoggedChange.objects.latest("position")
    row, context = json.loads(sealed.fields)
    assert row == {
        "pgh_id": str(event.pk),
        "pgh_created_at": event.pgh_created_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "pgh_label": "update",
        "pgh_obj_id": str(day.pk),
        "pgh_context_id": None,
        "id": str(day.pk),
        "day": "2001-09-11",
        "is_trading_day": "false",
        "is_settlement_day": "true",
        "source": "two notices",
    }
    assert context is None
    assert (sealed.kind, sealed.entry) == ("books.exceptionaldayevent", event.pk)
    assert sealed.position == before.position + 1
    assert sealed.digest == sha256((before.digest + sealed.fields).encode()).hexdigest()


def test_the_head_is_the_last_seal(day: ExceptionalDay) -> None:
    last = LoggedChange.objects.latest("position")
    head = ChangeLog.objects.get()
    assert (head.length, head.digest) == (last.position, last.digest)


def test_the_log_is_proved_from_its_origin_on(day: ExceptionalDay) -> None:
    assert LoggedChange.objects.earliest("position").position == 1
    assert prove_log(logged_kinds()).differences == []  # counts from the origin


def test_a_deletion_is_a_change_like_any_other(day: ExceptionalDay) -> None:
    number = LoggedChange.objects.count()
    day.delete()
    commit()
    assert LoggedChange.objects.count() == number + 1


def test_recording_a_sale_adds_nothing_to_the_log(placement: Placement, person: User) -> None:
    commit()
    before = logged()

    record_sale(notice_of(placement, 1_000), by=person, today=TODAY)
    commit()

    assert logged() == before


def test_who_made_a_change_is_sealed_with_it(placement: Placement) -> None:
    commit()
    change = LoggedChange.objects.filter(kind="placements.placementevent").latest("position")
    _, context = json.loads(change.fields)
    assert context["user"] == placement.status_by_id


def test_the_command_prints_the_head_of_the_log(day: ExceptionalDay) -> None:
    out = StringIO()
    call_command("verify_ledger", record=False, stdout=out)
    head = ChangeLog.objects.get()
    assert f"in the change log, whose head is {head.digest}; " in out.getvalue()


def test_a_download_names_the_head_of_the_log(placement: Placement, person: User) -> None:
    commit()
    response = logged_in(person).get("/exports/sales.csv")
    head = ChangeLog.objects.get()
    assert response["X-Log-Head"] == f"{head.length} {head.digest}"
