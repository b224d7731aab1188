"""The share ledger of a day: what is outstanding, what claims the rest, and what is left.

Read under the issuer's locks it decides; read as of a day it is what pages show.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Min, Q, QuerySet, Sum, prefetch_related_objects

from neoequity.books.models import Issuer
from neoequity.company.models import share_changes as changes
from neoequity.company.models.figure import Figure, ShareEvent
from neoequity.company.models.standing import company_figures
from neoequity.company.terms.headroom import Headroom, ToSell, run_out_below
from neoequity.company.terms.overhang import (
    Overhang,
    Part,
    Stated,
    outside_the_register,
    reasons_against,
)
from neoequity.company.terms.shares import Count, Row, StatedBy, outstanding, roll_forward
from neoequity.company.terms.shares import Split as SplitRow
from placements.models import Agreement, DayTotal, Sale
from placements.terms.ending import is_ended
from placements.terms.split import StockSplit
from warrants.models import Entry, Series
from warrants.models.accrual import Accrual, accruals_on
from warrants.terms.entitlement import ACCRUING, DUE, UNSETTLED

_COUNTS = {
    "shares_outstanding": StatedBy.COMPANY,
    "transfer_agent_count": StatedBy.TRANSFER_AGENT,
}
_EARNED = {
    ACCRUING: "Agent's warrants earned, placement open",
    UNSETTLED: "Agent's warrants earned, sales not settled",
    DUE: "Agent's warrants earned and due",
}
NOT_OPENED = "Warrants of the register, as stated before it opened"


class ShareBooks(NamedTuple):
    """Every component of the share ledger on a day, in the shares of that day.

    A figure that nobody stated is None. `figures` has the rows in force, for page and remark;
    `rows` are the roll-forward, `counts` the stated counts in it; `sold` the sales by day as
    traded; `stated` the options and warrants as stated on their own day; `unsettled` shares sold
    and not delivered; `to_sell` what each agreement may still sell.
    """

    issuer: Issuer
    as_of: date
    splits: Sequence[StockSplit]
    figures: Mapping[str, Figure] = {}
    rows: Sequence[Row] = ()
    sold: Sequence[changes.Sold] = ()
    names: Mapping[int, str] = {}
    outstanding: int | None = None
    stated: Stated | None = None
    overhang: Overhang = Overhang(None)
    unsettled: int = 0
    headroom: Headroom = Headroom(None, None, None)
    to_sell: Mapping[int, ToSell] = {}
    counts: Sequence[Count] = ()

    @property
    def authorized(self) -> int | None:
        """Authorized shares, as the charter or a document states them; a split changes nothing."""
        return self.headroom.authorized

    @property
    def par_value(self) -> Decimal | None:
        """Dollars per share."""
        return self.value("par_value")

    def value(self, name: str) -> Decimal | None:
        """A figure in force by its name, in its unit."""
        return self.figures[name].value if name in self.figures else None

    def page(self, name: str) -> str:
        """The page of the same figure; empty if it is not stated."""
        return self.figures[name].page if name in self.figures else ""

    @property
    def runs_out_below(self) -> Decimal | None:
        """The average price below which shares run out before the agreements' dollars."""
        return run_out_below(self.to_sell.values(), self.headroom.left)


def share_books(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None = None,
    *,
    figures: Sequence[Figure] | None = None,
    agreements: Sequence[Agreement] | None = None,
    accrued: Sequence[Accrual] | None = None,
) -> ShareBooks:
    """The share ledger of the issuer on a day; 18 queries, however many sales there are.

    With `known_at` only what was recorded by then counts. Reads the company's figures, the
    issuer's agreements and the accruals of the day unless they are given; those that are given may
    be of other issuers, too.
    """
    if figures is None:
        figures = company_figures(issuer, as_of, known_at)
    if agreements is None:
        agreements = list(Agreement.objects.filter(issuer=issuer).select_related("issuer"))
    in_force = {figure.name: figure for figure in figures}
    if accrued is None:
        accrued = accruals_on(as_of, agreements, known_at)
    prefetch_related_objects(agreements, "versions")  # which accruals may have read
    earned = _earned(each for each in accrued if each.agreement.issuer_id == issuer.pk)
    names = changes.names_of(agreements, as_of, known_at)
    split_rows = changes.splits_of(issuer, as_of, known_at)
    splits = [StockSplit(split.effective_on, split.ratio) for split in split_rows]
    events = list(changes.share_events(issuer, as_of, known_at))
    sold = changes.sold_by(issuer, as_of, known_at)
    counts = [_count(figure) for figure in figures if figure.name in _COUNTS]
    rows = roll_forward(
        counts,
        [
            *changes.deliveries(sold, names, splits),
            *changes.exercises(issuer, as_of, known_at, split_rows, names),
            *changes.other_events(events),
        ],
        [SplitRow(split.effective_on, split.ratio, split.source) for split in split_rows],
    )
    register = _register(issuer, as_of, known_at, names)
    stated = _stated(in_force, has_register=bool(register))
    overhang = Overhang(
        _others(stated, as_of, splits, events),
        (*register, *_not_opened(issuer, as_of, known_at, stated)),
        earned,
    )
    authorized = in_force.get("authorized_shares")
    unsettled = changes.unsettled(sold, as_of, splits)
    count = outstanding(rows, as_of)
    return ShareBooks(
        issuer=issuer,
        as_of=as_of,
        figures=in_force,
        rows=rows,
        sold=sold,
        splits=splits,
        names=names,
        outstanding=count,
        stated=stated,
        overhang=overhang,
        unsettled=unsettled,
        headroom=Headroom(
            int(authorized.value) if authorized else None,
            count,
            overhang.held,
            unsettled,
            overhang.unissued,
        ),
        to_sell=_to_sell(agreements, as_of, known_at),
        counts=counts,
    )


