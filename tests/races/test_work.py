"""Two workers never take one job: shown first without the lock, then with it."""

from neoequity.people.models import User
from neoequity.work.models import Job
from tests.factories import TODAY
from tests.races.conftest import Race
from tests.races.work import take_the_job, take_the_job_without_its_lock


def a_job(person: User) -> None:
    Job.objects.create(asked_by=person, today=TODAY, what="Sales as CSV")


def test_without_the_lock_several_workers_take_one_job(person: User, race: Race) -> None:
    a_job(person)
    assert race(take_the_job_without_its_lock, 4) == ["took it"] * 4


def test_of_several_workers_one_takes_a_job(person: User, race: Race) -> None:
    a_job(person)
    assert race(take_the_job, 4) == ["found nothing"] * 3 + ["took it"]
