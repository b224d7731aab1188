"""Pages of four eyes: what waits and for whom, one request, and its decision."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from neoequity.deciding import approve_request
from neoequity.records import record_of
from placements.actions.amendment import version_asked_for
from placements.actions.approval import reasons_against_deciding, reject, withdraw
from placements.actions.commission import cost_of_reversal
from placements.forms.approvals import DecisionForm
from placements.models import Approval, Sale
from placements.selectors.approvals import approvers, waiting, waiting_for
from placements.selectors.versions import terms_before
from placements.tables.agreement import change_lines
from placements.terms.approval import Decision, Kind
from placements.terms.refusal import Refused
from placements.views.request import DatedRequest
from placements.views.writing import writes

APPROVE = "placements.approve"
_A_PAGE = 50


@require_safe
def inbox(request: DatedRequest) -> HttpResponse:
    """`/approvals/`: what waits for me, what waits for others, and what was decided."""
    mine = list(waiting_for(request.user))
    keys = {row.pk for row in mine}
    decided = Approval.objects.exclude(decision="").select_related("asked_by", "decided_by")
    page: dict[str, object] = {
        "mine": mine,
        "others": [row for row in waiting() if row.pk not in keys],
        "approvers": approvers(),
        "decided": Paginator(decided.order_by("-decided_at"), _A_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "neoequity/approvals.html", page)


@require_safe
def approval(request: DatedRequest, number: int) -> HttpResponse:
    """`/approvals/<number>/`: what is asked for by whom, and the form that decides it."""
    return _page(request, _found(number), DecisionForm())


@writes("read_books")
@require_POST
def decide(request: DatedRequest, number: int) -> HttpResponse:
    """Approve, reject or withdraw; 403 for whoever neither approves nor asked."""
    found, form = _found(number), DecisionForm(request.POST)
    if found.asked_by_id != request.user.pk and not request.user.has_perm(APPROVE):
        raise PermissionDenied
    if form.is_valid():
        try:
            decided = _decide(found, form, request)
        except Refused as refusal:
            form.add_reasons(refusal.reasons)
        else:
            messages.success(request, f"{decided} is {decided.decision}: {decided.what}.")
            return redirect(decided)
    return _page(request, found, form)


def _found(number: int) -> Approval:
    related = ("asked_by", "decided_by", "issuer")
    return get_object_or_404(Approval.objects.select_related(*related), pk=number)


def _page(request: DatedRequest, found: Approval, form: DecisionForm) -> HttpResponse:
    by, today = request.user, request.as_of == request.today
    may_decide = by.has_perm(APPROVE) and today and not found.decision
    against = (
        reasons_against_deciding(found, Decision.APPROVED, by=by, note="") if may_decide else []
    )
    page = {
        "approval": found,
        "record": record_of(found),
        "approvers": approvers(found) if not found.decision else [],
        "form": form,
        "may_decide": may_decide and not against,
        "against": against,
        "may_withdraw": today and not found.decision and found.asked_by_id == by.pk,
        **_changes(found),
    }
    status = 422 if form.errors else 200
    return render(request, "neoequity/approval.html", page, status=status)


def _changes(found: Approval) -> dict[str, object]:
    """What approving brings: a reversal's figures; how other terms differ from those before."""
    if found.kind == Kind.REVERSAL and not found.decision:
        sale = Sale.objects.select_related("agreement").get(pk=found.subject)
        on = date.fromisoformat(found.asked["on"])
        return {"reversal": cost_of_reversal(sale, on)}
    if found.kind != Kind.AMENDMENT:
        return {}
    version, tiers = version_asked_for(found)
    before, held = terms_before(version)
    changes = change_lines(before, version, held, held if tiers is None else tiers)
    return {"version": version, "changes": changes}


def _decide(found: Approval, form: DecisionForm, request: DatedRequest) -> Approval:
    by, note = request.user, form.cleaned_data["note"]
    decisions: dict[str, Callable[[], Approval]] = {
        Decision.APPROVED: lambda: approve_request(found, by=by, today=request.today, note=note),
        Decision.REJECTED: lambda: reject(found, by=by, note=note),
        Decision.WITHDRAWN: lambda: withdraw(found, by=by, note=note),
    }
    return decisions[form.cleaned_data["decision"]]()
