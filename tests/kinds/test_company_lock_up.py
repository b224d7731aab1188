"""Other offers and the agent's consents: their own rules, and their `CASES`."""

from datetime import date

import pytest

from neoequity.company.actions.record import (
    ask_blackout,
    ask_consent,
    ask_offering,
    ask_representation_date,
)
from neoequity.company.models import Blackout, Consent, Offering, RepresentationDate
from neoequity.people.models import User
from tests.books import refused
from tests.factories import IssuerFactory
from tests.kinds.company import DAY, Kind, agreement_with_cap

OFFERS = Kind(
    Offering,
    ask_offering,
    {
        "kind": "convertible",
        "until": None,
        "party": "Montrose Investments Ltd.",
        "shares": 100_000,
        "what": "Debentures of $8,000,000",
    },
    "other offers",
)
CONSENTS = Kind(
    Consent,
    ask_consent,
    {
        "agreement": agreement_with_cap,
        "starts_on": DAY,
        "ends_on": date(2001, 11, 30),
        "covers": "Debentures of $8,000,000",
    },
    "consents of the agent",
)
BLACKOUTS = Kind(
    Blackout,
    ask_blackout,
    # After all sales of the tests' houses, which have a record of every kind.
    {
        "starts_on": date(2002, 1, 2),
        "ends_on": date(2002, 1, 31),
        "reason": "until the quarter is reported",
    },
    "blackouts",
)
REPRESENTATIONS = Kind(
    RepresentationDate,
    ask_representation_date,
    {
        "agreement": agreement_with_cap,
        "falls_on": date(2002, 1, 2),
        "certificate": True,
        "comfort_letter": False,
        "opinions": False,
    },
    "representation dates",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = (
    OFFERS.cases(
        an_offer_is_one_of_the_list=[OFFERS.raw(kind="wish")],
        an_offer_ends_after_it_began=[OFFERS.raw(until=date(2001, 10, 31))],
        an_offer_is_for_some_shares=[OFFERS.raw(shares=0)],
    ),
    BLACKOUTS.cases(
        a_blackout_lasts_some_days=[BLACKOUTS.raw(ends_on=date(2001, 10, 31))],
        a_blackout_has_a_reason=[BLACKOUTS.raw(reason="")],
    ),
    REPRESENTATIONS.cases(
        some_paper_is_due_on_a_representation_date=[REPRESENTATIONS.raw(certificate=False)],
    ),
    CONSENTS.cases(a_consent_covers_some_days=[CONSENTS.raw(ends_on=date(2001, 10, 31))]),
)


def test_an_offer_is_told_with_its_kind_and_day(treasurer: User) -> None:
    assert str(OFFERS.post(treasurer)) == (
        "Issue of convertible securities, Nov 1, 2001: Debentures of $8,000,000"
    )


def test_a_blackout_lasts_to_its_first_day_or_later(treasurer: User) -> None:
    with refused("The last day of the blackout is before its first."):
        BLACKOUTS.post(treasurer, ends_on=date(2001, 10, 31))


def test_a_blackout_says_why(treasurer: User) -> None:
    with refused("Enter the reason for the blackout."):
        BLACKOUTS.post(treasurer, reason=" ")


def test_some_paper_is_due_on_a_representation_date(treasurer: User) -> None:
    agreement = agreement_with_cap()
    with refused("Choose at least one paper that is due."):
        REPRESENTATIONS.post(treasurer, agreement=agreement, certificate=False)


def test_a_waiver_is_that_of_a_date_on_the_books(treasurer: User) -> None:
    agreement = agreement_with_cap()
    with refused("A waiver replaces the representation date that it waives: choose it."):
        REPRESENTATIONS.post(treasurer, agreement=agreement, waiver="By letter")


def test_a_consent_covers_days_in_order(treasurer: User) -> None:
    agreement = agreement_with_cap()
    with refused("The last day that the consent covers is before its first."):
        CONSENTS.post(treasurer, agreement=agreement, ends_on=date(2001, 10, 31))


def test_a_consent_concerns_an_agreement_of_the_same_company(treasurer: User) -> None:
    other = IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT")
    agreement = agreement_with_cap()
    with refused(f"The {agreement} is not an agreement of Another, Inc.."):
        CONSENTS.post(treasurer, issuer=other, agreement=agreement)


@pytest.mark.parametrize("covers", ["Debentures of $8,000,000", "Options for employees"])
def test_a_consent_keeps_what_it_covers(treasurer: User, covers: str) -> None:
    assert CONSENTS.post(treasurer, covers=covers).covers == covers
