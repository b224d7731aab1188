"""Adjusting warrants for a stock split from its effective date on, however late it is recorded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Max, QuerySet

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.second_person import SPLITS, refuse_alone
from neoequity.books.models import Issuer
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.splits import lock_agreements_of, reasons_against_sales_since
from placements.terms.split import StockSplit
from warrants.actions.calls import working
from warrants.actions.entering import Register, short_of
from warrants.models import CallNotice, Entry, Split, Warrant
from warrants.models.entry import EXERCISES


@action(needs="placements.add_split", told="Recorded a stock split")
def record_split(
    issuer: Issuer, *, effective_on: date, new: int, old: int, source: str, by: User, today: date
) -> Split:
    """Record `new` shares for `old` ones; an entry of that day adjusts each holder's balance.

    Fractions are dropped. Prices are derived from the split, so earlier days read as before.
    Warrants issued on the day or later already count new shares; other entries of the day or later
    were stated in old shares and are adjusted on their own days. Raises Refused for a day in a
    closed period or in the future, if sales of that day or later no longer fit what their placement
    offers, while an exercise in answer to a call priced on the day or later stands, and where the
    office has a second person approve splits: see `ask_split`.
    """
    refuse_alone(SPLITS, "a stock split")
    split = Split(
        issuer=issuer,
        effective_on=effective_on,
        new=new,
        old=old,
        source=source.strip(),
        recorded_by=by,
    )
    post_split(locked_split(split, today))
    return split


class LockedSplit(NamedTuple):
    """A split not yet recorded, with the warrants and calls that it adjusts, all of them locked."""

    split: Split
    warrants: list[Warrant]
    repriced: list[CallNotice]


def locked_split(split: Split, today: date) -> LockedSplit:
    """Lock what the split adjusts. Raises Refused for every reason against recording it."""
    issuer = split.issuer
    lock_agreements_of(issuer)
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    warrants = list(
        Warrant.objects.filter(issuer=issuer, issued_on__lt=split.effective_on)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    calls = CallNotice.objects.filter(series__issuer=issuer).order_by("pk")
    list(calls.select_for_update(of=("self",), no_key=True).values_list("pk"))
    lock_periods([issuer.pk])
    refuse_if_any(reasons_against_split(split, today))
    registers = _registers(warrants, [*issuer.splits.all(), split])
    repriced = _repriced(split)
    refuse_if_any(_against_outcome(split, registers, repriced))
    return LockedSplit(split, warrants, repriced)


def post_split(locked: LockedSplit) -> None:
    """Record the split, reprice the calls and adjust the warrants; the locks are held."""
    split, warrants, repriced = locked
    split.save()
    for call in repriced:
        call.save(update_fields=["exercise_price"])
    adjust(warrants, split, split.recorded_by)


def reasons_against_split(split: Split, today: date) -> list[Reason]:
    """Reasons against recording a split; its page shows them beforehand."""
    on = split.effective_on
    reasons = reasons_against_days(split.issuer_id, [on], "effective_on")
    if split.new <= 0 or split.old <= 0 or split.new == split.old:
        reasons.append(
            Reason("A split gives new shares for a different number of old ones.", "new")
        )
    if not split.source.strip():
        reasons.append(Reason("A split names its source.", "source"))
    if on > today:
        reasons.append(
            Reason(f"A split on {on} is in the future; today is {today}.", "effective_on")
        )
    if Split.objects.filter(issuer=split.issuer_id, effective_on=on).exists():
        reasons.append(Reason(f"A split of {on} is already recorded.", "effective_on"))
    if not reasons:
        reasons += reasons_against_sales_since(split.issuer, StockSplit(on, split.ratio))
    reasons += _against_answers(split)
    return reasons


def answers_since(issuer: Issuer, on: date) -> QuerySet[Entry]:
    """Standing exercises in answer to calls priced on the day or later, latest first."""
    return (
        Entry.objects.filter(
            call__series__issuer=issuer,
            call__series__opened_on__lt=on,
            call__bid_on__gte=on,
            kind__in=EXERCISES,
            reverses=None,
            reversal=None,
        )
        .select_related("warrant__issuer", "call")
        .order_by("-on", "-pk")
    )


def _against_answers(split: Split) -> Iterator[Reason]:
    for entry in answers_since(split.issuer, split.effective_on):
        assert entry.call is not None  # noqa: S101  # filtered so
        yield Reason(
            f"Entry {entry.number} of warrant {entry.warrant.number} is an exercise in answer to "
            f"the call priced on {entry.call.bid_on}, in shares that are not certain: reverse it "
            f"with effect from {entry.on}, record the split, and post it again.",
            "effective_on",
        )


def _registers(warrants: Iterable[Warrant], splits: Iterable[Split]) -> list[Register]:
    """The registers of one issuer's warrants under these splits; one query."""
    warrants, entries = list(warrants), defaultdict(list)
    for entry in Entry.objects.filter(warrant__in=warrants).select_related("reverses"):
        entries[entry.warrant_id].append(entry)
    ordered = sorted(splits, key=lambda split: split.effective_on)
    return [
        Register(
            warrant,
            entries[warrant.pk],
            [split for split in ordered if split.effective_on > warrant.issued_on],
        )
        for warrant in warrants
    ]


def _repriced(split: Split) -> list[CallNotice]:
    """Calls of its day or later whose cap the split changes, with their new price set."""
    repriced = []
    calls = CallNotice.objects.filter(
        series__issuer=split.issuer_id,
        series__opened_on__lt=split.effective_on,
        bid_on__gte=split.effective_on,
        exercise_price__isnull=False,
    )
    for call in calls.select_related("series"):
        assert call.closing_bid is not None  # noqa: S101  # a CHECK: a priced call has both
        assert call.market_price is not None  # noqa: S101  # the same
        price = working(
            call.series, call.bid_on, call.closing_bid, call.market_price, more=[split]
        ).price
        if price != call.exercise_price:
            call.exercise_price = price
            repriced.append(call)
    return repriced


def _against_outcome(
    split: Split, registers: list[Register], repriced: list[CallNotice]
) -> Iterator[Reason]:
    days = {call.bid_on for call in repriced}
    for register in registers:
        days |= {change.on for change in register.changes()}
        shortfall = register.shortfall()
        if shortfall is not None:
            yield Reason(
                f"Warrant {register.warrant.number}, counted in old shares until it is known: "
                f"{short_of(shortfall)} Reverse what was entered from {split.effective_on} on, "
                "each with effect from its own day, record the split, and post it again.",
                "effective_on",
            )
    yield from reasons_against_days(split.issuer_id, days - {split.effective_on}, "effective_on")


def adjust(warrants: Iterable[Warrant], split: Split, by: User) -> None:
    """Post the adjustments that the issuer's splits, including this one, still require."""
    warrants = list(warrants)
    last_entries = Entry.objects.filter(warrant__in=warrants).order_by().values("warrant_id")
    last_numbers = dict(last_entries.annotate(last=Max("number")).values_list("warrant_id", "last"))
    entries = []
    for register in _registers(warrants, Split.objects.filter(issuer=split.issuer_id)):
        for change in register.changes():
            last_numbers[register.warrant.pk] += 1
            entries.append(register.adjustment(change, last_numbers[register.warrant.pk], by))
    Entry.objects.bulk_create(entries)
