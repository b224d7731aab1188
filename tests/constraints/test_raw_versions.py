"""Raw versions of the terms: only what was asked for, approved and still allowed is written."""

from datetime import date
from typing import Any

import pytest

from neoequity.books.approvals.actions import withdraw
from neoequity.books.models import Approval
from placements.models import TermVersion
from tests.constraints.attempts import Attempt
from tests.constraints.conftest import House
from tests.constraints.rows import insert, refused_by_database
from tests.constraints.versions import request_of, version_of
from tests.factories import TODAY, IssuerFactory, ShelfFactory, UserFactory, approved_alone


def test_what_was_approved_may_be_written_once_and_exactly(house: House) -> None:
    insert(TermVersion, version_of(house))
    house.agreement.refresh_from_db()
    assert house.agreement.capacity == 30_000_000


AS_APPROVED = "Terms change as one person asked for it and another approved it"
IN_TURN = "An amendment takes effect on the day of the last version or later"
ATTEMPTS: list[tuple[str, Attempt]] = [
    *(
        (AS_APPROVED, lambda house, said=said: insert(TermVersion, version_of(house, **said)))
        for said in (
            {"capacity": "30000000.01"},
            {"methods": ["nasdaq"]},
            {"expense_cap": "1.00"},
            {"document": "Another paper"},
            {"page": ""},
            {"effective_on": date(2001, 11, 11)},
            {"kind": "correction"},
            {"agent": "Acme & Co."},
            {"name": "Offering"},
            {"signed_on": date(2001, 6, 11)},
        )
    ),
    (
        AS_APPROVED,
        lambda house: insert(TermVersion, version_of(house, request_of(house, approved=False))),
    ),
    (
        AS_APPROVED,
        lambda house: insert(TermVersion, version_of(house, agreement_id=house.other.pk)),
    ),
    (AS_APPROVED, lambda house: insert(TermVersion, version_of(house, number=5))),
]


@pytest.mark.parametrize(("sentence", "attempt"), ATTEMPTS)
def test_a_version_that_nobody_approved_so_is_refused_by_the_database(
    house: House, sentence: str, attempt: Attempt
) -> None:
    with refused_by_database(sentence):
        attempt(house)


def raw_version(house: House, **asked: Any) -> None:
    """A version whose request was made and approved past the action's own rules."""
    tiers = asked.pop("fee_tiers", None)
    request = request_of(house, approved=False)
    columns = version_of(house, request, **asked)
    dated = asked.pop("effective_on", request.dated)
    facts = request.asked | {name: _plain(value) for name, value in asked.items()}
    twin = Approval(
        kind="amendment",
        subject=columns["agreement_id"],
        issuer_id=house.agreement.issuer_id,
        what="past the action",
        dated=dated,
        asked=facts | {"fee_tiers": tiers},
        asked_by=house.person,
    )
    withdraw(request, by=house.person)
    twin.save()
    approved_alone(twin, by=UserFactory(group="CFO"), today=TODAY)
    insert(TermVersion, {**columns, "approval_id": twin.pk})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"number": 3}, IN_TURN),
        ({"effective_on": date(2001, 6, 11)}, IN_TURN),
        ({"kind": "correction"}, IN_TURN),
        ({"signed_on": date(2001, 6, 11)}, "The day of signing is put right by a correction"),
        (
            {
                "kind": "correction",
                "signed_on": date(2001, 6, 11),
                "effective_on": date(2001, 6, 12),
            },
            IN_TURN,
        ),
        (
            {
                "kind": "correction",
                "signed_on": date(2001, 10, 2),
                "effective_on": date(2001, 10, 2),
            },
            "An agreement is signed before its terms are amended and before placements",
        ),
        (
            {
                "kind": "correction",
                "signed_on": date(2001, 8, 15),
                "effective_on": date(2001, 8, 15),
            },
            "2001-08 of NeoTherapeutics, Inc. was closed by anna",
        ),
        ({"agent": ""}, "an_agreement_has_a_name_and_an_agent"),
        ({"capacity": "7999.99"}, "A lower capacity still holds what is sold"),
        ({"capacity": "399999.99"}, "A lower capacity still holds what is sold"),
        (
            {
                "effective_on": date(2001, 11, 9),
                "fee_tiers": [{"above": "0", "rate": "0.03", "page": ""}],
            },
            "Other fee tiers take effect after the last sale",
        ),
        (
            {
                "commission_maximum_rate": "0.03",
                "fee_tiers": [{"above": "0", "rate": "0.03", "page": ""}],
            },
            "An agreement has fee tiers or a maximum commission",
        ),
        (
            {"effective_on": date(2001, 11, 9), "commission_maximum_rate": "0.03"},
            "another second fee take effect after the last sale",
        ),
        (
            {"effective_on": date(2001, 11, 9), "second_fee_rate": "0.01"},
            "another second fee take effect after the last sale",
        ),
    ],
)
def test_what_the_action_would_refuse_the_database_refuses_as_well(
    house: House, asked: dict[str, Any], sentence: str
) -> None:
    with refused_by_database(sentence):
        raw_version(house, **asked)


def test_a_version_is_under_a_shelf_of_its_issuer(house: House) -> None:
    issuer = IssuerFactory(slug="spectrum", name="Spectrum", ticker="SPPI")
    shelf = ShelfFactory(issuer=issuer, file_number="333-1", prospectus_date=None)
    with refused_by_database("An agreement is under a shelf that its issuer registered"):
        raw_version(house, shelf_id=shelf.pk)


def test_a_raw_correction_of_the_signing_day_begins_on_it(house: House) -> None:
    day = date(2001, 6, 11)
    raw_version(house, kind="correction", signed_on=day, effective_on=day)
    house.agreement.refresh_from_db()
    assert house.agreement.signed_on == day


def test_an_agreement_without_placements_has_no_second_version(house: House) -> None:
    with refused_by_database(
        "The terms of an agreement without placements are still being entered"
    ):
        raw_version(house, agreement_id=house.other.pk)
