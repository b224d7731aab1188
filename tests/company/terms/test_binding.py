"""Which limit binds first, by hand at the documents' figures, and for any limits by law."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neoequity.books.money import PRICE_STEP, gross_of
from neoequity.company.terms.binding import (
    Binding,
    Break,
    DollarLimit,
    Limit,
    ShareLimit,
    binding,
    breaks,
    governing,
    table,
)

AGREEMENT = DollarLimit("agreement", Decimal("21177033.00"))
NASDAQ = ShareLimit("nasdaq_20", 4_385_474)
AUTHORIZED = ShareLimit("authorised", 17_707_956)
LIMITS: list[Limit] = [AGREEMENT, AUTHORIZED, NASDAQ]


def test_the_smallest_limit_binds_at_its_price() -> None:
    assert binding(LIMITS, Decimal("3.80")) == Binding(
        Decimal("3.80"), 4_385_474, Decimal("16664801.20"), ("nasdaq_20",), ()
    )
    # $21,177,033.005 / $6.00 = 3,529,505.50...
    assert binding(LIMITS, Decimal("6.00")) == Binding(
        Decimal("6.00"), 3_529_505, Decimal("21177030.00"), ("agreement",), ()
    )


@pytest.mark.parametrize(
    ("amount", "price", "most"),
    [
        ("100.00", "4.00", 25),
        ("99.99", "4.00", 24),
        ("100.00", "0.40254", 248),  # 248 cost 99.82992, 249 cost 100.23246
        ("0.01", "0.0049", 3),  # 3 cost 0.0147, which is one cent; 4 cost 0.0196
        ("100.009", "4.00", 25),
        ("100.00", "33.335", 2),  # 3 cost 100.005, which is $100.01
        ("100.00", "33.334", 3),  # 3 cost 100.002, which is $100.00
        ("100.00", "100.01", 0),
        ("0.00", "0.004", 0),  # a gross of no cent is no sale
        ("-5.00", "4.00", 0),
    ],
)
def test_dollars_allow_the_shares_whose_gross_stays_within_them(
    amount: str, price: str, most: int
) -> None:
    assert DollarLimit("agreement", Decimal(amount)).most(Decimal(price)) == most


def test_limits_that_allow_the_same_are_named_together() -> None:
    tied: list[Limit] = [DollarLimit("agreement", Decimal("100.00")), ShareLimit("volume", 25)]
    assert binding(tied, Decimal("4.00")).names == ("agreement", "volume")


def test_a_limit_that_is_not_available_is_named_and_does_not_count_as_nothing() -> None:
    limits: list[Limit] = [ShareLimit("authorised", None), DollarLimit("shelf", None), NASDAQ]
    found = binding(limits, Decimal("4.00"))
    assert (found.shares, found.names) == (4_385_474, ("nasdaq_20",))
    assert found.unknown == ("authorised", "shelf")
    assert binding(limits[:2], Decimal("4.00")) == Binding(
        Decimal("4.00"), None, None, (), ("authorised", "shelf")
    )


def test_a_limit_used_up_or_more_allows_nothing() -> None:
    found = binding([AGREEMENT, ShareLimit("nasdaq_20", -1)], Decimal("4.00"))
    assert (found.shares, found.dollars, found.names) == (0, Decimal("0.00"), ("nasdaq_20",))


def test_a_limit_may_hold_only_below_a_price() -> None:
    below_market = NASDAQ._replace(below=Decimal("4.04"))
    assert binding([AUTHORIZED, below_market], Decimal("4.039999")).names == ("nasdaq_20",)
    assert binding([AUTHORIZED, below_market], Decimal("4.04")).names == ("authorised",)


@pytest.mark.parametrize("price", ["0", "-1"])
def test_a_price_is_more_than_nothing(price: str) -> None:
    with pytest.raises(ValueError, match=r"more than \$0"):
        binding(LIMITS, Decimal(price))


def test_the_table_has_a_line_for_each_price() -> None:
    prices = [Decimal("2.00"), Decimal("4.80"), Decimal("4.90")]
    # $21,177,033.005 / $4.90 = 4,321,843.47...
    assert [(row.price, row.shares, row.names) for row in table(LIMITS, prices)] == [
        (Decimal("2.00"), 4_385_474, ("nasdaq_20",)),
        (Decimal("4.80"), 4_385_474, ("nasdaq_20",)),
        (Decimal("4.90"), 4_321_843, ("agreement",)),
    ]


def test_shares_give_way_to_dollars_above_the_exact_price() -> None:
    # $21,177,033.005 / 4,385,474 = $4.828904...
    assert breaks(LIMITS) == [Break(Decimal("4.828904"), ("nasdaq_20",), ("agreement",))]


def test_a_limit_below_a_price_gives_way_at_it() -> None:
    below_market = NASDAQ._replace(below=Decimal("4.04"))
    minimum = ShareLimit("minimum price", 0, below=Decimal("1.00"))
    # $21,177,033.005 / 17,707,956 = $1.195905...
    assert breaks([AGREEMENT, AUTHORIZED, below_market, minimum]) == [
        Break(Decimal("0.999999"), ("minimum price",), ("nasdaq_20",)),
        Break(Decimal("4.039999"), ("nasdaq_20",), ("agreement",)),
    ]


def test_without_a_limit_in_dollars_nothing_gives_way() -> None:
    assert breaks([NASDAQ, AUTHORIZED]) == []
    assert breaks([AGREEMENT]) == []
    assert breaks([]) == []


def test_the_last_limit_may_give_way_to_none() -> None:
    assert breaks([ShareLimit("minimum price", 0, below=Decimal("1.00"))]) == [
        Break(Decimal("0.999999"), ("minimum price",), ())
    ]


PRICES = st.integers(1, 20_000_000).map(lambda steps: steps * PRICE_STEP)
AMOUNTS = st.decimals("-1.00", "5000.00", places=2)
NAMED = st.one_of(
    st.builds(DollarLimit, st.sampled_from("ABC"), st.none() | AMOUNTS),
    st.builds(
        ShareLimit, st.sampled_from("XYZ"), st.none() | st.integers(-1, 2_000), st.none() | PRICES
    ),
)
MANY = st.lists(NAMED, max_size=5)


@given(AMOUNTS.filter(lambda amount: amount > 0), PRICES)
def test_the_most_shares_fit_into_the_dollars_and_one_more_does_not(
    amount: Decimal, price: Decimal
) -> None:
    most = DollarLimit("agreement", amount).most(price)
    assert most is not None
    assert gross_of(most, price) <= amount < gross_of(most + 1, price)


@given(MANY, PRICES)
def test_what_binds_allows_its_shares_and_no_known_limit_allows_fewer(
    limits: list[Limit], price: Decimal
) -> None:
    found = binding(limits, price)
    known = {
        most for limit in limits if limit.applies(price) and (most := limit.most(price)) is not None
    }
    assert found.shares == min(known, default=None)
    assert bool(found.names) == bool(known)
    for limit in limits:
        if limit.applies(price) and limit.most(price) == found.shares is not None:
            assert limit.name in found.names


@given(MANY, PRICES)
def test_what_governs_is_among_what_binds(limits: list[Limit], price: Decimal) -> None:
    assert set(governing(limits, price)) <= set(binding(limits, price).names)


@given(MANY, PRICES, PRICES)
def test_a_higher_price_lets_no_more_be_sold_where_limits_hold_at_every_price(
    limits: list[Limit], one: Decimal, other: Decimal
) -> None:
    assume(all(isinstance(limit, DollarLimit) or limit.below is None for limit in limits))
    low, high = (binding(limits, price).shares for price in sorted((one, other)))
    assert low is high is None or (low is not None and high is not None and low >= high)


@given(MANY, PRICES)
def test_between_two_breaks_the_same_limits_govern(limits: list[Limit], price: Decimal) -> None:
    found = breaks(limits)
    assert [each.price for each in found] == sorted({each.price for each in found})
    for each, following in pairwise(found):
        assert each.beyond == following.until
    above = [each for each in found if price <= each.price]
    if above:
        assert governing(limits, price) == above[0].until
    elif found:
        assert governing(limits, price) == found[-1].beyond
    else:
        assert governing(limits, price) == governing(limits, Decimal("0.000001"))


@given(st.integers(1, 2_000), AMOUNTS.filter(lambda amount: amount > 0))
def test_at_a_break_the_shares_still_fit_and_a_step_above_it_they_do_not(
    shares: int, amount: Decimal
) -> None:
    limits: list[Limit] = [DollarLimit("dollars", amount), ShareLimit("shares", shares)]
    for price, until, beyond in breaks(limits):
        assert (until, beyond) == (("shares",), ("dollars",))
        assert gross_of(shares, price) <= amount < gross_of(shares, price + PRICE_STEP)
