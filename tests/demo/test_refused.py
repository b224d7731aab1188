"""What `make_demo` refuses in a database that holds no books."""

import pytest
from django.core.management import CommandError, call_command

from neoequity.people.models import User
from tests.books import nothing_changes


def test_a_database_with_users_is_left_as_it_is(db: None) -> None:
    User.objects.create_user("somebody")
    with nothing_changes(), pytest.raises(CommandError, match="has users already"):
        call_command("make_demo")


@pytest.mark.parametrize("number", ["2", "61"])
def test_a_number_of_placements_that_makes_no_year_is_refused(db: None, number: str) -> None:
    with nothing_changes(), pytest.raises(CommandError, match="from 3 to 60"):
        call_command("make_demo", "--placements", number)
