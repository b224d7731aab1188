"""The kinds of request: what approving each of them records."""

from collections.abc import Callable

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.models import Approval
from neoequity.company.actions import record
from neoequity.company.actions.keeping import effect_of, facts_asked, kind_of
from neoequity.company.models import (
    ApprovedRecord,
    Blackout,
    Consent,
    Counting,
    Expense,
    Figure,
    Offering,
    RepresentationDate,
    ShareEvent,
)


def _request(model: type[ApprovedRecord], title: str) -> RequestKind:
    noun = str(model._meta.verbose_name)
    return RequestKind(
        kind_of(model),
        title,
        effect=effect_of(model, record.AGAINST.get(model)),
        record=_subject(model),
        approving=f"Approving records the {noun}.",
        once_approved=f"The {noun} is recorded.",
    )


def _subject(model: type[ApprovedRecord]) -> Callable[[int], Model]:
    """The record once it is approved; before, what the request asks to record."""

    def subject(key: int) -> Model:
        row = model._default_manager.filter(pk=key).first()
        if row is not None:
            return row
        request = Approval.objects.get(kind=kind_of(model), subject=key)
        return request.issuer if request.decision else model(**facts_asked(model, request))

    return subject


REQUESTS = (
    _request(Figure, "Company figure"),
    _request(ShareEvent, "Share event"),
    _request(Offering, "Other offer"),
    _request(Consent, "Agent's consent"),
    _request(Blackout, "Blackout"),
    _request(RepresentationDate, "Representation date"),
    _request(Expense, "Expense"),
    _request(Counting, "Decision on the 20% rule"),
)
