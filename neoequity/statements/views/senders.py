"""Who sends statements, in which layouts, and the form for the next layout of a sender."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.days import on_page
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Refused
from neoequity.statements.actions.layouts import in_force, propose_layout
from neoequity.statements.forms.layouts import LayoutForm, initial_of
from neoequity.statements.models import Layout, Sender
from neoequity.statements.selectors.senders import known_senders
from neoequity.statements.tables.layout_facts import facts_of
from neoequity.statements.terms.layout import Layout as Terms
from neoequity.statements.terms.line import Line, Statement
from neoequity.statements.terms.reading import read

_SHOWN = 50


class Trial(NamedTuple):
    """What a layout makes of a sample: the statement, or the sentences against the file."""

    name: str
    stated: Statement | None
    reasons: Sequence[str] = ()

    @property
    def lines(self) -> Sequence[Line]:
        """The first lines."""
        return self.stated.lines[:_SHOWN] if self.stated else ()


@require_safe
def senders(request: DatedRequest) -> HttpResponse:
    """`/statements/senders/`: each sender with its layouts in force and its accounts."""
    context = {"known": known_senders(), "is_today": request.as_of == request.today}
    return render(request, "statements/senders.html", context)


@require_safe
def layout(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/layouts/<pk>/`: what a version says, and the other versions."""
    row = get_object_or_404(
        Layout.objects.select_related("sender", "recorded_by", "approval__decided_by"), pk=pk
    )
    versions = list(row.sender.layouts.filter(name=row.name).order_by("-version"))
    context = {
        "layout": row,
        "layout_facts": facts_of(row.terms),
        "versions": versions,
        "in_force": versions[0] == row,
        "is_today": request.as_of == request.today,
    }
    return render(request, "statements/layout.html", context)


@write_view(propose_layout.needs)
@require_http_methods(["GET", "HEAD", "POST"])
def layout_new(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/senders/<pk>/layout/`: describe a layout, try it on a sample, ask for it."""
    sender = get_object_or_404(Sender.objects.select_related("issuer"), pk=pk)
    form = LayoutForm(
        submitted_data(request),
        request.FILES or None,
        side=sender.side,
        initial=_initial(sender, request.GET.get("from", "")),
    )
    trial = None
    if form.is_valid():
        described = form.layout()
        trial = _tried(described, form)
        if "try" not in request.POST and (trial is None or not trial.reasons):
            why = form.cleaned_data["why"]
            asked = acted(
                form,
                lambda _: propose_layout(
                    sender, described, by=request.user, today=request.today, why=why
                ),
            )
            if asked is not None:
                messages.success(request, f"{asked} was sent for approval: {asked.what}.")
                return redirect(asked)
    context = {"sender": sender, "form": form, "trial": trial}
    refused = form.errors or (trial and trial.reasons and "try" not in request.POST)
    return render(request, "statements/layout_form.html", context, status=422 if refused else 200)


def _initial(sender: Sender, asked: str) -> dict[str, str]:
    """What the form starts from: the layout in force of this name."""
    for row in in_force(sender):
        if row.name == asked:
            return initial_of(row.terms)
    return initial_of(Terms(name="", side=sender.side, format="csv"))


def _tried(described: Terms, form: LayoutForm) -> Trial | None:
    """What the layout makes of the sample, if one was chosen."""
    sample = form.cleaned_data["sample"]
    if sample is None:
        return None
    try:
        return Trial(sample.name, read(sample.read(), described))
    except Refused as refused:
        sentences = [on_page(reason.sentence) for reason in refused.reasons]
        return Trial(sample.name, None, sentences)
