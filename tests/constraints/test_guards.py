"""Every trigger of every model, met with the raw statement that it is there to refuse.

The models are asked for their triggers, so that a new one without a case here fails. The tables of
events and the triggers that write them are tested in test_history.py, the rules on posted sales and
deliveries one by one in test_raw_sales.py and test_raw_deliveries.py.
"""

from datetime import date

import pytest

from neoequity.books.models import Approval, ExceptionalDay, Issuer
from placements.models import (
    Agreement,
    Attachment,
    DayTotal,
    Delivery,
    FeeTier,
    Placement,
    Sale,
    SaleAggregate,
    Shelf,
    TermCitation,
    TermVersion,
)
from tests.constraints.attempts import (
    Attempt,
    again,
    attachment_of,
    change,
    emptying,
    removal,
    sale,
)
from tests.constraints.closed_periods import CLOSED, CLOSED_PERIODS
from tests.constraints.conftest import House
from tests.constraints.four_eyes import FOUR_EYES
from tests.constraints.frames import (
    each_guarded,
    guards,
    refused_although_triggers_are_to_be_ignored,
)
from tests.constraints.kept import SEALED
from tests.constraints.life_of_placements import OF_PLACEMENTS, OUT_OF_TURN
from tests.constraints.rows import columns_of, delete, insert, refused_by_database, run, update
from tests.constraints.versions import version_of
from tests.factories import AgreementFactory
from tests.roles import unguarded as without_guards

RECORDED = "The moment of recording is written by the database"
ITSELF = "A row keeps its id, for others point at it"
DAYS_FOLLOW = "The totals of a day follow its sales and deliveries and are not written by hand"
AGGREGATES_FOLLOW = "Aggregates follow the sales and deliveries and are not written by hand"
FIXED = "The fee tiers of an agreement in use change by an amendment or a correction"
IN_USE = "The terms of an agreement in use change by an amendment or a correction"
VERSIONS_STAY = "A version of the terms stays as it was recorded; another version follows it"
CHAINLESS = "sealed in the chain of its issuer, and the chain is not there"
LEAVES_EVENTS = "Rows are deleted one by one, so that each leaves its event"
SALES_STAY = "A posted sale is never changed or deleted; reverse it and record the right one"
DELIVERIES_STAY = "A recorded delivery is never changed or deleted; reverse its sale instead"


def without_a_chain(act: Attempt) -> Attempt:
    """The same, in books whose chain somebody took away."""

    def attempt(house: House) -> None:
        with without_guards():
            run("DELETE FROM books_chainhead")
        act(house)

    return attempt


