"""Ask a second person to approve the issue of a warrant, and issue it once approved."""

from datetime import date
from decimal import Decimal

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.money import of_shares, per_share
from neoequity.books.refusal import Reason, refuse_if_any
from placements.models import Agreement, Placement
from warrants.actions.issue import Owed, issue_owed, locked_owed
from warrants.models import Warrant
from warrants.terms.request import ISSUE, POOLED_ISSUE


@action(needs="warrants.add_warrant", told="Requested the issue of a warrant")
def ask_issue(
    agreement: Agreement, placement: Placement | None, *, by: User, today: date
) -> Approval:
    """Request a CFO's approval to issue to the agent what is owed now (p. S-11).

    `placement` is None for an agreement that pools its warrants. Raises Refused as `issue_warrant`
    does, and while such a request is pending.
    """
    owed = locked_owed(agreement, placement, today)
    kind, subject = issue_request(agreement, placement)
    return ask(
        kind,
        subject,
        issuer_id=agreement.issuer_id,
        what=f"Issue a warrant for {of_shares(owed.accrual.owed.to_issue)} at "
        f"{per_share(owed.exercise_price)} to {owed.accrual.agent}, for {owed.accrual.name} "
        f"under the {agreement.name}",
        dated=owed.entered_on,
        asked=_facts(owed),
        by=by,
    )


def issue_request(agreement: Agreement, placement: Placement | None) -> tuple[str, int]:
    """The kind of request that asks to issue a warrant for this, and its subject."""
    if placement is None:
        return POOLED_ISSUE, agreement.pk
    return ISSUE, placement.pk


def post_issue(request: Approval, *, by: User, today: date) -> Warrant:  # noqa: ARG001  # an Effect
    """Issue the warrant in the requester's name, for exactly what was approved.

    Raises Refused as `issue_warrant` does, and where the sales have come to owe something else.
    """
    agreement, placement = issue_asked_for(request)
    owed = locked_owed(agreement, placement, today, asked_on=request.day)
    refuse_if_any(_against_other(request, owed))
    return issue_owed(owed, by=request.asked_by, today=today, approval=request)


def issue_asked_for(request: Approval) -> tuple[Agreement, Placement | None]:
    """What a request asks to issue a warrant for; the placement is None for a pooled programme."""
    if request.kind == POOLED_ISSUE:
        return Agreement.objects.get(pk=request.subject), None
    placement = Placement.objects.select_related("agreement").get(pk=request.subject)
    return placement.agreement, placement


def _facts(owed: Owed) -> dict[str, object]:
    """The figures that are approved."""
    return {
        "shares": owed.accrual.owed.to_issue,
        "exercise_price": f"{owed.exercise_price:.4f}",
        "issued_on": str(owed.accrual.owed.dated),
    }


def _against_other(request: Approval, owed: Owed) -> list[Reason]:
    """The reason against issuing what is owed now, if it is not what was asked for."""
    asked, now = request.asked, _facts(owed)
    if asked == now and owed.entered_on == request.day:
        return []
    sentence = (
        f"What is owed has changed since request {request.pk}: it asks for "
        f"{_in_words(asked)}, entered on {request.day}; owed now are {_in_words(now)}, entered on "
        f"{owed.entered_on}. Reject the request, and ask again."
    )
    return [Reason(sentence)]


def _in_words(facts: dict[str, object]) -> str:
    shares = of_shares(int(str(facts["shares"])))
    price = per_share(Decimal(str(facts["exercise_price"])))
    return f"{shares} at {price}, dated {facts['issued_on']}"
