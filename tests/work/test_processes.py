"""The worker as a process: killed, told to end, and side by side with others."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

import psutil
import pytest

from tests.offices import Office, Opened

PATIENCE = 60
CANCEL = "UPDATE work_job SET state = 'cancelled', lease_until = NULL, finished_at = now()"
ASK = """
import django
django.setup()
from datetime import date
from django.utils import timezone
from neoequity.people.models import User
from neoequity.work.actions import ask_for_file
by = User.objects.get(username="cfo")
for address in {addresses}:
    job = ask_for_file(address, by=by, today=date(2001, 11, 13), moment=timezone.now())
    print(job.pk)
"""


@pytest.fixture
def office(opened: Opened, prepared: Office) -> Office:
    """The example's books, and files that were asked for."""
    return opened("working", like=prepared)


@pytest.fixture
def workers(office: Office) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a worker; whichever is there at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        started.append(office.start("manage.py", "worker"))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate(timeout=PATIENCE)


def ask(office: Office, *addresses: str) -> list[int]:
    printed = office.run("-c", ASK.format(addresses=addresses))
    return [int(line) for line in printed.split()]


def state(office: Office, job: int) -> tuple[str, int]:
    [(found, attempt)] = office.ask(f"SELECT state, attempt FROM work_job WHERE id = {job}")  # noqa: S608  # a key
    return found, attempt


def until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline, "It never came to that."
        time.sleep(0.05)


@contextmanager
def sales_out_of_reach(office: Office) -> Iterator[None]:
    """Whoever reads the sales waits until the end: so a file is in the middle of being made."""
    with closing(office.connect()) as holding, holding.cursor() as cursor:
        cursor.execute("LOCK TABLE placements_sale IN ACCESS EXCLUSIVE MODE")
        yield
        holding.rollback()


def in_the_middle(office: Office, job: int, worker: subprocess.Popen[str]) -> psutil.Process:
    """The process that makes the file, once it waits for the sales."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
    until(lambda: state(office, job)[0] == "making")
    until(lambda: office.ask(f"{waiting} current_database()"))
    [child] = psutil.Process(worker.pid).children()
    return child


def the_lease_is_over(office: Office) -> None:
    office.ask("UPDATE work_job SET lease_until = now() WHERE state = 'making'")


def pieces(office: Office, job: int) -> int:
    [(number,)] = office.ask(f"SELECT count(*) FROM work_piece WHERE job_id = {job}")  # noqa: S608  # a key
    return int(number)


def test_a_job_of_a_worker_that_was_killed_is_taken_up_by_another(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    [job] = ask(office, "/exports/sales.csv")
    first = workers()
    with sales_out_of_reach(office):
        child = in_the_middle(office, job, first)
        first.kill()
        first.wait(PATIENCE)
        child.wait(PATIENCE)  # nobody goes on making it
        assert state(office, job) == ("making", 1)
        assert pieces(office, job) == 0
    the_lease_is_over(office)
    workers()
    until(lambda: state(office, job) == ("ready", 2))
    assert pieces(office, job) == 1


def test_a_job_whose_own_process_was_killed_is_begun_again_at_once(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    [job] = ask(office, "/exports/sales.csv")
    worker = workers()
    with sales_out_of_reach(office):
        in_the_middle(office, job, worker).kill()
        until(lambda: state(office, job) == ("making", 2))
    until(lambda: state(office, job) == ("ready", 2))
    assert worker.poll() is None


def is_making(office: Office, job: int, attempt: int) -> bool:
    return state(office, job) == ("making", attempt)


def test_a_job_that_always_kills_its_process_fails_with_a_sentence(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    [job] = ask(office, "/exports/sales.csv")
    worker = workers()
    with sales_out_of_reach(office):
        for attempt in (1, 2, 3):
            until(partial(is_making, office, job, attempt))
            in_the_middle(office, job, worker).kill()
        until(lambda: state(office, job)[0] == "failed")
    [(sentence,)] = office.ask(f"SELECT sentence FROM work_job WHERE id = {job}")  # noqa: S608  # a key
    assert sentence.startswith("The process stopped 3 times before the file was complete")


def test_a_worker_that_is_told_to_end_gives_its_job_back(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    [job] = ask(office, "/exports/sales.csv")
    worker = workers()
    with sales_out_of_reach(office):
        child = in_the_middle(office, job, worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        assert not child.is_running()
        assert state(office, job) == ("waiting", 0)


def test_a_job_that_is_cancelled_in_the_middle_ends_within_seconds(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    [job, after] = ask(office, "/exports/sales.csv", "/exports/placements.csv")
    worker = workers()
    with sales_out_of_reach(office):
        child = in_the_middle(office, job, worker)
        office.ask(f"{CANCEL} WHERE id = {job}")
        child.wait(5)
    until(lambda: state(office, after)[0] in ("ready", "failed"))
    assert state(office, job)[0] == "cancelled"
    assert pieces(office, job) == 0


def test_several_workers_share_the_work_and_make_each_file_once(
    office: Office, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    jobs = ask(office, *["/exports/agreements.csv"] * 5)
    for _ in range(2):
        workers()
    until(lambda: office.ask("SELECT 1 FROM work_job HAVING bool_and(state = 'ready')"))
    assert office.ask("SELECT count(*), max(attempt) FROM work_job") == [(len(jobs), 1)]
    assert office.ask("SELECT count(*) FROM work_piece") == [(len(jobs),)]
