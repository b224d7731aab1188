"""The terms of an agreement in the admin: what each is called, and what it counts."""

from placements.models.agreement import heading_and_label
from placements.models.terms import TERMS

_UNITS = {
    "settlement_days": "days",
    "lock_up_days_before": "trading days",
    "lock_up_days_after": "trading days",
    "warrant_due_days": "days",
    "warrant_demand_limit": "demands",
}

#: Beside the inputs; amounts and rates know their own.
UNITS_OF_TERMS = _UNITS | {name: "years" for name in TERMS if name.endswith("_years")}

_OTHERWISE = {
    "settlement_days": "shares settle after",
    "lock_up_days_before": "before terms are agreed",
    "lock_up_days_after": "after the last settlement",
    "compensation_limit_rate": "all compensation, at most",
}


def _label(name: str) -> str:
    """The label without its heading and without its unit, which stand around the field."""
    label = heading_and_label(name)[1]
    return label.removesuffix(" (days)").removesuffix(" (years)")


#: Within a group of fields that bears the heading.
LABELS_OF_TERMS = {name: _label(name) for name in TERMS} | _OTHERWISE
