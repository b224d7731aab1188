"""The rules on a sale, its reversal and its adjustments: in the terms and in the database."""

from neoequity.books.rules import Rule

_AGAINST_TERMS = "constraints/test_raw_sales.py::test_a_sale_against_the_terms_is_refused"
_SAME_VERDICT = "constraints/test_same_verdict.py::test_action_and_database_give_the_same_verdict"

SALE_RULES = (
    Rule(
        "A sale is of one share or more, for a cent or more",
        terms="placements.terms.notice._against_figures",
        database="a_sale_is_positive_and_a_reversal_negative",
    ),
    Rule(
        "A price is more than $0",
        terms="placements.terms.notice._against_figures",
        database="a_price_is_positive",
    ),
    Rule(
        "A price has the decimals it was written with, at most six",
        terms="neoequity.books.money.decimals_of",
        database="a_price_has_the_decimals_it_was_written_with",
        proof="figures of sales",
    ),
    Rule(
        "A gross fits shares x price as far as the price was written",
        terms="neoequity.books.money.fits",
        database="gross_fits_shares_times_price",
        proof="figures of sales",
    ),
    Rule(
        "Deductions are not negative",
        terms="placements.terms.stated.reasons_against_deductions",
        database="deductions_have_the_sign_of_their_sale",
    ),
    Rule(
        "Deductions are at most the gross less the commission",
        terms="placements.terms.stated.reasons_against_deductions",
        database="a_sale_leaves_the_issuer_no_less_than_nothing",
    ),
    Rule(
        "Net is gross less commission and deductions",
        terms="placements.terms.stated.reasons_against_deductions",
        database="net_is_gross_less_commission_and_deductions",
        proof="figures of sales",
    ),
    Rule(
        "The commission of a sale lies between the rates of its day",
        terms="placements.terms.commission.post",
        database="placements.triggers.sale.COMMISSION_KEEPS_THE_RATES",
        proof="commissions",
        test="constraints/test_raw_sales.py::test_a_commission_beyond_the_rates_is_refused_at_once",
    ),
    Rule(
        "All commissions are what the standing sales cost in trade order",
        terms="placements.terms.commission.post",
        database="placements.triggers.agreement.COMMISSION_FOLLOWS_TRADE_ORDER",
        proof="commissions",
        test="constraints/test_raw_sales.py::test_a_commission_off_by_a_cent_is_refused",
    ),
    Rule(
        "A sale states no more commission than the maximum of its day, rounded up to the cent",
        terms="placements.terms.stated.reasons_against_stated",
        database="placements.triggers.sale.STATED_WITHIN_THE_MAXIMUM",
        proof="commissions stated",
        test="fees/test_same_verdict.py::"
        "test_a_stated_commission_has_the_same_verdict_from_action_and_database",
    ),
    Rule(
        "A second fee is what the rate of its day gives, to the cent",
        terms="placements.terms.fees.second_fee",
        database="placements.triggers.sale.SECOND_FEE_BY_ITS_RATE",
        proof="commissions stated",
        test="fees/test_same_verdict.py::"
        "test_the_database_refuses_a_second_fee_that_its_rate_does_not_give",
    ),
    Rule(
        "A stated commission and the second fee are all of the commission",
        terms="placements.actions.sale.record_sales",
        database="a_stated_commission_and_the_second_fee_are_all_of_it",
    ),
    Rule(
        "A stated commission is $0 or more, and is given back by the reversal",
        terms="placements.terms.stated.reasons_against_stated",
        database="a_stated_commission_has_the_sign_of_its_sale",
        proof="reversals",
    ),
    Rule(
        "A second fee is $0 or more, and is given back by the reversal",
        terms="placements.terms.fees.second_fee",
        database="a_second_fee_has_the_sign_of_its_sale",
        proof="reversals",
    ),
    Rule(
        "Gross stays within the capacity",
        terms="placements.terms.notice._against_amounts",
        database="gross_sold_stays_between_zero_and_capacity",
        proof="capacities",
        test="constraints/test_raw_sales.py::test_a_cent_past_the_capacity_is_refused",
    ),
    Rule(
        "Shares stay within those that the placement offers",
        terms="placements.terms.notice._against_amounts",
        database="placements.triggers.sale.OFFERS_HOLD_SALES",
        proof="shares offered",
    ),
    Rule(
        "Price and gross are at or above the minimum",
        terms="placements.terms.notice._against_minimum",
        database="placements.triggers.sale.SALE_FITS_PLACEMENT",
        proof="sales and their placements",
        test=_AGAINST_TERMS,
    ),
    Rule(
        "The method is one that the agreement allows",
        terms="placements.terms.notice._against_method",
        database="placements.triggers.sale.SALE_FITS_PLACEMENT",
        test=_AGAINST_TERMS,
    ),
    Rule(
        "The placement is accepted and not closed on the trade date",
        terms="placements.terms.notice._against_trade_date",
        database="placements.triggers.sale.SALE_FITS_PLACEMENT",
        proof="sales and their placements",
        test="constraints/test_raw_sales.py::test_a_sale_under_a_placement_that_is_not_open_is_refused",
    ),
    Rule(
        "Nothing is sold from the day on which the agreement was terminated",
        terms="placements.terms.ending.reasons_against_ended",
        database="placements.triggers.ending.NOTHING_SOLD_FROM_THE_END",
        test="ends/test_raw.py::test_action_and_database_give_the_same_verdict_on_a_sale",
    ),
    Rule(
        "The placement is not suspended on the trade date",
        terms="placements.terms.notice._against_suspensions",
        database="placements.triggers.sale.SALES_KEEP_OUT_OF_SUSPENSIONS",
        test="constraints/test_raw_sales.py::test_a_sale_of_a_suspension_that_is_over_is_refused",
    ),
    Rule(
        "The trade date is not in the future",
        terms="placements.terms.notice._against_trade_date",
        database="an_entry_is_not_dated_in_the_future",
    ),
    # No proof: an exceptional day entered late does not invalidate sales already posted.
    Rule(
        "The trade date is a trading day",
        terms="neoequity.books.calendar.day_kind",
        database="placements.triggers.market_day.SALES_ARE_OF_TRADING_DAYS",
        test="constraints/test_calendar_rows.py::test_a_sale_on_a_day_without_trading_is_refused",
    ),
    Rule(
        "The settlement date is after the trade date",
        terms="placements.terms.notice._against_settlement",
        database="a_sale_has_a_settlement_date_and_a_reference",
        proof="figures of sales",
    ),
    Rule(
        "The settlement date is a settlement day, the rule's or another with its reason",
        terms="placements.terms.notice._against_settlement",
        database="placements.triggers.market_day.SALES_SETTLE_BY_THE_RULE",
        test="constraints/test_calendar_rows.py::test_only_the_rules_day_passes_without_a_reason",
    ),
    Rule(
        "A reference is letters, digits and a few signs",
        terms="placements.terms.reference.is_reference",
        database="a_reference_is_one_that_a_notice_may_have",
        test="constraints/test_reference_key.py::test_the_database_knows_a_reference_when_the_terms_do",
    ),
    Rule(
        "A reference is booked once, however spelled",
        terms="placements.terms.reference.reference_key",
        database="an_agents_reference_is_booked_once",
        test="constraints/test_reference_key.py::test_the_database_gives_every_reference_the_same_key",
    ),
    Rule(
        "Nothing is dated in a closed period",
        terms="neoequity.books.periods.rules.reasons_against_days",
        database="placements.triggers.sale.SALES_KEEP_OUT",
        test=_SAME_VERDICT,
    ),
)

