"""How long recording, reversing and delivering take on top of very many sales; nothing is kept."""

from collections.abc import Callable
from random import Random

from django.db import transaction
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.books.calendar import trading_days_before
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.sale import ask_reversal, record_sale, record_sales
from placements.models import Placement, Sale
from placements.selectors.positions import positions
from placements.selectors.sale_aggregates import open_sales
from placements.terms.notice import SaleNotice
from tests.benchmarks.big_books import DAYS, UNSETTLED, further_notices
from tests.factories import TODAY, UserFactory, approved


def undone(act: Callable[[], object]) -> Callable[[], None]:
    """The act, with all its rules checked as at a commit, and then taken back."""

    def act_and_undo() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return act_and_undo


def bench_recording_ten_thousand_sales_at_once(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    notices = further_notices(ledger, 10_000)
    record = undone(lambda: record_sales(notices, by=person, today=TODAY))
    benchmark.pedantic(record, rounds=3)


def bench_recording_ten_thousand_sales_of_earlier_days_in_their_order(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    notices = sorted(_of_earlier_days(ledger), key=lambda notice: notice.trade_date)
    record = undone(lambda: record_sales(notices, by=person, today=TODAY))
    benchmark.pedantic(record, rounds=3)


def bench_recording_ten_thousand_sales_of_earlier_days_shuffled(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    notices = _of_earlier_days(ledger)
    record = undone(lambda: record_sales(notices, by=person, today=TODAY))
    benchmark.pedantic(record, rounds=3)


def _of_earlier_days(ledger: Placement) -> list[SaleNotice]:
    """Ten thousand notices over the trading days of the books, in no order."""
    days = [trading_days_before(TODAY, ago) for ago in range(DAYS + 3, 3, -1)]
    notices = [
        notice._replace(trade_date=days[place % DAYS])
        for place, notice in enumerate(further_notices(ledger, 10_000))
    ]
    Random(8).shuffle(notices)  # noqa: S311  # no secret: the same order in every run
    return notices


def bench_recording_one_sale(benchmark: BenchmarkFixture, ledger: Placement, person: User) -> None:
    [notice] = further_notices(ledger, 1)
    record = undone(lambda: record_sale(notice, by=person, today=TODAY))
    benchmark.pedantic(record, rounds=10, warmup_rounds=1)


def bench_reversing_one_sale_that_another_approves(
    benchmark: BenchmarkFixture, person: User
) -> None:
    cfo = UserFactory(group="CFO")
    sale = Sale.objects.get(number=1)
    reverse = undone(
        lambda: approved(
            ask_reversal(sale, on=TODAY, reason="a mistake", by=person, today=TODAY), by=cfo
        )
    )
    benchmark.pedantic(reverse, rounds=10, warmup_rounds=1)


def bench_delivering_a_thousand_sales(benchmark: BenchmarkFixture, person: User) -> None:
    waiting = list(open_sales(TODAY)[:UNSETTLED])
    assert len(waiting) == UNSETTLED
    delivery = undone(
        lambda: deliver(waiting, delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    )
    benchmark.pedantic(delivery, rounds=3)


def bench_every_agreements_position(benchmark: BenchmarkFixture, person: User) -> None:
    [told] = benchmark.pedantic(positions, [TODAY], rounds=5, warmup_rounds=1)
    assert told.capacity.sold == told.agreement.gross_sold
