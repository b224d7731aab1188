"""Every reason against a change of terms, each with its sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.approvals.actions import reject
from neoequity.books.refusal import Refused
from placements.actions.agreement import IN_USE, write_agreement
from placements.models import Agreement, Placement, TermVersion
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended, ask_for
from tests.books import nothing_changes, refused
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    approved,
    reverse_sale,
    sell,
)
from tests.periods.closings import close
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
MORE = Decimal("30000000.00")
FLAT = [TierFacts(Decimal(0), Decimal("0.03"), "p. 3")]


@built_once
def placement() -> Placement:
    made: Placement = PlacementFactory(accepted=True, shares_offered=10_000)
    return made


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": " "}, "A change of terms needs a reason."),
        ({"document": ""}, "Name the document that changed the terms."),
        ({"kind": "x"}, "Terms change by an amendment or by the correction of an error."),
        ({"kind": "original"}, "Terms change by an amendment or by the correction of an error."),
        (
            {"effective_on": date(2001, 11, 14)},
            "A change of terms is entered once it is in effect; today is 2001-11-13.",
        ),
        (
            {"effective_on": date(2001, 6, 11)},
            (
                "An amendment cannot take effect on 2001-06-11, before version 1 of the terms, "
                "which did on 2001-06-12."
            ),
        ),
        (
            {"kind": "correction"},
            "A correction takes the place of version 1 and takes effect with it, on 2001-06-12.",
        ),
        ({"capacity": Decimal(25_000_000), "largest_commission": Decimal(900_000)}, "Nothing"),
        ({"capacity": Decimal(0)}, "The capacity must be more than $0."),
        (
            {"capacity": Decimal("3999.99")},
            (
                "The capacity of $3,999.99 is less than the $4,000.00 already sold under the Sales "
                "Agreement."
            ),
        ),
        (
            {"capacity": Decimal("39999.99")},
            (
                "The capacity of $39,999.99 is less than the $4,000.00 sold and the $36,000.00 "
                "reserved for open placements of the Sales Agreement: close placements first."
            ),
        ),
        ({"methods": []}, "An agreement allows at least one of the methods "),
        ({"settlement_days": 0}, "Shares settle one day after the trade date or later."),
        (
            {"termination_from": date(2001, 6, 11)},
            "The agreement cannot be ended from 2001-06-11 on, before it was signed on 2001-06-12.",
        ),
        (
            {"largest_commission": Decimal(1)},
            (
                "The largest commission of $1.00 (p. S-12) is not what the fee tiers give on "
                "$25,000,000.00, which is $900,000.00."
            ),
        ),
        (
            {"fee_tiers": []},
            "The first fee tier must start above $0, so that every sale has a rate.",
        ),
        ({"fee_tiers": [*FLAT, *FLAT]}, "Two fee tiers start above the same amount."),
        (
            {"fee_tiers": [TierFacts(Decimal(0), Decimal(1), "")]},
            "The rate of a fee tier is from 0% to less than 100%.",
        ),
        (
            {"fee_tiers": FLAT, "effective_on": date(2001, 11, 9)},
            (
                "Sale 1 of 2001-11-09 stands on the fee tiers as they are: reverse the sales of "
                "2001-11-09 and later first, and record them again after the change."
            ),
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_sentence(
    placement: Placement, said: dict[str, Any], sentence: str
) -> None:
    sell(placement)
    person = UserFactory()
    facts = said if set(said) & {"capacity", "fee_tiers"} else {"expense_cap": Decimal(1), **said}
    with nothing_changes(), pytest.raises(Refused) as refusal:
        ask_for(placement.agreement, **facts, by=person)
    [reason] = refusal.value.reasons
    assert reason.sentence.startswith(sentence)


def test_an_agreement_without_placements_is_corrected_where_it_was_entered() -> None:
    agreement, person = AgreementFactory(), UserFactory()
    with refused(
        "No placement stands under the Sales Agreement yet: its terms are still being entered, and "
        "change where they were entered."
    ):
        ask_for(agreement, capacity=MORE, by=person)


def test_one_request_waits_at_a_time(placement: Placement) -> None:
    person = UserFactory(username="treasurer")
    first = ask_for(placement.agreement, capacity=MORE, by=person)
    with refused(
        f"Request {first.pk} by treasurer is already awaiting a CFO's decision: Amendment of the "
        "Sales Agreement with effect from 2001-11-13, by Amendment No. 1."
    ):
        ask_for(placement.agreement, capacity=MORE, by=person)


def test_nobody_approves_the_change_that_he_asked_for(placement: Placement) -> None:
    both = UserFactory(username="both", group="CFO")
    both.groups.add(*UserFactory().groups.all())
    request = ask_for(placement.agreement, capacity=MORE, by=both)
    with refused(f"both made request {request.pk}: another person must approve it (four eyes)."):
        approved(request, by=both)


@pytest.mark.parametrize("group", ["CFO", "Controller", "Auditor", "Administrator"])
def test_only_treasury_asks_for_other_terms(placement: Placement, group: str) -> None:
    person = UserFactory(username="somebody", group=group)
    with refused("somebody may not ask amendment: that is for Treasury."):
        ask_for(placement.agreement, capacity=MORE, by=person)


def test_what_has_become_impossible_meanwhile_is_not_approved(placement: Placement) -> None:
    request, cfo = ask_for(placement.agreement, capacity=Decimal(40_000)), UserFactory(group="CFO")
    sell(placement, 10_000, "4.50")
    with refused(
        "The capacity of $40,000.00 is less than the $45,000.00 already sold under the Sales "
        "Agreement."
    ):
        approved(request, by=cfo)
    request.refresh_from_db()
    assert request.decision == ""


def test_a_rejected_change_changes_nothing(placement: Placement) -> None:
    request = ask_for(placement.agreement, capacity=MORE)
    reject(request, by=UserFactory(group="CFO"), note="Not yet signed")
    placement.agreement.refresh_from_db()
    assert placement.agreement.capacity == 25_000_000
    assert TermVersion.objects.count() == 1


def test_the_terms_of_an_agreement_in_use_are_not_written_over(placement: Placement) -> None:
    agreement, person = Agreement.objects.get(pk=placement.agreement.pk), UserFactory()
    agreement.capacity = MORE
    with refused(IN_USE):
        write_agreement(agreement, changed=["agent", "capacity"], by=person)


def test_an_agreement_is_not_signed_after_its_amendment(placement: Placement) -> None:
    amended(placement.agreement, capacity=MORE)
    amended(placement.agreement, agent="Acme & Co.", effective_on=date(2001, 11, 14))
    person = UserFactory()
    with pytest.raises(Refused) as refusal:
        ask_for(
            placement.agreement,
            kind="correction",
            effective_on=date(2001, 11, 14),
            today=date(2001, 11, 14),
            signed_on=date(2001, 11, 14),
            by=person,
        )
    assert (
        "The agreement cannot be signed on 2001-11-14, after version 2 of its terms took effect on "
        "2001-11-13."
    ) in [reason.sentence for reason in refusal.value.reasons]


def test_tiers_change_once_the_sales_on_the_old_ones_are_reversed(placement: Placement) -> None:
    person = UserFactory()
    sale = sell(placement, trade_date=TODAY, by=person)
    reverse_sale(sale, on=TODAY, reason="Other tiers", by=person, today=TODAY)
    amended(placement.agreement, fee_tiers=FLAT)
    assert sell(placement, trade_date=TODAY).commission == Decimal("120.00")


def test_terms_do_not_change_inside_a_closed_period(placement: Placement) -> None:
    waits = ask_for(placement.agreement, capacity=MORE, effective_on=date(2001, 8, 31))
    controller, cfo = UserFactory(username="anna", group="Controller"), UserFactory(group="CFO")
    close("2001-08", by=controller, today=date(2001, 9, 12))
    sentence = (
        "2001-08 of NeoTherapeutics, Inc. was closed by anna on Sep 12, 2001 (closing 1): nothing "
        "dated Aug 31, 2001 is entered or changed until it is reopened."
    )
    with refused(sentence):
        approved(waits, by=cfo)
