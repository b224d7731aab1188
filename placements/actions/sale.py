"""Record and reverse sales."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import connection, transaction

from placements.actions.action import action
from placements.actions.book import Book, last_number, lock_agreements
from placements.actions.periods import lock_periods, reasons_against_days
from placements.models import Agreement, Sale
from placements.terms.calendar import covers
from placements.terms.capacity import Capacity
from placements.terms.fees import Slice
from placements.terms.notice import Booking, SaleNotice
from placements.terms.refusal import Reason, refuse_if_any

# One statement carries this many rows; more would only hold more memory.
_ROWS_A_STATEMENT = 20_000
# From this many on, what is quick has changed; PostgreSQL would look only after a minute.
_MANY = 1_000


@action
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
    """A notice held against the books before it is posted; `booking` None: it has no figures."""

    reasons: list[Reason]
    booking: Booking | None = None
    slices: Sequence[Slice] = ()
    after: Capacity | None = None


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
    slices = page.terms.fees.workings(page.sold, after)
    return Consideration(reasons, booking, slices, Capacity(page.terms.capacity, unsettled=after))


@action
def reverse_sale(sale: Sale, *, on: date, reason: str, by: User, today: date) -> Sale:
    """Negate a sale with effect from the day `on`; its commission falls back to C of the rest.

    Raises Refused when the sale is a reversal or reversed already, without a reason, or on a day
    before its trade date, in a closed period or in the future.
    """
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(reasons_against_reversal(sale, on=on, reason=reason, today=today))
    agreement = Agreement.objects.annotate(last_number=last_number()).get(pk=sale.agreement_id)
    sold = agreement.gross_sold
    commission = agreement.fee_schedule().commission_between(sold, sold - sale.gross)
    return Sale.objects.create(
        agreement=agreement,
        placement_id=sale.placement_id,
        number=agreement.last_number + 1,
        trade_date=on,
        method=sale.method,
        shares=-sale.shares,
        price=sale.price,
        gross=-sale.gross,
        commission=commission,
        deductions=-sale.deductions,
        net=-sale.gross - commission + sale.deductions,
        reverses=sale,
        reason=reason.strip(),
        recorded_by=by,
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
