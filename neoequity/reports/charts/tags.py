"""Charts on pages of apps that know nothing of them.

Only templates refer to these tags, so the placements app does not import this package.
"""

from django import template
from django.template import Context

from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.company_figures import chart_of_dilution, charts_of_warrants
from neoequity.reports.charts.pages import of_an_agreement

register = template.Library()


@register.inclusion_tag("reports/charts.html", takes_context=True)
def charts_of_agreement(context: Context) -> dict[str, object]:
    """The charts of the agreement whose page this is, as of its day and known at its moment."""
    as_of, known_at = context["request"].as_of, context["known_at"]
    return {"charts": of_an_agreement(context["position"], as_of, known_at)}


@register.inclusion_tag("reports/charts.html", takes_context=True)
def dilution_stack(context: Context) -> dict[str, object]:
    """The chart of the share ledger whose page this is, which has its figures beneath."""
    chart = chart_of_dilution(context["ledger"], context["request"].as_of)
    return {"charts": [chart], "told_beneath": "sources"}


@register.simple_tag(takes_context=True)
def warrants_outstanding(context: Context) -> list[Chart]:
    """The warrants that can be exercised on the day of the page, by price and expiry."""
    return charts_of_warrants(context["request"].as_of)
