"""Whoever sees one issuer finds nothing of another's, at no address and in no file."""

from collections.abc import Iterator
from csv import DictReader
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client

from neoequity.reports.all import REPORTS
from neoequity.reports.making import FORMS
from tests.clients import logged_in
from tests.permissions.admin import ADMIN, pages_of
from tests.permissions.exports import EXPORTS, WORKBOOKS
from tests.permissions.pages import FRAME, PAGES
from tests.permissions.people import CFO, SUPERUSER
from tests.seen.two import WORD, Two, confine

#: Words that both issuers have.
SEARCHES = ("/search/?q=sales", "/search/?q=agreement", "/search/?q=warrant", "/search/?q=1")
#: Between two days on which something happened.
DAYS = "from=2001-01-01&to=2003-01-01"


def pages(keys: dict[str, int]) -> Iterator[str]:
    """Every address of the product, and every report."""
    admin = (page for kind in ADMIN for page in pages_of(kind))
    yield from (page.address.format(**keys) for page in (*PAGES.values(), *FRAME.values(), *admin))
    yield from (f"/reports/{name}/?{DAYS}" for name in REPORTS)
    yield from SEARCHES


def files() -> Iterator[str]:
    """Every dataset and every report as a file."""
    yield from (page.address for page in (*EXPORTS.values(), *WORKBOOKS.values()))
    for name in REPORTS:
        yield from (f"/reports/{name}.{form}?{DAYS}" for form in FORMS if form != "pdf")


def told_at(client: Client, address: str) -> str:
    """All that the answer says, in small letters; of a workbook or a pack, all of its parts."""
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # of a stream
    told = [content]
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as parts:
            told = [parts.read(name) for name in parts.namelist()]
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return " ".join([headers, *(part.decode(errors="replace") for part in told)]).lower()


def of_the_other(client: Client, addresses: Iterator[str]) -> list[str]:
    """The addresses that tell of the other issuer."""
    return [each for each in addresses if WORD in told_at(client, each)]


def test_no_page_tells_who_sees_one_issuer_of_another(two: Two) -> None:
    client = logged_in(two.house.people[SUPERUSER])
    assert of_the_other(client, pages(two.house.keys)) == []


def test_no_file_tells_who_sees_one_issuer_of_another(two: Two) -> None:
    client = logged_in(two.house.people[CFO])
    assert of_the_other(client, files()) == []


def test_rows_of_another_issuer_are_nowhere(two: Two) -> None:
    client = logged_in(two.house.people[SUPERUSER])
    admin = (page for kind in ADMIN for page in pages_of(kind))
    addresses = {page.address for page in (*PAGES.values(), *admin) if "{" in page.address}
    assert of_the_other(client, (each.format(**two.their_keys) for each in addresses)) == []


@pytest.mark.parametrize("address", ["/", "/sales/", "/exports/sales.csv", "/exports/history.csv"])
def test_who_sees_all_is_told_of_both(two: Two, address: str) -> None:
    person = two.house.people[CFO]
    confine(person)
    told = told_at(logged_in(person), address)
    assert WORD in told
    assert two.ours.slug in told or two.ours.name.lower() in told


@pytest.mark.parametrize("address", ["/exports/sales.csv", "/exports/history.csv"])
def test_a_choice_shows_one_issuer_to_who_sees_both(two: Two, address: str) -> None:
    person = two.house.people[CFO]
    confine(person)
    client = logged_in(person)
    client.post("/accounts/company/", {"company": two.ours.slug})
    assert WORD not in told_at(client, address)


def test_a_choice_of_another_issuer_leads_to_that_one_alone(two: Two) -> None:
    person = two.house.people[CFO]
    confine(person)
    client = logged_in(person)
    client.post("/accounts/company/", {"company": two.theirs.slug})
    response = client.get("/exports/sales.csv")
    rows = list(DictReader(b"".join(response.streaming_content).decode().splitlines()))  # type: ignore[attr-defined]  # of a stream
    assert rows
    assert all(row["agreement"].startswith(WORD) for row in rows)


def test_nobody_chooses_an_issuer_without_a_right_to_it(two: Two) -> None:
    client = logged_in(two.house.people[CFO])
    client.post("/accounts/company/", {"company": two.theirs.slug})
    assert WORD not in told_at(client, "/exports/sales.csv")
