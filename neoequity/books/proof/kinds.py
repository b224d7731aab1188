"""The kind of record of proofs."""

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat

from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import LedgerProof

_OF_ALL_DAYS = Excused("It is of the moment at which it was made; it writes to no day.")


def _proofs() -> QuerySet[LedgerProof]:
    """Proofs that found no difference."""
    kind = Case(When(continues=None, then=Value("full")), default=Value("continued"))
    return LedgerProof.objects.annotate(
        told=Concat(
            *(Value("proof "), Plain("pk"), Value(" of the books ("), kind, Value(") recorded"))
        ),
        act=Value("record_proof"),
        why=F("sentence"),
    )


RECORDS = (
    RecordKind(
        LedgerProof,
        rights=Excused("Everyone who reads the books may prove them; nobody enters a proof."),
        pages=Excused("The file of a proof says what it found; the history tells of it."),
        admin=Excused("The history tells it; nobody enters a proof."),
        documents=Excused("Its verdict stands in it; the file of a proof can be made again."),
        dataset=Excused("The history lists proofs; what they prove is exported itself."),
        tells=_proofs,
        seal=Excused("It concerns every issuer, so it is sealed in the change log."),
        dated=_OF_ALL_DAYS,
        late=_OF_ALL_DAYS,
        proof=Excused("No figure rests on it; the change log proves that it is as it was."),
    ),
)
