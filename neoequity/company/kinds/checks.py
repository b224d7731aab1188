"""The check that is kept when a placement is proposed, as a kind of record."""

from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.history.telling import name_then
from neoequity.books.kinds import Dataset, Excused, RecordKind
from neoequity.books.models import Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.company.models import (
    ProposalCheck,
)
from neoequity.company.triggers.proposal_check import CHECK
from placements.models import Agreement


def _told_checks() -> QuerySet[Any]:
    return ProposalCheck.objects.annotate(
        told=Concat(
            *(Value("check before proposing placement "), Cast("placement__number", CharField())),
            *(Value(" of the "), name_then(Agreement, "placement__agreement")),
            *(Value(" kept: "), F("verdict")),
            output_field=CharField(),
        ),
        act=Value("move_placement"),
        why=F("accepted"),
    )


def _late_checks(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        ProposalCheck.objects.all(),
        issuer="issuer",
        dated="day",
        entry=joined_text(Value("Check before a proposal "), F("id")),
        of="placement__agreement__name",
        shares="shares",
    )


CHECKS = (
    RecordKind(
        ProposalCheck,
        rights=Excused("Nobody makes one: it is kept when a placement is proposed."),
        pages=Excused("It stands on the page of its placement."),
        admin=Excused("It stands on the page of its placement."),
        documents=Excused("Its placement has the documents."),
        dataset=Dataset(
            "proposal_checks",
            {
                "agreement": PlainText("placement__agreement__slug"),
                "placement": "placement__number",
                "day": "day",
                "shares": "shares",
                "price": "price",
                "verdict": PlainText("verdict"),
                "checks": PlainText(Cast("checks", TextField())),
                "accepted": PlainText("accepted"),
                "recorded_at": Moment("recorded_at"),
                "recorded_by": PlainText("recorded_by__username"),
            },
            "placement__agreement",
        ),
        tells=_told_checks,
        seal=CHECK,
        dated="day",
        late=_late_checks,
        proof=Excused("It says what was known then; its seal proves that it still says so."),
    ),
)
