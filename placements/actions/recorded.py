"""Record sales or only try to, in one transaction, and say what came of it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Sum

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, Refused
from placements.actions.agent_notice import File, StatedSale, receive_notice
from placements.actions.likely import likely_duplicates
from placements.actions.sale import record_sale, record_sales
from placements.models import Agreement, RememberedColumn, Sale
from placements.terms.agent_notice import Figures as StatedFigures
from placements.terms.notice import SaleNotice


class Figures(NamedTuple):
    """What a sale comes to, and what its agreement could still sell after it, in dollars."""

    sale: Sale
    left: Decimal


class Recorded(NamedTuple):
    """The sales in the order of their notices; `summary` is one line an agreement and more."""

    sales: list[Sale]
    warnings: Sequence[Reason]
    summary: list[str]


class Trial(NamedTuple):
    """What recording would give: figures by the place of the notice, and the reasons against."""

    figures: dict[int, Figures]
    reasons: Sequence[Reason] = ()
    warnings: Sequence[Reason] = ()
    summary: Sequence[str] = ()


def record_and_tell(
    notices: Sequence[SaleNotice],
    *,
    named: Callable[[int], str],
    by: User,
    today: date,
    file: File | None = None,
    received_on: date | None = None,
) -> Recorded:
    """Record all sales and, with their file, that the agent's notice was received, or neither.

    It was received today unless another day is given. `named` names the notice at a place, such as
    "line 3". Raises Refused as `record_sales` and `receive_notice` do.
    """
    with transaction.atomic():
        warnings = likely_duplicates(notices, named)
        sales = record_sales(notices, by=by, today=today)
        if file is not None:
            _receive(notices, sales, file, received_on=received_on or today, by=by, today=today)
        return Recorded(sales, warnings, _summary(sales))


def record_with_notice(
    notice: SaleNotice,
    file: File | None,
    *,
    by: User,
    today: date,
    received_on: date | None = None,
) -> Sale:
    """Record one sale and, with its file, that its notice was received, or neither of them."""
    with transaction.atomic():
        sale = record_sale(notice, by=by, today=today)
        if file is not None:
            day = received_on or today
            _receive([notice], [sale], file, received_on=day, by=by, today=today)
        return sale


def _receive(
    notices: Sequence[SaleNotice],
    sales: Sequence[Sale],
    file: File,
    *,
    received_on: date,
    by: User,
    today: date,
) -> None:
    """Record the notice in which these sales were stated, one for each agreement that it names."""
    stated: dict[int, list[StatedSale]] = {}
    for notice, sale in zip(notices, sales, strict=True):
        stated.setdefault(sale.agreement_id, []).append(StatedSale(sale, _stated(notice, sale)))
    for lines in stated.values():
        agreement = lines[0].sale.agreement
        receive_notice(agreement, lines, received_on=received_on, file=file, by=by, today=today)


def _stated(notice: SaleNotice, sale: Sale) -> StatedFigures:
    """What was typed from the notice; net is calculated, not stated.

    A commission that is stated agrees with the sale's, which includes a second fee.
    """
    return StatedFigures(
        shares=notice.shares,
        price=notice.price,
        gross=notice.gross,
        commission=None if notice.commission is None else sale.commission,
        fees=notice.deductions or None,
        settlement_date=notice.settlement_date,
    )


def try_sales(
    notices: Sequence[SaleNotice], *, named: Callable[[int], str], by: User, today: date
) -> Trial:
    """What recording the notices would give; nothing is kept.

    Those with reasons against them are left out of a second trial, for the figures of the others.
    """
    places = list(range(len(notices)))
    reasons: tuple[Reason, ...] = ()
    for _ in range(2):
        try:
            trial = [notices[place] for place in places]
            name = [named(place) for place in places].__getitem__
            with transaction.atomic():
                recorded = record_and_tell(trial, named=name, by=by, today=today)
                transaction.set_rollback(True)  # Django's own
        except Refused as refused:
            reasons = (*reasons, *_at(places, refused.reasons))
            refused_places = {reason.row for reason in reasons}
            places = [place for place in places if place not in refused_places]
            if None in refused_places or not places:
                break
        except DATABASE_REFUSES as error:
            return Trial({}, (*reasons, reason_of(error)))
        else:
            figures = dict(zip(places, _figures(recorded.sales), strict=True))
            return Trial(figures, reasons, _at(places, recorded.warnings), recorded.summary)
    return Trial({}, reasons)


def _at(places: Sequence[int], reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons, each at the place of its notice among all of them."""
    return tuple(
        reason if reason.row is None else reason._replace(row=places[reason.row])
        for reason in reasons
    )


def _figures(sales: Sequence[Sale]) -> list[Figures]:
    """Each sale with what is left after it and those before it."""
    left: dict[int, Decimal] = {}
    figures = []
    for sale in sales:
        agreement = sale.agreement
        before = left.get(agreement.pk, agreement.capacity - agreement.gross_sold)
        left[agreement.pk] = before - sale.gross
        figures.append(Figures(sale, left[agreement.pk]))
    return figures


@action(needs="placements.add_sale", told="Chose the columns of a file")
def remember_columns(chosen: dict[str, str], *, by: User) -> None:
    """Remember for this person what column each header is; a later choice replaces it."""
    RememberedColumn.objects.bulk_create(
        [
            RememberedColumn(person=by, header=header, column=column)
            for header, column in sorted(chosen.items())
        ],
        update_conflicts=True,
        unique_fields=["person", "header"],
        update_fields=["column"],
    )


def _summary(sales: Sequence[Sale]) -> list[str]:
    """One line per agreement: what was recorded under it, and what that adjusted."""
    by_agreement: dict[str, list[Sale]] = {}
    for sale in sales:
        by_agreement.setdefault(sale.agreement.name, []).append(sale)
    lines = []
    for name, rows in by_agreement.items():
        lines.append(
            f"{name}: {len(rows):,} {'sale' if len(rows) == 1 else 'sales'}, "
            f"{sum(sale.shares for sale in rows):,} shares, "
            f"gross {dollars(sum((sale.gross for sale in rows), ZERO))}, "
            f"commission {dollars(sum((sale.commission for sale in rows), ZERO))}"
        )
        lines += _adjusted(name, rows[0].agreement, max(sale.number for sale in rows))
    return lines


def _adjusted(name: str, agreement: Agreement, last: int) -> list[str]:
    """The adjustments that the sales caused on sales posted before them."""
    rows = agreement.sales.filter(number__gt=last, adjusts__isnull=False)
    totals = rows.aggregate(number=Count("pk"), commission=Sum("commission", default=ZERO))
    if not totals["number"]:
        return []
    count = totals["number"]
    many = "1 adjustment" if count == 1 else f"{count:,} adjustments"
    return [f"{name}: {many} of the commission of other days, {dollars(totals['commission'])}"]
