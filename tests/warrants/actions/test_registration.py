"""Requests for registration: after their clock, by a holder, as often as is granted (p. S-12)."""

from datetime import date
from typing import Any

import pytest

from neoequity.people.models import User
from tests.books import refused
from tests.warrants.factories import issued_warrant, warrant_agreement
from warrants.actions.registration import request_registration
from warrants.models import Holder, RegistrationRequest, Warrant

FROM = date(2002, 11, 15)
TODAY = date(2002, 12, 2)


def request(warrant: Warrant, holder: Holder, by: User, **said: Any) -> RegistrationRequest:
    assert warrant.agreement is not None
    told: dict[str, Any] = {"kind": "demand", "requested_on": FROM, "today": TODAY, **said}
    return request_registration(warrant.agreement, holder=holder, by=by, **told)


@pytest.mark.parametrize("kind", ["demand", "piggyback"])
def test_from_its_day_on_registration_is_requested(
    warrant: Warrant, agent: Holder, treasurer: User, kind: str
) -> None:
    made = request(warrant, agent, treasurer, kind=kind)
    assert (made.kind, made.requested_on, made.recorded_by) == (kind, FROM, treasurer)


@pytest.mark.parametrize("kind", ["demand", "piggyback"])
def test_before_its_day_it_is_refused(
    warrant: Warrant, agent: Holder, treasurer: User, kind: str
) -> None:
    with refused(
        "Registration can be requested from 2002-11-15 on (p. S-12); this request is dated "
        "2002-11-14."
    ):
        request(warrant, agent, treasurer, kind=kind, requested_on=date(2002, 11, 14))


def test_in_the_future_it_is_refused(warrant: Warrant, agent: Holder, treasurer: User) -> None:
    with refused("A request on 2002-12-03 is in the future; today is 2002-12-02."):
        request(warrant, agent, treasurer, requested_on=date(2002, 12, 3))


def test_who_holds_nothing_is_refused(warrant: Warrant, officer: Holder, treasurer: User) -> None:
    with refused("An Officer has no warrant under the Sales Agreement."):
        request(warrant, officer, treasurer)


def test_the_demands_granted_are_counted_and_others_are_not(agent: Holder, treasurer: User) -> None:
    granted = warrant_agreement(other=True, warrant_demand_limit=2)
    warrant = issued_warrant(granted, by=treasurer)
    for kind in ("demand", "piggyback", "demand"):
        request(warrant, agent, treasurer, kind=kind)
    with refused("All 2 demands that the Other Agreement grants were made (p. S-12)."):
        request(warrant, agent, treasurer)
    request(warrant, agent, treasurer, kind="piggyback")
