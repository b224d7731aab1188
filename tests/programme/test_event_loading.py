"""Loading events: each through its action, in their order, once; all of a file or nothing of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.programme import load_whole, read_whole
from placements.models import (
    Agreement,
    Approval,
    Closing,
    Delivery,
    LoadedEvent,
    Placement,
    Sale,
)
from placements.selectors.ledger import prove_ledger
from placements.terms.approval import PUBLISHED_RECORD
from tests.books import books, nothing_changes, refused
from tests.factories import UserFactory
from tests.programme.told import (
    AGENT,
    TODAY,
    Content,
    amended,
    delivered,
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
Load = Callable[..., list[str]]


@pytest.fixture
def office() -> User:
    person: User = UserFactory(username="office")
    return person


@pytest.fixture
def load(office: User) -> Load:
    """Load a file's content with its history, on the last day of 2001 unless told otherwise."""

    def act(content: Content, *, today: date = TODAY, history: bool = True) -> list[str]:
        return load_whole(read_whole(content), by=office, today=today, with_history=history)

    return act


#: A placement sold out, delivered and closed, so that its warrant can be issued.
SOLD_OUT = [
    *opened(100_000, "4.00"),
    sold("N-1", date(2001, 11, 9), 100_000, "4.00"),
    moved("close", date(2001, 11, 12)),
    delivered("N-1", date(2001, 11, 15)),
]
ISSUED = [*SOLD_OUT, event("issue", placement=1, on=date(2001, 11, 16))]


def entry(kind: str, on: date, shares: int, **facts: Any) -> Content:
    """An entry of warrant 1, by its agent unless told otherwise."""
    return event(kind, warrant=1, on=on, **{"holder": "agent", "shares": shares, **facts})


# What each kind records


def test_a_placement_is_drafted_on_the_day_of_its_first_move_and_moved(load: Load) -> None:
    load(programme(*opened(remark="a block"), moved("suspend", NOVEMBER)))

    placement = Placement.objects.get()
    assert (placement.number, placement.status, placement.remark) == (1, "suspended", "a block")
    assert placement.proposed_on == placement.accepted_on == date(2001, 10, 1)
    assert placement.status_on == NOVEMBER
    drafted = placement.events.order_by("pgh_id").first()
    assert (drafted.status, drafted.status_on) == ("draft", date(2001, 10, 1))


def test_a_placement_without_a_move_is_drafted_today(load: Load) -> None:
    load(programme(opened()[0]))

    assert Placement.objects.get().status_on == TODAY


def test_a_proposal_is_asked_for_by_the_loader_and_approved_by_the_published_record(
    load: Load,
) -> None:
    load(programme(*opened()))

    approval = Approval.objects.get()
    assert approval.asked_by.username == "office"
    assert approval.decided_by is not None
    assert approval.decided_by.username == PUBLISHED_RECORD


def test_a_sale_is_booked_with_all_that_its_notice_says(load: Load) -> None:
    load(
        programme(
            *opened(),
            sold(
                "N-1",
                NOVEMBER,
                1000,
                "4.0254",
                gross="4025.00",
                deductions="12.34",
                settlement_date=date(2001, 11, 8),
                settlement_reason="as agreed",
                remark="a block",
                commission="161.00",
                agent=AGENT,
            ),
        )
    )

    sale = Sale.objects.get()
    assert (sale.gross, sale.commission) == (Decimal("4025.00"), Decimal("161.00"))
    assert (sale.deductions, sale.net) == (Decimal("12.34"), Decimal("3851.66"))
    assert sale.settlement_date == date(2001, 11, 8)
    assert (sale.settlement_reason, sale.remark) == ("as agreed", "a block")
    assert sale.recorded_by.username == "office"


