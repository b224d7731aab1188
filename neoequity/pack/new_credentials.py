"""The approvals of a period that are marked: somebody else had just set the credentials."""

from django.db.models import Q

from neoequity.books.approvals.selectors import approved_with_new_credentials
from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.pack.scope import Scope

NEW_CREDENTIALS = (
    "request",
    "kind",
    "what",
    "asked_by",
    "approved_by",
    "approved_at",
    "credentials_set_by",
    "credentials_set_at",
)


def new_credentials(scope: Scope) -> Query:
    """A row for each, as known, with the last change of the approver's credentials before it.

    `credentials_set_by` is empty where the database could not tell who set them.
    """
    known = Q() if scope.known_at is None else Q(decided_at__lte=scope.known_at)
    marked = approved_with_new_credentials(scope.issuer, *scope.period).filter(known)
    return query_of(
        marked.select_related(None).values_list(
            "pk",
            "kind",
            PlainText("what"),
            "asked_by__username",
            "decided_by__username",
            Moment("decided_at"),
            "credentials_set_by__username",
            Moment("credentials_set_at"),
        )
    )
