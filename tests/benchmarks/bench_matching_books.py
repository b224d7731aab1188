"""How long it takes to propose matches for very many lines in the books, and to accept them.

In an issuer of their own, for the books of the other benchmarks may be there.
"""

import os
from contextlib import closing
from datetime import date
from tempfile import TemporaryFile
from time import perf_counter

import pytest
from django.db import connection
from django.db.models import Model
from psycopg2 import extensions
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.statements.actions.matching import accept_all_certain, accept_proposal
from neoequity.statements.models import Match, MatchPart, StatementLine
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.models.offer import token_of
from neoequity.statements.models.open_sides import open_sides
from tests.factories import (
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    sell_many,
    usual,
)
from tests.offices import Office, at
from tests.statements import files
from tests.statements.recorded import layout_of, received, sender_of

LINES = int(os.environ.get("SALES") or 100_000)
TODAY = date(2001, 11, 30)


@pytest.fixture
def scope(db: None) -> Scope:
    """As many sales of 10 shares, and the agent's statement with a line for each."""
    issuer = IssuerFactory(slug="matched", name="Matched, Inc.", ticker="MTCH")
    placement = PlacementFactory(
        agreement=AgreementFactory(
            slug="matched-agreement",
            name="Matched Agreement",
            shelf=ShelfFactory(issuer=issuer, file_number="333-77777"),
        ),
        accepted=True,
        shares_offered=20 * LINES,
    )
    for start in range(0, LINES, 10_000):
        sell_many(placement, min(10_000, LINES - start), shares=10)
    agent = sender_of("agent", issuer=issuer, slug="matched-agent")
    layout_of(agent, files.AGENT)
    rows = (
        f"{day:%m/%d/%Y},,{reference},Sold,,{shares},{price},{gross},{commission},0.00,{net}"
        for day, reference, shares, price, gross, commission, net in placement.sales.order_by(
            "pk"
        ).values_list(
            *("trade_date", "agent_reference", "shares", "price", "gross", "commission", "net")
        )
    )
    received(agent, files.sales(*rows), files.AGENT.name)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.check_constraints()  # what the sales and the lines left to the end is not measured
    return Scope(issuer, "agent", TODAY)


def bench_proposals_of_the_books(benchmark: BenchmarkFixture, scope: Scope) -> None:
    found = benchmark.pedantic(lambda: open_sides(scope).proposals(), rounds=1)
    assert len(found) == LINES == StatementLine.objects.count()


def bench_accepting_one_proposal_of_very_many(benchmark: BenchmarkFixture, scope: Scope) -> None:
    """As the page's button does: only what it offers is read again."""
    sides = open_sides(scope)
    shown = iter([token_of(scope, sides, each) for each in sides.proposals()[:5]])
    by = usual("Controller")
    benchmark.pedantic(
        lambda: accept_proposal(scope, next(shown), by=by, today=TODAY), rounds=4, warmup_rounds=1
    )
    assert Match.objects.count() == 5


def bench_accepting_all_that_is_certain(
    benchmark: BenchmarkFixture, scope: Scope, migrated: Office
) -> None:
    """Proposing, accepting, and the checks that a commit makes.

    `copied`, in the report as JSON, is how many seconds a plain COPY of the same rows took, into
    tables without a rule.
    """
    by = usual("Controller")

    def accept() -> None:
        accept_all_certain(scope, by=by, today=TODAY)
        connection.check_constraints()

    benchmark.pedantic(accept, rounds=1)
    assert Match.objects.count() == LINES
    owner = at({**migrated.place, "dbname": connection.settings_dict["NAME"]}).connect()
    with closing(owner):
        benchmark.extra_info["copied"] = sum(copied(each, owner) for each in (Match, MatchPart))


def copied(model: type[Model], owner: extensions.connection) -> float:
    """Seconds of copying the table's rows into one like it that keeps no rule."""
    table = model._meta.db_table
    with connection.cursor() as ours, owner.cursor() as plain, TemporaryFile() as file:
        ours.copy_expert(f"COPY {table} TO STDOUT", file)
        file.seek(0)
        plain.execute(f"CREATE TEMP TABLE plain_{table} (LIKE {table})")
        started = perf_counter()
        plain.copy_expert(f"COPY plain_{table} FROM STDIN", file)
        return perf_counter() - started
