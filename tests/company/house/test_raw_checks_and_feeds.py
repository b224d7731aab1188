"""What the database refuses of checks before proposals and of secret addresses of the calendar."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from neoequity.books.models import Issuer
from neoequity.company.models import CalendarFeed, ProposalCheck
from neoequity.people.models import User
from placements.models import Placement
from tests.constraints.rows import columns_of, delete, insert, refused_by_database, truncate, update
from tests.factories import IssuerFactory, UserFactory
from tests.kinds.company import checked
from tests.worlds import built_once

Attempt = Callable[[Any], object]
_STAY = "Checks before proposals are never changed or deleted once they are posted"


@built_once
def person(example: Issuer) -> User:
    user: User = UserFactory(username="pat")
    return user


@built_once
def check(example: Issuer, person: User) -> ProposalCheck:
    return checked(Placement.objects.filter(number=1)[0], person)


@built_once
def feed(example: Issuer, person: User) -> CalendarFeed:
    return CalendarFeed.objects.create(issuer=example, digest="0" * 64, created_by=person)


@built_once
def other(db: None) -> Issuer:
    made: Issuer = IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT")
    return made


def again(row: Model, **changes: Any) -> None:
    """INSERT the row once more, some of its columns changed."""
    columns = columns_of(row, **changes)
    for written in {"recorded_at", "created_at"} - set(changes):
        columns.pop(written, None)
    if "checks" in columns:
        columns["checks"] = "[]"
    insert(type(row), columns)


@pytest.mark.parametrize(
    ("words", "attempt"),
    [
        ("a_check_is_of_some_shares", lambda row: again(row, shares=0)),
        ("a_check_is_of_some_shares", lambda row: again(row, price=0)),
        (
            "The moment of recording is written by the database",
            lambda row: again(row, recorded_at="2001-11-13 12:00:00-05"),
        ),
        (_STAY, lambda row: update(row, verdict="You can sell nothing.")),
        (_STAY, delete),
        (_STAY, lambda row: truncate(type(row))),
    ],
)
def test_a_kept_check_stays_as_it_was(check: ProposalCheck, words: str, attempt: Attempt) -> None:
    with refused_by_database(words):
        attempt(check)


def test_a_check_concerns_a_placement_of_its_own_company(
    check: ProposalCheck, other: Issuer
) -> None:
    with refused_by_database("concerns a placement of its own company"):
        again(check, issuer_id=other.pk)


def test_two_addresses_never_have_the_same_secret(feed: CalendarFeed) -> None:
    with refused_by_database("company_calendarfeed_digest"):
        again(feed)


@pytest.mark.parametrize("half", ["revoked_by_id", "revoked_at"])
def test_a_revoked_address_has_its_person_and_its_moment(
    feed: CalendarFeed, person: User, half: str
) -> None:
    value = person.pk if half == "revoked_by_id" else "2001-11-13 12:00:00-05"
    with refused_by_database("a_revoked_address_has_its_person_and_moment"):
        update(feed, **{half: value})


def test_addresses_are_deleted_one_by_one(feed: CalendarFeed) -> None:
    with refused_by_database("so that each leaves its event"):
        truncate(CalendarFeed)
