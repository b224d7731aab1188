"""Every trigger of every model of the warrants, met with the raw statement that it refuses.

The models are asked for their triggers, so that a new one without a case here fails. The tables of
events and the triggers that write them are tested in test_history.py, the rules on posted entries
one by one in test_raw_entries.py and on issues in test_raw_issues.py.
"""

from datetime import date

import pytest

from tests.amendments.changing import corrected
from tests.constraints.frames import (
    each_guarded,
    guards,
    refused_although_triggers_are_to_be_ignored,
)
from tests.constraints.rows import (
    columns_of,
    delete,
    insert,
    refused_by_database,
    run,
    update,
)
from tests.warrants.constraints.attempts import (
    Attempt,
    again,
    change,
    emptying,
    entry,
    removal,
    unguarded,
    warrant,
)
from tests.warrants.constraints.conftest import Register
from tests.warrants.constraints.series_and_splits import ADJUSTS, OF_SERIES_AND_SPLITS, split_of
from warrants.models import (
    Balance,
    CallNotice,
    Entry,
    EntryAttachment,
    Holder,
    RegistrationRequest,
    Series,
    Warrant,
)

ITSELF = "A row keeps its id, for others point at it"
LEAVES_EVENTS = "Rows are deleted one by one, so that each leaves its event"
RECORDED = "The moment of recording is written by the database"
ENTRIES_STAY = "An entry of the register is never changed or deleted; reverse it"
WARRANTS_STAY = "A warrant is never changed or deleted; its register gets a further entry"
ATTACHMENTS_STAY = "An attachment is never changed or deleted; attach the right document as well"
BALANCES_FOLLOW = "What a holder has follows the entries and is not written by hand"
REQUESTED = "Registration is requested by a holder, from its day on, and demanded as often"
WATCHED = (Holder, RegistrationRequest, Series, CallNotice)
LONG_AGO = "2001-11-30 12:00+00"


def attached_before(register: Register, moment: str) -> None:
    """INSERT the notice once more, on another entry, as if recorded at this moment."""
    other = {"entry_id": register.issue.pk, "recorded_at": moment}
    insert(EntryAttachment, columns_of(register.notice, **other))


def demanded_too_often(register: Register) -> None:
    corrected(register.request.agreement, warrant_demand_limit=1)
    again("request")(register)


def entry_between_splits(register: Register) -> None:
    """A split without anything to adjust, and then an entry dated before it."""
    unguarded(split_of)(register)
    entry()(register)


