"""What people do with jobs: ask for one, cancel it, start it again."""

from datetime import date, datetime

from django.conf import settings
from django.db.models.functions import Now

from neoequity.books.action import action
from neoequity.books.refusal import Reason, Refused
from neoequity.books.seen import seen
from neoequity.people.models import User
from neoequity.people.sight import sees_all
from neoequity.roles import READ_BOOKS
from neoequity.work.doors import asked_at
from neoequity.work.models import ENDED, Job, State

PROOF = "Full proof of the books"
_UNDER_WAY = (State.WAITING, State.MAKING)


@action(needs=READ_BOOKS, told="Requested a file")
def ask_for_file(address: str, *, by: User, today: date, moment: datetime) -> Job:
    """Ask for the file of a download's address, as of its day or today, as known at `moment`."""
    asked = asked_at(address, today, moment)
    _refuse_many(by)
    return Job.objects.create(
        asked_by=by, today=today, what=asked.what, address=asked.address, issuer_id=_only_issuer()
    )


@action(needs=READ_BOOKS, told="Requested a full proof of the books")
def ask_for_proof(*, by: User, today: date) -> Job:
    """Ask for a proof of all the books, as `verify_ledger` gives it.

    Raises Refused for whoever does not see all.
    """
    if not sees_all(by):
        raise Refused([Reason("A full proof covers every company; you see only some.")])
    _refuse_many(by)
    return Job.objects.create(asked_by=by, today=today, what=PROOF)


@action(needs=READ_BOOKS, told="Cancelled a file")
def cancel_job(job: Job, *, by: User) -> Job:
    """Cancel one's own job; the worker that holds it drops it within seconds."""
    job = _own(job, by)
    if job.state in ENDED:
        raise Refused([Reason("This has already ended; there is nothing to cancel.")])
    return _changed(job, state=State.CANCELLED, finished_at=Now())


@action(needs=READ_BOOKS, told="Started a file again")
def start_again(job: Job, *, by: User) -> Job:
    """Start one's own job again after it failed or was cancelled: the same day, the same moment."""
    job = _own(job, by)
    if job.state not in (State.FAILED, State.CANCELLED):
        raise Refused([Reason("Only a failed or cancelled request can be started again.")])
    _refuse_many(by)
    return _changed(job, state=State.WAITING, finished_at=None, sentence="", attempt=0)


def _only_issuer() -> int | None:
    """The key of the company that is shown, if it is one."""
    keys = seen()
    return next(iter(keys)) if keys is not None and len(keys) == 1 else None


def _changed(job: Job, **columns: object) -> Job:
    progress = {"lease_until": None, "done": 0, "total": None, "doing": ""}
    Job.objects.filter(pk=job.pk).update(**progress, **columns)
    return Job.objects.get(pk=job.pk)


def _own(job: Job, by: User) -> Job:
    """The job as it stands now, locked. Raises Refused if it is somebody else's."""
    if job.asked_by_id != by.pk:
        raise Refused([Reason("This file was requested by another person.")])
    return Job.objects.select_for_update(no_key=True).get(pk=job.pk)


def _refuse_many(by: User) -> None:
    """Refuse a further job to somebody who has enough of them under way; locks the person."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    most: int = settings.FILES_UNDER_WAY
    under_way = Job.objects.filter(asked_by=by, state__in=_UNDER_WAY).count()
    if under_way >= most:
        raise Refused(
            [
                Reason(
                    f"You have {under_way} files waiting or in progress; the limit is {most}. "
                    "Wait for one to finish, or cancel one."
                )
            ]
        )
