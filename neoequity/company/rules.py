"""The rules of the company's records: in the terms or actions and in the database."""

from neoequity.books.rules import Rule, Section

_CASES = "kinds/test_cases.py::test_what_the_cases_try_is_refused"
_REVIEWS = "reports/test_raw_access_reviews.py::test_a_review_stays_what_was_signed"
_PRICE = "neoequity.company.actions.reasons.against_price"

_RULES = (
    Rule(
        "An agent's expenses under an agreement stay within its cap",
        terms="neoequity.company.actions.reasons.against_expense",
        database="neoequity.company.triggers.expense.WITHIN_THE_CAP",
        test=_CASES,
    ),
    Rule(
        "A trading day has one market price, and corrections of it",
        terms=_PRICE,
        database="a_day_has_one_market_price_and_corrections",
        test=_CASES,
    ),
    Rule(
        "A market price has a close, a bid or a volume",
        terms=_PRICE,
        database="a_market_price_says_something",
        test=_CASES,
    ),
    Rule(
        "A consent of the agent covers days in their order",
        terms="neoequity.company.actions.reasons.against_consent",
        database="a_consent_covers_some_days",
        test=_CASES,
    ),
    Rule(
        "A blackout lasts from a day to the same or a later one",
        terms="neoequity.company.actions.reasons.against_blackout",
        database="a_blackout_lasts_some_days",
        test=_CASES,
    ),
    Rule(
        "A blackout has a reason",
        terms="neoequity.company.actions.reasons.against_blackout",
        database="a_blackout_has_a_reason",
        test=_CASES,
    ),
    Rule(
        "Nothing is sold in a blackout of the issuer",
        terms="neoequity.company.terms.blackout.sentences_against",
        database="neoequity.company.triggers.sale.SALES_KEEP_OUT_OF_BLACKOUTS",
        test="ends/test_blackouts.py::test_action_and_database_give_the_same_verdict_on_a_sale",
    ),
    Rule(
        "No placement is accepted in a blackout of the issuer",
        terms="neoequity.company.terms.blackout.sentences_against",
        database="neoequity.company.triggers.placement.ACCEPTANCES_KEEP_OUT_OF_BLACKOUTS",
        test="ends/test_blackouts.py::test_a_raw_acceptance_in_a_blackout_is_refused",
    ),
    Rule(
        "Some paper is due on a representation date",
        terms="neoequity.company.actions.reasons.against_representation",
        database="some_paper_is_due_on_a_representation_date",
        test=_CASES,
    ),
    Rule(
        "Nothing is sold from a representation date on while papers due on it are missing",
        terms="neoequity.company.terms.representation.sentences_against",
        database="neoequity.company.triggers.sale.SALES_WAIT_FOR_PAPERS",
        test="ends/test_representations.py::"
        "test_action_and_database_give_the_same_verdict_on_a_sale",
    ),
    Rule(
        "An access review states the rights of its own day, and of none in the future",
        terms="neoequity.company.actions.access_review.sign_access_review",
        database="neoequity.company.triggers.access_review.OF_ITS_OWN_DAY",
        test=_REVIEWS,
    ),
    Rule(
        "The digest of an access review is that of its statement",
        terms="neoequity.company.actions.access_review.sign_access_review",
        database="neoequity.company.triggers.access_review.AS_STATED",
        test=_REVIEWS,
    ),
    Rule(
        "An access review has a note",
        terms="neoequity.company.actions.access_review.sign_access_review",
        database="an_access_review_has_a_note",
        test=_REVIEWS,
    ),
    Rule(
        "A figure of the company is not negative",
        terms="neoequity.company.terms.figures.fault_in",
        database="a_figure_is_not_negative",
        test=_CASES,
    ),
)

SECTIONS = (Section("The company", _RULES),)

ONLY_ACTIONS = {
    "a placement accepted past the authorized shares": "Only the action reads the share ledger; "
    "the database keeps what the agreement and the shelf have left.",
    "a placement, offer or call in a lock-up without a consent": "Only the action counts the "
    "trading days of the lock-ups around it.",
    "receipts past the most that their agreement pays": "Only the action adds them up.",
    "a figure of the company in another unit": "The database keeps one column for every unit.",
    "a correction of a record without its reason": "A remark may stay empty in the database.",
    "a second decision on a placement under the 20% rule": "Only the action looks for the first; "
    "the later of two counts.",
    "a refund under an agreement whose expenses are not refundable": "Only the action asks the "
    "term.",
}
