"""Books with something to settle or explain, and a hand that writes past every rule."""

from datetime import date

import pytest
from pytest_django import Settings

from neoequity.people.models import User
from placements.models import Sale
from tests.factories import UserFactory, reverse_sale
from tests.warrants.factories import issued_warrant
from warrants.models import Warrant

#: After the due day of every warrant in these books.
LATER = date(2001, 11, 30)


@pytest.fixture
def office(db: None, settings: Settings) -> User:
    """Somebody in Treasury, on January 12, 2002."""
    settings.NEOEQUITY_TODAY = date(2002, 1, 12)
    person: User = UserFactory(username="office")
    return person


@pytest.fixture
def over_issued(office: User) -> Warrant:
    """1,000 warrant shares, issued on a sale that was reversed on November 20, 2001."""
    warrant = issued_warrant(by=office)
    (sale,) = Sale.objects.all()
    reverse_sale(sale, on=date(2001, 11, 20), reason="Wrong", by=office, today=LATER)
    return warrant
