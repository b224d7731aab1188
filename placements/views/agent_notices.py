"""The page that records the agent's written notice: choose its sales, then what it states."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.agent_notice import receive_notice
from placements.forms.agent_notices import ReceivedForm, StatedForm, stated_forms
from placements.models import AgentNotice, Agreement, Sale
from placements.selectors.agent_notices import awaiting_notice
from placements.terms.agent_notice import Figures

#: How many sales that lack a notice are offered at once; earlier ones are on their own pages.
_MOST_OFFERED = 100


@write_view("placements.add_agentnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: DatedRequest) -> HttpResponse:
    """`/agent-notices/new/`: without sales in the address, the sales to choose from."""
    replaced = _replaced(request)
    sales = _sales(request, replaced)
    agreement = _agreement(request, sales, replaced)
    if agreement is None or not sales:
        return _choose(request, agreement)
    of_others = [sale for sale in sales if sale.agreement_id != agreement.pk]
    sales = [sale for sale in sales if sale not in of_others]
    sent = submitted_data(request)
    form = ReceivedForm(
        sent,
        request.FILES or None,
        initial={"received_on": request.today},
        replacing=replaced is not None,
    )
    lines = stated_forms(sales, sent, _stated_before(replaced))
    against = [sentence for line in lines for sentence in line.sentences()]
    if not against:
        notice = acted(form, lambda _: _receive(request, replaced, form, lines))
        if notice is not None:
            messages.success(request, f"{notice} was recorded.")
            return redirect(notice)
    context = {
        "form": form,
        "lines": lines,
        "agreement": agreement,
        "replaced": replaced,
        "against": against,
        "of_others": of_others,
    }
    status = 422 if form.errors or against else 200
    return render(request, "placements/notice_form.html", context, status=status)


def _receive(
    request: DatedRequest,
    replaced: AgentNotice | None,
    form: ReceivedForm,
    lines: list[StatedForm],
) -> AgentNotice:
    facts: Mapping[str, Any] = form.cleaned_data
    return receive_notice(
        lines[0].sale.agreement,
        [line.stated() for line in lines],
        received_on=facts["received_on"],
        received_time=facts["received_time"],
        file=form.file(),
        remark=facts["remark"],
        replaces=replaced,
        reason=facts.get("reason", ""),
        by=request.user,
        today=request.today,
    )


def _choose(request: DatedRequest, agreement: Agreement | None) -> HttpResponse:
    """The sales that lack a notice, for one agreement at a time."""
    agreements = list(Agreement.objects.all())
    chosen = agreement or (agreements[0] if len(agreements) == 1 else None)
    context = {
        "agreements": agreements,
        "agreement": chosen,
        "sales": awaiting_notice(chosen)[:_MOST_OFFERED] if chosen else (),
        "most": _MOST_OFFERED,
    }
    return render(request, "placements/notice_sales.html", context)


def _replaced(request: DatedRequest) -> AgentNotice | None:
    key = read_key(request.GET.get("replaces", ""))
    notices = AgentNotice.objects.select_related("agreement")
    return None if key is None else get_object_or_404(notices, pk=key)


def _sales(request: DatedRequest, replaced: AgentNotice | None) -> list[Sale]:
    """The sales in the address, or those of the notice that is to be replaced."""
    keys = [key for text in request.GET.getlist("sale") if (key := read_key(text)) is not None]
    sales = Sale.objects.select_related("agreement").order_by("agreement", "number")
    if replaced is not None and not keys:
        return list(sales.filter(notice_lines__notice=replaced))
    return list(sales.filter(pk__in=keys))


def _agreement(
    request: DatedRequest, sales: list[Sale], replaced: AgentNotice | None
) -> Agreement | None:
    if replaced is not None:
        return replaced.agreement
    if sales:
        return sales[0].agreement
    return Agreement.objects.filter(slug=request.GET.get("agreement", "")).first()


def _stated_before(replaced: AgentNotice | None) -> dict[int, Figures]:
    """What the notice to be replaced states, by the key of the sale."""
    if replaced is None:
        return {}
    return {line.sale_id: line.figures() for line in replaced.lines.all()}
