"""Holders in the admin: who has warrants, or may be given some."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join

from neoequity.books.admin.base import count
from warrants.admin.base import SourceAdmin, named
from warrants.models import Holder


@admin.register(Holder)
class HolderAdmin(SourceAdmin):
    """The category decides what a holder may take before the transfer clocks have run."""

    list_display = ["name", "category", "issuer", "page"]
    list_filter = ["issuer", "category"]
    list_select_related = ["issuer"]
    search_fields = ["name"]

    def get_fields(self, request: HttpRequest, obj: Holder | None = None) -> Any:
        """A new holder has nothing yet."""
        fields = ["issuer", "name", "slug", "category", "page", "remark"]
        return [*fields, "has_today"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Holder | None = None) -> Any:
        """A holder keeps its issuer and its short name: warrants and addresses rest on them."""
        return ["issuer", "slug", "has_today"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Holder | None = None) -> Any:
        """The short name of a new holder follows its name."""
        return {} if obj else {"slug": ["name"]}

    @admin.display(description="has today")
    def has_today(self, holder: Holder) -> str:
        """Its shares of each warrant, kept by the database from the entries."""
        balances = holder.balances.filter(shares__gt=0).select_related("warrant__issuer")
        page = f"{self.admin_site.name}:warrants_warrant_change"
        rows = [
            (
                reverse(page, args=[balance.warrant_id]),
                named(balance.warrant),
                count(balance.shares),
            )
            for balance in balances
        ]
        return format_html_join("; ", '<a href="{}">{}</a>: {} shares', rows) or "nothing"
