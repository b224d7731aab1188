"""The dataset `share_events`, byte for byte from command and address."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils.timezone import now

from neoequity.books.models import Issuer
from placements.models import Sale
from tests.company.shares.stating import happened, stated
from tests.factories import TODAY, IssuerFactory, reverse_sale, usual

HEADER = b"date,event,change,outstanding,source,page,remark\r\n"
OPENING = b'2001-10-02,"Count of 21,862,772 stated by the company, opening",,21862772,,p. S-9,\r\n'
SECOND = (
    b'2001-10-26,"Count of 21,927,372 stated by the company differs by +64,600 from the '
    b'21,862,772 carried",64600,21927372,,p. S-13,"Printed \xe2\x80\x9cOctober 26, 2000'
    b"\xe2\x80\x9d. A misprint: the supplement is of 2001, and 21,862,772 were outstanding on "
    b'October 2, 2001"\r\n'
)
DELIVERED = b"2001-10-31,Issued on settlement of sales,104800,22032172,Other Agreement,,\r\n"


def _exported(tmp_path: Path, **options: str) -> bytes:
    file = tmp_path / "share_events.csv"
    call_command("export", "share_events", output=str(file), force=True, **options)
    return file.read_bytes()


def test_it_has_the_contracts_columns_and_begins_with_the_opening_count(
    published: Issuer, tmp_path: Path
) -> None:
    assert _exported(tmp_path) == HEADER + OPENING + SECOND + DELIVERED


def test_the_address_gives_the_same_bytes(
    published: Issuer, reader: Client, tmp_path: Path
) -> None:
    answer = reader.get("/exports/share_events.csv")
    assert answer.getvalue() == _exported(tmp_path)


def test_an_earlier_day_ends_with_what_had_happened_by_then(
    published: Issuer, tmp_path: Path
) -> None:
    assert _exported(tmp_path, as_of="2001-10-30") == HEADER + OPENING + SECOND
    assert _exported(tmp_path, as_of="2001-10-01") == HEADER


def test_what_was_recorded_later_is_not_known(published: Issuer, tmp_path: Path) -> None:
    known = now().isoformat()
    sale = Sale.objects.get(agent_reference="424B2-2001-11-01")
    reverse_sale(sale, on=date(2001, 11, 12), reason="Wrong", by=usual(), today=TODAY)
    assert _exported(tmp_path, known_at=known) == HEADER + OPENING + SECOND + DELIVERED
    assert _exported(tmp_path).endswith(
        b"2001-11-12,Taken back on reversal,-104800,21927372,Other Agreement,,\r\n"
    )


def test_changes_before_the_opening_count_are_in_it(published: Issuer, tmp_path: Path) -> None:
    happened(published, "exercise", 586_400, date(2001, 6, 21))
    assert _exported(tmp_path) == HEADER + OPENING + SECOND + DELIVERED


def test_a_text_that_a_spreadsheet_would_run_is_marked_and_numbers_never(
    published: Issuer, tmp_path: Path
) -> None:
    happened(published, "cancellation", 1_000, TODAY, document="=1+1", page="p. 1")
    assert _exported(tmp_path).endswith(b"2001-11-13,Canceled,-1000,22031172,'=1+1,p. 1,\r\n")


def test_a_transfer_agents_count_changes_nothing(published: Issuer, tmp_path: Path) -> None:
    stated(published, "transfer_agent_count", "22032000", date(2001, 10, 31), page="List")
    assert _exported(tmp_path).endswith(
        b'2001-10-31,"Count of 22,032,000 stated by the transfer agent differs by -172 from the '
        b'22,032,172 carried",0,22032172,,List,\r\n'
    )


def test_with_several_issuers_it_asks_whose_ledger_is_meant(
    published: Issuer, reader: Client, tmp_path: Path
) -> None:
    IssuerFactory(slug="other", name="Other, Inc.", ticker="OTHR")
    with pytest.raises(CommandError, match="name one of neotherapeutics, other"):
        call_command("export", "share_events", stdout=StringIO())
    assert reader.get("/exports/share_events.csv").status_code == 404
    whole = HEADER + OPENING + SECOND + DELIVERED
    assert _exported(tmp_path, issuer="neotherapeutics") == whole
    assert _exported(tmp_path, agreement="sales-agreement") == whole
    assert _exported(tmp_path, issuer="other") == HEADER
    answer = reader.get("/exports/share_events.csv?issuer=neotherapeutics")
    assert answer.getvalue() == whole
    with pytest.raises(CommandError, match="There is no issuer “elsewhere”"):
        call_command("export", "share_events", issuer="elsewhere", stdout=StringIO())
