"""What each agreement had left on the last day of a closed period, as known at its closing."""

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from neoequity.books.fields import MoneyField
from neoequity.books.money import ZERO
from placements.models import ClosingTotal, TermVersion


def with_what_was_left(totals: QuerySet[ClosingTotal]) -> QuerySet[ClosingTotal]:
    """The totals with `terminated_on`, if it had come, and `left_then`, nothing from then on."""
    last_day = OuterRef("closing__ends_on")
    begun = TermVersion.objects.filter(
        Q(effective_on__lte=last_day) | Q(effective_on__lte=F("signed_on")),
        Q(number=1) | Q(recorded_at__lte=OuterRef("closing__recorded_at")),
        agreement=OuterRef("agreement"),
    )
    end = begun.order_by("-number").values("terminated_on")[:1]
    return totals.annotate(terminated_on=Subquery(end)).annotate(
        left_then=Case(
            When(terminated_on__lte=F("closing__ends_on"), then=Value(ZERO)),
            default=F("capacity") - F("gross_to_date"),
            output_field=MoneyField(),
        )
    )
