"""Every reason against issuing a warrant now, for the action and for the pages that offer it."""

from collections.abc import Iterator, Sequence
from datetime import date

from neoequity.books.money import of_shares
from neoequity.books.periods.locks import locks_on
from neoequity.books.periods.rules import reasons_against_days
from neoequity.books.refusal import Reason, cite
from placements.models import Agreement, Placement
from warrants.models import Holder
from warrants.models.accrual import Accrual, clock_terms
from warrants.models.limit import LimitCheck, limit_checks
from warrants.terms.counting import moved
from warrants.terms.entitlement import reasons_against_issue


class Issuing:
    """The facts that decide whether accruals can be issued, read once for all: two queries.

    Pass every accrual of an agreement: the NASD's limit applies to the agreement as a whole. What
    cannot be entered on the warrant's own day is entered today, or where it was asked for before,
    on the day given as `asked_on`.
    """

    def __init__(
        self, accruals: Sequence[Accrual], today: date, asked_on: date | None = None
    ) -> None:
        self.today = today
        self.late_on = asked_on or today
        self.checks = {check.agreement.pk: check for check in limit_checks(accruals)}
        issuers = {accrual.agreement.issuer_id for accrual in accruals}
        agents = Holder.objects.filter(category="agent", issuer__in=issuers)
        self.agents = {(holder.issuer_id, holder.name): holder for holder in agents}
        self.locks = locks_on(issuers, {day for accrual in accruals for day in self._days(accrual)})

    def against(
        self, agreement: Agreement, placement: Placement | None, accrual: Accrual | None
    ) -> list[Reason]:
        """Every reason against issuing now; `accrual` is that of the placement, or of the pool."""
        reasons = list(reasons_against_base(agreement, placement))
        if reasons:
            return reasons
        if accrual is None:
            return list(_against_nothing(agreement, placement))
        return self.reasons(accrual)

    def reasons(self, accrual: Accrual) -> list[Reason]:
        """Every reason against issuing this accrual now."""
        page = accrual.page("warrant_coverage_rate")
        reasons = list(reasons_against_terms(accrual))
        reasons += reasons_against_issue(accrual.owed, accrual.name, self.today, page)
        check = self.checks.get(accrual.agreement.pk)
        if check is not None:
            reasons += _against_limit(check, accrual.to_issue_now)
        if self.agent(accrual) is None:
            reasons.append(Reason(f"{accrual.agent} is not among the holders as the agent."))
        if not reasons:
            reasons += self._against_entry(accrual)
        return reasons

    def agent(self, accrual: Accrual) -> Holder | None:
        """The agent as a holder, to whom the warrant is issued."""
        return self.agents.get((accrual.agreement.issuer_id, accrual.agent))

    def entered_on(self, accrual: Accrual) -> date:
        """The day of the entry: the warrant's own, or a late one if that is in a closed period."""
        dated = accrual.owed.dated
        posting_days = [day for day in self._days(accrual) if day != self.late_on]
        locks = self.locks[accrual.agreement.issuer_id]
        if dated is None or reasons_against_days(locks, posting_days, ""):
            return self.late_on
        return dated

    def entered(self, accrual: Accrual) -> int:
        """The shares of the entry, in shares of its day; the fraction is dropped."""
        dated = accrual.owed.dated or self.late_on
        return moved(accrual.owed.to_issue, accrual.splits, dated, self.entered_on(accrual))

    def _against_entry(self, accrual: Accrual) -> Iterator[Reason]:
        on = self.entered_on(accrual)
        yield from reasons_against_days(self.locks[accrual.agreement.issuer_id], [on], "")
        if not self.entered(accrual):
            yield Reason(
                f"After the stock splits since {accrual.owed.dated} no whole warrant share is left "
                f"for {accrual.name}."
            )

    def _days(self, accrual: Accrual) -> list[date]:
        """The late day, and those on which an issue on the warrant's own date would post."""
        dated = accrual.owed.dated
        if dated is None or dated > self.today:
            return [self.late_on]
        split_days = [split.effective_on for split in accrual.splits if split.effective_on > dated]
        return [self.late_on, dated, *(day for day in split_days if day <= self.today)]


def reasons_against_base(agreement: Agreement, placement: Placement | None) -> Iterator[Reason]:
    """Reasons why no warrant is ever issued for this; reads the agreement's `versions`."""
    if placement is None:
        acceptances = (
            agreement.placements.order_by().values_list("accepted_on", flat=True).distinct()
        )
        days = [date.max, *(day for day in acceptances if day)]
        if not any(agreement.versions_by(day)[-1].warrant_pooled for day in days):
            text = "gives a warrant for each placement: none is issued for the programme."
            yield Reason(f"The {agreement.name} {text}")
    elif placement.agreement_id != agreement.pk:
        sentence = f"Placement {placement.number} is not one of the {agreement.name}."
        yield Reason(sentence, "placement")
    else:
        day = placement.accepted_on or placement.status_on
        if agreement.versions_by(day)[-1].warrant_pooled:
            text = "pools its warrants over the programme: none is issued for one placement."
            yield Reason(f"The {agreement.name} {text}")


def _against_nothing(agreement: Agreement, placement: Placement | None) -> Iterator[Reason]:
    """The reason why nothing has earned a warrant."""
    accepted_on = placement.accepted_on if placement else None
    day = date.max if placement is None else accepted_on or agreement.signed_on
    version = agreement.versions_by(day)[-1]
    if version.warrant_coverage_rate is None or version.warrant_strike_rate is None:
        yield Reason(f"The {agreement.name} states no terms for warrants.")
    else:
        name = f"placement {placement.number}" if placement else "the programme"
        yield Reason(f"Nothing has been sold under {name}, so no warrant is owed.")


def reasons_against_terms(accrual: Accrual) -> Iterator[Reason]:
    """Reasons why the terms are not sufficient to issue a warrant."""
    name, version = accrual.agreement.name, accrual.version
    if (
        version.warrant_coverage_rate is None
        or version.warrant_strike_rate is None
        or version.warrant_due_days is None
    ):
        yield Reason(f"The {name} states no terms for warrants.")
    elif clock_terms(version) is None:
        yield Reason(f"The {name} does not state all clocks of its warrants.")


def limit_of(accruals: Sequence[Accrual], more: int) -> Iterator[Reason]:
    """Reasons against issuing `more` warrant shares under the agreement: the NASD's limit."""
    for check in limit_checks(accruals):
        yield from _against_limit(check, more)


def _against_limit(check: LimitCheck, more: int) -> Iterator[Reason]:
    total = check.issued + more
    if more and total > check.limit:
        yield Reason(
            f"Warrants under the {check.agreement.name} would be for {of_shares(total)}, more than "
            f"the {check.limit:,} that {check.share} of the shares sold allows{cite(check.page)}."
        )
