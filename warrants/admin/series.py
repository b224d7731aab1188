"""Callable series and their calls in the admin: called and priced through actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActionLink, GuardedAdmin
from neoequity.books.admin.refusals import ActedForm, day_of, person
from neoequity.books.admin.written import count, figure
from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import SharesField, TermSharesField
from warrants.actions.calls import ask_call_correction, give_call_notice, price_call
from warrants.actions.programme import open_warrant
from warrants.admin.base import RegisterAdmin, SourceAdmin
from warrants.forms.entries import AnyHolderField
from warrants.forms.issuer import CallCorrectionForm, CallForm, CallPriceForm
from warrants.models import CallNotice, Holder, Series

_TERMS = ("cap", "rate", "low_rate", "threshold", "floor")
_BEFORE = ("opened_on", "shares_first_issued", "shares_exercised_before", "proceeds_before")


class OpeningForm(PageForm):
    """A holder's warrants of a series on the day of the opening figures."""

    holder = AnyHolderField("Holder", empty_label="Choose a holder")
    shares = SharesField(label="Warrant shares")
    remark = forms.CharField(label="Remark", required=False, max_length=300)


@admin.register(Series)
class SeriesAdmin(SourceAdmin):
    """Series that the issuer can call, with the terms that price a call."""

    summary = "Series of warrants that the issuer can call."
    labels = {
        "cap": "exercise price, at most",
        "rate": "rate of the closing bid",
        "low_rate": "rate below the threshold",
        "threshold": "threshold of the market price",
        "floor": "lowest market price",
        "opened_on": "opening day",
        "proceeds_before": "proceeds before, approximate",
        "shares_exercised_before": "shares exercised before",
        "shares_first_issued": "shares first issued",
    }
    helps = {
        "threshold": "Below this market price the lower rate governs.",
        "floor": "Below this market price a call may be unusable.",
        "opened_on": "The day of the opening figures.",
    }
    units = {"shares_first_issued": "shares", "shares_exercised_before": "shares"}
    formfield_overrides = {
        **GuardedAdmin.formfield_overrides,
        BigIntegerField: {
            "form_class": TermSharesField,
            "widget": forms.TextInput,
            "min_value": 0,
        },
    }
    list_display = [
        "name",
        "issuer",
        "opened_on",
        figure("cap", per_share),
        figure("shares_first_issued", count),
        figure("shares_exercised_before", count),
        figure("proceeds_before", dollars),
    ]
    list_filter = ["issuer"]
    list_select_related = ["issuer"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["issuer", "name", "slug", "page", "remark"]}),
        (
            "Price of a call",
            {"fields": _TERMS},
        ),
        ("Opening figures", {"fields": _BEFORE}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Series | None = None) -> list[str]:
        """Issuer and short name are fixed: warrants and addresses depend on them."""
        return ["issuer", "slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Series | None = None
    ) -> dict[str, Sequence[str]]:
        """The short name of a new series follows its name."""
        return {} if obj else {"slug": ["name"]}

    def get_urls(self) -> list[URLPattern]:
        """Adds the page that enters a holder's opening figures."""
        view = self.admin_site.admin_view(self.open_view)
        opening = path("<path:object_id>/open/", view, name="warrants_series_open")
        return [opening, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Series) -> Sequence[ActionLink]:
        """Entering opening figures, and calling the series."""
        acts = []
        if request.user.has_perm("warrants.add_warrant"):
            acts.append(ActionLink("Enter opening figures", self.url("open", obj.pk)))
        if request.user.has_perm("warrants.add_callnotice"):
            url = reverse(f"{self.admin_site.name}:warrants_callnotice_add")
            acts.append(ActionLink("Call series", f"{url}?{urlencode({'series': obj.pk})}"))
        return acts

    def open_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enter a holder's warrants on the opening day as an issue of that day."""
        series = self.get_object(request, unquote(object_id))
        if series is None:
            raise Http404
        if not request.user.has_perm("warrants.add_warrant"):
            raise PermissionDenied
        form = OpeningForm(request.POST or None)
        holders = Holder.objects.filter(issuer=series.issuer_id)
        cast(AnyHolderField, form.fields["holder"]).queryset = holders
        return self.act_on(
            request,
            series,
            form=form,
            act=lambda cleaned: open_warrant(
                series, **cleaned, by=person(request), today=day_of(request)
            ),
            title=f"Opening figures of the {series}",
            button="Enter opening figures",
            facts=f"What one holder had of the {series} on {written(series.opened_on)}, as an "
            "issue of that day; once for each holder.",
            done=f"The opening figures of the {series} are in the register.",
        )


