"""Where each topic of the checklist is put right: the pages that its open items lead to."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.models import Issuer
from neoequity.books.periods.checklist import (
    APPROVALS,
    CREDENTIALS,
    DOCUMENTS,
    EARLIER,
    FINDINGS,
    LEDGER,
    RECONCILIATIONS,
    UNSETTLED,
    WARRANTS,
    Item,
)
from neoequity.books.periods.rules import Period


class Place(NamedTuple):
    """A page by its name in a sentence, and its address."""

    name: str
    url: str


def close_address(issuer: Issuer, period: Period) -> str:
    """The page that closes a period."""
    asked = {"issuer": issuer.slug, "period": period.label}
    return f"{reverse('periods:close')}?{urlencode(asked)}"


def places(item: Item, period: Period) -> list[Place]:
    """The pages on which an open item is put right or looked into; none if it is in order."""
    if not item.found:
        return []
    sales, placements = reverse("placements:sales"), reverse("placements:placements")
    register, settlements = reverse("warrants:register"), reverse("placements:settlements")
    traded = f"trade_from={period.starts_on}&trade_to={period.ends_on}"
    return {
        LEDGER: [Place("History", reverse("history"))],
        APPROVALS: [Place("Approvals", reverse("approvals"))],
        CREDENTIALS: [Place("Decided requests", f"{reverse('approvals')}#decided")],
        FINDINGS: [
            Place("Warrants owed and over-issued", f"{register}#owed"),
            Place("Settlements", settlements),
        ],
        UNSETTLED: [Place("Settlements", settlements)],
        RECONCILIATIONS: [
            Place(
                "Reconciliations",
                f"{reverse('statements:reconciliations')}?period={period.months[-1].label}",
            )
        ],
        WARRANTS: [Place("Warrants owed", f"{register}#owed")],
        DOCUMENTS: [
            Place("Sales without a notice", f"{sales}?{traded}&document=missing"),
            Place("Deliveries without a confirmation", f"{sales}?document=unconfirmed"),
            Place("Placements without an acceptance", f"{placements}?document=missing"),
        ],
        EARLIER: [Place("Periods", reverse("periods:periods"))],
    }[item.topic]
