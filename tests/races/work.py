"""What workers do that race for one job; each tells whether it took it."""

from multiprocessing.synchronize import Barrier

from django.db.models.functions import Now

from neoequity.work.models import Job, State
from neoequity.work.queue import LEASE, take
from tests.races.racers import PATIENCE


def take_the_job(number: int, line: Barrier) -> str:
    return "took it" if take(f"worker {number}") else "found nothing"


def take_the_job_without_its_lock(number: int, line: Barrier) -> str:
    """Look, then write: what `take` does, without locking what it looked at."""
    job = Job.objects.filter(state=State.WAITING).first()
    line.wait(PATIENCE)  # the worst moment for the others to do the same
    if job is None:
        return "found nothing"
    Job.objects.filter(pk=job.pk).update(
        state=State.MAKING, taken_at=Now(), lease_until=Now() + LEASE
    )
    return "took it"
