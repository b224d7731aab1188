"""Agreements are entered and corrected in the admin, within what they have already sold."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.actions.agreement import IN_USE, KEPT_IN_USE
from placements.models import Agreement, FeeTier, Placement, Shelf
from tests.admin.typed import address, agreement_form, sentences, told
from tests.factories import AgreementFactory, IssuerFactory, PlacementFactory, ShelfFactory, sell
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def agreement() -> Agreement:
    """The Sales Agreement."""
    made: Agreement = AgreementFactory()
    return made


def correct(admin: Client, agreement: Agreement, **said: Any) -> Any:
    """Send the agreement's page with these corrections."""
    agreement.refresh_from_db()
    return admin.post(address("agreement_change", agreement.pk), agreement_form(agreement, **said))


NEW = {
    "name": "Third Agreement",
    "slug": "third-agreement",
    "agent": "Cantor Fitzgerald & Co.",
    "signed_on": "2001-06-12",
    "capacity": "1000000",
    "methods": ["negotiated"],
    "largest_commission": "30000",
    "fee_tiers-TOTAL_FORMS": 1,
    "fee_tiers-INITIAL_FORMS": 0,
    "fee_tiers-0-above": "0",
    "fee_tiers-0-rate": "3",
    "term_citations-TOTAL_FORMS": 1,
    "term_citations-INITIAL_FORMS": 0,
    "term_citations-0-term": "capacity",
    "term_citations-0-page": "p. 3",
}


def enter(admin: Client, **said: Any) -> Any:
    """Send the form of a new agreement under a shelf of its issuer."""
    shelf: Shelf = ShelfFactory()
    form = {**NEW, "issuer": shelf.issuer.pk, "shelf": shelf.pk, **said}
    return admin.post(address("agreement_add"), form)


def test_an_agreement_is_entered_with_its_fee_tiers_and_pages(admin: Client) -> None:
    response = enter(admin)

    assert response.status_code == 302, sentences(response)
    agreement = Agreement.objects.get()
    assert agreement.fee_schedule().commission(agreement.capacity) == Decimal("30000.00")
    assert agreement.terms().cited("capacity") == " (p. 3)"
    assert agreement.gross_sold == 0


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"largest_commission": "29999.99"},
            "largest_commission",
            (
                "The largest commission of $29,999.99 is not what the fee tiers give on "
                "$1,000,000.00, which is $30,000.00."
            ),
        ),
        (
            {"fee_tiers-0-above": "100"},
            "",
            "The first fee tier must start above $0, so that every sale has a rate.",
        ),
        (
            {"termination_from": "2001-06-11"},
            "termination_from",
            (
                "The agreement cannot be ended from Jun 11, 2001 on, before it was signed on "
                "Jun 12, 2001."
            ),
        ),
        (
            {"settlement_days": "0"},
            "settlement_days",
            "Shares settle one day after the trade date or later.",
        ),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused_as_a_whole(
    admin: Client, said: dict[str, str], field: str, sentence: str
) -> None:
    response = enter(admin, **said)

    assert sentences(response) == {field: [sentence]}
    assert not Agreement.objects.exists()
    assert not FeeTier.objects.exists()


def test_a_shelf_of_another_issuer_is_refused(admin: Client) -> None:
    response = enter(admin, issuer=IssuerFactory(slug="other", name="Other, Inc.").pk)

    assert sentences(response) == {
        "shelf": ["Not Other, Inc. but NeoTherapeutics, Inc. registered Form S-3 333-53108."]
    }


@pytest.mark.parametrize(("typed", "code"), [("", "TA"), ("T2", "T2")])
def test_the_code_of_an_agreement_is_typed_or_its_initials(
    admin: Client, typed: str, code: str
) -> None:
    enter(admin, code=typed)

    assert Agreement.objects.get().code == code


def test_a_code_of_another_form_is_refused(admin: Client) -> None:
    response = enter(admin, code="t-1")

    assert sentences(response) == {
        "code": ["The code must be a capital letter with up to 5 capitals or digits, such as SA."]
    }


def test_an_agreement_needs_a_fee_tier(admin: Client) -> None:
    response = enter(admin, **{"fee_tiers-TOTAL_FORMS": 0})

    assert response.status_code == 200
    assert not Agreement.objects.exists()


