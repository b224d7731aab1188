"""Every report by its name, in the order in which pages and commands list them."""

from neoequity.reports.board import BOARD
from neoequity.reports.cash import CASH
from neoequity.reports.commission import COMMISSION
from neoequity.reports.compensation import COMPENSATION
from neoequity.reports.controls import CONTROLS
from neoequity.reports.journal.report import JOURNAL
from neoequity.reports.open_items import OPEN_ITEMS
from neoequity.reports.quarter import QUARTER
from neoequity.reports.reconciliation import RECONCILIATION
from neoequity.reports.report import Report
from neoequity.reports.settlements.report import SETTLEMENTS
from neoequity.reports.shares import SHARES
from neoequity.reports.supplement import SUPPLEMENT

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        *(BOARD, SUPPLEMENT, QUARTER, COMMISSION, SETTLEMENTS, CASH, RECONCILIATION),
        *(OPEN_ITEMS, JOURNAL, SHARES, COMPENSATION, CONTROLS),
    )
}
