"""The access review: the rights of a day from the history, signed off by a CFO, sealed."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from neoequity.books.models import Issuer, Seal
from neoequity.clock import real_day
from neoequity.company.actions.access_review import digest_of, sign_access_review
from neoequity.company.models import AccessReview
from neoequity.people.access import accounts_at
from neoequity.people.models import User
from neoequity.reports.access.reading import Reading, reading_at
from tests.books import nothing_changes, refused
from tests.clients import logged_in
from tests.factories import TODAY, IssuerFactory, UserFactory
from tests.worlds import built_once

PAGE, SIGN = "/reports/access-review/", "/reports/access-review/sign/"


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def office(db: None) -> Issuer:
    made: Issuer = IssuerFactory()
    return made


@built_once
def cfo(office: Issuer) -> User:
    person: User = UserFactory(username="anna", group="CFO", first_name="Anna", last_name="Lee")
    return person


@built_once
def clerk(office: Issuer) -> User:
    person: User = UserFactory(username="pat", group="Treasury")
    return person


def now() -> Reading:
    """The rights as they are."""
    return reading_at(real_day(), timezone.now())


def signed(issuer: Issuer, by: User, reading: Reading | None = None, **changed: object) -> object:
    """The review of the rights as they are, signed off."""
    shown = reading or now()
    said: dict[str, object] = {
        "reviewed_on": shown.day,
        "known_at": shown.known_at,
        "statement": shown.statement,
        "shown": shown.digest,
        "note": "Reviewed with the head of Treasury.",
        "today": TODAY,
        "now": timezone.now(),
    }
    return sign_access_review(issuer, **{**said, **changed}, by=by)  # type: ignore[arg-type]


def test_an_account_is_told_with_its_groups_and_their_rights(cfo: User, clerk: User) -> None:
    anna = next(each for each in now().accounts if each.username == "anna")
    assert (anna.name, anna.groups, anna.state) == ("Anna Lee", ("CFO",), "open")
    assert "Approve or reject other people's requests" in anna.rights
    assert "Record deliveries" not in anna.rights


def test_nobody_had_an_account_before_the_first_was_created(cfo: User) -> None:
    long_ago = datetime(2001, 11, 1, tzinfo=UTC)
    assert accounts_at(long_ago, long_ago.date()) == []


def test_a_group_that_was_left_is_not_told(clerk: User) -> None:
    clerk.groups.remove(Group.objects.get(name="Treasury"))
    pat = next(each for each in now().accounts if each.username == "pat")
    assert (pat.groups, pat.rights) == ((), ())


def test_an_account_that_was_made_inactive_is_told_so(clerk: User) -> None:
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    assert [each.state for each in now().accounts if each.username == "pat"] == ["inactive"]


def test_queries_do_not_grow_with_accounts(
    cfo: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        UserFactory()
    with django_assert_num_queries(6):
        accounts_at(timezone.now(), real_day())


def test_what_is_signed_is_kept_to_the_byte_and_sealed(
    office: Issuer, cfo: User, clerk: User
) -> None:
    reading = now()
    review = signed(office, cfo, reading)
    kept = AccessReview.objects.get()
    assert review == kept
    assert kept.statement == reading.statement
    assert kept.digest == hashlib.sha256(reading.statement.encode()).hexdigest()
    assert [each["username"] for each in json.loads(kept.statement)] == ["anna", "pat"]
    assert Seal.objects.filter(kind="accessreview", entry=kept.pk).count() == 1


def test_only_a_cfo_signs_off(office: Issuer, clerk: User) -> None:
    with refused("pat may not sign access review: that is for CFO."):
        signed(office, clerk)


def test_rights_that_changed_since_the_page_was_opened_are_reviewed_again(
    office: Issuer, cfo: User
) -> None:
    with refused(
        "The rights changed since this page was opened: review them as they are now, then sign "
        "them off."
    ):
        signed(office, cfo, shown=digest_of("[]"))


def test_a_review_needs_a_note(office: Issuer, cfo: User) -> None:
    with refused("Say in a note what you reviewed."):
        signed(office, cfo, note="  ")


def test_a_moment_in_the_future_is_not_signed_off(office: Issuer, cfo: User) -> None:
    later = timezone.now() + timedelta(days=3)
    with nothing_changes(), pytest.raises(Exception, match="is in the future"):
        signed(office, cfo, reviewed_on=later.date(), known_at=later)


def test_a_second_review_of_a_quarter_stands_beside_the_first(office: Issuer, cfo: User) -> None:
    signed(office, cfo)
    signed(office, cfo, note="Looked at again.")
    assert AccessReview.objects.filter(reviewed_on=real_day()).count() == 2


def form(client: Client, note: str = "All as it should be.") -> dict[str, str]:
    """What the page of the rights as they are would send."""
    reading = client.get(PAGE).context["reading"]
    return {
        "day": reading.day.isoformat(),
        "known_at": reading.known_at.isoformat(),
        "shown": reading.digest,
        "note": note,
    }


def test_a_cfo_signs_what_the_page_shows(cfo: User, clerk: User) -> None:
    client = logged_in(cfo)
    response = client.post(SIGN, form(client), follow=True)
    review = AccessReview.objects.get()
    assert response.redirect_chain == [(f"/reports/access-review/{review.pk}/", 302)]
    assert "Nobody’s access has changed since the review." in response.content.decode()


def test_the_page_says_what_changed_since_the_review(cfo: User, clerk: User) -> None:
    client = logged_in(cfo)
    client.post(SIGN, form(client))
    clerk.groups.add(Group.objects.get(name="Controller"))
    review = AccessReview.objects.get()
    page = client.get(review.get_absolute_url()).content.decode()
    assert "pat’s groups were Treasury and are Controller, Treasury." in page
    assert "1 change" in client.get(PAGE).content.decode()


def test_a_sign_off_without_a_note_shows_the_form_again(cfo: User) -> None:
    client = logged_in(cfo)
    response = client.post(SIGN, form(client, note=""))
    assert response.status_code == 422
    assert "Say in a note what you reviewed." in response.content.decode()
    assert not AccessReview.objects.exists()


def test_the_statement_that_is_downloaded_has_the_digest_that_is_sealed(cfo: User) -> None:
    client = logged_in(cfo)
    client.post(SIGN, form(client))
    review = AccessReview.objects.get()
    content = client.get(f"/reports/access-review/{review.pk}.json").content
    assert hashlib.sha256(content).hexdigest() == review.digest


def test_the_csv_has_a_line_for_each_account(cfo: User, clerk: User) -> None:
    response = logged_in(cfo).get("/reports/access-review.csv")
    lines = b"".join(response).decode().splitlines()
    assert lines[0] == "account,name,groups,rights,state,last_day,second_factor,last_sign_in"
    assert lines[1].startswith('anna,Anna Lee,CFO,"Read the books, their history and documents')
    assert lines[2].startswith("pat,,Treasury,")
    assert lines[1].endswith(",open,,no,")


@pytest.mark.parametrize("query", ["day=2999-01-01", "day=x", "day=2001-02-30", "known_at=noon"])
def test_what_cannot_be_shown_is_refused_in_a_sentence(cfo: User, query: str) -> None:
    client = logged_in(cfo)
    assert client.get(f"{PAGE}?{query}").status_code == 400
    assert client.get(f"/reports/access-review.csv?{query}").status_code == 400
