"""What a text in the search field can mean."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.search.typed import LONGEST, Coded, Days, read


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("3", "", 3),
        ("#3", "", 3),
        ("placement 3", "placement", 3),
        ("Placement  #3", "placement", 3),
        ("sale 12", "sale", 12),
        ("Reversal 4", "sale", 4),
        ("adjustment 5", "sale", 5),
        ("warrants 1", "warrant", 1),
        ("request 7", "request", 7),
        ("share 7", "", None),
        ("sale 0", "", None),
        ("sale 9999999999", "", None),
        ("3.5", "", None),
        ("٣", "", None),
    ],
)
def test_a_number_may_come_with_its_kind(text: str, kind: str, number: int | None) -> None:
    typed = read(text)
    assert (typed.kind, typed.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("SA-12", Coded("SA", "sale", 12)),
        ("sa-p3", Coded("SA", "placement", 3)),
        ("SA-", None),
        ("SA-P", None),
        ("SA-0", None),
        ("12-12", None),
    ],
)
def test_a_code_names_a_sale_or_a_placement_of_an_agreement(text: str, coded: Coded | None) -> None:
    assert read(text).coded == coded


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$10,480", "10480"),
        ("94,971", "94971"),
        ("2,017,970.82", "2017970.82"),
        ("(3,822,967.00)", "3822967.00"),
        ("4.0254", "4.0254"),
        ("3", "3"),
        ("0", None),
        ("3,82", None),
        ("4.02541234", None),
        ("placement 3", None),
        ("NaN", None),
        ("1e5", None),
    ],
)
def test_an_amount_is_read_as_people_write_it_without_its_sign(
    text: str, amount: str | None
) -> None:
    assert read(text).amount == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "Nov 9, 2001",
        "nov 9 2001",
        "November 9, 2001",
        "9 Nov 2001",
        "2001-11-09",
        "11/9/2001",
        "11/09/2001",
    ],
)
def test_a_day_is_read_in_every_way_that_people_write_it(text: str) -> None:
    day = date(2001, 11, 9)
    assert read(text).days == Days(day, day)


@pytest.mark.parametrize("text", ["Nov 2001", "November 2001", "2001-11", "11/2001"])
def test_a_month_is_all_its_days(text: str) -> None:
    assert read(text).days == Days(date(2001, 11, 1), date(2001, 11, 30))


@pytest.mark.parametrize("text", ["Sept 5, 2002", "Sept. 5, 2002", "Sep 5, 2002"])
def test_september_has_two_short_names(text: str) -> None:
    assert read(text).days == Days(date(2002, 9, 5), date(2002, 9, 5))


@pytest.mark.parametrize(
    "text", ["Feb 30, 2001", "2001-02-30", "13/1/2001", "Nov 1979", "2101-01-01"]
)
def test_what_no_page_can_show_is_not_a_day(text: str) -> None:
    assert read(text).days is None


def test_a_reference_is_looked_for_however_it_is_spelled() -> None:
    assert read("  x 001 ").key == read("X/1").key == "x-1"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [("CF-", ""), ("CF-1", "cf-1"), ("424", ""), ("424B", "424b"), ("Nov 9, 2001", "")],
)
def test_the_beginning_of_a_reference_has_three_characters_and_is_no_small_number(
    text: str, beginning: str
) -> None:
    assert read(text).beginning == beginning


def test_a_longer_text_than_anything_in_the_books_means_nothing() -> None:
    typed = read("a" * (LONGEST + 1))
    assert typed.too_long
    assert (typed.number, typed.amount, typed.days, typed.key, typed.words) == (
        *(None, None, None),
        "",
        (),
    )


def test_no_text_means_nothing() -> None:
    typed = read(" \t ")
    assert typed.text == ""
    assert (typed.number, typed.amount, typed.days, typed.key, typed.words) == (
        *(None, None, None),
        "",
        (),
    )
