"""Ask another person to accept a difference, post it once approved, and take it back likewise."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.days import written
from neoequity.books.models import Approval
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.company.actions.keeping import next_key
from neoequity.statements.actions.matches import lock_side
from neoequity.statements.models import DIFFERENCES, AcceptedDifference, StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.open_sides import open_sides
from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.line import SIDES
from placements.models import Agreement, Sale

#: The name of the kind of request, as the trigger compares it.
DIFFERENCE = "accepteddifference"


@action(needs="statements.add_accepteddifference", told="Requested to accept a difference")
def ask_difference(
    scope: Scope,
    row: Row,
    settled: Quantity,
    *,
    kind: str,
    reason: str,
    by: User,
    today: date,
    agreement: Agreement | None = None,
) -> Approval:
    """Ask a CFO to accept what is open of a line or an entry, or a part of it, as a difference.

    `settled` has the sign of the line or entry. Under the `agreement` a line counts; an entry is
    under its own. Raises Refused with every reason against it, and while a request for the same
    line or entry is pending.
    """
    scope = scope._replace(as_of=today)
    lock_side(scope)
    refuse_if_any(
        [*reasons_against_difference(scope, row, settled, kind, reason), *_pending(scope, row)]
    )
    if row.what == "entry":
        agreement = Sale.objects.select_related("agreement").get(pk=row.pk).agreement
    return _asked(
        AcceptedDifference(
            issuer=scope.issuer,
            side=scope.side,
            kind=kind,
            line_id=row.pk if row.what == "line" else None,
            entry_id=row.pk if row.what == "entry" else None,
            agreement=agreement,
            amount=settled.amount,
            shares=settled.shares,
            accepted_on=today,
            reason=reason.strip(),
        ),
        by=by,
    )


@action(needs="statements.add_accepteddifference", told="Requested to undo an accepted difference")
def ask_undo_difference(
    difference: AcceptedDifference, *, reason: str, by: User, today: date
) -> Approval:
    """Ask a CFO to undo an accepted difference from today on: what it settled is open again."""
    scope = Scope(difference.issuer, difference.side, today)
    lock_side(scope)
    row = row_of(difference)
    refuse_if_any([*_against_undoing(difference, reason), *_pending(scope, row)])
    return _asked(
        AcceptedDifference(
            issuer=difference.issuer,
            side=difference.side,
            kind=difference.kind,
            line=difference.line,
            entry=difference.entry,
            agreement=difference.agreement,
            amount=-difference.amount,
            shares=-difference.shares,
            accepted_on=today,
            reason=reason.strip(),
            undoes=difference,
        ),
        by=by,
    )


def accept_difference(request: Approval, *, by: User, today: date) -> AcceptedDifference:
    """What approving does: the difference is posted, on the day for which it was asked.

    Raises Refused if the line or entry has less left by now, or its undoing was posted meanwhile.
    """
    del by, today  # the requester has recorded it, for the day of the request
    difference = difference_asked(request)
    scope = Scope(difference.issuer, difference.side, difference.accepted_on)
    lock_side(scope)
    reason = difference.reason
    if difference.undoes is not None:
        refuse_if_any(_against_undoing(difference.undoes, reason))
    else:
        settled = Quantity(difference.amount, difference.shares)
        row = row_of(difference)
        refuse_if_any(reasons_against_difference(scope, row, settled, difference.kind, reason))
    difference.approval, difference.recorded_by = request, request.asked_by
    difference.save(force_insert=True)
    return difference


def reasons_against_difference(
    scope: Scope, row: Row, settled: Quantity, kind: str, reason: str
) -> Iterator[Reason]:
    """Every reason against accepting this much of the row; a page asks without the lock."""
    if kind not in DIFFERENCES:
        yield Reason("Choose what kind of difference it is.", "kind")
    if not reason.strip():
        yield Reason("Enter why the difference is accepted.", "reason")
    if row.what not in ("line", "entry"):
        yield Reason("A difference is accepted for a line of a statement or an entry of ours.")
        return
    entry = open_entry(scope, row)
    if not settled:
        yield Reason("Enter the dollars or shares of the difference.", "amount")
    elif not settled.is_part_of(entry.quantity):
        name = f"{entry.name[0].upper()}{entry.name[1:]}"
        yield Reason(
            f"{name} has {entry.quantity} left; {settled} cannot be accepted of it.", "amount"
        )


def open_entry(scope: Scope, row: Row) -> Entry:
    """The row as far as it is open on the side. Raises Refused if nothing of it is."""
    sides = open_sides(scope._replace(only=frozenset([row])))
    entry = sides.by_row().get(row)
    if entry is not None:
        return entry
    whole = sides.whole().get(row)
    side = SIDES[scope.side].lower()
    if whole is None:
        raise Refused([Reason(f"There is no such {row.what} on the side of the {side}.")])
    name = f"{whole.name[0].upper()}{whole.name[1:]}"
    raise Refused([Reason(f"{name} is not open on the side of the {side}: nothing is left of it.")])


def row_of(difference: AcceptedDifference) -> Row:
    """The line or entry that it settles."""
    if difference.line_id is not None:
        return Row("line", difference.line_id)
    assert difference.entry_id is not None  # noqa: S101  # a CHECK: one of both
    return Row("entry", difference.entry_id)


def difference_asked(request: Approval) -> AcceptedDifference:
    """The difference that a request asks for, not saved."""
    asked: dict[str, Any] = request.asked
    return AcceptedDifference(
        pk=request.subject,
        issuer=request.issuer,
        side=asked["side"],
        kind=asked["kind"],
        line=_found(StatementLine.objects.select_related("statement"), asked["line_id"]),
        entry=_found(Sale.objects.select_related("agreement"), asked["entry_id"]),
        agreement=_found(Agreement.objects.all(), asked["agreement_id"]),
        amount=Decimal(asked["amount"]),
        shares=int(asked["shares"]),
        accepted_on=request.day,
        reason=asked["reason"],
        undoes=_found(AcceptedDifference.objects.all(), asked["undoes_id"]),
    )


def _found(rows: Any, key: str | None) -> Any:
    return None if key is None else rows.get(pk=int(key))


def _asked(difference: AcceptedDifference, *, by: User) -> Approval:
    asked = {
        name: None if (value := getattr(difference, name)) is None else str(value)
        for name in ("issuer_id", "side", "kind", "line_id", "entry_id", "agreement_id", "shares")
    }
    asked |= {
        "amount": f"{difference.amount:.2f}",
        "reason": difference.reason,
        "undoes_id": None if difference.undoes_id is None else str(difference.undoes_id),
    }
    settled = Quantity(difference.amount, difference.shares)
    of = difference.line or difference.entry
    kind = DIFFERENCES[difference.kind].lower()
    verb = "Accept" if difference.undoes_id is None else "Undo accepting"
    shown = settled if difference.undoes_id is None else -settled
    return ask(
        DIFFERENCE,
        next_key(AcceptedDifference),
        issuer_id=difference.issuer_id,
        what=f"{verb} {shown} of {named(of)} as a difference ({kind}) on the side of the "
        f"{SIDES[difference.side].lower()}",
        dated=difference.accepted_on,
        asked=asked,
        by=by,
        why=difference.reason,
    )


def named(of: StatementLine | Sale | None) -> str:
    """A line or an entry inside a sentence: sale 2 of the Sales Agreement."""
    if isinstance(of, StatementLine):
        return f"line {of.number} of statement {of.statement_id}"
    assert of is not None  # noqa: S101  # a CHECK: one of both
    return f"{of.kind} {of.number} of the {of.agreement.name}"


def _pending(scope: Scope, row: Row) -> Iterator[Reason]:
    waiting = Approval.objects.filter(
        kind=DIFFERENCE,
        decision="",
        asked__side=scope.side,
        **{f"asked__{row.what}_id": str(row.pk)},
    ).select_related("asked_by")
    for request in waiting:
        yield Reason(
            f"Request {request.pk} by {request.asked_by} is already awaiting a CFO's decision: "
            f"{request.what}."
        )


def _against_undoing(difference: AcceptedDifference, reason: str) -> Iterator[Reason]:
    if difference.undoes_id is not None:
        yield Reason(f"{difference} undoes another: ask to accept that difference anew.")
    undone = AcceptedDifference.objects.filter(undoes=difference).first()
    if undone is not None:
        yield Reason(f"{difference} was undone on {written(undone.accepted_on)}.")
    if not reason.strip():
        yield Reason("Enter why the difference is undone.", "reason")
