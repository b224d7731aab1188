"""Register entries in the admin: reversed upon an approved request, never changed."""

from collections.abc import Sequence

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from neoequity.books.admin.base import ActionLink
from neoequity.books.admin.refusals import day_of, person
from neoequity.books.admin.written import count, figure
from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from warrants.actions.reversal import ask_entry_reversal
from warrants.admin.base import RegisterAdmin, named
from warrants.forms.entries import ReverseForm
from warrants.models import Entry


class StandingFilter(admin.SimpleListFilter):
    """Filters by standing entries, reversed entries and reversals."""

    title = "standing"
    parameter_name = "standing"
    _chosen: dict[str, tuple[str, dict[str, object]]] = {
        "standing": ("Entries that stand", {"reverses": None, "reversal": None}),
        "reversed": ("Entries that were reversed", {"reversal__isnull": False}),
        "reversal": ("Reversals", {"reverses__isnull": False}),
    }

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Entry]"
    ) -> list[tuple[str, str]]:
        """The choices."""
        return [(kind, label) for kind, (label, _) in self._chosen.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """The rows of the chosen kind."""
        _, conditions = self._chosen.get(self.value() or "", ("", {}))
        return queryset.filter(**conditions)


_FIGURES = [
    figure("shares", count, "warrant shares"),
    figure("exercise_price", per_share),
    figure("market_price", per_share),
    figure("shares_issued", count, "common shares issued"),
    figure("cash", dollars),
]
_LISTED = [_FIGURES[0], *_FIGURES[3:]]


@admin.register(Entry)
class EntryAdmin(RegisterAdmin):
    """Every entry and every reversal, in the order of their recording."""

    summary = "Every entry of the warrant register, in the order in which they were recorded."
    labels = {"on": "effective on", "holder_from": "from", "holder_to": "to"}
    list_display = ["number", "warrant", "kind", "on", "holder_from", "holder_to", *_LISTED]
    list_filter = ["warrant__issuer", "kind", StandingFilter]
    list_select_related = ["warrant", "holder_from", "holder_to"]
    search_fields = ["=warrant__number", "holder_from__name", "holder_to__name"]
    search_help_text = "The number of a warrant, or part of a holder's name."
    date_hierarchy = "on"
    ordering = ["-pk"]
    readonly_fields = [*_FIGURES, "reversed_by"]
    fieldsets = [
        (None, {"fields": ["warrant", "number", "kind", "on", "holder_from", "holder_to"]}),
        ("Figures", {"fields": [*_FIGURES, "call"]}),
        ("Reversal", {"fields": ["reverses", "reversed_by", "reason"]}),
        ("Record", {"fields": ["recorded_at", "recorded_by", "approval"]}),
    ]

    @admin.display(description="reversed by")
    def reversed_by(self, entry: Entry) -> str:
        """The entry that reverses it."""
        reversal = getattr(entry, "reversal", None)
        if reversal is None:
            return "not reversed"
        link = '<a href="{}">Entry {}</a> with effect from {}'
        day = written(reversal.on)
        return format_html(link, self.url("change", reversal.pk), reversal.number, day)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entries are posted from the page of their warrant."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """An entry is never changed."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Adds the page that reverses an entry."""
        view = self.admin_site.admin_view(self.reverse_view)
        reversing = path("<path:object_id>/reverse/", view, name="warrants_entry_reverse")
        return [reversing, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Entry) -> Sequence[ActionLink]:
        """Reversing a standing entry; issues and splits are never reversed."""
        final = obj.reverses_id is not None or obj.kind in ("issue", "split")
        if final or hasattr(obj, "reversal") or not self._may_reverse(request):
            return []
        return [ActionLink("Reverse entry", self.url("reverse", obj.pk))]

    def reverse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Request the reversal of an entry from a day on, with a reason."""
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            raise Http404
        if not self._may_reverse(request):
            raise PermissionDenied
        today, name = day_of(request), f"Entry {entry.number} of {_lower(named(entry.warrant))}"
        return self.act_on(
            request,
            entry,
            form=ReverseForm(entry.warrant, request.POST or None, initial={"on": today}),
            act=lambda cleaned: ask_entry_reversal(
                entry, **cleaned, by=person(request), today=today
            ),
            title=f"Reverse entry {entry.number}",
            button="Request reversal",
            facts=f"{name} of {written(entry.on)}: {entry.get_kind_display().lower()}, "
            f"{count(entry.shares)} shares. Once another person has approved it, an entry with the "
            "figures negated is added; the entry itself stays in the register.",
            done=f"The reversal of {_lower(name)} is awaiting approval by a CFO.",
        )

    def _may_reverse(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request)


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
