"""Deliveries in the admin: recorded through `deliver`, then read only."""

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
        said = self.cleaned_data
        return deliver(
            [said["sale"]],
            delivered_on=said["delivered_on"],
            remark=said["remark"],
            by=by,
            today=today,
        )[0]


@admin.register(Delivery)
class DeliveryAdmin(ActedAdmin):
    """What the issuer has delivered."""

    form = DeliveryForm
    fields = ["sale", "delivered_on", "remark"]
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

    def get_fields(self, request: HttpRequest, obj: Delivery | None = None) -> Any:
        """Once recorded, with when and by whom."""
        return [*self.fields, "recorded_at", "recorded_by"] if obj else self.fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Delivered today, unless the address says otherwise."""
        return {"delivered_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A recorded delivery stays as it is."""
        return False
