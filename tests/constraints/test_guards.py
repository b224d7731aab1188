"""Every trigger of every model, met with the raw statement that it is there to refuse.

The models are asked for their triggers, so that a new one without a case here fails. The tables of
events and the triggers that write them are tested in test_history.py, the rules on posted sales and
deliveries one by one in test_raw_sales.py and test_raw_deliveries.py.
"""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from placements.models import (
    Agreement,
    Approval,
    Attachment,
    DayTotal,
    Delivery,
    ExceptionalDay,
    FeeTier,
    Issuer,
    Placement,
    Sale,
    Shelf,
    TermPage,
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
from tests.constraints.closed_periods import CLOSED_PERIODS
from tests.constraints.conftest import House
from tests.constraints.four_eyes import FOUR_EYES
from tests.constraints.kept import SEALED
from tests.constraints.rows import ask, columns_of, delete, insert, refused_by_database, run, update
from tests.constraints.versions import version_of
from tests.factories import AgreementFactory

RECORDED = "The moment of recording is written by the database"
A_PLACEMENT_STARTS = "A placement starts as a draft under which nothing has been sold"
ITSELF = "A row keeps its id, for others point at it"
DAYS_FOLLOW = "The totals of a day follow its sales and deliveries and are not written by hand"
FIXED = "The fee tiers of an agreement in use change by an amendment or a correction"
IN_USE = "The terms of an agreement in use change by an amendment or a correction"
VERSIONS_STAY = "A version of the terms stays as it was recorded; another version follows it"
AGREED = "The terms of a placement can only be changed while it is a draft"
WRITTEN = "The days of a placement are written by its moves only"
OUT_OF_TURN = "A placement moves from one status to another only as the table of moves allows"
LEAVES_EVENTS = "Rows are deleted one by one, so that each leaves its event"
SALES_STAY = "A posted sale is never changed or deleted; reverse it and record the right one"
CLOSED = "2001-08 of NeoTherapeutics, Inc. was closed by anna on 13 Nov 2001"
DELIVERIES_STAY = "A recorded delivery is never changed or deleted; reverse its sale instead"


def accepted_beyond_capacity(house: House) -> None:
    # 8,000 sold and 392,000 reserved; a version of the terms would not let it so low
    run("SET LOCAL session_replication_role = replica")
    update(house.agreement, capacity="400000.00")
    run("SET LOCAL session_replication_role = origin")
    update(house.proposed, status="accepted", status_on=LATER, accepted_on=LATER)


def move_into_august(house: House, row: str) -> None:
    """The placement was older, so no other rule speaks before the closed month does."""
    placement = getattr(house, row)
    run("SET LOCAL session_replication_role = replica")
    update(placement, status_on=date(2001, 7, 1))
    run("SET LOCAL session_replication_role = origin")
    update(placement, status="withdrawn", status_on=date(2001, 8, 15))


def signed_after_an_amendment(house: House) -> None:
    insert(TermVersion, version_of(house))
    update(house.agreement, signed_on=date(2001, 11, 12))


LATER = date(2001, 11, 13)
TRACKED = (Issuer, Shelf, ExceptionalDay, Agreement, FeeTier, TermPage, Placement, Approval)
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
        ],
    ),
    "Agreement:first_version_follows": (
        "An agreement is signed before its terms are amended",
        [signed_after_an_amendment],
    ),
    "Agreement:signings_keep_out_of_closed_periods": (
        CLOSED,
        [change("agreement", signed_on=date(2001, 8, 15))],
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
    # Placement
    "Placement:moves_by_the_table": (OUT_OF_TURN, [change("draft", status="accepted")]),
    "Placement:starts_as_a_draft": (
        A_PLACEMENT_STARTS,
        [
            again("placement", number=9),
            again("proposed", number=9),
            again("draft", number=9, gross_sold=1),
            again("draft", number=9, shares_sold=1),
            again("draft", number=9, proposed_on=date(2001, 10, 1)),
        ],
    ),
    "Placement:days_do_not_run_backwards": (
        "A placement moves on the day of its last move or later",
        [change("proposed", status="withdrawn", status_on=date(2001, 9, 30))],
    ),
    "Placement:agreed_terms_stay": (
        AGREED,
        [
            *(change("placement", shares_offered=200_000), change("placement", number=9)),
            *(change("placement", minimum_price="0.01"), change("proposed", minimum_price=None)),
            change("proposed", expected_price=1, minimum_price="4.00"),
            lambda house: update(house.placement, agreement_id=house.other.pk),
        ],
    ),
    "Placement:days_of_its_life_stay": (
        WRITTEN,
        [
            change("placement", status_on=LATER),
            change("placement", accepted_on=date(2001, 6, 13)),
            change("placement", proposed_on=date(2001, 6, 13)),
            change("draft", proposed_on=LATER),
            change("proposed", status="accepted", status_on=LATER, accepted_on=date(2001, 6, 13)),
            change(
                "proposed",
                status="accepted",
                status_on=LATER,
                accepted_on=LATER,
                proposed_on=date(2001, 6, 13),
            ),
            change("placement", status="closed", status_on=LATER, closed_on=date(2001, 12, 31)),
            change(
                "placement",
                status="closed",
                status_on=LATER,
                closed_on=LATER,
                accepted_on=date(2001, 6, 13),
            ),
        ],
    ),
    "Placement:totals_follow_the_sales": (
        "The totals of a placement follow its sales and are not written by hand",
        [change("placement", shares_sold=0), change("placement", gross_sold=0)],
    ),
    "Placement:placements_stay": (
        "A placement is withdrawn, not deleted",
        [removal("draft"), removal("placement")],
    ),
    "Placement:stays_itself": (ITSELF, [change("draft", id=10**6)]),
    "Placement:acceptance_fits_capacity": (
        "An accepted placement must fit into what its agreement has free",
        [accepted_beyond_capacity],
    ),
    "Placement:sales_fit_the_move": (
        "A placement is not closed before its last sale, nor suspended on or before its day",
        [
            change("placement", status="suspended", status_on=date(2001, 11, 9)),
            change(
                "placement",
                status="closed",
                status_on=date(2001, 11, 8),
                closed_on=date(2001, 11, 8),
            ),
        ],
    ),
    "Placement:drafts_keep_out_of_closed_periods": (
        CLOSED,
        [again("draft", number=9, status_on=date(2001, 8, 31))],
    ),
    "Placement:moves_keep_out_of_closed_periods": (
        CLOSED,
        [
            lambda house: move_into_august(house, "draft"),
            lambda house: move_into_august(house, "proposed"),
        ],
    ),
    **CLOSED_PERIODS,
    **SEALED,
    **FOUR_EYES,
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

# These refuse nothing; what they write is tested in test_history.py and tests/chain.
WRITES_HISTORY = {"insert_insert", "update_update", "delete_delete"}
#: By these the first version of the terms comes and goes: amendments/test_versions.py.
FIRST_VERSIONS = {"first_version_is_written", "versions_go_with_it"}
KEEPS_PATHS = {"attachments_keep_their_path", "versions_keep_their_path"}
KEEPS_CHAINS = {"an_issuer_begins_a_chain", "an_empty_chain_ends_with_its_issuer"}


def guarded() -> list[type[Model]]:
    """The tables of ours, without those that hold their history."""
    models = apps.get_app_config("placements").get_models()
    return [model for model in models if not issubclass(model, Event)]


def test_every_trigger_has_its_cases_here() -> None:
    assert set(CASES) == {
        f"{model.__name__}:{trigger.name}"
        for model in guarded()
        for trigger in model._meta.triggers  # type: ignore[attr-defined]  # pgtrigger's addition
        if trigger.name not in WRITES_HISTORY | KEEPS_PATHS | KEEPS_CHAINS | FIRST_VERSIONS
    }


@pytest.mark.parametrize(
    ("sentence", "attempt"),
    [
        pytest.param(sentence, attempt, id=f"{name}-{number}")
        for name, (sentence, attempts) in CASES.items()
        for number, attempt in enumerate(attempts, start=1)
    ],
)
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
    everything = ask("SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger")
    with refused_by_database(sentence):
        run("SELECT set_config('pgtrigger.ignore', %s, true)", [everything])
        attempts[0](house)


@pytest.mark.parametrize(
    "table", ["auth_user", "placements_issuer", "placements_shelf", "placements_agreement"]
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
    for row in (*third.fee_tiers.all(), *third.term_pages.all(), third):
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
