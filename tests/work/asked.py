"""Jobs that tests ask for, and a worker of the test's own process."""

from datetime import UTC, datetime

from neoequity.people.models import User
from neoequity.work.actions import ask_for_file
from neoequity.work.making import make
from neoequity.work.models import Job
from neoequity.work.queue import store, take
from tests.factories import TODAY

MOMENT = datetime(2100, 1, 1, tzinfo=UTC)  # after everything that a test records
SALES = "/exports/sales.csv"


def asked(person: User, address: str = SALES) -> Job:
    return ask_for_file(address, by=person, today=TODAY, moment=MOMENT)


def taken(worker: str = "a worker") -> Job:
    """The job that a worker takes next."""
    job = take(worker)
    assert job is not None
    return job


def made(person: User, address: str = SALES) -> Job:
    """The job as it stands once its file is there."""
    asked(person, address)
    job = taken()
    with (result := make(job)).file:
        assert store(job, result)
    return Job.objects.get(pk=job.pk)
