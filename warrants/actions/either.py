"""Post at once, or ask a second person first, as the office has chosen: what every door calls.

Pages, the admin, programme files and the demo call these and none of the actions behind them.
"""

from typing import Any

from neoequity.books.approvals.second_person import SPLITS, WARRANTS, needs_second_person
from neoequity.books.models import Approval, Issuer
from placements.models import Agreement, Placement
from warrants.actions.asking import ask_cancellation, ask_transfer
from warrants.actions.asking_issue import ask_issue
from warrants.actions.asking_split import ask_split
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, transfer
from warrants.actions.split import record_split
from warrants.models import Entry, Split, Warrant


def issue_or_ask(
    agreement: Agreement, placement: Placement | None, **facts: Any
) -> Warrant | Approval:
    """The warrant, or the request to issue it; `facts` as for `issue_warrant`. Raises Refused."""
    act = ask_issue if needs_second_person(WARRANTS) else issue_warrant
    return act(agreement, placement, **facts)


def transfer_or_ask(warrant: Warrant, **facts: Any) -> Entry | Approval:
    """The transfer, or the request for it; `facts` as for `transfer`. Raises Refused."""
    act = ask_transfer if needs_second_person(WARRANTS) else transfer
    return act(warrant, **facts)


def cancel_or_ask(warrant: Warrant, **facts: Any) -> Entry | Approval:
    """The cancellation, or the request for it; `facts` as for `cancel`. Raises Refused."""
    act = ask_cancellation if needs_second_person(WARRANTS) else cancel
    return act(warrant, **facts)


def split_or_ask(issuer: Issuer, **facts: Any) -> Split | Approval:
    """The split, or the request for it; `facts` as for `record_split`. Raises Refused."""
    act = ask_split if needs_second_person(SPLITS) else record_split
    return act(issuer, **facts)
