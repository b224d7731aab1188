"""What the register holds a stock split of the issuer to; the split itself is the placements'."""

from placements.models import Split
from warrants.triggers.split import SPLIT_TRIGGERS


class RegisterSplit(Split):
    """The same rows, on which the register declares its own rules: no table, nothing to grant."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = SPLIT_TRIGGERS
