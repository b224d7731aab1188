"""The register as of a day: its entries, its warrants and its holders' balances."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from warrants.models import Entry, Holder, Series, Split, Warrant
from warrants.terms.grant import to_exercise_step

if TYPE_CHECKING:

    class WarrantThen(Warrant):
        """A row of `warrants_as_of`: shares as of the day, then what pages set for display."""

        issued_then: int
        exercised_then: int
        cancelled_then: int
        expired_then: int
        split_then: int
        outstanding_then: int
        fractions_then: int
        price_then: Decimal | None
        holders_then: list[Holder]
        state_then: str

        class Meta:
            abstract = True

else:
    WarrantThen = Warrant


def entries_as_of(as_of: date, known_at: datetime | None = None) -> QuerySet[Entry]:
    """Entries dated by the day and, if given, recorded by the moment, in register order."""
    entries = Entry.objects.filter(on__lte=as_of)
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
    return entries.select_related(
        "warrant__issuer",
        "warrant__agreement",
        "warrant__placement",
        "warrant__series",
        "holder_from",
        "holder_to",
        "recorded_by",
        "reverses",
        "call",
    ).order_by("warrant__issuer__slug", "warrant__number", "number")


def warrants_as_of(as_of: date, known_at: datetime | None = None) -> QuerySet[WarrantThen]:
    """Warrants issued by the day, with their totals in warrant shares.

    The columns are `issued_then`, `exercised_then`, `cancelled_then`, `expired_then`, `split_then`
    (gained or lost) and `outstanding_then`.
    """
    by_then = Q(entries__on__lte=as_of)
    if known_at is not None:
        by_then &= Q(entries__recorded_at__lte=known_at)

    def total(*kinds: str) -> Coalesce:
        shares = Sum("entries__shares", filter=by_then & Q(entries__kind__in=kinds))
        return Coalesce(shares, Value(0), output_field=BigIntegerField())

    gained = Case(
        When(entries__holder_to__isnull=False, then=F("entries__shares")),
        default=-F("entries__shares"),
    )
    splits = Sum(gained, filter=by_then & Q(entries__kind="split"))
    rows = (
        Warrant.objects.annotate(
            issued_then=total("issue"),
            exercised_then=total("cash_exercise", "cashless_exercise"),
            cancelled_then=total("cancellation"),
            expired_then=total("expiry"),
            split_then=Coalesce(splits, Value(0), output_field=BigIntegerField()),
        )
        .annotate(
            outstanding_then=F("issued_then")
            + F("split_then")
            - F("exercised_then")
            - F("cancelled_then")
            - F("expired_then")
        )
        .filter(issued_then__gt=0)
        .select_related("issuer", "agreement", "placement", "series")
        .order_by("issuer__slug", "number")
    )
    return cast("QuerySet[WarrantThen]", rows)


def prices_on(warrants: Iterable[Warrant], on: date) -> dict[int, Decimal | None]:
    """Exercise prices on a day by warrant id, adjusted for the splits by then."""
    splits = list(Split.objects.filter(effective_on__lte=on))
    prices: dict[int, Decimal | None] = {}
    for warrant in warrants:
        later_splits = [
            split
            for split in splits
            if split.issuer_id == warrant.issuer_id and split.effective_on > warrant.issued_on
        ]
        price = warrant.exercise_price
        prices[warrant.pk] = (
            None
            if price is None
            else Split.joined(later_splits).price(price)
            if later_splits
            else to_exercise_step(price)
        )
    return prices


class Holding(NamedTuple):
    """A holder's shares of a warrant on a day, and how many allow what."""

    warrant: Warrant
    holder: Holder
    shares: int
    exercisable: int
    cashless: int
    transferable: int


def holdings(
    as_of: date,
    *,
    warrant: Warrant | None = None,
    holder: Holder | None = None,
    series: Series | None = None,
) -> list[Holding]:
    """Nonzero balances on the day, optionally of one warrant, holder or series."""
    entries = Entry.objects.filter(on__lte=as_of)
    if series is not None:
        entries = entries.filter(warrant__series=series)
    if warrant is not None:
        entries = entries.filter(warrant=warrant)
    shares: dict[tuple[int, int], int] = defaultdict(int)
    for side, sign in (("holder_to_id", 1), ("holder_from_id", -1)):
        moved = entries.filter(**{f"{side}__isnull": False}).order_by().values("warrant_id", side)
        for row in moved.annotate(total=Sum("shares")):
            shares[row["warrant_id"], row[side]] += sign * row["total"]
    balances = {key: count for key, count in shares.items() if count}
    if holder is not None:
        balances = {key: count for key, count in balances.items() if key[1] == holder.pk}
    warrants = Warrant.objects.select_related("issuer", "agreement", "series").in_bulk(
        {key[0] for key in balances}
    )
    holders = Holder.objects.in_bulk({key[1] for key in balances})
    return [
        _holding(warrants[warrant_id], holders[holder_id], count, as_of)
        for (warrant_id, holder_id), count in sorted(balances.items())
    ]


def held_by(holder: Holder, as_of: date) -> QuerySet[Entry, int]:
    """The keys of the warrants of which the holder holds shares on the day."""
    entries = Entry.objects.filter(Q(holder_to=holder) | Q(holder_from=holder), on__lte=as_of)
    gained, lost = (
        Coalesce(Sum("shares", filter=Q(**{side: holder})), 0)
        for side in ("holder_to", "holder_from")
    )
    by_warrant = entries.order_by().values("warrant").annotate(left=gained - lost)
    return by_warrant.exclude(left=0).values_list("warrant", flat=True)


def _holding(warrant: Warrant, holder: Holder, shares: int, on: date) -> Holding:
    clocks = warrant.clocks()
    if clocks is None:
        return Holding(warrant, holder, shares, shares, 0, shares)
    exercisable = clocks.issued_on <= on <= clocks.expires_on
    return Holding(
        warrant,
        holder,
        shares,
        exercisable=shares if exercisable else 0,
        cashless=shares if exercisable and on >= clocks.cashless_from else 0,
        transferable=shares if exercisable and on >= clocks.transferable_from else 0,
    )
