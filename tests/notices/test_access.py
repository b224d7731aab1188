"""Access: reviews of the past quarter for a CFO, accounts about to end for an administrator."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.notices.notice import Urgency
from neoequity.people.models import User
from tests.factories import IssuerFactory, UserFactory
from tests.notices.conftest import NOON, Told
from tests.reports.test_access_review import signed
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def issuer(db: None) -> Issuer:
    made: Issuer = IssuerFactory()
    return made


@built_once
def cfo(issuer: Issuer) -> User:
    person: User = UserFactory(username="anna", group="CFO")
    return person


def _later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_a_review_is_missing_once_its_quarter_is_past(told: Told, cfo: User) -> None:
    cfo.date_joined = datetime(2001, 9, 30, 12, tzinfo=UTC)
    cfo.save(update_fields=["date_joined"])
    assert told(cfo, kind="access_review", now=datetime(2001, 9, 30, 12, tzinfo=UTC)) == []
    (notice,) = told(cfo, kind="access_review", now=datetime(2001, 10, 1, 12, tzinfo=UTC))
    assert notice.text == (
        "NeoTherapeutics, Inc. has no signed-off access review for Q3 2001, which ended on "
        "Sep 30, 2001."
    )
    assert notice.href == "/reports/access-review/?day=2001-09-30&issuer=neotherapeutics"


def test_nothing_is_missing_of_a_quarter_without_accounts(told: Told, cfo: User) -> None:
    assert told(cfo, kind="access_review", now=timezone.now()) == []


def test_a_review_that_is_signed_off_is_told_no_more(told: Told, issuer: Issuer, cfo: User) -> None:
    next_quarter = _later(92)
    assert len(told(cfo, kind="access_review", now=next_quarter)) == 1
    signed(issuer, cfo)
    assert told(cfo, kind="access_review", now=next_quarter) == []


def test_a_clerk_signs_off_nothing_and_an_auditor_is_informed(told: Told, cfo: User) -> None:
    next_quarter = _later(92)
    assert told("Treasury", kind="access_review", now=next_quarter) == []
    (notice,) = told("Auditor", kind="access_review", now=next_quarter)
    assert notice.urgency is Urgency.INFORMATION


@pytest.mark.parametrize(
    ("last_day", "urgencies"),
    [
        (date(2001, 11, 12), []),
        (date(2001, 11, 13), [Urgency.SOON]),
        (date(2001, 11, 20), [Urgency.SOON]),
        (date(2001, 11, 21), [Urgency.INFORMATION]),
        (date(2001, 12, 13), [Urgency.INFORMATION]),
        (date(2001, 12, 14), []),
    ],
)
def test_an_account_is_told_thirty_days_before_its_last(
    told: Told, last_day: date, urgencies: list[Urgency]
) -> None:
    UserFactory(username="kim", group="Controller", expires_on=last_day)
    found = told("Administrator", kind="account_expiring", now=NOON)
    assert [each.urgency for each in found] == urgencies


def test_only_an_administrator_is_told_of_accounts(told: Told) -> None:
    UserFactory(username="kim", group="Controller", expires_on=date(2001, 11, 20))
    (notice,) = told("Administrator", now=NOON)
    assert notice.text == (
        "The account of kim expires after Nov 20, 2001: enter a later last day if the account is "
        "still needed."
    )
    assert notice.href == "/people/"
    assert told("CFO", kind="account_expiring", now=NOON) == []
