"""A month-to-date file that comes again: each line is the same, new or contradicting, once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.statements.terms.identity import (
    CONTRADICTING,
    NEW,
    REPEATED,
    SAME,
    Comparison,
    cancels,
    compare,
)
from neoequity.statements.terms.line import Line, Statement
from tests.statements.files import NOV_9, payment

SALE = Line(
    *("agent", 2, NOV_9, "sale", "Sold"), reference="HV-1", shares=100, price=Decimal("4.03")
)
CANCEL = SALE._replace(number=3, kind="cancel")


def of(lines: Sequence[Line]) -> Statement:
    days = [line.day for line in lines]
    return Statement(
        *("bank", "00123", min(days, default=None), max(days, default=None)),
        *(None, None, tuple(lines), "0" * 64),
    )


def verdicts(booked: Iterable[Line], arrived: Sequence[Line]) -> list[str]:
    return [each.verdict for each in compare(booked, of(arrived)).lines]


def sentence(comparison: Comparison) -> str:
    [each] = comparison.lines
    return each.sentence


def test_a_line_with_a_booked_reference_and_its_figures_is_the_same() -> None:
    assert verdicts([SALE], [SALE._replace(number=7, text="SOLD")]) == [SAME]


def test_a_reference_is_the_same_however_it_is_spelled() -> None:
    assert verdicts([SALE], [SALE._replace(reference="hv 001")]) == [SAME]


def test_another_reference_is_new() -> None:
    assert verdicts([SALE], [SALE._replace(reference="HV-2")]) == [NEW]


def test_a_booked_reference_with_other_figures_contradicts_and_both_are_told() -> None:
    arrived = SALE._replace(number=7, shares=90, price=None)
    comparison = compare([SALE], of([arrived]))

    assert comparison.lines[0][1:3] == (CONTRADICTING, SALE)
    assert sentence(comparison) == (
        "Line 7, sale “HV-1”: shares 90, not 100; price per share nothing, not "
        "$4.03 as in what was read before."
    )


def test_a_reference_twice_in_a_file_is_told() -> None:
    comparison = compare([], of([SALE, SALE._replace(number=5)]))

    assert [each.verdict for each in comparison.lines] == [NEW, REPEATED]
    assert comparison.lines[1].sentence == "Line 5 says the same as line 2."


def test_a_reference_twice_with_other_figures_contradicts_within_the_file() -> None:
    assert verdicts([], [SALE, SALE._replace(number=5, shares=90)]) == [NEW, CONTRADICTING]


def test_a_cancel_with_the_reference_of_its_sale_is_another_line() -> None:
    assert verdicts([SALE], [SALE, CANCEL]) == [SAME, NEW]


def test_equal_lines_without_a_reference_are_counted() -> None:
    charge = payment(2, NOV_9, "-5.00")
    assert verdicts([charge], [charge, charge._replace(number=3)]) == [SAME, NEW]


def test_a_line_without_a_reference_and_with_another_amount_is_new() -> None:
    assert verdicts([payment(2, NOV_9, "-5.00")], [payment(2, NOV_9, "-5.01")]) == [NEW]


def test_a_booked_line_that_the_file_of_its_period_lacks_is_missing() -> None:
    later = payment(3, NOV_9 + timedelta(1), "7.00", "B-2")
    booked = [payment(2, NOV_9, "5.00", "B-1"), payment(2, NOV_9 - timedelta(1), "5.00", "B-0")]
    comparison = compare(booked, of([payment(2, NOV_9, "1.00", "B-9"), later]))

    assert comparison.missing == (booked[0],)


def test_balances_are_no_lines_to_book() -> None:
    balance = payment(2, NOV_9, "5.00")._replace(kind="balance")
    assert verdicts([], [balance]) == []


def test_a_cancel_takes_back_the_line_that_it_names() -> None:
    named = CANCEL._replace(reference="HV-9", cancels="hv 1")
    assert cancels([SALE, named])[0].line == SALE


def test_a_cancel_with_the_reference_of_a_sale_takes_it_back() -> None:
    assert cancels([CANCEL, SALE])[0].line == SALE


def test_a_cancel_without_a_reference_takes_back_the_line_with_its_figures() -> None:
    assert cancels([SALE, CANCEL._replace(reference=None)])[0].line == SALE


def test_of_two_lines_that_fit_a_cancel_none_is_chosen() -> None:
    twins = [SALE, SALE._replace(reference="HV-2"), CANCEL._replace(reference=None)]
    assert cancels(twins)[0][1:] == (
        None,
        "2 lines fit this cancel: choose the one it takes back.",
    )


def test_a_line_is_taken_back_once() -> None:
    assert cancels([SALE, CANCEL, CANCEL])[1][1:] == (
        None,
        "The line “HV-1” is canceled already.",
    )


def test_a_cancel_of_an_unknown_reference_says_so() -> None:
    unknown = CANCEL._replace(cancels="HV-7")
    assert cancels([SALE, unknown])[0][1:] == (None, "No line has the reference “HV-7”.")


DAYS = st.integers(0, 5).map(lambda more: date(2001, 11, 1) + timedelta(more))
AMOUNTS = st.sampled_from([Decimal("-5.00"), Decimal("5.00"), Decimal("7.25")])
MONTHS = st.lists(st.tuples(DAYS, AMOUNTS, st.booleans()), max_size=14)


def month_of(rows: Iterable[tuple[date, Decimal, bool]]) -> list[Line]:
    """Lines of a month: some with a reference of their own, some equal to others."""
    return [
        payment(place, day, f"{amount}", f"B-{place}" if named else None)
        for place, (day, amount, named) in enumerate(rows, 1)
    ]


@settings(max_examples=150, deadline=None)
@given(rows=MONTHS, seed=st.integers(0, 2**16))
def test_a_growing_file_books_each_line_once_in_whatever_order_it_comes(
    rows: list[tuple[date, Decimal, bool]], seed: int
) -> None:
    month, chance = month_of(rows), Random(seed)  # noqa: S311  # no secret: the same in every run
    booked: list[Line] = []
    for day in sorted({line.day for line in month}):
        to_date = [line for line in month if line.day <= day]
        chance.shuffle(to_date)
        comparison = compare(booked, of(to_date))
        assert not comparison.of(CONTRADICTING) + comparison.of(REPEATED)
        assert comparison.missing == ()
        booked += comparison.of(NEW)

    assert Counter(booked) == Counter(month)


@settings(max_examples=100, deadline=None)
@given(rows=MONTHS)
def test_the_same_file_twice_books_nothing(rows: list[tuple[date, Decimal, bool]]) -> None:
    month = month_of(rows)
    assert set(verdicts(month, month)) <= {SAME}


@settings(max_examples=100, deadline=None)
@given(rows=MONTHS, other=MONTHS)
def test_every_line_has_one_verdict_and_every_booked_line_one_answer(
    rows: list[tuple[date, Decimal, bool]], other: list[tuple[date, Decimal, bool]]
) -> None:
    booked, arrived = month_of(rows), month_of(other)
    comparison = compare(booked, of(arrived))

    assert [each.line for each in comparison.lines] == arrived
    answered = [id(each.other) for each in comparison.lines if each.verdict == SAME]
    assert len(answered) == len(set(answered))