def test_a_term_is_corrected_and_history_says_from_what_to_what(
    admin: Client, agreement: Agreement
) -> None:
    response = correct(admin, agreement, expense_cap="60000")

    assert response.status_code == 302, sentences(response)
    agreement.refresh_from_db()
    assert agreement.expense_cap == 60_000
    newest = admin.get(address("agreement_history", agreement.pk)).context["entries"][0]
    assert (newest.who, newest.through) == ("chief", "Entered the terms of an agreement")
    assert newest.changes == [("expense reimbursement, at most", "nothing", "$60,000.00")]


def test_history_of_an_agreement_tells_of_its_fee_tiers_and_pages(
    admin: Client, agreement: Agreement
) -> None:
    correct(
        admin,
        agreement,
        largest_commission="850000",
        **{"fee_tiers-2-rate": "2", "term_citations-1-DELETE": "on"},
    )

    entries = [
        (entry.what, list(entry.changes))
        for entry in admin.get(address("agreement_history", agreement.pk)).context["entries"]
    ]
    assert (
        "fee tier “2.00% above $20,000,000” (Sales Agreement) changed",
        [("rate", "3%", "2%")],
    ) in entries
    assert any(what.endswith("deleted") for what, _ in entries)
    every = admin.get(address("agreement_history_of_all")).context["entries"]
    assert len(every) == len(entries)


def test_the_terms_of_an_agreement_in_use_cannot_be_typed(
    admin: Client, placement: Placement
) -> None:
    page, before = _page(admin, placement.agreement), Agreement.objects.values().get()
    for name in ("capacity", "name", "agent", "shelf", "signed_on", "issuer", "slug"):
        assert f'name="{name}"' not in page
    assert IN_USE in page
    assert "/agreements/sales-agreement/amend/" in page

    other = IssuerFactory(slug="other", name="Other, Inc.")
    response = correct(
        admin,
        placement.agreement,
        capacity="30000000",
        name="Renamed",
        agent="Another Agent",
        signed_on="2001-06-11",
        issuer=other.pk,
        shelf=ShelfFactory(file_number="333-1", issuer=other).pk,
    )

    assert response.status_code == 302, sentences(response)
    assert Agreement.objects.values().get() == before


