"""The check against closed periods that every action makes on the days it writes to."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from neoequity.books.models import ChainHead, Closing
from neoequity.books.periods import rules
from neoequity.books.refusal import Reason


def lock_periods(issuers: Iterable[int]) -> None:
    """Keep periods of these issuers from being closed or reopened until the transaction ends.

    An action takes it as its last lock, before it asks for `reasons_against_days`.
    """
    heads = ChainHead.objects.filter(issuer__in=set(issuers)).order_by("issuer_id")
    list(heads.select_for_update(no_key=True).values_list("pk"))


def locks_on(issuers: Collection[int], days: Collection[date]) -> dict[int, list[rules.Lock]]:
    """The closed periods of each issuer that may contain one of the days; one query."""
    return locks_of(issuers, closed_around(Closing.standing().filter(issuer__in=issuers), days))


def closed_around(closings: QuerySet[Closing], days: Collection[date]) -> QuerySet[Closing, Any]:
    """The question for those closings that may contain one of the days, for `locks_of`."""
    around = closings.none()
    if days:
        around = closings.filter(starts_on__lte=max(days), ends_on__gte=min(days))
    return around.order_by("starts_on").values_list(
        *("issuer_id", "starts_on", "ends_on"),
        *("issuer__name", "number", "recorded_by__username", "closed_on"),
    )


def locks_of(issuers: Iterable[int], closings: Iterable[Any]) -> dict[int, list[rules.Lock]]:
    """The closed periods of each issuer, from rows that `closed_around` asks for."""
    locks: dict[int, list[rules.Lock]] = {issuer: [] for issuer in issuers}
    for issuer, starts_on, ends_on, *closed in closings:
        locks[issuer].append(rules.Lock(rules.Period(starts_on, ends_on), *closed))
    return locks


def reasons_against_days(issuer: int, days: Iterable[date], field: str = "") -> list[Reason]:
    """One reason for each day in a closed period of the issuer, about the input `field`."""
    distinct = set(days)
    return rules.reasons_against_days(locks_on([issuer], distinct)[issuer], distinct, field)