class GivingForm(ActedForm, CallForm):
    """The delivery of a call notice."""

    def act(self, *, by: User, today: date) -> CallNotice:
        """Record the call."""
        cleaned = self.cleaned_data
        return give_call_notice(
            cleaned["series"], delivered_on=cleaned["delivered_on"], by=by, today=today
        )


_CALL_FIELDS = ("series", "delivered_on")
_PRICES = [
    figure("closing_bid", per_share),
    figure("market_price", per_share),
    figure("exercise_price", per_share),
]


@admin.register(CallNotice)
class CallNoticeAdmin(RegisterAdmin):
    """The issuer's calls, each priced from the closing bid of the trading day after it."""

    summary = "The issuer's calls, and the price of each."
    adds = "Call series"
    labels = {"bid_on": "trading day of the closing bid"}
    form = GivingForm
    fields = _CALL_FIELDS
    list_display = ["delivered_on", "series", "bid_on", *_PRICES]
    list_filter = ["series"]
    list_select_related = ["series"]
    date_hierarchy = "delivered_on"

    def get_fields(self, request: HttpRequest, obj: CallNotice | None = None) -> tuple[str, ...]:
        """Once given, also its price, and when and by whom it was recorded."""
        if obj is None:
            return _CALL_FIELDS
        return (*_CALL_FIELDS, "bid_on", *_PRICES, "recorded_at", "recorded_by")

    def get_readonly_fields(self, request: HttpRequest, obj: CallNotice | None = None) -> list[str]:
        """The prices of a given call, formatted."""
        return _PRICES if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Delivered today unless the address gives another day."""
        return {"delivered_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: CallNotice | None = None) -> bool:
        """A given call is priced and corrected on pages of their own."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Adds the pages that price a call and correct its price."""
        view = self.admin_site.admin_view(self.price_view)
        price = path("<path:object_id>/price/", view, name="warrants_callnotice_price")
        view = self.admin_site.admin_view(self.correct_view)
        correct = path("<path:object_id>/correct/", view, name="warrants_callnotice_correct")
        return [price, correct, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: CallNotice) -> Sequence[ActionLink]:
        """Pricing the call, or correcting its price."""
        if not self._may_price(request):
            return []
        if obj.exercise_price is not None:
            return [ActionLink("Correct bid and market price", self.url("correct", obj.pk))]
        return [ActionLink("Enter bid and market price", self.url("price", obj.pk))]

    def price_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Set the exercise price from bid and market price."""
        call = self.get_object(request, unquote(object_id))
        if call is None:
            raise Http404
        if not self._may_price(request):
            raise PermissionDenied
        series = call.series
        return self.act_on(
            request,
            call,
            form=CallPriceForm(request.POST or None),
            act=lambda cleaned: price_call(
                call, **cleaned, by=person(request), today=day_of(request)
            ),
            title=f"Price the call of {written(call.delivered_on)}",
            button="Set the price",
            facts=f"The {series} were called on {written(call.delivered_on)}. The exercise price "
            f"is {series.rate:.2%} of the closing bid of {written(call.bid_on)}, or "
            f"{series.low_rate:.2%} where the market price is below "
            f"{per_share(series.threshold)}, and at most {per_share(series.cap)} before stock "
            "splits. Another person must approve its correction.",
            done=f"The call of {written(call.delivered_on)} has its price.",
        )

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Request another price if the bid or the market price was mistyped."""
        call = self.get_object(request, unquote(object_id))
        if call is None:
            raise Http404
        if not self._may_price(request):
            raise PermissionDenied
        initial = {"closing_bid": call.closing_bid, "market_price": call.market_price}
        return self.act_on(
            request,
            call,
            form=CallCorrectionForm(request.POST or None, initial=initial),
            act=lambda cleaned: ask_call_correction(
                call, **cleaned, by=person(request), today=day_of(request)
            ),
            title=f"Correct the price of the call of {written(call.delivered_on)}",
            button="Request correction",
            facts="Another person, a CFO, must approve the correction; exercises at the price must "
            "be reversed before. The price before stays in the history.",
            done=f"The correction of the call of {written(call.delivered_on)} is awaiting a CFO's "
            "decision.",
        )

    def _may_price(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)
