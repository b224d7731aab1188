"""Warrants are told when they are due, from the day after, and before and after they expire."""

from datetime import date

import pytest

from neoequity.notices.notice import Urgency
from placements.models import Placement
from tests.factories import UserFactory
from tests.notices.conftest import Told
from tests.warrants.factories import (
    ISSUED_BY,
    SeriesFactory,
    another_holder,
    issued_warrant,
    sold_placement,
)
from tests.worlds import built_once
from warrants.actions.programme import open_warrant

pytestmark = pytest.mark.django_db


@built_once
def placement(db: None) -> Placement:
    """10,000 shares of Nov 9, 2001, settled on the 15th: 1,000 warrant shares due on the 22nd."""
    return sold_placement()


@pytest.mark.parametrize(
    ("day", "urgency"), [(21, Urgency.SOON), (22, Urgency.URGENT)], ids=["before", "on the day"]
)
def test_a_warrant_is_due_by_its_day(
    told: Told, placement: Placement, day: int, urgency: Urgency
) -> None:
    (notice,) = told(on=date(2001, 11, day), kind="warrant_due")
    assert notice.text == (
        "Sales Agreement, placement 1: 1,000 warrant shares are to be issued to Cantor "
        "Fitzgerald & Co. by Nov 22, 2001."
    )
    assert notice.urgency is urgency
    assert notice.href == "/warrants/issue/sales-agreement/1/"


def test_from_the_day_after_it_is_overdue_in_the_words_of_the_findings(
    told: Told, placement: Placement
) -> None:
    (notice,) = told(on=date(2001, 11, 23), kind="warrant_overdue")
    assert notice.text == (
        "Sales Agreement, placement 1: 1,000 warrant shares were due to Cantor Fitzgerald & Co. "
        "by Nov 22, 2001 and have not been issued."
    )
    assert notice.urgency is Urgency.URGENT
    assert told(on=date(2001, 11, 23), kind="warrant_due") == []


def test_before_all_is_settled_nothing_is_due(told: Told, placement: Placement) -> None:
    assert told(on=date(2001, 11, 14), kind="warrant_due") == []


@pytest.mark.parametrize(
    ("day", "kind", "urgency"),
    [
        (date(2006, 8, 16), "", None),
        (date(2006, 8, 17), "warrant_expiring", Urgency.INFORMATION),
        (date(2006, 10, 15), "warrant_expiring", Urgency.INFORMATION),
        (date(2006, 10, 16), "warrant_expiring", Urgency.SOON),
        (date(2006, 11, 15), "warrant_expiring", Urgency.SOON),
        (date(2006, 11, 16), "warrant_expired", Urgency.SOON),
    ],
)
def test_a_warrant_is_told_ninety_and_thirty_days_before_it_expires_and_after(
    told: Told, day: date, kind: str, urgency: Urgency | None
) -> None:
    warrant = issued_warrant()
    assert warrant.expires_on == date(2006, 11, 15)
    found = [each for each in told(on=day) if each.kind.startswith("warrant_exp")]
    assert [(each.kind, each.urgency) for each in found] == ([(kind, urgency)] if kind else [])
    assert all(each.href == "/warrants/neotherapeutics/1/" for each in found)


def test_an_expiring_warrant_is_told_with_its_shares_and_day(told: Told) -> None:
    issued_warrant()
    (notice,) = told(on=date(2006, 11, 1), kind="warrant_expiring")
    assert notice.text.startswith("1,000 warrant shares of ")
    assert notice.text.endswith(" expire on Nov 15, 2006.")
    assert notice.key == "warrant_expiring:neotherapeutics:1:30"


def test_a_class_b_warrant_has_no_last_day_in_the_books(told: Told) -> None:
    series = SeriesFactory()
    open_warrant(series, holder=another_holder(), shares=1_000, by=UserFactory(), today=ISSUED_BY)
    found = told(on=date(2006, 11, 1))
    assert [each for each in found if each.kind.startswith("warrant_exp")] == []
