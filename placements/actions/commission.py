"""The commission of a posting, and the adjustments posted with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.periods.locks import locks_on
from neoequity.books.periods.rules import first_open_day
from placements.models import Agreement, Sale
from placements.models.standing import past_moves
from placements.terms.commission import Adjustment, Entry, Move, Posting, Schedules, post


class Reversed(NamedTuple):
    """What a reversal takes back, in negative dollars, and the commission it displaces."""

    gross: Decimal
    commission: Decimal
    deductions: Decimal
    adjustments: list[Adjustment]
    commission_stated: Decimal | None = None
    second_fee: Decimal | None = None

    @property
    def net(self) -> Decimal:
        return self.gross - self.commission - self.deductions


def cost_of_sales(schedules: Schedules, sales: Sequence[Sale], past: Iterable[Move]) -> Posting:
    """The commissions by fee tiers of an agreement's new sales, in the order of their numbers."""
    entries = [Entry(sale.trade_date, sale.trade_date, sale.gross) for sale in sales]
    return post(schedules, past, entries)


def cost_of_reversal(sale: Sale, on: date) -> Reversed:
    """What reversing the sale with effect from the day gives back and displaces.

    What it stated, and its second fee, are given back as they were posted.
    Reads `versions` and `fee_tiers` of its agreement; hold the agreement's lock to act on it.
    """
    schedules = sale.agreement.schedules()
    past = past_moves({sale.agreement_id: schedules}, since=on)[sale.agreement_id]
    by_tiers = sale.commission - sale.apart
    entry = Entry(on, sale.trade_date, -sale.gross, reversed=by_tiers)
    posting = post(schedules, past, [entry])
    return Reversed(
        -sale.gross,
        posting.commissions[0] - sale.apart,
        -sale.deductions,
        posting.adjustments,
        _given_back(sale.commission_stated),
        _given_back(sale.second_fee),
    )


def _given_back(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def post_adjustments(
    agreement: Agreement,
    adjustments: Sequence[Adjustment],
    causes: Sequence[Sale],
    *,
    by: User,
    today: date,
) -> list[Sale]:
    """Post adjustments in the transaction of their causes, which must be saved already.

    An adjustment that concerns a closed day is dated on the first open day after it.
    """
    if not adjustments:
        return []
    days = [adjustment.on for adjustment in adjustments]
    locks = locks_on([agreement.issuer_id], [min(days), max(*days, today)])
    last = agreement.sales.aggregate(last=Max("number"))["last"]
    return Sale.objects.bulk_create(
        Sale(
            agreement=agreement,
            placement_id=causes[adjustment.cause].placement_id,
            number=number,
            trade_date=first_open_day(locks[agreement.issuer_id], adjustment.on),
            method=causes[adjustment.cause].method,
            shares=0,
            price=0,
            price_decimals=0,
            gross=0,
            commission=adjustment.commission,
            net=-adjustment.commission,
            adjusts=causes[adjustment.cause],
            concerns=adjustment.on,
            recorded_by=by,
        )
        for number, adjustment in enumerate(adjustments, start=last + 1)
    )
