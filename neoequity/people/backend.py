"""Who a session belongs to: read with each request, so that it ends when the account does."""

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend

from neoequity import clock
from neoequity.people.directory import known_people
from neoequity.people.models import User

#: The key of no person, which stands for that of any.
_ANY = -1


class PeopleBackend(ModelBackend):
    """Django's own check of name and password; the person comes with groups."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, or None once the account has ended or was made inactive."""
        sql, parameters = _active_person()
        asked = [user_id if each == _ANY else each for each in parameters]
        person = next(iter(User.objects.raw(sql, asked)), None)
        return None if person is None or person.has_ended(clock.real_day()) else person


@cache
def _active_person() -> tuple[str, tuple[Any, ...]]:
    """The statement that every request begins with: to compile it takes longer than to run it."""
    return known_people().filter(pk=_ANY, is_active=True).query.sql_with_params()
