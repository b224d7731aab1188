"""The rules on an agreement's terms and their versions: in the terms and in the database."""

from neoequity.books.rules import GUARDED, Rule
from placements.terms.limits import LIMITS

_LIMITS = "placements.terms.limits.reasons_against_limits"
_NAMES = "placements.actions.agreement._against_names"
_CHANGE = "placements.terms.amendment.reasons_against_change"
_TIERS = "placements.terms.amendment.reasons_against_tiers"
_RAW = "constraints/test_raw_versions.py::"
_EACH_WAY_IN = (
    "constraints/test_limits.py::test_both_tables_of_terms_are_held_to_each_limit_by_its_name"
)
_ENDS = "ends/test_raw.py::"
_AS_THE_ACTION = f"{_RAW}test_what_the_action_would_refuse_the_database_refuses_as_well"

_PRICING = (
    "fees/test_same_verdict.py::"
    "test_another_way_of_pricing_has_the_same_verdict_from_action_and_database"
)

_TOLD_ABOVE = (
    "an_agreement_has_a_name_and_an_agent",
    "capacity_is_positive",
    "an_agreement_allows_some_method",
    "shares_settle_after_the_trade_date",
    "an_agreement_ends_after_its_signing",
)

TERM_RULES = (
    Rule("An agreement has a name and an agent", _LIMITS, "an_agreement_has_a_name_and_an_agent"),
    Rule(
        "An agreement is under a shelf of its issuer",
        _NAMES,
        "placements.triggers.term_version.UNDER_A_SHELF_OF_ITS_ISSUER",
        test=f"{_RAW}test_a_version_is_under_a_shelf_of_its_issuer",
    ),
    Rule("A capacity is more than $0", _LIMITS, "capacity_is_positive"),
    Rule("An agreement allows at least one method", _LIMITS, "an_agreement_allows_some_method"),
    Rule("Shares settle after the trade date", _LIMITS, "shares_settle_after_the_trade_date"),
    Rule("An agreement ends after its signing", _LIMITS, "an_agreement_ends_after_its_signing"),
    *(
        Rule(limit.sentence.removesuffix("."), _LIMITS, limit.constraint, test=_EACH_WAY_IN)
        for limit in LIMITS
        if limit.constraint not in _TOLD_ABOVE
    ),
    Rule(
        "A fee tier has a rate from 0% to less than 100%",
        _LIMITS,
        "a_fee_rate_is_a_fraction_from_zero_up",
    ),
    Rule("Two fee tiers start at two amounts", _TIERS, "a_fee_tier_starts_at_an_amount_once"),
    Rule(
        "The terms of an agreement in use change by a version",
        terms="placements.actions.agreement._against_changing",
        database="Agreement:terms_change_by_versions",
        proof="terms in force",
        test=GUARDED,
    ),
)

VERSION_RULES = (
    Rule(
        "A version is of an agreement in use",
        terms="placements.actions.amendment.reasons_against_version",
        database="placements.triggers.term_version.OF_AN_AGREEMENT_IN_USE",
        test=f"{_RAW}test_an_agreement_without_placements_has_no_second_version",
    ),
    Rule(
        "An amendment begins with the last version or later, a correction with it",
        _CHANGE,
        "placements.triggers.term_version.IN_ITS_TURN",
        test=_AS_THE_ACTION,
    ),
    Rule(
        "A version names its document and its reason",
        _CHANGE,
        "a_later_version_names_its_document_and_reason",
    ),
    Rule(
        "An amendment leaves the signing day as it is",
        _CHANGE,
        "placements.triggers.term_version.SIGNED_WHEN_IT_WAS",
        test=_AS_THE_ACTION,
    ),
    Rule(
        "An agreement is signed before its amendments and its placements",
        terms="placements.actions.held_against.reasons_against_signing",
        database="placements.triggers.term_version.SIGNED_FIRST",
        test=_AS_THE_ACTION,
    ),
    Rule(
        "A lower capacity holds what is sold and reserved, on its day and on every later one",
        terms="placements.actions.held_against.reasons_against_capacity",
        database="placements.triggers.term_version.CAPACITY_HOLDS_PLACEMENTS",
        proof="capacities",
        test="amendments/test_days_of_a_capacity.py::"
        "test_the_database_refuses_a_lower_capacity_on_the_same_days",
    ),
    Rule(
        "Methods stay allowed for the sales that were made by them",
        terms="placements.actions.held_against.reasons_against_methods",
        database="placements.triggers.term_version.NOTHING_SOLD_BY_OTHER_METHODS",
        test="amendments/test_days_of_a_capacity.py::"
        "test_the_database_keeps_the_methods_of_sales_that_stand",
    ),
    Rule(
        "Other fee tiers take effect after the last sale that stands",
        terms="placements.actions.amendment._against_sales_on_other_tiers",
        database="placements.triggers.term_version.NOTHING_SOLD_ON_OTHER_TIERS",
        test=_AS_THE_ACTION,
    ),
    Rule(
        "A version has fee tiers or a maximum commission, never both and never neither",
        terms="placements.terms.amendment.reasons_against_pricing",
        database="placements.triggers.fees.TIERS_OR_A_MAXIMUM",
        test=_PRICING,
    ),
    Rule(
        "Before its first placement an agreement has one of the two",
        terms="placements.actions.agreement.reasons_against_fees",
        database="placements.triggers.fees.PRICED_BEFORE_USE",
        test="fees/test_versions.py::"
        "test_the_database_refuses_a_first_placement_without_tiers_and_maximum",
    ),
    Rule(
        "Another way of pricing, or second fee, takes effect after the last sale that stands",
        terms="placements.actions.held_against.reasons_against_fees_sold_on",
        database="placements.triggers.fees.NOTHING_SOLD_ON_OTHER_FEES",
        test=_PRICING,
    ),
    Rule(
        "A maximum holds what the sales of its days state",
        terms="placements.actions.held_against._against_a_maximum",
        database="placements.triggers.fees.STATED_WITHIN_ANOTHER_MAXIMUM",
        test=_PRICING,
    ),
    Rule(
        "An agreement is terminated on the day of the change that says so, or later",
        terms="placements.terms.ending.reasons_against_the_day",
        database="placements.triggers.ending.ENDS_ON_ITS_DAY_OR_LATER",
        test=f"{_ENDS}test_action_and_database_give_the_same_verdict_on_an_end",
    ),
    Rule(
        "An agreement is terminated after its last sale and the last move of what is open",
        terms="placements.actions.held_against.reasons_against_end",
        database="placements.triggers.ending.NOTHING_STANDS_AFTER_THE_END",
        test=f"{_ENDS}test_action_and_database_give_the_same_verdict_on_an_end",
    ),
    Rule(
        "An agreement is reinstated once its earlier placements are closed or withdrawn",
        terms="placements.terms.ending.reasons_against_reinstating",
        database="placements.triggers.ending.REINSTATED_WITHOUT_OPEN_PLACEMENTS",
        test=f"{_ENDS}test_a_reinstatement_over_an_open_placement_is_refused_by_the_database",
    ),
    Rule(
        "No version takes effect in a closed period",
        terms="neoequity.books.periods.rules.reasons_against_days",
        database="placements.triggers.term_version.VERSIONS_KEEP_OUT",
        test=_AS_THE_ACTION,
    ),
    Rule(
        "No signing is moved into a closed period or out of one",
        terms="neoequity.books.periods.rules.reasons_against_days",
        database="placements.triggers.agreement.SIGNINGS_KEEP_OUT",
        test=GUARDED,
    ),
)
