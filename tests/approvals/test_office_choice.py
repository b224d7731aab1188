"""The office's choice what a second person must approve, as rows that only the owner writes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from neoequity.books.approvals.second_person import SECOND_PERSON
from neoequity.books.models import SecondPerson
from neoequity.ledger import prove_books
from tests.constraints.rows import refused_by_database, run
from tests.roles import owner
from tests.second_person import choose

pytestmark = pytest.mark.django_db

WRITTEN = "Which acts a second person approves is written by migrate, from NEOEQUITY_FOUR_EYES"


def stored() -> dict[str, bool]:
    return dict(SecondPerson.objects.values_list("kind", "is_needed"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE books_secondperson SET is_needed = NOT is_needed",
        "UPDATE books_secondperson SET kind = 'nothing' WHERE kind = 'splits'",
        "DELETE FROM books_secondperson",
        "INSERT INTO books_secondperson VALUES ('sales', true)",
    ],
)
def test_the_application_does_not_choose(statement: str) -> None:
    with refused_by_database(WRITTEN):
        run(statement)


def test_the_application_may_read_the_choice() -> None:
    assert stored() == {"warrants": False, "splits": False}


@pytest.mark.parametrize("kinds", [(), ("warrants",), ("splits",), SECOND_PERSON], ids="+".join)
def test_the_rows_follow_the_settings(kinds: tuple[str, ...], settings: Settings) -> None:
    choose(settings, *kinds)

    assert stored() == {kind: kind in kinds for kind in SECOND_PERSON}
    assert SecondPerson.differences() == []


def test_a_kind_that_is_none_is_taken_away() -> None:
    with owner():
        SecondPerson.objects.create(kind="sales", is_needed=True)
        SecondPerson.follow_settings()

    assert set(stored()) == set(SECOND_PERSON)


def test_the_proof_tells_of_a_setting_that_no_migrate_has_brought_into_force(
    settings: Settings,
) -> None:
    settings.SECOND_PERSON_FOR = frozenset({"splits"})

    [difference] = prove_books().differences
    assert difference == (
        "The database does not ask for a second person for splits, and NEOEQUITY_FOUR_EYES asks "
        "for one: run manage.py migrate."
    )


def test_the_proof_tells_of_a_choice_that_was_taken_away_or_made_up() -> None:
    with owner():
        SecondPerson.objects.filter(kind="splits").delete()
        SecondPerson.objects.create(kind="sales", is_needed=True)

    made_up, taken_away = SecondPerson.differences()
    assert made_up == (
        "The database asks for a second person for sales, and NEOEQUITY_FOUR_EYES does not say "
        "whether it asks for one: run manage.py migrate."
    )
    assert taken_away == (
        "The database does not say whether it asks for a second person for splits, and "
        "NEOEQUITY_FOUR_EYES does not ask for one: run manage.py migrate."
    )


def test_verify_ledger_does_not_agree_while_setting_and_row_differ(settings: Settings) -> None:
    settings.SECOND_PERSON_FOR = frozenset({"warrants"})
    out = StringIO()

    with pytest.raises(CommandError, match="The ledger does not agree: 1 difference"):
        call_command("verify_ledger", stdout=out)

    assert "a second person for warrants" in out.getvalue()
