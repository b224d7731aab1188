"""What people let pass with a reason: failed checks, open points, early deliveries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet

from neoequity.books.approvals.rules import spoken
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import Closing
from neoequity.company.models import ProposalCheck
from neoequity.reports.controls.control import Control, Span, counted, sentence
from neoequity.reports.report import Asked, Table
from placements.models import Delivery, SaleAggregate
from placements.selectors.known_at import agreement_names

AREA = "Overrides"
#: So many early deliveries are listed one by one; all of them are counted.
MOST_LISTED = 100
_COLUMNS = (
    Column("day", "Day", Kind.DAY),
    Column("what", "What was let pass"),
    Column("reason", "Reason"),
    Column("by", "By"),
)


class Override(NamedTuple):
    """Something that was let pass on a day; `reason` is empty where nobody gave one."""

    day: date
    what: str
    reason: str
    by: str


class Overrides(NamedTuple):
    """Those of a period by kind; `early` lists the first deliveries of `early_count`."""

    checks: Sequence[Override]
    notes: Sequence[Override]
    early: Sequence[Override]
    early_count: int
    silent_count: int

    @property
    def listed(self) -> list[Override]:
        """All that are listed, by day."""
        return sorted([*self.checks, *self.notes, *self.early], key=lambda each: each.day)


def overrides_of(asked: Asked, span: Span, closings: Sequence[Closing]) -> Overrides:
    """The overrides of a period; six queries at most."""
    early = _early(asked, span)
    names = agreement_names(asked.as_of, asked.known_at)
    number = silent = 0
    listed: list[Override] = []
    if early is not None:
        number, silent = early.count(), early.filter(remark="").count()
        listed = [_delivered(row, names) for row in early[:MOST_LISTED]]
    return Overrides(
        list(_accepted(asked, span, names)), list(_noted(closings)), listed, number, silent
    )


def controls_of(found: Overrides) -> list[Control]:
    """A control for each kind of override; every override is for the auditor to read."""
    silent = f", {found.silent_count:,} of them without a reason" if found.silent_count else ""
    early = counted(found.early_count, "early delivery", "early deliveries")
    return [
        Control(
            AREA,
            "Failed checks accepted",
            "A placement whose check fails is proposed only once a CFO approves it with a reason; "
            "limits of law and charter are never let pass.",
            "action before_you_sell.keep_approved; the check is sealed with the reason",
            sentence(f"{counted(len(found.checks), 'failed check')} accepted"),
            len(found.checks),
            len(found.checks),
        ),
        Control(
            AREA,
            "Open points at closing",
            "What is open on the checklist stays open only with a note of the person who closes.",
            "action closing.close_period; the checklist is kept with the notes",
            sentence(f"{counted(len(found.notes), 'open point')} left with a note"),
            len(found.notes),
            len(found.notes),
        ),
        Control(
            AREA,
            "Early deliveries",
            "Shares are delivered before their settlement date only with a reason.",
            "action delivery.deliver",
            sentence(f"{early}{silent}"),
            found.early_count,
            found.silent_count,
        ),
    ]


def table_of(found: Overrides) -> Table:
    """Each override with its reason."""
    rows = [tuple(each) for each in found.listed]
    left = found.early_count - len(found.early)
    note = f"{left:,} more early deliveries are in the export of sales." if left else ""
    return Table("Overrides", "Overrides and their reasons", _COLUMNS, rows, note)


def _accepted(asked: Asked, span: Span, names: Mapping[int, str]) -> Iterator[Override]:
    rows = ProposalCheck.objects.filter(
        span.known("recorded_at"), issuer=asked.issuer, day__range=(asked.since, asked.as_of)
    ).exclude(accepted="")
    for row in rows.select_related("placement", "recorded_by").order_by("day", "pk"):
        failed = ", ".join(check["check"] for check in row.checks if check.get("passed") == "no")
        placement = f"{row.placement} of the {names[row.placement.agreement_id]}"
        what = f"Check before {placement}{f': {failed}' if failed else ''}"
        yield Override(row.day, what, row.accepted, spoken(row.recorded_by.get_username()))


def _noted(closings: Sequence[Closing]) -> Iterator[Override]:
    for closing in closings:
        for item in closing.checklist:
            if item.get("note"):
                what = f"{closing}: {item['title']}, {item['found']:,} open"
                by = spoken(closing.recorded_by.get_username())
                yield Override(closing.closed_on, what, item["note"], by)


def _early(asked: Asked, span: Span) -> "QuerySet[Delivery] | None":
    """The early deliveries, None if there are none; the aggregates say which days to look at."""
    early = SaleAggregate.objects.filter(
        agreement__issuer=asked.issuer,
        delivered_on__range=(asked.since, asked.as_of),
        delivered_on__lt=F("settlement_date"),
    )
    settles = list(early.order_by().values_list("settlement_date", flat=True).distinct())
    if not settles:
        return None
    return (
        Delivery.objects.filter(
            span.known("recorded_at"),
            sale__agreement__issuer=asked.issuer,
            sale__settlement_date__in=settles,
            delivered_on__range=(asked.since, asked.as_of),
            delivered_on__lt=F("sale__settlement_date"),
        )
        .select_related("sale", "recorded_by")
        .order_by("delivered_on", "pk")
    )


def _delivered(row: Delivery, names: Mapping[int, str]) -> Override:
    what = f"{names[row.sale.agreement_id]}, {str(row.sale).lower()} delivered early"
    by = spoken(row.recorded_by.get_username())
    return Override(row.delivered_on, what, row.remark, by)
