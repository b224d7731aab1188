"""Change the terms of an agreement in use: asked for by one person, approved by another."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from placements.actions.action import action
from placements.actions.agreement import reasons_against_largest, reasons_against_terms
from placements.actions.approval import ask
from placements.actions.book import lock_agreements
from placements.models import Agreement, Approval, Placement, TermVersion
from placements.models.terms import TERMS, changed_terms
from placements.terms.amendment import (
    KINDS,
    LastVersion,
    VersionKind,
    reasons_against_change,
    reasons_against_tiers,
)
from placements.terms.approval import Kind
from placements.terms.fees import Tier
from placements.terms.lifecycle import RESERVING
from placements.terms.money import ZERO, dollars
from placements.terms.programme import TierFacts
from placements.terms.refusal import Reason, refuse_if_any


@action(needs="placements.change_agreement")
def ask_amendment(
    agreement: Agreement,
    *,
    kind: str,
    effective_on: date,
    document: str,
    page: str,
    reason: str,
    terms: Mapping[str, Any],
    fee_tiers: Sequence[TierFacts] | None = None,
    by: User,
    today: date,
) -> Approval:
    """Ask a CFO to approve other `terms` (by name) or fee tiers from the day `effective_on` on.

    Raises Refused with every reason against the change, and while such a request waits.
    """
    agreement = _locked(agreement.pk)
    version = _following(agreement)
    version.kind, version.effective_on = kind, effective_on
    version.document, version.page, version.reason = document.strip(), page.strip(), reason.strip()
    for name, value in terms.items():
        version._meta.get_field(name)
        setattr(version, name, value)
    refuse_if_any(_against(agreement, version, fee_tiers, today))
    return ask(
        Kind.AMENDMENT,
        agreement.pk,
        issuer_id=agreement.issuer_id,
        what=f"{KINDS[VersionKind(kind)]} of the {agreement.name} with effect from "
        f"{effective_on}, by {version.document}",
        asked=_as_asked(version, fee_tiers),
        by=by,
        why=version.reason,
    )


def amend(request: Approval, *, by: User, today: date) -> TermVersion:  # noqa: ARG001  # an Effect
    """Write the version that the approved request asks for, in the name of who asked for it.

    The agreement and its fee tiers follow it by trigger. Raises Refused as `ask_amendment` does.
    """
    agreement = _locked(request.subject)
    version, fee_tiers = version_asked_for(request)
    refuse_if_any(_against(agreement, version, fee_tiers, today))
    version.save(force_insert=True)
    return version


def version_asked_for(request: Approval) -> tuple[TermVersion, list[TierFacts] | None]:
    """The version of the terms that a request asks for, not written yet, and its fee tiers."""
    asked = dict(request.asked)
    rows = asked.pop("fee_tiers")
    version = TermVersion(
        agreement_id=request.subject,
        approval=request,
        recorded_by_id=request.asked_by_id,
        **{name: TermVersion._meta.get_field(name).to_python(asked[name]) for name in asked},
    )
    if rows is None:
        return version, None
    tiers = [TierFacts(Decimal(row["above"]), Decimal(row["rate"]), row["page"]) for row in rows]
    return version, tiers


def _as_asked(version: TermVersion, fee_tiers: Sequence[TierFacts] | None) -> dict[str, Any]:
    """The facts that the database compares with the version that is written later."""
    names = ("number", "kind", "effective_on", "document", "page", "reason", *TERMS)
    tiers = None
    if fee_tiers is not None:
        tiers = [
            {name: _plain(value) for name, value in tier._asdict().items()} for tier in fee_tiers
        ]
    return {name: _plain(getattr(version, name)) for name in names} | {"fee_tiers": tiers}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it, exactly."""
    return str(value) if isinstance(value, date | Decimal) else value


def _locked(key: int) -> Agreement:
    lock_agreements([key])
    agreements = Agreement.objects.select_related("shelf__issuer", "issuer")
    return agreements.prefetch_related("versions", "fee_tiers", "term_pages").get(pk=key)


def _following(agreement: Agreement) -> TermVersion:
    """The next version, with the terms as they stand."""
    last = agreement.versions.all()[len(agreement.versions.all()) - 1]
    terms = {name: getattr(last, name) for name in TERMS}
    return TermVersion(agreement=agreement, number=last.number + 1, **terms)


def _against(
    agreement: Agreement, version: TermVersion, fee_tiers: Sequence[TierFacts] | None, today: date
) -> Iterator[Reason]:
    """Every reason against this version following the last one."""
    if not Placement.objects.filter(agreement=agreement).exists():
        yield Reason(
            f"No placement stands under the {agreement.name} yet: its terms are still being "
            "entered, and change where they were entered."
        )
    last = list(agreement.versions.all())[-1]
    yield from reasons_against_change(
        version.kind,
        effective_on=version.effective_on,
        document=version.document,
        reason=version.reason,
        last=LastVersion(last.number, last.effective_on),
        today=today,
    )
    changed = changed_terms(last, version)
    if not changed and fee_tiers is None:
        yield Reason("Nothing changes: every term is as it stands.")
    yield from _against_capacity(agreement, version)
    yield from reasons_against_terms(version, agreement)
    if fee_tiers is not None:
        yield from reasons_against_tiers(fee_tiers)
        yield from _against_sales_on_other_tiers(agreement, version.effective_on)
    elif {"capacity", "largest_commission"} & set(changed):
        tiers = [Tier(tier.above, tier.rate) for tier in agreement.tiers()]
        yield from reasons_against_largest(version, tiers, agreement.cited())


def _against_capacity(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """A lower capacity still has to hold what is sold, and what open placements reserve."""
    sold, capacity = agreement.gross_sold, version.capacity
    if not sold <= capacity < agreement.capacity:
        return
    open_placements = agreement.placements.filter(status__in=RESERVING)
    reserved = sum((placement.reserves() for placement in open_placements), ZERO)
    if sold + reserved > capacity:
        yield Reason(
            f"The capacity of {dollars(capacity)} is less than the {dollars(sold)} sold and the "
            f"{dollars(reserved)} reserved for open placements of the {agreement.name}: close "
            "placements first.",
            "capacity",
        )


def _against_sales_on_other_tiers(agreement: Agreement, effective_on: date) -> Iterator[Reason]:
    """Each sale keeps the commission it was posted with, so its tiers stay as well."""
    sales = agreement.sales.filter(trade_date__gte=effective_on, reverses=None, reversal=None)
    first = sales.order_by("number").values_list("number", "trade_date").first()
    if first:
        yield Reason(
            f"Sale {first[0]} of {first[1]} stands on the fee tiers as they are: reverse the "
            f"sales of {effective_on} and later first, and record them again after the change.",
            "fee_tiers",
        )
