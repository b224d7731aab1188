"""The rules of warrants, the register, calls and splits: in the terms and in the database."""

from neoequity.books.rules import Rule, Section

_ON_ONE_ROW = (
    "warrants/constraints/test_rules_on_one_row.py::test_what_breaks_a_rule_is_refused_by_its_name"
)
_GUARDED = (
    "warrants/constraints/test_guards.py::test_what_a_trigger_guards_is_refused_with_its_sentence"
)
_ENTRY = (
    "warrants/constraints/test_raw_entries.py::"
    "test_what_an_entry_must_keep_to_is_refused_with_its_sentence"
)
_ISSUE = (
    "warrants/constraints/test_raw_issues.py::"
    "test_what_an_issue_must_keep_to_is_refused_with_its_sentence"
)
_EXERCISE = "warrants.terms.exercise.reasons_against_exercise"
_CASHLESS = "warrants.terms.exercise.reasons_against_cashless"
_REVERSING = "warrants.actions.reversal.reasons_against_reversing"
_CLOCKS = "warrants.triggers.entry._WITHIN_THE_CLOCKS"
_EARNED = "warrants.triggers.earned.ISSUES_ARE_EARNED"
_MOST = "warrants.triggers.earned.NOT_MORE_THAN_EARNED"
_CALLED = "warrants.actions.calls.give_call_notice"
_SPLIT = "warrants.actions.split.reasons_against_split"
_ALONE = "neoequity.books.approvals.second_person.refuse_alone"
_ALONE_RAW = (
    "warrants/second_person/test_raw.py::test_raw_sql_is_refused_exactly_when_the_action_is"
)
_CLOSED_DAYS = "neoequity.books.periods.rules.reasons_against_days"

ISSUE_RULES = (
    Rule(
        "A warrant is issued once no more is sold under it and all its sales are settled",
        terms="warrants.terms.entitlement.reasons_against_issue",
        database=_EARNED,
        test=_ISSUE,
    ),
    Rule(
        "Its exercise price is the strike rate of the average price of its sales",
        terms="warrants.terms.grant.grant_on",
        database=_EARNED,
        test=_ISSUE,
    ),
    Rule("Its clocks follow its day", "warrants.terms.clocks.clocks", _EARNED, test=_ISSUE),
    Rule(
        "Warrants are issued for no more than the coverage of the shares sold",
        terms="warrants.terms.entitlement.entitlement",
        database=_MOST,
        test=_ISSUE,
    ),
    Rule(
        "Warrants of an agreement stay within its limit of the shares sold",
        terms="warrants.actions.issuing.limit_of",
        database=_MOST,
        test=_ISSUE,
    ),
    Rule(
        "A warrant is issued to the agent, for its shares, on its day or the first open one",
        terms="warrants.actions.issue.issue_warrant",
        database="warrants.triggers.entry._ISSUE_IS_THE_WARRANTS",
        proof="issues",
        test=_ISSUE,
    ),
    Rule(
        "Where the office says so, another person approves the issue of a placement's warrant",
        _ALONE,
        "warrants.triggers.approved._ISSUE_IS_APPROVED",
        test=_ALONE_RAW,
    ),
    Rule(
        "Where the office says so, another person approves the issue of a programme's warrant",
        _ALONE,
        "warrants.triggers.approved._POOLED_ISSUE_IS_APPROVED",
        test="warrants/second_person/test_raw.py::"
        "test_a_programmes_issue_is_refused_without_a_second_person",
    ),
)

