"""End an agreement by notice, and reinstate it: changes of terms that another person approves."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Approval
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.amendment import ask_amendment
from placements.models import Agreement
from placements.terms.amendment import VersionKind


@action(needs="placements.change_agreement", told="Requested the end of an agreement")
def ask_termination(
    agreement: Agreement,
    *,
    noticed_on: date,
    terminated_on: date,
    terminated_by: str | None,
    document: str,
    page: str,
    reason: str,
    by: User,
    today: date,
) -> Approval:
    """Request a CFO's approval of an end: from `terminated_on` on nothing is placed or sold.

    Approving closes what is open under it if that day has come. Raises Refused as `ask_amendment`
    does, and for an agreement that has an end.
    """
    refuse_if_any(reasons_against_ending(agreement))
    return ask_amendment(
        agreement,
        kind=VersionKind.AMENDMENT,
        effective_on=noticed_on,
        document=document,
        page=page,
        reason=reason,
        terms={"terminated_on": terminated_on, "terminated_by": terminated_by or None},
        by=by,
        today=today,
    )


@action(needs="placements.change_agreement", told="Requested a reinstatement")
def ask_reinstatement(
    agreement: Agreement,
    *,
    effective_on: date,
    document: str,
    page: str,
    reason: str,
    by: User,
    today: date,
) -> Approval:
    """Request a CFO's approval that an agreement sells again from `effective_on` on.

    The days since its end stay without sales. Raises Refused as `ask_amendment` does, and for an
    agreement that has no end.
    """
    refuse_if_any(reasons_against_reinstatement(agreement))
    return ask_amendment(
        agreement,
        kind=VersionKind.AMENDMENT,
        effective_on=effective_on,
        document=document,
        page=page,
        reason=reason,
        terms={"terminated_on": None, "terminated_by": None},
        by=by,
        today=today,
    )


def reasons_against_ending(agreement: Agreement) -> list[Reason]:
    """The reason against ending an agreement twice; pages ask before they offer it."""
    ended = agreement.terminated_on
    if ended is None:
        return []
    return [
        Reason(
            f"The {agreement.name} is already terminated, with effect from {ended}. Another day is "
            "entered as a change of terms."
        )
    ]


def reasons_against_reinstatement(agreement: Agreement) -> list[Reason]:
    """The reason against reinstating an agreement that was not terminated."""
    if agreement.terminated_on is not None:
        return []
    return [Reason(f"The {agreement.name} has not been terminated: nothing is to be reinstated.")]
