"""The seals of the placements in the chain, and the fields that each covers."""

from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns

SALE = Sealed(
    kind="sale",
    table="placements_sale",
    columns=sealed_columns(
        "id agreement_id placement_id number trade_date settlement_date settlement_reason method "
        "shares price price_decimals gross commission deductions net agent_reference reverses_id "
        "adjusts_id concerns reason remark recorded_at recorded_by_id",
        trade_date=DAY,
        settlement_date=DAY,
        concerns=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.agreement_id, e.number",
    name="CASE WHEN e.adjusts_id IS NOT NULL THEN 'Adjustment ' "
    "WHEN e.reverses_id IS NOT NULL THEN 'Reversal ' ELSE 'Sale ' END || e.number "
    "|| ' of the ' || a.name",
    day="e.trade_date",
    later=sealed_columns("commission_stated second_fee"),
)

DELIVERY = Sealed(
    kind="delivery",
    table="placements_delivery",
    columns=sealed_columns(
        "id sale_id delivered_on remark recorded_at recorded_by_id",
        delivered_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_sale s ON s.id = e.sale_id "
    "JOIN placements_agreement a ON a.id = s.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="CASE WHEN s.adjusts_id IS NULL THEN 'The delivery of sale ' "
    "ELSE 'The payment of adjustment ' END || s.number || ' of the ' || a.name",
    day="e.delivered_on",
)

RECEIPT = Sealed(
    kind="receipt",
    table="placements_receipt",
    columns=sealed_columns(
        "id agreement_id number received_on amount bank_reference remark undoes_id reason "
        "approval_id recorded_at recorded_by_id",
        received_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.agreement_id, e.number",
    name="'Receipt ' || e.number || ' of the ' || a.name",
    day="e.received_on",
)

RECEIPT_PART = Sealed(
    kind="receiptpart",
    table="placements_receiptpart",
    columns=sealed_columns(
        "id receipt_id entry_id amount applied_on remark recorded_at recorded_by_id",
        applied_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_receipt r ON r.id = e.receipt_id "
    "JOIN placements_sale s ON s.id = e.entry_id "
    "JOIN placements_agreement a ON a.id = r.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="'Part ' || e.id || ' of receipt ' || r.number || ' of the ' || a.name "
    "|| ' for entry ' || s.number",
    day="e.applied_on",
)

# The totals of a closing by agreement: its key and the figures, separated by spaces.
_TOTALS = """(
    SELECT string_agg(concat_ws(' ', t.agreement_id, t.gross, t.shares, t.commission, t.net,
               t.settled, t.capacity, t.gross_to_date, t.shares_to_date, t.commission_to_date,
               t.net_to_date, t.settled_to_date, t.deductions, t.deductions_to_date),
               '; ' ORDER BY t.agreement_id)
    FROM placements_closingtotal t WHERE t.closing_id = e.id)"""

CLOSING = Sealed(
    kind="closing",
    table="books_closing",
    columns=sealed_columns(
        "id issuer_id number label starts_on ends_on closed_on checklist head_position "
        "head_digest recorded_at recorded_by_id totals",
        starts_on=DAY,
        ends_on=DAY,
        closed_on=DAY,
        recorded_at=MOMENT,
        totals=_TOTALS,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Closing ' || e.number || ' (' || e.label || ')'",
)

# The fee tiers that came with a version, in PostgreSQL's JSON; null if it brought none.
_FEE_TIERS = """(
    SELECT json_agg(json_build_array(t.above::text, t.rate::text, t.page) ORDER BY t.above)::text
    FROM placements_feetier t WHERE t.agreement_id = e.agreement_id AND t.version = e.number)"""

TERMS = Sealed(
    kind="terms",
    table="placements_termversion",
    columns=sealed_columns(
        "id agreement_id number kind effective_on document page reason approval_id recorded_at "
        "recorded_by_id name agent shelf_id signed_on capacity methods settlement_days "
        "termination_from largest_commission expense_cap expense_refundable advisory_share "
        "compensation_limit_rate lock_up_days_before lock_up_days_after warrant_coverage_rate "
        "warrant_strike_rate warrant_limit_rate warrant_pooled warrant_due_days "
        "warrant_life_years warrant_cashless_years warrant_transfer_years "
        "warrant_nasd_transfer_years warrant_registration_years warrant_last_day_included "
        "offering_effective_on warrant_demand_limit fee_tiers",
        effective_on=DAY,
        recorded_at=MOMENT,
        signed_on=DAY,
        termination_from=DAY,
        offering_effective_on=DAY,
        fee_tiers=_FEE_TIERS,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.agreement_id, e.number",
    name="'Version ' || e.number || ' of the terms of the ' || a.name",
    # The original terms may be overwritten until the first placement is drafted.
    where="(e.number > 1 OR EXISTS (SELECT 1 FROM placements_placement p "
    "WHERE p.agreement_id = e.agreement_id))",
    later=sealed_columns(
        "notice_needed commission_maximum_rate second_fee_rate terminated_on terminated_by",
        terminated_on=DAY,
    ),
)
