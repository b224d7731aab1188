"""The clocks of a warrant, leap days and month ends among them (p. S-12)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warrants.terms.clocks import Clocks, ClockTerms, clocks, years_after

TERMS = ClockTerms(
    life_years=5,
    last_day_included=True,
    cashless_years=1,
    transfer_years=1,
    nasd_transfer_years=1,
    offering_effective_on=date(2001, 11, 1),
    registration_years=1,
)


def test_the_warrant_of_15_november_2001() -> None:
    assert clocks(date(2001, 11, 15), TERMS) == Clocks(
        issued_on=date(2001, 11, 15),
        cashless_from=date(2002, 11, 15),
        agreed_transfer_from=date(2002, 11, 15),
        nasd_transfer_from=date(2002, 11, 1),
        registrable_from=date(2002, 11, 15),
        expires_on=date(2006, 11, 15),
    )


def test_without_its_last_day_it_ends_the_day_before() -> None:
    terms = TERMS._replace(last_day_included=False)
    assert clocks(date(2001, 11, 15), terms).expires_on == date(2006, 11, 14)
    assert clocks(date(2002, 3, 1), terms).expires_on == date(2007, 2, 28)
    assert clocks(date(2003, 3, 1), terms).expires_on == date(2008, 2, 29)


@pytest.mark.parametrize(
    ("effective", "governs"),
    [
        (date(2001, 11, 1), date(2002, 11, 15)),  # the agreement's is later
        (date(2001, 11, 15), date(2002, 11, 15)),  # both on one day
        (date(2001, 12, 3), date(2002, 12, 3)),  # the NASD's is later
    ],
)
def test_the_later_of_the_two_transfer_clocks_governs(effective: date, governs: date) -> None:
    terms = TERMS._replace(offering_effective_on=effective)
    assert clocks(date(2001, 11, 15), terms).transferable_from == governs


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        ("2004-02-29", 1, "2005-02-28"),  # no 29th: the 28th
        ("2004-02-29", 4, "2008-02-29"),
        ("2004-02-29", 5, "2009-02-28"),
        ("1896-02-29", 4, "1900-02-28"),  # a century without its leap day
        ("2003-02-28", 1, "2004-02-28"),  # the 28th stays the 28th
        ("2001-01-31", 1, "2002-01-31"),
        ("2001-04-30", 5, "2006-04-30"),
        ("2001-12-31", 1, "2002-12-31"),
        ("2001-11-15", 0, "2001-11-15"),
    ],
)
def test_the_same_day_years_later(day: str, years: int, later: str) -> None:
    assert years_after(date.fromisoformat(day), years) == date.fromisoformat(later)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 20))
def test_years_later_is_the_same_day_or_for_a_leap_day_the_28th(day: date, years: int) -> None:
    later = years_after(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.day, later.day) == (29, 28)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 20))
def test_a_later_day_never_has_an_earlier_anniversary(day: date, years: int) -> None:
    assert years_after(day, years) <= years_after(day + timedelta(days=1), years)
