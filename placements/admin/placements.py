"""Placements in the admin: drafted and revised as on the pages, and moved through their life."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from neoequity.books.accounts import User
from neoequity.books.admin.base import Act, ActedAdmin, count, figure
from neoequity.books.admin.refusals import ActedForm, day_of, person
from neoequity.books.money import dollars, per_share
from neoequity.books.pages.form import PageForm
from neoequity.books.refusal import Refused
from placements.actions.placement import (
    ask_proposal,
    draft_placement,
    move_placement,
    reasons_against_asking_for,
    revise_draft,
)
from placements.forms.placements import DraftForm, MoveForm, TermsForm
from placements.models import Placement
from placements.terms.lifecycle import MOVES, Status, moves_from


class NewDraftForm(ActedForm, DraftForm):
    """The terms of a new placement."""

    def act(self, *, by: User, today: date) -> Placement:
        """Draft it."""
        return draft_placement(self.cleaned_data["agreement"], **self.terms(), on=today, by=by)


class RevisionForm(ActedForm, TermsForm):
    """Other terms for a draft."""

    def act(self, *, by: User, today: date) -> Placement:
        """Revise it."""
        return revise_draft(self.instance, **self.terms(), by=by)


def _named(placement: Placement) -> str:
    return f"Placement {placement.number} of the {placement.agreement.name}"


def _move_chosen(verb: str) -> Callable[..., None]:
    """The move as an action on the rows chosen in the list, each on its own, as of today."""

    @admin.action(description=f"{verb.capitalize()} as of today", permissions=["change"])
    def move_chosen(
        model_admin: ActedAdmin, request: HttpRequest, chosen: QuerySet[Placement]
    ) -> None:
        today = day_of(request)
        for placement in chosen.select_related("agreement").order_by("agreement", "number"):
            try:
                moved = move_placement(placement, verb, on=today, by=person(request), today=today)
            except Refused as refused:
                model_admin.say(request, refused)
            else:
                sentence = f"{_named(placement)} is now {moved.status}."
                model_admin.message_user(request, sentence, messages.SUCCESS)

    move_chosen.__name__ = f"{verb}_chosen"
    return move_chosen


@admin.action(description="Ask for approval", permissions=["add"])
def ask_chosen(model_admin: ActedAdmin, request: HttpRequest, chosen: QuerySet[Placement]) -> None:
    """Ask a CFO to approve each chosen draft, each on its own."""
    for draft in chosen.order_by("agreement", "number"):
        try:
            asked = ask_proposal(draft, by=person(request))
        except Refused as refused:
            model_admin.say(request, refused)
        else:
            sentence = f"{asked} waits for a CFO: {asked.what}."
            model_admin.message_user(request, sentence, messages.SUCCESS)


_TERMS = ["agreement", "shares_offered", "minimum_price", "expected_price", "remark"]
_AGREED: Any = [
    figure("shares_offered", count),
    figure("minimum_price", per_share),
    figure("expected_price", per_share),
]
_LIFE: Any = [
    "status",
    "status_on",
    "status_by",
    "status_note",
    "proposed_on",
    "accepted_on",
    "closed_on",
]
_SOLD: Any = [figure("shares_sold", count, "shares sold, as traded"), figure("gross_sold", dollars)]


@admin.register(Placement)
class PlacementAdmin(ActedAdmin):
    """Placements and where they stand."""

    list_display = [
        "number",
        "agreement",
        "status",
        "status_on",
        *_AGREED[:2],
        *_SOLD,
    ]
    list_filter = ["agreement", "status"]
    list_select_related = ["agreement"]
    search_fields = ["=number", "remark"]
    date_hierarchy = "status_on"
    actions = [ask_chosen, *(_move_chosen(verb) for verb in MOVES)]
    readonly_fields = ["number", *_LIFE, *_SOLD]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A draft is entered with its agreement, which it then keeps."""
        kwargs["form"] = RevisionForm if obj else NewDraftForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Placement | None = None) -> Any:
        """The terms; once they are written, also where the placement stands."""
        if obj is None:
            return [(None, {"fields": _TERMS})]
        revising = self.has_change_permission(request, obj)
        terms = _TERMS if revising else ["agreement", *_AGREED, "remark"]
        return [
            (None, {"fields": ["number", *terms]}),
            ("Life", {"fields": _LIFE}),
            ("Sold", {"fields": _SOLD}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Placement | None = None) -> Any:
        """A draft keeps its agreement."""
        return [*self.readonly_fields, "agreement"] if obj else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Placement | None = None) -> bool:
        """Moving needs `change_placement`; revising needs `add_placement` and a draft."""
        if obj is None:
            return super().has_change_permission(request)
        return obj.status == Status.DRAFT and self.has_add_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """With a page for each move, and one that asks for an approval."""
        wrap = self.admin_site.admin_view
        ask = path("<path:object_id>/ask/", wrap(self.ask_view), name="placements_placement_ask")
        move = path(
            "<path:object_id>/move/<str:verb>/",
            wrap(self.move_view),
            name="placements_placement_move",
        )
        return [move, ask, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Placement) -> Sequence[Act]:
        """To ask for the approval of a draft, and the moves open to it."""
        acts = []
        if self.has_add_permission(request) and not reasons_against_asking_for(obj):
            acts.append(Act("Ask for approval", self.url("ask", obj.pk)))
        if super().has_change_permission(request):
            acts += [
                Act(move.verb.capitalize(), self.url("move", obj.pk, move.verb))
                for move in moves_from(obj.status)
            ]
        return acts

    def ask_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask a CFO to approve the terms of a draft."""
        draft = self.get_object(request, unquote(object_id))
        if draft is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.act_on(
            request,
            draft,
            form=PageForm(request.POST if request.method == "POST" else None),
            act=lambda _said: ask_proposal(draft, by=person(request)),
            title=f"Ask for approval of placement {draft.number}",
            button="Ask for approval",
            facts=f"{_named(draft)}: a CFO who did not draft it approves or rejects its terms.",
            done=f"{_named(draft)} waits for a CFO.",
        )

    def move_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """One move on a day of one's choice, with a note."""
        placement = self.get_object(request, unquote(object_id))
        if placement is None or verb not in MOVES:
            raise Http404
        if not super().has_change_permission(request):
            raise PermissionDenied
        today, name = day_of(request), _named(placement)
        return self.act_on(
            request,
            placement,
            form=MoveForm(request.POST or None, initial={"on": today}),
            act=lambda said: move_placement(
                placement, verb, on=said["on"], note=said["note"], by=person(request), today=today
            ),
            title=f"{verb.capitalize()} placement {placement.number}",
            button=verb.capitalize(),
            facts=f"{name}, {placement.status} since {placement.status_on}.",
            done=f"{name} is now {MOVES[verb].target}.",
        )