def test_a_sale_of_the_history_may_have_deductions_too(load: Load) -> None:
    content = programme()
    told, draft = sold("N-1", NOVEMBER, 100, "2.00"), opened()[0]
    del told["kind"], draft["kind"]
    moves = [{"verb": verb, "on": date(2001, 10, 1)} for verb in ("propose", "accept")]
    content["history"] = {
        "placement": [{**draft, "moves": moves}],
        "sale": [{**told, "deductions": "5.00"}],
    }
    load(content)

    assert Sale.objects.get().net == Decimal("187.00")
    content["history"]["sale"][0]["deductions"] = "6.00"
    with refused(
        "Facility, sale “N-1”: deductions is 5.00; the file's history says 6.00."
    ):
        load(content)


def test_a_delivery_settles_its_sale(load: Load) -> None:
    on = date(2001, 11, 6)
    load(
        programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"), {**delivered("N-1", on), "remark": "by book entry"})
    )

    delivery = Delivery.objects.get()
    assert (delivery.delivered_on, delivery.remark) == (on, "by book entry")


def test_a_reversal_is_asked_for_approved_and_posted(load: Load) -> None:
    load(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"), reversal("N-1", NOVEMBER)))

    entry = Sale.objects.get(reverses__isnull=False)
    assert (entry.trade_date, entry.gross) == (NOVEMBER, Decimal("-200.00"))
    assert entry.reason == "the agent's corrected notice"
    assert entry.recorded_by.username == "office"
    assert Agreement.objects.get().gross_sold == 0


def test_an_amendment_changes_terms_and_tiers_from_its_day(load: Load) -> None:
    tiers = [{"above": "0.00", "rate": "0.03", "page": "p. 2"}]
    load(
        programme(
            *opened(), amended(NOVEMBER, terms={"capacity": "30000000.00"}, fee_tiers=tiers)
        )
    )

    agreement = Agreement.objects.get()
    version = agreement.versions.get(number=2)
    assert agreement.capacity == Decimal("30000000.00")
    assert agreement.fee_schedule().commission(Decimal(100)) == Decimal("3.00")
    assert (version.kind, version.effective_on) == ("amendment", NOVEMBER)
    assert version.cited == "Amendment No. 1, p. 1"
    assert version.approval is not None
    assert version.approval.decided_by.username == PUBLISHED_RECORD


def test_a_correction_takes_the_place_of_the_terms_that_were_misread(load: Load) -> None:
    signed_on = date(2001, 6, 12)
    load(programme(*opened(), amended(signed_on, "correction", terms={"settlement_days": "4"})))

    assert Agreement.objects.get().settlement_days == 4


def test_a_split_is_recorded_with_its_source(load: Load) -> None:
    load(programme(*opened(), split(NOVEMBER)))

    recorded = Split.objects.get()
    assert (recorded.new, recorded.old, recorded.effective_on) == (1, 25, NOVEMBER)
    assert recorded.source == "Form 8-K"


def test_an_issue_gives_the_agent_of_the_file_its_warrant(load: Load) -> None:
    load(programme(*ISSUED, warrants=True))

    warrant = Warrant.objects.get()
    assert (warrant.shares, warrant.exercise_price) == (10_000, Decimal("5.2000"))
    assert warrant.issued_on == date(2001, 11, 15)
    assert Entry.objects.get().holder_to.name == AGENT


def test_the_register_goes_on_by_transfer_exercise_cancellation_and_expiry(load: Load) -> None:
    today = date(2008, 1, 2)
    load(
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

    told = Entry.objects.order_by("on", "shares").values_list("kind", "shares", "shares_issued", "cash")
    assert list(told)[1:] == [
        ("transfer", 4_000, 0, 0),
        ("cash_exercise", 1_000, 1_000, Decimal("5200.00")),
        ("cashless_exercise", 2_000, 1_000, 0),
        ("cancellation", 500, 0, 0),
        ("expiry", 2_500, 0, 0),
        ("expiry", 4_000, 0, 0),
    ]
    assert Warrant.objects.get().outstanding == 0


def test_an_expiry_may_leave_out_who_had_what(load: Load) -> None:
    expiry = event("expire", warrant=1, on=date(2007, 1, 2))
    load(programme(*ISSUED, expiry, warrants=True), today=date(2008, 1, 2))

    assert Entry.objects.get(kind="expiry").shares == 10_000


def test_a_close_closes_the_period_on_its_day(load: Load) -> None:
    notes = {"unsettled": "due in November", "earlier": "nothing sold", "documents": "on paper"}
    close = {"kind": "close", "period": "2001-10", "on": NOVEMBER, "notes": notes}
    load(programme(*opened(), sold("N-1", date(2001, 10, 31), 100, "2.00"), close))

    closing = Closing.objects.get()
    assert (closing.label, closing.closed_on) == ("2001-10", NOVEMBER)
    assert closing.totals.get().gross == Decimal("200.00")
    assert closing.recorded_by.username == PUBLISHED_RECORD
    assert {item["topic"]: item["note"] for item in closing.checklist} == {
        "ledger": "",
        "approvals": "",
        **notes,
    }


def test_what_the_events_leave_is_in_order(load: Load) -> None:
    load(programme(*ISSUED, split(date(2001, 11, 20), 2, 1), warrants=True))

    assert prove_ledger().differences == []


# Refusals

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
        [*opened(), sold("N-1", NOVEMBER, 100, "2.00", agent="Another")],
        f"Event 4 (sale): The agent of the Facility is “{AGENT}”; the sale names “Another”.",
    ),
    (
        [*opened(), sold("N-1", NOVEMBER, 100, "2.00", commission="9.00")],
        "Event 4 (sale): The commission by the terms of the Facility is $8.00; the sale states "
        "$9.00.",
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
        [*SOLD_OUT, split(date(2001, 11, 20)), event("issue", placement=1, on=date(2001, 11, 16))],
        "Event 8 (issue): The stock split of 2001-11-20 is recorded already: an issue of "
        "2001-11-16 comes before it.",
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
        "Event 1 (close): 2001-11 ends on 30 Nov 2001: it can be closed from the day after on; "
        "today is 30 Nov 2001.",
    ),
]


