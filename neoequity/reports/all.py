"""Every report by its name, in the order in which pages and commands list them."""

from neoequity.reports.commission import COMMISSION
from neoequity.reports.compensation import COMPENSATION
from neoequity.reports.journal.report import JOURNAL
from neoequity.reports.report import Report
from neoequity.reports.settlements.report import SETTLEMENTS
from neoequity.reports.shares import SHARES

REPORTS: dict[str, Report] = {
    report.name: report for report in (COMMISSION, SETTLEMENTS, JOURNAL, SHARES, COMPENSATION)
}
