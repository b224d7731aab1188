"""The rules of statements: in the actions and in the database."""

from neoequity.books.rules import Rule, Section

_RAW = "statements/test_raw_statements.py::test_what_breaks_a_rule_is_refused_by_its_name"
_GUARD = "statements/test_raw_statements.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
_COMPARED = "neoequity.statements.actions.considering.compared"
_RECORDED = "neoequity.statements.actions.statements.record_statement"

_RULES = (
    Rule(
        "A file of a sender is recorded once",
        terms=_COMPARED,
        database="a_file_of_a_sender_is_recorded_once",
        test=_RAW,
    ),
    Rule(
        "A reference is booked once for an account, however it is spelled",
        terms="neoequity.statements.terms.identity.compare",
        database="a_reference_is_booked_once_for_an_account",
        test=_RAW,
    ),
    Rule(
        "A line without a reference is booked once for its place among its equals",
        terms="neoequity.statements.terms.identity.compare",
        database="a_line_without_reference_is_booked_once",
        test=_RAW,
    ),
    Rule(
        "A table is read by an approved layout; only a standard needs none",
        terms="neoequity.statements.actions.considering.choose",
        database="a_table_is_read_by_a_layout",
        test=_RAW,
    ),
    Rule(
        "A statement is posted with all of its lines, or not at all",
        terms=_RECORDED,
        database="neoequity.statements.triggers.statement.WITH_ITS_LINES",
        proof="statements of others",
        test=_GUARD,
    ),
    Rule(
        "A statement is kept with its file",
        terms=_RECORDED,
        database="neoequity.statements.triggers.statement.WITH_ITS_FILE",
        test=_GUARD,
    ),
    Rule(
        "A statement takes no lines afterwards",
        terms=_RECORDED,
        database="neoequity.statements.triggers.statement_line.BEFORE_ITS_STATEMENT",
        test=_GUARD,
    ),
    Rule(
        "A layout is kept as one person asked for it and another approved it",
        terms="neoequity.statements.actions.layouts.propose_layout",
        database="neoequity.statements.triggers.layout.AS_APPROVED",
        test=_GUARD,
    ),
    Rule(
        "The versions of a layout follow one another",
        terms="neoequity.statements.actions.layouts.keep_layout",
        database="neoequity.statements.triggers.layout.ONE_AFTER_ANOTHER",
        test=_GUARD,
    ),
)

_MATCHED = "statements/test_raw_matches.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
_MATCH_RULE = "statements/test_raw_matches.py::test_what_breaks_a_rule_is_refused_by_its_name"
_SAME = (
    "statements/test_matching_property.py::"
    "test_the_database_refuses_what_the_terms_refuse_and_nothing_else"
)
_LEDGER = "neoequity.statements.terms.ledger_of_matches.LedgerOfMatches.reasons_against"
_TRIGGER = "neoequity.statements.triggers.match"
_ASKED = "neoequity.statements.actions.differences.ask_difference"
_DIFFERENCE = "neoequity.statements.actions.differences.reasons_against_difference"
_ACCEPTED = "neoequity.statements.triggers.accepted_difference"

