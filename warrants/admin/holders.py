"""Present and future holders of warrants in the admin."""

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join

from neoequity.books.admin.written import count
from warrants.admin.base import SourceAdmin, named
from warrants.models import Holder


@admin.register(Holder)
class HolderAdmin(SourceAdmin):
    """Holders; the category decides which transfers a holder may receive while clocks run."""

    summary = "Present and future holders of warrants."
    list_display = ["name", "category", "issuer", "page"]
    list_filter = ["issuer", "category"]
    list_select_related = ["issuer"]
    search_fields = ["name"]

    def get_fields(self, request: HttpRequest, obj: Holder | None = None) -> tuple[str, ...]:
        """An existing holder also shows its holdings."""
        fields = ("issuer", "name", "slug", "category", "page", "remark")
        return (*fields, "has_today") if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Holder | None = None) -> list[str]:
        """Issuer and short name are fixed: warrants and addresses depend on them."""
        return ["issuer", "slug", "has_today"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Holder | None = None
    ) -> dict[str, Sequence[str]]:
        """The short name of a new holder follows its name."""
        return {} if obj else {"slug": ["name"]}

    @admin.display(description="holdings today")
    def has_today(self, holder: Holder) -> str:
        """The holder's shares of each warrant, as the database derives them from the entries."""
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
