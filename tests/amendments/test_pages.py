"""The pages of a change: typed, read, asked for, approved, and seen on the agreement's page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Approval
from placements.models import Agreement, Placement
from tests.amendments.changing import amended, ask_for, corrected
from tests.clients import logged_in
from tests.exports.test_known_at import now
from tests.factories import (
    TODAY,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    approved,
    reverse_sale,
    sell,
)
from tests.pages.plain_text import words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

PAGE = "/agreements/sales-agreement/"
AMEND = f"{PAGE}amend/"


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placement() -> Placement:
    made: Placement = PlacementFactory(accepted=True, shares_offered=10_000)
    return made


def client_of(group: str) -> Client:
    return logged_in(UserFactory(group=group))


def typed(client: Client, **said: Any) -> dict[str, Any]:
    """The form as it is shown at first, and what is said over it."""
    form = client.get(AMEND).context["form"]
    shown = {field.name: field.value() for field in form}
    paper = {"kind": "amendment", "document": "Amendment No. 1", "page": "p. 2", "reason": "More"}
    return {name: value for name, value in {**shown, **paper, **said}.items() if value is not None}


def test_what_changes_is_shown_before_it_is_asked_for(placement: Placement) -> None:
    treasury = client_of("Treasury")
    form = typed(treasury, capacity="30000000", largest_commission="1050000")
    shown = words(treasury.post(AMEND, form))
    assert "Capacity (gross proceeds) $25,000,000.00 $30,000,000.00" in shown
    assert "Nothing has been requested yet" in shown
    assert not Approval.objects.filter(kind="amendment").exists()

    asked = treasury.post(AMEND, {**form, "ask": ""}, follow=True)
    assert "is awaiting a CFO's decision: Amendment of the Sales Agreement" in words(asked)
    request = Approval.objects.get(kind="amendment")
    assert "Capacity (gross proceeds) $25,000,000.00 $30,000,000.00" in words(
        client_of("CFO").get(request.get_absolute_url())
    )


def test_who_the_agreement_is_with_changes_on_the_same_form(placement: Placement) -> None:
    treasury = client_of("Treasury")
    shelf = ShelfFactory(file_number="333-70000", prospectus_date=None)
    ShelfFactory(file_number="333-1", issuer=IssuerFactory(slug="other", name="Other, Inc."))
    form = typed(treasury, agent="Acme & Co.", name="Offering", shelf=shelf.pk)
    shown = treasury.post(AMEND, form)
    for line in (
        "Name Sales Agreement Offering",
        "Agent Cantor Fitzgerald & Co. Acme & Co.",
        "Shelf Form S-3 333-53108, prospectus dated Jan 26, 2001 Form S-3 333-70000",
    ):
        assert line in words(shown)
    assert "333-1<" not in shown.content.decode()

    asked = treasury.post(AMEND, {**form, "ask": ""}, follow=True)
    assert "is awaiting a CFO's decision: Amendment of the Sales Agreement" in words(asked)
    request = Approval.objects.get(kind="amendment")
    cfo = words(client_of("CFO").get(request.get_absolute_url()))
    assert "Agent Cantor Fitzgerald & Co. Acme & Co." in cfo
    approved(request)
    assert "with Acme & Co., signed Jun 12, 2001" in words(treasury.get(PAGE))


def test_a_signing_day_is_put_right_by_a_correction_on_the_form(placement: Placement) -> None:
    treasury = client_of("Treasury")
    form = typed(treasury, signed_on="2001-06-11", effective_on="2001-06-12")
    refused = treasury.post(AMEND, form)
    assert list(refused.context["form"].errors) == ["signed_on"]

    shown = words(treasury.post(AMEND, {**form, "kind": "correction"}))
    assert "In force from Jun 11, 2001" in shown
    assert "Signed on Jun 12, 2001 Jun 11, 2001" in shown


def test_terms_are_read_as_they_are_pasted(placement: Placement) -> None:
    treasury = client_of("Treasury")
    pasted = {
        "capacity": "$30,000,000",
        "largest_commission": "1 050 000.00",
        "warrant_coverage_rate": "9.5%",
        "fee_tiers": "0, 3%, p. 3\n5,000,000, 2.5%, p. 4, note 2",
    }
    shown = words(treasury.post(AMEND, typed(treasury, **pasted)))
    assert "$25,000,000.00 $30,000,000.00" in shown
    assert "9.50%" in shown
    for wrong in ("5,000,000,2.5%", "5,00, 2.5%", "5.000.000, 2.5%", "0, 2,5%"):
        refused = treasury.post(AMEND, typed(treasury, fee_tiers=wrong))
        assert f"“{wrong}” is not a fee tier such as 10,000,000, 3.5%, p. S-11." in words(refused)


def test_other_fee_tiers_are_typed_one_a_line(placement: Placement) -> None:
    treasury = client_of("Treasury")
    form = typed(treasury, fee_tiers="0, 3%, p. 3\n5000000, 2.5%")
    shown = words(treasury.post(AMEND, form))
    assert "3.00% above $0; 2.50% above $5,000,000" in shown
    wrong = treasury.post(AMEND, typed(treasury, fee_tiers="0 at three percent"))
    assert wrong.status_code == 422
    assert "“0 at three percent” is not a fee tier such as" in words(wrong)


def test_a_form_sent_as_it_was_shown_changes_nothing(placement: Placement) -> None:
    treasury = client_of("Treasury")
    response = treasury.post(AMEND, typed(treasury))
    assert response.status_code == 422
    assert "Nothing changes: every term is as it stands." in words(response)


def test_what_the_action_refuses_stands_beside_its_field(placement: Placement) -> None:
    treasury = client_of("Treasury")
    response = treasury.post(AMEND, {**typed(treasury, capacity="30000000"), "ask": ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["largest_commission"]


@pytest.mark.parametrize("group", ["CFO", "Controller", "Auditor"])
def test_only_treasury_finds_the_way(placement: Placement, group: str) -> None:
    other = client_of(group)
    assert AMEND not in other.get(PAGE).content.decode()
    assert other.get(AMEND).status_code == other.post(AMEND).status_code == 403
    assert AMEND in client_of("Treasury").get(PAGE).content.decode()


def test_the_page_lists_the_versions_and_marks_the_terms(placement: Placement) -> None:
    tom = UserFactory(username="tom")
    request = approved(
        ask_for(placement.agreement, capacity=Decimal("35000000.00"), by=tom),
        by=UserFactory(username="carla", group="CFO"),
    )
    corrected(placement.agreement, capacity=Decimal("30000000.00"))
    shown = words(client_of("Auditor").get(PAGE))
    for told in (
        "3 · Correction of a clerical error (in force) Nov 13, 2001 Form 8-K/A, p. 2",
        "Capacity (gross proceeds): from $25,000,000.00 to $35,000,000.00",
        "Asked for by tom, approved by carla",
        "1 · Original terms Jun 12, 2001 The agreement itself As signed",
        "$30,000,000.00 Form 8-K/A, p. 2 version 3, from Nov 13, 2001",
    ):
        assert told in shown
    assert request.get_absolute_url() in client_of("Auditor").get(PAGE).content.decode()


def test_a_request_that_waits_shows_on_the_agreements_page(placement: Placement) -> None:
    ask_for(placement.agreement, capacity=Decimal("35000000.00"))
    shown = words(client_of("Auditor").get(PAGE))
    assert "Awaiting approval by another person" in shown
    assert "Amendment of the Sales Agreement with effect from Nov 13, 2001" in shown


def test_a_past_day_has_the_capacity_of_that_day(placement: Placement) -> None:
    amended(placement.agreement, capacity=Decimal("30000000.00"))
    auditor = client_of("Auditor")
    assert "of $25,000,000" in words(auditor.get(PAGE, {"as_of": "2001-11-12"}))
    assert "of $30,000,000" in words(auditor.get(PAGE))
    assert "of $25,000,000" in words(auditor.get("/", {"as_of": "2001-11-12"}))


def test_what_was_recorded_later_is_left_out_of_the_page(placement: Placement) -> None:
    person = UserFactory()
    first = sell(placement, 1_000, by=person)
    then = now()
    sell(placement, 500, by=person)
    reverse_sale(first, on=date(2001, 11, 9), reason="Wrong", by=person, today=TODAY)
    corrected(placement.agreement, capacity=Decimal("30000000.00"))

    page = client_of("Auditor").get(PAGE, {"known_at": then.isoformat()})
    shown = words(page)
    assert "As known on" in shown
    assert "$24,996,000.00 left of $25,000,000" in shown
    assert [sale.number for sale in page.context["sales"]] == [1]
    assert [sale.status for sale in page.context["sales"]] == ["unsettled"]
    assert "Record sale" not in shown
    assert "$29,998,000.00 left of $30,000,000" in words(client_of("Auditor").get(PAGE))


def test_a_moment_before_the_agreement_and_one_that_is_none(placement: Placement) -> None:
    auditor = client_of("Auditor")
    early = auditor.get(PAGE, {"known_at": "2001-11-09T12:00"})
    assert early.status_code == 404
    assert "was not on the books. It was entered later." in words(early)
    wrong = auditor.get(PAGE, {"known_at": "yesterday"})
    assert wrong.status_code == 400
    assert "“yesterday” is not a time" in words(wrong)


def test_the_page_of_an_agreement_asks_no_more_for_many_versions(
    placement: Placement, django_assert_max_num_queries: Any
) -> None:
    agreement = Agreement.objects.get(pk=placement.agreement.pk)
    auditor = client_of("Auditor")
    auditor.get(PAGE)

    def asked() -> int:
        with django_assert_max_num_queries(100) as queries:
            auditor.get(PAGE)
        return len(queries)

    amended(agreement, capacity=Decimal("30000000.00"))
    before = asked()
    for million in (31, 32, 33):
        amended(agreement, capacity=Decimal(million * 1_000_000))
    assert asked() == before
