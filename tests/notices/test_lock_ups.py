"""Lock-ups: begun, about to end, met by another offer, and consents without their paper."""

from datetime import date
from typing import Any

import pytest

from neoequity.company.actions.record import ask_share_event
from neoequity.notices.notice import Urgency
from neoequity.people.models import User
from tests.company.lock_up import story as stories
from tests.company.lock_up.story import Story, consented, november
from tests.factories import UserFactory, approved
from tests.notices.conftest import Told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_days_after(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = stories.TODAY


@built_once
def treasurer(db: None) -> User:
    person: User = UserFactory(username="tess")
    return person


@built_once
def story(db: None, treasurer: User) -> Story:
    """Placement 1 under the Sales Agreement locks up from Oct 25 to Nov 23, 2001."""
    return stories.told(treasurer)


@pytest.mark.parametrize(
    ("day", "told_then"),
    [(date(2001, 10, 31), 0), (november(1), 1), (november(4), 1), (november(5), 0)],
)
def test_a_lock_up_is_told_for_three_days_once_terms_are_agreed(
    told: Told, story: Story, day: date, told_then: int
) -> None:
    found = told(on=day, kind="lock_up_open")
    assert len(found) == told_then
    assert all("Cantor Fitzgerald & Co. (p. S-11)." in each.text for each in found)


@pytest.mark.parametrize(
    ("day", "told_then"),
    [(november(15), 0), (november(16), 1), (november(23), 1), (november(24), 0)],
)
def test_a_lock_up_is_told_seven_days_before_it_ends(
    told: Told, story: Story, day: date, told_then: int
) -> None:
    texts = [each.text for each in told(on=day, kind="lock_up_ending")]
    assert texts == told_then * [
        "The lock-up of Placement 1 under the Sales Agreement ends on Nov 23, 2001 (p. S-11)."
    ]


def test_a_consent_is_told_until_its_paper_is_attached(told: Told, story: Story) -> None:
    consent = consented(story, story.sales, november(1), november(23), attached=False)
    (notice,) = told(on=november(5), kind="consent_missing")
    assert "does not count until one is attached" in notice.text
    assert notice.urgency is Urgency.SOON
    assert told(on=november(24), kind="consent_missing") == []
    stories.attach_paper(consent, by=story.by)
    assert told(on=november(5), kind="consent_missing") == []


@pytest.mark.parametrize(
    ("day", "urgencies"),
    [(november(8), []), (november(9), [Urgency.URGENT]), (november(10), [Urgency.SOON])],
    ids=["before", "on the day", "after"],
)
def test_a_grant_within_a_lock_up_asks_for_a_consent(
    told: Told, story: Story, day: date, urgencies: list[Urgency]
) -> None:
    request = ask_share_event(
        issuer=story.issuer,
        day=november(9),
        event="grant",
        shares=10_000,
        by=story.by,
        today=stories.TODAY,
    )
    approved(request, today=stories.TODAY)
    found = told(on=day, kind="offer_clash")
    assert [each.urgency for each in found] == urgencies
    assert all(
        each.text.endswith(
            "attach the written consent of Cantor Fitzgerald & Co. for Nov 9, 2001 and have it "
            "approved (p. S-11)."
        )
        for each in found
    )
