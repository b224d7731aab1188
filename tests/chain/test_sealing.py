"""Every posted entry is sealed at once, in the chain of its issuer; the digests counted here."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from neoequity.books.models import ChainHead, Issuer, Seal
from neoequity.books.triggers.sealing import Sealed
from neoequity.people.models import User
from placements.actions.sale import record_sales
from placements.models import Agreement, Delivery, Sale, Shelf, TermVersion
from placements.terms.programme import TierFacts
from placements.triggers.sealed import DELIVERY, SALE, TERMS
from tests.amendments.changing import amended, corrected
from tests.constraints.rows import insert, refused_by_database, run, sale_of
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, notice_of, sell
from tests.roles import unguarded
from warrants.models import Entry
from warrants.triggers.sealed import ENTRY

KINDS: list[tuple[Sealed, type[Model]]] = [(SALE, Sale), (DELIVERY, Delivery), (ENTRY, Entry)]
ORIGIN = "NeoEquity chain of neotherapeutics"


def digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def said(value: Any) -> str | None:
    """A value as docs/chain.md says it is written."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def payload_of(seal: Seal) -> str:
    """What docs/chain.md says the seal covers, put together from the row's own columns."""
    if seal.kind == TERMS.kind:
        return terms_payload(TermVersion.objects.get(pk=seal.entry))
    [(kind, model)] = [each for each in KINDS if each[0].kind == seal.kind]
    [row] = model._base_manager.filter(pk=seal.entry).values_list(*kind.columns)
    return json.dumps([kind.kind, *map(said, row)], ensure_ascii=False)


def terms_payload(version: TermVersion) -> str:
    """The same for a version of the terms, with the fee tiers that came with it."""
    tiers = version.agreement.fee_tiers.filter(version=version.number).order_by("above")
    rows = [[str(tier.above), str(tier.rate), tier.page] for tier in tiers]
    forms: dict[str, Any] = {
        "methods": "{" + ",".join(version.methods) + "}",
        "fee_tiers": json.dumps(rows, ensure_ascii=False) if rows else None,
    }
    names = [*TERMS.columns, *(name for name in TERMS.later if getattr(version, name) is not None)]
    cells = [forms[name] if name in forms else said(getattr(version, name)) for name in names]
    words: dict[Any, Any] = {"True": "true", "False": "false"}
    return json.dumps(["terms", *(words.get(cell, cell) for cell in cells)], ensure_ascii=False)


def test_the_chain_holds_every_entry_in_the_order_of_its_recording(books: None) -> None:
    assert list(Seal.objects.values_list("position", "kind")) == [
        (1, "terms"),
        (2, "sale"),
        (3, "sale"),
        (4, "delivery"),
        (5, "delivery"),
        (6, "sale"),
        (7, "sale"),
        (8, "sale"),
        (9, "delivery"),
        (10, "warrant entry"),
    ]


def test_each_seal_is_the_sha_256_of_the_digest_before_it_and_the_fields(books: None) -> None:
    before = digest(ORIGIN)
    for seal in Seal.objects.order_by("position"):
        assert seal.digest == digest(before + payload_of(seal))
        before = seal.digest
    head = ChainHead.objects.get()
    assert (head.length, head.digest) == (10, before)


@pytest.mark.parametrize(("kind", "model"), KINDS, ids=lambda each: getattr(each, "kind", ""))
def test_a_seal_covers_every_column_of_its_entry(kind: Sealed, model: type[Model]) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    assert list(kind.columns) == [column for column in columns if column not in kind.later]
    assert set(kind.later) <= set(columns)
    assert kind.table == model._meta.db_table


def test_the_seal_of_terms_covers_every_column_but_the_path_and_the_fee_tiers_too() -> None:
    columns = {field.column for field in TermVersion._meta.concrete_fields}
    assert {*TERMS.columns, *TERMS.later} == columns - {"context_id"} | {"fee_tiers"}


def test_a_term_that_came_later_is_sealed_where_it_is_stated(person: User) -> None:
    silent: Agreement = AgreementFactory()
    PlacementFactory(agreement=silent, by=person)
    amended(silent, notice_needed="before_delivery")
    first, second = (
        json.loads(payload_of(seal)) for seal in Seal.objects.filter(kind="terms").order_by("pk")
    )
    assert len(first) == 1 + len(TERMS.columns)
    assert (len(second), second[-1]) == (2 + len(TERMS.columns), "before_delivery")


