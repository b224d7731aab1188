"""The versions of an agreement's terms, each with what came before it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from neoequity.books.approvals.selectors import DECIDED
from placements.models import Agreement, FeeTier, TermVersion
from placements.models.agreement import tiers_in_force
from placements.models.terms import Terms


class VersionChange(NamedTuple):
    """A version with the one before it, and the fee tiers in force with each."""

    version: TermVersion
    before: Terms
    tiers_before: Sequence[FeeTier]
    tiers: Sequence[FeeTier]


def steps(agreement: Agreement, numbers: Iterable[int]) -> list[VersionChange]:
    """The versions with these numbers, the latest first; the first is paired with itself.

    Joins the shelf, and who requested and approved each. Two queries.
    """
    joined = ("shelf", *(f"approval__{person}" for person in DECIDED))
    versions = list(agreement.versions.select_related(*joined).order_by("number"))
    tiers, wanted = list(agreement.fee_tiers.all()), set(numbers)
    befores = [versions[max(0, version.number - 2)] for version in versions]
    return [
        VersionChange(
            version,
            before,
            tiers_in_force(tiers, before, version.number - 1),
            tiers_in_force(tiers, version, version.number),
        )
        for version, before in zip(reversed(versions), reversed(befores), strict=True)
        if version.number in wanted
    ]


def terms_before(version: TermVersion) -> tuple[TermVersion, list[FeeTier]]:
    """The version that this one follows, or would follow, with its fee tiers; two queries."""
    versions = TermVersion.objects.select_related("shelf")
    before = versions.get(agreement=version.agreement_id, number=version.number - 1)
    tiers = FeeTier.objects.filter(agreement=version.agreement_id)
    return before, tiers_in_force(tiers, before, before.number)
