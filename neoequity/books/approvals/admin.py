"""Requests in the admin: read there, and decided one by one or many at once, as on the pages."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import day_of, person
from neoequity.books.approvals.actions import approve
from neoequity.books.models import Approval
from neoequity.books.refusal import Refused


@admin.action(description="Approve the chosen requests", permissions=["approve"])
def approve_chosen(
    model_admin: ActedAdmin, request: HttpRequest, chosen: QuerySet[Approval]
) -> None:
    """Each on its own: a refusal of one keeps none of the others back."""
    for row in chosen.order_by("pk"):
        try:
            approve(row, by=person(request), today=day_of(request))
        except Refused as refused:
            model_admin.say(request, refused)
        else:
            model_admin.message_user(request, f"{row} is approved: {row.what}.", messages.SUCCESS)


@admin.register(Approval)
class ApprovalAdmin(ActedAdmin):
    """What was asked for and how it was decided; a single one is decided on its page."""

    list_display = ["pk", "kind", "what", "asked_by", "asked_at", "decision", "decided_by"]
    list_filter = ["decision", "kind", "issuer"]
    list_select_related = ["asked_by", "decided_by"]
    search_fields = ["what", "why", "note"]
    actions = [approve_chosen]

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """The same permission as the pages ask for."""
        return person(request).has_perm("books.approve")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A request is made on the page of its record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was asked for stays as it was asked."""
        return False
