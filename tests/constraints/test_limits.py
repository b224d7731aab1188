"""Both tables of terms, and that of the fee tiers, are held to each declared limit by its name.

What is said of each at the admin, by an amendment and in a file: test_limits.py in their folders.
"""

from typing import Any

import pytest

from placements.models import Agreement, TermVersion
from placements.terms.limits import LIMITS
from tests.constraints.attempts import Attempt, change, unguarded
from tests.constraints.conftest import House
from tests.constraints.frames import refused_by_rule
from tests.constraints.rows import insert, update
from tests.constraints.versions import version_of
from tests.limits import OF_TERMS, OF_TIERS, Edge


def version(edge: Edge, value: Any) -> Attempt:
    """INSERT a version with this term, past the triggers that ask for its approval."""
    return unguarded(lambda house: insert(TermVersion, version_of(house, **{edge.term: value})))


@pytest.mark.parametrize("edge", OF_TERMS)
def test_both_tables_of_terms_are_held_to_each_limit_by_its_name(house: House, edge: Edge) -> None:
    outside, rule = {edge.term: edge.outside}, edge.limit.constraint
    refused_by_rule(house, rule, change("other", **outside))
    refused_by_rule(house, f"{rule}_in_a_version", version(edge, edge.outside))


@pytest.mark.parametrize("edge", OF_TERMS)
def test_both_tables_of_terms_take_what_is_just_inside(house: House, edge: Edge) -> None:
    assert update(house.other, **{edge.term: edge.inside}) == 1
    version(edge, edge.inside)(house)
    stands = TermVersion.objects.get(agreement=house.agreement, number=2)
    assert getattr(stands, edge.term) == edge.inside


@pytest.mark.parametrize("edge", OF_TIERS)
def test_the_fee_tiers_of_all_versions_are_held_to_their_limits(house: House, edge: Edge) -> None:
    refused_by_rule(
        house, edge.limit.constraint, unguarded(change("tier", **{edge.term: edge.outside}))
    )
    unguarded(change("tier", **{edge.term: edge.inside}))(house)
    house.tier.refresh_from_db()
    assert getattr(house.tier, edge.term) == edge.inside


def test_every_limit_is_a_constraint_of_both_tables() -> None:
    names = {limit.constraint for limit in LIMITS}
    for model, suffix in ((Agreement, ""), (TermVersion, "_in_a_version")):
        constraints = {constraint.name for constraint in model._meta.constraints}
        assert {f"{name}{suffix}" for name in names} <= constraints
