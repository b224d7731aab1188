"""A claim under the Sales Agreement, whose expense cap is $60,000.00, on the day of the example."""

from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.models import Agreement
from tests.claims.models import Claim
from tests.factories import TODAY, AgreementFactory, UserFactory, approved
from tests.kinds.claims import asked_for
from tests.kinds.company import issuer
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def example_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def agreement(db: None) -> Agreement:
    made: Agreement = AgreementFactory(expense_cap=Decimal("60000.00"))
    return made


@built_once
def treasurer(db: None) -> User:
    user: User = UserFactory(username="tess")
    return user


@built_once
def claim(agreement: Agreement, treasurer: User) -> Claim:
    approved(asked_for(agreement, by=treasurer))
    return Claim.objects.get()


@built_once
def company(db: None) -> Issuer:
    return issuer()
