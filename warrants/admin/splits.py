"""Stock splits in the admin: recorded through `record_split`, then read-only."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from neoequity.books.accounts import User
from neoequity.books.admin.refusals import ActedForm, day_of, person
from neoequity.books.approvals.second_person import SPLITS, needs_second_person
from warrants.actions.asking_split import ask_split
from warrants.actions.split import record_split
from warrants.admin.base import RegisterAdmin
from warrants.forms.issuer import SplitForm
from warrants.models import Split

_DESCRIPTION = (
    "Every warrant of the issuer is adjusted from the effective day on; days before it still read "
    "as then. What was entered from that day on, before the split is known, is taken as stated in "
    "old shares and adjusted on its own day; reverse first what was stated in new shares. A "
    "recorded split stays."
)


class RecordingForm(SplitForm, ActedForm):
    """A stock split of an issuer."""

    def act(self, *, by: User, today: date) -> Split:
        """Record the split and adjust every warrant."""
        return record_split(**self.cleaned_data, by=by, today=today)


@admin.register(Split)
class SplitAdmin(RegisterAdmin):
    """The stock splits that adjusted the warrants."""

    summary = "Stock splits, by which warrants and shares are adjusted."
    adds = "Record split"
    labels = {"new": "new shares", "old": "for old shares", "effective_on": "effective on"}
    form = RecordingForm
    fields = ["issuer", "effective_on", "new", "old", "source"]
    list_display = ["effective_on", "issuer", "new", "old", "source", "recorded_at", "recorded_by"]
    list_select_related = ["issuer", "recorded_by"]
    list_filter = ["issuer"]
    ordering = ["-effective_on"]

    def get_fieldsets(self, request: HttpRequest, obj: Split | None = None) -> Any:
        """The fields with an explanation; once recorded, also when, by whom and as approved."""
        if obj is None:
            return [(None, {"fields": self.fields, "description": _DESCRIPTION})]
        return [(None, {"fields": [*self.fields, "recorded_at", "recorded_by", "approval"]})]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Record a split, or ask a second person to approve it."""
        if not needs_second_person(SPLITS):
            return super().add_view(request, form_url, extra_context)
        today = day_of(request)
        return self.ask_to_add(
            request,
            SplitForm(request.POST or None, initial={"effective_on": today}),
            lambda cleaned: ask_split(**cleaned, by=person(request), today=today),
            title="Request a stock split",
            button="Request split",
            facts=f"{_DESCRIPTION} Another person, a CFO, must approve it first.",
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Effective today unless the address gives another day."""
        return {"effective_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Split | None = None) -> bool:
        """A recorded split is never changed."""
        return False