ENTRY_RULES = (
    Rule(
        "An entry is for one share or more",
        _EXERCISE,
        "an_entry_is_positive_and_its_reversal_negative",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "A holder gives no more than it has",
        terms="warrants.terms.register.held_on",
        database="a_holder_never_gives_more_than_it_has",
        proof="balances",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "A holder gives no more than it has on any day, whatever is entered late",
        terms="warrants.terms.register.first_shortfall",
        database="warrants.triggers.entry.NO_DAY_BELOW_NOTHING",
        proof="what is left",
        test="warrants/constraints/test_raw_entries.py::"
        "test_what_a_holder_got_later_is_not_given_before",
    ),
    Rule(
        "A warrant is exercised from its issue until its last day",
        _EXERCISE,
        _CLOCKS,
        proof="days of entries",
        test=_ENTRY,
    ),
    Rule(
        "A cashless exercise is possible from its day on",
        _CASHLESS,
        _CLOCKS,
        proof="days of entries",
        test=_ENTRY,
    ),
    Rule(
        "A warrant expires after its last day",
        terms="warrants.actions.register.expire",
        database=_CLOCKS,
        proof="days of entries",
        test=_ENTRY,
    ),
    Rule(
        "Until its clocks have run a warrant is transferred to those whom they exempt",
        terms="warrants.terms.holders.reasons_against_transfer",
        database="warrants.triggers.entry._TRANSFERS_KEEP_THE_CLOCKS",
        test=_ENTRY,
    ),
    Rule(
        "Holders are those of the issuer",
        terms="warrants.actions.register.transfer",
        database="warrants.triggers.entry._HOLDERS_ARE_THE_ISSUERS",
        proof="issuers and placements",
        test=_ENTRY,
    ),
    Rule(
        "An exercise is at the price of its warrant, or of the call, after the splits by its day",
        terms="warrants.actions.register.price_on",
        database="warrants.triggers.entry._EXERCISES_AT_THE_PRICE",
        test=_ENTRY,
    ),
    Rule(
        "An exercise for cash pays shares x price",
        terms="warrants.terms.exercise.for_cash",
        database="cash_is_shares_times_exercise_price",
        proof="figures of exercises",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "A cashless exercise gives N x (M - X) / M whole shares, and one at least",
        terms="warrants.terms.exercise.cashless",
        database="a_cashless_exercise_pays_with_the_gain",
        proof="figures of exercises",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "A market price is more than $0",
        terms="warrants.actions.register.reasons_against_exercising",
        database="a_market_price_is_positive",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "A reversal negates one earlier entry that is no issue, no split and no reversal",
        _REVERSING,
        "warrants.triggers.entry._REVERSAL_MIRRORS",
        proof="reversals of entries",
        test=_ENTRY,
    ),
    Rule("An entry is reversed once", _REVERSING, "Entry.reverses", test=_ON_ONE_ROW),
    Rule(
        "A cancellation and a reversal have a reason",
        terms="warrants.actions.register.cancel",
        database="a_cancellation_and_a_reversal_have_a_reason",
        test=_ON_ONE_ROW,
    ),
    Rule(
        "Where the office says so, another person approves a transfer",
        _ALONE,
        "warrants.triggers.approved._TRANSFER_IS_APPROVED",
        test=_ALONE_RAW,
    ),
    Rule(
        "Where the office says so, another person approves a cancellation",
        _ALONE,
        "warrants.triggers.approved._CANCELLATION_IS_APPROVED",
        test=_ALONE_RAW,
    ),
    Rule(
        "A split changes each holder's count by its ratio, and nothing else does",
        terms="warrants.terms.register.changes_due",
        database="Entry:entries_follow_the_splits",
        proof="changes by stock splits",
        test=_GUARDED,
    ),
    Rule(
        "Registration is requested from its day on, and demanded as often as agreed",
        terms="warrants.actions.registration.request_registration",
        database="warrants.triggers.registration_request.REQUEST_KEEPS_THE_CLOCK",
        test=_GUARDED,
    ),
)

CALL_RULES = (
    Rule(
        "A call is given on the day its series opens or later",
        _CALLED,
        "warrants.triggers.call_notice.CALL_STARTS_WITHOUT_A_PRICE",
        test=_GUARDED,
    ),
    Rule(
        "A series is called once a day", _CALLED, "a_series_is_called_once_a_day", test=_ON_ONE_ROW
    ),
    Rule(
        "The price of a call is the lesser of the cap and its share of the closing bid",
        terms="warrants.terms.call.call_price",
        database="warrants.triggers.call_notice.CALL_PRICE_FOLLOWS_THE_BID",
        test=_GUARDED,
    ),
    Rule(
        "A price at which an exercise stands is not corrected",
        terms="warrants.actions.calls.reasons_against_touching",
        database="warrants.triggers.call_notice.CALL_PRICE_STAYS",
        test=_GUARDED,
    ),
    Rule(
        "No call is given or priced in a closed period",
        _CLOSED_DAYS,
        "warrants.triggers.call_notice.CALLS_KEEP_OUT",
        test="periods/test_locked.py::"
        "test_a_call_of_its_days_is_refused_and_one_of_later_days_is_not",
    ),
)

SPLIT_RULES = (
    Rule(
        "A split gives new shares for another number of old ones",
        _SPLIT,
        "a_split_changes_the_number_of_shares",
        test=_ON_ONE_ROW,
    ),
    Rule("An issuer splits once a day", _SPLIT, "an_issuer_splits_once_a_day", test=_ON_ONE_ROW),
    Rule(
        "No exercise stands in answer to a call priced on the day of a split or later",
        _SPLIT,
        "warrants.triggers.split._NO_ANSWERS_STAND",
        test=_GUARDED,
    ),
    Rule(
        "Where the office says so, another person approves a split",
        _ALONE,
        "warrants.triggers.approved.SPLITS_ARE_APPROVED",
        test=_ALONE_RAW,
    ),
)

SECTIONS = (
    Section("Issues of warrants", ISSUE_RULES),
    Section("Entries of the register", ENTRY_RULES),
    Section("Calls", CALL_RULES),
    Section("Stock splits", SPLIT_RULES),
)
