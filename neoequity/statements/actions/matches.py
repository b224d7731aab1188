"""Post matches with their parts, one or 100,000 at once, and undo one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import NamedTuple

from django.db import connection

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.actions.keeping import next_key
from neoequity.statements.models import MOST_OF_AN_EXPLANATION, Match, MatchPart, Sender
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.triggers.match_part import DIGEST
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement

#: The digest of no parts: the SHA-256 of nothing.
NO_PARTS = hashlib.sha256().hexdigest()
#: From so many matches on, the triggers are planned for many rows.
_MANY = 200
_PART = ("match_id", "line_id", "entry_id", "receipt_id", "amount", "shares")


class Planned(NamedTuple):
    """A match that is to be posted: what it takes of each row, and why they belong together."""

    parts: Mapping[Row, Quantity]
    explanation: str


def lock_side(scope: Scope) -> None:
    """Keep both sides as they are until the transaction ends: agreements, senders, then the head.

    Raises Refused if nothing can be accepted on the day, for its period is closed.
    """
    agreements = Agreement.objects.filter(issuer=scope.issuer)
    if scope.agreement:
        agreements = agreements.filter(slug=scope.agreement)
    lock_agreements(agreements.values_list("pk", flat=True))
    senders = Sender.objects.filter(issuer=scope.issuer, side=scope.side).order_by("pk")
    list(senders.select_for_update(no_key=True).values_list("pk"))
    lock_periods([scope.issuer.pk])
    refuse_if_any(reasons_against_days(scope.issuer.pk, [scope.as_of]))


def post_matches(scope: Scope, planned: Sequence[Planned], *, by: User) -> list[Match]:
    """Post these matches on the scope's day, under its lock; the parts come first, by COPY."""
    keys = _keys(len(planned))
    digests = _insert(zip(keys, planned, strict=True), keys)
    rows = [
        Match(
            pk=key,
            issuer=scope.issuer,
            side=scope.side,
            accepted_on=scope.as_of,
            explanation=each.explanation[:MOST_OF_AN_EXPLANATION],
            parts_digest=digests[key],
            recorded_by=by,
        )
        for key, each in zip(keys, planned, strict=True)
    ]
    if len(rows) < _MANY:
        return Match.objects.bulk_create(rows)
    with _planned_for_many():
        return Match.objects.bulk_create(rows)


@contextmanager
def _planned_for_many() -> Iterator[None]:
    """The triggers inside join by hashing; their plans of before and after are for a few rows.

    They keep the plans that a session made first, which compare row by row.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS; SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on; DISCARD PLANS")


def _keys(number: int) -> list[int]:
    """Keys reserved for as many matches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Match._meta.db_table, number],
        )
        return [key for (key,) in cursor.fetchall()]


def _insert(planned: Iterable[tuple[int, Planned]], keys: list[int]) -> dict[int, str]:
    """Insert the parts of all matches, and give the digest of each match's."""
    rows = StringIO()
    for key, each in planned:
        for row, part in each.parts.items():
            columns = ("line", "entry", "receipt")
            named = "\t".join(str(row.pk) if what == row.what else "\\N" for what in columns)
            rows.write(f"{key}\t{named}\t{part.amount}\t{part.shares}\n")
    rows.seek(0)
    with connection.cursor() as cursor:
        table = MatchPart._meta.db_table
        with connection.wrap_database_errors:  # Django's cursor does not, for COPY
            cursor.copy_expert(f"COPY {table} ({', '.join(_PART)}) FROM STDIN", rows)
        cursor.execute(
            f"SELECT p.match_id, {DIGEST} FROM {table} p "  # noqa: S608  # constants
            "WHERE p.match_id = ANY(%s) GROUP BY p.match_id",
            [keys],
        )
        return dict(cursor.fetchall())


@action(needs="statements.add_match", told="Undid a match")
def undo_match(match: Match, *, reason: str, by: User, today: date) -> Match:
    """Undo a match from today on: its lines and entries are open again, whatever came later.

    A bank's receipts stay, and wait for a line again. Raises Refused for one that is undone, or
    undoes another, without a reason, and in a closed period.
    """
    lock_side(Scope(match.issuer, match.side, today))
    refuse_if_any(reasons_against_undoing(match, reason=reason, today=today))
    key = next_key(Match)
    return Match.objects.create(
        pk=key,
        issuer=match.issuer,
        side=match.side,
        accepted_on=today,
        parts_digest=NO_PARTS,
        undoes=match,
        reason=reason.strip(),
        recorded_by=by,
    )


def reasons_against_undoing(match: Match, *, reason: str, today: date) -> list[Reason]:
    """Every reason against undoing the match; a page asks without the lock."""
    if match.undoes_id is not None:
        sentence = f"{match} undoes another: to match these again, accept them anew."
        return [Reason(sentence)]
    undone = Match.objects.filter(undoes=match).select_related("recorded_by").first()
    if undone is not None:
        on = written(undone.accepted_on)
        return [Reason(f"{match} was undone on {on} by {undone.recorded_by}.")]
    reasons = [] if reason.strip() else [Reason("Enter why the match is undone.", "reason")]
    if today < match.accepted_on:
        day = written(match.accepted_on)
        reasons.append(Reason(f"{match} was accepted on {day}: it is not undone before that day."))
    return reasons
