"""What the database refuses of access reviews, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.company.models import AccessReview
from tests.constraints.rows import columns_of, delete, insert, refused_by_database, truncate, update
from tests.factories import IssuerFactory, UserFactory
from tests.kinds.company import reviewed
from tests.worlds import built_once

_STAY = "Access reviews are never changed or deleted once they are posted"
_OF_ITS_DAY = "An access review states the rights of its own day, and of none in the future"


@built_once
def office(db: None) -> Issuer:
    made: Issuer = IssuerFactory()
    return made


@built_once
def review(office: Issuer) -> AccessReview:
    return reviewed(office, UserFactory(username="pat"))


def again(row: AccessReview, **changes: Any) -> None:
    """INSERT the review once more, some of its columns changed."""
    columns = columns_of(row, **changes)
    if "recorded_at" not in changes:
        del columns["recorded_at"]
    insert(AccessReview, columns)


@pytest.mark.parametrize(
    ("words", "attempt"),
    [
        (_OF_ITS_DAY, lambda row: again(row, reviewed_on="2001-11-02")),
        (
            _OF_ITS_DAY,
            lambda row: again(row, reviewed_on="2101-11-01", known_at="2101-11-01 12:00:00Z"),
        ),
        ("digest of an access review is that", lambda row: again(row, digest="0" * 64)),
        ("digest of an access review is that", lambda row: again(row, statement="[{}]")),
        ("an_access_review_has_a_note", lambda row: again(row, note="")),
        (
            "The moment of recording is written by the database",
            lambda row: again(row, recorded_at=timezone.now()),
        ),
        (_STAY, lambda row: update(row, note="I looked at nothing.")),
        (_STAY, delete),
        (_STAY, lambda row: truncate(type(row))),
    ],
)
def test_a_review_stays_what_was_signed(
    review: AccessReview, words: str, attempt: Callable[[Any], object]
) -> None:
    with refused_by_database(words):
        attempt(review)
