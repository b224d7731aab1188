"""The register's own rules for stock splits; the split itself belongs to the placements."""

from placements.models import Split
from warrants.triggers.split import SPLIT_TRIGGERS


class RegisterSplit(Split):
    """A proxy for the register's triggers on splits: no table and no permissions of its own."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = SPLIT_TRIGGERS
