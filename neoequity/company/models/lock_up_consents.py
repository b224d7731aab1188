"""The agents' written consents, and whether each counts: approved, and its document attached."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.models import Issuer
from neoequity.company.models.lock_up import Consent
from neoequity.company.models.standing import standing
from neoequity.company.terms import lock_up
from neoequity.company.terms.lock_up import Kind
from neoequity.company.terms.spans import Span
from neoequity.company.triggers.consent import CONSENT

#: The kind of document that a consent needs on it before it counts.
PAPER = "consent"


class Given(NamedTuple):
    """A recorded consent: the row, and what it is to the clause."""

    row: Consent
    consent: lock_up.Consent

    @property
    def counts(self) -> bool:
        """Whether it is approved and its document is attached."""
        return self.consent.approved and self.consent.attached


def consents_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> list[Given]:
    """The consents dated by a day; one query.

    Every one is approved, or it would not be recorded; a consent covers every kind of act.
    """
    papers = RecordAttachment.objects.filter(
        sealed_as=CONSENT.kind, entry=OuterRef("pk"), kind=PAPER
    )
    if known_at is not None:
        papers = papers.filter(recorded_at__lte=known_at)
    rows = standing(Consent, issuer, as_of, known_at).annotate(attached=Exists(papers))
    rows = rows.select_related("agreement").order_by("day", "pk")
    return [
        Given(
            row,
            lock_up.Consent(
                row.agreement.slug,
                Span(row.starts_on, row.ends_on),
                covers=frozenset(Kind),
                approved=True,
                attached=row.attached,
            ),
        )
        for row in rows
    ]
