"""Register entries and splits recorded after the closing of a period that they concern."""

from django.db.models import Case, CharField, F, QuerySet, Value, When

from neoequity.books.models import Closing
from neoequity.books.periods.late import dated_in, joined_text, recorded_after
from warrants.models import Entry, Split


def late_entries(closing: Closing) -> QuerySet[Entry, tuple[object, ...]]:
    """Entries dated in the period or before it, and reversals of its entries."""
    kind = Case(
        When(reverses=None, then=Value("Entry ")),
        default=Value("Reversal, entry "),
        output_field=CharField(),
    )
    return recorded_after(
        closing,
        Entry.objects.all(),
        issuer="warrant__issuer",
        dated="on",
        entry=joined_text(kind, F("number")),
        of=joined_text(Value("Warrant "), F("warrant__number")),
        shares="shares",
        amount="cash",
        also=dated_in(closing, "reverses__on"),
        concerns=joined_text(
            Value("reverses entry "), F("reverses__number"), Value(" of the period")
        ),
    )


def late_splits(closing: Closing) -> QuerySet[Split, tuple[object, ...]]:
    """Stock splits effective in the period or before it."""
    return recorded_after(
        closing,
        Split.objects.all(),
        issuer="issuer",
        dated="effective_on",
        entry=joined_text(Value("Stock split "), F("new"), Value(" for "), F("old")),
        of="issuer__name",
    )
