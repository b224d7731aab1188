"""What a programme file says is on the books, and a file of the same facts comes back from them."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Issuer
from neoequity.programme import WholeProgramme, load_whole, read_whole
from neoequity.programme_export import NO_PAGE, programme_file
from neoequity.programme_text import parse
from placements.models import Agreement
from placements.terms.programme import AgreementFacts
from tests.amendments.changing import amended
from tests.factories import AgreementFactory, IssuerFactory, PlacementFactory, UserFactory
from tests.programme.test_the_shipped_file import FILE
from tests.programme.told import TODAY

pytestmark = pytest.mark.django_db

CODES = {"Sales Agreement": "SA", "Other Agreement": "OA"}


def read(text: str) -> WholeProgramme:
    return read_whole(parse(text.encode()))


def load(text: str) -> None:
    load_whole(read(text), by=UserFactory(), today=TODAY)


def exported() -> str:
    return programme_file(Issuer.objects.get())


def the_only(text: str) -> AgreementFacts:
    [agreement] = read(text).placements.agreements
    return agreement


def as_compared(programme: WholeProgramme) -> WholeProgramme:
    """Without history, which is not exported, and with the codes that the books give."""
    placements = programme.placements
    agreements = tuple(
        each._replace(code=each.code or CODES[each.name]) for each in placements.agreements
    )
    placements = placements._replace(agreements=agreements, placements=(), sales=())
    return programme._replace(placements=placements, events=())


def test_what_was_loaded_comes_back_fact_by_fact() -> None:
    load(FILE.read_text())
    back, shipped = as_compared(read(exported())), as_compared(read(FILE.read_text()))
    assert back.placements == shipped.placements
    assert back.warrants == shipped.warrants
    assert back.company == shipped.company


def test_an_exported_file_is_loaded_and_exported_again_byte_for_byte() -> None:
    before = transaction.savepoint()
    load(FILE.read_text())
    first = exported()
    transaction.savepoint_rollback(before)
    assert not Issuer.objects.exists()
    load(first)
    assert exported() == first


def test_loading_what_was_exported_finds_nothing_to_load() -> None:
    load(FILE.read_text())
    created = load_whole(read(exported()), by=UserFactory(), today=TODAY)
    assert created == []


def test_terms_are_those_that_were_signed_whatever_was_amended_later() -> None:
    agreement: Agreement = AgreementFactory(capacity=Decimal("25000000.00"))
    PlacementFactory(agreement=agreement)
    amended(agreement, capacity=Decimal("30000000.00"))
    assert the_only(exported()).value("capacity") == Decimal("25000000.00")


def test_a_term_without_a_page_says_that_none_is_stated() -> None:
    AgreementFactory(pages={})
    assert the_only(exported()).terms["capacity"].page == NO_PAGE


def test_a_term_that_nobody_stated_is_left_out() -> None:
    AgreementFactory(expense_cap=None)
    assert "expense_cap" not in the_only(exported()).terms


def test_a_command_writes_the_file_of_the_only_issuer() -> None:
    AgreementFactory()
    out = StringIO()
    call_command("export_programme", stdout=out)
    assert out.getvalue() == exported()


def test_of_several_issuers_one_is_named() -> None:
    AgreementFactory()
    IssuerFactory(slug="second", name="Second, Inc.", ticker="SCND")
    with pytest.raises(CommandError, match="name one with --issuer"):
        call_command("export_programme")


def test_a_second_agreement_asks_no_further_questions() -> None:
    AgreementFactory()
    with CaptureQueriesContext(connection) as few:
        exported()
    AgreementFactory(other=True)
    with CaptureQueriesContext(connection) as more:
        exported()
    assert len(more) == len(few)
