"""November 2001 by hand: three senders, everything that goes wrong in a month, down to zero."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from neoequity.statements.terms.course import Accepted
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity, entry_of
from neoequity.statements.terms.identity import compare
from neoequity.statements.terms.ledger_of_matches import (
    AcceptedDifference,
    LedgerOfMatches,
    Match,
)
from neoequity.statements.terms.line import Line, Statement
from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.open_items import (
    Posted,
    expected_of_agent,
    expected_of_bank,
    expected_of_transfer_agent,
)
from neoequity.statements.terms.proposal import Proposal, Rank, as_match
from neoequity.statements.terms.reconciliation import Reconciliation, reconcile
from neoequity.statements.terms.share_count import compare_counts
from placements.terms.split import Ratio, StockSplit
from tests.statements.entries import AGREEMENT, money


def nov(day: int) -> date:
    return date(2001, 11, day)


def posted(
    number: int, kind: str, traded: int, due: int, reference: str, shares: int, price: str, net: str
) -> Posted:
    return Posted(
        AGREEMENT, number, f"{kind} {number}", kind, nov(traded), nov(due), reference, shares,
        Decimal(price) if price else None, Decimal(net),
    )  # fmt: skip


# Commission 4%. CF-10 failed on its settlement date, Nov 19, and was delivered again on Nov 21.
BOOKS = [
    posted(1, "sale", 9, 15, "CF-7", 100_000, "4.02", "385920.00"),
    posted(2, "sale", 12, 15, "CF-8", 50_000, "4.05", "194400.00"),
    posted(3, "adjustment", 13, 13, "", 0, "", "-100.00"),
    posted(4, "sale", 13, 16, "CF-9", 20_001, "3.995", "76707.84"),
    posted(5, "sale", 14, 21, "CF-10", 10_000, "4.00", "38400.00"),
    posted(6, "sale", 15, 20, "CF-11", 5_000, "4.10", "19680.00"),
    posted(7, "reversal", 16, 16, "CF-11", -5_000, "4.10", "-19680.00"),
]


def reported(number: int, day: int, reference: str, shares: int, price: str, net: str) -> Line:
    """A sale as the agent's file has it."""
    return Line(
        "agent", number, nov(day), "sale", reference, reference=reference, shares=shares,
        price=Decimal(price), net=Decimal(net),
    )  # fmt: skip


AGENT_TO_NOV_14 = (
    reported(1, 9, "CF-7", 100_000, "4.02", "385920.00"),
    reported(2, 12, "CF-8", 50_000, "4.05", "194400.00"),
    reported(3, 13, "CF-9", 20_001, "3.995", "76707.83"),  # its commission is a cent more
    reported(4, 14, "CF-10", 10_000, "4.00", "38400.00"),
)
AGENT_TO_NOV_30 = (
    *AGENT_TO_NOV_14,
    Line("agent", 5, nov(13), "other", "Commission adjusted", net=Decimal("-100.00")),
    reported(6, 15, "CF-11", 5_000, "4.10", "19680.00"),
    reported(7, 16, "CF-11", 5_000, "4.10", "19680.00")._replace(kind="cancel", cancels="CF-11"),
)


def moved(number: int, day: int, reference: str, shares: int, kind: str = "delivery") -> Line:
    """Shares as the transfer agent moved them."""
    return Line(
        "transfer_agent", number, nov(day), kind, "DWAC", reference=reference, shares=shares
    )


TRANSFER_AGENT = [
    moved(1, 15, "CF-7", 100_000),
    moved(2, 15, "CF-8", 50_000),
    moved(3, 16, "CF-9", 20_001),
    moved(4, 19, "CF-10", 10_000),
    moved(5, 20, "CF-10", 10_000, "cancel"),
    moved(6, 21, "CF-10", 10_000),
]


def wired(number: int, day: int, amount: str, reference: str | None = None) -> Line:
    """Cash in, or below zero cash out."""
    return Line(
        "bank", number, nov(day), "payment", "WIRE", reference=reference, amount=Decimal(amount)
    )


BANK = [
    wired(1, 15, "580219.99", "FED-31001"),  # CF-7 and CF-8 less $100.00, and a cent short
    wired(2, 16, "76707.84", "FED-31077"),
    wired(3, 21, "38400.00", "CF-10"),
    wired(4, 30, "-25.00", "FEE"),
]


def entries(lines: Iterable[Line]) -> list[Entry]:
    return [
        entry_of(line, key=f"{line.side} {line.number}", name=f"line {line.number}")
        for line in lines
    ]


def statement(lines: Sequence[Line]) -> Statement:
    return Statement("agent", "NEOT", nov(1), lines[-1].day, None, None, tuple(lines), "0" * 64)


def accepted(
    proposals: Iterable[Proposal], lines: Sequence[Entry], items: Sequence[Entry], *more: Match
) -> Reconciliation:
    """November after every proposal and these further matches were accepted."""
    ledger = LedgerOfMatches(lines, items)
    left = [{entry.key: entry.quantity for entry in side} for side in (lines, items)]
    for number, proposal in enumerate(proposals, 1):
        ledger.accept(
            as_match(
                proposal,
                key=f"M-{number}",
                on=nov(30),
                lines=left[0],
                items=left[1],
                reason="rounding",
                agreement=AGREEMENT,
            )
        )
    for match in more:
        ledger.accept(match)
    history = [Accepted(match) for match in ledger.matches.values()]
    return reconcile(lines, items, history, since=nov(1), until=nov(30))


