"""Many receipts in one act are held to the rules of a single one, each after those before it."""

from datetime import date
from decimal import Decimal

from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.actions.receipts import NewReceipt, post_receipts
from placements.models import Agreement, Receipt, Sale
from placements.terms.receipt import Receiving
from tests.books import refused
from tests.cash.receiving import CENT, LATER, PAID_ON, part
from tests.cash.receiving import received as received_alone
from tests.periods.closings import close

DOLLAR = Decimal("1.00")


def of(sale: Sale, amount: Decimal, reference: str, *, on: date = PAID_ON) -> NewReceipt:
    """A receipt all of which pays the sale."""
    return NewReceipt(sale.agreement, Receiving(amount, reference, on), [part(sale, amount)])


def test_their_numbers_run_on(second: Sale, treasurer: User) -> None:
    received_alone(second.agreement, DOLLAR)
    new = [of(second, DOLLAR, f"FW-{number}") for number in range(3)]
    keys = post_receipts(new, by=treasurer, today=LATER)
    assert [Receipt.objects.get(pk=key).number for key in keys] == [2, 3, 4]


def test_a_reference_stands_once_among_them(second: Sale, treasurer: User) -> None:
    with refused(
        "The bank's reference “fw 1” is already recorded as receipt 1 of the Sales Agreement "
        "(as “FW-1”)."
    ):
        post_receipts(
            [of(second, DOLLAR, "FW-1"), of(second, DOLLAR, "fw 1")], by=treasurer, today=LATER
        )


def test_what_those_before_paid_is_paid(second: Sale, treasurer: User) -> None:
    with refused(
        "Sale 2 would have received $3,840.01, $0.01 past its net of $3,840.00: say why in the "
        "remark of this part."
    ):
        post_receipts(
            [of(second, second.net, "FW-1"), of(second, CENT, "FW-2")], by=treasurer, today=LATER
        )


def test_a_day_in_a_closed_period_is_refused_for_all(
    agreement: Agreement, second: Sale, treasurer: User
) -> None:
    close("2001-10")
    with refused(
        "2001-10 of NeoTherapeutics, Inc. was closed by anna on Jan 12, 2002 (closing 1): nothing "
        "dated Oct 31, 2001 is entered or changed until it is reopened."
    ):
        post_receipts(
            [
                of(second, DOLLAR, "FW-1"),
                NewReceipt(agreement, Receiving(DOLLAR, "FW-2", date(2001, 10, 31))),
            ],
            by=treasurer,
            today=LATER,
        )


def test_three_hundred_are_sealed_and_proved(second: Sale, treasurer: User) -> None:
    new = [of(second, DOLLAR, f"FW-{number}") for number in range(300)]
    post_receipts(new, by=treasurer, today=LATER)
    assert Receipt.objects.count() == 300
    assert prove_books().differences == []
