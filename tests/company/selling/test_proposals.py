"""A failed check blocks a proposal; a CFO accepts it with a reason, and the check is kept."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.record import ask_figure, ask_offering
from neoequity.company.models import ProposalCheck
from neoequity.company.selectors.before_you_sell import before_you_sell
from neoequity.company.terms.held import Question
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, revise_draft
from tests.books import refused
from tests.company.selling.proposals import (
    agreement_of,
    approved_with,
    drafted,
    left_out_of_the_20,
    moved,
)
from tests.factories import TODAY, approved, usual
from tests.transactions import undone

TOO_MANY = 3_310_965  # one more than 20% leaves
TWENTY = (
    "Below 20% of the 21,927,372 shares outstanding on Oct 26, 2001 are 4,385,474 shares; "
    "1,074,510 shares were sold and 0 are offered by placements that count, which leaves "
    "3,310,964 shares (p. S-8). Obtain the stockholders' approval, or decide and record why a "
    "placement does not count."
)


def test_a_proposal_that_fails_a_check_is_not_approved_without_a_note(
    published: Issuer, treasurer: User
) -> None:
    placement = drafted(agreement_of(published), TOO_MANY, "3.80", by=treasurer)
    request, cfo = ask_proposal(placement, by=treasurer), usual("CFO")
    with refused(TWENTY, "Approve it with a note that states the reason for proceeding."):
        approve(request, by=cfo, today=TODAY)


def test_a_cfo_accepts_the_failure_with_a_reason(published: Issuer, treasurer: User) -> None:
    placement = drafted(agreement_of(published), TOO_MANY, "3.80", by=treasurer)
    approved_with(placement, "Sold above market value.", by=treasurer)
    assert moved(placement, "propose", "accept", by=treasurer).status == "accepted"
    proposal, approval = ProposalCheck.objects.filter(placement=placement)
    assert approval.accepted == proposal.accepted == "Sold above market value."
    assert [check["sentence"] for check in approval.checks if check["passed"] == "no"] == [TWENTY]


def test_what_was_accepted_of_other_terms_is_accepted_no_more(
    published: Issuer, treasurer: User
) -> None:
    agreement = agreement_of(published)
    placement = drafted(agreement, TOO_MANY, "3.80", by=treasurer)
    approved_with(placement, "Sold above market value.", by=treasurer)
    placement = revise_draft(
        placement, shares_offered=2_000_000, minimum_price=Decimal("3.80"), by=treasurer
    )
    approved_with(placement, by=treasurer)
    first = drafted(agreement, 2_000_000, "3.80", by=treasurer)
    approved_with(first, by=treasurer)
    moved(first, "propose", "accept", by=treasurer)
    with pytest.raises(Refused, match="2,000,000 are offered by placements that count"):
        moved(placement, "propose", by=treasurer)


def test_a_proposal_that_passes_keeps_its_check(published: Issuer, treasurer: User) -> None:
    placement = drafted(agreement_of(published), 400_000, "3.80", by=treasurer)
    approved_with(placement, by=treasurer)
    moved(placement, "propose", by=treasurer)
    proposal, _ = ProposalCheck.objects.filter(placement=placement)
    assert (proposal.day, proposal.shares, proposal.price) == (TODAY, 400_000, Decimal("3.80"))
    assert proposal.verdict.startswith("You can sell up to 3,310,964 shares for $12,581,663.20")
    assert proposal.recorded_by == treasurer


def test_a_failure_after_the_approval_was_accepted_by_nobody(
    published: Issuer, treasurer: User
) -> None:
    agreement = agreement_of(published)
    first = drafted(agreement, 2_000_000, "3.80", by=treasurer)
    second = drafted(agreement, 2_000_000, "3.80", by=treasurer)
    approved_with(first, by=treasurer)
    approved_with(second, by=treasurer)
    moved(first, "propose", "accept", by=treasurer)
    with pytest.raises(Refused, match="2,000,000 are offered by placements that count"):
        moved(second, "propose", by=treasurer)


def test_no_reason_makes_up_for_a_clash_with_the_lock_up(
    published: Issuer, treasurer: User
) -> None:
    placement = drafted(agreement_of(published, "sales-agreement"), 1000, "3.80", by=treasurer)
    approved_with(placement, by=treasurer)
    offer = {"issuer": published, "day": TODAY, "kind": "grant", "what": "Options to employees"}
    with pytest.raises(Refused, match="attach the written consent"):
        approved(ask_offering(**offer, by=treasurer, today=TODAY))


def test_nothing_is_accepted_past_the_authorized_shares(published: Issuer, treasurer: User) -> None:
    facts = {"issuer": published, "name": "authorized_shares", "value": Decimal(31_803_210)}
    facts["page"] = "p. S-13"
    approved(ask_figure(**facts, day=TODAY, by=treasurer, today=TODAY))  # 100,000 are left
    placement = drafted(agreement_of(published), 90_910, "3.80", by=treasurer)
    approved_with(placement, "The stockholders vote in a week.", by=treasurer)
    placement = moved(placement, "propose", by=treasurer)
    with refused(
        "100,000 shares of the authorized shares are unclaimed: up to 90,909 shares can be sold "
        "with their warrants (p. S-13). More needs a vote of the stockholders to authorize shares."
    ):
        moved(placement, "accept", by=treasurer)


def test_a_placement_that_does_not_count_is_held_to_the_other_limits(
    published: Issuer, treasurer: User
) -> None:
    placement = drafted(agreement_of(published), TOO_MANY, "3.80", by=treasurer)
    left_out_of_the_20(placement, by=treasurer)
    approved_with(placement, by=treasurer)
    assert moved(placement, "propose", "accept", by=treasurer).status == "accepted"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(cents=st.integers(min_value=50, max_value=3000), other=st.booleans())
def test_what_may_be_sold_is_accepted_and_one_share_more_is_refused_by_the_limit_it_named(
    published: Issuer, treasurer: User, cents: int, other: bool
) -> None:
    price = Decimal(cents) / 100
    agreement = agreement_of(published, "other-agreement" if other else "sales-agreement")
    answer = before_you_sell(agreement, Question(None, price, TODAY), TODAY).answer
    assert answer.most is not None
    assert answer.most.shares is not None
    with undone():
        placement = drafted(agreement, answer.most.shares, f"{price}", by=treasurer)
        approved_with(placement, by=treasurer)
        assert moved(placement, "propose", "accept", by=treasurer).status == "accepted"
    with undone():
        placement = drafted(agreement, answer.most.shares + 1, f"{price}", by=treasurer)
        with pytest.raises(Refused) as refusal:
            approved_with(placement, by=treasurer)
    named = {reason.field for reason in refusal.value.reasons} - {"note"}
    assert named == set(answer.most.names)
