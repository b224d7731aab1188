"""Rules of the sign-offs of reconciliations."""

from neoequity.books.rules import Rule

_RAW_SIGNED = (
    "statements/test_raw_sign_offs.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
)
_SIGNING = "neoequity.statements.terms.signing.reasons_against_signing"
_SIGN_OFF = "neoequity.statements.actions.sign_off.sign_off"
_DATABASE = "neoequity.statements.triggers.sign_off"
_SIGNED = "sign-offs of reconciliations"

SIGN_OFF_RULES = (
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
