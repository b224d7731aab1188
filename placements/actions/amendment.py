"""Change the terms of an agreement in use: one person requests it, another approves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.agreement import reasons_against_largest, reasons_against_terms
from placements.actions.commission import post_adjustments
from placements.actions.held_against import (
    change_of_end,
    reasons_against_capacity,
    reasons_against_end,
    reasons_against_fees_sold_on,
    reasons_against_methods,
    reasons_against_signing,
)
from placements.actions.moving import end_placements
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Placement, TermVersion
from placements.models.standing import past_moves
from placements.models.terms import COLUMNS, LATER_TERMS, TERMS, changed_terms
from placements.terms.amendment import (
    FACTS,
    VERSION_KINDS,
    LastVersion,
    VersionKind,
    first_day,
    reasons_against_change,
    reasons_against_pricing,
    reasons_against_tiers,
)
from placements.terms.commission import Schedules, reprice
from placements.terms.fees import Tier
from placements.terms.programme import TierFacts
from placements.terms.request import AMENDMENT

_STATED = (*FACTS, *COLUMNS.values())
_FIELDS = [field for field in TermVersion._meta.concrete_fields if field.column in _STATED]


@action(needs="placements.change_agreement", told="Requested a change of terms")
def ask_amendment(
    agreement: Agreement,
    *,
    kind: str,
    effective_on: date,
    document: str,
    page: str,
    reason: str,
    terms: Mapping[str, object],
    fee_tiers: Sequence[TierFacts] | None = None,
    by: User,
    today: date,
) -> Approval:
    """Request a CFO's approval of new `terms` (by name) or fee tiers from `effective_on` on.

    Raises Refused with every reason against the change, and while another request is pending.
    """
    agreement = _locked(agreement.pk)
    version = next_version(
        agreement,
        kind=kind,
        effective_on=effective_on,
        document=document,
        page=page,
        reason=reason,
        terms=terms,
    )
    refuse_if_any(reasons_against_version(agreement, version, fee_tiers, today=today))
    return ask(
        AMENDMENT,
        agreement.pk,
        issuer_id=agreement.issuer_id,
        what=f"{_told(agreement, version)}, by {version.document}",
        dated=version.effective_on,
        asked=_as_asked(version, fee_tiers),
        by=by,
        why=version.reason,
    )


def _told(agreement: Agreement, version: TermVersion) -> str:
    """What the change is, as a request says it: an end and a reinstatement by their name."""
    change = change_of_end(agreement, agreement.versions.latest("number"), version)
    if version.kind == VersionKind.AMENDMENT and change.after != change.before:
        if change.after is None:
            return f"Reinstatement of the {agreement.name} from {version.effective_on}"
        return f"Termination of the {agreement.name} on {change.after}"
    kind = VERSION_KINDS[VersionKind(version.kind)]
    return f"{kind} of the {agreement.name} with effect from {version.effective_on}"


def amend(request: Approval, *, by: User, today: date) -> TermVersion:
    """Record the requested version after approval, under the name of the person who requested it.

    Triggers update the agreement and its fee tiers. Raises Refused as `ask_amendment` does.
    """
    agreement = _locked(request.subject)
    version, fee_tiers = version_asked_for(request)
    refuse_if_any(reasons_against_version(agreement, version, fee_tiers, today=today))
    before = agreement.schedules()
    change = change_of_end(agreement, agreement.versions.latest("number"), version)
    version.save(force_insert=True)
    end_placements(agreement, change, by=by, today=today)
    if fee_tiers is not None:
        _adjust_past_days(agreement.pk, before, by=request.asked_by, today=today)
    return version


def _adjust_past_days(key: int, before: Schedules, *, by: User, today: date) -> None:
    """Adjust the days on which sales since reversed still counted: the new tiers reprice them.

    The adjustments point at the last sale traded by the first such day, and net to zero once
    every reversal has taken effect.
    """
    agreement = Agreement.objects.prefetch_related("versions", "fee_tiers").get(pk=key)
    after = agreement.schedules()
    adjustments = reprice(before, after, past_moves({key: after})[key])
    if adjustments:
        traded = agreement.sales.filter(trade_date__lte=adjustments[0].on, reverses=None)
        cause = traded.filter(adjusts=None).order_by("-trade_date", "-number")[:1]
        post_adjustments(agreement, adjustments, list(cause), by=by, today=today)


def version_asked_for(request: Approval) -> tuple[TermVersion, list[TierFacts] | None]:
    """The version of the terms that a request proposes, unsaved, and its fee tiers."""
    facts = request.asked
    rows = facts["fee_tiers"]
    version = TermVersion(
        agreement_id=request.subject,
        approval=request,
        recorded_by_id=request.asked_by_id,
        effective_on=request.day,
        **{field.attname: field.to_python(_asked(facts, field.column)) for field in _FIELDS},
    )
    if rows is None:
        return version, None
    tiers = [TierFacts(Decimal(row["above"]), Decimal(row["rate"]), row["page"]) for row in rows]
    return version, tiers


def _asked(facts: Mapping[str, Any], column: str) -> Any:
    """What a request states; one from before a later term was added does not state that."""
    return facts.get(column) if column in LATER_TERMS else facts[column]


def _as_asked(version: TermVersion, fee_tiers: Sequence[TierFacts] | None) -> dict[str, object]:
    """The facts that the database compares with the version once it is recorded."""
    tiers = None
    if fee_tiers is not None:
        tiers = [
            {name: _plain(value) for name, value in tier._asdict().items()} for tier in fee_tiers
        ]
    return {name: _plain(getattr(version, name)) for name in _STATED} | {"fee_tiers": tiers}


def _plain(value: object) -> object:
    """A value as JSON stores it without loss."""
    return str(value) if isinstance(value, date | Decimal) else value


def _locked(key: int) -> Agreement:
    lock_agreements([key])
    agreements = Agreement.objects.select_related("shelf__issuer", "issuer")
    agreement = agreements.prefetch_related("versions", "fee_tiers", "term_citations").get(pk=key)
    lock_periods([agreement.issuer_id])
    return agreement


def next_version(
    agreement: Agreement,
    *,
    kind: str,
    effective_on: date,
    document: str,
    page: str,
    reason: str,
    terms: Mapping[str, object],
) -> TermVersion:
    """The version that would follow the last, unsaved: the last terms with `terms` replacing some.

    A correction of the signing day begins on the corrected day (see `first_day`).
    """
    last = agreement.versions.select_related("shelf__issuer").latest("number")
    signed_on = terms.get("signed_on", last.signed_on)
    assert isinstance(signed_on, date)  # noqa: S101  # forms and files read a day
    begins = first_day(_as_last(last), kind, signed_on)
    return TermVersion(
        agreement=agreement,
        number=last.number + 1,
        kind=kind,
        effective_on=begins if effective_on == last.effective_on else effective_on,
        document=document.strip(),
        page=page.strip(),
        reason=reason.strip(),
        **({name: getattr(last, name) for name in TERMS} | dict(terms)),
    )


def _as_last(version: TermVersion) -> LastVersion:
    return LastVersion(version.number, version.effective_on, version.signed_on)


def reasons_against_version(
    agreement: Agreement,
    version: TermVersion,
    fee_tiers: Sequence[TierFacts] | None,
    *,
    today: date,
) -> Iterator[Reason]:
    """Every reason against this version, and against its fee tiers if it brings any."""
    if not Placement.objects.filter(agreement=agreement).exists():
        yield Reason(
            f"No placement stands under the {agreement.name} yet: its terms are still being "
            "entered, and change where they were entered."
        )
    last = agreement.versions.latest("number")
    yield from reasons_against_change(
        version.kind,
        effective_on=version.effective_on,
        document=version.document,
        reason=version.reason,
        signed_on=version.signed_on,
        last=_as_last(last),
        today=today,
    )
    yield from reasons_against_days(agreement.issuer_id, [version.effective_on], "effective_on")
    changed = changed_terms(last, version)
    if not changed and fee_tiers is None:
        yield Reason("Nothing changes: every term is as it stands.")
    if "signed_on" in changed:
        yield from reasons_against_signing(agreement, last.signed_on, version.signed_on)
    if "methods" in changed:
        yield from reasons_against_methods(agreement, version)
    yield from reasons_against_capacity(agreement, version)
    change = change_of_end(agreement, last, version)
    yield from reasons_against_end(agreement, change, today=today)
    yield from reasons_against_terms(version, agreement)
    yield from reasons_against_pricing(
        last.commission_maximum_rate, version.commission_maximum_rate, fee_tiers
    )
    yield from reasons_against_fees_sold_on(agreement, last, version)
    if fee_tiers is not None:
        yield from reasons_against_tiers(fee_tiers)
        yield from _against_sales_on_other_tiers(agreement, version.effective_on)
    elif {"capacity", "largest_commission", "commission_maximum_rate"} & set(changed):
        tiers = [Tier(tier.above, tier.rate) for tier in agreement.tiers()]
        yield from reasons_against_largest(version, tiers, agreement.cited())


def _against_sales_on_other_tiers(agreement: Agreement, effective_on: date) -> Iterator[Reason]:
    """A sale keeps the commission it was posted with, so the tiers it used must stay."""
    sales = agreement.sales.filter(
        trade_date__gte=effective_on, reverses=None, adjusts=None, reversal=None
    )
    first = sales.order_by("number").values_list("number", "trade_date").first()
    if first:
        yield Reason(
            f"Sale {first[0]} of {first[1]} stands on the fee tiers as they are: reverse the "
            f"sales of {effective_on} and later first, and record them again after the change.",
            "fee_tiers",
        )
