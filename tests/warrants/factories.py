"""Holders, series and issued warrants for tests, made through the product's actions.

`warrant_agreement()` is the Sales Agreement with the terms of its warrants, and
`issued_warrant()` leads a placement through sale, delivery, closing and issue.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from factory.declarations import SubFactory

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement
from placements.terms.lifecycle import RESERVING
from tests.factories import (
    SALES_TIERS,
    TERM_PAGES,
    AgreementFactory,
    Factory,
    IssuerFactory,
    PlacementFactory,
    approved,
    sell,
    usual,
)
from warrants.actions.attachment import attach_to_entry
from warrants.actions.issue import issue_warrant
from warrants.actions.programme import open_warrant
from warrants.actions.reversal import ask_entry_reversal
from warrants.models import Entry, EntryAttachment, Holder, Series, Warrant

AGENT = "Cantor Fitzgerald & Co."
#: Late enough for every sale of `issued_warrant` to be settled.
ISSUED_BY = date(2001, 11, 30)
#: The day of the opening figures of a series.
OPENED_ON = date(2001, 11, 1)

WARRANT_TERMS: dict[str, Any] = {
    "warrant_coverage_rate": Decimal("0.10"),
    "warrant_strike_rate": Decimal("1.30"),
    "warrant_limit_rate": Decimal("0.10"),
    "warrant_pooled": False,
    "warrant_due_days": 7,
    "warrant_life_years": 5,
    "warrant_last_day_included": True,
    "warrant_cashless_years": 1,
    "warrant_transfer_years": 1,
    "warrant_nasd_transfer_years": 1,
    "warrant_registration_years": 1,
    "offering_effective_on": date(2001, 11, 1),
}
WARRANT_PAGES = {
    "warrant_coverage_rate": "p. S-11",
    "warrant_strike_rate": "p. S-11",
    "warrant_limit_rate": "p. S-12",
    "warrant_life_years": "p. S-12",
    "warrant_cashless_years": "p. S-12",
    "warrant_transfer_years": "p. S-12",
    "warrant_nasd_transfer_years": "p. S-12",
    "warrant_registration_years": "p. S-12",
}
_numbers = count(1)


class HolderFactory(Factory):
    """The agent; another holder by `category="other"`, `name=` and `slug=`."""

    class Meta:
        model = Holder
        django_get_or_create = ("slug",)

    issuer = SubFactory(IssuerFactory)
    slug = "cantor-fitzgerald"
    name = AGENT
    category = "agent"
    page = "p. S-11"


class SeriesFactory(Factory):
    """The Class B Warrants, none of which are outstanding yet: see `opened_warrant`."""

    class Meta:
        model = Series
        django_get_or_create = ("slug",)

    issuer = SubFactory(IssuerFactory)
    slug = "class-b"
    name = "Class B Warrants"
    opened_on = OPENED_ON
    cap = Decimal("33.75")
    rate = Decimal("0.97")
    low_rate = Decimal("0.95")
    threshold = Decimal("5.00")
    floor = Decimal("2.00")
    page = "p. S-7"


def another_holder(category: str = "other", **facts: Any) -> Holder:
    """A further holder of the category, with a name of its own."""
    number = next(_numbers)
    named = {"slug": f"holder-{number}", "name": f"Holder {number}", **facts}
    holder: Holder = HolderFactory(category=category, **named)
    return holder


def warrant_agreement(**terms: Any) -> Agreement:
    """An agreement that states its warrants, with the agent among the holders.

    `warrant_agreement(other=True)` is the Other Agreement; terms may be named as for the factory.
    """
    pages = {**TERM_PAGES, **WARRANT_PAGES}
    stated = {"pages": pages, **WARRANT_TERMS, **terms}
    if not stated.get("other"):
        stated.setdefault("tiers", SALES_TIERS)
    agreement: Agreement = AgreementFactory(**stated)
    HolderFactory(issuer=agreement.issuer)
    return agreement


def sold_placement(
    agreement: Agreement | None = None,
    shares: int = 10_000,
    price: str = "4.00",
    *,
    by: User | None = None,
    placement: Placement | None = None,
    delivered: bool = True,
    closed: bool = True,
    **said: Any,
) -> Placement:
    """A placement of exactly these shares, sold on the default trade date; `said` of the sale.

    A `placement` that is given is sold in full.
    """
    by = by or usual()
    shares = placement.shares_offered if placement else shares
    placement = placement or PlacementFactory(
        agreement=agreement or warrant_agreement(),
        shares_offered=shares,
        minimum_price=None,
        expected_price=Decimal(price),
        accepted=True,
        by=by,
    )
    sale = sell(placement, shares, price, by=by, **said)
    if delivered:
        day = sale.settlement_date or sale.trade_date + timedelta(days=7)
        deliver([sale], delivered_on=day, by=by, today=ISSUED_BY)
    placement.refresh_from_db()
    if closed and placement.status in RESERVING:
        placement = move_placement(
            placement, "close", on=sale.trade_date, by=by, today=ISSUED_BY, note="Sold in full"
        )
    return placement


def issued_warrant(
    agreement: Agreement | None = None,
    shares: int = 10_000,
    price: str = "4.00",
    *,
    by: User | None = None,
    **said: Any,
) -> Warrant:
    """The agent's warrant on so many shares sold at this price (so for a tenth of them).

    By default 1,000 warrant shares at $5.2000, issued on November 15, 2001.
    """
    by = by or usual()
    placement = sold_placement(agreement, shares, price, by=by, **said)
    pooled = placement.agreement.warrant_pooled
    warrant: Warrant = issue_warrant(
        placement.agreement, None if pooled else placement, by=by, today=ISSUED_BY
    )
    return warrant


def opened_warrant(
    shares: int = 1_706_800,
    *,
    series: Series | None = None,
    holder: Holder | None = None,
    by: User | None = None,
) -> Warrant:
    """A holder's warrants of a series, as the books open with them."""
    warrant: Warrant = open_warrant(
        series or SeriesFactory(),
        holder=holder or another_holder(),
        shares=shares,
        by=by or usual(),
        today=ISSUED_BY,
    )
    return warrant


def last_entry(warrant: Warrant) -> Entry:
    """The entry that was posted last."""
    return warrant.entries.order_by("-number")[0]


def reverse_entry(entry: Entry, *, on: date, reason: str, by: User, today: date) -> Entry:
    """The reversal that `by` asks for and a CFO approves."""
    approved(ask_entry_reversal(entry, on=on, reason=reason, by=by, today=today), today=today)
    return Entry.objects.get(reverses=entry)


def attached_to_entry(
    entry: Entry,
    kind: str = "notice",
    content: bytes = b"%PDF-1.4\n%%EOF\n",
    *,
    by: User | None = None,
) -> EntryAttachment:
    """A document on the entry, a small PDF if no content is given."""
    made: EntryAttachment = attach_to_entry(
        entry, kind=kind, name="notice.pdf", content=content, by=by or usual()
    )
    return made
