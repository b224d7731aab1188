"""A proof that continues the last full one: what it finds, and what it says it leaves to that."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neoequity.books.models import ChainHead, ChangeLog, LedgerProof
from neoequity.books.proof.recording import last_full_proof
from neoequity.ledger_statement import statement_since
from neoequity.people.models import User
from placements.models import Placement
from tests.factories import sell
from tests.ledger.tampering import alter, settle_constraints, tamper_with_books
from tests.worlds import built_once

CHAIN = "in the chain of NeoTherapeutics, Inc."
LEFT_OUT = (
    "What stood before it was not examined, nor whether the totals follow from the entries; only a "
    "full proof finds what was changed there."
)
ONE = r"The ledger does not agree: 1 difference\."


@built_once
def proven(books: None) -> LedgerProof:
    """The books with a full proof of theirs, and a sale recorded since at position 11."""
    verify()
    sell(Placement.objects.earliest("pk"), by=User.objects.get(username="treasurer"))
    settle_constraints()
    full = last_full_proof()
    assert full is not None
    return full


def verify(*options: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("verify_ledger", *options, stdout=out)
    return out.getvalue()


def found() -> list[str]:
    """What a continued proof finds."""
    full = last_full_proof()
    assert full is not None
    return statement_since(full).differences


def test_a_full_proof_is_put_on_record_with_the_heads_it_reached(books: None) -> None:
    said = verify()
    proof, head = LedgerProof.objects.get(), ChainHead.objects.get()
    assert proof.is_full
    assert proof.heads == [
        {"issuer": head.issuer_id, "position": head.length, "digest": head.digest}
    ]
    assert f"whose head is {proof.log_digest}; " in proof.sentence
    assert proof.sentence in said
    assert proof.recorded_by.username == "command-line"


def test_a_proof_on_record_is_sealed_in_the_change_log(books: None) -> None:
    verify()
    proof = LedgerProof.objects.get()
    settle_constraints()
    assert ChangeLog.objects.get().length > proof.log_position
    tamper_with_books("UPDATE books_ledgerproof SET sentence = 'The ledger agrees.'")
    with pytest.raises(CommandError):
        verify()


def test_a_proof_in_somebodys_name_says_so(books: None) -> None:
    verify("--user", "treasurer")
    assert LedgerProof.objects.get().recorded_by.username == "treasurer"


def test_a_proof_without_a_record_leaves_none(books: None) -> None:
    assert "The ledger agrees" in verify("--no-record")
    assert not LedgerProof.objects.exists()


def test_a_proof_that_finds_a_difference_is_not_put_on_record(books: None) -> None:
    tamper_with_books("UPDATE placements_agreement SET gross_sold = gross_sold + 1")
    with pytest.raises(CommandError):
        verify()
    assert not LedgerProof.objects.exists()


def test_a_continued_proof_examines_what_came_since_and_says_what_it_leaves_out(
    proven: LedgerProof,
) -> None:
    said = verify("--continue")
    assert "What came since agrees: 1 seal; " in said
    assert "Continued from the full proof of " in said
    assert LEFT_OUT in said
    assert f"the chain's head is position 11, {ChainHead.objects.get().digest}." in said
    record = LedgerProof.objects.first()
    assert record is not None
    assert record.continues == proven
    assert record.sentence.endswith(LEFT_OUT)


def test_the_next_one_continues_from_the_same_full_proof(proven: LedgerProof) -> None:
    verify("--continue")
    assert "What came since agrees: 1 seal; " in verify("--continue")
    assert proven.continued.count() == 2


def test_with_no_full_proof_on_record_the_proof_is_full(books: None) -> None:
    said = verify("--continue")
    assert said.startswith("No full proof is on record to continue from: this one is full.")
    assert "The ledger agrees: " in said
    assert LedgerProof.objects.get().is_full


#: What a forger did since the last full proof, and what the continued one says of it.
FORGED = {
    "the sale recorded since": (
        "UPDATE placements_sale SET remark = 'x' WHERE number = 6",
        f"Sale 6 of the Sales Agreement does not fit its seal, position 11 {CHAIN}: one of them",
    ),
    "the seal of that sale": (
        "UPDATE books_seal SET digest = repeat('0', 64) WHERE position = 11",
        f"does not fit its seal, position 11 {CHAIN}",
    ),
    "the seal that was proven last": (
        "UPDATE books_seal SET digest = repeat('0', 64) WHERE position = 10",
        "Position 10 in the chain of NeoTherapeutics, Inc. is not ",
    ),
    "the change that was proven last": (
        (
            "UPDATE books_loggedchange SET digest = repeat('0', 64) "
            "WHERE position = (SELECT log_position FROM books_ledgerproof)"
        ),
        "as it was proven before.",
    ),
    "the head": (
        "UPDATE books_chainhead SET digest = repeat('0', 64)",
        "The head of the chain of NeoTherapeutics, Inc. is position 11, 0000",
    ),
    "a sale without a seal": (
        (
            "DELETE FROM books_seal WHERE position = 11; "
            "UPDATE books_chainhead SET length = 10, digest = "
            "(SELECT digest FROM books_seal WHERE position = 10)"
        ),
        "Sale 6 of the Sales Agreement has no seal in any chain.",
    ),
    "the record of the proof": (
        "UPDATE books_ledgerproof SET sentence = 'x'",
        "its sentence is “x”",
    ),
    "a total of an agreement": (
        "UPDATE placements_agreement SET gross_sold = gross_sold + 1",
        "its days give",
    ),
    "a total of a placement": (
        "UPDATE placements_placement SET shares_sold = shares_sold + 1",
        "its aggregates give",
    ),
    "the total of an old day": (
        "UPDATE placements_daytotal SET settled = settled + 1 WHERE day = '2001-10-26'",
        "Sales Agreement, 2001-10-26: the gross settled on the day is 1.00; the aggregates give",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_was_forged_since_is_found(proven: LedgerProof, what: str) -> None:
    sql, sentence = FORGED[what]
    tamper_with_books(sql)
    assert any(sentence in difference for difference in found()), found()


def test_a_guard_that_was_switched_off_since_is_found(proven: LedgerProof) -> None:
    alter("ALTER TABLE placements_sale DISABLE TRIGGER USER")
    assert any("of the table placements_sale is switched off." in each for each in found())


def test_an_old_sale_is_left_to_the_full_proof_and_the_continued_one_says_so(
    proven: LedgerProof,
) -> None:
    tamper_with_books("UPDATE placements_sale SET remark = 'as agreed' WHERE number = 1")
    assert LEFT_OUT in verify("--continue")
    with pytest.raises(CommandError, match=ONE):
        verify()


def test_a_continued_proof_that_finds_a_difference_is_not_put_on_record(
    proven: LedgerProof,
) -> None:
    tamper_with_books("UPDATE placements_sale SET remark = 'x' WHERE number = 6")
    with pytest.raises(CommandError, match=ONE):
        verify("--continue")
    assert not proven.continued.exists()
