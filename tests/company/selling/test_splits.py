"""What is asked of a placement around a 1-for-25 split, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.before_you_sell import question_of
from neoequity.company.terms.held import Question
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, move_placement
from placements.models import Placement
from tests.company.selling.proposals import agreement_of, approved_with, drafted, moved
from tests.factories import TODAY, usual
from warrants.actions.split import record_split

FRIDAY = date(2001, 11, 16)


def split(issuer: Issuer) -> None:
    record_split(
        issuer,
        effective_on=FRIDAY,
        new=1,
        old=25,
        source="Certificate of Amendment",
        by=usual(),
        today=FRIDAY,
    )


@pytest.fixture
def proposed(published: Issuer, treasurer: User) -> Placement:
    """400,000 shares at $3.80 or more, agreed with the agent before the split."""
    placement = drafted(agreement_of(published), 400_000, "3.80", by=treasurer)
    approved_with(placement, by=treasurer)
    return moved(placement, "propose", by=treasurer)


def test_what_was_proposed_before_it_is_asked_about_in_new_shares_at_25_times_the_price(
    published: Issuer, proposed: Placement
) -> None:
    split(published)
    price = Decimal("95.00")  # 25 x $3.80; 400,000 / 25 = 16,000
    assert question_of(proposed, FRIDAY) == Question(16_000, price, FRIDAY, minimum=price)


def test_and_on_the_days_before_it_as_it_was_agreed(published: Issuer, proposed: Placement) -> None:
    split(published)
    price = Decimal("3.80")
    assert question_of(proposed, TODAY) == Question(400_000, price, TODAY, minimum=price)


def test_it_is_accepted_after_the_split_within_limits_in_new_shares(
    published: Issuer, treasurer: User, proposed: Placement
) -> None:
    split(published)
    placement = move_placement(proposed, "accept", on=FRIDAY, by=treasurer, today=FRIDAY)
    assert placement.status == "accepted"


def test_a_draft_that_was_to_be_approved_before_it_is_held_to_them_as_it_stands(
    published: Issuer, treasurer: User
) -> None:
    """Agreed with no one, its shares are those of the day: 400,000 new ones.

    The count is 21,927,372 / 25 = 877,094; fewer than 20% of it, 175,418.8, are 175,418, of which
    1,074,510 / 25 = 42,980 were sold.
    """
    placement = drafted(agreement_of(published), 400_000, "3.80", by=treasurer)
    request = ask_proposal(placement, by=treasurer)
    split(published)
    asked = question_of(placement, FRIDAY)
    assert (asked.shares, asked.price) == (400_000, Decimal("3.80"))
    with pytest.raises(Refused, match=r"877,094 shares outstanding .* which leaves 132,438 shares"):
        approve(request, by=usual("CFO"), today=FRIDAY)
