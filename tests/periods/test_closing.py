"""Closing a period: what it asks for, what it stores, and what it refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.approvals.actions import reject
from neoequity.books.models import ChainHead, Closing, Seal
from neoequity.books.periods.checklist import Open
from neoequity.books.periods.closing import Proved, ask_reopening, close_period
from neoequity.periods.checklist import Findings
from placements.actions.delivery import deliver
from placements.models import ClosingTotal, Placement
from placements.selectors.closings import with_what_was_left
from tests.books import refused
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    approved,
    sell,
)
from tests.periods.closings import (
    CLOSED_ON,
    IN_ORDER,
    NOTES,
    anna,
    carl,
    close,
    finding,
    in_order,
    locked,
    nothing_amiss,
    reopen,
)
from tests.worlds import built_once

UNSETTLED = "1 sale is not settled on Dec 31, 2001: $4,000.00 gross."
EARLIER = "4 earlier months are open."
WHY = " Say in a note why that may stay."


@built_once
def placement(db: None) -> Placement:
    made: Placement = PlacementFactory(accepted=True)
    return made


def test_a_closing_keeps_who_closed_what_and_when(placement: Placement) -> None:
    closing = close()
    assert (closing.number, closing.label) == (1, "2001Q4")
    assert (closing.starts_on, closing.ends_on) == (date(2001, 10, 1), date(2001, 12, 31))
    assert (closing.recorded_by, closing.closed_on) == (anna(), CLOSED_ON)


def test_a_closing_keeps_the_head_before_it_and_is_the_next_entry_of_the_chain(
    placement: Placement,
) -> None:
    sell(placement)
    before = ChainHead.objects.get()
    closing = close()
    assert (closing.head_position, closing.head_digest) == (before.length, before.digest)
    seal = Seal.objects.get(kind="closing")
    assert (seal.entry, seal.position) == (closing.pk, before.length + 1)
    assert ChainHead.objects.get().digest == seal.digest


def test_a_closing_stores_the_totals_of_its_days_and_to_date(placement: Placement) -> None:
    september = PlacementFactory(
        agreement=placement.agreement, accepted=True, on=date(2001, 9, 3), shares_offered=2000
    )
    by = UserFactory()
    first = sell(september, 500, "4.00", trade_date=date(2001, 9, 28), by=by)
    second = sell(placement, 1000, "4.00", trade_date=date(2001, 10, 26), by=by)
    deliver([first, second], delivered_on=date(2001, 10, 31), by=by, today=TODAY)
    sell(placement, 2000, "5.00", by=by)
    total = close().totals.get()
    assert (total.shares, total.gross) == (3000, Decimal("14000.00"))
    assert (total.commission, total.net) == (Decimal("560.00"), Decimal("13440.00"))
    assert total.settled == Decimal("6000.00")
    assert (total.shares_to_date, total.gross_to_date) == (3500, Decimal("16000.00"))
    assert (total.commission_to_date, total.net_to_date) == (Decimal(640), Decimal(15360))
    assert total.unsettled == Decimal("10000.00")
    [row] = with_what_was_left(ClosingTotal.objects.all())
    assert vars(row)["left_then"] == Decimal("24984000.00")


def test_every_agreement_of_the_issuer_has_its_total(placement: Placement) -> None:
    AgreementFactory(other=True)
    totals = close().totals.all()
    assert {total.agreement.slug for total in totals} == {"sales-agreement", "other-agreement"}


def test_what_is_open_is_kept_with_its_note(placement: Placement) -> None:
    sell(placement)
    items = {item["topic"]: item for item in close().checklist}
    assert items["unsettled"]["sentence"] == UNSETTLED
    assert items["unsettled"]["note"] == NOTES["unsettled"]
    assert items["unsettled"]["lines"] == [
        (
            "Sale 1 of the Sales Agreement: 1,000 shares for $4,000.00, traded 2001-11-09, due "
            "2001-11-15"
        )
    ]
    assert items["earlier"]["lines"] == ["2001-06", "2001-07", "2001-08", "2001-09"]
    assert items["ledger"]["sentence"] == "The ledger agrees: all of it."
    assert items["documents"]["note"] == ""


def test_a_sale_that_was_delivered_or_reversed_by_the_last_day_is_not_listed(
    placement: Placement,
) -> None:
    by = UserFactory()
    early = sell(placement, by=by)
    deliver([early], delivered_on=TODAY, by=by, today=TODAY, remark="agreed")
    items = {item["topic"]: item for item in close().checklist}
    assert items["unsettled"]["found"] == 0
    assert items["unsettled"]["sentence"] == "Every sale made by Dec 31, 2001 is settled by then."


def test_what_is_open_without_a_note_keeps_the_period_open(placement: Placement) -> None:
    sell(placement)
    anna()
    with refused(UNSETTLED + WHY, EARLIER + WHY):
        close(accepted={"unsettled": "  "})


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            {"prove": lambda issuer, period: Proved(["Sale 1 …"], "")},
            "The ledger does not agree with its rows.",
        ),
        (
            {"inquire": finding(Findings(approvals=Open(1, ["Request 2 …"])))},
            (
                "1 request waits for approval and would be dated by Dec 31, 2001: approve, reject "
                "or withdraw first."
            ),
        ),
    ],
)
def test_what_blocks_keeps_the_period_open_whatever_notes_there_are(
    placement: Placement, found: dict[str, Any], sentence: str
) -> None:
    anna()
    with refused(sentence):
        close(accepted={**NOTES, "ledger": "Never mind."}, **found)


def test_a_missing_document_needs_a_note(placement: Placement) -> None:
    anna()
    found = IN_ORDER._replace(documents=Open(1, ["Sale 1 of the Sales Agreement: agent's notice"]))
    with refused("1 document is missing." + WHY):
        close(inquire=finding(found), accepted={"earlier": "Nothing was sold."})


def test_a_period_that_is_not_over_is_not_closed(placement: Placement) -> None:
    anna()
    with refused(
        "2001Q4 ends on Dec 31, 2001: it can be closed from the day after on; "
        "today is Dec 31, 2001."
    ):
        close(today=date(2001, 12, 31))


@pytest.mark.parametrize("label", ["2001Q4", "2001-11"])
def test_a_closed_period_and_its_parts_are_not_closed_again(
    placement: Placement, label: str
) -> None:
    close()
    with refused(
        "2001Q4 of NeoTherapeutics, Inc. was closed by anna on Jan 12, 2002 (closing 1); it is not "
        "closed again."
    ):
        close(label)


def test_any_other_span_of_days_is_no_period(placement: Placement) -> None:
    by = anna()
    with refused("2001-10-01 to 2001-11-30 is neither a month nor a quarter."):
        close_period(
            placement.agreement.issuer,
            date(2001, 10, 1),
            date(2001, 11, 30),
            accepted=NOTES,
            inquire=nothing_amiss,
            prove=in_order,
            by=by,
            today=CLOSED_ON,
        )


# Reopening


def test_a_period_stays_closed_until_somebody_else_approves(placement: Placement) -> None:
    request = ask_reopening(close(), reason="A sale was forgotten.", by=anna())
    by = UserFactory()
    with refused(locked("Nov 9, 2001")):
        sell(placement, by=by)
    approved(request, by=carl(), today=CLOSED_ON)
    assert sell(placement, by=by).number == 1


def test_a_reopening_keeps_who_asked_who_approved_why_and_when(placement: Placement) -> None:
    closing = close()
    reopened = reopen(closing, "  A sale was forgotten. ")
    assert (reopened.asked_by, reopened.recorded_by) == (anna(), carl())
    assert (reopened.reason, reopened.reopened_on) == ("A sale was forgotten.", CLOSED_ON)
    assert reopened.approval.what == "Reopen 2001Q4 of NeoTherapeutics, Inc. (closing 1)"


def test_nobody_approves_a_reopening_of_their_own(placement: Placement) -> None:
    boss = UserFactory(username="boss", is_superuser=True)
    request = ask_reopening(close(), reason="A sale was forgotten.", by=boss)
    with refused(f"boss made request {request.pk}: another person must approve it (four eyes)."):
        approved(request, by=boss)


def test_treasury_does_not_ask_and_a_controller_does_not_approve(placement: Placement) -> None:
    closing, treasurer = close(), UserFactory(username="tom")
    with refused("tom may not ask reopening: that is for Controller."):
        ask_reopening(closing, reason="A sale was forgotten.", by=treasurer)
    request = ask_reopening(closing, reason="A sale was forgotten.", by=anna())
    with refused("anna may not approve: that is for CFO."):
        approved(request, by=anna())


def test_a_reopening_needs_a_reason(placement: Placement) -> None:
    closing, by = close(), anna()
    with refused("A reopening needs a reason."):
        ask_reopening(closing, reason=" ", by=by)


def test_after_a_rejection_the_period_is_closed_and_may_be_asked_for_again(
    placement: Placement,
) -> None:
    closing, by = close(), UserFactory()
    reject(
        ask_reopening(closing, reason="A sale was forgotten.", by=anna()),
        by=carl(),
        note="It was not.",
    )
    with refused(locked("Nov 9, 2001")):
        sell(placement, by=by)
    assert ask_reopening(closing, reason="It was.", by=anna()).decision == ""


def test_a_reopening_is_asked_for_once_while_it_waits(placement: Placement) -> None:
    closing = close()
    request = ask_reopening(closing, reason="A sale was forgotten.", by=anna())
    with refused(
        f"Request {request.pk} by anna is already awaiting a CFO's decision: {request.what}."
    ):
        ask_reopening(closing, reason="Really.", by=anna())


def test_what_is_reopened_is_not_reopened_again(placement: Placement) -> None:
    closing = close()
    reopen(closing)
    with refused("2001Q4 was already reopened (closing 1)."):
        ask_reopening(closing, reason="Again.", by=anna())


def test_a_reopening_is_sealed_and_a_rejected_request_is_not(placement: Placement) -> None:
    closing = close()
    reject(ask_reopening(closing, reason="A sale was forgotten.", by=anna()), by=carl(), note="No.")
    assert not Seal.objects.filter(kind="reopening").exists()
    reopened = reopen(closing)
    assert Seal.objects.get(kind="reopening").entry == reopened.pk


def test_a_period_is_not_reopened_before_the_day_of_its_closing(placement: Placement) -> None:
    request, by = ask_reopening(close(), reason="A sale was forgotten.", by=anna()), carl()
    with refused(
        "2001Q4 was closed on Jan 12, 2002: it is reopened on that day or later; today is "
        "Nov 13, 2001."
    ):
        approved(request, by=by, today=TODAY)


def test_a_reopened_period_is_closed_again_under_the_next_number(placement: Placement) -> None:
    reopen(close())
    assert close().number == 2
    assert Closing.standing().count() == 1
    by = UserFactory()
    with refused(locked("Nov 9, 2001", number=2)):
        sell(placement, by=by)
