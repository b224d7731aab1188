"""The balances and entries shown with a warrant."""

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from neoequity.books.admin.lists import TabularInline
from neoequity.books.admin.written import RowsInWords, count, figure
from neoequity.books.money import dollars
from warrants.models import Balance, Entry

_BALANCE = ["holder", figure("shares", count)]
_ENTRY = [
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


class KeptInline(RowsInWords, TabularInline):
    """Read-only rows; only actions post them."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:  # type: ignore[override] # inlines are asked with their row
        """None is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """None is changed here."""
        return False


class BalanceInline(KeptInline):
    """The balances of a warrant today."""

    model = Balance
    fields = _BALANCE
    readonly_fields = _BALANCE
    verbose_name_plural = "holdings today"
    help = "Kept by the database from the entries."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Balance]:
        """Balances above zero."""
        return super().get_queryset(request).filter(shares__gt=0).select_related("holder")


class EntryInline(KeptInline):
    """The register entries of a warrant."""

    model = Entry
    labels = {"on": "effective on", "holder_from": "from", "holder_to": "to"}
    show_change_link = True
    fields = _ENTRY
    readonly_fields = _ENTRY

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Entries in order, with the rows whose names are shown."""
        rows = super().get_queryset(request)
        return rows.select_related("holder_from", "holder_to", "reverses").order_by("number")
