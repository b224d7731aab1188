"""Issue the agent's warrants once all sales behind them are settled (p. S-11, S-12)."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import User
from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Greatest

from placements.actions.action import action
from placements.actions.book import lock_agreements
from placements.actions.periods import lock_periods, reasons_against_days
from placements.models import Agreement, Issuer, Lot, Placement
from placements.terms.lifecycle import RESERVING
from placements.terms.money import ZERO, of_shares
from placements.terms.refusal import Reason, Refused, cite, refuse_if_any
from warrants.actions.split import adjust
from warrants.models import Entry, Holder, Split, Warrant
from warrants.terms.clocks import ClockTerms, clocks
from warrants.terms.entitlement import (
    Earned,
    Entitlement,
    WarrantTerms,
    entitlement,
    reasons_against_issue,
)
from warrants.terms.grant import covered


@action(needs="warrants.add_warrant")
def issue_warrant(
    agreement: Agreement, placement: Placement | None, *, by: User, today: date
) -> Warrant:
    """Issue to the agent what is owed and has no warrant yet, dated the last settlement date.

    `placement` None is the whole programme, where the agreement pools its warrants. Raises
    Refused while more may be sold, sales are unsettled, nothing is owed or its period is closed.
    """
    lock_agreements([agreement.pk])
    agreement = Agreement.objects.get(pk=agreement.pk)
    refuse_if_any(_against_base(agreement, placement))
    owed = owed_now(agreement, placement)
    name = f"placement {placement.number}" if placement else "the programme"
    page = _page(agreement, "warrant_coverage_rate")
    reasons = [
        *reasons_against_issue(owed, name, today, page),
        *against_limit(agreement, owed.to_issue),
    ]
    refuse_if_any(reasons)
    assert owed.dated is not None  # noqa: S101  # settled sales have a last settlement date
    days = clocks(owed.dated, clock_terms(agreement))
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=agreement.issuer_id)
    lock_periods([issuer.pk])
    splits = list(Split.between(issuer.pk, days.issued_on, today))
    dated = [days.issued_on, *(split.effective_on for split in splits)]
    refuse_if_any(reasons_against_days(issuer.pk, dated))
    warrant = Warrant.objects.create(
        issuer=issuer,
        number=(issuer.warrants.aggregate(last=Max("number"))["last"] or 0) + 1,
        agreement=agreement,
        placement=placement,
        shares=owed.to_issue,
        exercise_price=owed.grant.exercise_price,
        issued_on=days.issued_on,
        cashless_from=days.cashless_from,
        agreed_transfer_from=days.agreed_transfer_from,
        nasd_transfer_from=days.nasd_transfer_from,
        registrable_from=days.registrable_from,
        expires_on=days.expires_on,
    )
    Entry.objects.create(
        warrant=warrant,
        number=1,
        kind="issue",
        on=days.issued_on,
        holder_to=_agent(agreement),
        shares=owed.to_issue,
        recorded_by=by,
    )
    for split in splits:
        adjust([warrant], split, by)
    warrant.refresh_from_db()
    return warrant


def against_limit(agreement: Agreement, more: int) -> Iterator[Reason]:
    """Whether so `more` warrants would pass the NASD's share of the shares sold (p. S-12)."""
    if agreement.warrant_limit_rate is None or not more:
        return
    limit = covered(agreement.shares_sold, agreement.warrant_limit_rate)
    total = more + sum(
        Entry.net_issued(Entry.objects.filter(warrant__agreement=agreement)).values()
    )
    if total > limit:
        yield Reason(
            f"Warrants under the {agreement.name} would be for {of_shares(total)}, more than the "
            f"{limit:,} that {(100 * agreement.warrant_limit_rate).normalize():f}% of the shares "
            f"sold allows{cite(_page(agreement, 'warrant_limit_rate'))}."
        )


