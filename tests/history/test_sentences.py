"""Each act reads as a sentence: who changed what, from what to what, by which path, and why."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from typing import Any

import pghistory
import pytest
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.books.history.query import RecordKey
from neoequity.books.models import Document, ExceptionalDay
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Attachment, Placement, Sale
from tests.amendments.changing import amended
from tests.constraints.rows import columns_of, insert, run, update
from tests.factories import TODAY, PlacementFactory, approved, attached, reverse_sale, sell
from tests.history.conftest import Lines, Rows, told
from tests.worlds import built_once
from warrants.actions.split import record_split

pytestmark = pytest.mark.django_db


@built_once
def day() -> ExceptionalDay:
    return ExceptionalDay.objects.create(
        day=date(2001, 9, 11), is_trading_day=False, is_settlement_day=True, source="Exchange"
    )


def test_a_row_is_entered_changed_and_deleted(lines: Lines, day: ExceptionalDay) -> None:
    ExceptionalDay.objects.filter(pk=day.pk).update(source="NYSE notice", is_settlement_day=False)
    day.delete()

    assert [told(line) for line in lines()] == [
        ["exceptional day “Sep 11, 2001” deleted"],
        [
            "exceptional day “Sep 11, 2001” changed",
            "Settlement day from “yes” to “no”",
            "Source from “Exchange” to “NYSE notice”",
        ],
        [
            "exceptional day “Sep 11, 2001” entered",
            "Day: 2001-09-11",
            "Trading day: no",
            "Settlement day: yes",
            "Source: Exchange",
        ],
    ]


def test_a_move_says_who_did_it_and_why(
    lines: Lines, agreement: Agreement, treasurer: User
) -> None:
    draft = draft_placement(
        agreement, shares_offered=5_000, minimum_price=Decimal(4), on=TODAY, by=treasurer
    )
    approved(ask_proposal(draft, by=treasurer))
    move_placement(
        draft, "propose", on=TODAY, by=treasurer, today=TODAY, note="By telephone at 10:05."
    )

    line, entered = lines(kinds=["placement"])

    assert told(line) == [
        "Placement 1 (Sales Agreement) changed",
        "Status from “draft” to “proposed”",
        "Status note from nothing to “By telephone at 10:05.”",
        "Proposed on from nothing to “2001-11-13”",
    ]
    assert (line.who, line.through, line.why) == (
        "treasurer",
        "Changed the status of a placement",
        "By telephone at 10:05.",
    )
    assert line.url == "/placements/sales-agreement/1/"
    assert "Agreement: Sales Agreement" in told(entered)
    assert "Shares offered: 5,000" in told(entered)
    assert "Minimum price: $4.0000" in told(entered)


def test_people_are_told_by_their_names(lines: Lines, treasurer: User) -> None:
    TOTPDevice.objects.create(user=treasurer, name="phone")
    assert [line.what for line in lines(most=5)] == [
        "change of credentials “Second factor” (treasurer) entered",  # by whom, nobody knows
        "second factor (treasurer) entered",
        "person “treasurer” changed",
        "membership (treasurer, Treasury) entered",
        "person “treasurer” entered",
    ]


def test_a_request_is_told_by_its_number(lines: Lines, agreement: Agreement) -> None:
    draft = PlacementFactory(agreement=agreement)
    request = ask_proposal(draft, by=draft.status_by)
    assert lines(most=1)[0].what == f"Request {request.pk} (NeoTherapeutics, Inc.) entered"


def test_a_bulk_update_leaves_a_line_for_each_row(lines: Lines, agreement: Agreement) -> None:
    PlacementFactory(agreement=agreement)
    PlacementFactory(agreement=agreement)
    before = len(lines())

    Placement.objects.update(remark="Moved to the new system.")

    newest = lines()[: len(lines()) - before]
    assert {line.what for line in newest} == {
        "Placement 1 (Sales Agreement) changed",
        "Placement 2 (Sales Agreement) changed",
    }
    assert {line.why for line in newest} == {"Moved to the new system."}


def test_raw_sql_is_told_as_outside_the_product(lines: Lines, agreement: Agreement) -> None:
    update(agreement, capacity="26000000.00")

    line = lines()[0]

    assert told(line) == [
        "agreement “Sales Agreement” changed",
        "Capacity (gross proceeds) from “$25,000,000.00” to “$26,000,000.00”",
    ]
    assert (line.who, line.path, line.through) == ("not known", "outside", "outside the product")
    assert line.how == ""


@pytest.mark.parametrize("column", ["source", "is_trading_day"])
def test_an_update_that_changes_nothing_leaves_no_line(
    lines: Lines, day: ExceptionalDay, column: str
) -> None:
    before = lines()
    update(day, **{column: columns_of(day)[column]})
    assert lines() == before


def test_an_event_in_which_nothing_differs_is_not_told(lines: Lines, day: ExceptionalDay) -> None:
    """As when triggers were made anew in the middle, or an event was written by hand."""
    before = lines()
    events = ExceptionalDay.pgh_event_model  # type: ignore[attr-defined] # by pghistory
    event = events.objects.get()
    event.pgh_id, event.pgh_label = None, "update"
    event.save(force_insert=True)
    assert events.objects.count() == 2
    assert lines() == before


def test_a_change_there_and_back_is_two_lines(lines: Lines, day: ExceptionalDay) -> None:
    update(day, source="NYSE")
    update(day, source="Exchange")
    assert [told(line)[1] for line in lines()[:2]] == [
        "Source from “NYSE” to “Exchange”",
        "Source from “Exchange” to “NYSE”",
    ]


def test_posted_rows_are_acts_too(lines: Lines, agreement: Agreement, treasurer: User) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sale = sell(placement, 1000, "4.00", by=treasurer, trade_date=date(2001, 11, 1))
    deliver([sale], delivered_on=TODAY, by=treasurer, today=TODAY, remark="Three days late.")
    reverse_sale(sale, on=TODAY, reason="Wrong price.", by=treasurer, today=TODAY)

    posted = lines(kinds=["sale", "delivery"])
    assert [(line.what, line.who, line.through, line.why) for line in posted] == [
        (
            (
                "sale 1 of the Sales Agreement reversed by entry 2, with effect from 2001-11-13: "
                "(1,000) shares, gross ($4,000.00)"
            ),
            *("treasurer", "Reversed a sale", "Wrong price."),
        ),
        (
            "sale 1 of the Sales Agreement delivered on 2001-11-13",
            *("treasurer", "Recorded a delivery", "Three days late."),
        ),
        (
            "sale 1 of the Sales Agreement recorded: 1,000 shares, gross $4,000.00",
            *("treasurer", "Recorded a sale", ""),
        ),
    ]


def test_the_path_is_a_page_the_admin_an_import_or_a_program(
    lines: Lines, agreement: Agreement, treasurer: User, client: Client
) -> None:
    placement = PlacementFactory(agreement=agreement, by=treasurer)
    assert lines(1)[0].path == "program"

    approved(ask_proposal(placement, by=treasurer))
    client.post(f"/placements/sales-agreement/{placement.number}/propose/", {"on": TODAY})
    assert (lines(1)[0].path, lines(1)[0].through) == ("page", "Changed the status of a placement")

    User.objects.filter(pk=treasurer.pk).update(is_staff=True, is_superuser=True)
    client.post(f"/admin/placements/placement/{placement.pk}/move/accept/", {"on": TODAY})
    assert lines(1)[0].path == "admin"
    assert lines(1)[0].how == "in the administration"

    with pghistory.context(command="import_sales"):
        Placement.objects.update(remark="as imported")
    assert lines(1)[0].path == "import"


def test_a_command_is_the_path_of_what_it_enters(lines: Lines) -> None:
    call_command("load_programme", "neoequity/programmes/neotherapeutics.toml", stdout=StringIO())
    assert {(line.path, line.who, line.through) for line in lines() if line.changes} == {
        ("command", "a command", "Loaded a programme file")
    }


def test_a_deleted_row_is_told_with_what_it_belonged_to(lines: Lines, agreement: Agreement) -> None:
    agreement.fee_tiers.get(above="20000000").delete()
    assert told(lines(1)[0]) == ["fee tier “3.00% above $20,000,000” (Sales Agreement) deleted"]


def test_a_record_is_told_with_its_parts(
    lines: Lines, agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sale, other = (sell(placement, by=treasurer) for _ in range(2))
    deliver([sale, other], delivered_on=TODAY, by=treasurer, today=TODAY)
    reverse_sale(sale, on=TODAY, reason="Wrong.", by=treasurer, today=TODAY)

    of_sale = lines(record=RecordKey(type(sale), sale.pk))
    of_agreement = lines(record=RecordKey(Agreement, agreement.pk))

    assert [line.through for line in of_sale] == [
        "Reversed a sale",
        "Recorded a delivery",
        "Recorded a sale",
    ]
    assert {line.record.model.__name__ for line in of_agreement} == {
        "Agreement",
        "FeeTier",
        "TermCitation",
    }


def test_a_sale_tells_by_which_path_it_was_recorded(lines: Lines, agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    with pghistory.context(url="/sales/new/"):
        sale = sell(placement)
    assert (lines(1)[0].through, lines(1)[0].path) == ("Recorded a sale", "page")

    row = columns_of(sale, number=2, agent_reference="RAW-1", commission="160.00", net="3840.00")
    del row["recorded_at"]
    run("RESET pghistory.context_id")  # which ends with the transaction of an act
    insert(Sale, row)
    assert lines(1)[0].path == "outside"
    assert [line.record.model for line in lines(path="outside", kinds=["sale"])] == [Sale]


def test_documents_versions_and_splits_tell_by_which_path_they_came(
    lines: Lines, rows: Rows, agreement: Agreement, treasurer: User
) -> None:
    PlacementFactory(agreement=agreement, by=treasurer)
    with pghistory.context(url="/admin/placements/attachment/add/"):
        attached(agreement, by=treasurer)
    with pghistory.context(url="/approvals/1/decide/"):
        amended(agreement, capacity=Decimal("26000000.00"))
    with pghistory.context(command="load_programme"):
        split: dict[str, Any] = {"new": 2, "old": 1, "source": "Form 8-K", "effective_on": TODAY}
        record_split(agreement.issuer, **split, by=treasurer, today=TODAY)
    kinds = ["attachment", "termversion", "split"]
    paths = ["command", "page", "admin"]
    assert [line.path for line in lines(kinds=kinds)] == paths
    assert [row["path"] for row in rows() if row["kind"] in kinds] == paths
    assert [line.record.model for line in lines(path="admin", kinds=kinds)] == [Attachment]


def test_a_raw_row_does_not_tell_of_a_path_that_it_did_not_come_by(
    lines: Lines, agreement: Agreement
) -> None:
    with pghistory.context(url="/attach/"):
        row = columns_of(attached(agreement), placement_id=None, kind="other")
    run("RESET pghistory.context_id")
    del row["recorded_at"]
    document = Document.objects.create(
        sha256=sha256(b"a").hexdigest(), content_type="text/plain", size=1, content=b"a"
    )
    insert(Attachment, {**row, "document_id": document.pk})
    assert [line.path for line in lines(kinds=["attachment"])] == ["outside", "page"]
