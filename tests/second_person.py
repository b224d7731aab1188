"""What an office has a second person approve: its settings, and the row that follows them."""

from pytest_django import Settings

from neoequity.books.models import SecondPerson
from tests.roles import owner


def choose(settings: Settings, *kinds: str) -> None:
    """The office has chosen these, and `migrate` has run since."""
    settings.SECOND_PERSON_FOR = frozenset(kinds)
    with owner():
        SecondPerson.follow_settings()
