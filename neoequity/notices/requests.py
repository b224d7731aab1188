"""Notices of requests: those that wait for a person's decision, and decisions not yet seen."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from neoequity.books.accounts import User
from neoequity.books.approvals.models import Approval
from neoequity.books.approvals.selectors import decided_unseen, waiting_for
from neoequity.books.days import on_page, written
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted

#: So many requests are told one by one; further ones are counted.
MOST = 100


def requests(person: User, now: datetime) -> Iterator[Notice]:
    """What this person may decide, urgent from the day after, and what was decided for them."""
    today = localtime(now).date()
    waiting, decided = waiting_for(person), decided_unseen(person)
    told = [_waiting(row, today) for row in waiting[:MOST]]
    yield from told
    if len(told) == MOST:
        yield from _further(waiting, Kind.APPROVAL_WAITING, "request waits", "requests wait", today)
    told = [_decided(row) for row in decided[:MOST]]
    yield from told
    if len(told) == MOST:
        yield from _further(
            decided, Kind.REQUEST_DECIDED, "decision is new", "decisions are new", today
        )


def _waiting(row: Approval, today: date) -> Notice:
    asked_on = localtime(row.asked_at).date()
    return Notice(
        Kind.APPROVAL_WAITING,
        f"Request {row.pk} from {row.asked_by} has awaited your decision since "
        f"{written(asked_on)}: {on_page(row.what)}.",
        row.get_absolute_url(),
        Urgency.URGENT if asked_on < today else Urgency.SOON,
        asked_on,
        str(row.pk),
    )


def _decided(row: Approval) -> Notice:
    decided_on = localtime(row.decided_at).date()
    note = f" ({row.note})" if row.note else ""
    return Notice(
        Kind.REQUEST_DECIDED,
        f"{row.decided_by} {row.decision} your request {row.pk} on {written(decided_on)}{note}: "
        f"{on_page(row.what)}.",
        row.get_absolute_url(),
        Urgency.SOON,
        decided_on,
        str(row.pk),
    )


def _further(
    rows: QuerySet[Approval], kind: Kind, one: str, many: str, today: date
) -> Iterator[Notice]:
    further = rows.count() - MOST
    if further > 0:
        text = f"As of {written(today)}, {counted(further, f'more {one}', f'more {many}')} for you."
        yield Notice(kind, text, reverse("approvals"), Urgency.SOON, today, "further", further)
