"""Request approval from another person, and decide the requests of others (four eyes)."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models.functions import Now

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.kinds import request_kinds, writers_of
from neoequity.books.approvals.rules import TOLD, Decision, reasons_against_decision
from neoequity.books.models import Approval, DecisionSeen
from neoequity.books.refusal import Reason, refuse_if_any


def reasons_against_asking(kind: str, subject: int) -> Iterator[Reason]:
    """A record has at most one pending request of a kind."""
    pending = Approval.objects.filter(kind=kind, subject=subject, decision="")
    for request in pending.select_related("asked_by"):
        yield Reason(
            f"Request {request.pk} by {request.asked_by} is already awaiting a CFO's decision: "
            f"{request.what}."
        )


def ask(
    kind: str,
    subject: int,
    *,
    issuer_id: int,
    what: str,
    dated: date | None,
    asked: Mapping[str, object],
    by: User,
    why: str = "",
) -> Approval:
    """Create a request that a CFO must decide; the calling action holds the lock on the subject.

    `what` names it in words, `dated` is the first day that approving it would post to, None where
    it posts to none, and `asked` holds the other facts that the database compares on approval.
    Raises Refused while another request of the kind is pending for the subject.
    """
    refuse_if_any(reasons_against_asking(kind, subject))
    return Approval.objects.create(
        kind=kind,
        subject=subject,
        issuer_id=issuer_id,
        what=what,
        dated=dated,
        asked=asked,
        why=why.strip(),
        asked_by=by,
    )


@action(needs="books.approve", told="Approved a request")
def approve(request: Approval, *, by: User, today: date, note: str = "") -> Approval:
    """Approve another person's request and carry out its effect in the same transaction.

    The request's kind declares the effect. Raises Refused for the user's own request, one already
    decided, and for every reason against the effect by now.
    """
    request = _decide(request, Decision.APPROVED, by=by, note=note)
    request_kinds()[request.kind].effect(request, by=by, today=today)
    return request


@action(needs="books.approve", told="Rejected a request")
def reject(request: Approval, *, by: User, note: str) -> Approval:
    """Reject another person's request, with a note that says why."""
    return _decide(request, Decision.REJECTED, by=by, note=note)


@action(needs="books.read_books", told="Withdrew a request")
def withdraw(request: Approval, *, by: User, note: str = "") -> Approval:
    """Withdraw a request, as the person who made it."""
    if request.asked_by_id != by.pk:
        sentence = f"Request {request.pk} is withdrawn by {request.asked_by}, who made it."
        refuse_if_any([Reason(sentence)])
    return _decide(request, Decision.WITHDRAWN, by=by, note=note)


@action(needs="books.read_books", told="Read a decision")
def see_decision(request: Approval, *, by: User) -> None:
    """Note that the person who made a request knows its decision; again, it changes nothing.

    Raises Refused for another person's request, and for one that is pending or was withdrawn.
    """
    if request.asked_by_id != by.pk:
        refuse_if_any([Reason(f"The decision on request {request.pk} is for {request.asked_by}.")])
    if request.decision not in TOLD:
        refuse_if_any([Reason(f"Request {request.pk} was neither approved nor rejected.")])
    DecisionSeen.objects.get_or_create(request=request)


def _decide(request: Approval, decision: Decision, *, by: User, note: str) -> Approval:
    Approval.objects.select_for_update().get(pk=request.pk)
    request = Approval.objects.select_related("asked_by", "issuer").get(pk=request.pk)
    refuse_if_any(reasons_against_deciding(request, decision, by=by, note=note))
    request.decision = decision.value
    request.decided_by = by
    request.decided_at = Now()
    request.note = note.strip()
    request.save(update_fields=["decision", "decided_by", "decided_at", "note"])
    request.refresh_from_db(fields=["decided_at"])
    return request


def reasons_against_deciding(
    request: Approval, decision: Decision, *, by: User, note: str
) -> list[Reason]:
    """Every reason against this decision by `by`; a page asks before it offers the decision."""
    reasons = reasons_against_decision(
        decision,
        number=request.pk,
        made_by=_made_by(request),
        decided_by=by.get_username(),
        decided=request.decision,
        note=note,
    )
    return list(reasons)


def _made_by(request: Approval) -> frozenset[str]:
    """The names of those who made the request or drafted what it is about."""
    names = {request.asked_by.get_username()}
    names |= {person.get_username() for person in writers_of(request.kind, request.subject)}
    return frozenset(names)
