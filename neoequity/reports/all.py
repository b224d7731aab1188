"""Every report by its name, in the order in which pages and commands list them."""

from neoequity.reports.compensation import COMPENSATION
from neoequity.reports.quarter import QUARTER
from neoequity.reports.report import Report
from neoequity.reports.shares import SHARES
from neoequity.reports.supplement import SUPPLEMENT

REPORTS: dict[str, Report] = {
    report.name: report for report in (SUPPLEMENT, QUARTER, SHARES, COMPENSATION)
}
