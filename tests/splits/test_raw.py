"""Past every action, the database counts shares after splits as the terms do."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from hypothesis import Phase, given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.actions.placement import move_placement
from placements.actions.sale import record_sale
from placements.models import Placement, Sale, Split
from placements.models.counted import counted
from tests.books import refused
from tests.constraints.rows import insert, refused_by_database, sale_of
from tests.factories import TODAY, PlacementFactory, notice_of, proposed, sell
from tests.laws import law
from tests.splits.conftest import SPLIT_ON, THURSDAY, TUESDAY, figures, split

BELOW = "A sale must fit its placement"
TOO_MANY = "A placement sells no more shares than it offers"
SETTLES = {TUESDAY: date(2001, 11, 9), THURSDAY: date(2001, 11, 14)}


def raw(placement: Placement, day: date, shares: int, price: str, **changes: Any) -> dict[str, Any]:
    """A sale with the figures that follow, on top of $150,000."""
    gross = (shares * Decimal(price)).quantize(Decimal("0.01"))
    before = Sale.objects.filter(agreement=placement.agreement).count()
    return sale_of(
        placement,
        before + 1,
        trade_date=day,
        settlement_date=SETTLES[day],
        shares=shares,
        price=Decimal(price),
        gross=gross,
        commission=(gross / 25).quantize(Decimal("0.01")),
        net=gross - (gross / 25).quantize(Decimal("0.01")),
        **changes,
    )


def test_the_minimum_and_the_shares_left_are_those_of_the_trade_date(
    placement: Placement, treasurer: User
) -> None:
    split(treasurer)
    with refused_by_database(BELOW):
        insert(Sale, raw(placement, THURSDAY, 1_000, "12.49"))
    with refused_by_database(BELOW):
        insert(Sale, raw(placement, TUESDAY, 1_000, "0.49"))
    with refused_by_database(TOO_MANY):
        insert(Sale, raw(placement, THURSDAY, 30_001, "12.50"))
    with refused_by_database(TOO_MANY):
        insert(Sale, raw(placement, TUESDAY, 750_001, "0.50"))
    with transaction.atomic():
        insert(Sale, raw(placement, TUESDAY, 250_000, "0.50"))
        insert(Sale, raw(placement, THURSDAY, 20_000, "12.50"))
    assert figures(placement, TODAY)[:3] == (40_000, 40_000, 0)


def raw_split(by: User, **columns: Any) -> dict[str, Any]:
    told = {"effective_on": SPLIT_ON, "new": 1, "old": 25, "source": "a notice"}
    issuer = Placement.objects.all()[0].agreement.issuer_id
    return {"issuer_id": issuer, **told, "recorded_by_id": by.pk, **columns}


def test_a_split_learnt_late_fits_the_sales_since_its_day(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, 60_000, "13.00", by=treasurer, trade_date=THURSDAY)
    with refused(
        "After the 1-for-25 split of 2001-11-07 placement 1 of the Sales Agreement would have sold "
        "more than the 40,000 shares it then offers: reverse its sales of 2001-11-07 and later "
        "that were booked in old shares first, and record them again after the split."
    ):
        split(treasurer)
    with refused_by_database("A stock split leaves no placement with more shares sold"):
        insert(Split, raw_split(treasurer))


def test_a_sale_since_a_split_learnt_late_is_at_least_at_its_minimum(
    placement: Placement, treasurer: User
) -> None:
    sale = sell(placement, 1_000, "1.00", by=treasurer, trade_date=THURSDAY)
    with refused(
        f"Sale {sale.number} of the Sales Agreement, traded on 2001-11-08 at $1.0000, is below the "
        "$12.5000 that the 1-for-25 split of 2001-11-07 makes of the minimum of placement 1: "
        "reverse it first, and record it again after the split."
    ):
        split(treasurer)
    with refused_by_database("A stock split leaves no sale of its day or later below"):
        insert(Split, raw_split(treasurer))


def test_a_split_learnt_late_is_recorded_where_the_sales_since_fit(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, 1_000, "13.00", by=treasurer, trade_date=THURSDAY)
    split(treasurer)
    assert figures(placement, TODAY) == (40_000, 11_000, 29_000, Decimal("12.50"))
    assert prove_books().differences == []


def test_a_draft_of_before_a_split_is_not_proposed_after_it(
    placement: Placement, treasurer: User
) -> None:
    draft = PlacementFactory(
        agreement=placement.agreement, minimum_price=Decimal("0.50"), by=treasurer
    )
    split(treasurer)
    sentence = (
        "Placement 2 was drafted on 2001-10-01, before the 1-for-25 split of 2001-11-07: withdraw "
        "it, and draft it again in shares after the split."
    )
    with pytest.raises(Refused) as refusal:
        proposed(draft, by=treasurer, on=THURSDAY)
    assert str(refusal.value) == sentence
    with refused_by_database("A draft is proposed in the shares in which it was written"):
        Placement.objects.filter(pk=draft.pk).update(
            status="proposed", status_on=THURSDAY, proposed_on=THURSDAY
        )
    move_placement(draft, "propose", on=TUESDAY, by=treasurer, today=TODAY)
    assert figures(draft, TODAY)[0] == 40_000


@law(phases=[Phase.generate])  # to shrink a case would take minutes
@given(
    ratio=st.tuples(st.integers(1, 30), st.integers(1, 30)).filter(lambda r: r[0] != r[1]),
    trades=st.lists(
        st.tuples(
            st.sampled_from([TUESDAY, THURSDAY]),
            st.sampled_from([1, 3, 7, 24, 25, 26, 40, 100, 777]),
            st.sampled_from(["0.02", "0.50", "1.00", "12.49", "12.50", "15.00"]),
        ),
        min_size=1,
        max_size=6,
    ),
    split_after=st.integers(0, 6),
)
def test_the_database_refuses_exactly_what_the_terms_refuse(
    placement: Placement,
    treasurer: User,
    ratio: tuple[int, int],
    trades: list[tuple[date, int, str]],
    split_after: int,
) -> None:
    """Sales in any order around a split that is recorded before, between or after them."""
    with transaction.atomic():
        small = PlacementFactory(
            agreement=placement.agreement,
            shares_offered=1_000,
            minimum_price=Decimal("0.50"),
            accepted=True,
            by=treasurer,
        )
        for place, (day, shares, price) in enumerate([*trades, trades[-1]]):
            if place == split_after:
                by_terms = _lets(lambda: split(treasurer, new=ratio[0], old=ratio[1]))
                row = raw_split(treasurer, new=ratio[0], old=ratio[1])
                if by_terms is not _lets_raw(Split, row):
                    pytest.fail(f"split {ratio}: terms {by_terms}")
                if by_terms:
                    split(treasurer, new=ratio[0], old=ratio[1])
            notice = notice_of(small, shares, price, trade_date=day)
            by_terms = _lets(partial(record_sale, notice, by=treasurer, today=TODAY))
            if by_terms is not _lets_raw(Sale, raw(small, day, shares, price)):
                pytest.fail(f"{day} {shares} at {price}: terms {by_terms}")
            if by_terms:
                record_sale(notice, by=treasurer, today=TODAY)
            small.refresh_from_db()
            [each] = counted([small]).values()
            assert each.room(TUESDAY) >= 0
            assert figures(small, TODAY)[2] == each.left() == each.room(TODAY)
        assert prove_books().differences == []
        transaction.set_rollback(True)


def _lets(act: Callable[[], object]) -> bool:
    """Whether the terms let the act pass; it is taken back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def _lets_raw(model: type[Model], row: dict[str, Any]) -> bool:
    """Whether the database lets the row in; it is taken back."""
    try:
        with transaction.atomic():
            insert(model, row)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_without_a_split_the_totals_tell_what_is_left(placement: Placement) -> None:
    with refused_by_database(TOO_MANY):
        insert(Sale, raw(placement, THURSDAY, 750_001, "0.50"))
    insert(Sale, raw(placement, THURSDAY, 750_000, "0.50"))


def test_an_adjustment_of_commission_since_a_split_learnt_late_has_no_price_to_compare(
    placement: Placement, treasurer: User, open_with: Callable[..., Placement]
) -> None:
    crossing = open_with(
        agreement=placement.agreement,
        minimum_price=Decimal("0.50"),
        shares_offered=30_000_000,
        accepted=True,
        by=treasurer,
    )
    sell(crossing, 800_000, "13.00", by=treasurer, trade_date=THURSDAY)
    sell(crossing, 1_000_000, "0.60", by=treasurer, trade_date=TUESDAY)
    adjustment = Sale.objects.get(adjusts__isnull=False)
    assert adjustment.trade_date >= SPLIT_ON
    split(treasurer)
    assert Split.objects.count() == 1
    assert prove_books().differences == []