def owed_now(agreement: Agreement, placement: Placement | None) -> Entitlement:
    """What is owed on the rows as they stand; read it after the agreement's lock to act on it."""
    return entitlement(_earned(agreement, placement), warrant_terms(agreement))


def warrant_terms(agreement: Agreement) -> WarrantTerms:
    """The warrant terms of an agreement. Raises Refused when one of them is not available."""
    if (
        agreement.warrant_coverage_rate is None
        or agreement.warrant_strike_rate is None
        or agreement.warrant_due_days is None
    ):
        raise Refused([Reason(f"The {agreement.name} states no terms for warrants.")])
    return WarrantTerms(
        agreement.warrant_coverage_rate,
        agreement.warrant_strike_rate,
        agreement.warrant_due_days,
        _page(agreement, "warrant_coverage_rate"),
    )


def clock_terms(agreement: Agreement) -> ClockTerms:
    """The clocks of an agreement's warrants. Raises Refused when one of them is not available."""
    if (
        agreement.warrant_life_years is None
        or agreement.warrant_cashless_years is None
        or agreement.warrant_transfer_years is None
        or agreement.warrant_nasd_transfer_years is None
        or agreement.warrant_registration_years is None
        or agreement.offering_effective_on is None
    ):
        raise Refused([Reason(f"The {agreement.name} does not state all clocks of its warrants.")])
    return ClockTerms(
        life_years=agreement.warrant_life_years,
        last_day_included=agreement.warrant_last_day_included,
        cashless_years=agreement.warrant_cashless_years,
        transfer_years=agreement.warrant_transfer_years,
        nasd_transfer_years=agreement.warrant_nasd_transfer_years,
        offering_effective_on=agreement.offering_effective_on,
        registration_years=agreement.warrant_registration_years,
    )


def _against_base(agreement: Agreement, placement: Placement | None) -> list[Reason]:
    if placement is not None and placement.agreement_id != agreement.pk:
        sentence = f"Placement {placement.number} is not one of the {agreement.name}."
        return [Reason(sentence, "placement")]
    if agreement.warrant_pooled and placement is not None:
        text = "pools its warrants over the programme: none is issued for one placement."
    elif not agreement.warrant_pooled and placement is None:
        text = "gives a warrant for each placement: none is issued for the programme."
    else:
        return []
    return [Reason(f"The {agreement.name} {text}")]


def _earned(agreement: Agreement, placement: Placement | None) -> Earned:
    placements = agreement.placements.all()
    warrants = agreement.warrants.all()
    if placement is not None:
        placements, warrants = (
            placements.filter(pk=placement.pk),
            warrants.filter(placement=placement),
        )
    standing = Lot.objects.filter(
        placement__in=placements, settlement_date__isnull=False, reversed_on=None
    )
    settled = standing.aggregate(
        unsettled=Sum("sales", filter=Q(delivered_on=None), default=0),
        last=Max(Greatest("settlement_date", "delivered_on")),
    )
    sums = placements.aggregate(
        shares=Sum("shares_sold"), gross=Sum("gross_sold"), closed=Max("closed_on")
    )
    unsold = placements.filter(status__in=RESERVING, shares_sold__lt=F("shares_offered"))
    return Earned(
        shares=sums["shares"] or 0,
        gross=sums["gross"] or ZERO,
        open=unsold.exists(),
        unsettled=settled["unsettled"],
        last_settlement=settled["last"],
        closed_on=sums["closed"],
        issued=sum(Entry.net_issued(Entry.objects.filter(warrant__in=warrants)).values()),
    )


def _agent(agreement: Agreement) -> Holder:
    holder = Holder.objects.filter(
        issuer=agreement.issuer_id, category="agent", name=agreement.agent
    ).first()
    if holder is None:
        raise Refused([Reason(f"{agreement.agent} is not among the holders as the agent.")])
    return holder


def _page(agreement: Agreement, term: str) -> str:
    return agreement.cited().get(term, "")
