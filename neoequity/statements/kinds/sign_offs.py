"""The sign-off of a reconciliation as a kind of record."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.books.proof.check import Check
from neoequity.statements.actions.sign_off import sign_off
from neoequity.statements.models import SignOff
from neoequity.statements.rights import SIGN_OFF as RIGHT
from neoequity.statements.triggers.sign_off import SIGN_OFF

_AS_STATED = Check(
    "sign-offs of reconciliations",
    "as they state their rows",
    """
    SELECT * FROM (
        SELECT 'Sign-off ' || e.id || ' of the ' || a.name, 'the SHA-256 of its statement',
               e.digest::text, encode(sha256(convert_to(e.statement, 'UTF8')), 'hex') AS digest,
               a.issuer_id, e.first_day
        FROM statements_signoff e JOIN placements_agreement a ON a.id = e.agreement_id
    ) AS stated (name, what, stored, digest, issuer_id, first_day)
    WHERE stored <> digest
    """,
)


def _told() -> QuerySet[Any]:
    return SignOff.objects.annotate(
        told=Concat(
            *(Value("reconciliation of the "), F("agreement__name"), Value(" with the ")),
            *(F("side"), Value(", "), Plain("first_day"), Value(" to "), Plain("last_day")),
            *(Value(", signed off: ours "), Plain("ours_amount"), Value(" and ")),
            *(Plain("ours_shares"), Value(" shares, theirs "), Plain("theirs_amount")),
            *(Value(" and "), Plain("theirs_shares"), Value(" shares, SHA-256 "), F("digest")),
            output_field=CharField(),
        ),
        act=Value(sign_off.__name__),
        why=F("note"),
    )


def _late(closing: Closing) -> QuerySet[Any, Any]:
    """A month that was signed off, or again, after it was closed."""
    return recorded_after(
        closing,
        SignOff.objects.all(),
        issuer="agreement__issuer",
        dated="last_day",
        entry=joined_text(Value("Sign-off "), F("id")),
        of="agreement__name",
    )


SIGN_OFFS = (
    RecordKind(
        SignOff,
        rights=(RIGHT,),
        pages="statements:reconciliations",
        admin="neoequity.statements.admin.SignOffAdmin",
        documents=Excused("Its statement is the document, kept in the record itself."),
        dataset="sign_offs",
        tells=_told,
        seal=SIGN_OFF,
        dated="signed_on",
        late=_late,
        proof=(_AS_STATED,),
    ),
)
