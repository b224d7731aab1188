"""The chapters of the guide in their order; importing them makes its steps."""

# The order of these imports is the order of the guide.
from tests.browser.guide import (  # isort: skip
    starting,
    before,
    placing,
    selling,
    settling,
    warrants,
    reporting,
    closing,
    auditing,
    keeping,
)
from tests.browser.guide.steps import STEPS

__all__ = [
    "STEPS",
    "auditing",
    "before",
    "closing",
    "keeping",
    "placing",
    "reporting",
    "selling",
    "settling",
    "starting",
    "warrants",
]
