"""Rows of the worked case, made through the product's actions."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.documents.actions import attach_to_record
from neoequity.books.models import Approval, Issuer
from neoequity.company.actions.record import ask_consent, ask_offering
from neoequity.company.models import Consent
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.actions.sale import record_sales
from placements.models import Agreement, Placement
from tests.factories import TERM_PAGES, AgreementFactory, approved, notice_of
from tests.warrants.factories import HolderFactory, SeriesFactory
from warrants.actions.programme import open_warrant
from warrants.models import Series

#: The Wednesday after the second placement has settled.
TODAY = date(2001, 12, 5)
PAPER = b"%PDF-1.4\nConsent\n%%EOF\n"
_PAGES = {**TERM_PAGES, "lock_up_days_before": "p. S-11", "lock_up_days_after": "p. S-11"}


class Story(NamedTuple):
    """The two agreements, each with a closed placement, and the series."""

    issuer: Issuer
    sales: Agreement
    other: Agreement
    series: Series
    by: User


def october(day: int) -> date:
    return date(2001, 10, day)


def november(day: int) -> date:
    return date(2001, 11, day)


def december(day: int) -> date:
    return date(2001, 12, day)


def told(by: User) -> Story:
    sales, other = agreement(), agreement(other=True)
    placed(sales, november(1), sold_on=november(9), closed_on=november(9), by=by)
    placed(
        other, november(19), sold_on=november(20), closed_on=november(20), by=by, method="nasdaq"
    )
    series = SeriesFactory(issuer=sales.issuer)
    holder = HolderFactory(
        issuer=sales.issuer, category="other", slug="montrose", name="Montrose Investments Ltd."
    )
    open_warrant(series, holder=holder, shares=1_706_800, by=by, today=TODAY)
    return Story(sales.issuer, sales, other, series, by)


def agreement(**facts: Any) -> Agreement:
    stated = {"lock_up_days_before": 5, "lock_up_days_after": 5, "pages": _PAGES, **facts}
    made: Agreement = AgreementFactory(**stated)
    return made


def placed(
    under: Agreement,
    on: date,
    *,
    by: User,
    sold_on: date | None = None,
    closed_on: date | None = None,
    method: str = "negotiated",
    sales: int = 1,
) -> Placement:
    """A placement proposed and accepted on a day, sold from and closed on others."""
    placement = proposed(under, on, by=by)
    placement = move_placement(placement, "accept", on=on, by=by, today=TODAY)
    if sold_on is not None:
        notices = [
            notice_of(placement, 1000, "4.05", trade_date=sold_on, method=method)
            for _ in range(sales)
        ]
        record_sales(notices, by=by, today=TODAY)
    if closed_on is not None:
        placement = move_placement(placement, "close", on=closed_on, by=by, today=TODAY)
    return placement


def proposed(under: Agreement, on: date, *, by: User) -> Placement:
    draft = draft_placement(
        under, shares_offered=100_000, minimum_price=Decimal("4.00"), on=on, by=by
    )
    approved(ask_proposal(draft, by=by), today=TODAY)
    return move_placement(draft, "propose", on=on, by=by, today=TODAY)


def offered(story: Story, on: date, *, today: date = TODAY, **facts: Any) -> Approval:
    """A request to record a sale of stock outside the agreements."""
    stated = {"kind": "sale", "what": "250,000 shares to Montrose", **facts}
    return ask_offering(issuer=story.issuer, day=on, **stated, by=story.by, today=today)


def consented(
    story: Story, under: Agreement, since: date, until: date, *, attached: bool = True
) -> Consent:
    """The agent's consent to offers of these days, approved and, by default, attached."""
    request = ask_consent(
        issuer=story.issuer,
        day=since,
        agreement=under,
        starts_on=since,
        ends_on=until,
        covers="Call of the Class B Warrants",
        by=story.by,
        today=TODAY,
    )
    approved(request, today=TODAY)
    consent = Consent.objects.get(approval=request)
    if attached:
        attach_paper(consent, by=story.by)
    return consent


def attach_paper(consent: Consent, *, by: User, kind: str = "consent") -> None:
    attach_to_record(consent, kind=kind, name="consent.pdf", content=PAPER, by=by)
