"""What a report is asked for, and the figures of closed days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from neoequity.books.models import ChainHead, Issuer, Seal
from neoequity.books.refusal import Refused
from neoequity.reports.report import Asked
from neoequity.reports.scope import asked_for, closing_of, head_of
from placements.models import Placement
from tests.factories import PlacementFactory, sell
from tests.periods.closings import CLOSED_ON, close
from tests.worlds import built_once

NOVEMBER = date(2001, 11, 1), date(2001, 11, 30)


@built_once
def sold(db: None) -> Placement:
    """An accepted placement with a sale of Nov 9, 2001."""
    accepted: Placement = PlacementFactory(accepted=True, shares_offered=100_000)
    sell(accepted)
    return accepted


@pytest.fixture
def issuer(sold: Placement) -> Issuer:
    return sold.agreement.issuer


def _of(since: date, until: date, **asked: object) -> Asked:
    return asked_for(since, until, CLOSED_ON, **asked)  # type: ignore[arg-type]  # as each test asks


def test_the_last_day_is_not_before_the_first(issuer: Issuer) -> None:
    with pytest.raises(Refused, match=r"Nov 9, 2001, the last day, is before Nov 10, 2001"):
        _of(date(2001, 11, 10), date(2001, 11, 9))


def test_a_period_that_has_not_begun_is_refused(issuer: Issuer) -> None:
    with pytest.raises(Refused, match=r"is in the future; today is"):
        _of(date(2002, 2, 1), date(2002, 2, 28))


def test_a_period_that_is_not_over_is_as_of_today(issuer: Issuer) -> None:
    assert _of(date(2002, 1, 1), date(2002, 3, 31)).as_of == CLOSED_ON


def test_what_is_not_in_the_books_is_named(issuer: Issuer) -> None:
    with pytest.raises(Refused, match="There is no agreement “none”"):
        _of(*NOVEMBER, agreement="none")
    with pytest.raises(Refused, match="There is no issuer “nobody”"):
        _of(*NOVEMBER, issuer="nobody")


def test_an_agreement_names_its_issuer(issuer: Issuer, sold: Placement) -> None:
    PlacementFactory(
        agreement__slug="another-agreement",
        agreement__shelf__issuer__slug="other",
        agreement__shelf__issuer__name="Other, Inc.",
    )
    assert _of(*NOVEMBER, agreement=sold.agreement.slug).issuer == issuer
    with pytest.raises(Refused, match="The books have several issuers: name one of"):
        _of(*NOVEMBER)


def test_an_open_period_has_the_figures_known_now(issuer: Issuer) -> None:
    asked = _of(*NOVEMBER)
    assert asked.known_at is None
    assert closing_of(asked) is None


def test_closed_days_have_the_figures_and_the_chain_of_their_last_closing(issuer: Issuer) -> None:
    close("2001-10", issuer=issuer)
    last = close("2001-11", issuer=issuer)
    asked = _of(date(2001, 10, 29), date(2001, 11, 9))
    assert asked.known_at == last.recorded_at

    head = head_of(asked, "anna", timezone.now())
    assert head.closing == last
    assert head.chain_length == Seal.objects.get(kind="closing", entry=last.pk).position


def test_one_open_day_leaves_the_whole_open(issuer: Issuer) -> None:
    close("2001-10", issuer=issuer)
    asked = _of(date(2001, 10, 29), date(2001, 11, 9))
    assert asked.known_at is None
    chain = ChainHead.objects.get(issuer=issuer)
    assert head_of(asked, "anna", timezone.now()).chain_digest == chain.digest


def test_another_moment_may_be_asked_for_of_closed_days(issuer: Issuer) -> None:
    close("2001-11", issuer=issuer)
    moment = datetime(2001, 11, 12, 17, 30, tzinfo=ZoneInfo("America/New_York"))
    asked = _of(*NOVEMBER, known_at=moment)
    assert asked.known_at == moment
    assert closing_of(asked) is None


def test_the_head_of_one_agreement_names_it(issuer: Issuer, sold: Placement) -> None:
    asked = _of(*NOVEMBER, agreement=sold.agreement.slug)
    assert head_of(asked, "anna", timezone.now()).agreement == sold.agreement.name
    assert head_of(_of(*NOVEMBER), "anna", timezone.now()).agreement == ""
