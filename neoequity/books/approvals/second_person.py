"""Which acts a second person must approve though the books would allow one: a term of the office.

Reversals, changes of terms and proposals always need a second person and are not listed here.
"""

from django.conf import settings

from neoequity.books.approvals.rules import SECOND_PERSON, SPLITS, WARRANTS
from neoequity.books.refusal import Reason, refuse_if_any

__all__ = ["SECOND_PERSON", "SPLITS", "WARRANTS", "needs_second_person", "refuse_alone"]


def needs_second_person(kind: str) -> bool:
    """Whether this office has a second person approve such acts."""
    return kind in settings.SECOND_PERSON_FOR


def refuse_alone(kind: str, what: str) -> None:
    """Raise Refused where a second person must approve `what`, a noun such as `a transfer`."""
    if needs_second_person(kind):
        refuse_if_any([Reason(f"Another person must approve {what}: request it (four eyes).")])
