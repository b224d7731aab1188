"""Share counts of what was sold, before and after the reverse split of September 2002."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from placements.models import Issuer
from tests.factories import UserFactory
from tests.pages.plain_text import words
from tests.warrants.factories import sold_placement, warrant_agreement
from warrants.actions.split import record_split
from warrants.selectors.adjusted import adjusted_sales

pytestmark = pytest.mark.django_db

EFFECTIVE, TODAY = date(2002, 9, 5), date(2002, 12, 2)


def split(issuer: Issuer, by: User) -> None:
    record_split(
        issuer, effective_on=EFFECTIVE, new=1, old=25, source="Form 8-K", by=by, today=TODAY
    )


def test_sold_shares_count_in_new_shares_from_the_split_on_and_in_old_ones_before() -> None:
    agreement = warrant_agreement()
    sold_placement(agreement, 10_010, "4.00")
    split(agreement.issuer, UserFactory())
    after = adjusted_sales(agreement, EFFECTIVE)
    assert after is not None
    # 10,010 / 25 = 400.4; $40,040.00 / 400 = $100.10.
    assert (after.shares, after.average_price) == (400, Decimal("100.100000"))
    assert adjusted_sales(agreement, date(2002, 9, 4)) is None


def test_the_agreement_page_says_what_its_sales_come_to_after_the_split(client: Client) -> None:
    agreement = warrant_agreement()
    sold_placement(agreement, 10_000, "4.00")
    reader = UserFactory()
    client.force_login(reader)
    split(agreement.issuer, reader)
    address = f"/agreements/{agreement.slug}/?as_of="
    sentence = "After 1 for 25 on 5 Sep 2002 that is 400 shares at $100.0000"
    assert sentence in words(client.get(f"{address}2002-09-05"))
    assert "After 1 for 25" not in words(client.get(f"{address}2002-09-04"))
