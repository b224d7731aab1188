"""The sale form: what it shows before a sale is posted, what it refuses, and what it posts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from placements.actions.placement import move_placement
from placements.models import Agreement, Placement, Sale
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.pages.plain_text import words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

NEW = "/sales/new/"
PREVIEW = "/sales/preview/"


@built_once
def placement(db: None) -> Placement:
    """Of 5,000,000 shares from $4.00, as the test finds it."""
    made: Placement = PlacementFactory(accepted=True, shares_offered=5_000_000)
    return made


def said(placement: Placement, **said: Any) -> dict[str, Any]:
    """What a person types who makes no mistake, but for `said`."""
    return {
        "placement": placement.pk,
        "trade_date": "2001-11-09",
        "method": "negotiated",
        "shares": "10000",
        "price": "4.00",
        "gross": "",
        "agent_reference": "N-1",
        "settlement_date": "",
        "settlement_reason": "",
        "deductions": "",
        "remark": "",
        **said,
    }


def offered(response: Any) -> list[str]:
    choices = response.context["form"].fields["placement"].widget.choices
    return [label for value, label in choices if value]


def test_the_form_offers_what_can_be_sold_under_and_says_how_much(
    writer: Client, placement: Placement
) -> None:
    PlacementFactory(agreement=placement.agreement, proposed=True)
    PlacementFactory(agreement=placement.agreement, withdrawn=True)
    used_up = PlacementFactory(agreement=placement.agreement, accepted=True, shares_offered=500)
    sell(used_up, 500)
    PlacementFactory(
        agreement=AgreementFactory(other=True),
        suspended=True,
        shares_offered=1,
        minimum_price=None,
        expected_price=Decimal("3.2345"),
    )
    assert offered(writer.get(NEW)) == [
        "Sales Agreement · placement 1 · 5,000,000 shares left · minimum $4.00",
        "Other Agreement · placement 1 · 1 share left · no minimum · suspended on Oct 1, 2001",
    ]


def test_the_form_can_be_opened_for_one_placement(writer: Client, placement: Placement) -> None:
    form = writer.get(NEW, {"agreement": "sales-agreement", "placement": "1"}).context["form"]
    assert form["placement"].value() == placement.pk
    assert form["trade_date"].value() == TODAY
    for number in ("7", "x", "9" * 30, "²"):
        query = {"agreement": "sales-agreement", "placement": number}
        assert writer.get(NEW, query).context["form"]["placement"].value() is None


def test_the_preview_shows_every_figure_and_records_nothing(
    writer: Client, placement: Placement
) -> None:
    sell(placement, 2_000_000)
    response = writer.post(PREVIEW, said(placement, shares="1250000", deductions="100.00"))
    assert response.status_code == 200
    text = words(response)
    assert "Ready to post." in text
    assert "Gross $5,000,000.00 Commission" in text
    assert "$2,000,000.00 at 4.00% is $80,000.00" in text
    assert "$3,000,000.00 at 3.50% is $105,000.00 $185,000.00" in text
    assert "Further deductions $100.00 Net $4,814,900.00" in text
    assert "Settles Thu Nov 15, 2001 Left after the sale $12,000,000.00" in text
    assert Sale.objects.count() == 1


def test_the_preview_puts_each_sentence_beside_its_field(
    writer: Client, placement: Placement
) -> None:
    response = writer.post(
        PREVIEW,
        said(placement, shares="9000000", price="3.99", method="nasdaq", trade_date="2001-11-10"),
    )
    errors = response.context["form"].errors
    assert set(errors) == {"shares", "price", "method", "trade_date"}
    assert len(errors["shares"]) == 2
    html = response.content.decode()
    for field in ("shares", "price", "method", "trade_date", "gross"):
        assert f'id="id_{field}_error" aria-live="polite" hx-swap-oob="true"' in html
    text = words(response)
    assert "Nov 10, 2001 is not a trading day (weekend)." in text
    assert "Fix trade date, method, shares, price per share." in text


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({}, []),
        ({"shares": "10000"}, []),
        ({"shares": "1,0"}, ["Enter a whole number of shares, such as 949,710."]),
        ({"price": "  "}, []),
        ({"placement": "0"}, ["There is no such placement."]),
        ({"agent_reference": "=1+1"}, []),
    ],
)
def test_the_preview_does_not_scold_for_what_is_not_typed_yet(
    writer: Client, placement: Placement, typed: dict[str, str], sentences: list[str]
) -> None:
    errors = writer.post(PREVIEW, typed).context["form"].errors
    assert [sentence for found in errors.values() for sentence in found] == sentences


def test_the_preview_reckons_as_soon_as_it_can(writer: Client, placement: Placement) -> None:
    typed = said(placement, method="", agent_reference="")
    response = writer.post(PREVIEW, typed)
    assert not response.context["form"].errors
    assert "Commission $40,000.00 at 4.00% is $1,600.00 $1,600.00" in words(response)


def test_a_likely_duplicate_is_named_before_and_after_posting_and_not_refused(
    writer: Client, placement: Placement
) -> None:
    typed = said(placement, agent_reference="Y-7")
    sell(placement, int(typed["shares"]), typed["price"], agent_reference="X-1")
    likeness = "This sale looks like sale 1 of the Sales Agreement"
    for response in (
        writer.post(PREVIEW, typed),
        writer.post(NEW, {**typed, "check": "1"}),
        writer.post(NEW, typed, follow=True),
    ):
        assert response.status_code == 200
        assert likeness in words(response)
    assert Sale.objects.count() == 2
    assert likeness not in words(writer.post(PREVIEW, said(placement, shares="17")))


def test_a_reference_spelled_differently_is_refused_in_preview_and_post(
    writer: Client, placement: Placement
) -> None:
    sell(placement, agent_reference="x 01")
    refused = (
        "The agent's reference “X-1” is already booked as sale 1 of the Sales Agreement "
        "(as “x 01”)."
    )
    for address in (PREVIEW, NEW):
        assert refused in words(writer.post(address, said(placement, agent_reference="X-1")))
    assert Sale.objects.count() == 1


def test_the_decimals_that_were_typed_tell_how_near_the_gross_must_be(
    writer: Client, placement: Placement
) -> None:
    typed = {"shares": "1000", "gross": "4034.00"}
    assert writer.post(NEW, said(placement, price="4.0300", **typed)).status_code == 422
    assert writer.post(NEW, said(placement, price="4.03", **typed)).status_code == 302
    assert Sale.objects.get().price_decimals == 2


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        ({"shares": "10,000", "price": "$4.10"}, (10_000, "41000.00", 2)),
        (
            {"shares": " 10\u00a0000 ", "price": "4.1000", "gross": "$41,000.00"},
            (10_000, "41000.00", 4),
        ),
        ({"shares": "10\u2009000", "gross": "40 000"}, (10_000, "40000.00", 2)),
    ],
)
def test_figures_are_posted_as_they_were_pasted(
    writer: Client, placement: Placement, typed: dict[str, str], figures: tuple[int, str, int]
) -> None:
    assert writer.post(NEW, said(placement, **typed)).status_code == 302
    sale = Sale.objects.get()
    shares, gross, decimals = figures
    assert (sale.shares, sale.gross, sale.price_decimals) == (shares, Decimal(gross), decimals)


def test_after_a_refusal_figures_are_shown_as_the_product_writes_them(
    writer: Client, placement: Placement
) -> None:
    pasted = {"shares": "10\u00a0000", "price": "$4.1", "gross": "41000", "deductions": "1,5"}
    form = writer.post(NEW, said(placement, **pasted)).context["form"]
    shown = {name: form[name].value() for name in pasted}
    assert shown == {"shares": "10,000", "price": "4.1", "gross": "41,000.00", "deductions": "1,5"}


def test_check_shows_the_same_without_script_and_records_nothing(
    writer: Client, placement: Placement
) -> None:
    good = writer.post(NEW, said(placement, check="1"))
    assert good.status_code == 200
    assert "Ready to post." in words(good)
    bad = writer.post(NEW, said(placement, check="1", price="3.99", agent_reference=""))
    assert bad.status_code == 200
    assert "The price of $3.9900 is below the minimum of $4.0000" in words(bad)
    assert "Agent's reference is missing." in words(bad)
    assert not Sale.objects.exists()


def test_a_sale_is_posted_with_all_that_the_notice_says(
    writer: Client, placement: Placement
) -> None:
    notice = said(
        placement,
        shares="949710",
        price="4.03",
        gross="3822967.00",
        settlement_date="2001-11-16",
        settlement_reason="Both sides agreed so.",
        deductions="48.32",
        remark="Wire fee.",
    )
    response = writer.post(NEW, notice, follow=True)
    told = "Sale 1 of the Sales Agreement is recorded: 949,710 shares for $3,822,967.00."
    assert told in words(response)
    assert response.redirect_chain == [("/sales/sales-agreement/1/", 302)]
    sale = Sale.objects.get()
    assert (sale.gross, sale.commission, sale.deductions, sale.net) == (
        Decimal("3822967.00"),
        Decimal("152918.68"),
        Decimal("48.32"),
        Decimal("3670000.00"),
    )
    assert (sale.settlement_date, sale.settlement_reason) == (
        date(2001, 11, 16),
        "Both sides agreed so.",
    )
    assert (sale.remark, sale.recorded_by.username) == ("Wire fee.", "writer")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"shares": "6300000"}, "shares", "is more than the $25,000,000.00 that the Sales"),
        ({"shares": "5000001"}, "shares", "5,000,001 shares would be more than the 5,000,000"),
        ({"price": "3.999999"}, "price", "The price of $3.999999 is below the minimum of $4.0000"),
        ({"method": "ecn"}, "method", "does not allow the method “Through an electronic"),
        ({"trade_date": "2001-09-28"}, "trade_date", "is before Oct 1, 2001"),
        ({"trade_date": "2001-11-14"}, "trade_date", "is in the future; today is Nov 13, 2001."),
        (
            {"trade_date": "2001-11-11"},
            "trade_date",
            "Nov 11, 2001 is not a trading day (weekend).",
        ),
        ({"gross": "41000.00"}, "gross", "does not fit 10,000 shares at $4.0000"),
        ({"agent_reference": "=SUM(A1)"}, "agent_reference", "must open with a letter or digit"),
        ({"agent_reference": "x" * 65}, "agent_reference", "up to 64 letters"),
        ({"settlement_date": "2001-11-16"}, "settlement_reason", "say why the parties agreed"),
        ({"settlement_date": "2001-11-12"}, "settlement_date", "is not a settlement day"),
        ({"settlement_date": "2001-11-09"}, "settlement_date", "is not after the trade date"),
        ({"deductions": "40000.00"}, "deductions", "the gross less the commission."),
    ],
)
def test_a_refused_sale_shows_the_sentence_of_the_preview_and_changes_nothing(
    writer: Client, placement: Placement, wrong: dict[str, str], field: str, sentence: str
) -> None:
    before = Agreement.objects.values().get()
    notice = said(placement, **wrong)
    preview = writer.post(PREVIEW, notice).context["form"].errors
    response = writer.post(NEW, notice)
    assert response.status_code == 422
    assert response.context["form"].errors == preview
    assert any(sentence in found for found in preview[field])
    assert sentence in words(response)
    assert not Sale.objects.exists()
    assert Agreement.objects.values().get() == before


def test_a_nul_is_refused_with_the_whole_form(writer: Client, placement: Placement) -> None:
    response = writer.post(NEW, said(placement) | {"agent_reference": "a\0b"})
    assert response.status_code == 400
    assert "The form contains a NUL character" in words(response)
    assert not Sale.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[
            ("shares", typed)
            for typed in ("1,00", "1.000", "1e3", "-5", "0", "1.5", "NaN", "9" * 40, "٣")
        ],
        *[
            ("price", typed)
            for typed in ("$-", "4,00", "4,025", "-4", "0", "1e1", "4.0000001", "9" * 40)
        ],
        *[
            ("gross", typed)
            for typed in ("40,00", "(40000", "(40,000.00)", "40000.005", "0.00", "inf")
        ],
        *[("deductions", typed) for typed in ("-1", "0", "1.001", "ten")],
        *[("trade_date", typed) for typed in ("2001-02-30", "Nov 9, 2001", "0001-01-01", "")],
        ("trade_date", "9999-12-31"),
        ("settlement_date", "9999-12-31"),
        ("settlement_date", "soon"),
        ("placement", "999999"),
        ("placement", "9" * 30),
        ("placement", "x"),
        ("method", "barter"),
        ("remark", "x" * 301),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(
    writer: Client, placement: Placement, field: str, typed: str
) -> None:
    response = writer.post(NEW, said(placement) | {field: typed})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert len(response.context["form"].errors[field]) == 1
    assert not Sale.objects.exists()


def test_nothing_sent_is_no_sale(writer: Client, placement: Placement) -> None:
    assert writer.post(NEW).status_code == 422
    assert not Sale.objects.exists()


def test_the_same_notice_is_booked_once(writer: Client, placement: Placement) -> None:
    assert writer.post(NEW, said(placement)).status_code == 302
    again = writer.post(NEW, said(placement))
    assert again.status_code == 422
    assert "is already booked as sale 1 of the Sales Agreement." in words(again)
    assert Sale.objects.count() == 1


def test_a_placement_that_was_closed_meanwhile_is_answered_with_its_sentence(
    writer: Client, placement: Placement
) -> None:
    by = UserFactory()
    move_placement(placement, "close", on=date(2001, 11, 8), by=by, today=TODAY)
    response = writer.post(NEW, said(placement))
    assert response.status_code == 422
    assert "is after Nov 8, 2001, the day on which placement 1 was closed" in words(response)
    assert response.context["form"]["placement"].value() == str(placement.pk)


def test_a_placement_used_up_meanwhile_stays_chosen_in_the_form(
    writer: Client, placement: Placement
) -> None:
    sell(placement, 5_000_000)
    response = writer.post(NEW, said(placement))
    assert "10,000 shares would be more than the 0 that placement 1 has left" in words(response)
    assert offered(response) == ["Sales Agreement · placement 1 · 0 shares left · minimum $4.00"]
