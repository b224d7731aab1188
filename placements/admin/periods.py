"""Closed periods in the admin, read-only: closing and reopening have pages of their own."""

from typing import TypedDict

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from neoequity.books.admin.base import GuardedAdmin
from neoequity.books.admin.lists import TabularInline
from neoequity.books.admin.written import RowsInWords, count, figure, yes_or_no
from neoequity.books.days import on_page
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


class _Item(TypedDict):
    """An item of a closing's checklist."""

    title: str
    sentence: str
    lines: list[str]
    note: str


def _cells(item: _Item) -> tuple[str, str, str, str]:
    lines = format_html_join("", "<li>{}</li>", ((on_page(line),) for line in item["lines"]))
    note = format_html("<p>Note: {}</p>", on_page(item["note"])) if item["note"] else ""
    listed = format_html("<ul>{}</ul>", lines) if lines else ""
    return item["title"], on_page(item["sentence"]), listed, note


class _ReadOnly:
    """An admin in which nothing is entered, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never, whatever the user's rights."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never, whatever the user's rights."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never, whatever the user's rights."""
        return False


class TotalInline(_ReadOnly, RowsInWords, TabularInline):
    """The totals of each agreement at the closing."""

    model = ClosingTotal
    extra = 0
    verbose_name_plural = "totals by agreement"
    fields = readonly_fields = _FIGURES


class ReopeningInline(_ReadOnly, RowsInWords, TabularInline):
    """Who requested its reopening, and who approved it."""

    model = Reopening
    extra = 0
    verbose_name_plural = "reopening"


@admin.register(Closing)
class ClosingAdmin(_ReadOnly, GuardedAdmin):
    """The closed periods."""

    summary = "Months and quarters that are closed, with their totals."
    labels = {
        "label": "period",
        "starts_on": "first day",
        "ends_on": "last day",
        "head_position": "entries sealed by then",
        "head_digest": "chain head by then",
    }
    list_display = ["label", "issuer", "number", "closed_on", "recorded_by", "is_reopened"]
    list_select_related = ["issuer", "recorded_by", "reopening"]
    list_filter = ["issuer"]
    inlines = [TotalInline, ReopeningInline]
    exclude = ["checklist"]
    readonly_fields = ["checked"]

    @admin.display(description="checklist")
    def checked(self, closing: Closing) -> str:
        """The checklist, item by item, with its lines and the closer's note."""
        return format_html_join(
            "", "<p><strong>{}</strong><br>{}</p>{}{}", map(_cells, closing.checklist)
        )

    @admin.display(description="reopened")
    def is_reopened(self, closing: Closing) -> str:
        """Whether the period was reopened since."""
        return yes_or_no(closing.is_reopened)
