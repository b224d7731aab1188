"""Exceptional days in the admin: departures of the market or the banks from the calendar."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from neoequity.books.admin.base import ReferenceAdmin
from neoequity.books.admin.refusals import RefusableForm, person
from neoequity.books.models import ExceptionalDay
from placements.actions.exceptional_day import (
    correct_exceptional_day,
    delete_exceptional_day,
    moved_by,
    record_exceptional_day,
    with_day,
)
from placements.terms.exceptional_day import MOST_NAMED


class ExceptionalDayForm(RefusableForm):
    """The day, and why sales already posted keep their settlement date."""

    sales_stay = forms.CharField(
        label="Reason posted sales keep their date",
        max_length=300,
        required=False,
        help_text="Required where the day moves the settlement date of sales not yet delivered; "
        "kept in the history.",
    )


@admin.register(ExceptionalDay)
class ExceptionalDayAdmin(ReferenceAdmin):
    """Days that override the calendar. Sales already posted keep their settlement date."""

    summary = "Days on which the market or the banks depart from the calendar."
    labels = {
        "is_trading_day": "the market trades",
        "is_settlement_day": "the banks settle",
    }
    helps = {"source": "Where this was announced."}
    form = ExceptionalDayForm
    change_form_template = "admin/placements/exceptional_day.html"
    list_display = ["day", "is_trading_day", "is_settlement_day", "source"]
    list_filter = ["is_trading_day", "is_settlement_day"]
    search_fields = ["source"]
    date_hierarchy = "day"

    def save_model(
        self, request: HttpRequest, obj: ExceptionalDay, form: ExceptionalDayForm, change: bool
    ) -> None:
        """Write it, unless it moves posted sales and no reason says why they may stay."""
        write = correct_exceptional_day if change else record_exceptional_day
        write(obj, sales_stay=form.cleaned_data["sales_stay"], by=person(request))

    def delete_model(self, request: HttpRequest, obj: ExceptionalDay) -> None:
        """Delete it, unless that would move posted sales."""
        delete_exceptional_day(obj, by=person(request))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ExceptionalDay]) -> None:
        """Delete all chosen days or none."""
        for day in queryset:
            delete_exceptional_day(day, by=person(request))

    def render_change_form(  # noqa: PLR0917  # Django's own signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: ExceptionalDay | None = None,
    ) -> HttpResponse:
        """Where the day was refused for posted sales, add those that it would move."""
        form = context["adminform"].form
        if form.is_bound and "sales_stay" in form.errors:
            moved = moved_by(with_day(form.instance))
            context["moved"] = moved[:MOST_NAMED]
            context["more"] = max(len(moved) - MOST_NAMED, 0)
        return super().render_change_form(request, context, add, change, form_url, obj)
