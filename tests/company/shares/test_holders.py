"""Holders against 15% and 20%, by hand from p. S-10."""

from datetime import date
from decimal import Decimal

from neoequity.books.models import Issuer
from neoequity.company.models.holders import holders_on
from neoequity.company.models.share_ledger import share_books
from neoequity.company.terms.thresholds import Left, Reach
from tests.factories import TODAY


def test_the_group_holds_2_6_percent_and_19_3_with_all_its_warrants(published: Issuer) -> None:
    _, group = holders_on(share_books(published, TODAY))
    assert group.position.holder == "Montrose, Strong River and Societe Generale"
    assert (group.then.day, group.then.outstanding) == (date(2001, 10, 2), 21_862_772)
    delaware, rights_plan = group.then.standings.values()
    assert delaware.held_rate == Decimal("0.026488")  # 579,098 / 21,862,772
    assert delaware.as_exercised_rate == Decimal("0.192605")  # 5,077,243 / 26,360,917
    assert delaware.within_60_days_rate == Decimal("0.007928")  # 173,320 / 21,862,772
    assert (delaware.reach, rights_plan.reach) == (Reach.AS_EXERCISED, Reach.BELOW)
    # 15% of 21,862,772 is 3,279,415.8; 20% of 26,360,917 is 5,272,183.4.
    assert delaware.left_held is not None
    assert delaware.left_held.existing == 2_700_317
    assert rights_plan.left_as_exercised is not None
    assert rights_plan.left_as_exercised.existing == 194_940
    assert delaware.left_as_exercised == Left(0, 0)


def test_of_the_shares_outstanding_now_it_is_less(published: Issuer) -> None:
    _, group = holders_on(share_books(published, TODAY))
    delaware = group.now.standings["dgcl_203_rate"]
    assert group.now.outstanding == 22_032_172
    assert delaware.held_rate == Decimal("0.026284")  # 579,098 / 22,032,172
    assert delaware.as_exercised_rate == Decimal("0.191375")  # 5,077,243 / 26,530,317


def test_directors_and_officers_are_compared_by_the_percentage_that_is_stated(
    published: Issuer,
) -> None:
    directors, _ = holders_on(share_books(published, TODAY))
    delaware = directors.now.standings["dgcl_203_rate"]
    assert (delaware.held_rate, delaware.reach) == (Decimal("0.116"), Reach.BELOW)
    assert (delaware.as_exercised_rate, delaware.left_held) == (None, None)
