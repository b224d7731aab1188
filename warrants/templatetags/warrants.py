"""Warrants on other pages: on the dashboard, on a placement's page and on an agreement's.

Only templates refer to these tags, so the placements app does not import this one.
"""

from datetime import date

from django import template
from django.db.models import QuerySet
from django.template import Context

from placements.models import Agreement, Placement
from warrants.selectors.accruals import Accrual, accruals
from warrants.selectors.misfits import REASON, misfits_among
from warrants.selectors.owed import OVER_ISSUED, Debt, issue_address, state_of, sums_of
from warrants.selectors.register import WarrantThen, warrants_as_of
from warrants.terms.counting import between

register = template.Library()


@register.inclusion_tag("warrants/parts/dashboard.html", takes_context=True)
def warrants_section(context: Context, earned: list[Accrual]) -> dict[str, object]:
    """Warrants owed and outstanding on the day, in a few figures, and the mispriced ones.

    `earned` are all accruals of the day.
    """
    request = context["request"]
    as_of: date = request.as_of
    rows = warrants_as_of(as_of).order_by()
    return {
        "request": request,
        "sums": sums_of(earned, as_of),
        "misfits": misfits_among(earned, as_of),
        **_outstanding(rows),
    }


@register.inclusion_tag("warrants/parts/accrual_lines.html", takes_context=True)
def warrants_of_placement(context: Context, placement: Placement) -> dict[str, object]:
    """What accrues, is owed or was issued for the placement, if its terms grant warrants."""
    agreement, as_of = placement.agreement, context["request"].as_of
    accepted = agreement.versions_by(placement.accepted_on or as_of)[-1]
    if accepted.warrant_coverage_rate is None:
        return {"silent": True}
    pooled = accepted.warrant_pooled
    base = None if pooled else placement.pk
    earned = [accrual for accrual in accruals(as_of, agreement) if accrual.placement_id == base]
    warrants = warrants_as_of(as_of).filter(agreement=agreement, placement=base)
    return _lines(context, earned, warrants) | {"pooled": pooled}


@register.inclusion_tag("warrants/parts/accrual_lines.html", takes_context=True)
def warrants_of_agreement(context: Context, agreement: Agreement) -> dict[str, object]:
    """The same for all placements of the agreement."""
    as_of: date = context["request"].as_of
    if agreement.warrant_coverage_rate is None and all(
        version.warrant_coverage_rate is None for version in agreement.versions_by(as_of)
    ):
        return {"silent": True}
    warrants = warrants_as_of(as_of).filter(agreement=agreement)
    return _lines(context, accruals(as_of, agreement), warrants) | {"agreement": agreement}


@register.simple_tag
def issue_url(accrual: Accrual) -> str:
    """The same, for a template."""
    return issue_address(accrual)


@register.simple_tag
def reason_for_cancelling() -> str:
    """The reason that prefills the cancellation of a warrant that no longer fits its sales."""
    return REASON


def _lines(
    context: Context, earned: list[Accrual], warrants: QuerySet[WarrantThen]
) -> dict[str, object]:
    request = context["request"]
    as_of: date = request.as_of
    lines = [Debt(accrual, state_of(accrual, as_of)) for accrual in earned]
    rows = list(warrants)
    splits = earned[0].splits if earned else ()
    for row in rows:
        ratio = between(splits, row.issued_on, as_of)
        assert row.exercise_price is not None  # noqa: S101  # an agent's warrant has its price
        row.price_then = ratio.price(row.exercise_price)
    return {
        "request": request,
        "lines": [line for line in lines if line.accrual.owed.to_issue or _over(line)],
        "misfits": misfits_among(earned, as_of),
        "warrants": rows,
    }


def _over(line: Debt) -> bool:
    return line.state == OVER_ISSUED


def _outstanding(rows: QuerySet[WarrantThen]) -> dict[str, int]:
    """Warrant shares that can still be exercised, the agent's and those of series; one query."""
    counts = list(rows.values_list("pk", "series", "outstanding_then"))
    return {
        "agents": sum(shares for _, series, shares in counts if series is None),
        "called": sum(shares for _, series, shares in counts if series is not None),
    }
