"""Terms and database refuse the same deliveries: each case is tried by action and by raw SQL."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.attachment import attach
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import Delivery, Sale
from placements.terms.agent_notice import NOTICE_NEEDED
from tests.constraints.rows import insert
from tests.factories import TODAY, AgreementFactory, PlacementFactory, sell, usual

DUE_ON, NEXT_DAY, MONDAY = date(2001, 11, 15), date(2001, 11, 16), date(2001, 11, 19)
PDF = b"%PDF-1.4\n%%EOF\n"


def action_refuses(sale: Sale, day: date) -> bool:
    try:
        with transaction.atomic():
            deliver([sale], delivered_on=day, remark="said why", by=usual(), today=MONDAY)
            transaction.set_rollback(True)
    except Refused:
        return True
    return False


def database_refuses(sale: Sale, day: date) -> bool:
    row = {"sale_id": sale.pk, "delivered_on": day, "remark": "", "recorded_by_id": usual().pk}
    try:
        with transaction.atomic():
            insert(Delivery, row)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def receive(sale: Sale, **told: object) -> object:
    facts = {"received_on": TODAY, "by": usual(), "today": TODAY, **told}
    return receive_notice(sale.agreement, [StatedSale(sale)], **facts)  # type: ignore[arg-type]


def nothing(_sale: Sale) -> None:
    """No notice at all."""


def document_alone(sale: Sale) -> None:
    attach(sale, kind="notice", name="n.pdf", content=PDF, by=usual())


def replaced_by_one_of_another_sale(sale: Sale) -> None:
    wrong = receive(sale)
    other = sell(sale.placement)
    receive(other, replaces=wrong, reason="It is of the other sale.")


#: What there is of a notice, and whether that is one.
THERE: dict[str, tuple[Callable[[Sale], object], bool]] = {
    "nothing": (nothing, False),
    "a notice": (receive, True),
    "its document, from before": (document_alone, True),
    "one that was replaced": (replaced_by_one_of_another_sale, False),
}


@pytest.mark.parametrize("there", THERE)
@pytest.mark.parametrize("term", [None, *NOTICE_NEEDED])
def test_the_database_asks_for_the_notice_exactly_where_the_terms_do(
    db: None, term: str | None, there: str
) -> None:
    agreement = AgreementFactory(notice_needed=term)
    sale = sell(PlacementFactory(agreement=agreement, accepted=True))
    come, is_one = THERE[there]
    come(sale)
    refused = term == "before_delivery" and not is_one
    assert (action_refuses(sale, DUE_ON), database_refuses(sale, DUE_ON)) == (refused, refused)


@pytest.mark.parametrize("day", [DUE_ON, NEXT_DAY, MONDAY])
def test_the_database_refuses_a_delivery_before_a_failure_as_the_terms_do(
    sale: Sale, treasurer: User, day: date
) -> None:
    fail_delivery(
        sale, failed_on=NEXT_DAY, new_day=MONDAY, reason="no account", by=treasurer, today=NEXT_DAY
    )
    refused = day < NEXT_DAY
    assert (action_refuses(sale, day), database_refuses(sale, day)) == (refused, refused)
