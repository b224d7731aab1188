"""Enter and correct the terms of an agreement."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.money import dollars
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, cite, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement
from placements.models.agreement import TOTALS
from placements.models.terms import TERMS, Terms
from placements.terms.agreement_code import code_for
from placements.terms.fees import Tier, expected_fees
from placements.terms.limits import LONGEST, reasons_against_limits

IN_USE = (
    "The terms of an agreement in use, among them its name, agent, shelf and signing day, change "
    "by an amendment or a correction, which another person approves: ask for it on the page of the "
    "agreement."
)
KEPT_IN_USE = (
    "An agreement under which placements stand keeps its issuer, its short name and its "
    "code: its entries are in the books of the issuer, and files and lists name them by these."
)
_FIXED = ("issuer", "slug", "code")


@action(needs="placements.add_agreement", told="Entered the terms of an agreement")
def write_agreement(
    agreement: Agreement,
    *,
    changed: Collection[str],
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> Agreement:
    """Write a new agreement, or the terms `changed` of one on the books, which stays locked.

    Raises Refused for terms, issuer or short name of an agreement in use, a signing moved into or
    out of a closed period, a shelf of another issuer, and an end before the signing. The fee tiers
    are written after it: see `reasons_against_fees`.
    """
    on_the_books = agreement.pk is not None
    if on_the_books:
        lock_agreements([agreement.pk])
        agreement.refresh_from_db(fields=TOTALS)
        lock_periods([agreement.issuer_id])
        refuse_if_any(_against_changing(agreement, changed))
    elif not agreement.code:
        agreement.code = code_for(agreement.name, codes_of(agreement.issuer))
    refuse_if_any(reasons_against_terms(agreement, agreement))
    agreement.save(update_fields=changed if on_the_books else None)
    return agreement


def codes_of(issuer: Issuer) -> set[str]:
    """The codes that agreements of an issuer have."""
    return set(issuer.agreements.values_list("code", flat=True))


@action(needs="placements.delete_agreement", told="Deleted an agreement")
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


def _against_changing(agreement: Agreement, changed: Collection[str]) -> Iterator[Reason]:
    """In use, the terms change by a version only, and the issuer and short name never."""
    if agreement.placements.exists():
        for names, sentence in ((TERMS, IN_USE), (_FIXED, KEPT_IN_USE)):
            refused = [name for name in names if name in changed]
            if refused:
                yield Reason(sentence, refused[0])
    elif "signed_on" in changed:
        signed = Agreement.objects.values_list("signed_on", flat=True).get(pk=agreement.pk)
        days = [] if agreement.signed_on == signed else [signed, agreement.signed_on]
        yield from reasons_against_days(agreement.issuer_id, days, "signed_on")


def _against_names(terms: Terms, agreement: Agreement) -> Iterator[Reason]:
    for name, longest in LONGEST.items():
        if len(getattr(terms, name)) > longest:
            yield Reason(f"A name has at most {longest} characters.", name)
    if terms.shelf.issuer_id != agreement.issuer_id:
        yield Reason(
            f"Not {agreement.issuer} but {terms.shelf.issuer} registered {terms.shelf}.", "shelf"
        )


def reasons_against_terms(terms: Terms, agreement: Agreement) -> Iterator[Reason]:
    """Every reason against these terms, given what the agreement has sold."""
    yield from reasons_against_limits(lambda term: getattr(terms, term))
    yield from _against_names(terms, agreement)
    if 0 < terms.capacity < agreement.gross_sold:
        yield Reason(
            f"The capacity of {dollars(terms.capacity)} is less than the "
            f"{dollars(agreement.gross_sold)} already sold under the {agreement.name}.",
            "capacity",
        )


def reasons_against_fees(agreement: Agreement) -> Iterator[Reason]:
    """Every reason against the agreement's fee tiers now on the books, or its maximum (p. S-11)."""
    tiers = [Tier(tier.above, tier.rate) for tier in agreement.fee_tiers.all()]
    if agreement.commission_maximum_rate is not None:
        if tiers:
            yield Reason(
                "An agreement has fee tiers or a maximum commission: remove the tiers, or leave "
                "the maximum empty.",
                "commission_maximum_rate",
            )
            return
    elif not tiers or min(tiers).above != 0:
        yield Reason("The first fee tier must start above $0, so that every sale has a rate.")
        return
    yield from reasons_against_largest(agreement, tiers, agreement.cited())


def reasons_against_largest(
    terms: Terms, tiers: Sequence[Tier], pages: Mapping[str, str]
) -> Iterator[Reason]:
    """A stated largest commission must be what the tiers or the maximum give on the capacity.

    A second fee is beside it (p. S-12).
    """
    maximum = terms.commission_maximum_rate
    if not tiers and maximum is None:
        return
    largest = expected_fees(tiers, maximum, None).commission(terms.capacity)
    stated = terms.largest_commission
    if stated is not None and stated != largest:
        yield Reason(
            f"The largest commission of {dollars(stated)}"
            f"{cite(pages.get('largest_commission', ''))} is not what "
            f"{'the fee tiers give' if maximum is None else 'the maximum gives'} on "
            f"{dollars(terms.capacity)}, which is {dollars(largest)}.",
            "largest_commission",
        )