_RULES_OF_MATCHES = (
    Rule(
        "Both sides of a match add up to the same dollars and shares",
        terms=_LEDGER,
        database=f"{_TRIGGER}.BOTH_SIDES_AGREE",
        proof="matches",
        test=_SAME,
    ),
    Rule(
        "No line is matched beyond what is left of it",
        terms=_LEDGER,
        database=f"{_TRIGGER}.NO_LINE_TWICE",
        proof="what is matched",
        test=_SAME,
    ),
    Rule(
        "No entry is matched beyond what is left of it on its side",
        terms=_LEDGER,
        database=f"{_TRIGGER}.NO_ENTRY_TWICE",
        proof="what is matched",
        test=_SAME,
    ),
    Rule(
        "No receipt is matched beyond what is left of it",
        terms=_LEDGER,
        database=f"{_TRIGGER}.NO_RECEIPT_TWICE",
        proof="what is matched",
        test=_MATCHED,
    ),
    Rule(
        "A receipt is matched whole",
        terms="neoequity.statements.actions.matching.match_by_hand",
        database=f"{_TRIGGER}.RECEIPTS_WHOLE",
        test=_MATCHED,
    ),
    Rule(
        "A match is of lines and entries of its side and issuer",
        terms="neoequity.statements.actions.matching.reasons_against_choosing",
        database=f"{_TRIGGER}.OF_ITS_SIDE",
        test=_MATCHED,
    ),
    Rule(
        "A match is posted with all of its parts",
        terms="neoequity.statements.actions.matches.post_matches",
        database=f"{_TRIGGER}.WITH_ITS_PARTS",
        proof="matches",
        test=_MATCHED,
    ),
    Rule(
        "A match takes no parts afterwards",
        terms="neoequity.statements.actions.matches.post_matches",
        database="neoequity.statements.triggers.match_part.BEFORE_THEIR_MATCH",
        test=_MATCHED,
    ),
    Rule(
        "A match is undone once, not before its day",
        terms="neoequity.statements.actions.matches.reasons_against_undoing",
        database=f"{_TRIGGER}.UNDOING_FOLLOWS_ITS_MATCH",
        proof="matches",
        test=_MATCHED,
    ),
    Rule(
        "A match says why, and so does what undoes it",
        terms="neoequity.statements.actions.matches.reasons_against_undoing",
        database="a_match_says_why_and_so_does_what_undoes_it",
        test=_MATCH_RULE,
    ),
    Rule(
        "No difference is accepted beyond what is left of its line or entry",
        terms=_DIFFERENCE,
        database=f"{_ACCEPTED}.WITHIN_WHAT_IS_LEFT",
        test=_MATCHED,
    ),
    Rule(
        "A difference is accepted as one person asked for it and another approved it",
        terms=_ASKED,
        database=f"{_ACCEPTED}.AS_APPROVED",
        test=_MATCHED,
    ),
    Rule(
        "An accepted difference is undone by one that negates it",
        terms="neoequity.statements.actions.differences.ask_undo_difference",
        database=f"{_ACCEPTED}.UNDOING_MIRRORS_ITS_DIFFERENCE",
        test=_MATCHED,
    ),
    Rule(
        "Only what is open on its side has an owner",
        terms="neoequity.statements.actions.differences.open_entry",
        database="neoequity.statements.triggers.open_item.ONLY_FOR_WHAT_IS_OPEN",
        test=_MATCHED,
    ),
)

_RAW_SIGNED = (
    "statements/test_raw_sign_offs.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
)
_SIGNING = "neoequity.statements.terms.signing.reasons_against_signing"
_SIGN_OFF = "neoequity.statements.actions.sign_off.sign_off"
_DATABASE = "neoequity.statements.triggers.sign_off"
_SIGNED = "sign-offs of reconciliations"

_OF_SIGN_OFFS = (
    Rule(
        "A reconciliation is signed off for a month that is over",
        terms=_SIGNING,
        database=f"{_DATABASE}.A_MONTH_THAT_IS_OVER",
        test=_RAW_SIGNED,
    ),
    Rule(
        "What is open when a month is signed off is explained: an owner, a due day, a note",
        terms=_SIGNING,
        database=f"{_DATABASE}.WHAT_IS_OPEN_IS_EXPLAINED",
        test="statements/test_signing_same_verdict.py::test_terms_and_database_judge_open_rows_alike",
    ),
    Rule(
        "Share counts that differ are signed off with a note on why",
        terms=_SIGNING,
        database=f"{_DATABASE}.A_COUNT_THAT_DIFFERS_HAS_A_NOTE",
        test="statements/test_signing_same_verdict.py::test_terms_and_database_judge_open_rows_alike",
    ),
    Rule(
        "The balances of a sign-off are those of the rows that it states",
        terms=_SIGN_OFF,
        database=f"{_DATABASE}.BALANCES_ARE_THOSE_OF_ITS_ROWS",
        test=_RAW_SIGNED,
    ),
    Rule(
        "The digest of a sign-off is that of its statement",
        terms=_SIGN_OFF,
        database=f"{_DATABASE}.AS_STATED",
        proof=_SIGNED,
        test=_RAW_SIGNED,
    ),
    Rule(
        "A sign-off names the head of the chain on which it rests",
        terms=_SIGN_OFF,
        database=f"{_DATABASE}.AT_THE_HEAD",
        test=_RAW_SIGNED,
    ),
)

SECTIONS = (
    Section("Statements of others", _RULES),
    Section("Matches of statements with the books", _RULES_OF_MATCHES),
    Section("Sign-offs of reconciliations", _OF_SIGN_OFFS),
)

ONLY_ACTIONS = {
    "a statement of an account that its sender does not have": "Only the action asks which "
    "accounts are named, for a sender may have none.",
    "a line of a statement that contradicts a booked one": "Only the action compares their "
    "figures; the database keeps a reference from being booked again.",
    "a line of a statement that is dated in the future": "Only the action knows the day of the "
    "books.",
    "an owner who cannot read the books, or a due day that has passed": "Only the action knows who "
    "may read, and the day of the books.",
    "a receipt of lines that pay entries of several agreements": "A receipt has one agreement by "
    "its column; the action tells what to do instead.",
    "a sign-off of another reconciliation than the books give": "The database adds up what the "
    "sign-off states and refuses what is not explained; the action reads the rows under its lock.",
    "a layout that cannot be read by": "The database keeps its text as it was approved.",
}
