"""The versions as the database keeps them: with the agreement, after it, and not without it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from placements.models import Agreement, Placement, TermVersion
from placements.models.terms import TERMS
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended, corrected
from tests.constraints.rows import delete, update
from tests.factories import AgreementFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def placed() -> Placement:
    made: Placement = PlacementFactory()
    return made


def held(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TERMS}


def test_an_agreement_comes_with_the_first_version_of_its_terms() -> None:
    agreement = AgreementFactory()
    version = agreement.versions.get()
    assert (version.number, version.kind, version.effective_on) == (
        1,
        "original",
        date(2001, 6, 12),
    )
    assert held(version) == held(agreement)


def test_the_first_version_follows_while_the_terms_are_being_entered() -> None:
    agreement = AgreementFactory()
    update(agreement, capacity="26000000.00", signed_on=date(2001, 6, 13))
    version = agreement.versions.get()
    assert (version.capacity, version.effective_on) == (26_000_000, date(2001, 6, 13))


def test_a_version_stays_as_it_was_recorded_when_its_signing_day_is_corrected() -> None:
    agreement = placed().agreement
    version = corrected(agreement, signed_on=date(2001, 6, 11))
    assert held(agreement) == held(version)
    days = agreement.versions.order_by("number").values_list("effective_on", "signed_on")
    assert list(days) == [(date(2001, 6, 12),) * 2, (date(2001, 6, 11),) * 2]


def test_the_versions_go_with_an_agreement_that_nothing_stands_under() -> None:
    agreement = AgreementFactory(tiers=[], pages={})
    assert delete(agreement) == 1
    connection.check_constraints()
    assert not TermVersion.objects.exists()


def test_the_agreement_and_its_fee_tiers_follow_the_last_version() -> None:
    agreement = placed().agreement
    amended(agreement, capacity=Decimal("30000000.00"), settlement_days=None)
    version = corrected(agreement, fee_tiers=[TierFacts(Decimal(0), Decimal("0.03"), "p. 3")])
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert held(agreement) == held(version)
    assert [(tier.version, tier.rate) for tier in agreement.tiers()] == [(3, Decimal("0.03"))]
    assert agreement.fee_tiers.filter(version=1).count() == 3