def test_the_original_terms_are_sealed_with_the_first_draft_and_once(person: User) -> None:
    agreement: Agreement = AgreementFactory()
    assert not Seal.objects.exists()
    PlacementFactory(agreement=agreement, by=person)
    PlacementFactory(agreement=agreement, by=person)
    seal = Seal.objects.get()
    assert (seal.kind, seal.entry) == ("terms", agreement.versions.get().pk)


def test_each_change_of_terms_is_sealed_with_its_fee_tiers(person: User) -> None:
    agreement: Agreement = AgreementFactory()
    PlacementFactory(agreement=agreement, by=person)
    amended(agreement, agent="Acme & Co.")
    corrected(agreement, fee_tiers=[TierFacts(Decimal(0), Decimal("0.03"), "p. 3")])
    before, payloads = digest(ORIGIN), []
    for seal in Seal.objects.order_by("position"):
        payloads.append(payload_of(seal))
        assert seal.digest == digest(before + payloads[-1])
        before = seal.digest
    assert [json.loads(payload)[3] for payload in payloads] == ["1", "2", "3"]
    assert json.loads(payloads[-1])[-1] == '[["0.00", "0.030000", "p. 3"]]'


def test_a_new_issuers_chain_starts_from_a_text_that_names_it(db: None) -> None:
    AgreementFactory()
    head = ChainHead.objects.get(issuer__slug="neotherapeutics")
    assert (head.length, head.origin, head.digest) == (0, ORIGIN, digest(ORIGIN))


def test_an_issuer_renamed_later_keeps_its_chain(books: None) -> None:
    Issuer.objects.update(slug="spectrum")
    assert ChainHead.objects.get().origin == ORIGIN


def test_an_issuer_entered_by_mistake_goes_with_its_empty_chain(db: None) -> None:
    Issuer.objects.create(slug="mistake", name="Mistake", ticker="MST", market="none").delete()
    assert not ChainHead.objects.exists()


def test_many_sales_of_one_statement_are_sealed_in_the_order_of_their_numbers(person: User) -> None:
    placement = PlacementFactory(accepted=True, by=person)
    backwards = [sale_of(placement, number) for number in (3, 1, 2)]
    insert(Sale, *backwards)
    seals = Seal.objects.filter(kind="sale").order_by("position")
    sealed = [Sale.objects.get(pk=seal.entry).number for seal in seals]
    assert sealed == [1, 2, 3]


def test_nothing_is_posted_for_an_issuer_whose_chain_is_gone(person: User) -> None:
    placement = PlacementFactory(accepted=True, by=person)
    with unguarded():
        run("DELETE FROM books_seal; DELETE FROM books_chainhead")
    with refused_by_database("sealed in the chain of its issuer, and the chain is not there"):
        insert(Sale, sale_of(placement, 1))


def test_each_issuer_has_a_chain_of_its_own(person: User) -> None:
    ours = PlacementFactory(accepted=True, by=person)
    another = Issuer.objects.create(slug="spectrum", name="Spectrum", ticker="SPPI", market="x")
    shelf = Shelf.objects.create(issuer=another, file_number="333-1")
    agreement: Agreement = AgreementFactory(other=True, issuer=another, shelf=shelf)
    theirs = PlacementFactory(agreement=agreement, accepted=True, by=person)
    notices = [notice_of(placement) for placement in (ours, theirs, ours)]
    record_sales(notices, by=person, today=TODAY)
    lengths = ChainHead.objects.values_list("issuer__slug", "length")
    assert dict(lengths) == {"neotherapeutics": 3, "spectrum": 2}


def test_what_is_taken_back_leaves_no_seal(person: User) -> None:
    placement = PlacementFactory(accepted=True, by=person)
    before = ChainHead.objects.values().get()
    with transaction.atomic():
        sell(placement, by=UserFactory())
        transaction.set_rollback(True)
    assert ChainHead.objects.values().get() == before
    assert not Seal.objects.filter(kind="sale").exists()
