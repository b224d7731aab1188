"""The limits of the terms as constraints, the same on the agreement and on its versions."""

from collections.abc import Iterable, Sequence

from django.db.models import CheckConstraint, F, Q

from placements.terms.limit import Among, Filled, Limit, OneOf, Range
from placements.terms.limits import LIMITS


def checks(limits: Sequence[Limit] = LIMITS, suffix: str = "") -> list[CheckConstraint]:
    """A constraint for each name that the limits declare, with `suffix` at its end.

    A check lets pass what is null: a term that is not stated breaks none.
    """
    names = dict.fromkeys(limit.constraint for limit in limits)
    return [
        CheckConstraint(
            condition=_all_of(limit for limit in limits if limit.constraint == name),
            name=f"{name}{suffix}",
        )
        for name in names
    ]


def _all_of(limits: Iterable[Limit]) -> Q:
    condition = Q()
    for limit in limits:
        condition &= _condition(limit)
    return condition


def _condition(limit: Limit) -> Q:
    term = limit.term
    if isinstance(limit, Filled):
        return ~Q(**{term: ""})
    if isinstance(limit, Among):
        return Q(**{f"{term}__len__gt": 0, f"{term}__contained_by": list(limit.words)})
    if isinstance(limit, OneOf):
        return Q(**{f"{term}__in": list(limit.words)})
    if isinstance(limit, Range):
        condition = Q()
        if limit.lowest is not None:
            condition &= Q(**{f"{term}__gt{'' if limit.more_than_lowest else 'e'}": limit.lowest})
        if limit.highest is not None:
            condition &= Q(**{f"{term}__lt{'' if limit.less_than_highest else 'e'}": limit.highest})
        return condition
    return Q(**{f"{term}__gte": F(limit.other)})
