"""The rules on requests, closings and reopenings, as Python and the database enforce them."""

from neoequity.books.rules import GUARDED, Rule, Section

_DECISION = "neoequity.books.approvals.rules.reasons_against_decision"
_CLOSING = "neoequity.books.periods.closing.reasons_against_period"
_REOPENING = "neoequity.books.periods.closing.reasons_against_reopening"

REQUEST_RULES = (
    Rule(
        "One request of a kind waits for a record at a time",
        terms="neoequity.books.approvals.actions.reasons_against_asking",
        database="one_request_waits_for_a_record_at_a_time",
    ),
    Rule("A request is decided once", _DECISION, "Approval:decisions_stand", test=GUARDED),
    Rule("Who asks is not who approves or rejects", _DECISION, "who_asks_is_not_who_decides"),
    Rule("A rejection has a note", _DECISION, "a_rejection_has_a_note"),
)

CLOSING_RULES = (
    Rule(
        "A closing is of one whole month or quarter",
        terms="neoequity.books.periods.rules.period_of",
        database="neoequity.books.triggers.closing._PERIOD_IS_NAMED",
        test=GUARDED,
    ),
    Rule("A period is over when it is closed", _CLOSING, "a_period_is_over_when_it_is_closed"),
    Rule(
        "What is closed is not closed again, nor a part of it",
        terms=_CLOSING,
        database="neoequity.books.triggers.closing._ONE_LOCK_A_DAY",
        test=GUARDED,
    ),
    Rule("A closing is reopened once", _REOPENING, "Reopening.closing"),
    Rule("A reopening has a reason", _REOPENING, "a_reopening_has_a_reason"),
    Rule(
        "A period is reopened on the day of its closing or later",
        terms="neoequity.books.periods.closing.reopen",
        database="neoequity.books.triggers.reopening._REOPENED_AFTERWARDS",
        test=GUARDED,
    ),
    Rule(
        "Who asks for a reopening does not approve it",
        terms=_DECISION,
        database="nobody_approves_a_reopening_of_their_own",
    ),
)

SECTIONS = (Section("Requests", REQUEST_RULES), Section("Closed periods", CLOSING_RULES))
