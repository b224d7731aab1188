"""The report `controls`: what the product controls, and the evidence of a period for an audit."""

from neoequity.reports.controls.report import CONTROLS

__all__ = ["CONTROLS"]
