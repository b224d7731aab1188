"""What each term of an agreement may be: declared once, for every way in and for the database.

Forms, amendments and programme files refuse by the sentences, and `models/limits.py` makes the
constraints of both tables of terms from the same rows. A term that is not stated breaks none.
"""

from collections.abc import Iterable, Iterator

from neoequity.books.refusal import Reason
from placements.terms.agent_notice import NOTICE_NEEDED
from placements.terms.ending import TERMINATED_BY
from placements.terms.limit import Among, Filled, Limit, NotBefore, OneOf, Range, Values
from placements.terms.notice import METHODS

#: The most characters of a name.
LONGEST = {"name": 80, "agent": 120}
_YEAR, _CENTURY, _MONTH = 366, 100, 30


def _from_zero(term: str, constraint: str, words: str) -> Range:
    return Range(term, constraint, f"{words} or more.", lowest=0)


def _counted(term: str, constraint: str, words: str, most: int) -> Range:
    return Range(term, constraint, words.format(f"0 to {most}"), lowest=0, highest=most)


LIMITS: tuple[Limit, ...] = (
    Filled("name", "an_agreement_has_a_name_and_an_agent", "Enter a name."),
    Filled("agent", "an_agreement_has_a_name_and_an_agent", "Enter the name of the agent."),
    Range(
        "capacity",
        "capacity_is_positive",
        "The capacity must be more than $0.",
        lowest=0,
        more_than_lowest=True,
    ),
    Among(
        "methods",
        "an_agreement_allows_some_method",
        f"An agreement allows at least one of the methods {', '.join(METHODS)}.",
        tuple(METHODS),
    ),
    Range(
        "settlement_days",
        "shares_settle_after_the_trade_date",
        "Shares settle one day after the trade date or later.",
        lowest=1,
    ),
    Range(
        "settlement_days",
        "shares_settle_within_a_month",
        f"Shares settle at most {_MONTH} days after the trade date.",
        highest=_MONTH,
    ),
    NotBefore(
        "termination_from",
        "an_agreement_ends_after_its_signing",
        "The agreement cannot be ended from {termination_from} on, before it was signed on "
        "{signed_on}.",
        other="signed_on",
    ),
    Range(
        "commission_maximum_rate",
        "a_maximum_commission_is_a_fraction",
        "The maximum commission must be from 0% to less than 100%.",
        lowest=0,
        highest=1,
        less_than_highest=True,
    ),
    Range(
        "second_fee_rate",
        "a_second_fee_is_a_fraction",
        "The second fee must be from 0% to less than 100%.",
        lowest=0,
        highest=1,
        less_than_highest=True,
    ),
    _from_zero(
        "largest_commission",
        "largest_commission_is_never_negative",
        "The largest commission must be $0",
    ),
    _from_zero("expense_cap", "expense_cap_is_never_negative", "The expense cap must be $0"),
    _from_zero(
        "advisory_share",
        "advisory_share_is_never_negative",
        "The share of the advisory money must be $0",
    ),
    Range(
        "compensation_limit_rate",
        "compensation_limit_is_a_fraction",
        "The limit on all compensation must be from 0% to 100%.",
        lowest=0,
        highest=1,
    ),
    _counted(
        "lock_up_days_before",
        "lock_up_before_lasts_a_year_at_most",
        "The lock-up before terms are agreed must be {} trading days.",
        _YEAR,
    ),
    _counted(
        "lock_up_days_after",
        "lock_up_after_lasts_a_year_at_most",
        "The lock-up after the last settlement must be {} trading days.",
        _YEAR,
    ),
    _from_zero(
        "warrant_coverage_rate", "warrant_coverage_is_never_negative", "Warrant coverage must be 0%"
    ),
    _from_zero(
        "warrant_strike_rate",
        "warrant_strike_is_never_negative",
        "The exercise price of warrants must be 0% of the average price",
    ),
    _from_zero(
        "warrant_limit_rate",
        "warrant_limit_is_never_negative",
        "The limit on warrants must be 0% of the shares sold",
    ),
    _counted(
        "warrant_due_days",
        "a_warrant_is_due_within_a_year",
        "Warrants must be due {} days after the last settlement.",
        _YEAR,
    ),
    _counted(
        "warrant_life_years",
        "a_warrant_lives_a_century_at_most",
        "Warrants must be exercisable for {} years.",
        _CENTURY,
    ),
    _counted(
        "warrant_cashless_years",
        "cashless_exercise_begins_within_a_century",
        "Cashless exercise must begin {} years after issuance.",
        _CENTURY,
    ),
    _counted(
        "warrant_transfer_years",
        "transfer_begins_within_a_century",
        "Warrants must be transferable {} years after issuance.",
        _CENTURY,
    ),
    _counted(
        "warrant_nasd_transfer_years",
        "nasd_transfer_begins_within_a_century",
        "Warrants must be transferable {} years after the offering's effective date.",
        _CENTURY,
    ),
    _counted(
        "warrant_registration_years",
        "registration_begins_within_a_century",
        "Registration rights must begin {} years after issuance.",
        _CENTURY,
    ),
    _counted(
        "warrant_demand_limit",
        "a_hundred_demands_are_granted_at_most",
        "The holders' demands for registration must be {} in number.",
        100,
    ),
    OneOf(
        "notice_needed",
        "a_notice_is_needed_at_a_moment_or_not_at_all",
        "The agent's notice is needed before shares are delivered, before a period closes, or not "
        "at all.",
        tuple(NOTICE_NEEDED),
    ),
    NotBefore(
        "terminated_on",
        "an_agreement_is_terminated_after_its_signing",
        "The agreement cannot end on {terminated_on}, before it was signed on {signed_on}.",
        other="signed_on",
    ),
    OneOf(
        "terminated_by",
        "an_agreement_is_terminated_by_a_party",
        "An agreement is terminated by the issuer, by the agent or by both.",
        tuple(TERMINATED_BY),
    ),
)

#: Of each fee tier, by the columns of its table, which versions share (p. S-11).
TIER_LIMITS: tuple[Range, ...] = (
    Range(
        "above",
        "a_fee_rate_is_a_fraction_from_zero_up",
        "A fee tier must start above $0 or a higher amount.",
        lowest=0,
    ),
    Range(
        "rate",
        "a_fee_rate_is_a_fraction_from_zero_up",
        "The rate of a fee tier is from 0% to less than 100%.",
        lowest=0,
        highest=1,
        less_than_highest=True,
    ),
)


def reasons_against_limits(values: Values, limits: Iterable[Limit] = LIMITS) -> Iterator[Reason]:
    """A reason for each term that is stated beyond its limit, beside the term."""
    for limit in limits:
        if values(limit.term) is not None and not limit.admits(values):
            yield Reason(told(limit, values), limit.term)


def told(limit: Limit, values: Values) -> str:
    """The sentence of a limit, with the days that it names."""
    if isinstance(limit, NotBefore):
        return limit.sentence.format(**{term: values(term) for term in (limit.term, limit.other)})
    return limit.sentence


def bounds(term: str) -> tuple[int, int]:
    """The lowest and the highest of a count, as its ranges say; for the readers of files."""
    ranges = [limit for limit in LIMITS if isinstance(limit, Range) and limit.term == term]
    [lowest] = [limit.lowest for limit in ranges if limit.lowest is not None]
    [highest] = [limit.highest for limit in ranges if limit.highest is not None]
    return lowest, highest
