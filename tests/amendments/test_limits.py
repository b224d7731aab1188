"""Terms and fee tiers are amended up to their limits, and refused beyond with their sentences."""

from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from placements.forms.amendment import AmendmentForm
from placements.models import Agreement, Placement
from placements.terms.programme import TierFacts
from tests.amendments.changing import ask_for
from tests.factories import PlacementFactory, UserFactory
from tests.limits import OF_TERMS, OF_TIERS, SIGNED_ON, Edge

#: A commission of nothing, where the largest commission is nothing.
FREE = [TierFacts(Decimal(0), Decimal(0), "")]
#: What changes with a term: without a maximum the tiers give the largest commission, and an
#: agreement ends on the day of the change or later.
ALONG: dict[str, dict[str, Any]] = {
    "largest_commission": {"fee_tiers": FREE},
    "commission_maximum_rate": {"largest_commission": None},
    "terminated_on": {"effective_on": SIGNED_ON},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted() -> Agreement:
    """The Sales Agreement, in use by a draft."""
    draft: Placement = PlacementFactory()
    return draft.agreement


@pytest.mark.parametrize("edge", OF_TERMS)
def test_a_term_is_amended_up_to_its_limit(drafted: Agreement, edge: Edge) -> None:
    person = UserFactory()
    along = ALONG.get(edge.term, {})
    with pytest.raises(Refused) as refusal:
        ask_for(drafted, **{edge.term: edge.outside}, **along, by=person)
    assert edge.sentence in [reason.sentence for reason in refusal.value.reasons]
    request = ask_for(drafted, **{edge.term: edge.inside}, **along, by=person)
    assert request.decision == ""


@pytest.mark.parametrize("edge", OF_TIERS)
def test_a_fee_tier_is_amended_up_to_its_limit(drafted: Agreement, edge: Edge) -> None:
    def tiers(value: Any) -> list[TierFacts]:
        return [TierFacts(Decimal(0), Decimal(0), "")._replace(**{edge.term: value})]

    person = UserFactory()
    told: dict[str, Any] = {"largest_commission": None, "by": person}
    with pytest.raises(Refused) as refusal:
        ask_for(drafted, **told, fee_tiers=tiers(edge.outside))
    assert edge.sentence in [reason.sentence for reason in refusal.value.reasons]
    assert ask_for(drafted, **told, fee_tiers=tiers(edge.inside)).decision == ""


def test_the_form_of_an_amendment_leaves_the_limits_to_the_action(drafted: Agreement) -> None:
    beyond = {"lock_up_days_before": "-1", "expense_cap": "-0.01", "warrant_coverage_rate": "-1"}
    form = AmendmentForm(drafted, {**beyond, "name": "", "agent": ""})
    assert not set(form.errors) & set(beyond)
    assert form.errors["name"] == ["Enter a name."]
    assert form.errors["agent"] == ["Enter the name of the agent."]
