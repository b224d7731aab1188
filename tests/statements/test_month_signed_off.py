"""November 2001 through the product's own doors: from the three senders' files to signed-off zero.

A wire nets two sales and an adjustment and is a cent short; a delivery failed and is made again;
the agent's month-to-date file comes twice, cancels two sales and rounds a commission; the bank
keeps a fee; the transfer agent counts shares as before a split.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.books.periods.rules import Period
from neoequity.people.models import User
from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.models import Sender, SignOff, StatementLine
from neoequity.statements.models.kept_entries import Row
from neoequity.statements.selectors.reconciled import prepare
from neoequity.statements.selectors.sign_offs import moved_since, standing
from neoequity.statements.terms.entry import NOTHING, Quantity
from neoequity.statements.terms.signing import Prepared
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import Agreement, Placement, Receipt, Sale
from tests.books import refused
from tests.company.shares.stating import stated
from tests.factories import reverse_sale, sell, usual
from tests.statements import files
from tests.statements.matched import (
    accept,
    by_hand,
    difference,
    entry_row,
    netted,
    proposals,
    row_of,
    scope_of,
)
from tests.statements.recorded import able, received
from tests.statements.signing import DEC_3, NOVEMBER, signed
from tests.worlds import built_once
from warrants.actions.split import record_split

NOV_30 = date(2001, 11, 30)
HEADER = "Date\tRef\tMovement\tShares"


def nov(day: int) -> date:
    return date(2001, 11, day)


class Month:
    """The books of November: six sales, 2 turned back and 10 to be, and three adjustments."""

    def __init__(self, placement: Placement) -> None:
        self.by: User = usual()
        self.agreement = Agreement.objects.get(pk=placement.agreement_id)
        netted(placement, self.by)
        later: dict[str, Any] = {"by": self.by, "today": NOV_30}
        sell(placement, 20_001, "4.005", trade_date=nov(13), agent_reference="HV-9", **later)
        sell(placement, 10_000, "4.00", trade_date=nov(14), agent_reference="HV-10", **later)
        self.canceled = sell(
            placement, 5_000, "4.10", trade_date=nov(15), agent_reference="HV-11", **later
        )
        self.agent = able(files.AGENT)
        self.registry = able(files.TRANSFER_AGENT)
        self.bank = able(files.BANK)

    def sale(self, number: int) -> Sale:
        return Sale.objects.get(agreement=self.agreement, number=number)

    def november(self, side: str) -> Prepared:
        return prepare(self.agreement, side, NOVEMBER)


@built_once
def books(placement: Placement) -> Month:
    return Month(placement)


def cancel_of(sale: Sale, day: date) -> str:
    """The row by which the agent takes the sale back."""
    cells = row_of(sale).split(",")
    return ",".join(
        [f"{day:%m/%d/%Y}", "", f"X-{sale.number}", "Cancelled", sale.agent_reference or "",
         *cells[5:]]
    )  # fmt: skip


def agents_rows(books: Month) -> list[str]:
    """The agent's file to Nov 14: sale 8 with a cent more of commission."""
    short = row_of(books.sale(8), net=Decimal("76899.84")).replace("3204.16", "3204.17")
    rows = [row_of(books.sale(number)) for number in (1, 2, 6)]
    return [*rows, cancel_of(books.sale(2), nov(12)), short, row_of(books.sale(9))]


def canceled_too(books: Month) -> list[str]:
    """The month to date: the rows of before, a sale and its cancel."""
    return [
        *agents_rows(books),
        row_of(books.canceled),
        cancel_of(books.canceled, nov(16)),
    ]


def registry_says(books: Month) -> None:
    """The transfer agent's movements: what was returned on Nov 20 is issued again on Nov 21."""
    moves = [
        *((15, "HV-1", "Issued", 2_000_000), (15, "HV-6", "Issued", 1_000)),
        *((16, "HV-9", "Issued", 20_001), (19, "HV-10", "Issued", 10_000)),
        *((20, "HV-10", "Returned", 10_000), (21, "HV-10-B", "Issued", 10_000)),
    ]
    rows = [f"2001-11-{day:02}\t{ref}\t{what}\t{shares}" for day, ref, what, shares in moves]
    head = ["Opening shares\t0", "Issuer\tNEOT", HEADER]
    content = files.lines_of(*head, *rows, "Closing shares\t2031001")
    received(books.registry, content, files.TRANSFER_AGENT.name, name="moves.tsv")


