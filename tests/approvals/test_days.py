"""A request is dated: the first day that approving it would write to, of a draft its own day."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from neoequity.books.approvals.actions import approve
from neoequity.books.approvals.selectors import waiting_until
from neoequity.books.models import Approval
from neoequity.books.periods.closing import ask_reopening
from neoequity.people.models import User
from placements.actions.amendment import ask_amendment
from placements.models import Placement, Sale
from tests.approvals.conftest import TODAY, Ask
from tests.constraints.rows import update
from tests.factories import PlacementFactory
from tests.periods.closings import anna, close
from warrants.models import CallNotice

BEFORE, LATER = TODAY - timedelta(days=1), date(2001, 12, 3)


def test_what_is_asked_for_is_dated_by_the_day_that_it_would_write_to(
    ask_by: Ask, tina: User
) -> None:
    request = ask_by(tina)
    days: dict[str, Callable[[], date | None]] = {
        "proposal": lambda: Placement.objects.get(pk=request.subject).status_on,
        "call_correction": lambda: CallNotice.objects.get(pk=request.subject).bid_on,
        "warrant_issue": lambda: Sale.objects.get().settlement_date,
        "pooled_warrant_issue": lambda: Sale.objects.get().settlement_date,
    }
    assert request.dated == days.get(request.kind, lambda: TODAY)()


def test_a_change_of_terms_is_dated_by_the_day_it_takes_effect(tina: User) -> None:
    draft: Placement = PlacementFactory(by=tina)
    request = ask_amendment(
        draft.agreement,
        kind="amendment",
        effective_on=BEFORE,
        document="Amendment No. 1",
        page="p. 1",
        reason="The agent asked for it.",
        terms={"expense_cap": Decimal("50000.00")},
        by=tina,
        today=TODAY,
    )
    assert (request.dated, "effective_on" in request.asked) == (BEFORE, False)


def test_a_reopening_is_not_dated(draft: Placement) -> None:
    request = ask_reopening(close("2001-08"), reason="A sale was forgotten.", by=anna())
    assert request.dated is None
    with pytest.raises(ValueError, match="is not dated"):
        _ = request.day


def test_what_waits_until_a_day_is_dated_on_it_or_earlier(request_: Approval) -> None:
    issuer = request_.issuer
    assert list(waiting_until(issuer, TODAY)) == [request_]
    assert list(waiting_until(issuer, BEFORE)) == []


def test_a_request_that_waits_goes_along_when_the_day_of_its_draft_is_moved_by_hand(
    request_: Approval, draft: Placement
) -> None:
    update(draft, status_on=LATER)
    assert list(waiting_until(request_.issuer, TODAY)) == []
    assert list(waiting_until(request_.issuer, LATER)) == [request_]


def test_what_is_decided_keeps_its_day_and_the_draft_is_still_proposed_as_approved(
    request_: Approval, draft: Placement, carl: User
) -> None:
    approve(request_, by=carl, today=TODAY)
    update(draft, status_on=LATER)
    request_.refresh_from_db()
    assert request_.dated == TODAY
    update(draft, status="proposed", status_on=LATER, proposed_on=LATER)
    draft.refresh_from_db()
    assert draft.status == "proposed"