def told(proposals: Iterable[Proposal]) -> list[tuple[Rank, str]]:
    return [(proposal.rank, proposal.explanation) for proposal in proposals]


def test_the_agents_month_to_date_file_adds_three_lines_the_second_time() -> None:
    again = compare(AGENT_TO_NOV_14, statement(AGENT_TO_NOV_30))
    assert [line.number for line in again.of("same")] == [1, 2, 3, 4]
    assert [line.number for line in again.of("new")] == [5, 6, 7]


def test_a_cancel_that_is_not_reversed_yet_is_what_remains_of_the_agents_side() -> None:
    lines, items = entries(AGENT_TO_NOV_30), list(expected_of_agent(BOOKS[:-1]))
    november = accepted(propose_matches(lines, items), lines, items)
    [row] = november.open_rows
    assert (row.name, row.theirs, str(row.status)) == (
        "line 7", money("-19680.00", -5_000), "not in our books",
    )  # fmt: skip


def test_the_agents_side_ends_at_zero_but_for_a_cent_of_commission() -> None:
    lines, items = entries(AGENT_TO_NOV_30), list(expected_of_agent(BOOKS))
    proposals = propose_matches(lines, items)
    assert told(proposals) == [
        (Rank.CERTAIN, "Reference CF-7, 100,000 shares and $385,920.00 agree."),
        (Rank.CERTAIN, "Reference CF-8, 50,000 shares and $194,400.00 agree."),
        (Rank.CERTAIN, "Reference CF-10, 10,000 shares and $38,400.00 agree."),
        (Rank.CERTAIN, "Reference CF-11, 5,000 shares and $19,680.00 agree."),
        (Rank.CERTAIN, "Reference CF-11, (5,000 shares) and ($19,680.00) agree."),
        (Rank.LIKELY, "Reference CF-9 agrees; the line is one cent short."),
        (
            Rank.LIKELY,
            "Both sides have ($100.00) on Nov 13, 2001, and nothing else has these figures.",
        ),
    ]
    november = accepted(proposals, lines, items)
    assert november.open_rows == ()
    assert november.difference == money("-0.01")
    assert november.ours.new == money("695327.84", 180_001)


def test_the_transfer_agents_side_ends_at_zero_after_the_redelivery() -> None:
    lines, items = entries(TRANSFER_AGENT), list(expected_of_transfer_agent(BOOKS))
    proposals = propose_matches(lines, items)
    assert {proposal.rank for proposal in proposals} == {Rank.CERTAIN}
    assert (
        Rank.CERTAIN,
        (
            "Their two entries with reference CF-10, of Nov 19, 2001 to Nov 20, 2001, cancel out: "
            "10,000 shares."
        ),
    ) in told(proposals)
    november = accepted(proposals, lines, items)
    assert (november.open_rows, november.difference) == ((), NOTHING)
    assert november.theirs.new == Quantity(shares=180_001)


def test_a_failed_delivery_is_open_until_it_is_made_again() -> None:
    lines, items = entries(TRANSFER_AGENT[:5]), list(expected_of_transfer_agent(BOOKS))
    november = accepted(propose_matches(lines, items)[:-1], lines, items)
    assert sum(row.difference.shares for row in november.rows) == -10_000


def test_the_banks_side_ends_at_zero_but_for_a_cent_and_the_banks_fee() -> None:
    lines, items = entries(BANK), list(expected_of_bank(BOOKS))
    proposals = propose_matches(lines, items)
    assert told(proposals) == [
        (
            Rank.CERTAIN,
            (
                "Our two entries with reference CF-11, of Nov 16, 2001 to Nov 20, 2001, cancel "
                "out: $19,680.00."
            ),
        ),
        (Rank.CERTAIN, "Reference CF-10 and $38,400.00 agree."),
        (
            Rank.LIKELY,
            (
                "Two sales and an adjustment of Nov 13, 2001 to Nov 15, 2001 add up to "
                "$580,220.00; the payment is one cent short."
            ),
        ),
        (
            Rank.LIKELY,
            "Both sides have $76,707.84 on Nov 16, 2001, and nothing else has these figures.",
        ),
    ]
    fee = AcceptedDifference(money("-25.00"), "wire fee of November")
    charge = Match("M-9", nov(30), {"bank 4": money("-25.00")}, {}, (fee,))
    november = accepted(proposals, lines, items, charge)
    assert november.open_rows == ()
    assert november.difference == money("-25.01")
    assert (november.ours.new, november.theirs.new) == (money("695327.84"), money("695302.83"))
    assert november.ours.closing == november.theirs.closing == NOTHING


def test_without_the_fee_accepted_it_is_the_one_line_left() -> None:
    lines, items = entries(BANK), list(expected_of_bank(BOOKS))
    [row] = accepted(propose_matches(lines, items), lines, items).open_rows
    assert (row.name, row.theirs) == ("line 4", money("-25.00"))


def test_the_transfer_agents_count_is_off_by_a_split_until_it_books_it() -> None:
    split = StockSplit(nov(26), Ratio(1, 25))
    before = compare_counts(nov(26), 884_294, 22_107_373, [split])
    assert before.sentence == (
        "On Nov 26, 2001 the transfer agent counts 22,107,373 shares outstanding and the share "
        "ledger 884,294 shares: the transfer agent counts in shares before the 1-for-25 split of "
        "Nov 26, 2001."
    )
    assert compare_counts(nov(30), 884_294, 884_294, [split]).difference == 0
