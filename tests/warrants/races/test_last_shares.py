"""Two or more who want the last shares of a warrant: one gets them, and first without the lock."""

from typing import Any

from django.db.models import Sum

from neoequity.people.models import User
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Sale
from tests.races.conftest import Race
from tests.warrants.factories import sold_placement
from tests.warrants.races import racers
from tests.warrants.sequences import net
from warrants.actions.register import cancel
from warrants.actions.reversal import ask_entry_reversal
from warrants.models import Entry, Holder, Split, Warrant
from warrants.selectors.accruals import accruals, limit_checks


def exercised() -> int:
    return int(Entry.objects.filter(kind="cash_exercise").aggregate(n=Sum("shares"))["n"])


def test_without_lock_and_triggers_both_exercise_and_the_warrant_is_oversold(
    warrant: Warrant, race: Race
) -> None:
    assert race(racers.exercise_the_last_unguarded, 2) == ["exercised"] * 2
    assert exercised() == 1_200 > warrant.shares


def test_of_two_who_exercise_the_last_shares_one_wins(warrant: Warrant, race: Race) -> None:
    assert sorted(race(racers.exercise_the_last, 2)) == [
        "600 shares are more than the 400 that the holder has.",
        "exercised",
    ]
    warrant.refresh_from_db()
    assert (exercised(), warrant.outstanding) == (600, 400)


def test_of_two_raw_exercises_of_the_last_shares_one_wins(warrant: Warrant, race: Race) -> None:
    endings = race(racers.exercise_by_raw_insert, 2)
    assert endings.count("exercised") == 1
    warrant.refresh_from_db()
    assert (exercised(), warrant.outstanding) == (600, 400)


def test_a_warrant_that_eight_issue_at_once_is_issued_once(person: User, race: Race) -> None:
    sold_placement(by=person)
    assert race(racers.issue_what_is_owed, 8) == [
        "No further warrant is owed for placement 1 (p. S-11)."
    ] * 7 + ["issued"]


def test_of_an_issue_and_the_reversal_it_rests_on_the_later_knows_of_the_earlier(
    warrant: Warrant, person: User, race: Race
) -> None:
    sold_placement(warrant.agreement, by=person)
    first = Sale.objects.get(number=1)
    ask_reversal(first, on=racers.TODAY, reason="never made", by=person, today=racers.TODAY)
    endings = race(racers.issue_or_reverse_the_sale, 2)
    [check] = limit_checks(accruals(racers.TODAY))
    assert "reversed" in endings
    assert check.issued == (2_000 if "issued" in endings else 1_000)


def test_what_was_cancelled_is_returned_or_issued_anew_but_not_both(
    warrant: Warrant, person: User, race: Race
) -> None:
    agent = Holder.objects.get()
    told: dict[str, Any] = {"on": racers.TODAY, "by": person, "today": racers.TODAY}
    cancelled = cancel(warrant, holder=agent, shares=100, reason="by mistake", **told)
    ask_entry_reversal(cancelled, reason="a mistake", **told)
    endings = race(racers.reverse_the_cancellation_or_issue_again, 2)
    assert len({"returned", "issued"} & set(endings)) == 1
    assert sum(map(net, Warrant.objects.all())) == 1_000
    assert Agreement.objects.get().shares_sold == 10_000


def test_of_a_split_and_an_entry_of_its_day_the_later_knows_of_the_earlier(
    warrant: Warrant, race: Race
) -> None:
    endings = race(racers.split_or_exercise, 2)
    warrant.refresh_from_db()
    assert sorted(endings) == ["cancelled", "split"]
    # The cancelled share is one of the forty new ones, or one of the thousand and then none.
    cancelled, split = Entry.objects.get(kind="cancellation"), Split.objects.get()
    assert warrant.outstanding == (39 if cancelled.recorded_at > split.recorded_at else 40)
