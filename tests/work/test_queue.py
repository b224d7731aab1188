"""What happens to a job in the queue: taken, kept, cancelled, lost, given back, removed."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from neoequity.work.actions import cancel_job, start_again
from neoequity.work.models import Job, Piece, State
from neoequity.work.queue import (
    MOST_ATTEMPTS,
    Made,
    fail,
    give_back,
    is_stuck,
    keep,
    remove_old,
    store,
    take,
    try_again,
)
from tests.books import refused
from tests.work.asked import asked, made, taken


def a_file(content: bytes = b"shares") -> Made:
    return Made(BytesIO(content), "sales.csv", "text/csv", {"X-Chain-Head": "none"})


def lost(job: Job) -> None:
    """The worker has been silent for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_waits_until_a_worker_takes_it(person: User) -> None:
    job = asked(person)
    assert (job.state, job.attempt) == (State.WAITING, 0)

    assert taken("here").pk == job.pk
    assert (now(job).state, now(job).worker, now(job).attempt) == (State.MAKING, "here", 1)


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(person: User) -> None:
    first, second = asked(person), asked(person)
    assert [taken().pk, taken().pk] == [first.pk, second.pk]
    assert take("a worker") is None


def test_a_job_that_is_held_is_not_taken_by_another(person: User) -> None:
    asked(person)
    taken()
    assert take("another") is None


def test_a_job_whose_worker_is_silent_is_taken_by_another(person: User) -> None:
    asked(person)
    first = taken()
    lost(first)
    second = taken("another")
    assert (second.pk, second.attempt, second.worker) == (first.pk, 2, "another")


def test_a_worker_that_lost_its_job_keeps_no_file_of_it(person: User) -> None:
    asked(person)
    first = taken()
    lost(first)
    second = taken("another")

    assert not keep(first, 1, 2, "late")
    assert not store(first, a_file(b"late"))
    assert not fail(first, "Late.")
    assert Piece.objects.count() == 0
    assert store(second, a_file())
    assert bytes(Piece.objects.get().content) == b"shares"


def test_a_job_that_is_ready_has_size_and_digest_of_its_file(person: User) -> None:
    asked(person)
    job = taken()
    assert store(job, a_file())
    ready = now(job)
    assert (ready.state, ready.size, ready.file_name) == (State.READY, 6, "sales.csv")
    assert ready.sha256 == "4a64609f7db9facca39eaf9f66d77f8f030236e4a826d9fabd09f6b27c465c54"


def test_what_a_worker_says_of_its_progress_is_kept_and_prolongs_its_hold(person: User) -> None:
    asked(person)
    job = taken()
    lost(job)
    assert keep(job, 30, 90, "Writing the rows")
    told = now(job)
    assert (told.done, told.total, told.percent, told.doing) == (30, 90, 33, "Writing the rows")
    assert take("another") is None


def test_a_job_whose_process_died_is_begun_again_and_at_last_fails_with_a_sentence(
    person: User,
) -> None:
    job = asked(person)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        job = taken()
        assert job.attempt == attempt
        try_again(job)
    assert now(job).state == State.FAILED
    assert now(job).sentence.startswith("The process stopped 3 times before the file was complete")


def test_a_job_whose_worker_was_killed_too_often_fails_with_a_sentence(person: User) -> None:
    job = asked(person)
    for _ in range(MOST_ATTEMPTS):
        lost(taken())
    assert take("another") is None
    assert now(job).state == State.FAILED
    assert "Start again" in now(job).sentence


def test_a_job_that_is_given_back_waits_as_if_nothing_had_been_done(person: User) -> None:
    asked(person)
    job = taken()
    assert give_back(job)
    assert (now(job).state, now(job).attempt) == (State.WAITING, 0)
    assert taken().attempt == 1


def test_a_cancelled_job_is_dropped_by_its_worker_and_leaves_no_file(person: User) -> None:
    asked(person)
    job = taken()
    assert cancel_job(job, by=person).state == State.CANCELLED
    assert not keep(job, 1, 2, "on and on")
    assert not store(job, a_file())
    assert Piece.objects.count() == 0


def test_a_waiting_job_that_was_cancelled_is_never_taken(person: User) -> None:
    cancel_job(asked(person), by=person)
    assert take("a worker") is None


def test_what_has_ended_cannot_be_cancelled(person: User) -> None:
    job = made(person, "/exports/placements.csv")
    with refused("This has already ended; there is nothing to cancel."):
        cancel_job(job, by=person)


def test_what_failed_is_started_again_with_the_same_day_and_moment(person: User) -> None:
    asked(person)
    job = taken()
    fail(job, "The disk was full.")
    again = start_again(job, by=person)
    assert (again.state, again.sentence, again.attempt) == (State.WAITING, "", 0)
    assert again.address == job.address


def test_what_is_ready_is_not_started_again(person: User) -> None:
    job = made(person, "/exports/placements.csv")
    with refused("Only a failed or cancelled request can be started again."):
        start_again(job, by=person)


@pytest.mark.parametrize("act", [cancel_job, start_again])
def test_nobody_acts_on_a_file_of_another(
    person: User, other: User, act: Callable[..., Job]
) -> None:
    job = asked(person)
    with refused("This file was requested by another person."):
        act(job, by=other)


def test_nobody_has_more_files_under_way_than_the_office_allows(
    person: User, other: User, settings: Settings
) -> None:
    settings.FILES_UNDER_WAY = 2
    asked(person)
    asked(person)
    taken()
    with refused(
        "You have 2 files waiting or in progress; the limit is 2. Wait for one to finish, or "
        "cancel one."
    ):
        asked(person)
    assert asked(other).state == State.WAITING


def test_a_job_is_stuck_when_it_waits_for_a_minute_and_no_worker_does_anything(
    person: User,
) -> None:
    job = asked(person)
    assert not is_stuck(job)
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - timedelta(minutes=2))
    assert is_stuck(job)
    Job.objects.filter(pk=asked(person).pk).update(asked_at=timezone.now() - timedelta(minutes=3))
    held = taken()
    assert not is_stuck(job)
    lost(held)
    assert is_stuck(job)


def test_a_file_is_removed_some_days_after_it_was_ready(person: User) -> None:
    old, new = made(person, "/exports/placements.csv"), made(person, "/exports/placements.csv")
    waiting = asked(person)
    days = timedelta(days=8)
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - days)
    Job.objects.filter(pk=waiting.pk).update(asked_at=timezone.now() - days)

    assert remove_old(timezone.now() - timedelta(days=7)) == 1

    assert {*Job.objects.values_list("pk", flat=True)} == {new.pk, waiting.pk}
    assert {*Piece.objects.values_list("job", flat=True)} == {new.pk}
