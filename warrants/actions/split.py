"""Adjust every warrant for a stock split, from its effective date on."""

from datetime import date

from django.contrib.auth.models import User
from django.db.models import Max

from placements.actions.action import action
from placements.actions.periods import lock_periods, reasons_against_days
from placements.actions.splits import lock_agreements_of, reasons_against_sales_since
from placements.models import Issuer
from placements.terms.refusal import Reason, refuse_if_any
from placements.terms.split import StockSplit
from warrants.models import Balance, Entry, Split, Warrant
from warrants.terms.split import Ratio


@action(needs="placements.add_split")
def record_split(
    issuer: Issuer, *, effective_on: date, new: int, old: int, source: str, by: User, today: date
) -> Split:
    """Record `new` shares for `old` ones; each holder's count changes by an entry of that day.

    Fractions are dropped. Prices follow from the split itself, so views before the day still
    read as then. What was issued on the day or later counts new shares already. Raises Refused
    for a day in a closed period or in the future, or before an entry of that day or later, and
    where sales of that day or later no longer fit what their placement offers.
    """
    lock_agreements_of(issuer)
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    warrants = list(
        Warrant.objects.filter(issuer=issuer, issued_on__lt=effective_on)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    lock_periods([issuer.pk])
    refuse_if_any(_against(issuer, effective_on, Ratio(new, old), source, today))
    split = Split.objects.create(
        issuer=issuer,
        effective_on=effective_on,
        new=new,
        old=old,
        source=source.strip(),
        recorded_by=by,
    )
    adjust(warrants, split, by)
    return split


def _against(
    issuer: Issuer, effective_on: date, ratio: Ratio, source: str, today: date
) -> list[Reason]:
    reasons = reasons_against_days(issuer.pk, [effective_on], "effective_on")
    if ratio.new <= 0 or ratio.old <= 0 or ratio.new == ratio.old:
        reasons.append(
            Reason("A split gives new shares for a different number of old ones.", "new")
        )
    if not source.strip():
        reasons.append(Reason("A split names its source.", "source"))
    if effective_on > today:
        reasons.append(
            Reason(f"A split on {effective_on} is in the future; today is {today}.", "effective_on")
        )
    later = Entry.objects.filter(
        warrant__issuer=issuer, warrant__issued_on__lt=effective_on, on__gte=effective_on
    )
    last = later.aggregate(last=Max("on"))["last"]
    if last is not None:
        reasons.append(
            Reason(
                f"The register has an entry of {last}: a split effective on {effective_on} must "
                "be recorded before it.",
                "effective_on",
            )
        )
    if issuer.splits.filter(effective_on__gte=effective_on).exists():
        reasons.append(
            Reason(f"A split of {effective_on} or later is already recorded.", "effective_on")
        )
    if not reasons:
        reasons += reasons_against_sales_since(issuer, StockSplit(effective_on, ratio))
    return reasons


def adjust(warrants: list[Warrant], split: Split, by: User) -> None:
    """An entry for each holder of these warrants whose count the split changes."""
    balances = Balance.objects.filter(warrant__in=warrants, shares__gt=0).order_by(
        "warrant_id", "holder_id"
    )
    last_entries = Entry.objects.filter(warrant__in=warrants).order_by().values("warrant_id")
    last = dict(last_entries.annotate(last=Max("number")).values_list("warrant_id", "last"))
    entries = []
    for balance in balances:
        change = split.ratio.shares(balance.shares) - balance.shares
        if not change:
            continue
        last[balance.warrant_id] += 1
        gaining = change > 0
        entries.append(
            Entry(
                warrant_id=balance.warrant_id,
                number=last[balance.warrant_id],
                kind="split",
                on=split.effective_on,
                holder_to_id=balance.holder_id if gaining else None,
                holder_from_id=None if gaining else balance.holder_id,
                shares=abs(change),
                reason=f"{split.new} for {split.old}: {split.source}"[:300],
                recorded_by=by,
            )
        )
    Entry.objects.bulk_create(entries)
