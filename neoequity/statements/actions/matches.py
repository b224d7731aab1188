"""Post matches with their parts, one or 100,000 at once, and undo one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date

from django.db import connection

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.inserting import insert_rows, planned_for_many, reserved_keys
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.actions.keeping import next_key
from neoequity.statements.actions.planning import Planned
from neoequity.statements.models import MOST_OF_AN_EXPLANATION, Match, MatchPart, Sender
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.triggers.match_part import DIGEST
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement

#: The digest of no parts: the SHA-256 of nothing.
NO_PARTS = hashlib.sha256().hexdigest()
#: From so many matches on, the triggers are planned for many rows.
_MANY = 200
_MATCH = ("id", "parts_digest", "explanation")
_PART = ("match_id", "line_id", "entry_id", "receipt_id", "amount", "shares")


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


def post_matches(scope: Scope, planned: Sequence[Planned], *, by: User) -> list[int]:
    """Post these matches on the scope's day, under its lock, and give their keys.

    The parts come first: when the matches are posted, all that the database checks is there.
    """
    keys = reserved_keys(Match, len(planned))
    with planned_for_many() if len(planned) >= _MANY else nullcontext():
        insert_rows(MatchPart, _PART, _parts(keys, planned))
        digests = _digests(keys)
        insert_rows(
            Match,
            _MATCH,
            _rows(planned, digests),
            issuer_id=scope.issuer.pk,
            side=scope.side,
            accepted_on=scope.as_of,
            recorded_by_id=by.pk,
            reason="",
        )
    return keys


def _parts(keys: Sequence[int], planned: Iterable[Planned]) -> Iterator[tuple[object, ...]]:
    for key, each in zip(keys, planned, strict=True):
        for row, part in each.parts.items():
            named = (row.pk if what == row.what else None for what in ("line", "entry", "receipt"))
            yield key, *named, part.amount, part.shares


def _rows(planned: Iterable[Planned], digests: Mapping[int, str]) -> Iterator[tuple[int, str, str]]:
    for (key, digest), each in zip(digests.items(), planned, strict=True):
        yield key, digest, each.explanation[:MOST_OF_AN_EXPLANATION]


def _digests(keys: Sequence[int]) -> dict[int, str]:
    """The digest of the parts of each of these matches, in their order.

    Others may have got keys between these.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.match_id, {DIGEST} FROM {MatchPart._meta.db_table} p "  # noqa: S608  # constants
            "WHERE p.match_id BETWEEN %s AND %s GROUP BY p.match_id",
            [keys[0], keys[-1]],
        )
        found = dict(cursor.fetchall())
    return {key: found[key] for key in keys}


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
