"""Sign off who may do what: the review of access that a CFO makes each quarter."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.models import AccessReview

SIGN = "company.add_accessreview"


@action(needs=SIGN, told="Signed off an access review")
def sign_access_review(
    issuer: Issuer,
    *,
    reviewed_on: date,
    known_at: datetime,
    statement: str,
    shown: str,
    note: str,
    by: User,
    today: date,
    now: datetime,
) -> AccessReview:
    """Keep the rights of a day with the CFO's note, sealed.

    `statement` is what the accounts' history says of the moment `known_at`; `shown` is the digest
    of the statement that the CFO had before them. Raises Refused where the two differ, for a day
    or a moment in the future, and without a note.
    """
    lock_periods([issuer.pk])
    digest = digest_of(statement)
    refuse_if_any(
        [
            *_reasons(reviewed_on, known_at, now, note),
            *_reasons_against_what_was_shown(digest, shown),
            *reasons_against_days(issuer.pk, [today]),
        ]
    )
    review = AccessReview.objects.create(
        issuer=issuer,
        reviewed_on=reviewed_on,
        known_at=known_at,
        signed_on=today,
        statement=statement,
        digest=digest,
        note=note.strip(),
        recorded_by=by,
    )
    review.refresh_from_db(fields=["recorded_at"])
    return review


def digest_of(statement: str) -> str:
    """SHA-256 of the statement in UTF-8, in hexadecimal: that of its file."""
    return hashlib.sha256(statement.encode()).hexdigest()


def _reasons(reviewed_on: date, known_at: datetime, now: datetime, note: str) -> Iterator[Reason]:
    if known_at > now:
        yield Reason(
            f"{written(reviewed_on)} is not over yet or is in the future: rights are reviewed as "
            "they are known."
        )
    if not note.strip():
        yield Reason("Say in a note what you reviewed.", "note")


def _reasons_against_what_was_shown(digest: str, shown: str) -> Iterator[Reason]:
    if digest != shown:
        yield Reason(
            "The rights changed since this page was opened: review them as they are now, then "
            "sign them off."
        )
