"""What a closed period forbids, asked by every act that dates something."""

from collections.abc import Collection, Iterable
from datetime import date

from neoequity.books.models import ChainHead, Closing
from neoequity.books.periods.rules import Lock
from neoequity.books.periods.rules import reasons_against_days as against
from neoequity.books.refusal import Reason


def lock_periods(issuers: Iterable[int]) -> None:
    """Nobody closes or reopens a period of these issuers until the transaction ends.

    The last lock of an act, taken before it asks `reasons_against_days`.
    """
    heads = ChainHead.objects.filter(issuer__in=set(issuers)).order_by("issuer_id")
    list(heads.select_for_update(no_key=True).values_list("pk"))


def locks_on(issuers: Collection[int], days: Collection[date]) -> dict[int, list[Lock]]:
    """The closed periods of each issuer that may have one of the days; one query."""
    found: dict[int, list[Lock]] = {issuer: [] for issuer in issuers}
    if not issuers or not days:
        return found
    closings = Closing.standing().filter(
        issuer__in=issuers, starts_on__lte=max(days), ends_on__gte=min(days)
    )
    for closing in closings.select_related("issuer", "recorded_by").order_by("starts_on"):
        found[closing.issuer_id].append(closing.lock())
    return found


def reasons_against_days(issuer: int, days: Iterable[date], field: str = "") -> list[Reason]:
    """One reason for each day that lies in a closed period of the issuer; they name `field`."""
    asked = set(days)
    return against(locks_on([issuer], asked)[issuer], asked, field)
