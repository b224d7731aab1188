"""Facts of the company as one person asks for them and another approves them."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_figure, ask_share_event
from neoequity.company.models import Figure, ShareEvent
from tests.factories import TODAY, approved, usual


def stated(issuer: Issuer, name: str, value: str, day: date, **facts: Any) -> Figure:
    """A company figure of a day."""
    today = facts.pop("today", TODAY)
    request = ask_figure(
        issuer=issuer, name=name, value=Decimal(value), day=day, by=usual(), today=today, **facts
    )
    approved(request, today=today)
    return Figure.objects.get(pk=request.subject)


def happened(issuer: Issuer, event: str, shares: int, day: date, **facts: Any) -> ShareEvent:
    """Shares issued or canceled outside the agreements and the register."""
    request = ask_share_event(
        issuer=issuer, event=event, shares=shares, day=day, by=usual(), today=TODAY, **facts
    )
    approved(request)
    return ShareEvent.objects.get(pk=request.subject)
