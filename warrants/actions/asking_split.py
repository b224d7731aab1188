"""Ask a second person to approve a stock split, and record it once approved."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval, Issuer
from warrants.actions.split import locked_split, post_split
from warrants.models import Split
from warrants.terms.request import SPLIT


@action(needs="placements.add_split", told="Requested a stock split")
def ask_split(
    issuer: Issuer, *, effective_on: date, new: int, old: int, source: str, by: User, today: date
) -> Approval:
    """Request a CFO's approval of a split of `new` shares for `old` ones.

    Raises Refused as `record_split` does, and while another split of the issuer waits.
    """
    split = Split(issuer=issuer, effective_on=effective_on, new=new, old=old, source=source.strip())
    locked_split(split, today)
    return ask(
        SPLIT,
        issuer.pk,
        issuer_id=issuer.pk,
        what=f"Record the stock split of {new:,} for {old:,} with effect from {effective_on}",
        dated=effective_on,
        asked={"new": new, "old": old, "source": split.source},
        by=by,
        why=f"Source: {split.source}",
    )


def record_approved_split(request: Approval, *, by: User, today: date) -> Split:  # noqa: ARG001  # an Effect
    """Record the approved split in the requester's name; every reason is asked for again."""
    split = split_asked_for(request)
    post_split(locked_split(split, today))
    return split


def split_asked_for(request: Approval) -> Split:
    """The split that a request asks for, not yet recorded."""
    return Split(
        issuer=Issuer.objects.get(pk=request.subject),
        effective_on=request.day,
        recorded_by_id=request.asked_by_id,
        approval=request,
        **request.asked,
    )
