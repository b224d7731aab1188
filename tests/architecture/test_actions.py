"""What all actions share: a person, named arguments, one transaction."""

import inspect

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.books.action import action
from neoequity.people.models import User
from tests.architecture.actions import all_actions
from tests.architecture.source import modules
from tests.factories import UserFactory


def test_the_actions_are_found() -> None:
    assert {
        *("draft_placement", "revise_draft", "move_placement"),
        *("record_sales", "ask_reversal", "deliver"),
        *("issue_warrant", "exercise", "transfer", "ask_entry_reversal", "record_split"),
        *("issue_link", "unlock"),
    } <= set(all_actions())


def test_every_door_asks_a_second_person_where_the_office_says_so() -> None:
    """`either` alone calls what posts without one; the admin's forms, where none is needed."""
    alone = {
        "warrants.actions.issue.issue_warrant",
        "warrants.actions.register.transfer",
        "warrants.actions.register.cancel",
        "warrants.actions.split.record_split",
    }
    found = {(module.name, name) for module in modules() for name in alone & set(module.imports())}
    assert found == {("warrants/actions/either.py", name) for name in alone} | {
        ("warrants/admin/warrants.py", "warrants.actions.issue.issue_warrant"),
        ("warrants/admin/splits.py", "warrants.actions.split.record_split"),
    }


@pytest.mark.parametrize("name", all_actions())
def test_an_action_is_told_by_name_who_acts(name: str) -> None:
    by = inspect.signature(all_actions()[name]).parameters["by"]
    assert by.kind is inspect.Parameter.KEYWORD_ONLY
    assert by.default is inspect.Parameter.empty
    assert by.annotation is User


@pytest.mark.parametrize("name", all_actions())
def test_the_days_of_an_action_are_arguments_given_by_name(name: str) -> None:
    parameters = inspect.signature(all_actions()[name]).parameters
    for day in {"on", "today", "delivered_on"} & set(parameters):
        assert parameters[day].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[day].default is inspect.Parameter.empty


def test_an_action_that_fails_takes_everything_back(db: None) -> None:
    @action(needs="placements.add_sale", told="Recorded sales")
    def add_somebody_and_fail(*, by: User) -> None:
        UserFactory(username="added")
        raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        add_somebody_and_fail(by=UserFactory())
    assert not User.objects.filter(username="added").exists()


def test_an_action_inside_another_transaction_is_a_savepoint_of_it(db: None) -> None:
    @action(needs="placements.add_sale", told="Recorded sales")
    def do_nothing(*, by: User) -> None:
        """Nothing at all."""

    person = UserFactory()
    do_nothing(by=person)  # the person's rights are read once
    with CaptureQueriesContext(connection) as queries:
        do_nothing(by=person)
    assert [query["sql"].split()[0] for query in queries] == ["SAVEPOINT", "RELEASE"]
