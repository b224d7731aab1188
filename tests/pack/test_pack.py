"""The auditors' pack: what it holds, that it adds up, and that a closed period's never changes."""

import csv
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from placements.actions.agreement import KEPT_IN_USE, write_agreement
from placements.actions.delivery import deliver
from placements.actions.placement import draft_placement
from placements.models import Agreement, Sale
from tests.admin.typed import agreement_form
from tests.amendments.changing import amended
from tests.books import refused
from tests.clients import logged_in
from tests.constraints.rows import refused_by_database, update
from tests.factories import (
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    attached,
    reverse_sale,
    sell,
)
from tests.periods.closings import CLOSED_ON, close
from tests.warrants.factories import HolderFactory
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

QUARTER = "2001Q4"
SETTLED_ON = date(2001, 11, 15)
CENT = Decimal("0.01")


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON


@built_once
def sale() -> Sale:
    """5,000,000 shares at $4.00 on 9 November, over two fee tiers, with its notice; another stands
    reversed."""
    placement = PlacementFactory(accepted=True, shares_offered=6_000_000)
    sold = sell(placement, 5_000_000)
    attached(sold, "notice")
    deliver([sold], delivered_on=SETTLED_ON, by=UserFactory(), today=CLOSED_ON)
    wrong = sell(placement, 1_000, "4.25")
    reverse_sale(
        wrong, on=date(2001, 12, 3), reason="A wrong price.", by=UserFactory(), today=CLOSED_ON
    )
    return sold


@built_once
def closing(sale: Sale) -> Closing:
    """The quarter, closed on January 12, 2002."""
    return close(QUARTER)


def pack_of(label: str = QUARTER, today: date = CLOSED_ON) -> bytes:
    out = BytesIO()
    issuer = Issuer.objects.get(slug="neotherapeutics")
    write_pack(scope_of(issuer, parse_period(label), today), out)
    return out.getvalue()


