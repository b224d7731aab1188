"""What other pages say about warrants: dashboard, placement, agreement, header."""

import pytest
from django.test import Client

from placements.models import Sale
from tests.factories import UserFactory, reverse_sale
from tests.pages.plain_text import links, words
from tests.warrants.factories import (
    ISSUED_BY,
    issued_warrant,
    opened_warrant,
    sold_placement,
    warrant_agreement,
)

pytestmark = pytest.mark.django_db


def test_the_dashboard_has_the_few_figures(reader: Client) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement)
    sold_placement(agreement, 20_000)
    sold_placement(agreement, 30_000, delivered=False)
    opened_warrant()
    text = words(reader.get("/"))
    assert (
        "2,000 warrant shares overdue. They were to be issued to the agent by Nov 22, 2001" in text
    )
    assert "Unsettled 3,000" in text
    assert "Outstanding, the agent's 1,000" in text
    assert "Outstanding, callable 1,706,800" in text
    then = words(reader.get("/?as_of=2001-11-20"))
    assert "Due 2,000 by Nov 22, 2001" in then
    assert "overdue. They were to be issued" not in then


def test_a_placement_says_what_it_earns(reader: Client) -> None:
    agreement = warrant_agreement()
    sold_placement(agreement)
    page = reader.get("/placements/sales-agreement/1/?as_of=2001-11-20")
    assert "due 1,000 warrant shares at $5.2000, due by Nov 22, 2001" in words(page)
    assert "/warrants/issue/sales-agreement/1/?as_of=2001-11-20" in links(page)
    nothing = reader.get("/placements/sales-agreement/1/?as_of=2001-11-05")
    assert "so no warrants accrue" in words(nothing)


def test_an_agreement_says_what_is_issued_and_over_issued(reader: Client) -> None:
    issued_warrant()
    reverse_sale(
        Sale.objects.get(), on=ISSUED_BY, reason="Wrong.", by=UserFactory(), today=ISSUED_BY
    )
    text = words(reader.get("/agreements/sales-agreement/"))
    assert "over-issued Placement 1: 1,000 warrant shares too many are issued" in text
    assert "issued Warrant 1 for placement 1: 1,000 at $5.2000 on Nov 15, 2001" in text
    then = words(reader.get("/agreements/sales-agreement/?as_of=2001-11-29"))
    assert "over-issued" not in then


def test_the_header_leads_to_the_warrants(reader: Client) -> None:
    assert "/warrants/" in links(reader.get("/"))
    kept = links(reader.get("/sales/?as_of=2001-11-20"))
    assert "/warrants/?as_of=2001-11-20" in kept
