"""Books with one entry of every kind in their chain, and a hand that writes past every rule."""

from datetime import date

from neoequity.people.models import User
from placements.actions.delivery import deliver
from tests.factories import TODAY, PlacementFactory, UserFactory, reverse_sale, sell
from tests.ledger.tampering import Tamper, settle_constraints, tamper_with_books
from tests.warrants.factories import issued_warrant, warrant_agreement
from tests.worlds import built_once


@built_once
def person(db: None) -> User:
    somebody: User = UserFactory(username="treasurer")
    return somebody


@built_once
def books(person: User) -> None:
    """Position 1: the terms; 2 and 3: sales; 4 and 5: their deliveries; 6: a reversal; 7: a sale.

    8 to 10: the sale, delivery and issue of another placement's warrant.
    """
    agreement = warrant_agreement()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=person)
    settled = sell(placement, 100_000, "4.25", by=person, trade_date=date(2001, 10, 26))
    wrong = sell(placement, 1_000, "4.03", by=person, remark='said "four" – by telephone')
    deliver([settled, wrong], delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    reverse_sale(wrong, on=TODAY, reason="Wrong price", by=person, today=TODAY)
    sell(placement, 2_000, "4.50", by=person)
    issued_warrant(agreement, by=person)
    settle_constraints()


@built_once
def tamper(books: None) -> Tamper:
    """Runs SQL on these books with all triggers asleep."""
    return tamper_with_books
