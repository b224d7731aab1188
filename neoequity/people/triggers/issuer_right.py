"""The triggers of rights to issuers: whose books somebody sees who does not see all."""

import pgtrigger

from neoequity.books.triggers import refuse
from neoequity.books.triggers.tracking import history_guard

ISSUER_RIGHT_TRIGGERS = [
    history_guard(),
    refuse(
        "rights_to_issuers_are_not_changed",
        pgtrigger.Update,
        "A right to a company is given or ended, never changed.",
    ),
]
