"""Notices that are probably the same one under two references: a warning, never a refusal."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import of_shares, per_share
from neoequity.books.refusal import Reason
from placements.terms.notice import SaleNotice
from placements.terms.reference import reference_key


class Features(NamedTuple):
    """What two notices of the same sale have in common, apart from the reference."""

    agreement: str
    placement: int
    trade_date: date
    shares: int
    price: Decimal


class Twin(NamedTuple):
    """What a notice looks like: `name` as in "sale 3 of the Sales Agreement" or "line 2"."""

    name: str
    reference: str


def features_of(notice: SaleNotice) -> Features:
    """The features of this notice."""
    return Features(
        notice.agreement, notice.placement, notice.trade_date, notice.shares, notice.price
    )


def warnings_about(
    notice: SaleNotice, twin: Twin | None, called: str = "this sale"
) -> list[Reason]:
    """A warning if the notice has the features of its twin under another reference.

    The terms refuse the same reference (`reasons_against`). `called` names the notice itself, such
    as "line 3".
    """
    if twin is None or twin.reference == notice.agent_reference:
        return []
    if reference_key(twin.reference) == reference_key(notice.agent_reference):
        return []
    return [
        Reason(
            f"{called[0].upper()}{called[1:]} looks like {twin.name}: {of_shares(notice.shares)} "
            f"at {per_share(notice.price)} under placement {notice.placement} on "
            f"{notice.trade_date}, there with the agent's reference “{twin.reference}”.",
            "agent_reference",
        )
    ]
