"""Proposals by a common reference, by example."""

from datetime import date

from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.proposal import Rank
from tests.statements.entries import AGREEMENT, adjustment, line, money, sale


def test_a_reference_and_an_amount_that_agree_are_certain() -> None:
    [found] = propose_matches([line(1, "324963.84", reference="cf 07")], [sale(7, "324963.84")])
    assert (found.rank, found.lines, found.items) == (
        Rank.CERTAIN, ("line 1",), (f"{AGREEMENT}/7",),
    )  # fmt: skip
    assert found.explanation == "Reference CF-7 and $324,963.84 agree."


def test_a_reference_with_shares_and_net_that_agree_names_them_all() -> None:
    [found] = propose_matches(
        [line(1, "385920.00", 100_000, reference="CF-7")], [sale(7, "385920.00", 100_000)]
    )
    assert found.explanation == "Reference CF-7, 100,000 shares and $385,920.00 agree."


def test_an_amount_that_differs_under_the_same_reference_is_likely_and_says_by_how_much() -> None:
    [found] = propose_matches([line(1, "99.99", reference="CF-7")], [sale(7, "100.00")])
    assert (found.rank, found.difference) == (Rank.LIKELY, money("-0.01"))
    assert found.explanation == "Reference CF-7 agrees; the payment is one cent short."


def test_a_sale_paid_in_parts_is_certain_when_all_parts_have_its_reference() -> None:
    parts = [
        line(1, "60.00", reference="CF-7"),
        line(2, "40.00", reference="CF-7", day=date(2001, 11, 30)),
    ]
    [found] = propose_matches(parts, [sale(7, "100.00")])
    assert (found.rank, found.lines) == (Rank.CERTAIN, ("line 1", "line 2"))
    assert found.explanation == "Two payments with reference CF-7 add up to $100.00."


def test_a_first_part_is_likely_and_the_rest_is_told() -> None:
    [found] = propose_matches([line(1, "60.00", reference="CF-7")], [sale(7, "100.00")])
    assert found.explanation == "Reference CF-7 agrees; the payment is $40.00 short."


def test_a_wire_that_names_several_references_pays_all_of_them() -> None:
    [found] = propose_matches(
        [line(1, "300.00", reference="CF-7, CF-8 and CF-9")],
        [sale(7, "100.00"), sale(8, "150.00"), sale(9, "50.00")],
    )
    assert found.rank == Rank.CERTAIN
    assert found.explanation == (
        "Three sales with references CF-7, CF-8 and CF-9 add up to $300.00."
    )


def test_what_a_wire_of_two_references_lacks_is_an_adjustment_that_was_netted() -> None:
    [found] = propose_matches(
        [line(1, "239.99", reference="CF-7, CF-8")],
        [sale(7, "100.00"), sale(8, "150.00"), adjustment(9, "-10.00"), adjustment(10, "-30.00")],
    )
    assert found.items == tuple(f"{AGREEMENT}/{number}" for number in (7, 8, 9))
    assert (found.rank, found.difference) == (Rank.LIKELY, money("-0.01"))
    assert found.explanation == (
        "Two sales and an adjustment with references CF-7 and CF-8 add up to $240.00; "
        "the payment is one cent short."
    )


def test_a_redelivery_is_matched_and_the_first_attempt_cancels_out_with_its_return() -> None:
    attempts = [
        line(1, "0.00", 10_000, reference="CF-7", kind="delivery", day=date(2001, 11, 19)),
        line(2, "0.00", -10_000, reference="CF-7", kind="delivery", day=date(2001, 11, 20)),
        line(3, "0.00", 10_000, reference="CF-7", kind="delivery", day=date(2001, 11, 21)),
    ]
    delivered, returned = propose_matches(attempts, [sale(7, "0.00", 10_000)])
    assert (delivered.rank, delivered.lines) == (Rank.CERTAIN, ("line 3",))
    assert (returned.rank, returned.lines, returned.items) == (
        Rank.CERTAIN, ("line 1", "line 2"), (),
    )  # fmt: skip
    assert returned.explanation == (
        "Their two entries with reference CF-7, of Nov 19, 2001 to Nov 20, 2001, cancel out: "
        "10,000 shares."
    )


def test_a_cancel_that_is_not_in_our_books_stays_open_beside_its_matched_sale() -> None:
    [found] = propose_matches(
        [
            line(1, "100.00", 10, reference="CF-7"),
            line(2, "-100.00", -10, reference="CF-7", kind="cancel"),
        ],
        [sale(7, "100.00", 10)],
    )
    assert (found.rank, found.lines) == (Rank.CERTAIN, ("line 1",))


def test_a_sale_and_its_reversal_that_the_bank_never_saw_cancel_out() -> None:
    reversal = sale(8, "-100.00", kind="reversal", reference="CF-7")
    [found] = propose_matches([], [sale(7, "100.00"), reversal])
    assert (found.rank, found.lines, len(found.items)) == (Rank.CERTAIN, (), 2)


def test_the_same_reference_twice_for_one_sale_is_not_certain() -> None:
    twice = [line(number, "100.00", reference="CF-7") for number in (1, 2)]
    [found] = propose_matches(twice, [sale(7, "100.00")])
    assert found.rank == Rank.LIKELY


def test_a_line_that_names_its_agreement_is_not_matched_to_another_with_the_same_reference() -> (
    None
):
    stated = line(1, "100.00", reference="CF-7", agreement="other-agreement")
    assert propose_matches([stated], [sale(7, "100.00")]) == []


def test_an_adjustment_is_netted_into_one_wire_only() -> None:
    wires = [line(1, "90.00", reference="CF-7"), line(2, "140.00", reference="CF-8")]
    items = [sale(7, "100.00"), sale(8, "150.00"), adjustment(9, "-10.00")]
    first, second = propose_matches(wires, items)
    assert (first.items, first.difference) == ((f"{AGREEMENT}/7", f"{AGREEMENT}/9"), money("0"))
    assert (second.items, second.difference) == ((f"{AGREEMENT}/8",), money("-10.00"))


def test_of_several_references_those_of_another_agreement_are_left_out() -> None:
    stated = line(1, "100.00", reference="CF-7, CF-8", agreement=AGREEMENT)
    other = sale(8, "150.00", agreement="other-agreement")
    [found] = propose_matches([stated], [sale(7, "100.00"), other])
    assert (found.items, found.explanation) == (
        (f"{AGREEMENT}/7",),
        "Reference CF-7 and $100.00 agree.",
    )
