"""Issuing the agent's warrants once all their sales are settled (p. S-11, S-12)."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.second_person import WARRANTS, refuse_alone
from neoequity.books.models import Approval, Issuer
from neoequity.books.money import of_shares
from neoequity.books.periods.locks import lock_periods
from neoequity.books.refusal import Reason, cite, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Placement
from warrants.actions.entering import next_warrant_number
from warrants.actions.issuing import Issuing, limit_of
from warrants.actions.split import adjust
from warrants.models import Entry, Split, Warrant
from warrants.models.accrual import Accrual, accruals_on, clock_terms
from warrants.terms.clocks import Clocks, clocks
from warrants.terms.counting import moved


@action(needs="warrants.add_warrant", told="Issued a warrant")
def issue_warrant(
    agreement: Agreement, placement: Placement | None, *, by: User, today: date
) -> Warrant:
    """Issue to the agent what is owed without a warrant yet, dated the last settlement date.

    `placement` is None for an agreement that pools its warrants. The entry has the warrant's date;
    if that lies in a closed period, the entry is dated today and the warrant keeps its own date.
    Raises Refused while more may be sold, sales are unsettled, or nothing is owed, and where the
    office has a second person approve issues: see `ask_issue`.
    """
    refuse_alone(WARRANTS, "the issue of a warrant")
    return issue_owed(locked_owed(agreement, placement, today), by=by, today=today)


class Owed(NamedTuple):
    """What may be issued now, read under the locks that `locked_owed` takes."""

    issuing: Issuing
    accrual: Accrual

    @property
    def entered_on(self) -> date:
        """The day of the register's entry."""
        return self.issuing.entered_on(self.accrual)

    @property
    def exercise_price(self) -> Decimal:
        """Dollars per share, four decimals."""
        return self.accrual.owed.grant.exercise_price


def locked_owed(
    agreement: Agreement,
    placement: Placement | None,
    today: date,
    *,
    asked_on: date | None = None,
) -> Owed:
    """What is owed, once agreement, issuer and periods are locked. Raises Refused for every reason.

    `asked_on` is the day on which an issue was asked for that cannot be entered on its own day.
    """
    lock_agreements([agreement.pk])
    Issuer.objects.select_for_update(no_key=True).get(pk=agreement.issuer_id)
    lock_periods([agreement.issuer_id])
    agreement = Agreement.objects.prefetch_related("versions").get(pk=agreement.pk)
    accruals = accruals_now(agreement)
    accrual = accrual_for(placement, accruals)
    issuing = Issuing(accruals, today, asked_on)
    refuse_if_any(issuing.against(agreement, placement, accrual))
    assert accrual is not None  # noqa: S101  # else there was a reason against
    return Owed(issuing, accrual)


def issue_owed(owed: Owed, *, by: User, today: date, approval: Approval | None = None) -> Warrant:
    """Issue it, by the request that was approved if there was one; the locks are held."""
    issuing, accrual = owed
    issuer = accrual.agreement.issuer
    warrant = _warrant(issuer, accrual, _days(accrual))
    entry = Entry.objects.create(
        warrant=warrant,
        number=1,
        kind="issue",
        on=issuing.entered_on(accrual),
        holder_to=issuing.agent(accrual),
        shares=issuing.entered(accrual),
        approval=approval,
        recorded_by=by,
    )
    for split in Split.between(issuer.pk, entry.on, today):
        adjust([warrant], split, by)
    warrant.refresh_from_db()
    return warrant


def accruals_now(agreement: Agreement) -> list[Accrual]:
    """All accruals of an agreement as of now; hold the agreement's lock to act on them."""
    return accruals_on(date.max, Agreement.objects.filter(pk=agreement.pk))


def accrual_for(placement: Placement | None, accruals: Sequence[Accrual]) -> Accrual | None:
    """The accrual of the placement or of the pool; None if nothing was sold."""
    placement_id = placement.pk if placement else None
    return next((accrual for accrual in accruals if accrual.placement_id == placement_id), None)


def against_returning(entry: Entry, warrant: Warrant, page: str) -> Iterator[Reason]:
    """Reasons against reversing a cancellation: the sales no longer earn the cancelled shares.

    Hold the agreement's lock. Shares are counted in shares of the day of the sales' warrant.
    """
    if warrant.agreement is None:
        return
    accruals = accruals_now(warrant.agreement)
    accrual = accrual_for(warrant.placement, accruals)
    assert accrual is not None  # noqa: S101  # a warrant was issued for it
    splits = Split.between(warrant.issuer_id, warrant.issued_on, entry.on)
    reflected = Split.joined(split for split in splits if entry.reckons_with(split))
    at_issue = reflected.shares_before(entry.shares)
    returned = moved(at_issue, accrual.splits, warrant.issued_on, accrual.counted_on)
    if returned > accrual.owed.to_issue:
        yield Reason(
            f"Entry {entry.number} took back {of_shares(returned)}; only {accrual.owed.to_issue:,} "
            f"are owed now{cite(page)}."
        )
    else:
        returned_now = moved(at_issue, accrual.splits, warrant.issued_on, accrual.as_of)
        yield from limit_of(accruals, returned_now)


def _days(accrual: Accrual) -> Clocks:
    terms = clock_terms(accrual.version)
    assert accrual.owed.dated is not None  # noqa: S101  # else there was a reason against
    assert terms is not None  # noqa: S101  # the same
    return clocks(accrual.owed.dated, terms)


def _warrant(issuer: Issuer, accrual: Accrual, days: Clocks) -> Warrant:
    return Warrant.objects.create(
        issuer=issuer,
        number=next_warrant_number(issuer),
        agreement=accrual.agreement,
        placement_id=accrual.placement_id,
        shares=accrual.owed.to_issue,
        exercise_price=accrual.owed.grant.exercise_price,
        issued_on=days.issued_on,
        cashless_from=days.cashless_from,
        agreed_transfer_from=days.agreed_transfer_from,
        nasd_transfer_from=days.nasd_transfer_from,
        registrable_from=days.registrable_from,
        expires_on=days.expires_on,
    )
