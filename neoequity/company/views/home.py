"""The company's first page: its rooms, each with its most important state."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neoequity.books.kinds import kinds_with_pages
from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.company.selectors import states
from neoequity.company.views.issuer import chosen_issuer


class Room(NamedTuple):
    """A room: its title, address, what is found there, and the question for its state."""

    title: str
    address: tuple[str, ...]
    about: str
    state: Callable[[Issuer, date], str]


#: In the order of the page. A room without a page of its own opens the list of its records.
ROOMS = (
    Room(
        "Before you sell",
        ("before_you_sell",),
        "Can we sell so many shares at this price, and what stops us",
        states.selling,
    ),
    Room(
        "Limits",
        ("company:limits",),
        "What each limit around the programme allows, what is used, and what is left",
        states.limits,
    ),
    Room(
        "Share ledger",
        ("company:shares",),
        "Shares authorized, outstanding and reserved, and what changed them",
        states.shares,
    ),
    Room(
        "Holders",
        ("company:holders",),
        "Who holds how much, against the 15% and 20% thresholds",
        states.holders,
    ),
    Room(
        "Prices",
        ("company:prices",),
        "Closing prices, bids and volumes, each with its source",
        states.prices,
    ),
    Room(
        "Calendar and lock-up",
        ("company:calendar",),
        "Trading days, windows and other offers that the lock-up forbids",
        states.offers,
    ),
    Room(
        "Compensation",
        ("company:compensation",),
        "What the agent is paid, against NASD's 8%, and what the offering costs",
        states.expenses,
    ),
    Room(
        "Other money",
        ("company:money",),
        "Debentures, milestones and what else is expected or was received",
        states.money,
    ),
    Room(
        "Registers",
        ("company:registers",),
        "Persons, participants, clauses, voting, consents and the use of proceeds",
        states.registers,
    ),
    Room(
        "Filings",
        ("company:filings",),
        "What was filed, what is due, and the supplement of each placement",
        states.filings,
    ),
    Room(
        "Figures",
        ("company:figures",),
        "Every figure that a document states, in force and before",
        states.figures,
    ),
)


@require_safe
def home(request: DatedRequest) -> HttpResponse:
    """`/company/`: the rooms as of the day in the address, and the lists of the records."""
    chosen = chosen_issuer(request)
    rooms = [
        (room, reverse(name, args=args), room.state(chosen.issuer, request.as_of))
        for room in ROOMS
        for name, *args in [room.address]
        if chosen.issuer
    ]
    kinds = [kind for kind in kinds_with_pages() if kind.model._meta.app_label == "company"]
    context = {
        "chosen": chosen,
        "rooms": rooms,
        "kinds": sorted(kinds, key=lambda kind: kind.title),
        "asked": request.GET.get("issuer", ""),
    }
    return render(request, "company/home.html", context)
