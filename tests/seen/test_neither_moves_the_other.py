"""Whatever is done on the books of one issuer, every file of another's is the same to the byte."""

from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import given

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.books.seen import seeing
from neoequity.datasets import DATASETS, write_dataset
from placements.models import Placement
from tests.factories import (
    LAST_DAY,
    TODAY,
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    sell,
    usual,
)
from tests.laws import law
from tests.sequences import Office, Step, sequences
from tests.worlds import built_once


@built_once
def office(db: None) -> Office:
    """Whose acts are made up: the Sales Agreement of NeoTherapeutics, with two placements."""
    usual("CFO")  # who approves is there before, as accounts belong to no issuer
    person, agreement = UserFactory(), AgreementFactory()
    open_ones: list[Placement] = [
        PlacementFactory(agreement=agreement, by=person, accepted=True) for _ in range(2)
    ]
    return Office(person, agreement, open_ones)


@built_once
def other(db: None, office: Office) -> Issuer:
    """Another issuer, whose agreement has the same name and agent, and sales of its own."""
    issuer: Issuer = IssuerFactory(slug="bolt", name="Bolt, Inc.")
    agreement = AgreementFactory(
        slug="bolt-agreement", shelf=ShelfFactory(issuer=issuer, file_number="333-70000")
    )
    placement = PlacementFactory(agreement=agreement, by=office.person, accepted=True)
    for shares in (100, 250):
        sell(placement, shares=shares, by=office.person)
    return issuer


def files_of(issuer: Issuer) -> dict[str, bytes]:
    """Every dataset, as somebody gets it who sees this issuer."""
    files = {}
    with seeing([issuer.pk]):
        for dataset in DATASETS:
            out = BytesIO()
            # The history tells what was recorded by a day, which is the real one.
            day = LAST_DAY if dataset == "history" else TODAY
            write_dataset(dataset, ExportQuery(day), out)
            files[dataset] = out.getvalue()
    return files


@law()
@given(sequences)
def test_acts_on_one_issuer_leave_the_files_of_another(
    office: Office, other: Issuer, steps: list[Step]
) -> None:
    before = files_of(other)
    with transaction.atomic():
        with seeing([office.agreement.issuer_id]):
            Office(office.person, office.agreement, office.placements).take(steps)
        assert files_of(other) == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("dataset", ["sales", "placements", "agreements", "history"])
def test_the_files_of_another_have_rows_that_could_move(other: Issuer, dataset: str) -> None:
    assert files_of(other)[dataset].count(b"\r\n") > 1
