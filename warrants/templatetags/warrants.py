"""What other pages say about warrants: the dashboard's section, a placement's and an agreement's.

The pages of placements know these tags by their templates alone.
"""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from placements.models import Agreement, Placement
from warrants.selectors.accruals import Accrual, accruals
from warrants.selectors.owed import OVER_ISSUED, Debt, state_of, sums_of
from warrants.selectors.register import warrants_as_of

register = template.Library()


@register.inclusion_tag("warrants/parts/dashboard.html", takes_context=True)
def warrants_section(context: Context) -> dict[str, Any]:
    """What is owed and outstanding on the day, in a few figures."""
    as_of: date = context["request"].as_of
    rows = warrants_as_of(as_of).order_by()
    return {
        "request": context["request"],
        "sums": sums_of(accruals(as_of), as_of),
        "agents": _outstanding(rows.filter(series=None)),
        "called": _outstanding(rows.exclude(series=None)),
    }


@register.inclusion_tag("warrants/parts/accrual_lines.html", takes_context=True)
def warrants_of_placement(context: Context, placement: Placement) -> dict[str, Any]:
    """What accrues, is owed or was issued for the placement; nothing without terms for it."""
    as_of: date = context["request"].as_of
    if placement.agreement.warrant_coverage_rate is None:
        return {"silent": True}
    pooled = placement.agreement.warrant_pooled
    found = [
        accrual
        for accrual in accruals(as_of, placement.agreement)
        if accrual.placement is None or accrual.placement.pgh_obj_id == placement.pk
    ]
    warrants = warrants_as_of(as_of).filter(agreement=placement.agreement)
    if not pooled:
        warrants = warrants.filter(placement=placement)
    return _lines(context, found, warrants) | {"pooled": pooled}


@register.inclusion_tag("warrants/parts/accrual_lines.html", takes_context=True)
def warrants_of_agreement(context: Context, agreement: Agreement) -> dict[str, Any]:
    """The same for all placements of the agreement."""
    as_of: date = context["request"].as_of
    if agreement.warrant_coverage_rate is None:
        return {"silent": True}
    warrants = warrants_as_of(as_of).filter(agreement=agreement)
    return _lines(context, accruals(as_of, agreement), warrants) | {"agreement": agreement}


def issue_address(accrual: Accrual) -> str:
    """Where what is owed stands with its workings, and is issued."""
    slug = accrual.agreement.slug
    if accrual.placement is None:
        return reverse("warrants:issue", args=[slug])
    return reverse("warrants:issue_placement", args=[slug, accrual.placement.number])


@register.simple_tag
def issue_url(accrual: Accrual) -> str:
    """The same, for a template."""
    return issue_address(accrual)


def _lines(context: Context, found: list[Accrual], warrants: Any) -> dict[str, Any]:
    as_of: date = context["request"].as_of
    lines = [Debt(accrual, state_of(accrual, as_of)) for accrual in found]
    return {
        "request": context["request"],
        "lines": [line for line in lines if line.accrual.owed.to_issue or _over(line)],
        "warrants": list(warrants),
    }


def _over(line: Debt) -> bool:
    return line.state == OVER_ISSUED


def _outstanding(rows: Any) -> int:
    pks = rows.values("pk", "outstanding_then")
    return sum(row["outstanding_then"] for row in pks)