TRACKED = (Issuer, Shelf, ExceptionalDay, Agreement, FeeTier, TermCitation, Placement, Approval)
CASES: dict[str, tuple[str, list[Attempt]]] = {
    **{
        f"{model.__name__}:every_change_is_seen": (LEAVES_EVENTS, [emptying(model)])
        for model in TRACKED
    },
    # Agreement
    "Agreement:totals_start_at_zero": (
        "A new agreement has sold nothing: its totals start at zero",
        [
            again("other", **{"slug": "third", total: 1})
            for total in ("gross_sold", "shares_sold", "commission_sold")
        ],
    ),
    "Agreement:totals_follow_the_sales": (
        "The totals of an agreement follow its sales and are not written by hand",
        [
            change("agreement", **{total: value})
            for total in ("gross_sold", "shares_sold", "commission_sold")
            for value in (0, 7999)
        ],
    ),
    "Agreement:commission_follows_trade_order": (
        "The commission of an agreement is what its standing sales cost by trade date",
        [
            sale(commission="159.99", net="3840.01"),
            sale(commission="160.01", net="3839.99"),
        ],
    ),
    "Agreement:stays_itself": (ITSELF, [change("agreement", id=10**6)]),
    "Agreement:stays_once_used": (
        "An agreement under which placements stand is not deleted",
        [removal("agreement")],
    ),
    "FeeTier:tiers_change_by_versions": (
        FIXED,
        [
            *(change("tier", rate="0.05"), removal("tier"), again("tier", above=1)),
            lambda house: update(house.tier, agreement_id=house.other.pk),
            lambda house: update(house.other.fee_tiers.get(), agreement_id=house.agreement.pk),
        ],
    ),
    "FeeTier:later_tiers_come_with_their_version": (
        "The fee tiers of a later version are written with it",
        [
            lambda house: update(house.other.fee_tiers.get(), version=2),
            lambda house: insert(FeeTier, columns_of(house.other.fee_tiers.get(), version=2)),
        ],
    ),
    # The terms and their versions
    "Agreement:terms_change_by_versions": (
        IN_USE,
        [
            change("agreement", capacity="30000000.00"),
            change("agreement", methods=["nasdaq"]),
            change("agreement", warrant_life_years=7),
            change("agreement", agent="Another Agent", settlement_days=None),
            *(change("agreement", name="Renamed"), change("agreement", shelf_id=10**6)),
            change("agreement", signed_on=date(2001, 6, 11)),
        ],
    ),
    "Agreement:stays_with_its_issuer": (
        "An agreement under which placements stand keeps its issuer, its short name and its code",
        [change("agreement", issuer_id=10**6), change("agreement", slug="renamed")],
    ),
    "Agreement:signings_keep_out_of_closed_periods": (
        CLOSED,
        [change("other", signed_on=date(2001, 8, 15))],
    ),
    "TermVersion:the_original_comes_with_its_agreement": (
        "The first version of the terms is written with the agreement",
        [
            lambda house: insert(
                TermVersion,
                version_of(house, kind="original", number=1, approval_id=None, recorded_by_id=None),
            )
        ],
    ),
    "TermVersion:versions_are_recorded_now": (
        "The moment of recording is written by the database",
        [lambda house: insert(TermVersion, version_of(house, recorded_at="2001-11-09"))],
    ),
    "TermVersion:versions_take_force": (
        "Terms change as one person asked for it and another approved it",
        [lambda house: insert(TermVersion, version_of(house, capacity="40000000.00"))],
    ),
    "TermVersion:versions_are_sealed": (
        CHAINLESS,
        [without_a_chain(lambda house: insert(TermVersion, version_of(house)))],
    ),
    "Placement:first_draft_seals_the_terms": (
        CHAINLESS,
        [
            without_a_chain(
                lambda house: insert(
                    Placement, columns_of(house.draft, agreement_id=house.other.pk)
                )
            )
        ],
    ),
    "TermVersion:versions_stay": (
        VERSIONS_STAY,
        [
            lambda house: update(house.agreement.versions.get(), capacity="30000000.00"),
            lambda house: delete(house.agreement.versions.get()),
        ],
    ),
    "TermVersion:versions_are_not_truncated": (VERSIONS_STAY, [emptying(TermVersion)]),
    "DayTotal:kept_by_the_database": (
        DAYS_FOLLOW,
        [change("total", gross=1), removal("total"), again("total", day=date(2001, 12, 3))],
    ),
    "DayTotal:day_totals_are_not_truncated": (DAYS_FOLLOW, [emptying(DayTotal)]),
    "SaleAggregate:kept_by_the_database": (
        AGGREGATES_FOLLOW,
        [change("aggregate", sales=2), removal("aggregate"), again("aggregate", method="other")],
    ),
    "SaleAggregate:aggregates_are_not_truncated": (AGGREGATES_FOLLOW, [emptying(SaleAggregate)]),
    **OF_PLACEMENTS,
    **CLOSED_PERIODS,
    **SEALED,
    **FOUR_EYES,
    "SecondPerson:only_the_owner_chooses": (
        "Which acts a second person approves is written by migrate, from NEOEQUITY_FOUR_EYES",
        [
            lambda house: run("UPDATE books_secondperson SET is_needed = NOT is_needed"),
            lambda house: run("DELETE FROM books_secondperson"),
            lambda house: run("INSERT INTO books_secondperson VALUES ('sales', true)"),
        ],
    ),
    # Sales and deliveries
    "Sale:posted_sales_count": ("A sale must fit its placement", [sale(method="ecn")]),
    "Sale:posted_sales_stay": (
        SALES_STAY,
        [
            *(change("sale", remark="corrected"), change("sale", gross=1), removal("sale")),
            *(change("waiting", settlement_date=date(2001, 11, 16)), removal("waiting")),
            lambda house: run("UPDATE placements_sale SET id = id + 1000000"),
            lambda house: run("DELETE FROM placements_sale"),
        ],
    ),
    "Sale:posted_sales_are_not_truncated": (
        SALES_STAY,
        [emptying(Sale)],
    ),
    "Delivery:deliveries_settle_sales": (
        "Shares are delivered for a sale that stands, not before its trade date",
        [
            lambda house: insert(
                Delivery,
                columns_of(
                    house.delivery, sale_id=house.waiting.pk, delivered_on=date(2001, 11, 8)
                ),
            )
        ],
    ),
    "Delivery:deliveries_stay": (
        DELIVERIES_STAY,
        [
            *(change("delivery", delivered_on=date(2001, 11, 14)), removal("delivery")),
            lambda house: update(house.delivery, sale_id=house.waiting.pk),
        ],
    ),
    "Delivery:deliveries_are_not_truncated": (DELIVERIES_STAY, [emptying(Delivery)]),
}

