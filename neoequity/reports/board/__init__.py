"""The report `board`: the programme on one page."""

from neoequity.reports.board.report import BOARD

__all__ = ["BOARD"]
