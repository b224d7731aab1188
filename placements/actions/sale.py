"""Record sales, and reverse them after another person's approval."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.calendar import covers
from neoequity.books.models import Approval
from neoequity.books.money import dollars, of_shares
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.commission import cost_of_reversal, post_adjustments
from placements.actions.inserting import insert_sales
from placements.actions.likely import likely_duplicates
from placements.actions.posting_context import PostingContext, lock_agreements
from placements.models import Sale
from placements.terms.capacity import Capacity
from placements.terms.commission import Adjustment
from placements.terms.ending import is_ended
from placements.terms.fees import Slice
from placements.terms.notice import AgreementTerms, SaleNotice
from placements.terms.request import REVERSAL
from placements.terms.stated import reasons_against_calculated, reasons_against_deductions

# Rows per statement; more would only take more memory.
_ROWS_A_STATEMENT = 20_000
# From this many on the planner's statistics are stale, and autovacuum would take a minute.
_MANY = 1_000


@action(needs="placements.add_sale", told="Recorded sales")
def record_sales(notices: Sequence[SaleNotice], *, by: User, today: date) -> list[Sale]:
    """Book all notices, or none (p. S-11): one lock, one read, one insert.

    They are priced together in trade order; what they displace on sales booked before is posted
    as adjustments after them. They are numbered as given or, where it takes several inserts, in
    trade order. Raises Refused with every reason against every notice; a reason's `row` is the
    place of its notice.
    """
    book = PostingContext(notices, lock=True)
    sales: list[Sale] = []
    reasons: list[Reason] = []
    for row, notice in enumerate(notices):
        against_it = book.reasons_against(notice, today)
        if against_it:
            reasons += [reason._replace(row=row) for reason in against_it]
        else:
            sales.append(book.enter(notice, by))
    refuse_if_any(reasons)
    adjustments = book.price()
    refuse_if_any(
        reason._replace(row=row)
        for row, (sale, notice) in enumerate(zip(sales, notices, strict=True))
        for reason in _against_priced(sale, notice)
    )
    if len(sales) >= _MANY:
        transaction.on_commit(_refresh_statistics)
    rows = sales if len(sales) <= _ROWS_A_STATEMENT else _in_trade_order(book)
    for first in range(0, len(rows), _ROWS_A_STATEMENT):
        insert_sales(rows[first : first + _ROWS_A_STATEMENT])
    for slug, page in book.pages.items():
        post_adjustments(
            page.agreement, adjustments.get(slug, ()), page.entered, by=by, today=today
        )
    return sales


def _against_priced(sale: Sale, notice: SaleNotice) -> Iterator[Reason]:
    """Every reason against an entered sale that only its calculated commission shows."""
    if sale.commission_stated is None:
        calculated = sale.commission - sale.apart
        name = sale.agreement.name
        yield from reasons_against_calculated(notice.commission, calculated, name)
    yield from reasons_against_deductions(sale.deductions, sale.gross, sale.commission)


def _in_trade_order(book: PostingContext) -> list[Sale]:
    """The entered sales renumbered by trade date, in their order within a day.

    Each statement has its own moment of recording. In this order no sale is priced on top of one
    recorded after it, so workings and proof find what it was priced on.
    """
    sales = []
    for page in book.pages.values():
        entered = sorted(page.entered, key=lambda sale: sale.trade_date)
        for number, sale in enumerate(entered, start=page.last_number - len(entered) + 1):
            sale.number = number
        sales += entered
    return sales


def _refresh_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_refresh_statistics()")


def record_sale(notice: SaleNotice, *, by: User, today: date) -> Sale:
    """Book one notice. Raises Refused with every reason against it."""
    return record_sales([notice], by=by, today=today)[0]


class Consideration(NamedTuple):
    """A notice checked against the books before it is posted.

    `booking` is the row that would be posted, None while it cannot be priced; `adjustments` would
    be posted with it, and `terms` are those of its trade date. `warnings` name what the
    notice looks like and never block it.
    """

    reasons: list[Reason]
    booking: Sale | None = None
    slices: Sequence[Slice] = ()
    terms: AgreementTerms | None = None
    after: Capacity | None = None
    adjustments: Sequence[Adjustment] = ()
    warnings: Sequence[Reason] = ()


def consider_sale(notice: SaleNotice, *, today: date) -> Consideration:
    """What booking the notice would give, and every reason against it; takes no lock.

    `after` leaves out settled and reserved: its `remaining` is the capacity after the sale.
    """
    book = PostingContext([notice], lock=False)
    reasons = book.reasons_against(notice, today)
    page = book.pages.get(notice.agreement)
    if page is None or notice.placement not in page.placements or not covers(notice.trade_date):
        return Consideration(reasons)
    terms = page.terms(notice.trade_date)
    if terms.commission_maximum_rate is not None and notice.commission is None:
        return Consideration(reasons)
    sale = book.enter(notice)
    adjustments = book.price()[notice.agreement]
    reasons += _against_priced(sale, notice)
    return Consideration(
        reasons,
        sale,
        page.workings(sale),
        terms,
        Capacity(
            terms.capacity,
            unsettled=page.sold,
            ended=is_ended(page.terms(today).terminated_on, today),
        ),
        adjustments,
        likely_duplicates([notice]),
    )


@action(needs="placements.add_sale", told="Requested the reversal of a sale")
def ask_reversal(sale: Sale, *, on: date, reason: str, by: User, today: date) -> Approval:
    """Request a CFO's approval to reverse a sale with effect from the day `on`.

    Raises Refused when the sale is a reversal or already reversed, without a reason, for a day
    before its trade date, in a closed period or in the future, and while another request is
    pending.
    """
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(reasons_against_reversal(sale, on=on, reason=reason, today=today))
    return ask(
        REVERSAL,
        sale.pk,
        issuer_id=sale.agreement.issuer_id,
        what=f"Reverse sale {sale.number} of the {sale.agreement.name}, "
        f"{of_shares(sale.shares)} for {dollars(sale.gross)}, with effect from {on}",
        dated=on,
        asked={"reason": reason.strip()},
        by=by,
        why=reason,
    )


def post_reversal(request: Approval, *, by: User, today: date) -> Sale:  # noqa: ARG001  # an Effect
    """Reverse the sale as approved, with the commission it was posted with.

    What that displaces on other days is posted as adjustments. The entries are recorded under the
    name of the person who requested it. Raises Refused as `ask_reversal` does.
    """
    sale = Sale.objects.select_related("agreement").get(pk=request.subject)
    on, reason = request.day, request.asked["reason"]
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(reasons_against_reversal(sale, on=on, reason=reason, today=today))
    reversal = cost_of_reversal(sale, on)
    posted = Sale.objects.create(
        agreement=sale.agreement,
        placement_id=sale.placement_id,
        number=sale.agreement.sales.aggregate(last=Max("number"))["last"] + 1,
        trade_date=on,
        method=sale.method,
        shares=-sale.shares,
        price=sale.price,
        price_decimals=sale.price_decimals,
        gross=-sale.gross,
        commission=reversal.commission,
        commission_stated=reversal.commission_stated,
        second_fee=reversal.second_fee,
        deductions=-sale.deductions,
        net=reversal.net,
        reverses=sale,
        reason=reason,
        recorded_by=request.asked_by,
    )
    post_adjustments(
        sale.agreement, reversal.adjustments, [posted], by=request.asked_by, today=today
    )
    return posted


def reasons_against_reversal(sale: Sale, *, on: date, reason: str, today: date) -> list[Reason]:
    """Every reason against reversing the sale with effect from this day."""
    reasons = []
    if sale.reverses_id is not None:
        reasons.append(Reason(f"Sale {sale.number} is itself a reversal and cannot be reversed."))
    if sale.adjusts_id is not None:
        reasons.append(
            Reason(
                f"Entry {sale.number} is an adjustment of commission: it is never reversed, for "
                "the next posting that displaces commission adjusts it again."
            )
        )
    reversal = getattr(sale, "reversal", None)
    if reversal is not None:
        reasons.append(
            Reason(
                f"Sale {sale.number} was already reversed on {reversal.trade_date}, by entry "
                f"{reversal.number}; a sale is reversed once."
            )
        )
    if not reason.strip():
        reasons.append(Reason("A reversal needs a reason.", "reason"))
    # A delivered sale stops being settled on the later of the two days.
    delivery = getattr(sale, "delivery", None)
    days = {on, max(on, delivery.delivered_on) if delivery else on}
    reasons += reasons_against_days(sale.agreement.issuer_id, days, "on")
    if on < sale.trade_date:
        reasons.append(
            Reason(
                f"A reversal cannot take effect on {on}, before the trade date {sale.trade_date}.",
                "on",
            )
        )
    if on > today:
        reasons.append(
            Reason(f"A reversal cannot take effect in the future; today is {today}.", "on")
        )
    return reasons
