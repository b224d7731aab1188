"""The way through the sale form: what it offers, where it starts, and where its buttons lead."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from placements.models import Attachment, Placement, Sale
from placements.terms.notice import METHODS
from tests.amendments.changing import amended
from tests.books import nothing_changes
from tests.factories import AgreementFactory, PlacementFactory
from tests.pages.plain_text import words
from tests.pages.test_sale_form import NEW, said
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def placement(db: None) -> Placement:
    """Under an agreement that allows negotiated sales and other lawful ways."""
    made: Placement = PlacementFactory(accepted=True, shares_offered=50_000)
    return made


def methods(response: Any) -> list[str]:
    choices = response.context["form"].fields["method"].widget.choices
    return [method for method, _ in choices if method]


def starts_in(response: Any) -> list[str]:
    """The ids of what has the cursor when the page opens."""
    opened = re.findall(r"<[a-z]+[^>]* autofocus[^>]*>", response.content.decode())
    return [tag.partition(' id="')[2].partition('"')[0] for tag in opened]


def test_only_the_methods_of_the_chosen_agreement_are_offered(
    writer: Client, placement: Placement
) -> None:
    chosen = {"agreement": "sales-agreement", "placement": "1"}
    assert methods(writer.get(NEW)) == list(METHODS)
    assert methods(writer.get(NEW, chosen)) == ["negotiated", "other"]
    checked = writer.post(NEW, said(placement, method="", check="1"))
    assert methods(checked) == ["negotiated", "other"]


def test_the_methods_are_those_of_the_trade_date(writer: Client, placement: Placement) -> None:
    amended(placement.agreement, effective_on=date(2001, 11, 12), methods=["negotiated"])
    for day, allowed in (("2001-11-09", ["negotiated", "other"]), ("2001-11-12", ["negotiated"])):
        assert methods(writer.post(NEW, said(placement, trade_date=day, check="1"))) == allowed
    assert methods(writer.post(NEW, said(placement, trade_date="soon", check="1"))) == [
        "negotiated"
    ]


def test_a_method_that_is_not_offered_is_refused_with_the_page(
    writer: Client, placement: Placement
) -> None:
    refused = writer.post(NEW, said(placement, method="ecn"))
    assert refused.status_code == 422
    assert "does not allow the method “Through an electronic" in words(refused)


def test_another_placement_brings_the_methods_of_its_own_agreement(
    writer: Client, placement: Placement
) -> None:
    other = AgreementFactory(other=True, methods=["ecn"])
    under = PlacementFactory(agreement=other, accepted=True)
    asked = writer.post(NEW, said(under, check="1"), headers={"HX-Request": "true"})
    assert methods(asked) == ["ecn"]
    assert starts_in(asked) == []


def test_enter_in_a_field_checks_the_sale_and_posts_nothing(
    writer: Client, placement: Placement
) -> None:
    """A browser presses the form's first button for it, with a script or without."""
    form = writer.get(NEW).content.decode().partition('id="sale"')[2].partition("</form>")[0]
    first = re.findall(r"<button[^>]*>", form)[0]
    assert 'name="check"' in first
    checked = writer.post(NEW, said(placement, check="1"))
    assert "Ready to post." in words(checked)
    assert not Sale.objects.exists()


def test_the_form_starts_in_its_first_field_or_in_the_first_that_is_refused(
    writer: Client, placement: Placement
) -> None:
    assert starts_in(writer.get(NEW)) == ["id_placement"]
    assert starts_in(writer.post(NEW, said(placement, price="1,5"))) == ["id_price"]
    assert starts_in(writer.post(NEW, said(placement, shares="", check="1"))) == ["id_shares"]


def test_a_sale_in_order_is_shown_with_the_cursor_at_its_figures(
    writer: Client, placement: Placement
) -> None:
    assert starts_in(writer.post(NEW, said(placement, check="1"))) == ["preview"]


def test_post_and_record_another_returns_to_an_empty_form_of_the_placement(
    writer: Client, placement: Placement
) -> None:
    response = writer.post(NEW, said(placement, another="1"), follow=True)
    again = "/sales/new/?agreement=sales-agreement&placement=1"
    assert response.redirect_chain == [(again, 302)]
    told = "Sale 1 of the Sales Agreement is recorded: 10,000 shares for $40,000.00."
    assert told in words(response)
    form = response.context["form"]
    assert form["placement"].value() == placement.pk
    assert not any(form[name].value() for name in ("shares", "price", "gross", "agent_reference"))
    assert starts_in(response) == ["id_placement"]


def test_a_refused_sale_is_not_left_for_another(writer: Client, placement: Placement) -> None:
    refused = writer.post(NEW, said(placement, another="1", price="3.99"))
    assert refused.status_code == 422
    assert refused.context["form"]["price"].value() == "3.99"
    assert not Sale.objects.exists()


def notice_file(content: bytes = b"We sold for you today.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("notice.txt", content)


def test_the_agents_notice_is_attached_where_the_sale_is_recorded(
    writer: Client, placement: Placement
) -> None:
    writer.post(NEW, {**said(placement), "document": notice_file()})
    [attached] = Attachment.objects.all()
    assert (attached.sale, attached.kind, attached.name) == (
        Sale.objects.get(),
        "notice",
        "notice.txt",
    )


def test_no_sale_is_posted_with_a_notice_that_cannot_be_attached(
    writer: Client, placement: Placement
) -> None:
    with nothing_changes():
        answer = writer.post(NEW, {**said(placement), "document": notice_file(b"")})
    assert answer.status_code == 422
    assert "The file is empty." in words(answer)


def test_checking_says_that_the_file_must_be_chosen_again(
    writer: Client, placement: Placement
) -> None:
    answer = writer.post(NEW, {**said(placement), "check": "1", "document": notice_file()})
    assert "Choose “notice.txt” again" in words(answer)