CASES: dict[str, tuple[str, list[Attempt]]] = {
    **{
        f"{model.__name__}:every_change_is_seen": (LEAVES_EVENTS, [emptying(model)])
        for model in WATCHED
    },
    # Holders and their requests
    "Holder:stays_itself": (ITSELF, [change("officer", id=10**6)]),
    "Holder:stays_once_in_the_register": (
        "A holder that the register names stays with its issuer",
        [
            removal("officer"),
            lambda register: update(register.officer, issuer_id=register.stranger.pk),
        ],
    ),
    "RegistrationRequest:stays_itself": (ITSELF, [change("request", id=10**6)]),
    "RegistrationRequest:requests_are_recorded_now": (
        RECORDED,
        [again("request", recorded_at=LONG_AGO)],
    ),
    "RegistrationRequest:recorded_once": (RECORDED, [change("request", recorded_at=LONG_AGO)]),
    "RegistrationRequest:requests_keep_the_clock": (
        REQUESTED,
        [
            again("request", requested_on=date(2002, 11, 14)),
            change("request", requested_on=date(2002, 11, 14)),
            demanded_too_often,
            lambda register: again("request", holder_id=register.opened.pk * 1000)(register),
        ],
    ),
    **OF_SERIES_AND_SPLITS,
    # Warrants
    "Warrant:warrants_fit_their_ground": (
        "A warrant must fit its agreement and placement",
        [
            lambda register: warrant(issuer_id=register.stranger.pk, number=1)(register),
            warrant(placement_id=10**6),
        ],
    ),
    "Warrant:warrants_are_issued_by_an_entry": (
        "A warrant is issued by the first entry of its register",
        [warrant()],
    ),
    "Warrant:warrants_stay": (
        WARRANTS_STAY,
        [
            *(change("warrant", shares=1_001), change("warrant", outstanding=1)),
            *(change("warrant", id=10**6), change("warrant", expires_on=date(2010, 1, 1))),
        ],
    ),
    "Warrant:warrants_are_not_deleted": (WARRANTS_STAY, [removal("warrant")]),
    "Warrant:warrants_start_with_their_issue": (
        "What is outstanding of a warrant follows its entries",
        [warrant(outstanding=1_000)],
    ),
    "Warrant:warrants_are_not_truncated": (WARRANTS_STAY, [emptying(Warrant)]),
    # Entries and balances
    "Entry:posted_entries_count": (
        "An entry must keep to the clocks of its warrant",
        [entry(on=date(2006, 11, 16))],
    ),
    "Entry:entries_follow_the_splits": (ADJUSTS, [entry_between_splits]),
    "Entry:posted_entries_stay": (
        ENTRIES_STAY,
        [
            *(change("exercised", cash=0), change("exercised", reason="corrected")),
            *(change("exercised", id=10**6), removal("exercised")),
        ],
    ),
    "Entry:posted_entries_are_not_truncated": (ENTRIES_STAY, [emptying(Entry)]),
    "Balance:balances_follow_the_entries": (
        BALANCES_FOLLOW,
        [change("balance", shares=1_000), removal("balance"), again("balance", holder_id=1)],
    ),
    "Balance:balances_are_not_truncated": (BALANCES_FOLLOW, [emptying(Balance)]),
    "EntryAttachment:attachments_are_posted": (
        RECORDED,
        [lambda register: attached_before(register, LONG_AGO)],
    ),
    "EntryAttachment:attachments_stay": (
        ATTACHMENTS_STAY,
        [
            *(change("notice", remark="corrected"), change("notice", kind="other")),
            *(change("notice", name="other.pdf"), removal("notice")),
            lambda register: update(register.notice, entry_id=register.issue.pk),
        ],
    ),
    "EntryAttachment:attachments_are_not_truncated": (
        ATTACHMENTS_STAY,
        [emptying(EntryAttachment)],
    ),
}


def test_every_trigger_has_its_cases_here() -> None:
    of_splits = {guard for guard in guards("placements") if guard.startswith("Split:")}
    # What the change log seals is tested in tests/chain and tests/tamper.
    refusing = {each for each in guards("warrants") | of_splits if "changes_are_sealed" not in each}
    assert set(CASES) == refusing


@pytest.mark.parametrize(("sentence", "attempt"), each_guarded(CASES))
def test_what_a_trigger_guards_is_refused_with_its_sentence(
    register: Register, sentence: str, attempt: Attempt
) -> None:
    with refused_by_database(sentence):
        attempt(register)


@pytest.mark.parametrize("name", CASES)
def test_a_session_that_asks_to_ignore_the_triggers_is_refused_all_the_same(
    register: Register, name: str
) -> None:
    sentence, attempts = CASES[name]
    refused_although_triggers_are_to_be_ignored(register, sentence, attempts[0])


@pytest.mark.parametrize(
    "table", ["people_user", "books_issuer", "placements_agreement", "warrants_holder"]
)
def test_a_truncate_that_reaches_the_register_by_a_detour_is_refused(
    register: Register, table: str
) -> None:
    with refused_by_database("never changed or deleted|one by one|not written by hand"):
        run(f"TRUNCATE {table} CASCADE")


def test_a_holder_cannot_be_exchanged_for_another_of_its_id(register: Register) -> None:
    with refused_by_database("A holder that the register names stays with its issuer"):
        columns = columns_of(register.officer, category="agent")
        delete(register.officer)
        insert(Holder, {"id": register.officer.pk, **columns})


def test_a_holder_who_never_had_anything_may_be_taken_back(register: Register) -> None:
    insert(Holder, columns_of(register.officer, slug="by-mistake"))
    assert delete(Holder.objects.get(slug="by-mistake")) == 1