def bank_says(books: Month) -> None:
    """Four wires and a fee."""
    paid = [
        files.payment(1, nov(15), "7668859.99", "FW-77"),
        files.payment(2, nov(16), "76899.85", "FW-78"),
        files.payment(3, nov(16), "14980.00", "FW-79"),
        files.payment(4, nov(21), "38400.00", "FW-80"),
        files.payment(5, nov(30), "-25.00", "FEE-11", "Wire fees"),
    ]
    received(books.bank, files.as_csv(paid, Decimal(0)), files.BANK.name)


def fails(books: Month) -> None:
    """Sale 9, due on Nov 19, is not delivered: it is due again on Nov 21."""
    fail_delivery(
        books.sale(9), failed_on=nov(19), new_day=nov(21), reason="The account was closed.",
        by=books.by, today=NOV_30,
    )  # fmt: skip


def line_row(sender: Sender, reference: str) -> Row:
    return Row("line", StatementLine.objects.get(sender=sender, reference=reference).pk)


def certain_accepted(sender: Sender) -> None:
    accept_all_certain(scope_of(sender), by=usual("Controller"), today=NOV_30)


def month_to(day: date) -> Period:
    """November as far as a day."""
    return Period(nov(1), day)


def open_names(prepared: Prepared) -> list[str]:
    return [row.name for row in prepared.reconciliation.open_rows]


def agents_side(books: Month) -> None:
    """Both files, what is certain, the cent, and the adjustments that the file does not have."""
    received(books.agent, files.sales(*agents_rows(books)), files.AGENT.name)
    received(books.agent, files.sales(*canceled_too(books)), files.AGENT.name, name="b.csv")
    reverse_sale(
        books.canceled, on=nov(16), reason="Canceled by the agent.", by=books.by, today=NOV_30
    )
    certain_accepted(books.agent)
    [rounded] = proposals(books.agent)
    accept(books.agent, rounded)
    eight, *adjustments = (entry_row(books.sale(number)) for number in (8, 3, 5, 7))
    difference(books.agent, eight, "0.01", kind="rounding", reason="Their commission, rounded up.")
    by_hand(books.agent, *adjustments[:2], note="The second takes back the first.")
    difference(books.agent, adjustments[2], "-20.00", kind="other", reason="Not in their file.")


def banks_side(books: Month) -> None:
    """The wires, the missing cent and the fee."""
    bank_says(books)
    certain_accepted(books.bank)
    for proposal in proposals(books.bank):
        accept(books.bank, proposal)
    by_hand(books.bank, line_row(books.bank, "FW-79"), *(
        entry_row(books.sale(number)) for number in (3, 7)
    ))  # fmt: skip
    difference(books.bank, entry_row(books.sale(6)), "0.01", kind="rounding")
    difference(books.bank, line_row(books.bank, "FEE-11"), "-25.00", reason="Wire fees.")


def registrys_side(books: Month) -> None:
    """The deliveries, and the one that failed with its return and its second try."""
    fails(books)
    registry_says(books)
    certain_accepted(books.registry)
    returned = StatementLine.objects.get(reference="HV-10", kind="cancel")
    again = line_row(books.registry, "HV-10-B")
    by_hand(books.registry, Row("line", returned.pk), again, note="Delivered again.")
    for proposal in proposals(books.registry):
        accept(books.registry, proposal)


@built_once
def reconciled(books: Month) -> Month:
    agents_side(books)
    banks_side(books)
    registrys_side(books)
    return books


def test_the_agents_file_of_the_month_to_date_books_only_what_is_new(books: Month) -> None:
    first = received(books.agent, files.sales(*agents_rows(books)), files.AGENT.name)
    again = received(books.agent, files.sales(*canceled_too(books)), files.AGENT.name, name="b.csv")
    assert (len(first.considered.new), first.considered.same) == (6, 0)
    assert (len(again.considered.new), again.considered.same) == (2, 6)


def test_a_cancel_that_is_not_reversed_keeps_the_agents_side_open(books: Month) -> None:
    received(books.agent, files.sales(*canceled_too(books)), files.AGENT.name)
    certain_accepted(books.agent)
    cancel = StatementLine.objects.get(reference="X-10")
    assert f"line {cancel.number} of statement {cancel.statement_id}" in open_names(
        books.november("agent")
    )


def test_the_agents_side_is_signed_off_at_zero_but_for_a_cent_and_an_adjustment(
    reconciled: Month,
) -> None:
    assert reconciled.november("agent").is_zero
    row = signed(reconciled.agreement, "agent")
    assert row.ours == Quantity(Decimal("7799139.85"), 2_031_001)
    assert row.theirs == Quantity(Decimal("7799159.84"), 2_031_001)


