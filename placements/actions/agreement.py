"""Enter and correct the terms of an agreement."""

from collections.abc import Collection, Iterator

from django.contrib.auth.models import User

from placements.actions.action import action
from placements.actions.book import lock_agreements
from placements.models import Agreement
from placements.models.agreement import TOTALS
from placements.terms.fees import FeeSchedule, Tier
from placements.terms.money import dollars
from placements.terms.refusal import Reason, cite, refuse_if_any


@action
def write_agreement(
    agreement: Agreement,
    *,
    changed: Collection[str],
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> Agreement:
    """Write a new agreement, or the terms `changed` of one on the books, which stays locked.

    Raises Refused for a capacity below what is sold, a shelf of another issuer, and an end before
    the signing. The fee tiers are written after it: see `reasons_against_fees`.
    """
    known = agreement.pk is not None
    if known:
        lock_agreements([agreement.pk])
        agreement.refresh_from_db(fields=TOTALS)
    refuse_if_any(_against_terms(agreement))
    agreement.save(update_fields=changed if known else None)
    return agreement


@action
def delete_agreement(
    agreement: Agreement,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> None:
    """Delete an agreement that was entered by mistake, with its fee tiers and pages.

    Raises Refused once there are placements under it, or a closing holds its totals.
    """
    lock_agreements([agreement.pk])
    if agreement.placements.exists():
        sentence = f"There are placements under the {agreement.name}; it cannot be deleted."
        refuse_if_any([Reason(sentence)])
    if agreement.closing_totals.exists():
        sentence = f"The totals of the {agreement.name} are in a closing; it cannot be deleted."
        refuse_if_any([Reason(sentence)])
    agreement.fee_tiers.all().delete()
    agreement.delete()


def _against_terms(agreement: Agreement) -> Iterator[Reason]:
    if agreement.capacity < agreement.gross_sold:
        yield Reason(
            f"The capacity of {dollars(agreement.capacity)} is less than the "
            f"{dollars(agreement.gross_sold)} already sold under the {agreement.name}.",
            "capacity",
        )
    if agreement.shelf.issuer_id != agreement.issuer_id:
        yield Reason(
            f"Not {agreement.issuer} but {agreement.shelf.issuer} registered {agreement.shelf}.",
            "shelf",
        )
    end = agreement.termination_from
    if end is not None and end < agreement.signed_on:
        yield Reason(
            f"The agreement cannot be ended from {end} on, before it was signed on "
            f"{agreement.signed_on}.",
            "termination_from",
        )


def reasons_against_fees(agreement: Agreement) -> Iterator[Reason]:
    """What speaks against the agreement's fee tiers as they now stand on the books (p. S-11)."""
    tiers = [Tier(tier.above, tier.rate) for tier in agreement.fee_tiers.all()]
    if not tiers or min(tiers).above != 0:
        yield Reason("The first fee tier must start above $0, so that every sale has a rate.")
        return
    largest = FeeSchedule(tiers).commission(agreement.capacity)
    stated = agreement.largest_commission
    if stated is not None and stated != largest:
        page = agreement.term_pages.filter(term="largest_commission").values_list("page").first()
        yield Reason(
            f"The largest commission of {dollars(stated)}{cite(page[0] if page else '')} is not "
            f"what the fee tiers give on {dollars(agreement.capacity)}, which is "
            f"{dollars(largest)}.",
            "largest_commission",
        )
