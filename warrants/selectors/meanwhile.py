"""Entries dated on or after a split that is not recorded yet, and how it would restate them."""

from datetime import date
from typing import NamedTuple

from neoequity.books.models import Issuer
from warrants.models import Entry, Split
from warrants.terms.split import through


class Meanwhile(NamedTuple):
    """An entry as stated; `counts` are its shares after the split."""

    entry: Entry
    counts: int
    may_reverse: bool


def entered_meanwhile(split: Split, issuer: Issuer) -> list[Meanwhile]:
    """Entries of the split's day or later on warrants issued before it, latest first.

    `split` is not recorded yet. Adjustments for other splits follow by themselves.
    """
    splits = [*Split.objects.filter(issuer=issuer), split]
    splits.sort(key=lambda known: known.effective_on)
    entries = Entry.objects.filter(
        warrant__issuer=issuer,
        warrant__issued_on__lt=split.effective_on,
        on__gte=split.effective_on,
    ).exclude(kind="split")
    related = ("warrant__issuer", "reverses", "reversal", "holder_from", "holder_to")
    return [
        Meanwhile(entry, _counts(entry, splits), _may_reverse(entry))
        for entry in entries.select_related(*related).order_by("-on", "-pk")
    ]


def _counts(entry: Entry, splits: list[Split]) -> int:
    issued_on: date = entry.warrant.issued_on
    later_splits = [split for split in splits if split.effective_on > issued_on]
    return through(entry.shares, (split.ratio for split in entry.older(later_splits)))


def _may_reverse(entry: Entry) -> bool:
    return entry.kind != "issue" and entry.reverses_id is None and not hasattr(entry, "reversal")
