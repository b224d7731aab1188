"""Record sales, and reverse them once another person has approved it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import connection, transaction

from placements.actions.action import action
from placements.actions.approval import ask
from placements.actions.book import Book, last_number, lock_agreements
from placements.actions.likely import likely_duplicates
from placements.actions.periods import lock_periods, reasons_against_days
from placements.models import Agreement, Approval, Sale
from placements.terms.approval import Kind
from placements.terms.calendar import covers
from placements.terms.capacity import Capacity
from placements.terms.fees import Slice
from placements.terms.money import dollars, of_shares
from placements.terms.notice import Booking, SaleNotice
from placements.terms.refusal import Reason, refuse_if_any

# One statement carries this many rows; more would only hold more memory.
_ROWS_A_STATEMENT = 20_000
# From this many on, what is quick has changed; PostgreSQL would look only after a minute.
_MANY = 1_000


@action(needs="placements.add_sale")
def record_sales(notices: Sequence[SaleNotice], *, by: User, today: date) -> list[Sale]:
    """Book all notices, in their order, or none (p. S-11): one lock, one read, one insert.

    Raises Refused with every reason against every notice; a reason's `row` is the notice's place.
    """
    book = Book(notices, lock=True)
    sales: list[Sale] = []
    reasons: list[Reason] = []
    for row, notice in enumerate(notices):
        against = book.reasons_against(notice, today)
        if against:
            reasons += [reason._replace(row=row) for reason in against]
        else:
            sales.append(book.enter(notice, by))
    refuse_if_any(reasons)
    if len(sales) >= _MANY:
        transaction.on_commit(_tell_the_planner)
    return Sale.objects.bulk_create(sales, batch_size=_ROWS_A_STATEMENT)


def _tell_the_planner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE placements_sale")


def record_sale(notice: SaleNotice, *, by: User, today: date) -> Sale:
    """Book one notice. Raises Refused with every reason against it."""
    return record_sales([notice], by=by, today=today)[0]


class Consideration(NamedTuple):
    """A notice held against the books before it is posted; `booking` None: it has no figures.

    `warnings` name what it looks like and never stand in its way.
    """

    reasons: list[Reason]
    booking: Booking | None = None
    slices: Sequence[Slice] = ()
    after: Capacity | None = None
    warnings: Sequence[Reason] = ()


def consider_sale(notice: SaleNotice, *, today: date) -> Consideration:
    """What booking the notice would give, and every reason against; reads without the lock.

    `after` leaves settled and reserved out: its `remaining` is the capacity after the sale.
    """
    book = Book([notice], lock=False)
    reasons = book.reasons_against(notice, today)
    page = book.pages.get(notice.agreement)
    if page is None or notice.placement not in page.placements or not covers(notice.trade_date):
        return Consideration(reasons)
    booking = book.booking(notice)
    after = page.sold + booking.gross
    terms = page.terms(notice.trade_date)
    slices = terms.fees.workings(page.sold, after)
    left = Capacity(terms.capacity, unsettled=after)
    return Consideration(reasons, booking, slices, left, likely_duplicates([notice]))


@action(needs="placements.add_sale")
def ask_reversal(sale: Sale, *, on: date, reason: str, by: User, today: date) -> Approval:
    """Ask a CFO to approve that a sale is negated with effect from the day `on`.

    Raises Refused when the sale is a reversal or reversed already, without a reason, on a day
    before its trade date, in a closed period or in the future, and while such a request waits.
    """
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(reasons_against_reversal(sale, on=on, reason=reason, today=today))
    return ask(
        Kind.REVERSAL,
        sale.pk,
        issuer_id=sale.agreement.issuer_id,
        what=f"Reverse sale {sale.number} of the {sale.agreement.name}, "
        f"{of_shares(sale.shares)} for {dollars(sale.gross)}, with effect from {on}",
        asked={"on": on.isoformat(), "reason": reason.strip()},
        by=by,
        why=reason,
    )


def post_reversal(request: Approval, *, by: User, today: date) -> Sale:  # noqa: ARG001  # an Effect
    """Negate the sale as the approved request says; its commission falls back to C of the rest.

    The entry is recorded in the name of who asked for it. Raises Refused as `ask_reversal` does.
    """
    sale = Sale.objects.select_related("agreement").get(pk=request.subject)
    on, reason = date.fromisoformat(request.asked["on"]), request.asked["reason"]
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(reasons_against_reversal(sale, on=on, reason=reason, today=today))
    agreement = Agreement.objects.annotate(last_number=last_number()).get(pk=sale.agreement_id)
    sold = agreement.gross_sold
    fees = agreement.fee_schedule(sale.trade_date)
    commission = fees.commission_between(sold, sold - sale.gross)
    return Sale.objects.create(
        agreement=agreement,
        placement_id=sale.placement_id,
        number=agreement.last_number + 1,
        trade_date=on,
        method=sale.method,
        shares=-sale.shares,
        price=sale.price,
        price_decimals=sale.price_decimals,
        gross=-sale.gross,
        commission=commission,
        deductions=-sale.deductions,
        net=-sale.gross - commission + sale.deductions,
        reverses=sale,
        reason=reason,
        recorded_by=request.asked_by,
    )


def reasons_against_reversal(sale: Sale, *, on: date, reason: str, today: date) -> list[Reason]:
    """Every reason against reversing the sale on this day."""
    reasons = []
    if sale.reverses_id is not None:
        reasons.append(Reason(f"Sale {sale.number} is itself a reversal and cannot be reversed."))
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
    # What was delivered is no longer settled from the later of the two days on.
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
