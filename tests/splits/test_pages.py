"""Pages after a split: what is counted in which shares, said where both stand."""

import pytest
from django.test import Client

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Placement
from tests.factories import TODAY, sell
from tests.pages.plain_text import words
from tests.splits.conftest import THURSDAY, split

AFTER = "in shares after the 1-for-25 split of Nov 7, 2001"
PLACEMENT = "/placements/sales-agreement/1/"


@pytest.fixture
def page(client: Client, placement: Placement, treasurer: User) -> Client:
    client.force_login(treasurer)
    split(treasurer)
    sell(placement, 1_000, "15.00", by=treasurer, trade_date=THURSDAY)
    return client


def test_a_placement_shows_its_figures_of_today_and_as_agreed(page: Client) -> None:
    text = words(page.get(f"{PLACEMENT}?as_of=2001-11-08"))
    assert "29,000 of 40,000 shares left" in text
    assert f"Counted {AFTER}. As agreed: 1,000,000 shares at $0.5000 or more." in text
    assert "Minimum price $12.5000" in text
    assert "Capacity it reserves $362,500.00" in text
    assert "250,000 $0.6000" in text  # the sale as it was traded
    assert " 11,000 $165,000.00 " in text  # and the total in today's shares
    before = words(page.get(f"{PLACEMENT}?as_of=2001-11-06"))
    assert "750,000 of 1,000,000 shares left" in before
    assert "As agreed" not in before


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/?as_of=2001-11-08", ["Shares sold 11,000", "Average price $15.0000", AFTER]),
        (
            "/agreements/sales-agreement/?as_of=2001-11-08",
            ["$165,000.00 of gross for 11,000 shares is $15.0000", "29,000 $12.5000", AFTER],
        ),
        ("/placements/?as_of=2001-11-08", ["40,000 11,000 29,000 $12.5000", AFTER]),
        ("/sales/?as_of=2001-11-08", [AFTER, "Total, in shares after the split 11,000 "]),
        (
            "/settlements/?as_of=2001-11-08",
            [
                AFTER,
                "1 sale, 10,000 shares",
                "10,000 250,000 as traded $144,000.00",
                "1 sale, 1,000 shares",
            ],
        ),
    ],
)
def test_sums_count_the_shares_of_the_day_and_say_so(
    page: Client, address: str, sentences: list[str]
) -> None:
    text = words(page.get(address))
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert "the 1-for-25 split" not in words(page.get(address.replace("11-08", "11-06")))


def test_a_sale_says_what_it_counts_after_the_split(page: Client) -> None:
    sale = "/sales/sales-agreement/1/"
    after = "After the 1-for-25 split of Nov 7, 2001 they count as 10,000 shares at $15.0000."
    assert after in words(page.get(f"{sale}?as_of=2001-11-08"))
    assert "they count as" not in words(page.get(f"{sale}?as_of=2001-11-06"))
    assert "they count as" not in words(page.get("/sales/sales-agreement/2/"))


def test_a_reversal_takes_back_what_the_sale_counts_after_the_split(page: Client) -> None:
    shown = words(page.get("/sales/sales-agreement/1/reverse/"))
    assert "10,000 shares (250,000 as traded) go back to placement 1" in shown


def test_no_number_of_old_shares_is_told_of_a_delivery_after_the_split(
    page: Client, placement: Placement, treasurer: User
) -> None:
    deliver([placement.sales.get(number=1)], delivered_on=THURSDAY, by=treasurer, today=TODAY)
    shown = words(page.get("/"))
    assert "Recorded the delivery of sale 1 of the Sales Agreement on Nov 8, 2001" in shown


def test_the_form_offers_what_is_left_in_todays_shares(page: Client) -> None:
    text = words(page.get("/sales/new/"))
    assert "Sales Agreement · placement 1 · 29,000 shares left · minimum $12.50" in text
