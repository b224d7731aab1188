"""The pages of one's own files."""

import pytest
from django.test import Client
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.people.models import User
from neoequity.work.actions import cancel_job
from neoequity.work.models import Job, State
from neoequity.work.queue import fail, keep
from tests.clients import logged_in
from tests.factories import TODAY
from tests.periods.closings import close
from tests.work.asked import asked, made, taken

PLACEMENTS = "/exports/placements.csv"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_how_a_file_comes_there(browser: Client) -> None:
    assert "You have no files." in page(browser, "/work/")


def test_the_list_has_ones_own_files_alone(person: User, other: User, browser: Client) -> None:
    own, theirs = asked(person), asked(other, PLACEMENTS)
    shown = page(browser, "/work/")
    assert f'href="/work/{own.pk}/"' in shown
    assert f'href="/work/{theirs.pk}/"' not in shown


@pytest.mark.parametrize("what", ["", "cancel/", "again/", "download/"])
def test_a_file_of_another_is_refused_even_to_a_superuser(person: User, what: str) -> None:
    job = made(person, PLACEMENTS)
    boss = logged_in(User.objects.create_superuser("boss"))
    ask = boss.post if what in ("cancel/", "again/") else boss.get
    assert ask(f"/work/{job.pk}/{what}").status_code == 403


def test_a_stranger_is_sent_to_sign_in(person: User) -> None:
    job = made(person, PLACEMENTS)
    assert Client().get(f"/work/{job.pk}/download/").status_code == 302


def test_a_file_is_not_given_to_somebody_who_may_not_read_any_more(
    person: User, browser: Client
) -> None:
    job = made(person, PLACEMENTS)
    person.groups.clear()
    assert browser.get(f"/work/{job.pk}/download/").status_code == 403


def test_asking_leads_to_the_page_of_the_file(
    published: Issuer, person: User, browser: Client
) -> None:
    answer = browser.post("/work/new/", {"address": "/exports/sales.xlsx?as_of=2001-11-09"})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/work/{job.pk}/"
    assert (job.asked_by, job.state) == (person, State.WAITING)
    assert job.address.startswith("/exports/sales.xlsx?as_of=2001-11-09&known_at=")


def test_before_asking_the_page_offers_every_form_of_the_file(
    published: Issuer, browser: Client
) -> None:
    shown = page(browser, "/work/new/?address=/reports/supplement.pdf%3Ffrom=2001-10-01")
    for ending in ("csv", "pdf", "xlsx"):
        assert f'value="/reports/supplement.{ending}?from=2001-10-01"' in shown


def test_before_asking_the_page_says_whether_later_entries_change_the_file(
    published: Issuer, browser: Client
) -> None:
    pack = f"/work/new/?address=/packs/{published.slug}/2001-10.zip"
    fixed = "Later entries do not change this file."
    assert fixed in page(browser, "/work/new/?address=/exports/sales.csv")
    assert "The period is open, so the file includes entries recorded until" in page(browser, pack)
    close("2001-10", today=TODAY, issuer=published)
    assert fixed in page(browser, pack)


@pytest.mark.parametrize("way", ["get", "post"])
def test_an_address_without_a_file_is_refused_in_a_sentence(browser: Client, way: str) -> None:
    answer = getattr(browser, way)("/work/new/", {"address": "/sales/"})
    assert answer.status_code == 422
    assert "is not a file that can be made in the background" in answer.content.decode()


def test_a_file_in_progress_shows_its_bar_and_asks_again_by_itself(
    person: User, browser: Client
) -> None:
    asked(person)
    keep(job := taken(), 30_000, 90_000, "Writing the rows")
    shown = page(browser, f"/work/{job.pk}/")
    assert 'max="100" value="33">33%</progress>' in shown
    assert "30,000 of 90,000 done (33%)" in shown
    assert "Writing the rows" in shown
    assert 'hx-trigger="every 1s"' in shown
    assert f'<a class="btn btn-outline-secondary" href="/work/{job.pk}/">Reload page</a>' in shown


def test_a_file_that_is_ready_is_offered_and_asks_no_more(person: User, browser: Client) -> None:
    job = made(person, PLACEMENTS)
    shown = page(browser, f"/work/{job.pk}/")
    assert f'href="/work/{job.pk}/download/"' in shown
    assert job.sha256 in shown
    assert "hx-get" not in shown


def test_a_file_that_is_not_ready_is_not_offered(person: User, browser: Client) -> None:
    asked(person)
    job = taken()
    assert "download/" not in page(browser, f"/work/{job.pk}/")
    assert browser.get(f"/work/{job.pk}/download/").status_code == 404


def test_a_failure_is_told_and_can_be_started_again(person: User, browser: Client) -> None:
    asked(person)
    fail(job := taken(), "The disk of the server was full.")
    shown = page(browser, f"/work/{job.pk}/")
    assert "The disk of the server was full." in shown
    assert "Start again" in shown
    browser.post(f"/work/{job.pk}/again/")
    assert Job.objects.get().state == State.WAITING


def test_cancelling_by_the_button(person: User, browser: Client) -> None:
    job = asked(person)
    assert browser.post(f"/work/{job.pk}/cancel/").headers["Location"] == f"/work/{job.pk}/"
    assert Job.objects.get().state == State.CANCELLED


def test_cancelling_twice_says_why_not(person: User, browser: Client) -> None:
    cancel_job(job := asked(person), by=person)
    answer = browser.post(f"/work/{job.pk}/cancel/", follow=True)
    assert "there is nothing to cancel" in answer.content.decode()


def test_a_proof_is_asked_for_by_a_button(person: User, browser: Client) -> None:
    browser.post("/work/prove/")
    assert Job.objects.get().what == "Full proof of the books"
    assert Job.objects.get().address == ""


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(person: User) -> None:
    client = Client()
    client.force_login(person)
    client.get("/work/")
    session = client.session
    session["used"] = session["used"] - 600
    session.save()

    client.get("/work/", headers={"X-By-Itself": "1"})
    by_itself = client.session["used"]
    client.get("/work/")

    assert by_itself == session["used"]
    assert client.session["used"] > by_itself


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/sales/?status=settled", "%2Fexports%2Fsales.xlsx%3F"),
        ("/reports/supplement/", "%2Freports%2Fsupplement.pdf%3Ffrom%3D"),
    ],
)
def test_the_downloads_of_a_page_can_be_made_in_the_background(
    published: Issuer, browser: Client, address: str, leads_to: str
) -> None:
    assert f'href="/work/new/?address={leads_to}' in page(browser, address)


def test_the_list_says_when_each_file_was_asked_for(person: User, browser: Client) -> None:
    job = asked(person)
    assert job.asked_at <= timezone.now()
    assert f"{job.asked_at.astimezone(timezone.get_current_timezone()):%b}" in page(
        browser, "/work/"
    )
