"""A notice that comes twice under two references is told, and never refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.people.models import User
from placements.actions.likely import likely_duplicates
from placements.actions.sale import consider_sale, record_sale
from placements.models import Placement
from placements.terms.notice import SaleNotice
from tests.factories import TODAY, PlacementFactory, notice_of, reverse_sale, sell


def told(*notices: SaleNotice) -> list[str]:
    return [
        warning.sentence for warning in likely_duplicates(notices, lambda row: f"line {row + 2}")
    ]


def test_a_sale_that_looks_like_another_is_told_with_its_name_and_may_be_posted(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, 1000, "4.00", agent_reference="X-1")
    notice = notice_of(placement, 1000, "4.0000", agent_reference="Y-7")

    considered = consider_sale(notice, today=TODAY)

    assert considered.reasons == []
    [warning] = considered.warnings
    assert warning.sentence == (
        "This sale looks like sale 1 of the Sales Agreement: 1,000 shares at $4.0000 under "
        "placement 1 on 2001-11-09, there with the agent's reference “X-1”."
    )
    assert record_sale(notice, by=treasurer, today=TODAY).number == 2


@pytest.mark.parametrize(
    "said",
    [{"shares": 1001}, {"price": Decimal("4.01")}, {"trade_date": date(2001, 11, 8)}],
    ids=str,
)
def test_other_shares_another_price_or_day_are_another_sale(
    placement: Placement, said: dict[str, Any]
) -> None:
    sell(placement, 1000, "4.00")
    assert told(notice_of(placement, 1000, "4.00")._replace(**said)) == []


def test_the_same_sale_under_another_placement_is_another(placement: Placement) -> None:
    sell(placement, 1000, "4.00")
    other = PlacementFactory(agreement=placement.agreement, accepted=True)
    assert told(notice_of(other, 1000, "4.00")) == []


def test_what_was_reversed_is_no_likeness_and_the_first_that_stands_is_named(
    placement: Placement, treasurer: User
) -> None:
    first = sell(placement, 1000, "4.00", agent_reference="A")
    sell(placement, 1000, "4.00", agent_reference="B")
    reverse_sale(first, on=TODAY, reason="a mistake", by=treasurer, today=TODAY)
    assert "looks like sale 2 of the Sales Agreement" in told(notice_of(placement))[0]


def test_the_same_reference_is_refused_and_not_told_as_a_likeness(placement: Placement) -> None:
    sell(placement, 1000, "4.00", agent_reference="X-1")
    considered = consider_sale(notice_of(placement, agent_reference="x 01"), today=TODAY)
    assert considered.warnings == []
    assert [reason.sentence.partition(" as sale 1")[2] for reason in considered.reasons] == [
        " of the Sales Agreement (as “X-1”)."
    ]


def test_within_a_batch_the_earlier_line_is_named(placement: Placement) -> None:
    batch = [notice_of(placement, agent_reference=each) for each in ("X-1", "Y-7", "Z")]
    batch.insert(1, notice_of(placement, 7, agent_reference="W"))
    assert told(*batch) == [
        f"Line {line} looks like line 2: 1,000 shares at $4.0000 under placement 1 on 2001-11-09, "
        "there with the agent's reference “X-1”."
        for line in (4, 5)
    ]


def test_a_batch_takes_one_query_and_none_for_nothing(placement: Placement) -> None:
    sell(placement, 5, "4.00")
    for size in (1, 100):
        batch = [notice_of(placement, shares) for shares in range(1, size + 1)]
        with CaptureQueriesContext(connection) as queries:
            assert len(told(*batch)) == (size > 5)
        assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert told() == []
    assert len(queries) == 0


def test_a_file_of_equal_sales_is_warned_of_line_by_line(placement: Placement) -> None:
    assert len(told(*(notice_of(placement, 10) for _ in range(50)))) == 49