@pytest.mark.parametrize("name", ["issuer", "agent"])
def test_what_is_typed_while_the_first_placement_is_drafted_is_refused_with_its_sentence(
    admin: Client, placement: Placement, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("placements.admin.agreements._in_use", lambda _: False)
    other = IssuerFactory(slug="other", name="Other, Inc.")
    said = {"issuer": other.pk, "agent": "Another Agent"}[name]

    response = correct(admin, placement.agreement, **{name: said})

    assert sentences(response) == {name: [{"issuer": KEPT_IN_USE, "agent": IN_USE}[name]]}


def test_fee_tiers_are_locked_once_a_placement_stands(admin: Client, agreement: Agreement) -> None:
    assert 'name="fee_tiers-0-rate"' in _page(admin, agreement)
    PlacementFactory(agreement=agreement)

    assert 'name="fee_tiers-0-rate"' not in _page(admin, agreement)
    response = correct(
        admin,
        agreement,
        **{"fee_tiers-0-rate": "1", "fee_tiers-1-DELETE": "on", "term_citations-0-page": "p. 9"},
    )

    assert response.status_code == 302, sentences(response)
    assert agreement.term_citations.filter(page="p. 9").exists()
    assert [tier.rate for tier in agreement.fee_tiers.all()] == [
        Decimal("0.04"),
        Decimal("0.035"),
        Decimal("0.03"),
    ]


def _page(admin: Client, agreement: Agreement) -> str:
    return admin.get(address("agreement_change", agreement.pk)).content.decode()


def test_a_fee_tier_changed_while_the_first_placement_is_drafted_gets_the_databases_sentence(
    admin: Client, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placements.admin.agreements._in_use", lambda _: False)

    response = correct(admin, placement.agreement, **{"fee_tiers-0-rate": "1%"})

    assert sentences(response) == {
        "": [
            (
                "The fee tiers of an agreement in use change by an amendment or a correction, "
                "which another person approves."
            )
        ]
    }


def test_totals_and_short_name_cannot_be_typed(admin: Client, placement: Placement) -> None:
    agreement = placement.agreement
    sell(placement)

    correct(admin, agreement, slug="x", gross_sold="1", shares_sold="1", commission_sold="1")

    agreement.refresh_from_db()
    assert agreement.slug == "sales-agreement"
    assert (agreement.gross_sold, agreement.shares_sold) == (Decimal(4_000), 1_000)


@pytest.mark.parametrize("capacity", ["-1", "NaN", "1,00", "", "9" * 40])
def test_amounts_that_cannot_be_read_are_refused(
    admin: Client, agreement: Agreement, capacity: str
) -> None:
    assert list(sentences(correct(admin, agreement, capacity=capacity))) == ["capacity"]


def test_figures_are_read_as_they_are_pasted(admin: Client, agreement: Agreement) -> None:
    pasted = {"capacity": "$26,000,000", "expense_cap": " 70\u00a0000 ", "warrant_limit_rate": "9%"}
    corrected = correct(admin, agreement, largest_commission="", **pasted)
    assert corrected.status_code == 302, sentences(corrected)
    agreement.refresh_from_db()
    assert agreement.capacity == 26_000_000
    assert agreement.expense_cap == 70_000
    assert agreement.warrant_limit_rate == Decimal("0.09")


@pytest.mark.parametrize("typed", ["3.5", "3.5%", " 3.50 % "])
def test_a_rate_is_typed_in_percent(admin: Client, agreement: Agreement, typed: str) -> None:
    corrected = correct(admin, agreement, warrant_limit_rate=typed)
    assert corrected.status_code == 302, sentences(corrected)
    agreement.refresh_from_db()
    assert agreement.warrant_limit_rate == Decimal("0.035")


def test_a_rate_that_looks_like_a_fraction_is_asked_about(
    admin: Client, agreement: Agreement
) -> None:
    asked = correct(admin, agreement, warrant_limit_rate="0.035")
    assert sentences(asked) == {
        "warrant_limit_rate": [
            "Enter the rate in percent: 3.5 for 3.5%, or 0.035% with the sign for less than 1%."
        ]
    }
    assert correct(admin, agreement, warrant_limit_rate="0.5%").status_code == 302
    agreement.refresh_from_db()
    assert agreement.warrant_limit_rate == Decimal("0.005")


def test_what_a_page_shows_is_sent_back_unchanged(admin: Client, agreement: Agreement) -> None:
    page = admin.get(address("agreement_change", agreement.pk)).context
    form, tier = page["adminform"].form, page["inline_admin_formsets"][0].formset.forms[1]
    shown = {"capacity": form["capacity"].value()}
    shown |= {tier[name].html_name: tier[name].value() for name in ("above", "rate")}
    assert list(shown.values()) == ["25,000,000.00", "10,000,000.00", "3.5"]
    before = admin.get(address("agreement_history", agreement.pk)).context["entries"]
    assert correct(admin, agreement, **shown).status_code == 302
    assert admin.get(address("agreement_history", agreement.pk)).context["entries"] == before


def test_what_others_rest_on_is_not_deleted_and_a_page_says_why(
    admin: Client, chief: User, placement: Placement
) -> None:
    sell(placement)
    agreement = placement.agreement

    for page, row, resting in [
        ("agreement", agreement, "1 placement"),
        ("agreement", agreement, "1 sale"),
        ("shelf", agreement.shelf, "1 agreement"),
        ("issuer", agreement.issuer, "1 shelf"),
    ]:
        asked = admin.get(address(f"{page}_delete", row.pk))
        assert resting in asked.content.decode()
        admin.post(address(f"{page}_delete", row.pk), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        assert admin.post(address(f"{page}_changelist"), chosen).status_code == 200

    assert (Agreement.objects.count(), Shelf.objects.count(), Issuer.objects.count()) == (1, 1, 1)
    user = f"/admin/people/user/{chief.pk}/delete/"
    assert admin.post(user, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("way", ["its page", "the list"])
def test_an_agreement_entered_by_mistake_is_deleted_and_stays_in_history(
    admin: Client, agreement: Agreement, way: str
) -> None:
    if way == "its page":
        admin.post(address("agreement_delete", agreement.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": agreement.pk, "post": "yes"}
        admin.post(address("agreement_changelist"), chosen)

    assert not Agreement.objects.exists()
    assert not FeeTier.objects.exists()
    entries = admin.get(address("agreement_history_of_all")).context["entries"]
    assert "agreement “Sales Agreement” deleted" in [entry.what for entry in entries]


def test_an_agreement_that_gets_a_placement_meanwhile_is_kept(
    admin: Client, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "neoequity.books.admin.base.GuardedAdmin.get_deleted_objects",
        lambda *_: ([], {}, set(), []),
    )

    response: Any = admin.post(address("agreement_delete", placement.agreement.pk), {"post": "yes"})

    assert told(admin, response.url) == [
        "There are placements under the Sales Agreement; it cannot be deleted."
    ]
    assert FeeTier.objects.count() == 3
