"""Terms and fee tiers are entered up to their limits, and refused beyond with their sentences."""

from typing import Any

import pytest
from django.test import Client

from neoequity.books.days import on_page
from neoequity.books.refusal import Refused
from placements.actions.agreement import write_agreement
from placements.models import Agreement
from placements.terms.limit import Among, OneOf
from tests.admin.test_agreements import enter
from tests.admin.typed import as_typed, sentences
from tests.factories import AgreementFactory, UserFactory
from tests.limits import OF_TERMS, OF_TIERS, Edge

pytestmark = pytest.mark.django_db


def typed(edge: Edge, value: Any) -> dict[str, Any]:
    """The term in the form of a new agreement whose other figures fit."""
    along = _ALONG.get(edge.term, {})
    return {"largest_commission": "", **along, edge.term: as_typed(edge.term, value)}


#: A largest commission of nothing is that of a tier of 0%; a maximum stands instead of tiers.
_ALONG: dict[str, dict[str, Any]] = {
    "largest_commission": {"fee_tiers-0-rate": "0"},
    "commission_maximum_rate": {"fee_tiers-TOTAL_FORMS": 0},
}


@pytest.mark.parametrize("edge", OF_TERMS)
def test_a_term_is_entered_up_to_its_limit(admin: Client, edge: Edge) -> None:
    if not (isinstance(edge.limit, Among | OneOf) and edge.outside):  # not on the page
        refused = enter(admin, **typed(edge, edge.outside))
        assert on_page(edge.sentence) in sentences(refused)[edge.term]
        assert not Agreement.objects.exists()
    entered = enter(admin, **typed(edge, edge.inside))
    assert entered.status_code == 302, sentences(entered)


@pytest.mark.parametrize("edge", OF_TERMS)
def test_the_action_that_enters_terms_refuses_what_is_beyond(edge: Edge) -> None:
    agreement, person = AgreementFactory(), UserFactory()
    setattr(agreement, edge.term, edge.outside)
    with pytest.raises(Refused) as refusal:
        write_agreement(agreement, changed=[edge.term], by=person)
    assert edge.sentence in [reason.sentence for reason in refusal.value.reasons]


@pytest.mark.parametrize("edge", OF_TIERS)
def test_a_fee_tier_is_entered_up_to_its_limit(admin: Client, edge: Edge) -> None:
    told = {"largest_commission": "", f"fee_tiers-0-{edge.term}": as_typed(edge.term, edge.outside)}
    [formset, _] = enter(admin, **told).context["inline_admin_formsets"]
    assert formset.formset.errors == [{edge.term: [edge.sentence]}]
    assert not Agreement.objects.exists()
    entered = enter(admin, **told | {f"fee_tiers-0-{edge.term}": as_typed(edge.term, edge.inside)})
    assert entered.status_code == 302, sentences(entered)
