"""Closed periods for tests, made through the actions."""

from datetime import date
from typing import Any

from neoequity.books.models import Closing, Issuer, Reopening
from neoequity.books.periods.closing import Inquiry, Proved, ask_reopening, close_period
from neoequity.books.periods.rules import Period, parse_period
from neoequity.people.models import User
from neoequity.periods.checklist import Findings, checklist
from tests.factories import UserFactory, approved

#: The day on which the fourth quarter of 2001 is closed.
CLOSED_ON = date(2002, 1, 12)
IN_ORDER = Findings()
NOTES = {
    "unsettled": "Delivered in January.",
    "earlier": "Nothing was sold.",
    "documents": "Lost.",
    "warrants": "Issued in January.",
    "findings": "Settled with the agent.",
}


def finding(findings: Findings) -> Inquiry:
    """An inquiry that finds just this, beside what the sales and the months themselves tell."""
    return lambda issuer, period: checklist(issuer, period, findings)


#: An inquiry that finds that nothing waits and nothing is missing.
nothing_amiss = finding(IN_ORDER)


def in_order(issuer: Issuer, period: Period) -> Proved:
    """A proof by which the ledger agrees."""
    return Proved((), "all of it.")


def close(
    label: str = "2001Q4", *, by: User | None = None, today: date = CLOSED_ON, **how: Any
) -> Closing:
    """The period of the only issuer, closed by anna, with a note for whatever may stay open."""
    issuer = how.pop("issuer", None) or Issuer.objects.get()
    told: dict[str, Any] = {
        "accepted": NOTES,
        "inquire": finding(IN_ORDER),
        "prove": in_order,
        **how,
    }
    return close_period(issuer, *parse_period(label), by=by or anna(), today=today, **told)


def anna() -> User:
    """The Controller."""
    return _named("anna", "Controller")


def carl() -> User:
    """The CFO."""
    return _named("carl", "CFO")


def _named(name: str, group: str) -> User:
    found = User.objects.filter(username=name).first()
    return found or UserFactory(username=name, group=group)


def reopen(closing: Closing, reason: str = "A sale was forgotten.") -> Reopening:
    """Asked for by anna, approved by carl on the day of CLOSED_ON."""
    approved(ask_reopening(closing, reason=reason, by=anna()), by=carl(), today=CLOSED_ON)
    return Reopening.objects.get(closing=closing)


def locked(day: str, label: str = "2001Q4", number: int = 1) -> str:
    """What a closed period says to whoever dates something in it."""
    return (
        f"{label} of NeoTherapeutics, Inc. was closed by anna on Jan 12, 2002 (closing {number}): "
        f"nothing dated {day} is entered or changed until it is reopened."
    )