def test_the_banks_side_is_signed_off_at_zero_but_for_a_cent_and_the_fee(
    reconciled: Month,
) -> None:
    assert reconciled.november("bank").is_zero
    row = signed(reconciled.agreement, "bank")
    assert row.ours == Quantity(Decimal("7799139.85"))
    assert row.theirs == Quantity(Decimal("7799114.84"))
    assert Receipt.objects.count() == 4


def test_the_transfer_agents_side_is_signed_off_at_zero_after_the_redelivery(
    reconciled: Month,
) -> None:
    assert reconciled.november("transfer_agent").is_zero
    row = signed(reconciled.agreement, "transfer_agent")
    assert row.ours == row.theirs == Quantity(shares=2_031_001)


def test_a_failed_delivery_is_due_on_the_day_on_which_it_is_made_again(reconciled: Month) -> None:
    [row] = [
        row
        for row in reconciled.november("transfer_agent").reconciliation.rows
        if row.name == "sale 9"
    ]
    assert (row.day, str(row.status)) == (nov(21), "matched")


def test_a_failed_delivery_is_not_missed_before_its_new_day(books: Month) -> None:
    due = prepare(books.agreement, "transfer_agent", month_to(nov(20)))
    assert "sale 9" in open_names(due)
    fails(books)
    then = prepare(books.agreement, "transfer_agent", month_to(nov(20)))
    assert set(open_names(due)) - set(open_names(then)) == {"sale 9"}
    again = prepare(books.agreement, "transfer_agent", month_to(nov(21)))
    assert "sale 9" in open_names(again)


def test_before_the_shares_are_delivered_again_their_return_is_open(reconciled: Month) -> None:
    then = prepare(reconciled.agreement, "transfer_agent", month_to(nov(20)))
    [row] = then.reconciliation.open_rows
    assert (row.theirs.shares, str(row.status)) == (-10_000, "not in our books")


def test_each_side_rolls_forward(reconciled: Month) -> None:
    for side in ("agent", "transfer_agent", "bank"):
        found = reconciled.november(side).reconciliation
        assert found.ours.adds_up
        assert found.theirs.adds_up
        assert found.ours.closing == found.theirs.closing == NOTHING


# The share count


@pytest.fixture
def split(reconciled: Month) -> Month:
    """All is delivered; 17,000,000 shares before; one new share for 25 old ones on Nov 26."""
    issuer = reconciled.agreement.issuer
    stated(issuer, "shares_outstanding", "17000000", date(2001, 11, 1), page="p. S-4")
    later: dict[str, Any] = {"by": reconciled.by, "today": DEC_3}
    deliver([reconciled.sale(1), reconciled.sale(6)], delivered_on=nov(15), **later)
    deliver([reconciled.sale(8)], delivered_on=nov(16), **later)
    deliver([reconciled.sale(9)], delivered_on=nov(21), **later)
    record_split(issuer, effective_on=nov(26), new=1, old=25, source="8-K", **later)
    counted(issuer, 19_031_001)
    return reconciled


def counted(issuer: Issuer, shares: int) -> None:
    """The transfer agent's count of Nov 30."""
    stated(issuer, "transfer_agent_count", str(shares), NOV_30, page="List", today=DEC_3)


def test_a_share_count_off_by_a_split_needs_a_note_that_says_why(split: Month) -> None:
    count = (
        "On Nov 30, 2001 the transfer agent counts 19,031,001 shares outstanding and the share "
        "ledger 761,240 shares: the transfer agent counts in shares before the 1-for-25 split of "
        "Nov 26, 2001."
    )
    with refused(f"{count} Say in the note why that may stand."):
        signed(split.agreement, "transfer_agent")
    row = signed(split.agreement, "transfer_agent", note="Their list is of Nov 25.")
    assert row.prepared.share_count is not None
    assert row.prepared.share_count.sentence == count


def test_a_count_corrected_later_raises_the_alarm_until_there_is_a_new_sign_off(
    split: Month,
) -> None:
    signed(split.agreement, "transfer_agent", note="Their list is of Nov 25.")
    counted(split.agreement.issuer, 761_240)
    [moved] = moved_since(standing(DEC_3))
    [movement] = moved.movements
    assert movement.sentence.endswith("Now: Both count 761,240 shares outstanding on Nov 30, 2001.")
    signed(split.agreement, "transfer_agent")
    assert moved_since(standing(DEC_3)) == []
    assert SignOff.objects.count() == 2
