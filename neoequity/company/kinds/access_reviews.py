"""The access review that a CFO signs off, as a kind of record."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Dataset, Excused, RecordKind
from neoequity.books.models import Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.company.actions.access_review import sign_access_review
from neoequity.company.models import AccessReview
from neoequity.company.rights import REVIEW
from neoequity.company.triggers.access_review import ACCESS_REVIEW


def _told() -> QuerySet[Any]:
    return AccessReview.objects.annotate(
        told=Concat(
            *(Value("access review as of "), Plain("reviewed_on"), Value(" signed off, SHA-256 ")),
            F("digest"),
            output_field=CharField(),
        ),
        act=Value(sign_access_review.__name__),
        why=F("note"),
    )


def _late(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        AccessReview.objects.all(),
        issuer="issuer",
        dated="signed_on",
        entry=joined_text(Value("Access review "), F("id")),
        of="issuer__name",
    )


ACCESS_REVIEWS = (
    RecordKind(
        AccessReview,
        rights=(REVIEW,),
        pages="reports:access_review",
        admin="neoequity.company.admin.AccessReviewAdmin",
        documents=Excused("Its statement is the document, kept in the record itself."),
        dataset=Dataset(
            "access_reviews",
            {
                "review": "pk",
                "reviewed_on": "reviewed_on",
                "known_at": Moment("known_at"),
                "signed_on": "signed_on",
                "note": PlainText("note"),
                "sha256": "digest",
                "recorded_at": Moment("recorded_at"),
                "recorded_by": PlainText("recorded_by__username"),
                "statement": PlainText("statement"),
            },
            "",
        ),
        tells=_told,
        seal=ACCESS_REVIEW,
        dated="signed_on",
        late=_late,
        proof=Excused("It says what stood then; its seal proves that it still says so."),
    ),
)
