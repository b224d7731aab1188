"""How long it takes to propose matches for very many lines in the books, and to accept them."""

import os
from datetime import date

import pytest
from django.db import connection
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.models import Match, Sender, StatementLine
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.models.open_sides import open_sides
from placements.models import Sale
from tests.factories import PlacementFactory, sell_many, usual
from tests.statements import files
from tests.statements.recorded import able, received

LINES = int(os.environ.get("SALES") or 100_000)
TODAY = date(2001, 11, 30)


@pytest.fixture
def scope(db: None) -> Scope:
    """As many sales of 10 shares, and the agent's statement with a line for each."""
    placement = PlacementFactory(accepted=True, shares_offered=20 * LINES)
    for start in range(0, LINES, 10_000):
        sell_many(placement, min(10_000, LINES - start), shares=10)
    agent: Sender = able(files.AGENT)
    rows = (
        f"{day:%m/%d/%Y},,{reference},Sold,,{shares},{price},{gross},{commission},0.00,{net}"
        for day, reference, shares, price, gross, commission, net in Sale.objects.order_by(
            "pk"
        ).values_list(
            *("trade_date", "agent_reference", "shares", "price", "gross", "commission", "net")
        )
    )
    received(agent, files.sales(*rows), files.AGENT.name)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Scope(agent.issuer, "agent", TODAY)


def bench_proposals_of_the_books(benchmark: BenchmarkFixture, scope: Scope) -> None:
    found = benchmark.pedantic(lambda: open_sides(scope).proposals(), rounds=1)
    assert len(found) == LINES == StatementLine.objects.count()


def bench_accepting_all_that_is_certain(benchmark: BenchmarkFixture, scope: Scope) -> None:
    by = usual("Controller")
    benchmark.pedantic(lambda: accept_all_certain(scope, by=by, today=TODAY), rounds=1)
    assert Match.objects.count() == LINES
