"""What all entries of a register share: the lock, the order of days, the next number."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max

from placements.actions.periods import lock_periods, reasons_against_days
from placements.terms.refusal import Reason
from warrants.models import Balance, Entry, Holder, Split, Warrant
from warrants.models.accrual import page_of_term
from warrants.models.facts import version_of


def held(warrant: Warrant, holder: Holder) -> int:
    """The shares of this warrant that the holder has today."""
    balance = Balance.objects.filter(warrant=warrant, holder=holder).first()
    return balance.shares if balance else 0


def locked(warrant: Warrant) -> Warrant:
    """The warrant is what its entries make scarcer, so its row is the lock; then its periods."""
    Warrant.objects.select_for_update(no_key=True).get(pk=warrant.pk)
    lock_periods([warrant.issuer_id])
    related = ("agreement", "placement", "series", "issuer")
    return Warrant.objects.select_related(*related).get(pk=warrant.pk)


def against_day(warrant: Warrant, on: date, today: date) -> list[Reason]:
    """The register runs on in days, none of them in a closed period or in the future."""
    last = warrant.entries.aggregate(last=Max("on"))["last"]
    reasons = reasons_against_days(warrant.issuer_id, [on], "on")
    if on > today:
        reasons.append(Reason(f"An entry on {on} is in the future; today is {today}.", "on"))
    if last is not None and on < last:
        reasons.append(Reason(f"The warrant has an entry of {last}: {on} is before it.", "on"))
    splits = Split.objects.filter(issuer=warrant.issuer_id, effective_on__gt=warrant.issued_on)
    split = splits.aggregate(last=Max("effective_on"))["last"]
    if split is not None and on < split and (last is None or on >= last):
        reasons.append(
            Reason(f"The warrant was adjusted for the stock split of {split}, after {on}.", "on")
        )
    return reasons


def against_giving(warrant: Warrant, holder: Holder, shares: int) -> list[Reason]:
    """A holder gives no more than it has."""
    has = held(warrant, holder)
    if shares <= 0:
        return [Reason("The number of shares must be more than zero.", "shares")]
    if shares > has:
        sentence = f"{shares:,} shares are more than the {has:,} that {holder.name} has."
        return [Reason(sentence, "shares")]
    return []


def page_of(warrant: Warrant, term: str) -> str:
    """The page of a term of the agent's warrant, or the paper that changed it; or the series's."""
    if warrant.agreement is not None:
        return page_of_term(warrant.agreement, version_of(warrant), term)
    return warrant.series.page if warrant.series else ""


def enter(warrant: Warrant, kind: str, on: date, by: User, shares: int, **fields: Any) -> Entry:
    """Post the warrant's next entry."""
    last = warrant.entries.aggregate(last=Max("number"))["last"] or 0
    return Entry.objects.create(
        warrant=warrant,
        number=last + 1,
        kind=kind,
        on=on,
        shares=shares,
        recorded_by=by,
        **fields,
    )
