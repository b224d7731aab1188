"""The report `controls`, put together.

The columns of its data: `area`, what is controlled; `control`, its name; `description`, what it
does; `kept_by`, the constraint, trigger, action or setting that keeps it; `evidence` of the period
in a sentence; `count`, how often it was at work or how many things it covers; `exceptions`, how
many of them an auditor should look into. The last two are empty where the product has no number.
"""

from collections.abc import Sequence
from itertools import groupby

from django.utils import timezone

from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.controls import four_eyes, overrides, periods
from neoequity.reports.controls.access import access_controls, backups
from neoequity.reports.controls.control import Control, span_of
from neoequity.reports.controls.limits import hard_limits
from neoequity.reports.report import Asked, Content, Report, Row, Table

_COLUMNS = (
    Column("area", "Area"),
    Column("control", "Control"),
    Column("description", "Description"),
    Column("kept_by", "Kept by"),
    Column("evidence", "Evidence"),
    Column("count", "Count", Kind.NUMBER),
    Column("exceptions", "Exceptions", Kind.NUMBER),
)
_SUMMARY = (
    Column("area", "Area"),
    Column("controls", "Controls", Kind.NUMBER, totaled=True),
    Column("exceptions", "Exceptions", Kind.NUMBER, totaled=True),
)
_EVIDENCE = (
    Column("area", "Area"),
    Column("control", "Control"),
    Column("evidence", "Evidence"),
    Column("count", "Count", Kind.NUMBER),
    Column("exceptions", "Exceptions", Kind.NUMBER),
)
_DESCRIBED = (
    Column("control", "Control"),
    Column("description", "Description"),
    Column("kept_by", "Kept by"),
)
_RULES = (
    Column("on", "On"),
    Column("rule", "Rule"),
    Column("kept_by", "Kept by"),
    Column("evidence", "Evidence"),
)
_NOTE = (
    "An exception is what an auditor should look into; it need not be a fault. Sign-ins and "
    "accounts are dated by the server’s clock, in days of New York; requests by the day that they "
    "post to."
)


def _build(asked: Asked) -> Content:
    span = span_of(asked)
    closings = periods.closings_of(asked, span)
    requests = four_eyes.requests_of(asked, span)
    let_pass = overrides.overrides_of(asked, span, closings)
    guards, rules = hard_limits(asked, closings)
    controls = [
        *guards,
        *four_eyes.four_eyes(asked, span, requests),
        *periods.controls_of(asked, span, closings),
        backups(),
        *access_controls(asked, span, timezone.now(), closings),
        *overrides.controls_of(let_pass),
    ]
    data: list[Row] = [
        *(tuple(each) for each in controls),
        *(tuple(each._replace(area=f"{guards[0].area}: {each.area}")) for each in rules),
    ]
    return Content(
        Table("Controls", "Controls and their evidence", _COLUMNS, data, _NOTE),
        (
            _summary(controls, rules),
            _evidence(controls),
            four_eyes.table_of(requests),
            periods.table_of(span, closings),
            overrides.table_of(let_pass),
            _described(controls),
            _rules(rules),
        ),
    )


def _summary(controls: Sequence[Control], rules: Sequence[Control]) -> Table:
    """How many controls and exceptions each area has."""
    rows = []
    for area, group in groupby(controls, key=lambda each: each.area):
        own = list(group)
        further = rules if area == controls[0].area else ()
        exceptions = sum(each.exceptions or 0 for each in own)
        rows.append((area, len(own) + len(further), exceptions))
    return Table("Summary", "Summary", _SUMMARY, rows, _NOTE)


def _evidence(controls: Sequence[Control]) -> Table:
    rows = [
        (each.area, each.control, each.evidence, each.number, each.exceptions) for each in controls
    ]
    return Table("Evidence", "Evidence of the period", _EVIDENCE, rows)


def _described(controls: Sequence[Control]) -> Table:
    rows = [(each.control, each.description, each.kept_by) for each in controls]
    return Table("Descriptions", "What each control does, and what keeps it", _DESCRIBED, rows)


def _rules(rules: Sequence[Control]) -> Table:
    rows = [(each.area, each.control, each.kept_by, each.evidence) for each in rules]
    note = "An action refuses each of these in a sentence, and the database whoever writes."
    return Table("Rules", "Rules that the database keeps", _RULES, rows, note)


CONTROLS = Report(
    "controls",
    "Controls",
    "For the audit of internal control: each control, what keeps it, and its evidence.",
    _build,
)
