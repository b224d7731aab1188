"""The queue: who takes a job, keeps it, ends it, and what becomes of one whose worker is gone.

Every moment is the database's own, so that workers on several hosts need no common clock. A worker
that lost its hold - its lease ran out, or the person cancelled - changes nothing any more.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import IO, NamedTuple

from django.db import transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import Now

from neoequity.work.models import ENDED, Job, Piece, State

#: A worker that has not said for so long that it is there is gone.
LEASE = timedelta(seconds=20)
#: How often a job is begun before it ends as failed: what kills its worker may be the job itself.
MOST_ATTEMPTS = 3
PIECE = 1024 * 1024
_LONG = timedelta(minutes=1)
_GAVE_UP = (
    f"The process stopped {MOST_ATTEMPTS} times before the file was complete: it may have been "
    "killed or run out of memory. Start again, or request less data."
)


class Made(NamedTuple):
    """A file that was made, to be read from its start, and what the product says of it."""

    file: IO[bytes]
    name: str
    content_type: str
    headers: Mapping[str, str]
    sentence: str = ""
    is_alarm: bool = False


def take(worker: str) -> Job | None:
    """Take the job that has waited longest, for a worker of this name; None if nothing waits.

    That includes a job whose worker is gone. Two workers never take the same one, and neither waits
    for the other.
    """
    with transaction.atomic():
        orphaned = Q(state=State.MAKING, lease_until__lt=Now())
        waiting = Job.objects.filter(Q(state=State.WAITING) | orphaned, finished_at=None)
        # The database skips what another worker holds, and gives the next one instead.
        job = waiting.select_for_update(skip_locked=True).order_by("asked_at", "pk").first()
        if job is None:
            return None
        if job.attempt >= MOST_ATTEMPTS:
            _end(Job.objects.filter(pk=job.pk), State.FAILED, _GAVE_UP)
            return None
        Job.objects.filter(pk=job.pk).update(
            state=State.MAKING,
            attempt=job.attempt + 1,
            worker=worker[:100],
            taken_at=Now(),
            lease_until=Now() + LEASE,
            done=0,
            total=None,
            doing="",
        )
        return Job.objects.select_related("asked_by").get(pk=job.pk)


def keep(job: Job, done: int, total: int | None, doing: str) -> bool:
    """Say that the worker is there, and how far it is; False if the job is not its own any more."""
    progress = {"done": done, "total": total, "doing": doing[:200]}
    return bool(_held(job).update(lease_until=Now() + LEASE, **progress))


def store(job: Job, made: Made) -> bool:
    """Keep the file, all of it or nothing; False if the job is not the worker's any more."""
    with transaction.atomic():
        size, digest = 0, hashlib.sha256()
        for number, content in enumerate(iter(lambda: made.file.read(PIECE), b"")):
            Piece.objects.create(job_id=job.pk, number=number, content=content)
            size += len(content)
            digest.update(content)
        stored = _end(
            _held(job),
            State.READY,
            made.sentence,
            is_alarm=made.is_alarm,
            file_name=made.name,
            content_type=made.content_type,
            headers=dict(made.headers),
            size=size,
            sha256=digest.hexdigest(),
        )
        if not stored:
            transaction.set_rollback(True)
        return stored


def fail(job: Job, sentence: str) -> bool:
    """End the job with why it cannot be done."""
    return _end(_held(job), State.FAILED, sentence)


def give_back(job: Job) -> bool:
    """Let another worker begin anew, as if nothing had been done: this one is told to end."""
    return bool(
        _held(job).update(state=State.WAITING, lease_until=None, attempt=job.attempt - 1, doing="")
    )


def try_again(job: Job) -> bool:
    """Let it be begun anew after its process died, unless that happened too often."""
    if job.attempt >= MOST_ATTEMPTS:
        return fail(job, _GAVE_UP)
    return bool(_held(job).update(state=State.WAITING, lease_until=None, doing=""))


class Length(NamedTuple):
    """The jobs that wait, those in hand, and for how many seconds the first has waited."""

    waiting: int
    in_hand: int
    oldest: float


def queue_length() -> Length:
    """How long the queue is now; one query, over the jobs that are not ended."""
    orphaned = Q(lease_until__lt=Now())
    waits = Q(state=State.WAITING) | Q(orphaned, state=State.MAKING)
    waited = Now() - F("asked_at")
    found = Job.objects.filter(finished_at=None).aggregate(
        waiting=Count("pk", filter=waits),
        in_hand=Count("pk", filter=~waits),
        oldest=Max(ExpressionWrapper(waited, DurationField()), filter=waits),
    )
    oldest = found["oldest"] or timedelta()
    return Length(found["waiting"], found["in_hand"], oldest.total_seconds())


def is_stuck(job: Job) -> bool:
    """Whether the job has waited for a minute although no worker has anything in hand."""
    in_hand = Job.objects.filter(state=State.MAKING, lease_until__gte=Now())
    if job.state != State.WAITING or in_hand.exists():
        return False
    return Job.objects.filter(pk=job.pk, asked_at__lt=Now() - _LONG).exists()


def remove_old(before: datetime) -> int:
    """Remove the jobs that ended before a moment, with their files; how many there were."""
    with transaction.atomic():
        old = Job.objects.filter(state__in=ENDED, finished_at__lt=before)
        keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Piece.objects.filter(job__in=keys).delete()
        Job.objects.filter(pk__in=keys).delete()
    return len(keys)


def _held(job: Job) -> QuerySet[Job]:
    """The job, as long as it is in the hands of the worker that took it."""
    return Job.objects.filter(pk=job.pk, state=State.MAKING, taken_at=job.taken_at)


def _end(jobs: QuerySet[Job], state: State, sentence: str, **columns: object) -> bool:
    return bool(
        jobs.update(
            state=state, sentence=sentence, lease_until=None, finished_at=Now(), doing="", **columns
        )
    )
