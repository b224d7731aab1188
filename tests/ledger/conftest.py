"""A small ledger, and a hand that writes in it past every rule."""

from datetime import date

from placements.actions.delivery import deliver
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    attached,
    reverse_sale,
    sell,
)
from tests.ledger.tampering import Tamper, settle_constraints, tamper_with_books
from tests.worlds import built_once


@built_once
def ledger(db: None) -> None:
    """Two agreements; under the first a settled sale, a reversed one, its reversal and a fourth."""
    person = UserFactory()
    placement = PlacementFactory(accepted=True, by=person)
    PlacementFactory(agreement=AgreementFactory(other=True), accepted=True, by=person)
    settled = sell(placement, 100_000, "4.25", by=person, trade_date=date(2001, 10, 26))
    wrong = sell(placement, 1_000, "4.03", by=person)
    deliver([settled, wrong], delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    reverse_sale(wrong, on=TODAY, reason="Wrong price", by=person, today=TODAY)
    sell(placement, 2_000, "4.50", by=person)
    attached(settled, "notice", name="notice.pdf", by=person)
    settle_constraints()


@built_once
def tamper(ledger: None) -> Tamper:
    """Runs SQL on these books with all triggers asleep."""
    return tamper_with_books
