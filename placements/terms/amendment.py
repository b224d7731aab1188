"""Changes of an agreement's terms: amendments from a day on, and corrections of errors."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from neoequity.books.refusal import Reason
from placements.terms.limits import TIER_LIMITS, reasons_against_limits
from placements.terms.programme import TierFacts

#: What a request for a change states besides its day and the terms: columns of the version.
FACTS = ("number", "kind", "document", "page", "reason")


class VersionKind(StrEnum):
    """What made a version of the terms."""

    ORIGINAL = "original"
    AMENDMENT = "amendment"
    CORRECTION = "correction"


VERSION_KINDS = {
    VersionKind.ORIGINAL: "Original terms",
    VersionKind.AMENDMENT: "Amendment",
    VersionKind.CORRECTION: "Correction of a clerical error",
}


class LastVersion(NamedTuple):
    """The version that a change would follow, with the signing day it states."""

    number: int
    effective_on: date
    signed_on: date


def first_day(last: LastVersion, kind: str, signed_on: date) -> date:
    """The day a correction of the last version begins; for an amendment, the earliest possible.

    A correction begins with the version it corrects. If that version began with the signing and
    the correction changes the signing day, both begin on the corrected day.
    """
    if kind == VersionKind.CORRECTION and last.effective_on <= last.signed_on != signed_on:
        return signed_on
    return last.effective_on


def reasons_against_change(
    kind: str,
    *,
    effective_on: date,
    document: str,
    reason: str,
    signed_on: date,
    last: LastVersion,
    today: date,
) -> Iterator[Reason]:
    """Every reason against a change of this kind taking effect on this day, by this document.

    `signed_on` is the signing day after the change.
    """
    yield from _against_first_day(kind, effective_on, first_day(last, kind, signed_on), last)
    if kind == VersionKind.AMENDMENT and signed_on != last.signed_on:
        yield Reason(
            f"An amendment leaves the signing day as it is, {last.signed_on}. If the day is wrong, "
            "ask for a correction.",
            "signed_on",
        )
    if effective_on > today:
        yield Reason(
            f"A change of terms is entered once it is in effect; today is {today}.",
            "effective_on",
        )
    if not document.strip():
        yield Reason("Name the document that changed the terms.", "document")
    if not reason.strip():
        yield Reason("A change of terms needs a reason.", "reason")


def _against_first_day(
    kind: str, effective_on: date, begins: date, last: LastVersion
) -> Iterator[Reason]:
    """A correction takes effect on `begins`, an amendment with the last version or later."""
    if kind not in (VersionKind.AMENDMENT, VersionKind.CORRECTION):
        yield Reason("Terms change by an amendment or by the correction of an error.", "kind")
    elif kind == VersionKind.CORRECTION and effective_on != begins:
        yield Reason(
            f"A correction takes the place of version {last.number} and takes effect with it, on "
            f"{begins}.",
            "effective_on",
        )
    elif kind == VersionKind.AMENDMENT and effective_on < last.effective_on:
        yield Reason(
            f"An amendment cannot take effect on {effective_on}, before version {last.number} of "
            f"the terms, which did on {last.effective_on}.",
            "effective_on",
        )


def reasons_against_pricing(
    before: Decimal | None, after: Decimal | None, fee_tiers: Iterable[TierFacts] | None
) -> Iterator[Reason]:
    """An agreement has fee tiers or a maximum commission; `before` and `after` are its maxima."""
    if after is not None and fee_tiers is not None:
        yield Reason(
            "An agreement has fee tiers or a maximum commission: leave one of the two empty.",
            "fee_tiers",
        )
    if before is not None and after is None and fee_tiers is None:
        yield Reason(
            "Without the maximum commission, the agreement needs fee tiers: enter them.",
            "fee_tiers",
        )


def reasons_against_tiers(tiers: Iterable[TierFacts]) -> Iterator[Reason]:
    """Every reason why these tiers do not make a commission schedule (p. S-11)."""
    rows = sorted(tiers)
    starts = [tier.above for tier in rows]
    if not rows or starts[0] != 0:
        yield Reason(
            "The first fee tier must start above $0, so that every sale has a rate.", "fee_tiers"
        )
    if len(set(starts)) != len(starts):
        yield Reason("Two fee tiers start above the same amount.", "fee_tiers")
    beyond = [
        each for tier in rows for each in reasons_against_limits(tier._asdict().get, TIER_LIMITS)
    ]
    for sentence in dict.fromkeys(reason.sentence for reason in beyond):
        yield Reason(sentence, "fee_tiers")
