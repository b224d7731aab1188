"""Loading events: what each kind records, through the same action as on its page."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.models import Approval, Closing
from placements.models import Agreement, Delivery, Placement, PlacementEvent, Sale
from placements.selectors.ledger import prove_ledger
from tests.books import refused
from tests.programme.conftest import LoadEvents
from tests.programme.told import (
    AGENT,
    ISSUED,
    TODAY,
    amended,
    delivered,
    entry,
    event,
    moved,
    opened,
    programme,
    reversal,
    sold,
    split,
)
from warrants.models import Entry, Split, Warrant

pytestmark = pytest.mark.django_db

NOVEMBER = date(2001, 11, 1)


def test_a_placement_is_drafted_on_the_day_of_its_first_move_and_moved(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*opened(remark="a block"), moved("suspend", NOVEMBER)))

    placement = Placement.objects.get()
    assert (placement.number, placement.status, placement.remark) == (1, "suspended", "a block")
    assert placement.proposed_on == placement.accepted_on == date(2001, 10, 1)
    assert placement.status_on == NOVEMBER
    drafted = PlacementEvent.objects.earliest("pgh_id")
    assert (drafted.status, drafted.status_on) == ("draft", date(2001, 10, 1))


def test_a_placement_without_a_move_is_drafted_today(load_events: LoadEvents) -> None:
    load_events(programme(opened()[0]))

    assert Placement.objects.get().status_on == TODAY


def test_a_proposal_is_asked_for_by_the_loader_and_approved_by_the_published_record(
    load_events: LoadEvents,
) -> None:
    load_events(programme(*opened()))

    approval = Approval.objects.get()
    assert approval.asked_by.username == "office"
    assert approval.decided_by is not None
    assert approval.decided_by.username == PUBLISHED_RECORD


def test_a_sale_is_booked_with_all_that_its_notice_says(load_events: LoadEvents) -> None:
    load_events(
        programme(
            *opened(),
            sold(
                "N-1",
                NOVEMBER,
                1000,
                "4.0254",
                gross="4025.38",
                deductions="12.34",
                settlement_date=date(2001, 11, 8),
                settlement_reason="as agreed",
                remark="a block",
                commission="161.02",
                agent=AGENT,
            ),
        )
    )

    sale = Sale.objects.get()
    assert (sale.gross, sale.commission) == (Decimal("4025.38"), Decimal("161.02"))
    assert (sale.deductions, sale.net) == (Decimal("12.34"), Decimal("3852.02"))
    assert sale.settlement_date == date(2001, 11, 8)
    assert (sale.settlement_reason, sale.remark) == ("as agreed", "a block")
    assert sale.recorded_by.username == "office"


def test_a_sale_of_the_history_may_have_deductions_too(load_events: LoadEvents) -> None:
    content = programme()
    told, draft = sold("N-1", NOVEMBER, 100, "2.00"), opened()[0]
    del told["kind"], draft["kind"]
    moves = [{"verb": verb, "on": date(2001, 10, 1)} for verb in ("propose", "accept")]
    content["history"] = {
        "placement": [{**draft, "moves": moves}],
        "sale": [{**told, "deductions": "5.00"}],
    }
    load_events(content)

    assert Sale.objects.get().net == Decimal("187.00")
    content["history"]["sale"][0]["deductions"] = "6.00"
    with refused("Facility, sale “N-1”: deductions is 5.00; the file's history says 6.00."):
        load_events(content)


def test_a_delivery_settles_its_sale(load_events: LoadEvents) -> None:
    on = date(2001, 11, 6)
    load_events(
        programme(
            *opened(),
            sold("N-1", NOVEMBER, 100, "2.00"),
            {**delivered("N-1", on), "remark": "by book entry"},
        )
    )

    delivery = Delivery.objects.get()
    assert (delivery.delivered_on, delivery.remark) == (on, "by book entry")


def test_a_reversal_is_asked_for_approved_and_posted(load_events: LoadEvents) -> None:
    load_events(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"), reversal("N-1", NOVEMBER)))

    posted = Sale.objects.get(reverses__isnull=False)
    assert (posted.trade_date, posted.gross) == (NOVEMBER, Decimal("-200.00"))
    assert posted.reason == "the agent's corrected notice"
    assert posted.recorded_by.username == "office"
    assert Agreement.objects.get().gross_sold == 0


def test_an_amendment_changes_terms_and_tiers_from_its_day(load_events: LoadEvents) -> None:
    tiers = [{"above": "0.00", "rate": "0.03", "page": "p. 2"}]
    load_events(
        programme(*opened(), amended(NOVEMBER, terms={"capacity": "30000000.00"}, fee_tiers=tiers))
    )

    agreement = Agreement.objects.get()
    version = agreement.versions.get(number=2)
    assert agreement.capacity == Decimal("30000000.00")
    assert agreement.fee_schedule().commission(Decimal(100)) == Decimal("3.00")
    assert (version.kind, version.effective_on) == ("amendment", NOVEMBER)
    assert version.cited == "Amendment No. 1, p. 1"
    assert version.approval is not None
    assert version.approval.decided_by is not None
    assert version.approval.decided_by.username == PUBLISHED_RECORD


def test_a_sale_names_the_agent_of_its_trade_date(load_events: LoadEvents) -> None:
    events = [
        *opened(),
        amended(date(2001, 11, 6), terms={"agent": "Acme & Co."}),
        sold("N-1", NOVEMBER, 100, "2.00", agent=AGENT),
        sold("N-2", date(2001, 11, 6), 100, "2.00", agent="Acme & Co."),
    ]
    load_events(programme(*events))
    assert load_events(programme(*events)) == []
    wrong = sold("N-3", date(2001, 11, 7), 100, "2.00", agent=AGENT)
    with refused(
        f"Event 7 (sale): The agent of the Facility is “Acme & Co.”; the sale names “{AGENT}”."
    ):
        load_events(programme(*events, wrong))


def test_a_correction_takes_the_place_of_the_terms_that_were_misread(
    load_events: LoadEvents,
) -> None:
    signed_on = date(2001, 6, 12)
    load_events(
        programme(*opened(), amended(signed_on, "correction", terms={"settlement_days": "4"}))
    )

    assert Agreement.objects.get().settlement_days == 4


def test_an_early_delivery_is_recorded_with_its_remark(load_events: LoadEvents) -> None:
    early = delivered("N-1", date(2001, 11, 5), remark="against early payment")
    load_events(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"), early))

    assert Delivery.objects.get().remark == "against early payment"


def test_a_split_is_recorded_with_its_source(load_events: LoadEvents) -> None:
    load_events(programme(*opened(), split(NOVEMBER)))

    recorded = Split.objects.get()
    assert (recorded.new, recorded.old, recorded.effective_on) == (1, 25, NOVEMBER)
    assert recorded.source == "Form 8-K"


def test_an_issue_gives_the_agent_of_the_file_its_warrant(load_events: LoadEvents) -> None:
    load_events(programme(*ISSUED, warrants=True))

    warrant = Warrant.objects.get()
    assert (warrant.shares, warrant.exercise_price) == (10_000, Decimal("5.2000"))
    assert warrant.issued_on == date(2001, 11, 15)
    assert str(Entry.objects.get().holder_to) == AGENT


def test_a_split_that_was_recorded_first_follows_an_issue_of_an_earlier_day(
    load_events: LoadEvents,
) -> None:
    [*settled, issue] = ISSUED
    load_events(programme(*settled, split(date(2001, 11, 20)), issue, warrants=True))

    warrant = Warrant.objects.get()
    assert (warrant.shares, warrant.outstanding) == (10_000, 400)
    assert [(entry.kind, entry.shares) for entry in warrant.entries.order_by("number")] == [
        ("issue", 10_000),
        ("split", 9_600),
    ]
    assert prove_ledger().differences == []


def test_the_register_goes_on_by_transfer_exercise_cancellation_and_expiry(
    load_events: LoadEvents,
) -> None:
    today = date(2008, 1, 2)
    load_events(
        programme(
            *ISSUED,
            entry("transfer", date(2001, 12, 3), 4_000, to="officer"),
            entry("exercise", date(2002, 12, 2), 1_000),
            entry("exercise", date(2002, 12, 3), 2_000, way="cashless", market_price="10.40"),
            entry("cancel", date(2003, 1, 2), 500, reason="over-issued"),
            entry("expire", date(2007, 1, 2), 2_500),
            entry("expire", date(2007, 1, 2), 4_000, holder="officer"),
            warrants=True,
        ),
        today=today,
    )

    told = Entry.objects.order_by("on", "shares").values_list(
        "kind", "shares", "shares_issued", "cash"
    )
    assert list(told)[1:] == [
        ("transfer", 4_000, 0, 0),
        ("cash_exercise", 1_000, 1_000, Decimal("5200.00")),
        ("cashless_exercise", 2_000, 1_000, 0),
        ("cancellation", 500, 0, 0),
        ("expiry", 2_500, 0, 0),
        ("expiry", 4_000, 0, 0),
    ]
    assert Warrant.objects.get().outstanding == 0


def test_an_expiry_may_leave_out_who_had_what(load_events: LoadEvents) -> None:
    expiry = event("expire", warrant=1, on=date(2007, 1, 2))
    load_events(programme(*ISSUED, expiry, warrants=True), today=date(2008, 1, 2))

    assert Entry.objects.get(kind="expiry").shares == 10_000


def test_a_close_closes_the_period_on_its_day(load_events: LoadEvents) -> None:
    notes = {"unsettled": "due in November", "earlier": "nothing sold", "documents": "on paper"}
    close = {"kind": "close", "period": "2001-10", "on": NOVEMBER, "notes": notes}
    load_events(programme(*opened(), sold("N-1", date(2001, 10, 31), 100, "2.00"), close))

    closing = Closing.objects.get()
    assert (closing.label, closing.closed_on) == ("2001-10", NOVEMBER)
    assert closing.totals.get().gross == Decimal("200.00")
    assert closing.recorded_by.username == PUBLISHED_RECORD
    told = {item["topic"]: item["note"] for item in closing.checklist}
    assert {topic: told[topic] for topic in notes} == notes


def test_what_the_events_leave_is_in_order(load_events: LoadEvents) -> None:
    load_events(programme(*ISSUED, split(date(2001, 11, 20), 2, 1), warrants=True))

    assert prove_ledger().differences == []
