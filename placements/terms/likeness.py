"""Notices that are probably one notice with two references: shown as a warning, never refused."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import of_shares, per_share
from neoequity.books.refusal import Reason
from placements.terms.notice import SaleNotice
from placements.terms.reference import reference_key


class Features(NamedTuple):
    """What two notices of the same sale agree in, whatever their references."""

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
    """Those of this notice."""
    return Features(
        notice.agreement, notice.placement, notice.trade_date, notice.shares, notice.price
    )


def warnings_about(
    notice: SaleNotice, twin: Twin | None, called: str = "this sale"
) -> list[Reason]:
    """A sentence where the notice has the features of another sale or line under another reference.

    The same reference is no likeness: the terms refuse it (`reasons_against`). `called` is the
    notice itself, such as "line 3".
    """
    if twin is None or reference_key(twin.reference) == reference_key(notice.agent_reference):
        return []
    return [
        Reason(
            f"{called[0].upper()}{called[1:]} looks like {twin.name}: {of_shares(notice.shares)} "
            f"at {per_share(notice.price)} under placement {notice.placement} on "
            f"{notice.trade_date}, there with the agent's reference “{twin.reference}”.",
            "agent_reference",
        )
    ]
