"""Sales in the admin: posted through `record_sale`, then read-only; reversals are requested."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActedAdmin, ActionLink
from neoequity.books.admin.refusals import ActedForm, RefusableForm, day_of, person
from neoequity.books.admin.written import count, figure
from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.books.refusal import Reason
from placements.actions.inserting import last_number
from placements.actions.sale import ask_reversal, consider_sale, record_sale
from placements.forms.sales import ReversalForm, SaleForm
from placements.models import Agreement, Sale
from placements.terms.notice import SaleNotice

if TYPE_CHECKING:
    from django_stubs_ext.aliases import FieldsetSpec


class PostingForm(ActedForm, SaleForm):
    """The agent's notice; the agreement is that of the placement.

    `warnings` name the sales it looks like, once it was checked against the books.
    """

    warnings: Sequence[Reason] = ()

    def reasons_against(self) -> Sequence[Reason]:
        """The reasons against booking it now."""
        considered = consider_sale(self._complete_notice(), today=self.today)
        self.warnings = considered.warnings
        return considered.reasons

    def act(self, *, by: User, today: date) -> Sale:
        """Post it."""
        return record_sale(self._complete_notice(), by=by, today=today)

    def _complete_notice(self) -> SaleNotice:
        notice = self.notice()
        if notice is None:
            raise ValueError("A notice is read only once its fields are.")
        return notice


class KindFilter(admin.SimpleListFilter):
    """Sales that stand, sales that were reversed, reversals, adjustments."""

    title = "kind"
    parameter_name = "kind"
    _kinds: dict[str, tuple[str, dict[str, bool | None]]] = {
        "standing": ("Sales that stand", {"reverses": None, "adjusts": None, "reversal": None}),
        "reversed": ("Sales that were reversed", {"reversal__isnull": False}),
        "reversal": ("Reversals", {"reverses__isnull": False}),
        "adjustment": ("Adjustments of commission", {"adjusts__isnull": False}),
    }

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Sale]"
    ) -> list[tuple[str, str]]:
        """The choices."""
        return [(kind, label) for kind, (label, _) in self._kinds.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Sale]) -> QuerySet[Sale]:
        """The rows of the chosen kind."""
        _, chosen = self._kinds.get(self.value() or "", ("", {}))
        return queryset.filter(**chosen)


_NOTICE = tuple(SaleForm.base_fields)
_FIGURES = [
    figure("shares", count),
    figure("price", per_share),
    figure("gross", dollars),
    figure("commission", dollars),
    figure("deductions", dollars, "further deductions"),
    figure("net", dollars),
]


#: Parts of the commission that no fee tiers give, of an entry that has one.
_APART = [
    figure("commission_stated", dollars, "of the commission, as stated"),
    figure("second_fee", dollars, "of the commission, second fee"),
]


def _posted(sale: Sale) -> "FieldsetSpec":
    """The groups of facts that such an entry has."""
    has_parts = sale.commission_stated is not None or sale.second_fee is not None
    groups: list[Any] = [
        (None, {"fields": ["agreement", "number", "kind", "placement", "trade_date", "method"]}),
        ("Figures", {"fields": [*_FIGURES, *(_APART if has_parts else ())]}),
        ("Settlement", {"fields": ["settlement_date", "settlement_reason", "delivered"]}),
        ("Reversal", {"fields": ["reverses", "reason"] if sale.reverses_id else ["reversed_by"]}),
        ("Adjustment", {"fields": ["adjusts", "concerns", "reason"]}),
        ("Record", {"fields": ["agent_reference", "remark", "recorded_at", "recorded_by"]}),
    ]
    return [group for group in groups if group[0] != "Adjustment" or sale.adjusts_id]


@admin.register(Sale)
class SaleAdmin(ActedAdmin):
    """Every sale, reversal and adjustment, in the order of their recording."""

    summary = "Every sale, reversal and adjustment, in the order in which they were recorded."
    adds = "Record sale"
    list_display = [
        "code",
        "agreement",
        "kind",
        "trade_date",
        *_FIGURES[:4],
        "agent_reference",
    ]
    list_filter = ["agreement", KindFilter, "method"]
    list_select_related = ["agreement"]
    search_fields = ["=number", "^agent_reference"]
    search_help_text = "The number of a sale, or how the agent's reference begins."
    ordering = ["-pk"]

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: QuerySet[Sale],
        per_page: int,
        *args: Any,
        **kwargs: Any,
    ) -> "Paginator[Sale]":
        """Pages of the list; all sales are not counted one by one, for their numbers run on."""
        pages = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        if not queryset.query.where:
            last = Agreement.objects.aggregate(sales=Sum(last_number(), default=0))
            vars(pages)["count"] = last["sales"]  # where Django keeps what it has counted
        return pages

    def get_form(
        self,
        request: HttpRequest,
        obj: Sale | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[RefusableForm]:
        """The form of a notice to be posted; a posted sale has none."""
        kwargs["form"] = ActedForm if obj else PostingForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Sale | None = None) -> "FieldsetSpec":
        """The fields of a notice, or those of a posted sale."""
        return _posted(obj) if obj else [(None, {"fields": _NOTICE})]

    @admin.display(description="sale", ordering="number")
    def code(self, sale: Sale) -> str:
        """Its name on every page: SA-1."""
        return sale.code

    @admin.display(description="delivered")
    def delivered(self, sale: Sale) -> str:
        """The day of its delivery."""
        delivery = getattr(sale, "delivery", None)
        return written(delivery.delivered_on) if delivery else "not delivered"

    @admin.display(description="reversed by")
    def reversed_by(self, sale: Sale) -> str:
        """The entry that reverses it."""
        entry = getattr(sale, "reversal", None)
        if entry is None:
            return "not reversed"
        link = '<a href="{}">Entry {}</a> with effect from {}'
        day = written(entry.trade_date)
        return format_html(link, self.url("change", entry.pk), entry.number, day)

    def save_model(self, request: HttpRequest, obj: Sale, form: PostingForm, change: bool) -> None:
        """Post it, and show the warnings."""
        super().save_model(request, obj, form, change)
        for warning in form.warnings:
            messages.warning(request, warning.sentence)

    def has_change_permission(self, request: HttpRequest, obj: Sale | None = None) -> bool:
        """Never: a posted sale is not changed."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """With the page that requests a reversal."""
        view = self.admin_site.admin_view(self.reverse_view)
        reversing = path("<path:object_id>/reverse/", view, name="placements_sale_reverse")
        return [reversing, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Sale) -> Sequence[ActionLink]:
        """Links to deliver and to reverse a standing sale."""
        if obj.reverses_id is not None or hasattr(obj, "reversal"):
            return []
        acts = []
        adjusts = obj.adjusts_id is not None
        if not hasattr(obj, "delivery") and request.user.has_perm("placements.add_delivery"):
            query = urlencode({"sale": obj.pk})
            url = reverse(f"{self.admin_site.name}:placements_delivery_add")
            settle = "Record payment" if adjusts else "Record delivery"
            acts.append(ActionLink(settle, f"{url}?{query}"))
        if not adjusts and self.has_add_permission(request):
            acts.append(ActionLink("Reverse sale", self.url("reverse", obj.pk)))
        return acts

    def reverse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Request the reversal of a sale from a day on, with a reason."""
        sale = self.get_object(request, unquote(object_id))
        if sale is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        today, name = day_of(request), f"Sale {sale.number} of the {sale.agreement.name}"
        return self.act_on(
            request,
            sale,
            form=ReversalForm(request.POST or None, initial={"on": today}),
            act=lambda cleaned: ask_reversal(
                sale,
                on=cleaned["on"],
                reason=cleaned["reason"],
                by=person(request),
                today=today,
            ),
            title=f"Reverse sale {sale.number}",
            button="Request reversal",
            facts=f"{name} of {written(sale.trade_date)}: {count(sale.shares)} shares at "
            f"{per_share(sale.price)}, gross {dollars(sale.gross)}. Once another person has "
            "approved it, an entry with the figures negated is added; the sale itself stays.",
            done=f"The reversal of {name[0].lower()}{name[1:]} is awaiting approval by a CFO.",
        )
