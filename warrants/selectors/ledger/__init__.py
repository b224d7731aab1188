"""Proof of the register: everything counted again from the entries, every guard looked for."""

from collections.abc import Iterator

from placements.selectors.ledger import Proof, prove
from placements.selectors.ledger.difference import BooksUntil, Difference
from warrants.models import CallNotice, Entry, Series, Split, Warrant
from warrants.models.entry import EXERCISES
from warrants.selectors.ledger.rows import CHECKS
from warrants.terms.call import call_price


def prove_register(asked: BooksUntil | None = None) -> Proof:
    """Count the register again, in one snapshot of the books."""
    return prove("warrants", CHECKS, (Warrant, Entry), _further, asked)


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
    """The price of each exercise of an agent's warrant, adjusted for the splits by its day."""
    splits: dict[int, list[Split]] = {}
    for split in Split.objects.all():
        splits.setdefault(split.issuer_id, []).append(split)
    exercises = Entry.objects.filter(kind__in=EXERCISES, reverses=None, warrant__series=None)
    for entry in exercises.select_related("warrant__issuer").order_by("pk").iterator():
        warrant = entry.warrant
        since = [
            split
            for split in splits.get(warrant.issuer_id, [])
            if warrant.issued_on < split.effective_on <= entry.on
        ]
        price = Split.joined(since).price(warrant.exercise_price)
        if entry.exercise_price != price:
            yield Difference(
                f"{warrant.issuer.slug}, warrant {warrant.number}, entry {entry.number}: the "
                f"exercise price is {entry.exercise_price}; it must be {price}.",
                warrant.issuer_id,
                entry.on,
            )
