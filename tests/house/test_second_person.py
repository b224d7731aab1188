"""A change of what a second person must approve takes force with the next migrate, as the owner."""

import pytest

from tests.offices import Office, Opened

CHOSEN = "SELECT kind, is_needed FROM books_secondperson ORDER BY 1"


@pytest.fixture
def office(opened: Opened, prepared: Office) -> Office:
    return opened("four_eyes", like=prepared)


def test_an_office_that_says_nothing_has_a_second_person_approve_both(office: Office) -> None:
    assert office.ask(CHOSEN) == [("splits", True), ("warrants", True)]


def test_a_change_takes_force_with_the_next_start(office: Office) -> None:
    office.environment["NEOEQUITY_FOUR_EYES"] = "splits"

    office.run("manage.py", "prepare")

    assert office.ask(CHOSEN) == [("splits", True), ("warrants", False)]
    office.run("manage.py", "verify_ledger")


def test_a_start_without_the_owner_says_who_may_change_the_choice(office: Office) -> None:
    office.environment["NEOEQUITY_FOUR_EYES"] = ""
    del office.environment["DATABASE_OWNER_URL"]

    assert office.fail("manage.py", "prepare") == (
        "NEOEQUITY_FOUR_EYES is not what the database keeps of it, and the role of DATABASE_URL "
        "may not change that. Set DATABASE_OWNER_URL to the owner of the tables for: manage.py "
        "migrate"
    )
    assert office.ask(CHOSEN) == [("splits", True), ("warrants", True)]
