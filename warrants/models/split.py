"""The register's own rules for stock splits; the split itself belongs to the placements."""

from collections import defaultdict
from collections.abc import Iterable

from placements.models import Split
from warrants.triggers.split import SPLIT_TRIGGERS


class RegisterSplit(Split):
    """A proxy for the register's triggers on splits: no table and no permissions of its own."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = SPLIT_TRIGGERS


def by_issuer(splits: Iterable[Split]) -> dict[int, list[Split]]:
    """The splits by the key of their issuer, in the order given."""
    grouped: dict[int, list[Split]] = defaultdict(list)
    for split in splits:
        grouped[split.issuer_id].append(split)
    return grouped
