"""Whether sales have the agent's notice, and what their agreement says of it: one expression."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from placements.models.agent_notice import AgentNoticeSale
from placements.models.attachment import Attachment
from placements.models.version import TermVersion
from placements.terms.agent_notice import BEFORE_DELIVERY, NOT_NEEDED
from placements.terms.document import NOTICE


def standing_lines() -> QuerySet[AgentNoticeSale]:
    """What notices that were not replaced state of sales."""
    return AgentNoticeSale.objects.filter(notice__replaced_by=None)


#: Of a sale: a notice of it stands.
IS_NOTICED = Exists(standing_lines().filter(sale=OuterRef("pk")))
#: Of a sale: books from before notices were recorded have the document of its notice only.
IS_DOCUMENTED = Exists(
    Attachment.objects.filter(
        ~Exists(AgentNoticeSale.objects.filter(sale=OuterRef("sale"))),
        kind=NOTICE,
        sale=OuterRef("pk"),
    )
)
#: One of the two, never both; and none of them, by which whole tables can be joined.
HAS_NOTICE = Q(IS_NOTICED) | Q(IS_DOCUMENTED)
LACKS_NOTICE = Q(~IS_NOTICED, ~IS_DOCUMENTED)

_LATER = TermVersion.objects.filter(
    agreement=OuterRef("agreement"),
    number__gt=OuterRef("number"),
    effective_on__lte=Greatest(OuterRef(OuterRef("trade_date")), F("signed_on")),
)


def _says(word: str) -> Exists:
    """Of a sale: the terms of its trade date say this of the agent's notice."""
    return Exists(
        TermVersion.objects.filter(
            ~Exists(_LATER),
            agreement=OuterRef("agreement"),
            notice_needed=word,
            effective_on__lte=Greatest(OuterRef("trade_date"), F("signed_on")),
        )
    )


NEEDS_NO_NOTICE = _says(NOT_NEEDED)
NEEDS_NOTICE_FIRST = _says(BEFORE_DELIVERY)