REVERSAL_RULES = (
    Rule(
        "A reversal negates one sale that is no reversal and no adjustment, from its trade date on",
        terms="placements.actions.sale.reasons_against_reversal",
        database="placements.triggers.sale.REVERSAL_MIRRORS_SALE",
        proof="reversals",
        test="constraints/test_raw_sales.py::test_a_reversal_that_does_not_mirror_its_sale_is_refused",
    ),
    Rule(
        "A sale is reversed once",
        terms="placements.actions.sale.reasons_against_reversal",
        database="Sale.reverses",
    ),
    Rule(
        "A reversal has a reason",
        terms="placements.actions.sale.reasons_against_reversal",
        database="a_reversal_has_a_reason",
    ),
    Rule(
        "An adjustment is of the entry that caused it, on the day it concerns or the first open "
        "day after",
        terms="neoequity.books.periods.rules.first_open_day",
        database="placements.triggers.sale.ADJUSTMENT_FITS_ITS_CAUSE",
        proof="adjustments",
        test="constraints/test_raw_sales.py::test_an_adjustment_that_does_not_fit_its_cause_is_refused",
    ),
)

DELIVERY_RULES = (
    Rule(
        "Shares are delivered for a sale that stands",
        terms="placements.actions.delivery._against_sale",
        database="placements.triggers.delivery.DELIVERY_FITS_SALE",
        proof="deliveries",
        test="constraints/test_raw_deliveries.py::test_a_delivery_for_a_reversed_sale_or_its_reversal_is_refused",
    ),
    Rule(
        "Shares are delivered on the trade date or later",
        terms="placements.actions.delivery._against_sale",
        database="placements.triggers.delivery.DELIVERY_FITS_SALE",
        proof="deliveries",
        test="constraints/test_raw_deliveries.py::test_a_delivery_before_the_trade_date_is_refused",
    ),
    Rule(
        "A sale is delivered once",
        terms="placements.actions.delivery._against_sale",
        database="Delivery.sale",
    ),
    Rule(
        "No delivery is dated in a closed period",
        terms="neoequity.books.periods.rules.reasons_against_days",
        database="placements.triggers.delivery.DELIVERIES_KEEP_OUT",
        test="periods/test_locked.py::test_raw_statements_into_it_are_refused_with_the_same_sentence",
    ),
)
