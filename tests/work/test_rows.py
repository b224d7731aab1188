"""What the database refuses of jobs, whoever sends it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from neoequity.people.models import User
from neoequity.work.models import Job, Piece
from tests.constraints.rows import refused_by_database
from tests.work.asked import asked, made, taken

NOW = timezone.now()


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"state": "unheard-of"[:10]}, "a_job_is_in_a_known_state"),
        ({"done": 3, "total": 2}, "no_more_of_a_job_is_done_than_there_is"),
        ({"state": "making"}, "a_job_in_progress_is_held_by_a_worker"),
        ({"lease_until": NOW}, "a_job_in_progress_is_held_by_a_worker"),
        ({"state": "cancelled"}, "a_job_that_ended_has_its_moment"),
        ({"finished_at": NOW}, "a_job_that_ended_has_its_moment"),
        ({"state": "ready", "finished_at": NOW}, "a_job_that_is_ready_has_a_whole_file"),
        ({"state": "failed", "finished_at": NOW}, "a_job_that_failed_says_why"),
    ],
)
def test_a_job_that_cannot_be_is_refused(
    person: User, columns: dict[str, Any], constraint: str
) -> None:
    job = asked(person)
    with refused_by_database(constraint):
        Job.objects.filter(pk=job.pk).update(**columns)


def test_a_file_has_each_piece_once(person: User) -> None:
    job = made(person, "/exports/placements.csv")
    with refused_by_database("a_file_has_each_piece_once"):
        Piece.objects.create(job=job, number=0, content=b"again")


def test_every_constraint_of_a_job_is_named_by_what_it_says(person: User) -> None:
    names = {each.name for model in (Job, Piece) for each in model._meta.constraints}
    assert all(len(name.split("_")) >= 4 for name in names)
    assert len(names) == 7


def test_a_job_in_hand_has_its_lease(person: User) -> None:
    asked(person)
    job = taken()
    assert job.lease_until is not None
    assert job.taken_at is not None
    assert job.lease_until - job.taken_at == timedelta(seconds=20)
