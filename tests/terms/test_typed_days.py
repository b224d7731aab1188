"""Days as people type and paste them: read as they are meant, or asked about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.days import written
from neoequity.books.typed_days import SENTENCE, only_day_first, read_typed_day

NOV_9 = date(2001, 11, 9)


@pytest.mark.parametrize(
    "text",
    [
        *("2001-11-09", "20011109", "2001/11/09", "11/09/2001", "11/9/2001", "11/9/01"),
        *("Nov 9, 2001", "Nov 9 2001", "November 9th, 2001", "nov. 9, 2001", "Nov-09-2001"),
        *("9-Nov-01", "9-Nov-2001", "09NOV2001", "9 November 2001", "9 Nov '01"),
        *("Fri, Nov 9, 2001", "Friday 9-Nov-01", "  Nov  9,\u00a02001 "),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_typed_day(text) == NOV_9


@pytest.mark.parametrize(
    "text",
    [
        *("", "Total", "37204", "Nov 2001", "9", "2001-02-30", "Nov 31, 2001", "13/11/2001"),
        *(
            "ma 9, 2001",
            "Nov 9",
            "2001-11-09 14:30",
            "11/09",
            "\u0661\u0661/\u0660\u0669/2001",
            "Nov 9, 1850",
        ),
    ],
)
def test_what_is_no_day_is_answered_with_what_to_enter(text: str) -> None:
    with pytest.raises(ValueError, match=SENTENCE):
        read_typed_day(text)


@pytest.mark.parametrize("text", ["09-11-2001", "9.11.01", "11-09-01"])
def test_signs_that_no_country_agrees_on_are_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match="does not say which figure is the month"):
        read_typed_day(text)


def test_a_weekday_that_is_not_that_of_the_day_is_asked_about() -> None:
    with pytest.raises(ValueError, match="Nov 9, 2001 is a Friday"):
        read_typed_day("Mon, Nov 9, 2001")


def test_beside_a_day_in_front_slashes_could_mean_two_days() -> None:
    assert only_day_first("13/11/2001")
    assert not only_day_first("11/13/2001")
    with pytest.raises(ValueError, match="Enter Nov 9, 2001 or Sep 11, 2001: “11/09/2001” could"):
        read_typed_day("11/09/2001", month_first=False)
    assert read_typed_day("11/11/2001", month_first=False) == date(2001, 11, 11)
    assert read_typed_day("Nov 9, 2001", month_first=False) == NOV_9


def test_two_digits_of_a_year_lie_between_1980_and_2079() -> None:
    assert read_typed_day("11/9/79").year == 2079
    assert read_typed_day("11/9/80").year == 1980


@given(st.dates(date(1980, 1, 1), date(2079, 12, 31)), st.booleans())
def test_every_day_is_read_back_from_each_form(day: date, month_first: bool) -> None:
    forms = [
        written(day),
        day.isoformat(),
        f"{day:%d-%b-%y}",
        f"{day:%A}, {written(day)}",
        f"{day:%d %B %Y}",
    ]
    if month_first:
        forms.append(f"{day:%m/%d/%Y}")
    assert {read_typed_day(form, month_first=month_first) for form in forms} == {day}


@given(st.text(st.sampled_from("0123456789/-., NovemberFriday'"), max_size=20), st.booleans())
def test_whatever_is_typed_is_a_day_or_a_sentence(text: str, month_first: bool) -> None:
    try:
        said = str(read_typed_day(text, month_first=month_first).day)
    except ValueError as fault:
        said = str(fault)
    assert said in text or ("Enter " in said and said.endswith("."))
