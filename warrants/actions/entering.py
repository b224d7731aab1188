"""What all entries of a register share: the lock, balances by day, and the next number."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.models import Issuer
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason
from warrants.models import CallNotice, Entry, Holder, Split, Warrant
from warrants.models.accrual import page_of_term
from warrants.models.facts import version_of
from warrants.terms.register import Change, Move, Shortfall, changes_due, first_shortfall, held_on


class Register:
    """A warrant's entries and the splits since its issue, with or without further entries."""

    def __init__(self, warrant: Warrant, entries: Iterable[Entry], splits: Iterable[Split]) -> None:
        self.warrant = warrant
        self.splits = list(splits)
        self.moves = [self.move(entry) for entry in entries]

    @classmethod
    def of(cls, warrant: Warrant) -> "Register":
        """The register of one warrant; two queries."""
        splits = Split.objects.filter(
            issuer=warrant.issuer_id, effective_on__gt=warrant.issued_on
        ).order_by("effective_on")
        return cls(warrant, warrant.entries.select_related("reverses"), splits)

    def move(self, entry: Entry) -> Move:
        """The shares that an entry moves, posted or not."""
        return Move(
            entry.on,
            entry.holder_from_id,
            entry.holder_to_id,
            entry.shares,
            adjusts=entry.kind == "split",
            older=tuple(split.ratio for split in entry.older(self.splits)),
        )

    def held(self, holder: Holder, on: date) -> int:
        """The holder's balance at the end of the day."""
        return held_on(self.moves, holder.pk, on)

    def changes(self, *more: Entry) -> list[Change]:
        """The adjustments still due for splits once these entries are posted."""
        moves = [*self.moves, *map(self.move, more)]
        return changes_due(moves, {split.effective_on: split.ratio for split in self.splits})

    def shortfall(self, *more: Entry) -> Shortfall | None:
        """The first day on which a balance would be negative once these entries are posted."""
        moves = [*self.moves, *map(self.move, more)]
        return first_shortfall([*moves, *(change.move() for change in self.changes(*more))])

    def adjustment(self, change: Change, number: int, by: User) -> Entry:
        """The entry that posts a change by a split."""
        split = [split for split in self.splits if split.effective_on <= change.on][-1]
        gains = change.shares > 0
        reason = f"{split.new} for {split.old}: {split.source}"
        if split.effective_on != change.on:
            reason = f"Stated in shares of before {split.effective_on}, {reason}"
        return Entry(
            warrant=self.warrant,
            number=number,
            kind="split",
            on=change.on,
            holder_to_id=change.holder if gains else None,
            holder_from_id=None if gains else change.holder,
            shares=abs(change.shares),
            reason=reason[:300],
            recorded_by=by,
        )


def locked(warrant: Warrant, call: CallNotice | None = None) -> Warrant:
    """Lock the warrant, whose shares its entries use up, and then its issuer's periods.

    A `call` is locked as well, so that its price stays until the end of the transaction.
    """
    Warrant.objects.select_for_update(no_key=True).get(pk=warrant.pk)
    if call is not None:
        CallNotice.objects.select_for_update(no_key=True).get(pk=call.pk)
    lock_periods([warrant.issuer_id])
    related = ("agreement", "placement", "series", "issuer")
    return Warrant.objects.select_related(*related).get(pk=warrant.pk)


def against_day(warrant: Warrant, on: date, today: date) -> list[Reason]:
    """Reasons against the day of an entry: a closed period, or the future."""
    reasons = reasons_against_days(warrant.issuer_id, [on], "on")
    if on > today:
        reasons.append(Reason(f"An entry on {on} is in the future; today is {today}.", "on"))
    return reasons


def against_giving(register: Register, entry: Entry) -> list[Reason]:
    """Reasons why the holder cannot give the shares, on the day of the entry or later."""
    holder, shares = entry.holder_from, entry.shares
    assert holder is not None  # noqa: S101  # an entry by which somebody gives
    if shares <= 0:
        return [Reason("The number of shares must be more than zero.", "shares")]
    if entry.on < register.warrant.issued_on:
        issued_on = register.warrant.issued_on
        return [Reason(f"The warrant was issued on {issued_on}, after {entry.on}.", "on")]
    balance = register.held(holder, entry.on)
    if shares > balance:
        sentence = f"{shares:,} shares are more than the {balance:,} that {holder.name} has."
        return [Reason(sentence, "shares")]
    return against_following(register, entry)


def against_following(register: Register, entry: Entry) -> list[Reason]:
    """Reasons in later days: shares given since, and adjustments in closed periods."""
    shortfall = register.shortfall(entry)
    if shortfall is not None:
        return [Reason(short_of(shortfall), "shares")]
    days = {change.on for change in register.changes(entry)} - {entry.on}
    return reasons_against_days(register.warrant.issuer_id, days, "on")


def short_of(shortfall: Shortfall) -> str:
    """The sentence for a shortfall: which holder, on which day, by how many shares."""
    holder = Holder.objects.get(pk=shortfall.holder)
    return (
        f"{holder.name} gave shares by later entries: on {shortfall.on} it would be "
        f"{-shortfall.shares:,} short."
    )


def page_of(warrant: Warrant, term: str) -> str:
    """The page of an agent's term, or the document that changed it; for a series, its page."""
    if warrant.agreement is not None:
        return page_of_term(warrant.agreement, version_of(warrant), term)
    return warrant.series.page if warrant.series else ""


def next_warrant_number(issuer: Issuer) -> int:
    """The number of the issuer's next warrant; hold the issuer's lock."""
    return (issuer.warrants.aggregate(last=Max("number"))["last"] or 0) + 1


def draft(warrant: Warrant, kind: str, on: date, shares: int, **fields: object) -> Entry:
    """An entry not yet posted, so that its effects can be checked first."""
    return Entry(warrant=warrant, kind=kind, on=on, shares=shares, **fields)


def enter(register: Register, entry: Entry, by: User) -> Entry:
    """Post the warrant's next entry with the adjustments for splits since its day."""
    last = register.warrant.entries.aggregate(last=Max("number"))["last"] or 0
    entry.number, entry.recorded_by = last + 1, by
    changes = register.changes(entry)
    adjustments = [
        register.adjustment(change, number, by)
        for number, change in enumerate(changes, start=last + 2)
    ]
    # In one statement: a balance may be negative in between.
    return Entry.objects.bulk_create([entry, *adjustments])[0]
