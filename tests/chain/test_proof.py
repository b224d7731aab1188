"""The walk along the chain names what does not fit, also what a superuser changed unguarded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neoequity.books.kinds import sealed_kinds
from neoequity.books.models import ChainHead, Seal
from neoequity.books.proof.chain import prove_chain
from neoequity.books.proof.proving import MOST_OF_A_KIND
from neoequity.ledger import prove_books
from tests.ledger.tampering import Tamper, tamper_with_books

KINDS = sealed_kinds()
CHAIN = "in the chain of NeoTherapeutics, Inc."
TERMS = "Version 1 of the terms of the Sales Agreement"
CHANGED = "one of them was changed after it was recorded."


def found() -> list[str]:
    return prove_chain(KINDS).differences


def seal(position: int) -> str:
    return Seal.objects.get(position=position).digest


def test_a_chain_in_order_has_no_differences(books: None) -> None:
    proof = prove_chain(KINDS)
    assert proof.differences == []
    assert proof.rows == "10 seals"


def test_empty_books_have_no_differences(db: None) -> None:
    assert found() == []


def test_one_cent_of_one_old_sale_changed_with_the_triggers_off_is_found_at_that_sale(
    books: None,
) -> None:
    """Everything that follows from the cent is changed along, so that no total gives it away."""
    tamper_with_books(
        """
        UPDATE placements_sale SET gross = gross + 0.01, net = net + 0.01 WHERE number = 4;
        UPDATE placements_agreement SET gross_sold = gross_sold + 0.01;
        UPDATE placements_placement SET gross_sold = gross_sold + 0.01
        WHERE id = (SELECT placement_id FROM placements_sale WHERE number = 4);
        UPDATE placements_daytotal SET gross = gross + 0.01, net = net + 0.01
        WHERE day = (SELECT trade_date FROM placements_sale WHERE number = 4);
        UPDATE placements_saleaggregate SET gross = gross + 0.01, net = net + 0.01
        WHERE trade_date = (SELECT trade_date FROM placements_sale WHERE number = 4)
          AND settlement_date IS NOT NULL AND delivered_on IS NULL AND reversed_on IS NULL;
        """
    )
    assert prove_books().differences == [
        f"Sale 4 of the Sales Agreement does not fit its seal, position 7 {CHAIN}: {CHANGED}"
    ]


TAMPERED = {
    "a sale": (
        "UPDATE placements_sale SET remark = 'as agreed' WHERE number = 1",
        [f"Sale 1 of the Sales Agreement does not fit its seal, position 2 {CHAIN}: {CHANGED}"],
    ),
    "who recorded a reversal, and when": (
        (
            "UPDATE placements_sale SET recorded_at = recorded_at - interval '1 microsecond' "
            "WHERE number = 3"
        ),
        [f"Reversal 3 of the Sales Agreement does not fit its seal, position 6 {CHAIN}: {CHANGED}"],
    ),
    "a delivery": (
        (
            "UPDATE placements_delivery SET delivered_on = delivered_on + 1 "
            "WHERE sale_id = (SELECT id FROM placements_sale WHERE number = 2)"
        ),
        [
            (
                "The delivery of sale 2 of the Sales Agreement does not fit its seal, position 5 "
                f"{CHAIN}: {CHANGED}"
            )
        ],
    ),
    "a warrant entry": (
        "UPDATE warrants_entry SET shares = shares + 1",
        [f"Entry 1 of warrant 1 does not fit its seal, position 10 {CHAIN}: {CHANGED}"],
    ),
    "the agent": (
        "UPDATE placements_termversion SET agent = 'Acme & Co.'",
        [f"{TERMS} does not fit its seal, position 1 {CHAIN}: {CHANGED}"],
    ),
    "a fee tier": (
        "UPDATE placements_feetier SET rate = 0.02 WHERE above > 10000000",
        [f"{TERMS} does not fit its seal, position 1 {CHAIN}: {CHANGED}"],
    ),
    "terms that are gone with their seal": (
        "DELETE FROM placements_termversion; DELETE FROM books_seal WHERE position = 1",
        [f"Position 1 is missing {CHAIN}; 2 follows."],
    ),
    "two sales": (
        "UPDATE placements_sale SET remark = 'x' WHERE number IN (1, 2)",
        [
            f"Sale {number} of the Sales Agreement does not fit its seal, position {number + 1} "
            f"{CHAIN}: {CHANGED}"
            for number in (1, 2)
        ],
    ),
    "a sale that is gone": (
        "DELETE FROM placements_sale WHERE number = 4",
        [f"The sale with the key {{sale}}, sealed at position 7 {CHAIN}, is missing."],
    ),
    "a seal that is gone": (
        "DELETE FROM books_seal WHERE position = 7",
        [
            f"Position 7 is missing {CHAIN}; 8 follows.",
            "Sale 4 of the Sales Agreement has no seal in any chain.",
        ],
    ),
    "a sale that is gone with its seal": (
        ("DELETE FROM placements_sale WHERE number = 4; DELETE FROM books_seal WHERE position = 7"),
        [f"Position 7 is missing {CHAIN}; 8 follows."],
    ),
    "an edited seal": (
        "UPDATE books_seal SET digest = repeat('0', 64) WHERE position = 3",
        [f"Sale 2 of the Sales Agreement does not fit its seal, position 3 {CHAIN}: {CHANGED}"],
    ),
    "seals that changed places": (
        (
            "UPDATE books_seal SET position = 100 + position WHERE position IN (2, 3); "
            "UPDATE books_seal SET position = 105 - position WHERE position > 100"
        ),
        [
            f"Sale 2 of the Sales Agreement does not fit its seal, position 2 {CHAIN}: {CHANGED}",
            f"Sale 1 of the Sales Agreement does not fit its seal, position 3 {CHAIN}: {CHANGED}",
            (
                "The delivery of sale 1 of the Sales Agreement does not fit its seal, position 4 "
                f"{CHAIN}: {CHANGED}"
            ),
        ],
    ),
    "an edited origin": (
        "UPDATE books_chainhead SET origin = 'another'",
        [f"{TERMS} does not fit its seal, position 1 {CHAIN}: {CHANGED}"],
    ),
}


@pytest.mark.parametrize(("statement", "sentences"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_with_the_triggers_off_is_named(
    statement: str, sentences: list[str], tamper: Tamper
) -> None:
    sale = Seal.objects.get(position=7).entry
    tamper(statement)
    assert found() == [sentence.format(sale=sale) for sentence in sentences]


def test_a_head_that_is_not_that_of_its_seals_is_found(tamper: Tamper) -> None:
    tamper("UPDATE books_chainhead SET length = 9")
    digest = seal(10)
    assert found() == [
        (
            f"The head of the chain of NeoTherapeutics, Inc. is position 9, {digest}; its seals "
            f"end at position 10, {digest}."
        )
    ]


def test_entries_cut_off_the_end_are_found_by_the_head(tamper: Tamper) -> None:
    digest = seal(10)
    tamper("DELETE FROM warrants_entry", "DELETE FROM books_seal WHERE position = 10")
    assert found() == [
        (
            f"The head of the chain of NeoTherapeutics, Inc. is position 10, {digest}; its seals "
            f"end at position 9, {seal(9)}."
        )
    ]


def test_an_issuer_whose_chain_is_gone_is_found(tamper: Tamper) -> None:
    tamper("DELETE FROM books_seal", "DELETE FROM books_chainhead")
    told = found()
    assert told[0] == "NeoTherapeutics, Inc. has no chain."
    assert "Sale 1 of the Sales Agreement has no seal in any chain." in told
    assert len(told) == 1 + 10


def test_so_many_faults_are_told_and_no_more(
    tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_OF_A_KIND == 100
    monkeypatch.setattr("neoequity.books.proof.chain.MOST_OF_A_KIND", 2)
    tamper("UPDATE placements_sale SET remark = 'x'")
    assert found()[2:] == ["And more of this kind: the chain of NeoTherapeutics, Inc.."]


def test_the_command_names_the_entry_and_fails(tamper: Tamper) -> None:
    tamper("UPDATE placements_sale SET remark = 'x' WHERE number = 1")
    printed = StringIO()
    with pytest.raises(CommandError, match=r"does not agree: 1 difference\.$"):
        call_command("verify_ledger", stdout=printed)
    assert printed.getvalue().startswith("Sale 1 of the Sales Agreement does not fit its seal")


def test_the_commands_closing_line_is_the_head_of_the_chain(books: None) -> None:
    printed = StringIO()
    call_command("verify_ledger", stdout=printed)
    *_, agrees, head = printed.getvalue().splitlines()
    assert "1 warrant, 1 entry; 10 seals; " in agrees
    digest = ChainHead.objects.get().digest
    assert head == f"NeoTherapeutics, Inc.: the chain's head is position 10, {digest}."
