"""What is asked for about closed periods, and what approving it brings."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.models import Closing
from neoequity.books.periods.closing import reopen
from neoequity.books.periods.rules import REOPENING


def _closing(key: int) -> Model:
    return Closing.objects.get(pk=key)


KINDS = (RequestKind(REOPENING, "Reopening of a period", effect=reopen, record=_closing, day=None),)
