"""What all entries of a register share: the lock, what they come to by day, the next number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason
from warrants.models import CallNotice, Entry, Holder, Split, Warrant
from warrants.models.accrual import page_of_term
from warrants.models.facts import version_of
from warrants.terms.register import Change, Move, Shortfall, changes_due, first_shortfall, held_on


class Register:
    """A warrant's entries and the splits since its issue, as they stand and with more of them."""

    def __init__(self, warrant: Warrant, entries: Iterable[Entry], splits: Iterable[Split]) -> None:
        self.warrant = warrant
        self.splits = list(splits)
        self.moves = [self.move(entry) for entry in entries]

    @classmethod
    def of(cls, warrant: Warrant) -> "Register":
        """Read for one warrant; two queries."""
        splits = Split.objects.filter(
            issuer=warrant.issuer_id, effective_on__gt=warrant.issued_on
        ).order_by("effective_on")
        return cls(warrant, warrant.entries.select_related("reverses"), splits)

    def move(self, entry: Entry) -> Move:
        """What an entry moves, posted or about to be."""
        return Move(
            entry.on,
            entry.holder_from_id,
            entry.holder_to_id,
            entry.shares,
            adjusts=entry.kind == "split",
            older=tuple(split.ratio for split in entry.older(self.splits)),
        )

    def held(self, holder: Holder, on: date) -> int:
        """The shares that the holder has at the end of the day."""
        return held_on(self.moves, holder.pk, on)

    def changes(self, *more: Entry) -> list[Change]:
        """What the splits change besides what is posted, once these entries are."""
        moves = [*self.moves, *map(self.move, more)]
        return changes_due(moves, {split.effective_on: split.ratio for split in self.splits})

    def shortfall(self, *more: Entry) -> Shortfall | None:
        """The first day on which a holder would have less than nothing, once these are posted."""
        moves = [*self.moves, *map(self.move, more)]
        return first_shortfall([*moves, *(change.move() for change in self.changes(*more))])

    def adjustment(self, change: Change, number: int, by: User) -> Entry:
        """The entry for a change by a split."""
        split = [split for split in self.splits if split.effective_on <= change.on][-1]
        gains = change.shares > 0
        said = f"{split.new} for {split.old}: {split.source}"
        if split.effective_on != change.on:
            said = f"Stated in shares of before {split.effective_on}, {said}"
        return Entry(
            warrant=self.warrant,
            number=number,
            kind="split",
            on=change.on,
            holder_to_id=change.holder if gains else None,
            holder_from_id=None if gains else change.holder,
            shares=abs(change.shares),
            reason=said[:300],
            recorded_by=by,
        )


def locked(warrant: Warrant, call: CallNotice | None = None) -> Warrant:
    """The warrant is what its entries make scarcer, so its row is the lock; then its periods.

    A `call` keeps its price until the end of the transaction.
    """
    Warrant.objects.select_for_update(no_key=True).get(pk=warrant.pk)
    if call is not None:
        CallNotice.objects.select_for_update(no_key=True).get(pk=call.pk)
    lock_periods([warrant.issuer_id])
    related = ("agreement", "placement", "series", "issuer")
    return Warrant.objects.select_related(*related).get(pk=warrant.pk)


def against_day(warrant: Warrant, on: date, today: date) -> list[Reason]:
    """No entry lies in a closed period or in the future."""
    reasons = reasons_against_days(warrant.issuer_id, [on], "on")
    if on > today:
        reasons.append(Reason(f"An entry on {on} is in the future; today is {today}.", "on"))
    return reasons


def against_giving(register: Register, entry: Entry) -> list[Reason]:
    """A holder gives no more than it has, on the day of the entry and on every later one."""
    holder, shares = entry.holder_from, entry.shares
    assert holder is not None  # noqa: S101  # an entry by which somebody gives
    if shares <= 0:
        return [Reason("The number of shares must be more than zero.", "shares")]
    if entry.on < register.warrant.issued_on:
        issued_on = register.warrant.issued_on
        return [Reason(f"The warrant was issued on {issued_on}, after {entry.on}.", "on")]
    has = register.held(holder, entry.on)
    if shares > has:
        sentence = f"{shares:,} shares are more than the {has:,} that {holder.name} has."
        return [Reason(sentence, "shares")]
    return against_following(register, entry)


def against_following(register: Register, entry: Entry) -> list[Reason]:
    """What speaks against the days that come after: shares given since, and closed periods."""
    short = register.shortfall(entry)
    if short is not None:
        return [Reason(short_of(short), "shares")]
    days = {change.on for change in register.changes(entry)} - {entry.on}
    return reasons_against_days(register.warrant.issuer_id, days, "on")


def short_of(short: Shortfall) -> str:
    """Holder 1 gave the shares since: on 2002-09-10 it would be 12 short."""
    holder = Holder.objects.get(pk=short.holder)
    return (
        f"{holder.name} gave shares by later entries: on {short.on} it would be "
        f"{-short.shares:,} short."
    )


def page_of(warrant: Warrant, term: str) -> str:
    """The page of a term of the agent's warrant, or the paper that changed it; or the series's."""
    if warrant.agreement is not None:
        return page_of_term(warrant.agreement, version_of(warrant), term)
    return warrant.series.page if warrant.series else ""


def draft(warrant: Warrant, kind: str, on: date, shares: int, **fields: Any) -> Entry:
    """An entry that is not posted yet: what it would do is asked before."""
    return Entry(warrant=warrant, kind=kind, on=on, shares=shares, **fields)


def enter(register: Register, entry: Entry, by: User) -> Entry:
    """Post the warrant's next entry, and what the splits since its day change by it."""
    last = register.warrant.entries.aggregate(last=Max("number"))["last"] or 0
    entry.number, entry.recorded_by = last + 1, by
    changes = register.changes(entry)
    adjustments = [
        register.adjustment(change, number, by)
        for number, change in enumerate(changes, start=last + 2)
    ]
    # In one statement: between them a holder may have less than nothing.
    return Entry.objects.bulk_create([entry, *adjustments])[0]
