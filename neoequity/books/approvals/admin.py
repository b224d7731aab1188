"""Requests in the admin: read there, and approved one at a time or several at once."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import day_of, person
from neoequity.books.approvals.actions import approve
from neoequity.books.approvals.selectors import DECIDED
from neoequity.books.models import Approval
from neoequity.books.refusal import Refused


@admin.action(description="Approve the chosen requests", permissions=["approve"])
def approve_chosen(
    model_admin: ActedAdmin, request: HttpRequest, chosen: QuerySet[Approval]
) -> None:
    """Approve each on its own: refusing one does not hold back the others."""
    for row in chosen.order_by("pk"):
        try:
            approve(row, by=person(request), today=day_of(request))
        except Refused as refused:
            model_admin.say(request, refused)
        else:
            model_admin.message_user(request, f"{row} is approved: {row.what}.", messages.SUCCESS)


@admin.register(Approval)
class ApprovalAdmin(ActedAdmin):
    """Requests and their decisions; a single request is decided on its page."""

    summary = "Requests for a CFO's approval, and the decisions."
    labels = {
        "asked_by": "requested by",
        "asked_at": "requested at",
        "what": "request",
        "why": "reason",
        "dated": "first day it concerns",
        "credentials_set_by": "credentials set shortly before, by",
        "credentials_set_at": "credentials set at",
    }
    list_display = [
        "__str__",
        "kind",
        "what",
        "asked_by",
        "asked_at",
        "decision",
        "decided_by",
        "mark",
    ]
    list_filter = ["decision", "kind", "issuer"]
    list_select_related = DECIDED
    search_fields = ["what", "why", "note"]
    actions = [approve_chosen]
    fieldsets = [
        (None, {"fields": ["kind", "issuer", "what", "why", "dated", "asked_by", "asked_at"]}),
        (
            "Decision",
            {
                "fields": [
                    *("decision", "decided_by", "decided_at", "note"),
                    *("credentials_set_by", "credentials_set_at"),
                ]
            },
        ),
    ]

    @admin.display(description="credentials", empty_value="")
    def mark(self, row: Approval) -> str:
        """Whether somebody else had just set the credentials of who decided."""
        return row.mark

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """The permission that the pages require, too."""
        return person(request).has_perm("books.approve")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Requests are made on the page of their record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Approval | None = None) -> bool:
        """A request is never edited."""
        return False
