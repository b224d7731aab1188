"""Requests for registration in the admin: recorded through the action, then read-only."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from neoequity.books.accounts import User
from neoequity.books.admin.refusals import ActedForm, day_of
from warrants.actions.registration import request_registration
from warrants.admin.base import RegisterAdmin
from warrants.forms.issuer import RegistrationForm
from warrants.models import RegistrationRequest

_FIELDS = ("agreement", "holder", "kind", "requested_on", "remark")


class RequestForm(ActedForm, RegistrationForm):
    """A holder's demand or piggyback request."""

    def act(self, *, by: User, today: date) -> RegistrationRequest:
        """Record the request."""
        cleaned = dict(self.cleaned_data)
        return request_registration(cleaned.pop("agreement"), **cleaned, by=by, today=today)


@admin.register(RegistrationRequest)
class RegistrationRequestAdmin(RegisterAdmin):
    """The requests for registration."""

    summary = "Holders' demands for registration and piggyback requests."
    adds = "Record request for registration"
    form = RequestForm
    fields = _FIELDS
    list_display = ["requested_on", "kind", "holder", "agreement", "remark", "recorded_by"]
    list_select_related = ["holder", "agreement", "recorded_by"]
    list_filter = ["agreement", "kind"]
    date_hierarchy = "requested_on"

    def get_fields(
        self, request: HttpRequest, obj: RegistrationRequest | None = None
    ) -> tuple[str, ...]:
        """Once recorded, also when and by whom."""
        return (*_FIELDS, "recorded_at", "recorded_by") if obj else _FIELDS

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Requested today unless the address gives another day."""
        return {"requested_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(
        self, request: HttpRequest, obj: RegistrationRequest | None = None
    ) -> bool:
        """A recorded request is never changed."""
        return False
