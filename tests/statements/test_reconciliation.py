"""Ours, theirs and the difference of a period by example: rows, roll-forward, ages, sign-off."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.statements.terms.ages import by_age
from neoequity.statements.terms.course import Accepted
from neoequity.statements.terms.entry import NOTHING, Quantity
from neoequity.statements.terms.ledger_of_matches import AcceptedDifference, Match
from neoequity.statements.terms.reconciliation import Reconciliation, Row, Status, reconcile
from neoequity.statements.terms.share_count import compare_counts
from neoequity.statements.terms.sign_off import moved
from placements.terms.split import Ratio, StockSplit
from tests.statements.entries import AGREEMENT, THURSDAY, line, money, sale

OCTOBER = (date(2001, 10, 1), date(2001, 10, 31))
NOVEMBER = (date(2001, 11, 1), date(2001, 11, 30))
SALES = [
    sale(1, "100.00", day=date(2001, 10, 30)),
    sale(2, "50.00", day=date(2001, 11, 15)),
    sale(3, "7.00", day=date(2001, 11, 28)),
]
WIRES = [
    line(1, "149.99", day=date(2001, 11, 15)),
    line(2, "3.00", day=date(2001, 11, 20)),
]
ROUNDING = AcceptedDifference(money("-0.01"), "rounding of the wire", AGREEMENT)
PAID = Match(
    "M-1",
    date(2001, 11, 16),
    {"line 1": money("149.99")},
    {f"{AGREEMENT}/1": money("100.00"), f"{AGREEMENT}/2": money("50.00")},
    (ROUNDING,),
)


def of(
    period: tuple[date, date], *history: Accepted, agreement: str = "", sales: int = 3
) -> Reconciliation:
    return reconcile(
        WIRES, SALES[:sales], history, since=period[0], until=period[1], agreement=agreement
    )


def told(found: Reconciliation) -> list[tuple[str, str, str, str]]:
    return [
        (row.name, str(row.ours), str(row.theirs), str(row.status)) for row in found.rows
    ]  # fmt: skip


def test_each_item_each_accepted_difference_and_each_unknown_line_is_a_row() -> None:
    assert told(of(NOVEMBER, Accepted(PAID))) == [
        ("sale 1", "$100.00", "$100.00", "matched"),
        ("sale 2", "$50.00", "$50.00", "matched"),
        ("rounding of the wire", "$0.00", "($0.01)", "accepted difference"),
        ("line 2", "$0.00", "$3.00", "not in our books"),
        ("sale 3", "$7.00", "$0.00", "not on their statement"),
    ]


def test_the_difference_is_what_is_open_and_what_was_accepted() -> None:
    november = of(NOVEMBER, Accepted(PAID))
    assert (november.total_ours, november.total_theirs) == (money("157.00"), money("152.99"))
    assert november.difference == money("-4.01")
    assert [row.difference for row in november.open_rows] == [money("3.00"), money("-7.00")]


def test_what_was_open_before_is_carried_forward_and_down() -> None:
    ours = of(NOVEMBER, Accepted(PAID)).ours
    assert (ours.opening, ours.new) == (money("100.00"), money("57.00"))
    assert (ours.matched, ours.accepted) == (money("149.99"), money("0.01"))
    assert ours.closing == money("7.00")


def test_both_sides_matched_the_same() -> None:
    november = of(NOVEMBER, Accepted(PAID))
    assert november.theirs.matched == november.ours.matched == money("149.99")
    assert (november.theirs.new, november.theirs.closing) == (money("152.99"), money("3.00"))


def test_an_earlier_period_does_not_know_a_later_match() -> None:
    october = of(OCTOBER, Accepted(PAID))
    assert told(october) == [("sale 1", "$100.00", "$0.00", "not on their statement")]


def test_a_match_undone_within_the_period_leaves_no_trace_in_its_figures() -> None:
    undone = Accepted(PAID, undone_on=date(2001, 11, 20))
    assert of(NOVEMBER, undone) == of(NOVEMBER)


def test_a_match_undone_a_month_later_opens_its_items_in_that_month() -> None:
    december = of(
        (date(2001, 12, 1), date(2001, 12, 31)), Accepted(PAID, undone_on=date(2001, 12, 3))
    )
    assert (december.ours.opening, december.ours.closing) == (money("7.00"), money("157.00"))
    assert december.ours.matched == money("-149.99")
    assert december.ours.adds_up
    assert december.theirs.adds_up


def test_a_wire_without_agreement_belongs_to_the_agreement_that_it_pays() -> None:
    own = of(NOVEMBER, Accepted(PAID), agreement=AGREEMENT)
    assert (own.theirs.new, own.theirs.closing) == (money("149.99"), NOTHING)
    other = of(NOVEMBER, Accepted(PAID), agreement="other-agreement")
    assert (other.rows, other.theirs.new) == ((), NOTHING)


def test_a_bank_charge_alone_is_accepted_on_their_side() -> None:
    charge = [line(5, "-25.00", day=date(2001, 11, 30))]
    fee = AcceptedDifference(money("-25.00"), "wire fee")
    match = Match("M-5", date(2001, 11, 30), {"line 5": money("-25.00")}, {}, (fee,))
    found = reconcile(charge, [], [Accepted(match)], since=NOVEMBER[0], until=NOVEMBER[1])
    assert told(found) == [("wire fee", "$0.00", "($25.00)", "accepted difference")]
    assert (found.theirs.accepted, found.theirs.closing) == (money("-25.00"), NOTHING)
    assert found.open_rows == ()


def test_a_payment_before_its_day_counts_from_the_day_of_the_match() -> None:
    early = Match(
        "M-9",
        date(2001, 10, 31),
        {"line 1": money("50.00")},
        {f"{AGREEMENT}/2": money("50.00")},
    )
    october = of(OCTOBER, Accepted(early))
    assert ("sale 2", "$50.00", "$50.00", "matched") in told(october)
    assert october.ours.adds_up
    assert october.theirs.adds_up


def test_what_is_paid_in_part_keeps_the_rest_open() -> None:
    part = Match("M-9", THURSDAY, {"line 2": money("3.00")}, {f"{AGREEMENT}/3": money("3.00")})
    [found] = [row for row in of(NOVEMBER, Accepted(part)).rows if row.name == "sale 3"]
    assert (found.status, found.difference) == (Status.PARTLY, money("-4.00"))


def test_what_was_matched_before_its_day_and_opened_again_is_not_yet_due() -> None:
    on = date(2001, 10, 2)
    early = Match("M-9", on, {"line 1": money("50.00")}, {f"{AGREEMENT}/2": money("50.00")})
    october = of(OCTOBER, Accepted(early, undone_on=date(2001, 10, 3)))
    [found] = [row for row in october.rows if row.name == "sale 2"]
    assert (found.status, found.ours) == (Status.NOT_DUE, money("50.00"))


def row(day: date, ours: str, theirs: str = "0.00") -> Row:
    return Row(f"{day}", "sale", day, money(ours), money(theirs), Status.MISSING)


def test_open_rows_are_aged_by_settlement_days() -> None:
    days = [date(2001, 11, 30), date(2001, 11, 29), date(2001, 11, 26), date(2001, 11, 16)]
    aged = by_age(
        [*(row(day, "1.00") for day in days), row(date(2001, 11, 12), "0.00", "5.00")],
        date(2001, 11, 30),
    )
    assert [(each.title, each.rows) for each in aged] == [
        ("Not late", 1),
        ("1 to 3 settlement days", 1),
        ("4 to 10 settlement days", 2),
        ("More than 10 settlement days", 1),
    ]
    assert (aged[2].ours, aged[3].theirs) == (money("2.00"), money("5.00"))


def test_a_sale_that_came_after_the_sign_off_is_named_as_what_moved_it() -> None:
    [movement] = moved(of(NOVEMBER, Accepted(PAID), sales=2), of(NOVEMBER, Accepted(PAID)))
    assert (movement.ours, movement.theirs) == (money("7.00"), NOTHING)
    assert movement.sentence == (
        "Sale 3 (Nov 28, 2001) was not part of the signed-off figures; it has $7.00 of ours and "
        "$0.00 of theirs."
    )


def test_a_match_undone_after_the_sign_off_is_named_by_all_that_it_opens() -> None:
    sentences = [each.sentence for each in moved(of(NOVEMBER, Accepted(PAID)), of(NOVEMBER))]
    assert sentences == [
        (
            "Sale 1 (Oct 30, 2001) had $100.00 of ours and $100.00 of theirs when signed off; now "
            "it has $100.00 of ours and $0.00 of theirs."
        ),
        (
            "Sale 2 (Nov 15, 2001) had $50.00 of ours and $50.00 of theirs when signed off; now "
            "it has $50.00 of ours and $0.00 of theirs."
        ),
        (
            "Line 1 (Nov 15, 2001) was not part of the signed-off figures; it has $0.00 of ours "
            "and $149.99 of theirs."
        ),
        (
            "Rounding of the wire (Nov 16, 2001) is no longer part of the figures; it had $0.00 of "
            "ours and ($0.01) of theirs when signed off."
        ),
    ]


def test_nothing_moved_while_all_stands_as_it_was_signed_off() -> None:
    assert moved(of(NOVEMBER, Accepted(PAID)), of(NOVEMBER, Accepted(PAID))) == []


SPLIT = StockSplit(date(2001, 11, 26), Ratio(1, 25))


@pytest.mark.parametrize(
    ("ours", "theirs", "end"),
    [
        (884_294, 22_107_373, (": the transfer agent counts in shares before the 1-for-25 split of "
         "Nov 26, 2001.")),
        (22_107_373, 884_294, (": the transfer agent counts in shares after the 1-for-25 split of "
         "Nov 26, 2001, the ledger before.")),
        (884_294, 884_194, ": 100 shares fewer."),
    ],
)  # fmt: skip
def test_a_share_count_off_by_a_split_names_the_split(ours: int, theirs: int, end: str) -> None:
    found = compare_counts(date(2001, 11, 30), ours, theirs, [SPLIT])
    assert found.difference == theirs - ours
    assert found.sentence.startswith("On Nov 30, 2001 the transfer agent counts ")
    assert found.sentence.endswith(end)


def test_the_same_share_count_on_both_sides_says_so() -> None:
    found = compare_counts(date(2001, 11, 30), 884_294, 884_294, [SPLIT])
    assert (found.difference, found.sentence) == (
        0, "Both count 884,294 shares outstanding on Nov 30, 2001.",
    )  # fmt: skip


def test_a_quantity_in_words_has_its_negatives_in_parentheses() -> None:
    assert str(Quantity(Decimal("-1.00"), -100)) == "($1.00) and (100 shares)"
