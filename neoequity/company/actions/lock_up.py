"""What the lock-up holds against other offers and calls without consent (p. S-11)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from django.db.models import Model

from neoequity.books.refusal import Reason
from neoequity.company.models import Offering
from neoequity.company.models.lock_up_acts import act_of_call, act_of_offer
from neoequity.company.models.lock_ups import clashes_of_act
from neoequity.company.terms.lock_up import reasons_against
from warrants.models import Series


def against_offering(facts: Mapping[str, Any]) -> Iterator[Reason]:
    """Reasons against recording another offer in the lock-up of a placement.

    `facts` are its fields with `today`, up to which an open offer is judged.
    """
    stated = {name: facts.get(name) for name in ("kind", "day", "until", "party", "what")}
    offer = Offering(**{name: value for name, value in stated.items() if value is not None})
    act = act_of_offer(offer, facts["today"])
    yield from reasons_against(clashes_of_act(facts["issuer"], act, facts["today"]), "day")


def against_call(series: Model, on: date, today: date) -> list[Reason]:
    """Reasons against calling a series of warrants in the lock-up of a placement."""
    called = cast(Series, series)
    act = act_of_call(called.name, on)
    return list(reasons_against(clashes_of_act(called.issuer, act, today), "delivered_on"))
