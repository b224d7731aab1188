"""Deliveries in the admin: recorded through `deliver`, then read-only."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import ActedForm, day_of
from placements.actions.delivery import deliver
from placements.models import Delivery


class DeliveryForm(ActedForm):
    """The delivery of one sale."""

    def act(self, *, by: User, today: date) -> Delivery:
        """Record it."""
        cleaned = self.cleaned_data
        return deliver(
            [cleaned["sale"]],
            delivered_on=cleaned["delivered_on"],
            remark=cleaned["remark"],
            by=by,
            today=today,
        )[0]


_FIELDS = ("sale", "delivered_on", "remark")


@admin.register(Delivery)
class DeliveryAdmin(ActedAdmin):
    """The issuer's deliveries, and the payments of adjustments."""

    summary = "Shares delivered for each sale, and adjustments paid."
    adds = "Record delivery"
    form = DeliveryForm
    fields = _FIELDS
    raw_id_fields = ["sale"]
    list_display = ["agreement", "sale", "delivered_on", "remark", "recorded_at", "recorded_by"]
    list_display_links = ["sale"]
    list_select_related = ["sale__agreement", "recorded_by"]
    list_filter = ["sale__agreement"]
    search_fields = ["=sale__number", "^sale__agent_reference"]
    date_hierarchy = "delivered_on"

    @admin.display(ordering="sale__agreement")
    def agreement(self, delivery: Delivery) -> str:
        """The agreement of the sale that was delivered."""
        return delivery.sale.agreement.name

    def get_fields(self, request: HttpRequest, obj: Delivery | None = None) -> tuple[str, ...]:
        """With when and by whom, once it is recorded."""
        return (*_FIELDS, "recorded_at", "recorded_by") if obj else _FIELDS

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Delivered today, unless the URL names another day."""
        return {"delivered_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Never: a recorded delivery is not changed."""
        return False
