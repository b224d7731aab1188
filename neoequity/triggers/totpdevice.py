"""The triggers of second factors: every change leaves an event, and one by another is told."""

import pgtrigger

from neoequity.books.triggers import rule
from neoequity.books.triggers.tracking import history_guard
from neoequity.people.triggers.credentials import SECOND_FACTOR_SET

TOTPDEVICE_TRIGGERS = [
    history_guard(),
    rule(
        "second_factors_set_by_others_are_recorded",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        SECOND_FACTOR_SET,
        when=pgtrigger.After,
    ),
]
