"""Pages of requests: the inbox, one request, and its decision."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.approvals.actions import (
    approve,
    reasons_against_deciding,
    reject,
    see_decision,
    withdraw,
)
from neoequity.books.approvals.forms import DecisionForm
from neoequity.books.approvals.kinds import request_kinds
from neoequity.books.approvals.rules import TOLD, Decision
from neoequity.books.approvals.selectors import (
    DECIDED,
    approvers,
    decided_unseen,
    record_of,
    waiting,
    waiting_for,
)
from neoequity.books.held import reasons_against_approving
from neoequity.books.models import Approval
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, write_view

APPROVE = "books.approve"
_A_PAGE = 50


@require_safe
def inbox(request: DatedRequest) -> HttpResponse:
    """`/approvals/`: what waits for me, what was decided for me, and the rest."""
    mine = list(waiting_for(request.user))
    keys = {row.pk for row in mine}
    decided = Approval.objects.exclude(decision="").select_related(*DECIDED)
    page: dict[str, object] = {
        "mine": mine,
        "unseen": [(row, _once_decided(row)) for row in decided_unseen(request.user)],
        "others": [row for row in waiting() if row.pk not in keys],
        "approvers": approvers(),
        "decided": Paginator(decided.order_by("-decided_at"), _A_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "neoequity/approvals.html", page)


@require_safe
def approval(request: DatedRequest, number: int) -> HttpResponse:
    """`/approvals/<number>/`: one request, and the form that decides it.

    Whoever made the request has seen its decision by opening it.
    """
    row = _request(number)
    if _is_news(row, request) and request.method == "GET":
        see_decision(row, by=request.user)
    return _page(request, row, DecisionForm())


@write_view("books.read_books")
@require_POST
def seen(request: DatedRequest, number: int) -> HttpResponse:
    """Dismiss the news of a decision; 403 for a user who did not make the request."""
    row = _request(number)
    if row.asked_by_id != request.user.pk:
        raise PermissionDenied
    if _is_news(row, request):
        see_decision(row, by=request.user)
    return redirect("approvals")


@write_view("books.read_books")
@require_POST
def decide(request: DatedRequest, number: int) -> HttpResponse:
    """Approve, reject or withdraw; 403 for a user who neither may approve nor made the request."""
    row, form = _request(number), DecisionForm(request.POST)
    if row.asked_by_id != request.user.pk and not request.user.has_perm(APPROVE):
        raise PermissionDenied
    decided = acted(form, lambda _: _decide(row, form, request))
    if decided is not None:
        messages.success(request, f"{decided} is {decided.decision}: {decided.what}.")
        return redirect(decided)
    return _page(request, row, form)


def _request(number: int) -> Approval:
    return get_object_or_404(Approval.objects.select_related(*DECIDED, "issuer"), pk=number)


def _is_news(row: Approval, request: DatedRequest) -> bool:
    return row.asked_by_id == request.user.pk and row.decision in TOLD


def _once_decided(row: Approval) -> str:
    """What follows from the decision for the person who made the request, in a sentence."""
    approved = row.decision == Decision.APPROVED
    return request_kinds()[row.kind].once_approved if approved else "You can request it again."


def _page(request: DatedRequest, row: Approval, form: DecisionForm) -> HttpResponse:
    by, today = request.user, request.as_of == request.today
    may_decide = by.has_perm(APPROVE) and today and not row.decision
    against = reasons_against_deciding(row, Decision.APPROVED, by=by, note="") if may_decide else []
    page = {
        "approval": row,
        "approving": request_kinds()[row.kind].approving,
        "record": record_of(row),
        "approvers": approvers(row) if not row.decision else [],
        "once_decided": _once_decided(row) if _is_news(row, request) else "",
        "form": form,
        "may_decide": may_decide and not against,
        "against": against,
        "held": reasons_against_approving(row.kind, row, request.today) if may_decide else [],
        "may_withdraw": today and not row.decision and row.asked_by_id == by.pk,
        **_preview(row),
    }
    status = 422 if form.errors else 200
    return render(request, "neoequity/approval.html", page, status=status)


def _preview(row: Approval) -> dict[str, object]:
    """What approving would do, as the request's kind calculates it."""
    preview = request_kinds()[row.kind].preview
    return preview(row) if preview is not None else {}


def _decide(row: Approval, form: DecisionForm, request: DatedRequest) -> Approval:
    by, note = request.user, form.cleaned_data["note"]
    decisions: dict[str, Callable[[], Approval]] = {
        Decision.APPROVED: lambda: approve(row, by=by, today=request.today, note=note),
        Decision.REJECTED: lambda: reject(row, by=by, note=note),
        Decision.WITHDRAWN: lambda: withdraw(row, by=by, note=note),
    }
    return decisions[form.cleaned_data["decision"]]()
