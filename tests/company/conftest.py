"""The shipped programme, with its published sales or without, from which each test goes on."""

from neoequity.books.models import Issuer
from neoequity.people.models import User
from tests.factories import UserFactory
from tests.programmes import load_shipped
from tests.worlds import built_once


@built_once
def treasurer(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def programme(treasurer: User) -> Issuer:
    """The programme without sales, as of the example's day."""
    return load_shipped(treasurer, with_history=False)


@built_once
def published(treasurer: User) -> Issuer:
    """The programme with its published sales."""
    return load_shipped(treasurer, with_history=True)
