"""Warrants in the admin: issued and entered through actions."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import DateField, Model, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActionLink
from neoequity.books.admin.refusals import ActedForm, RefusableForm, day_of, person
from neoequity.books.admin.written import MISSING, count, figure
from neoequity.books.approvals.second_person import WARRANTS, needs_second_person
from neoequity.books.days import written
from neoequity.books.money import per_share
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import ModelChoiceField
from placements.models import Agreement, Placement
from warrants.actions.asking_issue import ask_issue
from warrants.actions.either import cancel_or_ask, transfer_or_ask
from warrants.actions.issue import issue_warrant
from warrants.actions.register import exercise, expire, price_on
from warrants.admin.base import RegisterAdmin, named
from warrants.admin.inlines import BalanceInline, EntryInline
from warrants.forms.entries import CancelForm, ExerciseForm, ExpireForm, OfWarrant, TransferForm
from warrants.models import Warrant


class PlacementField(ModelChoiceField):
    """A placement with the agreement it belongs to."""

    def label_from_instance(self, placement: Placement) -> str:
        """Sales Agreement · placement 2."""
        return f"{placement.agreement.name} · placement {placement.number}"


class IssuedFor(PageForm):
    """What a warrant is issued for; shares, price and days follow from the sales."""

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


class IssueForm(IssuedFor, ActedForm):
    """The issue of a warrant by one person."""

    def act(self, *, by: User, today: date) -> Warrant:
        """Issue what is owed."""
        cleaned = self.cleaned_data
        return issue_warrant(cleaned["agreement"], cleaned["placement"], by=by, today=today)


class ExerciseOneWayForm(ExerciseForm):
    """An exercise with its way as a field; the pages show both ways side by side."""

    way = forms.ChoiceField(label="Way", choices=[("cash", "For cash"), ("cashless", "Cashless")])
    field_order = ["holder", "way"]


class Verb(NamedTuple):
    """An entry that may be posted for a warrant: its form, its action and its name.

    `asked` of those that a second person may have to approve.
    """

    form: type[OfWarrant]
    act: Callable[..., object]
    done: str
    asked: bool = False


VERBS = {
    "exercise": Verb(ExerciseOneWayForm, exercise, "the exercise"),
    "transfer": Verb(TransferForm, transfer_or_ask, "the transfer", asked=True),
    "cancel": Verb(CancelForm, cancel_or_ask, "the cancellation", asked=True),
    "expire": Verb(ExpireForm, expire, "the expiry"),
}


_FIGURES = [
    figure("shares", count, "shares at issue"),
    figure("exercise_price", per_share, "exercise price at issue"),
    figure("outstanding", count),
]
_NASD = figure("nasd_transfer_from", date_format, "transferable from, under NASD rules", "day")
_CLOCKS = [
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
    """Agent's warrants and those of callable series."""

    summary = "Agent's warrants and those of callable series."
    adds = "Issue warrant"
    labels = {
        "agreed_transfer_from": "transferable from, under the agreement",
        "registrable_from": "registration rights from",
        "cashless_from": "cashless exercise from",
    }
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
        self,
        request: HttpRequest,
        obj: Warrant | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[RefusableForm]:
        """The form of an issue; an issued warrant has no fields to edit."""
        kwargs["form"] = ActedForm if obj else IssueForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Warrant | None = None) -> Any:
        """The fields of an issue, or the facts of an issued warrant."""
        if obj is None:
            return [(None, {"fields": ["agreement", "placement"]})]
        ground = ["series"] if obj.series_id else ["agreement", "placement"]
        clocks = ["issued_on"] if obj.series_id else _CLOCKS
        return [
            (None, {"fields": ["issuer", "number", *ground]}),
            ("Figures", {"fields": [*_FIGURES, "price_today"]}),
            ("Key dates", {"fields": clocks}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Warrant | None = None) -> list[str]:
        """Every fact of an issued warrant."""
        return [*_FIGURES, "price_today", _NASD, "transferable_from"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Warrant]:
        """The rows, each with the day on which it is read (`read_on`)."""
        read_on = Value(day_of(request), output_field=DateField())
        rows: QuerySet[Warrant] = super().get_queryset(request).annotate(read_on=read_on)
        return rows

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Issue a warrant, or ask a second person to approve its issue."""
        if not needs_second_person(WARRANTS):
            return super().add_view(request, form_url, extra_context)
        return self.ask_to_add(
            request,
            IssuedFor(request.POST or None),
            lambda cleaned: ask_issue(**cleaned, by=person(request), today=day_of(request)),
            title="Request issue of a warrant",
            button="Request issue",
            facts="Another person, a CFO, must approve the issue; nothing is posted before.",
        )

    def get_inlines(
        self, request: HttpRequest, obj: Warrant | None
    ) -> "list[type[InlineModelAdmin[Model, Warrant]]]":
        """A warrant has balances and entries once it is issued."""
        return list(self.inlines) if obj else []

    @admin.display(description="exercise price today")
    def price_today(self, warrant: Warrant) -> str:
        """The exercise price, adjusted for the splits by today."""
        price = price_on(warrant, warrant.read_on)  # type: ignore[attr-defined] # annotated
        return MISSING if price is None else per_share(price)

    @admin.display(description="transferable from (the later of the two)")
    def transferable_from(self, warrant: Warrant) -> str:
        """The later of the two transfer clocks."""
        clocks = warrant.clocks()
        return date_format(clocks.transferable_from) if clocks else MISSING

    def has_change_permission(self, request: HttpRequest, obj: Warrant | None = None) -> bool:
        """An issued warrant is never changed."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Adds a page for each kind of entry."""
        pages = [
            path(
                f"<path:object_id>/{verb}/",
                self.admin_site.admin_view(partial(self.enter_view, verb=verb)),
                name=f"warrants_warrant_{verb}",
            )
            for verb in VERBS
        ]
        return [*pages, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Warrant) -> Sequence[ActionLink]:
        """The entries that may be posted while shares are outstanding."""
        if not obj.outstanding or not _may_enter(request):
            return []
        last_day = obj.expires_on
        expired = last_day is not None and day_of(request) > last_day
        offered = [verb for verb in VERBS if verb != "expire" or expired]
        return [ActionLink(_button(verb), self.url(verb, obj.pk)) for verb in offered]

    def enter_view(self, request: HttpRequest, object_id: str, *, verb: str) -> HttpResponse:
        """Post one entry, dated as entered."""
        warrant = self.get_object(request, unquote(object_id))
        if warrant is None:
            raise Http404
        if not _may_enter(request):
            raise PermissionDenied
        form, act, done, asked = VERBS[verb]
        today = day_of(request)
        waits = asked and needs_second_person(WARRANTS)
        ending = "is awaiting approval by a CFO" if waits else "is in the register"
        again = " Another person must approve it." if waits else ""
        return self.act_on(
            request,
            warrant,
            form=form(warrant, request.POST or None, initial={"on": today}),
            act=lambda cleaned: act(warrant, **cleaned, by=person(request), today=today),
            title=f"{verb.capitalize()} warrant {warrant.number}",
            button=f"Request {done}" if waits else _button(verb),
            facts=_facts(warrant, today) + again,
            done=f"{named(warrant)}: {done} {ending}.",
        )


def _button(verb: str) -> str:
    return f"{verb.capitalize()} warrant"


def _may_enter(request: HttpRequest) -> bool:
    return request.user.has_perm("warrants.add_entry")


def _facts(warrant: Warrant, today: date) -> str:
    """A sentence with holders, shares, price and last day."""
    balances = warrant.balances.filter(shares__gt=0).select_related("holder")
    holders = ", ".join(f"{balance.holder} {count(balance.shares)}" for balance in balances)
    price = price_on(warrant, today)
    parts = [f"{named(warrant)}: {count(warrant.outstanding)} shares outstanding"]
    parts += [f"({holders})"] if holders else []
    parts += [f"at {per_share(price)}"] if price is not None else ["priced by a call"]
    parts += [f"until {written(warrant.expires_on)}"] if warrant.expires_on else []
    return " ".join(parts) + "."
