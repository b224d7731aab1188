"""The proof of a closing: made before the lock, and under it only what came since.

The rows of a proof carry the transaction that wrote them (`xmin`). Under the lock one look at each
table tells what was written since: new entries at its end, and nothing else, or the proof is made
again under the lock, which names what is wrong.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Model

from neoequity.books.chain.heads import chain_heads
from neoequity.books.kinds import sealed_kinds
from neoequity.books.models import (
    ChainHead,
    ChangeLog,
    DecisionSeen,
    Issuer,
    LedgerProof,
    LoggedChange,
    Seal,
)
from neoequity.books.periods.closing import Proved, Proving
from neoequity.books.periods.rules import Period
from neoequity.books.proof.chain import prove_chain
from neoequity.books.proof.difference import BooksUntil
from neoequity.books.proof.history_proof import differences_in_history
from neoequity.books.proof.reached import Reached, reached_at
from neoequity.books.snapshot import one_snapshot
from neoequity.ledger import prove_standing
from neoequity.periods.inquiry import prove
from neoequity.roles import book_apps
from placements.models import (
    AgentNoticeSale,
    Agreement,
    DayTotal,
    Placement,
    RememberedColumn,
    SaleAggregate,
)

#: No check reads them, or only the proof of all books does.
_LEFT_OUT = (ChangeLog, LoggedChange, LedgerProof, DecisionSeen, RememberedColumn)
#: Written by every posting, and compared with one another, with the history or the chain.
_FOLLOWING = (Agreement, Placement, SaleAggregate, DayTotal, ChainHead)
#: Totals of a day, by the column that names it: those of the period must stand as they were.
_OF_DAYS: Mapping[type[Model], str] = {DayTotal: "day", SaleAggregate: "trade_date"}
#: Lines that a posting adds besides its sealed entry.
_LINES = (Seal, AgentNoticeSale)

# One pass, in which each row is asked for its writer's age alone.
_ROWS = """
    SELECT count(*), (SELECT max({key}) FROM {table}),
           array_agg({key} || ' ' || xmin::text) FILTER (WHERE age(xmin) <= age('{oldest}'::xid))
    FROM {table}
"""
# Of a kind: an entry sealed since that may concern the period.
_CONCERNS_IT = """
    SELECT 1 FROM books_seal seal JOIN {table} e ON e.id = seal.entry {joins}
    WHERE seal.head_id = %s AND seal.position > %s AND seal.kind = '{kind}'
      AND ({day} <= %s) IS NOT FALSE LIMIT 1
"""


class _Rows(NamedTuple):
    """How many rows a table has, its last key, and its recent rows with who wrote them."""

    number: int
    last: int
    recent: frozenset[tuple[int, str]]


class _Seen(NamedTuple):
    """What a proof saw: `oldest` is the first transaction that may not have ended then."""

    oldest: str
    tables: Mapping[type[Model], _Rows]
    reached: Reached


def proven(issuer: Issuer, period: Period) -> Proving:
    """Prove the books for a closing now; returns what answers for them under the closing's lock.

    Inside a transaction, which cannot see what others record meanwhile, the proof waits for the
    lock.
    """
    if connection.in_atomic_block:
        return prove
    with one_snapshot():
        before = prove(issuer, period)
        seen = look()

    def under_the_lock(issuer: Issuer, period: Period) -> Proved:
        head = ChainHead.objects.get(issuer=issuer)
        if before.differences or not only_later_entries(seen, head, period):
            return prove(issuer, period)
        since = head.length - seen.reached.of(head).position
        if not since:
            return before
        more = f"{since:,} more {'seal' if since == 1 else 'seals'} came with later entries."
        return before._replace(looked_at=f"{before.looked_at} {more}")

    return under_the_lock


def look() -> _Seen:
    """What stands in the tables now: taken in the snapshot of a proof."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text")
        (oldest,) = cursor.fetchone()
    tables = {model: _rows(model, oldest) for model in _models()}
    return _Seen(oldest, tables, reached_at(chain_heads(), log=None))


def _models() -> list[type[Model]]:
    models = [model for app in book_apps() for model in apps.get_app_config(app).get_models()]
    # A proxy has no table of its own.
    return [model for model in models if model not in _LEFT_OUT and not model._meta.proxy]


def _rows(model: type[Model], oldest: str) -> _Rows:
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(key=meta.pk.column, table=meta.db_table, oldest=oldest))
        number, last, recent = cursor.fetchone()
    pairs = (row.rsplit(" ", 1) for row in recent or ())
    keyed = frozenset((meta.pk.to_python(key), writer) for key, writer in pairs)
    return _Rows(number, last or 0, keyed)


def only_later_entries(seen: _Seen, head: ChainHead, period: Period) -> bool:
    """Whether nothing was written since but entries of days after the period, all in order.

    Asked under the lock of the issuer's head, which keeps others from posting meanwhile.
    """
    grown = {kind.table for kind in sealed_kinds()} | {line._meta.db_table for line in _LINES}
    for model, then in seen.tables.items():
        now = _rows(model, seen.oldest)
        fresh = {key for key, _ in now.recent - then.recent}
        if model in _FOLLOWING:
            continue
        may_grow = model._meta.db_table in grown or hasattr(model, "pgh_tracked_model")
        if fresh and not (may_grow and min(fresh) > then.last):
            return False
        if now.number != then.number + len(fresh):
            return False
    asked = BooksUntil(head.issuer_id, period.ends_on)
    return not (
        any(_touched(seen, period, total) for total in _OF_DAYS)
        or any(_concerning(seen, head, period))
        or prove_chain(sealed_kinds(), asked, seen.reached).found
        or asked.concerned(prove_standing().found)
        or any(differences_in_history("placements", 1, asked))
    )


def _touched(seen: _Seen, period: Period, total: type[Model]) -> bool:
    """Whether a total of the period, or of a day before it, was written or is gone."""
    then, now = seen.tables[total], _rows(total, seen.oldest)
    fresh = {key for key, _ in now.recent - then.recent}
    by_its_end = {f"{_OF_DAYS[total]}__lte": period.ends_on}
    written = total._default_manager.filter(pk__in=fresh, **by_its_end).exists()
    return written or now.number < then.number


def _concerning(seen: _Seen, head: ChainHead, period: Period) -> Iterator[bool]:
    """Whether an entry that was sealed since may concern the period."""
    position = seen.reached.of(head).position
    for kind in sealed_kinds():
        with connection.cursor() as cursor:
            cursor.execute(
                _CONCERNS_IT.format(**kind._asdict()), [head.pk, position, period.ends_on]
            )
            yield cursor.fetchone() is not None
