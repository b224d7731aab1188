"""Every action × every role, called directly: no page, admin or command stands before it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from neoequity.books.refusal import Refused
from tests.architecture.actions import all_actions
from tests.books import nothing_changes
from tests.permissions.actions import ACTIONS
from tests.permissions.house import House
from tests.permissions.people import ENTERED, NO_GROUP, SUPERUSER


def test_every_action_stands_in_the_table() -> None:
    assert set(all_actions()) == set(ACTIONS)


@pytest.mark.parametrize("role", ENTERED)
def test_every_action_is_refused_to_all_but_those_the_table_names(house: House, role: str) -> None:
    with nothing_changes():
        wrong = [
            f"{role} {'is kept from' if role in may else 'may'} {name}"
            for name, may in ACTIONS.items()
            if _is_let_through(name, house.people[role]) != (role in may)
        ]
    assert wrong == []


def test_no_action_is_done_by_a_stranger(house: House) -> None:
    for name, act in all_actions().items():
        with pytest.raises(TypeError, match=f"{name} needs `by`, the person who acts"):
            act(by=AnonymousUser())


def test_the_refusal_says_for_whom_an_action_is(house: House) -> None:
    for name, may in ACTIONS.items():
        with pytest.raises(Refused) as refusal:
            all_actions()[name](by=house.people[NO_GROUP])
        groups = " or ".join(sorted(may - {SUPERUSER}))
        verb = name.replace("_", " ")
        assert str(refusal.value) == f"no-group may not {verb}: that is for {groups}."


def _is_let_through(name: str, by: Any) -> bool:
    """Whether the right to act is there: only then does the verb miss what it acts on."""
    try:
        all_actions()[name](by=by)
    except Refused:
        return False
    except TypeError as missing:
        return "required" in str(missing)
    raise AssertionError(f"{name} was done to nothing.")
