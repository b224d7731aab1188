"""What is made of a job: for whom, as of when, and what is said where nothing can be made."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from neoequity.books.models import Issuer, LedgerProof
from neoequity.books.progress import listened
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from neoequity.work.actions import ask_for_file, ask_for_proof
from neoequity.work.making import make
from placements.models import Sale
from placements.selectors.sales import STATUSES
from tests.books import refused
from tests.factories import TODAY
from tests.ledger.tampering import settle_constraints, tamper_with_books
from tests.periods.closings import close
from tests.work.asked import asked, taken


def content() -> bytes:
    with (found := make(taken())).file:
        return found.file.read()


def test_the_day_and_the_moment_are_fixed_when_a_file_is_asked_for(person: User) -> None:
    moment = datetime(2001, 11, 13, 15, 30, tzinfo=UTC)
    job = ask_for_file("/exports/sales.csv", by=person, today=TODAY, moment=moment)
    assert parse_qs(urlsplit(job.address).query) == {
        "as_of": ["2001-11-13"],
        "known_at": ["2001-11-13T15:30:00+00:00"],
    }


def test_what_is_recorded_while_a_file_waits_changes_nothing_in_it(
    published: Issuer, person: User
) -> None:
    before = datetime(2001, 1, 1, tzinfo=UTC)  # all of it was recorded later
    ask_for_file("/exports/sales.csv", by=person, today=TODAY, moment=before)
    assert Sale.objects.count() > 0
    assert content().count(b"\n") == 1  # the heading


def test_a_report_of_a_closed_period_keeps_the_moment_of_its_closing(
    published: Issuer, person: User
) -> None:
    close("2001-10", today=TODAY, issuer=published)
    job = asked(person, "/reports/supplement.pdf?from=2001-10-01&to=2001-10-31")
    assert "known_at" not in job.address


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("/exports/sales.csv", "Sales as CSV, as of Nov 13, 2001"),
        (
            "/exports/warrant_entries.xlsx?as_of=2001-11-09",
            "Warrant entries as Excel, as of Nov 9, 2001",
        ),
        (
            "/exports/sales.xlsx?status=settled",
            "Sales, filtered as Excel, as of Nov 13, 2001",
        ),
        (
            "/packs/neotherapeutics/2001-10.zip",
            "Auditors’ pack of NeoTherapeutics, Inc. for 2001-10",
        ),
    ],
)
def test_a_file_is_named_in_words(published: Issuer, person: User, address: str, what: str) -> None:
    assert asked(person, address).what == what


@pytest.mark.parametrize(
    "address",
    ["/", "/sales/", "/accounts/logout/", "/exports/nothing.csv", "https://example.com/", "/work/"],
)
def test_of_any_other_address_no_file_is_made(person: User, address: str) -> None:
    with refused(f"“{address}” is not a file that can be made in the background."):
        asked(person, address)


def test_a_file_narrowed_to_several_statuses_has_the_rows_of_each(
    published: Issuer, person: User
) -> None:
    asked(person, "/exports/sales.csv")
    everything = content()
    asked(person, "/exports/sales.csv?status=reversed")
    one = content()
    asked(person, "/exports/sales.csv?" + urlencode({"status": STATUSES}, doseq=True))
    assert content() == everything != one


@pytest.mark.parametrize("address", ["//[", "https://[1/exports/sales.csv"])
def test_of_half_an_address_no_file_is_made(person: User, address: str) -> None:
    with refused(f"“{address}” is not a file that can be made in the background."):
        asked(person, address)


def test_an_address_that_no_page_reads_is_refused_at_once(person: User) -> None:
    with refused("The address contains a NUL character, which nothing in the books has."):
        asked(person, "/exports/sales.csv?agreement=%00")


def test_an_address_that_is_longer_once_it_is_written_down_is_refused(person: User) -> None:
    with refused("This filter is too long: choose fewer values."):
        asked(person, f"/exports/sales.csv?agreement={'€' * 300}")


def test_a_day_with_spaces_around_it_is_that_day(person: User) -> None:
    job = asked(person, "/exports/sales.csv?as_of=+2001-11-09+")
    assert parse_qs(urlsplit(job.address).query)["as_of"] == ["2001-11-09"]


def test_what_the_direct_download_refuses_is_refused_with_its_sentence(person: User) -> None:
    asked(person, "/exports/sales.csv?agreement=nothing")
    with pytest.raises(Refused, match="There is no agreement “nothing”"):
        make(taken())


def test_a_report_that_begins_in_the_future_is_refused_at_once(
    published: Issuer, person: User
) -> None:
    with refused("Dec 1, 2001 is in the future; today is Nov 13, 2001."):
        asked(person, "/reports/supplement.pdf?from=2001-12-01&to=2001-12-31")


def test_nothing_is_made_for_somebody_who_may_not_read_any_more(person: User) -> None:
    asked(person)
    person.groups.clear()
    with pytest.raises(Refused, match="treasurer no longer has access to the books"):
        make(taken())


def test_nothing_is_made_for_an_account_that_is_not_active(person: User) -> None:
    asked(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(Refused, match="treasurer no longer has access to the books"):
        make(taken())


def test_a_proof_says_what_the_command_says(published: Issuer, person: User) -> None:
    ask_for_proof(by=person, today=TODAY)
    with (proof := make(taken())).file:
        lines = proof.file.read().decode().splitlines()
    assert proof.name == "proof-2001-11-13.txt"
    assert proof.sentence == LedgerProof.objects.get().sentence
    assert proof.sentence in lines
    assert not proof.is_alarm
    assert lines[-1].startswith("NeoTherapeutics, Inc.: the chain's head is ")


def test_a_proof_of_forged_books_is_an_alarm(published: Issuer, person: User) -> None:
    settle_constraints()
    tamper_with_books("UPDATE placements_sale SET shares = shares + 1 WHERE number = 1")
    ask_for_proof(by=person, today=TODAY)
    with (proof := make(taken())).file:
        lines = proof.file.read().decode().splitlines()
    assert proof.is_alarm
    assert lines[-1] == proof.sentence
    assert proof.sentence.startswith("The ledger does not agree: ")


@pytest.mark.parametrize(
    "address",
    ["/exports/sales.csv", "/exports/sales.xlsx", "/packs/neotherapeutics/2001-10.zip", ""],
)
def test_progress_only_grows_and_ends_with_all_of_it(
    published: Issuer, person: User, address: str
) -> None:
    if address:
        asked(person, address)
    else:
        ask_for_proof(by=person, today=TODAY)
    told: list[tuple[int, int | None, str]] = []

    with listened(lambda *progress: told.append(progress)):
        make(taken()).file.close()

    done = [each for each, _, _ in told]
    totals = {total for _, total, _ in told if total is not None}
    assert done == sorted(done)
    assert len(totals) == 1
    assert all(words for _, _, words in told[1:])
    if address != "/exports/sales.xlsx":  # counts by the hundred
        assert done[-1] == totals.pop()
