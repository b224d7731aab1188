"""The triggers of seals."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_SEALS_STAY = "A seal is set by the database when an entry is posted, and never changed or deleted."

SEAL_TRIGGERS = [
    refuse_truncate("seals_are_not_truncated", _SEALS_STAY),
    refuse("seals_are_set_by_posting", pgtrigger.Insert, _SEALS_STAY, DIRECT_STATEMENT),
    refuse("seals_stay", pgtrigger.Update | pgtrigger.Delete, _SEALS_STAY),
]
