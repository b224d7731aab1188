"""A file states terms and fee tiers up to their limits, and is refused beyond with their sentences.

Where a text or a choice of words cannot be read at all, the file is told so of the key instead.
"""

from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from placements.terms.limit import NotBefore, Range
from placements.terms.limits import LIMITS, TIER_LIMITS
from placements.terms.programme_file import TERMS, read_programme
from tests.limits import OF_TERMS, OF_TIERS, Edge
from tests.programme.told import FLAT, programme

#: A largest commission of nothing is that of a tier of 0%; a maximum stands instead of tiers.
_TIERS = {"largest_commission": [("0.00", "0.00")], "commission_maximum_rate": []}


def refusal_of(edge: Edge, value: Any) -> list[str]:
    """What is said against a file whose one agreement states this."""
    content = programme(tiers=_TIERS.get(edge.term, FLAT))
    del content["holder"], content["history"]
    [agreement] = content["agreement"]
    said = f"{value:f}" if isinstance(value, Decimal) else value
    if edge.limit in TIER_LIMITS:
        agreement["fee_tier"][0][edge.term] = said
    elif edge.term == "name":
        agreement["name"] = said
    else:
        agreement["terms"][edge.term] = {"value": said, "page": "p. 1"}
    try:
        read_programme(content)
    except Refused as refused:
        return [reason.sentence for reason in refused.reasons]
    return []


@pytest.mark.parametrize("edge", [*OF_TERMS, *OF_TIERS])
def test_a_file_states_a_term_up_to_its_limit(edge: Edge) -> None:
    assert refusal_of(edge, edge.inside) == []
    told = refusal_of(edge, edge.outside)
    if isinstance(edge.limit, Range | NotBefore):
        assert f"Agreement “facility”: {edge.sentence}" in told
    else:
        [sentence] = told
        assert "” is not valid: it " in sentence


def test_a_file_reads_no_number_without_its_limit() -> None:
    numbers = {limit.term for limit in LIMITS if isinstance(limit, Range)}
    unlimited = {"placement", "shelf", "signed_on", "offering_effective_on"}
    flags = {term for term in TERMS if term.endswith(("refundable", "pooled", "included"))}
    others = {limit.term for limit in LIMITS} - numbers - {"name"}
    assert numbers == set(TERMS) - unlimited - flags - others
