"""What is asked for about warrants, and what approving it brings: the kinds of request."""

from django.db.models import DateField, Model
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from neoequity.books.approvals.kinds import RequestKind
from warrants.actions.calls import correct_call
from warrants.actions.reversal import post_entry_reversal
from warrants.models import CallNotice, Entry
from warrants.terms.request import CALL_CORRECTION, ENTRY_REVERSAL

_ON = Cast(KT("asked__on"), DateField())


def _warrant(key: int) -> Model:
    return Entry.objects.select_related("warrant__issuer").get(pk=key).warrant


def _call(key: int) -> Model:
    return CallNotice.objects.select_related("series").get(pk=key)


KINDS = (
    RequestKind(
        ENTRY_REVERSAL,
        "Reversal of a warrant entry",
        effect=post_entry_reversal,
        record=_warrant,
        day=_ON,
    ),
    RequestKind(
        CALL_CORRECTION,
        "Correction of a call's price",
        effect=correct_call,
        record=_call,
        day=_ON,
    ),
)
