"""The rules on placements and on stock splits: in the terms and in the database."""

from neoequity.books.rules import GUARDED, Rule

_TERMS = "placements.terms.proposal.reasons_against_terms"
_MOVE = "placements.terms.proposal.reasons_against_move"
_CLOSED_DAYS = "neoequity.books.periods.rules.reasons_against_days"
_SPLITS = "splits/test_raw.py::"

PLACEMENT_RULES = (
    Rule("A placement offers one share or more", _TERMS, "a_placement_offers_shares"),
    Rule(
        "A placement has a minimum or an expected price, and neither is $0 or less",
        _TERMS,
        "a_placement_has_a_minimum_or_an_expected_price",
    ),
    Rule(
        "A placement moves as the table of moves allows",
        _MOVE,
        "Placement:moves_by_the_table",
        test="constraints/test_moves.py::"
        "test_a_move_outside_the_table_is_refused_whatever_days_it_brings",
    ),
    Rule(
        "A placement moves on the day of its last move or later",
        _MOVE,
        "Placement:days_do_not_run_backwards",
        proof="days of placements",
        test=GUARDED,
    ),
    Rule(
        "A placement is not closed before its last sale, nor suspended on its day",
        _MOVE,
        "placements.triggers.placement.SALES_FIT_THE_MOVE",
        proof="sales and their placements",
        test=GUARDED,
    ),
    Rule(
        "An accepted placement fits into what is free, on its day and on every later one",
        terms="placements.terms.proposal.reasons_against_acceptance",
        database="placements.triggers.placement.ACCEPTANCE_FITS_CAPACITY",
        test=GUARDED,
    ),
    Rule(
        "Nothing is placed from the day on which the agreement was terminated",
        terms="placements.terms.ending.reasons_against_ended",
        database="placements.triggers.ending.NOTHING_PLACED_FROM_THE_END",
        test="ends/test_raw.py::test_a_raw_acceptance_on_the_day_of_the_end_is_refused",
    ),
    Rule(
        "An accepted placement fits into what its shelf has left, before the shelf expires",
        terms="neoequity.company.terms.check_amounts.shelf",
        database="placements.triggers.placement.ACCEPTANCE_FITS_SHELF",
        test="company/selling/test_the_shelf_in_sql.py::test_raw_sql_is_refused_as_the_action_is",
    ),
    Rule(
        "A draft is proposed in the shares in which it was written",
        terms="placements.terms.proposal.reasons_against_old_shares",
        database="placements.triggers.placement.DRAFTED_SINCE_THE_SPLIT",
        test=f"{_SPLITS}test_a_draft_of_before_a_split_is_not_proposed_after_it",
    ),
    Rule(
        "A draft is proposed on the terms that somebody approved who did not write them",
        terms="placements.actions.placement.approval_of",
        database="placements.triggers.placement.PROPOSAL_IS_APPROVED",
        test=GUARDED,
    ),
    Rule(
        "What was proposed stays as agreed",
        terms="placements.actions.placement.revise_draft",
        database="Placement:agreed_terms_stay",
        test=GUARDED,
    ),
    Rule(
        "No draft is dated in a closed period",
        _CLOSED_DAYS,
        "placements.triggers.placement.DRAFTS_KEEP_OUT",
        test=GUARDED,
    ),
    Rule(
        "No move is dated in a closed period",
        _CLOSED_DAYS,
        "placements.triggers.placement.MOVES_KEEP_OUT",
        test=GUARDED,
    ),
)

SPLIT_RULES = (
    Rule(
        "A split leaves no placement with more sold than offered",
        terms="placements.terms.split.is_oversold",
        database="placements.triggers.split._PLACEMENTS_HOLD_AFTER_IT",
        proof="shares offered after splits",
        test=f"{_SPLITS}test_a_split_learnt_late_fits_the_sales_since_its_day",
    ),
    Rule(
        "A split leaves no sale of its day or later below the minimum price",
        terms="placements.actions.splits.reasons_against_sales_since",
        database="placements.triggers.split._SALES_FETCH_THE_MINIMUM",
        proof="sales and their placements",
        test=f"{_SPLITS}test_a_sale_since_a_split_learnt_late_is_at_least_at_its_minimum",
    ),
)
