"""Issue the agent's warrants once all sales behind them are settled (p. S-11, S-12)."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.money import of_shares
from neoequity.books.periods.locks import lock_periods
from neoequity.books.refusal import Reason, cite, refuse_if_any
from placements.actions.book import lock_agreements
from placements.models import Agreement, Placement
from warrants.actions.issuing import Issuing, limit_of
from warrants.actions.split import adjust
from warrants.models import Entry, Split, Warrant
from warrants.models.accrual import Accrual, accruals_on, clock_terms
from warrants.terms.clocks import Clocks, clocks
from warrants.terms.counting import moved


@action(needs="warrants.add_warrant")
def issue_warrant(
    agreement: Agreement, placement: Placement | None, *, by: User, today: date
) -> Warrant:
    """Issue to the agent what is owed and has no warrant yet, dated the last settlement date.

    `placement` None is the pool of an agreement that pools its warrants. The entry has the
    warrant's date; where that lies in a closed period it is dated today, and the warrant keeps its
    own. Raises Refused while more may be sold, sales are unsettled, or nothing is owed.
    """
    lock_agreements([agreement.pk])
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=agreement.issuer_id)
    lock_periods([issuer.pk])
    agreement = Agreement.objects.prefetch_related("versions").get(pk=agreement.pk)
    found = accruals_now(agreement)
    accrual = accrual_for(placement, found)
    issuing = Issuing(found, today)
    refuse_if_any(issuing.against(agreement, placement, accrual))
    assert accrual is not None  # noqa: S101  # else there was a reason against
    warrant = _warrant(issuer, accrual, _days(accrual))
    entered_on = issuing.entered_on(accrual)
    entry = Entry.objects.create(
        warrant=warrant,
        number=1,
        kind="issue",
        on=entered_on,
        holder_to=issuing.agent(accrual),
        shares=issuing.entered(accrual),
        recorded_by=by,
    )
    for split in Split.between(issuer.pk, entry.on, today):
        adjust([warrant], split, by)
    warrant.refresh_from_db()
    return warrant


def accruals_now(agreement: Agreement) -> list[Accrual]:
    """All of an agreement, on the rows as they stand; read it under the agreement's lock to act."""
    return accruals_on(date.max, Agreement.objects.filter(pk=agreement.pk))


def accrual_for(placement: Placement | None, found: Sequence[Accrual]) -> Accrual | None:
    """That of the placement, or of the pool; None where nothing was sold."""
    wanted = placement.pk if placement else None
    return next((each for each in found if each.placement_id == wanted), None)


def against_returning(entry: Entry, warrant: Warrant, page: str) -> Iterator[Reason]:
    """Whether what a cancellation took back has no ground in the sales any more.

    Read it under the agreement's lock. Shares are counted as on the day of the sales' warrant.
    """
    if warrant.agreement is None:
        return
    found = accruals_now(warrant.agreement)
    accrual = accrual_for(warrant.placement, found)
    assert accrual is not None  # noqa: S101  # a warrant was issued for it
    splits = Split.between(warrant.issuer_id, warrant.issued_on, entry.on)
    stated = Split.joined(split for split in splits if entry.reckons_with(split))
    since = stated.shares_before(entry.shares)
    more = moved(since, accrual.splits, warrant.issued_on, accrual.counted_on)
    if more > accrual.owed.to_issue:
        yield Reason(
            f"Entry {entry.number} took back {of_shares(more)}; only {accrual.owed.to_issue:,} "
            f"are owed now{cite(page)}."
        )
    else:
        now = moved(since, accrual.splits, warrant.issued_on, accrual.as_of)
        yield from limit_of(found, now)


def _days(accrual: Accrual) -> Clocks:
    terms = clock_terms(accrual.version)
    assert accrual.owed.dated is not None  # noqa: S101  # else there was a reason against
    assert terms is not None  # noqa: S101  # the same
    return clocks(accrual.owed.dated, terms)


def _warrant(issuer: Issuer, accrual: Accrual, days: Clocks) -> Warrant:
    return Warrant.objects.create(
        issuer=issuer,
        number=(issuer.warrants.aggregate(last=Max("number"))["last"] or 0) + 1,
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
