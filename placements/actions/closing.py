"""Close a month or a quarter of an issuer, and reopen it when two people agree."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q, Sum

from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.chain.locking import lock_head
from neoequity.books.models import Approval, Closing, Issuer, Reopening
from neoequity.books.money import ZERO, dollars, of_shares
from neoequity.books.periods.checklist import (
    APPROVALS,
    DOCUMENTS,
    EARLIER,
    FINDINGS,
    LEDGER,
    MOST_LINES,
    NOTHING_OPEN,
    UNSETTLED,
    WARRANTS,
    Item,
    Open,
    item_of,
    reasons_against_closing,
    with_notes,
)
from neoequity.books.periods.locks import lock_periods
from neoequity.books.periods.rules import REOPENING, Period, open_months, period_of, written
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.models import Agreement, Sale


class Findings(NamedTuple):
    """What is found out beyond the rows of a closing.

    What waits, what is missing, which warrants are due and not issued, and what else somebody has
    to settle or explain although the books agree.
    """

    approvals: Open = NOTHING_OPEN
    documents: Open = NOTHING_OPEN
    warrants: Open = NOTHING_OPEN
    others: Open = NOTHING_OPEN


class Proved(NamedTuple):
    """What the proof of the ledger has counted; a difference is a sentence about what is amiss."""

    differences: Sequence[str]
    looked_at: str


#: Asked under the lock, so that what they find still holds when the period is closed. The proof is
#: of the issuer's books up to the end of the period: no other books and no later day block it.
Inquiry = Callable[[Issuer, Period], Findings]
Proving = Callable[[Issuer, Period], Proved]


@action(needs="books.close_period")
def close_period(
    issuer: Issuer,
    starts_on: date,
    ends_on: date,
    *,
    accepted: Mapping[str, str],
    inquire: Inquiry,
    prove: Proving,
    by: User,
    today: date,
) -> Closing:
    """Close a period: its totals are stored, and nothing dated in it is written any more.

    `accepted` holds, by topic of the checklist, why something open may stay so. Raises Refused for
    a period that is not over, closed already, or with a checklist that speaks against it.
    """
    # The issuer first, as a stock split does.
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    lock_periods([issuer.pk])
    head = lock_head(issuer.pk)
    period = period_of(starts_on, ends_on)
    if period is None:
        raise Refused([Reason(f"{starts_on} to {ends_on} is neither a month nor a quarter.")])
    refuse_if_any(reasons_against_period(issuer, period, today))
    found = checklist(issuer, period, inquire(issuer, period))
    items = with_notes([ledger_item(prove(issuer, period)), *found], accepted)
    refuse_if_any(reasons_against_closing(items))
    last = issuer.closings.aggregate(last=Max("number"))["last"] or 0
    return Closing.objects.create(
        issuer=issuer,
        number=last + 1,
        label=period.label,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        closed_on=today,
        checklist=[item.told() for item in items],
        head_position=head.length,
        head_digest=head.digest,
        recorded_by=by,
    )


def reasons_against_period(issuer: Issuer, period: Period, today: date) -> list[Reason]:
    """Why the period cannot be closed, whatever its checklist says."""
    reasons = []
    if period.ends_on >= today:
        reasons.append(
            Reason(
                f"{period.label} ends on {written(period.ends_on)}: it can be closed from the day "
                f"after on; today is {written(today)}."
            )
        )
    standing = Closing.standing().filter(
        issuer=issuer, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    reasons += [
        Reason(
            f"{closing.label} of {issuer.name} was closed by {closing.recorded_by.username} on "
            f"{written(closing.closed_on)} (closing {closing.number}); it is not closed again."
        )
        for closing in standing.select_related("recorded_by").order_by("starts_on")
    ]
    return reasons


def ledger_item(proved: Proved) -> Item:
    """What the proof found, as the first item of the checklist."""
    return item_of(
        LEDGER,
        proved.differences,
        "The ledger does not agree with its rows.",
        f"The ledger agrees: {proved.looked_at}",
    )


def checklist(issuer: Issuer, period: Period, findings: Findings) -> list[Item]:
    """What is found for the period but for the ledger; the page asks before it offers."""
    return [
        item_of(
            APPROVALS,
            findings.approvals.lines,
            f"{_counted(findings.approvals.found, 'request waits', 'requests wait')} for approval "
            f"and would be dated by {written(period.ends_on)}: approve, reject or withdraw first.",
            "No request that concerns the period waits for approval.",
            findings.approvals.found,
        ),
        item_of(
            FINDINGS,
            findings.others.lines,
            f"{_counted(findings.others.found, 'finding stands', 'findings stand')} on "
            f"{written(period.ends_on)}, to be settled or explained.",
            f"Nothing was found by {written(period.ends_on)} that has to be settled or explained.",
            findings.others.found,
        ),
        _unsettled(issuer, period),
        item_of(
            WARRANTS,
            findings.warrants.lines,
            f"{_counted(findings.warrants.found, 'warrant is', 'warrants are')} due and not "
            f"issued on {written(period.ends_on)}.",
            f"Every warrant that was due by {written(period.ends_on)} is issued.",
            findings.warrants.found,
        ),
        item_of(
            DOCUMENTS,
            findings.documents.lines,
            f"{_counted(findings.documents.found, 'document is', 'documents are')} missing.",
            "No document is missing.",
            findings.documents.found,
        ),
        _earlier(issuer, period),
    ]


def _unsettled(issuer: Issuer, period: Period) -> Item:
    """What was sold by the last day and not delivered by it, and adjustments not paid by it."""
    end = period.ends_on
    rows = Sale.objects.filter(
        agreement__issuer=issuer, trade_date__lte=end, reverses=None
    ).exclude(Q(delivery__delivered_on__lte=end) | Q(reversal__trade_date__lte=end))
    lines = [
        _waits(row)
        for row in rows.select_related("agreement").order_by("trade_date", "pk")[:MOST_LINES]
    ]
    adjusts = Q(adjusts__isnull=False)
    sums = rows.aggregate(
        sales=Count("pk", filter=~adjusts),
        gross=Sum("gross", default=ZERO),
        adjustments=Count("pk", filter=adjusts),
        due=Sum("net", filter=adjusts, default=ZERO),
    )
    open_ = []
    if sums["sales"]:
        open_.append(
            f"{_counted(sums['sales'], 'sale is', 'sales are')} not settled on {written(end)}: "
            f"{dollars(sums['gross'])} gross."
        )
    if sums["adjustments"]:
        are = _counted(sums["adjustments"], "adjustment is", "adjustments are")
        open_.append(f"{are} not paid on {written(end)}: {dollars(sums['due'])} net.")
    return item_of(
        UNSETTLED,
        lines,
        " ".join(open_),
        f"Every sale made by {written(end)} is settled by then.",
        sums["sales"] + sums["adjustments"],
    )


def _waits(row: Sale) -> str:
    if row.adjusts_id is not None:
        return (
            f"{row} of the {row.agreement.name}: {dollars(row.net)} net, for the commission of "
            f"{row.concerns}"
        )
    return (
        f"{row} of the {row.agreement.name}: {of_shares(row.shares)} for {dollars(row.gross)}, "
        f"traded {row.trade_date}, due {row.settlement_date}"
    )


def _earlier(issuer: Issuer, period: Period) -> Item:
    """Months before the period, from the first signing on, that are open."""
    first = Agreement.objects.filter(issuer=issuer).aggregate(first=Min("signed_on"))["first"]
    closed = Closing.standing().filter(issuer=issuer).values_list("starts_on", "ends_on")
    months = open_months(first, period.starts_on, closed) if first else []
    lines = [month.label for month in months]
    are = _counted(len(months), "earlier month is", "earlier months are")
    return item_of(EARLIER, lines, f"{are} open.", "No earlier month is open.")


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


@action(needs="books.ask_reopening")
def ask_reopening(closing: Closing, *, reason: str, by: User) -> Approval:
    """Ask a CFO to approve that a period is reopened; it stays closed until then.

    Raises Refused without a reason, for one that is open, and while such a request waits.
    """
    closing = _locked(closing.pk)
    refuse_if_any(reasons_against_reopening(closing, reason))
    return ask(
        REOPENING,
        closing.pk,
        issuer_id=closing.issuer_id,
        what=f"Reopen {closing.label} of {closing.issuer.name} (closing {closing.number})",
        asked={"reason": reason.strip()},
        by=by,
        why=reason,
    )


def reopen(request: Approval, *, by: User, today: date) -> Reopening:
    """Reopen the period as the approved request says. Raises Refused as `ask_reopening` does."""
    closing, reason = _locked(request.subject), request.asked["reason"]
    reasons = reasons_against_reopening(closing, reason)
    if today < closing.closed_on:
        reasons.append(
            Reason(
                f"{closing.label} was closed on {written(closing.closed_on)}: it is reopened on "
                f"that day or later; today is {written(today)}."
            )
        )
    refuse_if_any(reasons)
    return Reopening.objects.create(
        closing=closing,
        approval=request,
        reason=reason,
        reopened_on=today,
        asked_by=request.asked_by,
        recorded_by=by,
    )


def _locked(key: int) -> Closing:
    lock_periods(Closing.objects.filter(pk=key).values_list("issuer_id", flat=True))
    return Closing.objects.select_related("issuer", "reopening").get(pk=key)


def reasons_against_reopening(closing: Closing, reason: str) -> list[Reason]:
    """Every reason against reopening the period."""
    reasons = []
    if closing.is_reopened:
        reasons.append(Reason(f"{closing.label} was already reopened (closing {closing.number})."))
    if not reason.strip():
        reasons.append(Reason("A reopening needs a reason.", "reason"))
    return reasons