def _count(figure: Figure) -> Count:
    return Count(
        figure.day,
        int(figure.value),
        figure.page,
        remark_of(figure),
        _COUNTS[figure.name],
        figure.document,
    )


def remark_of(figure: Figure) -> str:
    """Its remark, after what the document prints if that is something else."""
    printed = f"Printed “{figure.printed}”" if figure.printed else ""
    return ". ".join(filter(None, (printed, figure.remark)))


def _stated(figures: Mapping[str, Figure], *, has_register: bool) -> Stated | None:
    """Options and warrants as stated; None if it is not stated what the register has of them.

    The part in the register must be stated for the same day. Without one, it is nothing if the
    register is empty, and not available otherwise.
    """
    total, part = figures.get("options_and_warrants"), figures.get("in_the_register")
    if total is None:
        return None
    if part is not None and part.day == total.day:
        stated = Stated(total.day, int(total.value), int(part.value))
    elif has_register:
        return None
    else:
        stated = Stated(total.day, int(total.value), 0)
    return None if any(reasons_against(stated)) else stated


def _others(
    stated: Stated | None, as_of: date, splits: Sequence[StockSplit], events: Iterable[ShareEvent]
) -> int | None:
    if stated is None:
        return None
    exercised = [(event.day, -event.shares) for event in events if event.event == "exercise"]
    return outside_the_register(stated, as_of, splits, exercised)


def _register(
    issuer: Issuer, as_of: date, known_at: datetime | None, names: Mapping[int, str]
) -> tuple[Part, ...]:
    """What the register has outstanding, by kind of warrant; one query, two at a moment."""
    entries = Entry.objects.filter(warrant__issuer=issuer, on__lte=as_of)
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
    by_kind = entries.order_by("warrant__series", "warrant__agreement").values_list(
        "warrant__series", "warrant__series__name", "warrant__agreement"
    )
    known = {} if known_at is None else Series.names_at(known_at)
    gained = Sum("shares", filter=Q(holder_to__isnull=False), default=0)
    lost = Sum("shares", filter=Q(holder_from__isnull=False), default=0)
    return tuple(
        Part(known.get(series, name) or f"Agent's warrants, {names[agreement]}", shares)
        for series, name, agreement, shares in by_kind.annotate(left=gained - lost)
    )


def _not_opened(
    issuer: Issuer, as_of: date, known_at: datetime | None, stated: Stated | None
) -> tuple[Part, ...]:
    """The stated part of the register on days before its first series was opened."""
    if stated is None or not stated.in_register:
        return ()
    series = Series.objects.filter(issuer=issuer)
    if known_at is not None:
        series = series.filter(pk__in=Series.names_at(known_at))
    opened = series.aggregate(first=Min("opened_on"))["first"]
    return (Part(NOT_OPENED, stated.in_register),) if opened and opened > as_of else ()


def _earned(accrued: Iterable[Accrual]) -> tuple[Part, ...]:
    """Warrants earned and not issued, by state."""
    shares: dict[str, int] = defaultdict(int)
    for accrual in accrued:
        shares[accrual.owed.state] += accrual.to_issue_now
    return tuple(Part(name, shares[state]) for state, name in _EARNED.items() if shares[state])


def _to_sell(
    agreements: Iterable[Agreement], as_of: date, known_at: datetime | None
) -> dict[int, ToSell]:
    """What each agreement in force on the day may still sell, with its warrants; one query."""
    rows: QuerySet[DayTotal] | QuerySet[Sale]
    if known_at is None:
        rows = DayTotal.objects.filter(day__lte=as_of)
    else:
        rows = Sale.objects.filter(trade_date__lte=as_of, recorded_at__lte=known_at)
    by_agreement = rows.filter(agreement__in=agreements).order_by().values_list("agreement")
    gross = dict(by_agreement.annotate(total=Sum(F("gross"))))
    to_sell = {}
    for agreement in agreements:
        if agreement.signed_on <= as_of:
            version = agreement.versions_by(as_of, known_at)[-1]
            if is_ended(version.terminated_on, as_of):
                continue
            left = version.capacity - gross.get(agreement.pk, Decimal(0))
            coverage = version.warrant_coverage_rate or Decimal(0)
            to_sell[agreement.pk] = ToSell(max(left, Decimal(0)), coverage)
    return to_sell
