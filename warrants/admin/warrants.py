"""Warrants in the admin: issued by one action, and every later entry made by one."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import DateField, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format

from neoequity.books.admin.base import MISSING, Act, count, figure
from neoequity.books.admin.refusals import ActedForm, day_of, person
from neoequity.books.money import per_share
from neoequity.books.pages.form_fields import ModelChoiceField
from placements.models import Agreement, Placement
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, expire, price_on, transfer
from warrants.admin.base import RegisterAdmin, named
from warrants.admin.inlines import BalanceInline, EntryInline
from warrants.forms.entries import CancelForm, ExerciseForm, ExpireForm, OfWarrant, TransferForm
from warrants.models import Warrant


class PlacementField(ModelChoiceField):
    """A placement with the agreement it belongs to."""

    def label_from_instance(self, placement: Placement) -> str:
        """Sales Agreement · placement 2."""
        return f"{placement.agreement.name} · placement {placement.number}"


class IssueForm(ActedForm):
    """For what a warrant is issued: shares, price and days follow from the sales."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        label="Agreement",
        empty_label="Choose an agreement",
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    placement = PlacementField(
        Placement.objects.select_related("agreement"),
        label="Placement",
        required=False,
        empty_label="The whole programme",
        help_text="Where the agreement pools its warrants: the whole programme.",
        error_messages={"invalid_choice": "There is no such placement."},
    )

    def act(self, *, by: User, today: date) -> Warrant:
        """Issue what is owed."""
        said = self.cleaned_data
        return issue_warrant(said["agreement"], said["placement"], by=by, today=today)


class ExerciseOneWayForm(ExerciseForm):
    """The pages show both ways side by side; here one is named."""

    way = forms.ChoiceField(label="Way", choices=[("cash", "For cash"), ("cashless", "Cashless")])
    field_order = ["holder", "way"]


class Verb(NamedTuple):
    """What may be entered for a warrant: the form, the action and the words for it."""

    form: type[OfWarrant]
    act: Callable[..., object]
    done: str


VERBS = {
    "exercise": Verb(ExerciseOneWayForm, exercise, "the exercise"),
    "transfer": Verb(TransferForm, transfer, "the transfer"),
    "cancel": Verb(CancelForm, cancel, "the cancellation"),
    "expire": Verb(ExpireForm, expire, "the expiry"),
}


_FIGURES: Any = [
    figure("shares", count, "shares at issue"),
    figure("exercise_price", per_share, "exercise price at issue"),
    figure("outstanding", count),
]
_NASD = figure("nasd_transfer_from", date_format, "NASD transfer from")
_CLOCKS: Any = [
    "issued_on",
    "cashless_from",
    "agreed_transfer_from",
    _NASD,
    "transferable_from",
    "registrable_from",
    "expires_on",
]


@admin.register(Warrant)
class WarrantAdmin(RegisterAdmin):
    """The agent's warrants and those of callable series."""

    inlines = [BalanceInline, EntryInline]
    list_display = [
        "number",
        "agreement",
        "placement",
        "series",
        *_FIGURES,
        "issued_on",
        "expires_on",
    ]
    list_filter = ["issuer", "agreement", "series"]
    list_select_related = ["issuer", "agreement", "placement", "series"]
    search_fields = ["=number", "balances__holder__name"]
    search_help_text = "The number of a warrant, or part of the name of one of its holders."
    date_hierarchy = "issued_on"
    ordering = ["issuer", "-number"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """What to issue for; what is issued has no form."""
        kwargs["form"] = ActedForm if obj else IssueForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Warrant | None = None) -> Any:
        """What a warrant is issued for, or what was issued."""
        if obj is None:
            return [(None, {"fields": ["agreement", "placement"]})]
        of = ["series"] if obj.series_id else ["agreement", "placement"]
        clocks = ["issued_on"] if obj.series_id else _CLOCKS
        return [
            (None, {"fields": ["issuer", "number", *of]}),
            ("Figures", {"fields": [*_FIGURES, "price_today"]}),
            ("Clocks", {"fields": clocks}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Warrant | None = None) -> Any:
        """All of what was issued."""
        return [*_FIGURES, "price_today", _NASD, "transferable_from"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Warrant]:
        """The rows, each with the day on which it is read."""
        read_on = Value(day_of(request), output_field=DateField())
        rows: QuerySet[Warrant] = super().get_queryset(request).annotate(read_on=read_on)
        return rows

    def get_inlines(self, request: HttpRequest, obj: Warrant | None) -> Any:
        """A warrant has a register once it is issued."""
        return self.inlines if obj else []

    @admin.display(description="exercise price today")
    def price_today(self, warrant: Any) -> str:
        """Adjusted for the splits by today."""
        price = price_on(warrant, warrant.read_on)
        return MISSING if price is None else per_share(price)

    @admin.display(description="transferable from (the later governs)")
    def transferable_from(self, warrant: Warrant) -> str:
        """The later of the two transfer clocks."""
        clocks = warrant.clocks()
        return date_format(clocks.transferable_from) if clocks else MISSING

    def has_change_permission(self, request: HttpRequest, obj: Warrant | None = None) -> bool:
        """An issued warrant stays as it is."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """With a page for each entry that may be made."""
        pages = [
            path(
                f"<path:object_id>/{verb}/",
                self.admin_site.admin_view(partial(self.enter_view, verb=verb)),
                name=f"warrants_warrant_{verb}",
            )
            for verb in VERBS
        ]
        return [*pages, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Warrant) -> Sequence[Act]:
        """Every entry that may be made while anything is outstanding."""
        if not obj.outstanding or not _may_enter(request):
            return []
        last = obj.expires_on
        expired = last is not None and day_of(request) > last
        offered = [verb for verb in VERBS if verb != "expire" or expired]
        return [Act(verb.capitalize(), self.url(verb, obj.pk)) for verb in offered]

    def enter_view(self, request: HttpRequest, object_id: str, *, verb: str) -> HttpResponse:
        """One entry on a day of one's choice."""
        warrant = self.get_object(request, unquote(object_id))
        if warrant is None:
            raise Http404
        if not _may_enter(request):
            raise PermissionDenied
        form, act, done = VERBS[verb]
        today = day_of(request)
        return self.act_on(
            request,
            warrant,
            form=form(warrant, request.POST or None, initial={"on": today}),
            act=lambda said: act(warrant, **said, by=person(request), today=today),
            title=f"{verb.capitalize()} warrant {warrant.number}",
            button=verb.capitalize(),
            facts=_facts(warrant, today),
            done=f"{named(warrant)}: {done} is in the register.",
        )


def _may_enter(request: HttpRequest) -> bool:
    return request.user.has_perm("warrants.add_entry")


def _facts(warrant: Warrant, today: date) -> str:
    """Who has what, at which price, until when."""
    has = warrant.balances.filter(shares__gt=0).select_related("holder")
    held = ", ".join(f"{balance.holder} {count(balance.shares)}" for balance in has)
    price = price_on(warrant, today)
    parts = [f"{named(warrant)}: {count(warrant.outstanding)} shares outstanding"]
    parts += [f"({held})"] if held else []
    parts += [f"at {per_share(price)}"] if price is not None else ["priced by a call"]
    parts += [f"until {warrant.expires_on}"] if warrant.expires_on else []
    return " ".join(parts) + "."
