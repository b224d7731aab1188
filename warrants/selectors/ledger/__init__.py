"""The proof of the register: recalculates every figure from the entries and looks for guards."""

from collections.abc import Iterator

from neoequity.books.kinds import checks_of
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import Proof, prove
from warrants.models import CallNotice, Entry, Series, Split, Warrant
from warrants.models.entry import EXERCISES
from warrants.models.split import by_issuer
from warrants.selectors.ledger.rows import CHECKS
from warrants.terms.call import call_price


def prove_register(until: BooksUntil | None = None) -> Proof:
    """Recalculate the register in one snapshot of the books."""
    return prove(
        "warrants",
        dict.fromkeys((*CHECKS, *checks_of("warrants"))),
        (Warrant, Entry),
        _further,
        until,
    )


def _further() -> Iterator[Difference]:
    yield from _prices_of_calls()
    yield from _prices_of_exercises()


def _prices_of_calls() -> Iterator[Difference]:
    for call in CallNotice.objects.exclude(exercise_price=None).select_related("series__issuer"):
        assert call.closing_bid is not None  # noqa: S101  # a CHECK: a priced call has both
        assert call.market_price is not None  # noqa: S101  # the same
        series: Series = call.series
        splits = series.issuer.splits.filter(
            effective_on__gt=series.opened_on, effective_on__lte=call.bid_on
        )
        terms = series.call_terms(Split.joined(splits))
        price = call_price(call.closing_bid, call.market_price, terms).price
        if call.exercise_price != price:
            yield Difference(
                f"{series.name}, call of {call.delivered_on}: the exercise price is "
                f"{call.exercise_price}; the bid of {call.closing_bid} gives {price}.",
                series.issuer_id,
                call.bid_on,
            )


def _prices_of_exercises() -> Iterator[Difference]:
    """Exercises whose price is not their warrant's or call's after the splits that they reflect.

    A reversed exercise of a call is left out: the price of the call may have been corrected since.
    """
    splits = by_issuer(Split.objects.all())
    exercises = Entry.objects.filter(kind__in=EXERCISES, reverses=None).exclude(
        call__isnull=False, reversal__isnull=False
    )
    for entry in exercises.select_related("warrant__issuer", "call").order_by("pk").iterator():
        warrant = entry.warrant
        price, day = warrant.exercise_price, warrant.issued_on
        if entry.call is None and warrant.series_id is not None:
            continue  # reported as an exercise without a call
        if entry.call is not None:
            price, day = entry.call.exercise_price, entry.call.bid_on
        reflected = [
            split
            for split in splits.get(warrant.issuer_id, [])
            if day < split.effective_on and entry.reckons_with(split)
        ]
        expected = "set by its call" if price is None else Split.joined(reflected).price(price)
        if entry.exercise_price != expected:
            yield Difference(
                f"{warrant.issuer.slug}, warrant {warrant.number}, entry {entry.number}: the "
                f"exercise price is {entry.exercise_price}; it must be {expected}.",
                warrant.issuer_id,
                entry.on,
            )
