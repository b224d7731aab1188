"""Placements in the admin: drafted, revised and moved as on the pages."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActedAdmin, ActionLink
from neoequity.books.admin.refusals import ActedForm, RefusableForm, day_of, person
from neoequity.books.admin.written import count, figure
from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.books.pages.form import PageForm
from neoequity.books.refusal import Refused
from neoequity.books.templatetags.books import status
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

if TYPE_CHECKING:
    from django_stubs_ext.aliases import FieldsetSpec


class NewDraftForm(ActedForm, DraftForm):
    """The terms of a new placement."""

    def act(self, *, by: User, today: date) -> Placement:
        """Draft it."""
        return draft_placement(self.cleaned_data["agreement"], **self.terms(), on=today, by=by)


class RevisionForm(ActedForm, TermsForm):
    """New terms for a draft."""

    def act(self, *, by: User, today: date) -> Placement:
        """Revise it."""
        return revise_draft(self.instance, **self.terms(), by=by)


def _named(placement: Placement) -> str:
    return f"Placement {placement.number} of the {placement.agreement.name}"


def _move_chosen(
    verb: str,
) -> Callable[[ActedAdmin, HttpRequest, QuerySet[Placement]], None]:
    """The move as an admin action that moves each chosen row on its own, as of today."""

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


@admin.action(description="Request approval", permissions=["add"])
def ask_chosen(model_admin: ActedAdmin, request: HttpRequest, chosen: QuerySet[Placement]) -> None:
    """Request a CFO's approval of each chosen draft on its own."""
    for draft in chosen.order_by("agreement", "number"):
        try:
            approval = ask_proposal(draft, by=person(request))
        except Refused as refused:
            model_admin.say(request, refused)
        else:
            sentence = f"{approval} is awaiting a CFO's decision: {approval.what}."
            model_admin.message_user(request, sentence, messages.SUCCESS)


_TERMS = ("agreement", "shares_offered", "minimum_price", "expected_price", "remark")
_AGREED = [
    figure("shares_offered", count),
    figure("minimum_price", per_share, missing="none"),
    figure("expected_price", per_share, missing="none"),
]
_LIFE = (
    "status",
    "status_on",
    "status_by",
    "status_note",
    "proposed_on",
    "accepted_on",
    "closed_on",
)
_STATUS = figure("status", status, look="")
_SOLD = [figure("shares_sold", count, "shares sold, as traded"), figure("gross_sold", dollars)]


@admin.register(Placement)
class PlacementAdmin(ActedAdmin):
    """Placements with their status."""

    summary = "Shares offered under each agreement, and how many are sold."
    adds = "Draft placement"
    list_display = [
        "number",
        "agreement",
        _STATUS,
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
        self,
        request: HttpRequest,
        obj: Placement | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[RefusableForm]:
        """The form of a new draft asks for its agreement, that of a revision does not."""
        kwargs["form"] = RevisionForm if obj else NewDraftForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Placement | None = None) -> "FieldsetSpec":
        """The terms and, once it is drafted, the status and what was sold."""
        if obj is None:
            return [(None, {"fields": _TERMS})]
        revising = self.has_change_permission(request, obj)
        terms = _TERMS if revising else ("agreement", *_AGREED, "remark")
        return [
            (None, {"fields": ["number", *terms]}),
            ("Status history", {"fields": _LIFE}),
            ("Sold", {"fields": _SOLD}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Placement | None = None) -> list[str]:
        """A draft keeps its agreement."""
        return [*self.readonly_fields, *(("agreement",) if obj else ())]

    def has_change_permission(self, request: HttpRequest, obj: Placement | None = None) -> bool:
        """Moving requires `change_placement`; revising requires `add_placement` and a draft."""
        if obj is None:
            return super().has_change_permission(request)
        return obj.status == Status.DRAFT and self.has_add_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """With the pages that move a placement and that request approval of a draft."""
        wrap = self.admin_site.admin_view
        ask = path("<path:object_id>/ask/", wrap(self.ask_view), name="placements_placement_ask")
        move = path(
            "<path:object_id>/move/<str:verb>/",
            wrap(self.move_view),
            name="placements_placement_move",
        )
        return [move, ask, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Placement) -> Sequence[ActionLink]:
        """Links to request approval of a draft, and to the moves open to it."""
        acts = []
        if self.has_add_permission(request) and not reasons_against_asking_for(obj):
            acts.append(ActionLink("Request approval", self.url("ask", obj.pk)))
        if super().has_change_permission(request):
            acts += [
                ActionLink(
                    f"{move.verb.capitalize()} placement", self.url("move", obj.pk, move.verb)
                )
                for move in moves_from(obj.status)
            ]
        return acts

    def ask_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Request a CFO's approval of a draft's terms."""
        draft = self.get_object(request, unquote(object_id))
        if draft is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.act_on(
            request,
            draft,
            form=PageForm(request.POST if request.method == "POST" else None),
            act=lambda _: ask_proposal(draft, by=person(request)),
            title=f"Request approval of placement {draft.number}",
            button="Request approval",
            facts=f"{_named(draft)}: a CFO who did not draft it approves or rejects its terms.",
            done=f"{_named(draft)} is awaiting a CFO's decision.",
        )

    def move_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Move a placement on a chosen day, with a note."""
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
            act=lambda cleaned: move_placement(
                placement,
                verb,
                on=cleaned["on"],
                note=cleaned["note"],
                by=person(request),
                today=today,
            ),
            title=f"{verb.capitalize()} placement {placement.number}",
            button=f"{verb.capitalize()} placement",
            facts=f"{name}, {placement.status} since {written(placement.status_on)}.",
            done=f"{name} is now {MOVES[verb].target}.",
        )
