"""The checklist of a period without the ledger: what is open in the books of all apps."""

from typing import NamedTuple

from django.db.models import Min, Q, Sum

from neoequity.books.days import written
from neoequity.books.models import Closing, Issuer
from neoequity.books.money import ZERO, dollars, of_shares
from neoequity.books.periods.checklist import (
    APPROVALS,
    CREDENTIALS,
    DOCUMENTS,
    EARLIER,
    FINDINGS,
    MOST_LINES,
    NOTHING_OPEN,
    RECONCILIATIONS,
    UNSETTLED,
    WARRANTS,
    Item,
    Line,
    Open,
    item_of,
)
from neoequity.books.periods.rules import Period, open_months
from neoequity.periods.places import close_address
from placements.models import Agreement, Sale
from placements.selectors.sale_aggregates import WAITING, open_aggregates, sales_in
from placements.selectors.sales import sales_as_of


class Findings(NamedTuple):
    """Open items other than sales and months.

    Pending approvals, approvals by accounts with new credentials, missing documents, warrants due
    and not issued, reconciliations that are not signed off or moved since, and whatever else must
    be resolved or explained although the books agree.
    """

    approvals: Open = NOTHING_OPEN
    credentials: Open = NOTHING_OPEN
    documents: Open = NOTHING_OPEN
    warrants: Open = NOTHING_OPEN
    reconciliations: Open = NOTHING_OPEN
    others: Open = NOTHING_OPEN


def checklist(issuer: Issuer, period: Period, findings: Findings) -> list[Item]:
    """The items of the period without the ledger; its page shows them before a closing."""
    return [
        item_of(
            APPROVALS,
            findings.approvals.lines,
            f"{_counted(findings.approvals.found, 'request waits', 'requests wait')} for approval "
            f"and would be dated by {written(period.ends_on)}: approve, reject or withdraw first.",
            "No request concerning the period is awaiting approval.",
            findings.approvals.found,
        ),
        item_of(
            CREDENTIALS,
            findings.credentials.lines,
            f"{_counted(findings.credentials.found, 'request was', 'requests were')} approved by "
            "accounts whose credentials somebody else had set in the seven days before.",
            "No request of the period was approved with credentials that somebody else had just "
            "set.",
            findings.credentials.found,
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
            RECONCILIATIONS,
            findings.reconciliations.lines,
            _counted(findings.reconciliations.found, "reconciliation is", "reconciliations are")
            + " not signed off, or moved since.",
            "Every reconciliation of the period is signed off, and nothing has moved since.",
            findings.reconciliations.found,
        ),
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
    """Sales not delivered and adjustments not paid by the period's end.

    The aggregates count them, and say on which days to look for the first of them.
    """
    end = period.ends_on
    aggregates = open_aggregates(end).filter(agreement__issuer=issuer)
    adjusts = Q(kind="adjustment")
    sums = aggregates.order_by().aggregate(
        made=Sum("sales", filter=~adjusts, default=0),
        total=Sum("gross", default=ZERO),
        adjustments=Sum("sales", filter=adjusts, default=0),
        due=Sum("net", filter=adjusts, default=ZERO),
    )
    lines = []
    if sums["made"] or sums["adjustments"]:
        waiting = sales_in(aggregates, sales_as_of(end)).filter(status__in=WAITING)
        first = waiting.select_related("agreement").order_by("trade_date", "pk")[:MOST_LINES]
        lines = [Line(_waits(row), row.get_absolute_url()) for row in first]
    sentences = []
    if sums["made"]:
        sentences.append(
            f"{_counted(sums['made'], 'sale is', 'sales are')} not settled on {written(end)}: "
            f"{dollars(sums['total'])} gross."
        )
    if sums["adjustments"]:
        are = _counted(sums["adjustments"], "adjustment is", "adjustments are")
        sentences.append(f"{are} not paid on {written(end)}: {dollars(sums['due'])} net.")
    return item_of(
        UNSETTLED,
        lines,
        " ".join(sentences),
        f"Every sale made by {written(end)} is settled by then.",
        sums["made"] + sums["adjustments"],
    )


def _waits(sale: Sale) -> str:
    if sale.adjusts_id is not None:
        return (
            f"{sale} of the {sale.agreement.name}: {dollars(sale.net)} net, for the commission of "
            f"{sale.concerns}"
        )
    return (
        f"{sale} of the {sale.agreement.name}: {of_shares(sale.shares)} for {dollars(sale.gross)}, "
        f"traded {sale.trade_date}, due {sale.settlement_date}"
    )


def _earlier(issuer: Issuer, period: Period) -> Item:
    """Open months before the period, from the first signing on."""
    agreements = Agreement.objects.filter(issuer=issuer)
    first_signing = agreements.aggregate(first=Min("signed_on"))["first"]
    closed = Closing.standing().filter(issuer=issuer).values_list("starts_on", "ends_on")
    months = open_months(first_signing, period.starts_on, closed) if first_signing else []
    lines = [Line(month.label, close_address(issuer, month)) for month in months]
    are = _counted(len(months), "earlier month is", "earlier months are")
    return item_of(EARLIER, lines, f"{are} open.", "No earlier month is open.")


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"
