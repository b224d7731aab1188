"""Rules of senders, layouts, statements and their lines."""

from neoequity.books.rules import Rule

_RAW = "statements/test_raw_statements.py::test_what_breaks_a_rule_is_refused_by_its_name"
_GUARD = "statements/test_raw_statements.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
_COMPARED = "neoequity.statements.actions.considering.compared"
_RECORDED = "neoequity.statements.actions.statements.record_statement"

STATEMENT_RULES = (
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
