"""Sign-offs that stand, what moved them since, and the months that wait for one."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Min, QuerySet

from neoequity.books.models import Issuer
from neoequity.books.periods.rules import Period
from neoequity.statements.models import SignOff, Statement
from neoequity.statements.selectors.reconciled import prepared
from neoequity.statements.selectors.side_books import SideBooks
from neoequity.statements.selectors.touched import touched
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.sign_off import Movement, count_moved, moved
from placements.models import Agreement


class Moved(NamedTuple):
    """A sign-off and what moved its figures since; without movements it stands as signed."""

    sign_off: SignOff
    movements: list[Movement]


class Unsigned(NamedTuple):
    """A side of an agreement whose month is over and has no sign-off."""

    agreement: Agreement
    side: str
    period: Period


def standing(as_of: date) -> "QuerySet[SignOff]":
    """The last sign-off of each agreement, side and month, of those made by the day."""
    rows = SignOff.objects.filter(signed_on__lte=as_of).select_related("agreement__issuer")
    return rows.order_by("agreement_id", "side", "last_day", "-pk").distinct(
        "agreement_id", "side", "last_day"
    )


def moved_since(sign_offs: Iterable[SignOff]) -> list[Moved]:
    """Those whose figures moved, and by what; give them with their agreements and issuers.

    One query where nothing that concerns them was recorded since; only else are rows read again.
    """
    found = []
    for row in touched(sign_offs):
        books = SideBooks(row.agreement.issuer, row.side, row.last_day)
        now = prepared(books, row.agreement.slug, row.first_day)
        was = row.prepared
        movements = [
            *moved(was.reconciliation, now.reconciliation),
            *count_moved(was.share_count, now.share_count),
        ]
        if movements:
            found.append(Moved(row, movements))
    return found


def unsigned(issuer: Issuer, period: Period) -> list[Unsigned]:
    """The sides of the months of a period that no sign-off covers.

    A side is to be signed off from the month of its first statement on.
    """
    first = dict(
        Statement.objects.filter(sender__issuer=issuer, first_day__isnull=False)
        .order_by()
        .values_list("sender__side")
        .annotate(first=Min("first_day"))
    )
    if not first:
        return []
    signed = set(
        SignOff.objects.filter(agreement__issuer=issuer, last_day__range=period).values_list(
            "agreement", "side", "last_day"
        )
    )
    agreements = list(Agreement.objects.filter(issuer=issuer, signed_on__lte=period.ends_on))
    return [
        Unsigned(agreement, side, month)
        for month in period.months
        for agreement in agreements
        for side in SIDES
        if side in first
        and first[side] <= month.ends_on
        and agreement.signed_on <= month.ends_on
        and (agreement.pk, side, month.ends_on) not in signed
    ]