def files(pack: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(pack)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_it_holds_every_dataset_history_workings_documents_chain_and_manifest(
    closing: Closing,
) -> None:
    names = list(files(pack_of()))
    assert names[0] == "README.txt"
    assert names[-1] == "manifest.csv"
    datasets = ("sales", "agreements", "placements", "closings", "warrants", "warrant_entries")
    assert {f"datasets/{name}.csv" for name in datasets} < set(names)
    assert {"history.csv", "commissions.csv", "control_totals.csv", "chain.csv"} < set(names)
    assert [name for name in names if name.startswith("documents/sales-agreement/sale-1/")]


def test_the_manifest_tells_lines_bytes_and_hash_of_every_other_file(closing: Closing) -> None:
    held = files(pack_of())
    listed = {row["file"]: row for row in rows(held.pop("manifest.csv"))}
    assert set(listed) == set(held)
    for name, content in held.items():
        assert listed[name]["bytes"] == str(len(content))
        assert listed[name]["sha256"] == sha256(content).hexdigest()
        if name.endswith(".csv"):
            assert int(listed[name]["rows"]) == len(rows(content))


def test_control_totals_from_the_rows_are_those_of_the_closing(closing: Closing) -> None:
    counted, closed = rows(files(pack_of())["control_totals.csv"])
    assert (counted.pop("counted_from"), closed.pop("counted_from")) == ("closing", "sales")
    assert counted == closed
    assert counted["gross_to_date"] == "20000000.00"
    assert counted["commission_to_date"] == "750000.00"
    assert counted["settled_to_date"] == "20000000.00"


def test_the_workings_of_a_sale_over_two_tiers_add_up_to_its_commission(closing: Closing) -> None:
    first, second, *rest = rows(files(pack_of())["commissions.csv"])
    assert (first["gross_in_tier"], first["rate"]) == ("10000000.00", "0.040000")
    assert (second["gross_in_tier"], second["rate"]) == ("10000000.00", "0.035000")
    assert first["commission"] == second["commission"] == "750000.00"
    worked = Decimal(first["commission_in_tier"]) + Decimal(second["commission_in_tier"])
    assert worked.quantize(CENT) == Decimal("750000.00")
    assert [(row["sale"], row["kind"], row["gross_in_tier"]) for row in rest] == [
        ("2", "sale", ""),  # reversed: neither stands in a tier
        ("3", "reversal", ""),
    ]


def test_the_chain_can_be_counted_again_up_to_the_closing(closing: Closing) -> None:
    held = files(pack_of())
    origin, *sealed = rows(held["chain.csv"])
    digest = sha256(origin["fields"].encode()).hexdigest()
    assert origin["digest"] == digest
    for seal in sealed:
        digest = sha256((digest + seal["fields"]).encode()).hexdigest()
        assert seal["digest"] == digest
    assert sealed[-1]["kind"] == "closing"
    assert f"Chain head: {sealed[-1]['position']} {digest}" in held["README.txt"].decode()


def test_what_a_closed_period_gave_once_it_gives_for_ever(closing: Closing, sale: Sale) -> None:
    before = pack_of()
    by, later = UserFactory(), date(2002, 2, 1)
    reverse_sale(sale, on=later, reason="Found out late.", by=by, today=later)
    sell(sale.placement, 10, trade_date=date(2002, 1, 14), by=by, today=later)
    attached(sale, "other", content=b"Another document.\n", name="other.txt")
    AgreementFactory(slug="another-agreement", name="Another Agreement", shelf=sale.agreement.shelf)
    draft_placement(sale.agreement, shares_offered=5, minimum_price=Decimal(4), on=later, by=by)
    amended(
        sale.agreement,
        name="Renamed Agreement",
        agent="Acme & Co.",
        shelf=ShelfFactory(file_number="333-70000"),
        effective_on=date(2002, 1, 7),
        today=later,
    )
    Issuer.objects.update(name="NeoTherapeutics (renamed), Inc.")
    HolderFactory(slug="a-new-holder", name="A new holder")
    by.email = "another@example.com"
    by.save()
    close("2002-01", today=later)
    assert pack_of(today=later) == before


def test_the_sales_of_a_closed_period_stay_with_their_issuer(
    closing: Closing, sale: Sale, admin_client: Client
) -> None:
    """Once one clerk changed the issuer in the admin, and the pack had lost its sales."""
    before = pack_of()
    agreement = Agreement.objects.get()
    other = IssuerFactory(slug="other", name="Other, Inc.", ticker="OTHR")
    form = agreement_form(agreement, issuer=other.pk, agent="Acme & Co.", name="Renamed")
    admin_client.post(f"/admin/placements/agreement/{agreement.pk}/change/", form)
    agreement.issuer = other
    person = UserFactory()
    with refused(KEPT_IN_USE):
        write_agreement(agreement, changed=["issuer"], by=person)
    with refused_by_database("keeps its issuer, its short name and its code"):
        update(agreement, issuer_id=other.pk)
    assert Agreement.objects.get().issuer == closing.issuer
    assert pack_of() == before
    assert [row["sale"] for row in rows(files(before)["datasets/sales.csv"])] == ["1", "2", "3"]


def test_an_open_period_says_that_it_may_change_and_ends_today(sale: Sale) -> None:
    held = files(pack_of(today=date(2001, 11, 30)))
    assert "The period is open: a pack made later may differ." in held["README.txt"].decode()
    assert [row["sale"] for row in rows(held["datasets/sales.csv"])] == ["1", "2"]
    assert [row["counted_from"] for row in rows(held["control_totals.csv"])] == ["sales"]


def test_history_begins_after_the_closing_before(sale: Sale) -> None:
    close("2001-10")
    between = sell(sale.placement, 20, trade_date=date(2001, 11, 26), today=CLOSED_ON)
    close("2001-11")
    told = rows(files(pack_of("2001-11"))["history.csv"])
    assert [row["record"] for row in told if row["kind"] == "sale"] == [
        f"sales-agreement/{between.number}"
    ]


def test_history_tells_nothing_of_another_issuer(sale: Sale) -> None:
    ours = rows(files(pack_of())["history.csv"])
    stranger = IssuerFactory(slug="stranger", name="Stranger, Inc.")
    shelf = ShelfFactory(file_number="333-00001", issuer=stranger)
    theirs = AgreementFactory(slug="their-agreement", name="Their Agreement", shelf=shelf)
    placement = PlacementFactory(agreement=theirs, accepted=True)
    wrong = sell(placement)
    attached(wrong, "notice")
    deliver([wrong], delivered_on=SETTLED_ON, by=UserFactory(), today=CLOSED_ON)
    reverse_sale(wrong, on=CLOSED_ON, reason="Wrong.", by=UserFactory(), today=CLOSED_ON)
    HolderFactory(slug="their-holder", issuer=stranger)
    close(QUARTER, issuer=stranger)

    told = rows(files(pack_of())["history.csv"])
    of_people = {"membership", "person"}
    assert {row["kind"] for row in told if row not in ours} == of_people
    assert [row for row in told if row["kind"] not in of_people] == [
        row for row in ours if row["kind"] not in of_people
    ]
    assert {row["record"] for row in told if row["kind"] == "issuer"} == {"neotherapeutics"}


def test_a_period_that_has_not_begun_has_no_pack(sale: Sale) -> None:
    with pytest.raises(Refused, match=r"2002Q2 begins on Apr 1, 2002; today is Jan 12, 2002\."):
        pack_of("2002Q2")


def test_page_and_command_give_the_same_file(closing: Closing, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    call_command("audit_pack", "--period", QUARTER, "--output", str(file), stdout=StringIO())
    auditor = logged_in(UserFactory(group="Auditor"))
    answer = auditor.get(f"/packs/neotherapeutics/{QUARTER}.zip")
    assert b"".join(answer) == file.read_bytes() == pack_of()
    assert answer["Content-Disposition"] == 'attachment; filename="neotherapeutics-2001Q4.zip"'
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("address", ["nobody/2001Q4", "neotherapeutics/2001Q5"])
def test_what_is_no_period_of_an_issuer_is_not_found(closing: Closing, address: str) -> None:
    reader: Client = logged_in(UserFactory(group="Auditor"))
    assert reader.get(f"/packs/{address}.zip").status_code == 404


def test_a_pack_that_fails_leaves_no_file(closing: Closing, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"is not a quarter such as 2001Q4"):
        call_command("audit_pack", "--period", "2001", "--output", str(tmp_path / "pack.zip"))
    assert not list(tmp_path.iterdir())
