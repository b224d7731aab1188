"""Recording one sale beside the same rows by hand: locks, one INSERT, and all triggers."""

from django.db import connection, transaction
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.people.models import User
from placements.actions.sale import record_sale
from placements.models import Placement
from tests.benchmarks.beside import beside
from tests.benchmarks.big_books import further_notices
from tests.factories import TODAY

LEAST = 0.15
LOCK_AGREEMENT = "SELECT id FROM placements_agreement WHERE id = %s FOR NO KEY UPDATE"
LOCK_HEAD = "SELECT id FROM books_chainhead WHERE issuer_id = %s FOR NO KEY UPDATE"
LAST_NUMBER = "SELECT max(number) FROM placements_sale WHERE agreement_id = %s"
INSERT = """
    INSERT INTO placements_sale (
        agreement_id, placement_id, number, trade_date, settlement_date, settlement_reason,
        method, shares, price, price_decimals, gross, commission, deductions, net,
        agent_reference, reason, remark, recorded_by_id)
    VALUES (%s, %s, %s, %s, %s, '', %s, %s, %s, %s, %s, %s, 0, %s, %s, '', '', %s)
"""


def bench_recording_one_sale_beside_the_same_by_hand(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    [notice] = further_notices(ledger, 1)

    def record() -> None:
        with transaction.atomic():
            record_sale(notice, by=person, today=TODAY)
            transaction.set_rollback(True)

    with transaction.atomic():
        sale = record_sale(notice, by=person, today=TODAY)
        transaction.set_rollback(True)

    def by_hand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK_AGREEMENT, [sale.agreement_id])
            cursor.execute(LOCK_HEAD, [sale.agreement.issuer_id])
            cursor.execute(LAST_NUMBER, [sale.agreement_id])
            [last] = cursor.fetchone()
            cursor.execute(
                INSERT,
                [
                    *(sale.agreement_id, sale.placement_id, last + 1, sale.trade_date),
                    *(sale.settlement_date, sale.method, sale.shares, sale.price),
                    *(sale.price_decimals, sale.gross, sale.commission, sale.net),
                    *(sale.agent_reference, person.pk),
                ],
            )
            transaction.set_rollback(True)

    assert beside(benchmark, record, by_hand, rounds=20) >= LEAST