@pytest.mark.parametrize(("events", "sentence"), REFUSED, ids=[s for _, s in REFUSED])
def test_the_first_event_that_is_refused_ends_the_load_and_is_named(
    load: Load, events: list[Content], sentence: str
) -> None:
    with refused(sentence):
        load(programme(*events, warrants=True))
    assert not Agreement.objects.exists()


def test_every_sentence_against_an_event_is_told(load: Load) -> None:
    bad = sold("N-1", date(2001, 11, 3), 100, "2.00") | {"method": "nasdaq"}

    with refused(
        "Event 4 (sale): The Facility does not allow the method “Into Nasdaq”; it allows "
        "“Privately negotiated” (p. 1).",
        "Event 4 (sale): 2001-11-03 is not a trading day (weekend).",
    ):
        load(programme(*opened(), bad, methods=["negotiated"]))


def test_an_expiry_that_tells_other_figures_is_refused(load: Load) -> None:
    with refused(
        f"Event 8 (expire): {AGENT} had 10,000 shares of warrant 1 when it expired, not 9,000."
    ):
        load(
            programme(*ISSUED, entry("expire", date(2007, 1, 2), 9_000), warrants=True),
            today=date(2008, 1, 2),
        )


def test_what_only_the_database_refuses_is_told_with_the_event(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placements.actions.placement.reasons_against_terms", lambda *_: [])

    with refused(
        "Event 1 (placement): The database refused this change: a placement has a minimum or an "
        "expected price."
    ):
        load(programme(opened(expected_price=None)[0]))


# Once only


def test_loading_the_same_file_again_changes_nothing(load: Load) -> None:
    content = programme(
        *ISSUED,
        split(date(2001, 11, 20), 2, 1),
        amended(date(2001, 12, 3), terms={"capacity": "30000000.00"}),
        warrants=True,
    )
    made = load(content)

    assert made[-2:] == ["Event 8 (split)", "Event 9 (amendment)"]
    with nothing_changes():
        assert load(content) == []


def test_further_events_of_a_file_are_recorded_after_those_loaded_before(load: Load) -> None:
    load(programme(*opened()))

    assert load(programme(*opened(), sold("N-1", NOVEMBER, 100, "2.00"))) == ["Event 4 (sale)"]
    assert load(programme(*opened())) == []
    kept = LoadedEvent.objects.values_list("position", "kind", "recorded_by__username")
    assert list(kept) == [
        (1, "placement", "office"),
        (2, "move", "office"),
        (3, "move", "office"),
        (4, "sale", "office"),
    ]


def test_events_of_which_one_was_loaded_otherwise_are_refused(load: Load) -> None:
    load(programme(*opened()))
    changed = opened()
    changed[1]["on"] = date(2001, 10, 2)

    with refused(
        "Event 2 (move) is not the one that was loaded at this position (move). Events that were "
        "loaded stay as they were; further ones are added after them."
    ):
        load(programme(*changed, sold("N-1", NOVEMBER, 100, "2.00")))


def test_a_refused_continuation_leaves_what_was_loaded(load: Load) -> None:
    load(programme(*opened()))
    before = books()

    with refused("Event 5 (delivery): The Facility has no sale with the reference “N-2”."):
        load(
            programme(
                *opened(), sold("N-1", NOVEMBER, 100, "2.00"), delivered("N-2", date(2001, 11, 6))
            )
        )
    assert books() == before


def test_without_the_history_no_event_is_loaded(load: Load) -> None:
    load(programme(*opened()), history=False)

    assert not Placement.objects.exists()
    assert len(load(programme(*opened()))) == 3


def test_a_file_goes_on_stating_the_terms_that_were_signed(load: Load) -> None:
    changes = amended(
        NOVEMBER,
        terms={"capacity": "30000000.00", "settlement_days": 4},
        fee_tiers=[{"above": "0.00", "rate": "0.03"}],
    )
    load(programme(*opened(), changes))

    assert load(programme(*opened(), changes)) == []
    with refused(
        "Facility: capacity is $30,000,000.00; the file says $26,000,000.00. What the books hold "
        "is changed in the admin."
    ):
        load(programme(*opened(), changes, capacity="26000000.00"))


def test_a_file_that_states_the_terms_of_today_agrees_too(load: Load) -> None:
    tiers = [{"above": "0.00", "rate": "0.03"}]
    changes = amended(NOVEMBER, terms={"settlement_days": 4}, fee_tiers=tiers)
    load(programme(*opened(), changes))

    assert load(programme(*opened(), changes, settlement_days=4, tiers=[("0.00", "0.03")])) == []


def test_two_issuers_count_their_events_apart(load: Load) -> None:
    load(programme(*opened()))
    other = programme({**opened()[0], "agreement": "second"})
    other["issuer"] |= {"slug": "other-bio", "name": "Other Bio, Inc."}
    other["shelf"][0]["file_number"] = "333-2"
    other["agreement"][0]["slug"] = "second"
    other["agreement"][0]["terms"]["shelf"]["value"] = "333-2"

    assert load(other)[-1] == "Event 1 (placement)"
    assert LoadedEvent.objects.filter(position=1).count() == 2


def test_locks_are_taken_before_the_first_event_in_the_order_of_acts(load: Load) -> None:
    load(programme(*ISSUED, warrants=True))
    with CaptureQueriesContext(connection) as queries:
        load(programme(*ISSUED, split(date(2001, 11, 20), 2, 1), warrants=True))
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    tables = ["placements_agreement", "placements_issuer", "warrants_warrant", "chainhead"]
    assert [table in sql for table, sql in zip(tables, locks, strict=False)] == [True] * 4
