"""Closed periods in the admin: read only, for closing and reopening have pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from neoequity.books.admin.base import GuardedAdmin, TabularInline, count, figure
from neoequity.books.models import Closing, Reopening
from neoequity.books.money import dollars
from placements.models import ClosingTotal

_FIGURES = [
    "agreement",
    *(figure(name, count) for name in ("shares", "shares_to_date")),
    *(
        figure(name, dollars)
        for each in ("gross", "commission", "deductions", "net", "settled")
        for name in (each, f"{each}_to_date")
    ),
    figure("capacity", dollars),
]


def _told(item: dict[str, Any]) -> tuple[str, str, str, str]:
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in item["lines"]))
    note = format_html("<p>Note: {}</p>", item["note"]) if item["note"] else ""
    listed = format_html("<ul>{}</ul>", lines) if lines else ""
    return item["title"], item["sentence"], listed, note


class _ReadOnly:
    """Nothing here is entered, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here, whoever asks."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here, whoever asks."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here, whoever asks."""
        return False


class TotalInline(_ReadOnly, TabularInline):
    """What each agreement had come to."""

    model = ClosingTotal
    fields = readonly_fields = _FIGURES


class ReopeningInline(_ReadOnly, TabularInline):
    """Who asked for its reopening, and who approved it."""

    model = Reopening


@admin.register(Closing)
class ClosingAdmin(_ReadOnly, GuardedAdmin):
    """The periods that were closed."""

    list_display = ["label", "issuer", "number", "closed_on", "recorded_by", "is_reopened"]
    list_select_related = ["issuer", "recorded_by", "reopening"]
    list_filter = ["issuer"]
    inlines = [TotalInline, ReopeningInline]
    exclude = ["checklist"]
    readonly_fields = ["checked"]

    @admin.display(description="checklist")
    def checked(self, closing: Closing) -> str:
        """What was found, item by item, with its lines and the note of the person who closed."""
        return format_html_join("", "<p>{}: {}</p>{}{}", map(_told, closing.checklist))

    @admin.display(boolean=True, description="reopened")
    def is_reopened(self, closing: Closing) -> bool:
        """Whether it holds no more."""
        return closing.is_reopened
