"""Charts on pages of apps that know nothing of them.

Only templates refer to these tags, so the placements app does not import this package.
"""

from django import template
from django.template import Context

from neoequity.reports.charts.pages import of_an_agreement

register = template.Library()


@register.inclusion_tag("reports/charts.html", takes_context=True)
def charts_of_agreement(context: Context) -> dict[str, object]:
    """The charts of the agreement whose page this is, as of its day and known at its moment."""
    as_of, known_at = context["request"].as_of, context["known_at"]
    return {"charts": of_an_agreement(context["position"], as_of, known_at)}
