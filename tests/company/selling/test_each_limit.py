"""Each limit in turn: what may be sold is accepted, and one share more is refused by its name."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.record import ask_figure, ask_offering
from neoequity.company.selectors.before_you_sell import before_you_sell
from neoequity.company.selectors.first_to_bind import first_to_bind
from neoequity.company.terms.binding import Binding
from neoequity.company.terms.held import Question
from neoequity.people.models import User
from placements.models import Placement, Shelf
from tests.company.selling.proposals import agreement_of, approved_with, drafted, moved
from tests.factories import TODAY, approved
from tests.transactions import undone

#: No other limit is reached at these prices: 3,310,964 shares are left of the 20%.
PRICES = st.integers(min_value=100, max_value=600).map(lambda cents: Decimal(cents) / 100)
SEVERAL = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def nothing_tighter(issuer: Issuer, treasurer: User) -> None:
    """The books as they are."""


def a_shelf_with_500_000_dollars_left(issuer: Issuer, treasurer: User) -> None:
    """$22,460,000 were sold before the agreements, and $3,822,967 under the Sales Agreement."""
    shelf = agreement_of(issuer).shelf
    Shelf.objects.filter(pk=shelf.pk).update(amount=Decimal("26782967.00"))


def authorized_shares_for_90_909_more(issuer: Issuer, treasurer: User) -> None:
    """31,703,210 are claimed; 90,909 and 9,090 in warrants fit into 100,000."""
    facts = {"issuer": issuer, "name": "authorized_shares", "value": Decimal(31_803_210)}
    approved(ask_figure(**facts, day=TODAY, by=treasurer, today=TODAY))


def an_offer_that_is_open(issuer: Issuer, treasurer: User) -> None:
    """Made while nothing was locked up."""
    facts = {"issuer": issuer, "day": TODAY, "kind": "offer", "what": "Preferred"}
    approved(ask_offering(**facts, by=treasurer, today=TODAY))


TIGHTER: dict[str, Callable[[Issuer, User], None]] = {
    "nasdaq_20": nothing_tighter,
    "shelf": a_shelf_with_500_000_dollars_left,
    "authorised": authorized_shares_for_90_909_more,
}


def most(issuer: Issuer, price: Decimal) -> Binding:
    found = before_you_sell(agreement_of(issuer), Question(None, price, TODAY), TODAY).answer.most
    assert found is not None
    return found


def accept(issuer: Issuer, shares: int, price: Decimal, note: str, *, by: User) -> Placement:
    placement = drafted(agreement_of(issuer), shares, f"{price}", by=by)
    approved_with(placement, note, by=by)
    return moved(placement, "propose", "accept", by=by)


@SEVERAL
@given(price=PRICES, limit=st.sampled_from(sorted(TIGHTER)))
def test_up_to_it_is_accepted_and_one_share_more_is_not_approved(
    published: Issuer, treasurer: User, price: Decimal, limit: str
) -> None:
    with undone():
        TIGHTER[limit](published, treasurer)
        binds = most(published, price)
        assert binds.names == (limit,)
        assert binds.shares is not None
        with undone():
            assert accept(published, binds.shares, price, "", by=treasurer).status == "accepted"
        with undone(), pytest.raises(Refused) as refusal:
            accept(published, binds.shares + 1, price, "", by=treasurer)
    assert [reason.field for reason in refusal.value.reasons] == [limit, "note"]


@SEVERAL
@given(price=PRICES, limit=st.sampled_from(["authorised", "shelf"]))
def test_no_reason_makes_up_for_one_share_more_than_a_limit_that_refuses(
    published: Issuer, treasurer: User, price: Decimal, limit: str
) -> None:
    with undone():
        TIGHTER[limit](published, treasurer)
        shares = most(published, price).shares
        assert shares is not None
        with pytest.raises(Refused) as refusal:
            accept(published, shares + 1, price, "More is registered on Monday.", by=treasurer)
    assert [reason.field for reason in refusal.value.reasons] == [limit]


def test_nor_for_one_share_more_than_the_capacity(published: Issuer, treasurer: User) -> None:
    price = Decimal("8.00")  # $21,177,033 / 8 = 2,647,129.1
    binds = most(published, price)
    assert (binds.shares, binds.names) == (2_647_129, ("agreement",))
    with pytest.raises(Refused, match=r"\$21,177,040\.00"):
        accept(published, 2_647_130, price, "It is amended on Monday.", by=treasurer)


def test_nor_for_a_single_share_against_the_lock_up(programme: Issuer, treasurer: User) -> None:
    an_offer_that_is_open(programme, treasurer)
    binds = most(programme, Decimal("4.00"))
    assert (binds.shares, binds.names) == (0, ("lock_up",))
    with pytest.raises(Refused) as refusal:
        accept(programme, 1, Decimal("4.00"), "The buyer agreed.", by=treasurer)
    assert [reason.field for reason in refusal.value.reasons] == ["lock_up"]


@pytest.mark.parametrize("limit", sorted(TIGHTER))
def test_the_first_screen_says_the_same_with_a_placement_open(
    published: Issuer, treasurer: User, limit: str
) -> None:
    TIGHTER[limit](published, treasurer)
    accept(published, 50_000, Decimal("4.00"), "", by=treasurer)
    price = Decimal("4.04")
    bound = next(
        each for each in first_to_bind(published, TODAY, price) if each.slug == "sales-agreement"
    )
    assert bound.binding == most(published, price)
    assert bound.binding.names == (limit,)
