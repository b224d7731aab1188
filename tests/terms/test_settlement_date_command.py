"""`manage.py settlement_date`: what an office sees, without a database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def printed(*args: str, **options: object) -> str:
    out = StringIO()
    call_command("settlement_date", *args, stdout=out, **options)
    return out.getvalue()


def refusal(*args: str, **options: object) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("settlement_date", *args, stdout=out, **options)
    assert out.getvalue() == ""
    return str(refused.value)


def test_it_prints_a_line_for_each_trade_date_in_the_order_given() -> None:
    assert printed("2001-11-12", "2001-11-09", "1994-07-01", "2024-05-28") == (
        "trade_date,settlement_date\n"
        "2001-11-12,2001-11-15\n"
        "2001-11-09,2001-11-15\n"
        "1994-07-01,1994-07-11\n"
        "2024-05-28,2024-05-29\n"
    )


def test_another_number_of_days_replaces_the_standard_cycle() -> None:
    assert printed("2001-11-09", days="1").endswith("\n2001-11-09,2001-11-13\n")
    assert printed("2001-11-12", "--days", "0").endswith("\n2001-11-12,2001-11-13\n")
    assert printed("2001-11-09", days=30).endswith("\n2001-11-09,2001-12-26\n")


@pytest.mark.parametrize(
    "text", ["2001-02-30", "20011109", "2001-W45-5", "11/09/2001", "2001-11-9", "today", ""]
)
def test_what_is_no_date_is_refused_in_one_sentence(text: str) -> None:
    assert refusal(text) == (f"“{text}” is not a date; write it as YYYY-MM-DD, such as 2001-11-09.")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2001-11-10", "weekend"),
        ("2001-11-22", "Thanksgiving Day"),
        ("2004-06-11", "National Day of Mourning for former President Ronald Reagan"),
        ("1901-01-02", "outside the calendar, 1971 to 2101"),
    ],
)
def test_a_trade_date_on_which_nothing_could_trade_is_refused_with_the_reason(
    day: str, why: str
) -> None:
    assert refusal(day) == f"{day} is not a trading day: {why}."


def test_one_bad_date_among_good_ones_prints_nothing_and_every_bad_one_is_named() -> None:
    sentences = refusal("2001-11-09", "2001-11-10", "x").split("\n")
    assert [sentence[:12] for sentence in sentences] == ["2001-11-10 i", "“x” is not a"]


@pytest.mark.parametrize("days", ["-1", "31", "3.0", "1e1", "", "٣", "9" * 5000])
def test_days_are_a_whole_number_up_to_thirty(days: str) -> None:
    assert refusal("2001-11-09", days=days).startswith("--days must be a whole number from 0 to 30")


def test_without_a_date_it_asks_for_one() -> None:
    assert refusal() == "Give at least one trade date, as YYYY-MM-DD."
