"""Delivery instructions in the admin: read-only, for they are drafted and moved on their page."""

from django.contrib import admin
from django.http import HttpRequest

from neoequity.books.admin.base import ActedAdmin
from placements.models import DeliveryInstruction


@admin.register(DeliveryInstruction)
class DeliveryInstructionAdmin(ActedAdmin):
    """What transfer agents are told to deliver."""

    summary = "What transfer agents are told to deliver, as a CFO approved it."
    list_display = ["__str__", "agreement", "settlement_day", "recipient", "status", "status_on"]
    list_select_related = ["agreement"]
    list_filter = ["status", "agreement"]
    date_hierarchy = "settlement_day"
    fields = (
        *("agreement", "number", "settlement_day", "transfer_agent", "recipient", "participant"),
        *("account", "remark", "status", "status_on", "status_by", "status_note", "approval"),
        "reference",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never here: its page lists the sales that fall due."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: DeliveryInstruction | None = None
    ) -> bool:
        """Never here: it moves on its page."""
        return False
