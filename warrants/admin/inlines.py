"""What is shown with a warrant: who has it, and its register."""

from typing import Any, ClassVar

from django.http import HttpRequest

from neoequity.books.admin.base import TabularInline, count, figure
from neoequity.books.money import dollars
from warrants.models import Balance, Entry


class KeptInline(TabularInline):
    """Rows that are shown with the row they belong to and entered nowhere but by actions."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:  # type: ignore[override] # inlines are asked with their row
        """None is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """None is changed here."""
        return False


class BalanceInline(KeptInline):
    """Who has what of a warrant today."""

    model = Balance
    fields: ClassVar[Any] = ["holder", figure("shares", count)]
    readonly_fields = fields
    verbose_name_plural = "held today (kept by the database from the entries)"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Nothing that is gone."""
        return super().get_queryset(request).filter(shares__gt=0).select_related("holder")


class EntryInline(KeptInline):
    """The register of a warrant."""

    model = Entry
    show_change_link = True
    fields: ClassVar[Any] = [
        "number",
        "kind",
        "on",
        "holder_from",
        "holder_to",
        figure("shares", count),
        figure("shares_issued", count),
        figure("cash", dollars),
        "reverses",
        "reason",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the names that are shown."""
        rows = super().get_queryset(request)
        return rows.select_related("holder_from", "holder_to", "reverses").order_by("number")
