"""Terms and database judge alike what may be open in a month that is signed off."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from hypothesis import event, given
from hypothesis import strategies as st

from neoequity.people.models import User
from neoequity.statements.terms.entry import NOTHING, Quantity
from neoequity.statements.terms.reconciliation import Reconciliation, RollForward, Row, Status
from neoequity.statements.terms.share_count import compare_counts
from neoequity.statements.terms.signed_text import digest_of, from_text, to_text
from neoequity.statements.terms.signing import Prepared, reasons_against_signing
from tests.factories import AgreementFactory, usual
from tests.laws import law
from tests.statements.recorded import MAY_1, MAY_31, signed_off
from tests.worlds import built_once

_NOWHERE = RollForward(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


@built_once
def controller(db: None) -> User:
    AgreementFactory()
    return usual("Controller")


quantities = st.builds(
    Quantity, st.sampled_from(["0.00", "-15.00", "3840.00"]).map(Decimal), st.sampled_from([0, 7])
)


@st.composite
def row(draw: st.DrawFn, number: int) -> Row:
    """A row as a reconciliation may have it: what is matched is the same on both sides."""
    status = draw(st.sampled_from(list(Status)))
    ours = draw(quantities)
    theirs = ours if status == Status.MATCHED else draw(quantities)
    return Row(f"item {number}", f"sale {number}", date(2001, 5, number), ours, theirs, status)


@st.composite
def month(draw: st.DrawFn) -> Prepared:
    """A month with some rows, some of them explained, perhaps with a share count."""
    rows = [draw(row(number)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    unassigned = [draw(row(9))._replace(status=Status.UNKNOWN)] if draw(st.booleans()) else []
    said = st.sampled_from(["", " ", "Cora, due Jun 5, 2001: asked."])
    counts = st.none() | st.sampled_from([4, 100]).map(
        lambda theirs: compare_counts(MAY_31, 100, theirs)
    )
    return Prepared(
        "bank",
        Reconciliation("sales-agreement", MAY_1, MAY_31, tuple(rows), _NOWHERE, _NOWHERE),
        tuple(unassigned),
        {each.key: draw(said) for each in (*rows, *unassigned)},
        draw(counts),
    )


@given(month())
def test_what_is_signed_off_is_read_as_it_was_written(prepared: Prepared) -> None:
    read = from_text(to_text(prepared))
    explained = {key: said for key, said in prepared.explained.items() if said}
    assert read == prepared._replace(explained=explained)


@law(25)
@given(prepared=month(), note=st.sampled_from(["", " ", "Before the split."]))
def test_terms_and_database_judge_open_rows_alike(
    controller: User, prepared: Prepared, note: str
) -> None:
    text, found = to_text(prepared), prepared.reconciliation
    against = list(reasons_against_signing(prepared, note=note, today=date(2002, 12, 31)))
    try:
        with transaction.atomic():
            signed_off(
                controller,
                statement=text,
                digest=digest_of(text),
                note=note,
                ours_amount=found.total_ours.amount,
                ours_shares=found.total_ours.shares,
                theirs_amount=found.total_theirs.amount,
                theirs_shares=found.total_theirs.shares,
            )
            transaction.set_rollback(True)
        refused = False
    except IntegrityError:
        refused = True
    event("refused" if refused else "signed off")
    assert refused == bool(against), (text, note, against)
