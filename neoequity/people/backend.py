"""Who a session belongs to: read with each request, so that it ends when the account does."""

from django.contrib.auth.backends import ModelBackend

from neoequity import clock
from neoequity.people.directory import known_people
from neoequity.people.models import User


class PeopleBackend(ModelBackend):
    """Django's own check of name and password; the person comes with groups."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, or None once the account has ended or was made inactive."""
        person = known_people().filter(pk=user_id, is_active=True).first()
        return None if person is None or person.has_ended(clock.real_day()) else person
