"""Rules of matches, accepted differences and open items."""

from neoequity.books.rules import Rule

_MATCHED = "statements/test_raw_matches.py::test_what_a_trigger_guards_is_refused_by_its_sentence"
_MATCH_RULE = "statements/test_raw_matches.py::test_what_breaks_a_rule_is_refused_by_its_name"
_SAME = (
    "statements/test_matching_property.py::"
    "test_the_database_refuses_what_the_terms_refuse_and_nothing_else"
)
_LEDGER = "neoequity.statements.terms.ledger_of_matches.LedgerOfMatches"
_TRIGGER = "neoequity.statements.triggers.match"
_ASKED = "neoequity.statements.actions.differences.ask_difference"
_DIFFERENCE = "neoequity.statements.actions.differences.reasons_against_difference"
_ACCEPTED = "neoequity.statements.triggers.accepted_difference"

MATCH_RULES = (
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
