"""The history as a file: exact bytes, the same from page and command, the same narrowing."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from neoequity.books.models import ExceptionalDay
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Placement
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    approved,
    attached,
    sell,
)
from tests.history.conftest import Rows
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def placement(agreement: Agreement, treasurer: User) -> Placement:
    draft = draft_placement(
        *(agreement,), shares_offered=5_000, minimum_price=Decimal(4), on=TODAY, by=treasurer
    )
    approved(ask_proposal(draft, by=treasurer))
    return move_placement(
        draft, "propose", on=TODAY, by=treasurer, today=TODAY, note="=By telephone,\nat noon."
    )


def without_moments(text: str) -> list[str]:
    """The lines with the seventh cell, the moment, taken out."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    return [",".join(part for part in line.split(",") if not part.endswith("Z")) for line in lines]


def test_the_bytes_are_these(client: Client, placement: Placement) -> None:
    response: Any = client.get("/exports/history.csv?kind=placement")
    text = b"".join(response.streaming_content).decode()
    why = '"\'=By telephone, at noon."'
    assert without_moments(text) == [
        "kind,record,event,field,before,after,recorded_at,recorded_by,path,why,act",
        *(
            f"placement,sales-agreement/1,changed,{change},treasurer,program,{why},move_placement"
            for change in (
                "status,draft,proposed",
                f"status_note,,{why}",
                "proposed_on,,2001-11-13",
            )
        ),
        *(
            f"placement,sales-agreement/1,entered,{field},,{value},treasurer,program,,draft_placement"
            for field, value in (
                ("agreement", "sales-agreement"),
                ("number", "1"),
                ("shares_offered", "5000"),
                ("minimum_price", "4.000000"),
                ("status", "draft"),
                ("status_on", "2001-11-13"),
                ("status_by", "treasurer"),
            )
        ),
    ]


def test_the_command_writes_what_the_page_offers(client: Client, placement: Placement) -> None:
    out = StringIO()
    call_command("export", "history", stdout=out)
    response: Any = client.get("/exports/history.csv")
    assert b"".join(response.streaming_content).decode() == out.getvalue()


def test_a_posted_row_is_one_line_and_a_deleted_one_too(rows: Rows, placement: Placement) -> None:
    day = ExceptionalDay.objects.create(
        day="2001-09-11", is_trading_day=False, is_settlement_day=True, source="Exchange"
    )
    day.delete()
    accepted = move_placement(placement, "accept", on=TODAY, by=placement.status_by, today=TODAY)
    sell(accepted, 1_000, "4.00", trade_date=TODAY, by=placement.status_by, remark="-5% off")

    [sale] = [row for row in rows() if row["kind"] == "sale"]
    [deleted] = [row for row in rows() if row["event"] == "deleted"]

    del sale["recorded_at"]
    assert sale == {
        "kind": "sale",
        "record": "sales-agreement/1",
        "event": "recorded",
        "field": "",
        "before": "",
        "after": "sale 1 of the Sales Agreement recorded: 1,000 shares, gross $4,000.00",
        "recorded_by": "treasurer",
        "path": "program",
        "why": "'-5% off",
        "act": "record_sale",
    }
    assert (deleted["kind"], deleted["record"]) == ("exceptionalday", "2001-09-11")
    assert (deleted["field"], deleted["before"], deleted["after"]) == ("", "", "")


def test_an_agreement_narrows_the_file(rows: Rows, placement: Placement) -> None:
    AgreementFactory(other=True)
    records = {row["record"] for row in rows(agreement="sales-agreement")}
    assert {"sales-agreement", "sales-agreement/1", "sales-agreement/1/0.00"} <= records
    assert not any(record.startswith(("other", "neo", "333")) for record in records)


def test_documents_of_an_agreement_are_told_whatever_record_they_are_on(rows: Rows) -> None:
    placement: Placement = PlacementFactory(accepted=True)
    for record in (placement.agreement, placement, sell(placement)):
        attached(record)
    other = PlacementFactory(agreement=AgreementFactory(other=True))
    attached(other)
    told = [row for row in rows(agreement="sales-agreement") if row["kind"] == "attachment"]
    assert len(told) == 3


def test_a_moment_leaves_out_what_was_recorded_after_it(rows: Rows, placement: Placement) -> None:
    before = rows()
    moment = timezone.now()
    Placement.objects.update(remark="later")

    assert rows(known_at=moment) == before
    assert len(rows()) == len(before) + 1
    assert rows(as_of=TODAY - timedelta(days=1)) == []
    assert rows(known_at=moment, as_of=TODAY - timedelta(days=1)) == []


def test_the_moment_itself_is_known(rows: Rows, placement: Placement) -> None:
    """To the microsecond: the moment of the last event is not after it."""
    newest = Placement.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert rows(known_at=newest.pgh_created_at) == rows()
    before = rows(known_at=newest.pgh_created_at - timedelta(microseconds=1))
    assert len(before) == len(rows()) - 3
