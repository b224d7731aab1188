"""The paragraphs of the supplement and of the note, word for word."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.reports.programme import Programme, Terms
from neoequity.reports.sold import Book, Booked
from neoequity.reports.words import note_words, supplement_words
from placements.terms.notice import METHODS
from placements.terms.split import Ratio, StockSplit
from tests.reports.booked import adjustment, figures, reversal, sale, span

TWO_WEEKS = span("2001-10-29", "2001-11-09")
Q4 = span("2001-10-01", "2001-12-31")
PUBLISHED = figures(949_710, "3822967.00", "152918.68")
SIGNED = Terms(date(2001, 6, 12), Decimal("25000000.00"), "Cantor Fitzgerald & Co.")
ENTERED = (
    "On Jun 12, 2001, we entered into the Sales Agreement with Cantor Fitzgerald & Co., under "
    "which we may offer and sell from time to time shares of our common stock with aggregate gross "
    "proceeds of up to $25,000,000, for a commission of up to 4.00% of gross proceeds. "
)


def programme(
    *rows: Booked,
    as_of: str = "2001-12-31",
    splits: tuple[StockSplit, ...] = (),
    **facts: Any,
) -> Programme:
    """The Sales Agreement with what it sold, but for the other facts."""
    terms: dict[str, Any] = {
        "slug": "sales-agreement",
        "code": "SA",
        "name": "Sales Agreement",
        "file_number": "333-53108",
        "form": "Form S-3",
        "shelf_expires_on": None,
        "signed_on": date(2001, 6, 12),
        "highest_rate": Decimal("0.04"),
        "terms": [SIGNED],
    }
    return Programme(**{**terms, **facts}, book=Book(rows, date.fromisoformat(as_of), splits))


def test_the_supplement_says_what_was_sold_in_the_published_two_weeks() -> None:
    assert supplement_words(programme(sale("2001-11-09", PUBLISHED)), TWO_WEEKS) == (
        "During the two weeks ended Nov 9, 2001, we sold 949,710 shares of our common stock "
        "through Cantor Fitzgerald & Co. under the Sales Agreement, in privately negotiated "
        "transactions, at an average price of $4.0254 per share, for gross proceeds of "
        "$3,822,967.00 and net proceeds of $3,670,048.32 after commissions of $152,918.68. As of "
        "Nov 9, 2001, $21,177,033 of $25,000,000 remained available for sale under the Sales "
        "Agreement."
    )


def test_the_supplement_says_that_nothing_was_sold() -> None:
    assert supplement_words(programme(), TWO_WEEKS) == (
        "During the two weeks ended Nov 9, 2001, we sold no shares of our common stock under the "
        "Sales Agreement. As of Nov 9, 2001, $25,000,000 of $25,000,000 remained available for "
        "sale under the Sales Agreement."
    )


def test_the_supplement_names_every_method_and_what_was_deducted() -> None:
    rows = [
        sale("2001-11-01", figures(1, "4.00", "0.16", "0.10"), method=method) for method in METHODS
    ]
    words = supplement_words(programme(*rows), TWO_WEEKS)
    assert (
        "we sold 5 shares of our common stock through Cantor Fitzgerald & Co. under the Sales "
        "Agreement, through an electronic communications network, through a market maker, directly "
        "into Nasdaq, in privately negotiated transactions and by other lawful means, at an "
        "average price of $4.0000 per share, for gross proceeds of $20.00 and net proceeds of "
        "$18.70 after commissions of $0.80 and deductions of $0.50."
    ) in words


def test_the_supplement_names_the_agent_of_its_last_day() -> None:
    amended = Terms(date(2001, 11, 5), Decimal("20000000.00"), "Example Securities LLC")
    told = programme(sale("2001-11-09", PUBLISHED), terms=[SIGNED, amended])
    words = supplement_words(told, TWO_WEEKS)
    assert "through Example Securities LLC under" in words
    assert "$16,177,033 of $20,000,000 remained" in words
    assert told.agents(TWO_WEEKS) == ["Cantor Fitzgerald & Co.", "Example Securities LLC"]
    assert told.agents(span("2001-10-15", "2001-10-26")) == ["Cantor Fitzgerald & Co."]


def test_the_supplement_says_that_earlier_sales_were_reversed() -> None:
    ten = figures(10, "40.00", "1.60")
    told = programme(
        sale("2001-10-26", ten, reversed_on="2001-11-05"),
        reversal("2001-11-05", ten),
        sale("2001-11-09", figures(100, "400.00", "16.00")),
    )
    words = supplement_words(told, TWO_WEEKS)
    assert "we sold 90 shares" in words
    assert "These figures are net of sales made earlier that were reversed." in words
    whole = supplement_words(told, span("2001-10-20", "2001-11-09"))
    assert "we sold 100 shares" in whole
    assert "reversed" not in whole


def test_the_supplement_tells_reversals_that_outweigh_the_sales_in_parentheses() -> None:
    ten = figures(10, "40.00", "1.60")
    told = programme(sale("2001-10-26", ten, reversed_on="2001-11-05"), reversal("2001-11-05", ten))
    assert supplement_words(told, TWO_WEEKS).startswith(
        "During the two weeks ended Nov 9, 2001, sales under the Sales Agreement, net of reversals "
        "and adjustments, came to (10) shares, gross proceeds to ($40.00), commissions to ($1.60) "
        "and net proceeds to ($38.40). As of"
    )


def test_the_supplement_tells_an_adjustment_without_sales() -> None:
    words = supplement_words(programme(adjustment("2001-11-02", "-20000.00")), TWO_WEEKS)
    assert (
        "came to 0 shares, gross proceeds to $0.00, commissions to ($20,000.00) and net proceeds "
        "to $20,000.00."
    ) in words


def test_the_note_tells_the_first_quarter_with_sales_and_what_is_not_issued_yet() -> None:
    told = programme(
        sale("2001-11-09", PUBLISHED, delivered="2001-11-15"),
        sale("2001-12-28", figures(10_000, "40000.00", "1600.00"), delivered="2002-01-03"),
    )
    # 959,710 shares for $3,862,967.00: $4.025140 on average.
    assert note_words(told, Q4) == (
        ENTERED
        + "During the three months ended Dec 31, 2001, we sold 959,710 shares of our common stock "
        "under the Sales Agreement at an average price of $4.0251 per share, for gross proceeds of "
        "$3,862,967.00 and net proceeds of $3,708,448.32 after commissions of $154,518.68. These "
        "are all sales under the Sales Agreement to date. During the three months ended Dec 31, "
        "2001, we issued 949,710 shares for net proceeds of $3,670,048.32. Of the shares sold in "
        "that period, 10,000 had not been issued at its end; their net proceeds of $38,400.00 are "
        "due on delivery. As of Dec 31, 2001, $21,137,033 of $25,000,000 remained available for "
        "sale under the Sales Agreement."
    )


def test_the_note_tells_quarter_year_and_total_where_they_differ() -> None:
    told = programme(
        sale("2001-11-09", figures(100, "400.00", "16.00"), delivered="2001-11-15"),
        sale("2002-02-01", figures(20, "100.00", "4.00"), delivered="2002-02-06"),
        sale("2002-05-01", figures(3, "18.00", "0.72"), delivered="2002-05-06"),
        as_of="2002-06-30",
    )
    words = note_words(told, span("2002-04-01", "2002-06-30"))
    assert (
        "During the three months ended Jun 30, 2002, we sold 3 shares of our common stock under "
        "the Sales Agreement at an average price of $6.0000 per share, for gross proceeds of "
        "$18.00 and net proceeds of $17.28 after commissions of $0.72. During the six months ended "
        "Jun 30, 2002, we sold 23 shares of our common stock under the Sales Agreement at an "
        "average price of $5.1304 per share, for gross proceeds of $118.00 and net proceeds of "
        "$113.28 after commissions of $4.72. From Jun 12, 2001 to Jun 30, 2002, we sold 123 shares "
        "of our common stock under the Sales Agreement at an average price of $4.2114 per share, "
        "for gross proceeds of $518.00 and net proceeds of $497.28 after commissions of $20.72. "
        "During the three months ended Jun 30, 2002, we issued 3 shares for net proceeds of $17.28."
    ) in words


def test_the_note_of_a_year_that_has_all_sales_tells_the_total_once() -> None:
    told = programme(
        sale("2001-09-28", figures(100, "400.00", "16.00"), delivered="2001-10-03"),
        sale("2001-11-09", figures(20, "100.00", "4.00"), delivered="2001-11-15"),
    )
    words = note_words(told, Q4)
    assert words.count("we sold 120 shares") == 1
    assert "From Jun 12, 2001 to Dec 31, 2001, we sold 120 shares" in words
    assert "to date" not in words


def test_the_note_names_splits_since_the_signing_and_a_rate_with_all_its_decimals() -> None:
    before = StockSplit(date(2001, 6, 1), Ratio(2, 1))
    reverse = StockSplit(date(2001, 11, 7), Ratio(1, 25))
    words = note_words(programme(splits=(before, reverse), highest_rate=Decimal("0.00129")), Q4)
    assert words.endswith(
        "Numbers of shares and prices per share are adjusted for the 1-for-25 split of Nov 7, 2001."
    )
    assert "for a commission of up to 0.1290% of gross proceeds" in words


def test_the_note_leaves_out_a_commission_without_a_schedule() -> None:
    words = note_words(programme(highest_rate=None), Q4)
    assert "gross proceeds of up to $25,000,000. During" in words


def test_the_note_says_when_everything_was_sold() -> None:
    terms = [SIGNED._replace(capacity=Decimal("3822967.00"))]
    told = programme(sale("2001-11-09", PUBLISHED), terms=terms)
    assert told.ended_on == date(2001, 11, 9)
    assert note_words(told, Q4).endswith(
        "As of Dec 31, 2001, $0 of $3,822,967 remained available for sale under the Sales "
        "Agreement. The Sales Agreement ended on Nov 9, 2001."
    )


def test_an_agreement_ends_with_its_shelf() -> None:
    assert programme(shelf_expires_on=date(2001, 11, 30)).ended_on == date(2001, 11, 30)
    assert programme(shelf_expires_on=date(2001, 12, 31)).ended_on is None


def test_sales_past_a_capacity_that_was_lowered_since_are_told_as_such() -> None:
    amended = Terms(date(2001, 11, 1), Decimal("3000000.00"), "Cantor Fitzgerald & Co.")
    told = programme(sale("2001-10-30", PUBLISHED), terms=[SIGNED, amended])
    assert supplement_words(told, TWO_WEEKS).endswith(
        "As of Nov 9, 2001, sales under the Sales Agreement exceeded its capacity of $3,000,000 by "
        "$822,967.00."
    )