#: By these the first version of the terms comes and goes: amendments/test_versions.py.
FIRST_VERSIONS = {"first_version_is_written", "first_version_follows", "versions_go_with_it"}
#: It writes what a closing stores, and refuses nothing that the closing's own trigger lets pass.
TOTALS = {"closings_total_the_agreements"}
#: A request that waits goes along with its draft: approvals/test_days.py.
GOES_ALONG = {"its_request_keeps_the_day"}
#: It marks a decision, whatever the statement says: approvals/test_new_credentials.py.
MARKS = {"new_credentials_are_marked"}
KEEPS_CHAINS = {
    "an_issuer_begins_a_chain",
    "an_empty_chain_ends_with_its_issuer",
    "changes_are_sealed",
}


def test_every_trigger_has_its_cases_here() -> None:
    assert set(CASES) == {
        guard
        for guard in guards("books", "placements")
        if guard.partition(":")[2]
        not in KEEPS_CHAINS | FIRST_VERSIONS | TOTALS | GOES_ALONG | MARKS
        # Splits are tested with the register that they adjust, in tests/warrants/constraints, and
        # cash in test_raw_receipts.py.
        and not guard.startswith(("Split:", "Receipt", "CashTotal:"))
    }


@pytest.mark.parametrize(("sentence", "attempt"), each_guarded(CASES))
def test_what_a_trigger_guards_is_refused_with_its_sentence(
    house: House, sentence: str, attempt: Attempt
) -> None:
    with refused_by_database(sentence):
        attempt(house)


@pytest.mark.parametrize("name", CASES)
def test_a_session_that_asks_to_ignore_the_triggers_is_refused_all_the_same(
    house: House, name: str
) -> None:
    sentence, attempts = CASES[name]
    refused_although_triggers_are_to_be_ignored(house, sentence, attempts[0])


@pytest.mark.parametrize(
    "table", ["people_user", "books_issuer", "placements_shelf", "placements_agreement"]
)
def test_a_truncate_that_reaches_the_sales_by_a_detour_is_refused(house: House, table: str) -> None:
    with refused_by_database("never changed or deleted|one by one|not written by hand"):
        run(f"TRUNCATE {table} CASCADE")


def test_the_same_agreement_cannot_come_back_with_nothing_sold(house: House) -> None:
    signed = columns_of(house.agreement, gross_sold=0, shares_sold=0, commission_sold=0)
    with refused_by_database("An agreement under which placements stand is not deleted"):
        delete(house.agreement)
        insert(Agreement, {"id": house.agreement.pk, **signed})


def test_an_agreement_without_placements_may_be_taken_back(house: House) -> None:
    third = AgreementFactory(slug="third", name="Third Agreement")
    for row in (*third.fee_tiers.all(), *third.term_citations.all(), third):
        assert delete(row) == 1
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_statement_moves_every_placement_of_the_table_or_none(house: House) -> None:
    with refused_by_database(OUT_OF_TURN):
        run("UPDATE placements_placement SET status = 'declined'")


def test_an_attachment_cannot_be_dated_back_into_what_was_known(house: House) -> None:
    long_ago = "2001-11-13 12:00:00-05"
    with refused_by_database(RECORDED):
        insert(
            Attachment,
            {**attachment_of(house, sale_id=house.waiting.pk), "recorded_at": long_ago},
        )
