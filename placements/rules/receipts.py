"""The rules on cash received and on what it pays: in the terms and in the database."""

from neoequity.books.rules import Rule

_RECEIPT = "placements.terms.receipt.reasons_against_receipt"
_PARTS = "placements.terms.receipt.reasons_against_parts"
_UNDOING = "placements.terms.receipt.reasons_against_undoing"
_CLOSED_DAYS = "neoequity.books.periods.rules.reasons_against_days"
_RAW = "constraints/test_raw_receipts.py::test_what_a_raw_statement_breaks_is_refused_by_its_rule"
_ONE_ROW = "constraints/test_raw_receipts.py::test_a_constraint_refuses_what_breaks_it_by_its_name"
_SAME = "constraints/test_receipts_same_verdict.py::test_terms_and_database_judge_parts_alike"

RECEIPT_RULES = (
    Rule("A receipt is of some cash", _RECEIPT, "a_receipt_is_of_some_cash", test=_ONE_ROW),
    Rule(
        "A bank reference is letters, digits and a few signs",
        terms="placements.terms.reference.is_reference",
        database="a_bank_reference_is_one_that_an_advice_may_have",
        test=_ONE_ROW,
    ),
    Rule(
        "One receipt stands for each bank reference, however spelled",
        terms="placements.terms.reference.reference_key",
        database="placements.triggers.receipt.A_REFERENCE_STANDS_ONCE",
        proof="receipts",
        test=_RAW,
    ),
    Rule(
        "Cash is not received in the future",
        _RECEIPT,
        "cash_is_not_received_in_the_future",
        test=_ONE_ROW,
    ),
    Rule(
        "No receipt is dated in a closed period",
        _CLOSED_DAYS,
        "Receipt:receipts_are_posted",
        test=_RAW,
    ),
    Rule("A receipt is undone once", _UNDOING, "Receipt.undoes", test=_ONE_ROW),
    Rule(
        "Undoing a receipt has a reason",
        _UNDOING,
        "undoing_a_receipt_has_a_reason",
        test=_ONE_ROW,
    ),
    Rule(
        "A receipt is undone by one that negates it, from the day of its last part on",
        _UNDOING,
        "placements.triggers.receipt.UNDOING_MIRRORS_ITS_RECEIPT",
        proof="receipts",
        test=_RAW,
    ),
    Rule(
        "Undoing a receipt leaves what its entries have received between zero and their net",
        _UNDOING,
        "placements.triggers.receipt.UNDOING_LEAVES_ENTRIES_IN_THEIR_NET",
        proof="cash received by entries",
        test=_RAW,
    ),
)

PART_RULES = (
    Rule("A part is of some cash", _PARTS, "a_part_of_a_receipt_is_of_some_cash", test=_ONE_ROW),
    Rule(
        "A receipt that stands pays entries of its own agreement",
        _PARTS,
        "placements.triggers.receipt_part.PARTS_FIT_THEIR_RECEIPT",
        proof="parts of receipts",
        test=_RAW,
    ),
    Rule(
        "A part counts from the day of its receipt or its entry, or the first open day after",
        terms="neoequity.books.periods.rules.first_open_day",
        database="placements.triggers.receipt_part.PARTS_ARE_DATED",
        proof="parts of receipts",
        test=_RAW,
    ),
    Rule(
        "The parts of a receipt lie within its amount",
        _PARTS,
        "placements.triggers.receipt_part.PARTS_LIE_WITHIN_THEIR_RECEIPT",
        proof="receipts",
        test=_SAME,
    ),
    Rule(
        "An entry has not received less than nothing",
        terms="placements.terms.receipt.owes",
        database="placements.triggers.receipt_part.ENTRIES_OWE_NO_CASH",
        proof="cash received by entries",
        test=_SAME,
    ),
    Rule(
        "An entry that has received more than its net says why",
        terms="placements.terms.receipt.is_past",
        database="placements.triggers.receipt_part.ENTRIES_KEEP_TO_THEIR_NET",
        proof="cash received by entries",
        test=_SAME,
    ),
    Rule(
        "No part is dated in a closed period",
        _CLOSED_DAYS,
        "ReceiptPart:parts_of_receipts_are_posted",
        test=_RAW,
    ),
)
