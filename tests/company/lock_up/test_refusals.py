"""What is refused in a lock-up: other offers, a Class B call, and placements that look back."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.approvals.actions import approve
from neoequity.company.actions.record import ask_consent, ask_share_event
from neoequity.company.models import Consent, Offering
from neoequity.company.models.lock_ups import situation_on
from neoequity.company.terms.spans import Span
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Placement
from tests.books import refused
from tests.company.lock_up.story import (
    TODAY,
    Story,
    agreement,
    attach_paper,
    consented,
    december,
    november,
    october,
    offered,
    placed,
    proposed,
)
from tests.factories import approved, usual
from warrants.actions.calls import give_call_notice
from warrants.models import CallNotice

FIRST = "Placement 1 under the Sales Agreement, from Oct 25, 2001 to Nov 23, 2001"
SECOND = "Placement 1 under the Other Agreement, from Nov 12, 2001 to Dec 3, 2001"


def meets(act: str, lock_up: str, days: str) -> str:
    return (
        f"{act}, on {days}, falls in the lock-up of {lock_up}: attach the written consent of "
        f"Cantor Fitzgerald & Co. for {days} and have it approved (p. S-11)."
    )


def a_sale(lock_up: str, days: str) -> str:
    return meets("Sale of securities “250,000 shares to Montrose”", lock_up, days)


def a_call(lock_up: str, days: str) -> str:
    return meets("The call of the Class B Warrants", lock_up, days)


def call(story: Story, on: date) -> CallNotice:
    return give_call_notice(story.series, delivered_on=on, by=story.by, today=TODAY)


def test_the_windows_are_those_of_the_worked_case(story: Story) -> None:
    spans = [each.span for each in situation_on(story.issuer, TODAY).windows]
    assert spans == [Span(november(12), december(3)), Span(october(25), november(23))]


def test_an_offer_in_two_windows_is_refused_for_each(story: Story) -> None:
    with refused(a_sale(SECOND, "Nov 21, 2001"), a_sale(FIRST, "Nov 21, 2001")):
        offered(story, november(21))


@pytest.mark.parametrize("kind", ["sale", "grant", "call", "convertible"])
def test_every_kind_of_offer_is_refused_in_a_window(story: Story, kind: str) -> None:
    titles = {
        "sale": "Sale of securities",
        "grant": "Grant of options or stock",
        "call": "Call notice of warrants",
        "convertible": "Issue of convertible securities",
    }
    with refused(meets(f"{titles[kind]} “Options”", FIRST, "Nov 9, 2001")):
        offered(story, november(9), kind=kind, what="Options")


@pytest.mark.parametrize("on", [october(24), december(4)])
def test_an_offer_outside_the_windows_is_recorded(story: Story, on: date) -> None:
    approved(offered(story, on), today=TODAY)
    assert Offering.objects.get().day == on


def test_an_offer_that_is_still_open_is_judged_up_to_today(story: Story) -> None:
    with refused(
        *(
            "Offer of securities “Units” (still open), from Oct 1, 2001 to Dec 5, 2001, falls in "
            f"the lock-up of {lock_up}: attach the written consent of Cantor Fitzgerald & Co. for "
            f"{days} and have it approved (p. S-11)."
            for lock_up, days in (
                (SECOND, "Nov 12, 2001 to Dec 3, 2001"),
                (FIRST, "Oct 25, 2001 to Nov 23, 2001"),
            )
        )
    ):
        offered(story, october(1), kind="offer", what="Units")


def test_an_offer_that_ended_before_the_windows_is_recorded(story: Story) -> None:
    request = offered(story, october(1), kind="offer", what="Units", until=october(24))
    approved(request, today=TODAY)
    assert Offering.objects.get().until == october(24)


def test_an_offer_is_checked_again_when_it_is_approved(story: Story) -> None:
    request = offered(story, december(4))
    placed(story.sales, december(5), by=story.by)
    third = "Placement 2 under the Sales Agreement, from Nov 28, 2001 on"
    with refused(a_sale(third, "Dec 4, 2001")):
        approve(request, by=usual("CFO"), today=TODAY)


def test_an_open_placement_locks_up_without_an_end(story: Story) -> None:
    placed(story.sales, december(3), by=story.by)
    third = "Placement 2 under the Sales Agreement, from Nov 26, 2001 on"
    with refused(a_sale(third, "Dec 4, 2001")):
        offered(story, december(4))


def test_a_suspended_placement_still_locks_up(story: Story) -> None:
    third = placed(story.sales, december(3), by=story.by)
    move_placement(third, "suspend", on=december(4), by=story.by, today=TODAY)
    name = "Placement 2 under the Sales Agreement, from Nov 26, 2001 on"
    with refused(a_sale(name, "Dec 5, 2001")):
        offered(story, december(5))


def test_a_placement_that_was_only_proposed_locks_nothing_up(story: Story) -> None:
    proposed(story.sales, december(5), by=story.by)
    approved(offered(story, december(4)), today=TODAY)
    assert Offering.objects.count() == 1


def test_an_agreement_without_a_stated_lock_up_refuses_nothing(story: Story) -> None:
    third = agreement(
        slug="third-agreement",
        name="Third Agreement",
        lock_up_days_after=None,
        shelf=story.sales.shelf,
    )
    placed(third, december(4), by=story.by)
    approved(offered(story, december(5)), today=TODAY)
    unstated = situation_on(story.issuer, TODAY).unstated
    assert [str(each) for each in unstated] == ["Placement 1 under the Third Agreement"]


def test_a_class_b_call_is_refused_in_both_windows(story: Story) -> None:
    with refused(a_call(SECOND, "Nov 21, 2001"), a_call(FIRST, "Nov 21, 2001")):
        call(story, november(21))


def test_a_class_b_call_after_the_windows_is_recorded(story: Story) -> None:
    assert call(story, december(4)).delivered_on == december(4)


def test_a_consent_under_each_agreement_clears_the_call(story: Story) -> None:
    consented(story, story.sales, november(21), november(21))
    with refused(a_call(SECOND, "Nov 21, 2001")):
        call(story, november(21))
    consented(story, story.other, november(20), november(22))
    assert call(story, november(21)).delivered_on == november(21)


def test_a_consent_that_covers_other_days_leaves_the_rest(story: Story) -> None:
    consented(story, story.sales, november(1), november(7))
    left = (
        "Offer of securities “Units”, from Nov 5, 2001 to Nov 9, 2001, falls in the lock-up of "
        f"{FIRST}: attach the written consent of Cantor Fitzgerald & Co. for Nov 8, 2001 to "
        "Nov 9, 2001 and have it approved (p. S-11)."
    )
    with refused(left):
        offered(story, november(5), kind="offer", until=november(9), what="Units")


def test_a_consent_without_its_document_clears_nothing(story: Story) -> None:
    consent = consented(story, story.sales, november(9), november(9), attached=False)
    attach_paper(consent, by=story.by, kind="other")
    with refused(a_sale(FIRST, "Nov 9, 2001")):
        offered(story, november(9))


def test_a_consent_counts_from_when_its_document_is_attached(story: Story) -> None:
    consent = consented(story, story.sales, november(9), november(9), attached=False)
    with refused(a_sale(FIRST, "Nov 9, 2001")):
        offered(story, november(9))
    attach_paper(consent, by=story.by)
    approved(offered(story, november(9)), today=TODAY)
    assert Offering.objects.get().day == november(9)


def test_a_consent_that_no_one_approved_is_not_recorded(story: Story) -> None:
    ask_consent(
        issuer=story.issuer,
        day=november(8),
        agreement=story.sales,
        starts_on=november(9),
        ends_on=november(9),
        covers="Sale to Montrose",
        by=story.by,
        today=TODAY,
    )
    assert not Consent.objects.exists()
    with refused(a_sale(FIRST, "Nov 9, 2001")):
        offered(story, november(9))


def draft(story: Story, under: Agreement, on: date) -> Placement:
    return draft_placement(
        under, shares_offered=100_000, minimum_price=Decimal("4.00"), on=on, by=story.by
    )


def test_a_placement_looks_back_at_issues_and_calls(story: Story) -> None:
    call(story, december(4))
    grant = ask_share_event(
        issuer=story.issuer,
        day=december(5),
        event="grant",
        shares=10_000,
        by=story.by,
        today=TODAY,
    )
    approved(grant, today=TODAY)
    placement = draft(story, story.sales, december(5))
    request = ask_proposal(placement, by=story.by)
    own = "Placement 2 under the Sales Agreement, from Nov 28, 2001 on"
    with refused(
        " ".join(
            [
                meets("Stock grant (10,000 shares)", own, "Dec 5, 2001"),
                a_call(own, "Dec 4, 2001"),
            ]
        )
    ):
        approve(request, by=usual("CFO"), today=TODAY, note="All the same.")
    consented(story, story.sales, december(4), december(5))
    approve(request, by=usual("CFO"), today=TODAY)
    moved = move_placement(placement, "propose", on=december(5), by=story.by, today=TODAY)
    assert moved.status == "proposed"


def test_an_acceptance_looks_back_again(story: Story) -> None:
    placement = proposed(story.sales, december(4), by=story.by)
    call(story, december(5))
    own = "Placement 2 under the Sales Agreement, from Nov 28, 2001 on"
    with refused(a_call(own, "Dec 5, 2001")):
        move_placement(placement, "accept", on=december(5), by=story.by, today=TODAY)


def test_a_placement_with_the_same_agent_is_not_refused(story: Story) -> None:
    assert placed(story.sales, november(21), by=story.by).status == "accepted"


def test_a_placement_with_another_agent_is_refused_both_ways(story: Story) -> None:
    third = agreement(
        slug="third-agreement",
        name="Third Agreement",
        agent="Another Agent, Inc.",
        shelf=story.sales.shelf,
    )
    request = ask_proposal(draft(story, third, november(21)), by=story.by)
    own = "Placement 1 under the Third Agreement"
    with refused(
        " ".join(
            [
                (
                    "Placement 1 under the Other Agreement, from Nov 19, 2001 to Nov 20, 2001, "
                    f"falls in the lock-up of {own}, from Nov 14, 2001 on: attach the written "
                    "consent of Another Agent, Inc. for Nov 19, 2001 to Nov 20, 2001 and have it "
                    "approved (p. S-11)."
                ),
                meets(own, SECOND, "Nov 21, 2001"),
                meets(own, FIRST, "Nov 21, 2001"),
            ]
        )
    ):
        approve(request, by=usual("CFO"), today=november(21))
